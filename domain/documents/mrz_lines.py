"""The lines of a machine-readable zone in what a scanner read: found, brought to length, mended by position."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

# A position that holds digits cannot hold these letters, nor one that holds letters these digits.
TO_DIGIT = str.maketrans("OQDILZSGBKCX", "000112568<<<")
TO_LETTER = str.maketrans("0125688", "OIZSGBB")
FILLERS = str.maketrans({"«": "<<", "‹": "<", "＜": "<", "≪": "<<", "(": "<", "{": "<", "[": "<"})
CLASSES = {"a": r"[A-Z<]", "n": r"[0-9<]", "s": r"[MFX<]", "x": r"[A-Z0-9<]"}
MOST_LINES, LONGEST_LINE = 400, 60
TOO_LONG = 4  # characters of noise at the edges of a line
FEWEST_NAMES = 10  # characters of a line of names; scanners lose most of a run of fillers
RUN = re.compile("<{3,}")


class Span(NamedTuple):
    """A stretch of a row: the row, its first character, the one behind its last."""

    row: int
    start: int
    end: int


class ZoneRow(NamedTuple):
    """One line of the zone, and by how many characters its length was mended."""

    text: str
    mended: int


class ZoneLayout(NamedTuple):
    """Where things stand; `rows` say what each position may hold: a letter, n digit, s sex, x either (or a filler)."""

    name: Literal["TD1", "TD2", "TD3"]
    starts: str
    rows: tuple[str, ...]
    fields: dict[str, Span]
    signed: tuple[Span, ...]

    def composite(self, lines: list[str]) -> str:
        """The characters that the composite check digit stands for."""
        return "".join(lines[row][start:end] for row, start, end in self.signed)


TD3 = ZoneLayout(
    name="TD3",
    starts="P",
    rows=("a" * 44, "x" * 9 + "n" + "aaa" + "n" * 7 + "s" + "n" * 7 + "x" * 14 + "nn"),
    fields={
        "country": Span(0, 2, 5),
        "names": Span(0, 5, 44),
        "number": Span(1, 0, 9),
        "number_check": Span(1, 9, 10),
        "nationality": Span(1, 10, 13),
        "birth": Span(1, 13, 19),
        "birth_check": Span(1, 19, 20),
        "sex": Span(1, 20, 21),
        "expiry": Span(1, 21, 27),
        "expiry_check": Span(1, 27, 28),
        "optional": Span(1, 28, 42),
        "optional_check": Span(1, 42, 43),
        "composite": Span(1, 43, 44),
    },
    signed=(Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 43)),
)
TD2 = ZoneLayout(
    name="TD2",
    starts="ACI",
    rows=("a" * 36, "x" * 9 + "n" + "aaa" + "n" * 7 + "s" + "n" * 7 + "x" * 7 + "n"),
    fields={
        "country": Span(0, 2, 5),
        "names": Span(0, 5, 36),
        "number": Span(1, 0, 9),
        "number_check": Span(1, 9, 10),
        "nationality": Span(1, 10, 13),
        "birth": Span(1, 13, 19),
        "birth_check": Span(1, 19, 20),
        "sex": Span(1, 20, 21),
        "expiry": Span(1, 21, 27),
        "expiry_check": Span(1, 27, 28),
        "optional": Span(1, 28, 35),
        "composite": Span(1, 35, 36),
    },
    signed=(Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 35)),
)
TD1 = ZoneLayout(
    name="TD1",
    starts="ACI",
    rows=("aaaaa" + "x" * 9 + "n" + "x" * 15, "n" * 7 + "s" + "n" * 7 + "aaa" + "x" * 11 + "n", "a" * 30),
    fields={
        "country": Span(0, 2, 5),
        "number": Span(0, 5, 14),
        "number_check": Span(0, 14, 15),
        "optional": Span(0, 15, 30),
        "birth": Span(1, 0, 6),
        "birth_check": Span(1, 6, 7),
        "sex": Span(1, 7, 8),
        "expiry": Span(1, 8, 14),
        "expiry_check": Span(1, 14, 15),
        "nationality": Span(1, 15, 18),
        "optional_2": Span(1, 18, 29),
        "composite": Span(1, 29, 30),
        "names": Span(2, 0, 30),
    },
    signed=(Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)),
)


def rows_in(layout: ZoneLayout, text: str) -> Iterator[list[list[ZoneRow]]]:
    """Each place where lines stand that could be this zone: per line the ways to read it."""
    lines = list(_lines(text))
    for start in range(len(lines) - len(layout.rows) + 1):
        zone = [list(_fitting(kinds, lines[start + at])) for at, kinds in enumerate(layout.rows)]
        zone[0] = [row for row in zone[0] if row.text[0] in layout.starts]
        if all(zone):
            yield zone


def _lines(text: str) -> Iterator[str]:
    """The lines that are long enough, in the zone's alphabet."""
    for line in text.splitlines()[:MOST_LINES]:
        wide = unicodedata.normalize("NFKC", line).translate(FILLERS).upper()
        bare = re.sub("[^A-Z0-9<]", "", wide)
        if FEWEST_NAMES <= len(bare) <= LONGEST_LINE:
            yield bare


def _fitting(kinds: str, line: str) -> Iterator[ZoneRow]:
    """The line at its length, mended, where every position holds what it may."""
    for row in _sized(line, len(kinds), names=set(kinds) == {"a"}):
        text = "".join(map(_mended, kinds, row.text))
        if all(re.fullmatch(CLASSES[kind], letter) for kind, letter in zip(kinds, text, strict=True)):
            yield ZoneRow(text, row.mended)


def _sized(line: str, width: int, names: bool) -> Iterator[ZoneRow]:
    """The line with noise cut off its ends, or with its longest run of fillers made as long as it must be."""
    missing = width - len(line)
    if missing == 0:
        yield ZoneRow(line, 0)
    if -TOO_LONG <= missing < 0:
        yield from (ZoneRow(line[cut : cut + width], -missing) for cut in range(-missing + 1))
    run = max(RUN.finditer(line), key=lambda each: len(each[0]), default=None)
    if missing and run and len(run[0]) + missing >= 1:
        yield ZoneRow(line[: run.start()] + "<" * (len(run[0]) + missing) + line[run.end() :], abs(missing))
    # A line of names ends in a run of fillers, most of which a scanner loses.
    if missing > 0 and names and "<" in line:
        yield ZoneRow(line.ljust(width, "<"), missing)


def _mended(kind: str, letter: str) -> str:
    if kind == "n":
        return letter.translate(TO_DIGIT)
    return letter.translate(TO_LETTER) if kind == "a" else letter
