"""Finding an identifier in a document's text, whatever separators it is printed with."""

import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

from domain.matching.likeness import ABSENT, Likeness, Match, best
from domain.matching.words import CONFUSED

LONGEST_NUMBER = 60
LONGEST_TEXT = 60_000
SEPARATORS = frozenset(" \t\u00a0\u202f.-/–:·")
CLOSE = 0.8


def find_number(number: str, text: str) -> Match:
    """The best match of an identifier: separators and case aside, then as a scanner misreads, then nearly."""
    wanted, page = Squeezed(number[:LONGEST_NUMBER]).plain.replace("\n", ""), Squeezed(text[:LONGEST_TEXT])
    if not wanted:
        return ABSENT
    for start in page.find(wanted):
        return Match(likeness=Likeness.EQUIVALENT, raw=page.raw(start, start + len(wanted)), similarity=1)
    return best(_nearly(wanted, page))


def _nearly(wanted: str, page: "Squeezed") -> Iterator[Match]:
    for start in page.find(wanted, confused=True):
        yield _match(Likeness.MINOR, wanted, page, start=start, end=start + len(wanted))
    bare = wanted[2:]
    if wanted[:2].isalpha() and len(bare) >= 6:  # VAT numbers are often printed without their country
        for start in page.find(bare):
            yield _match(Likeness.MINOR, wanted, page, start=start, end=start + len(bare))
    # Without spaces around it; a shorter number would turn up by chance inside another.
    if len(wanted) >= 8 and (glued := page.plain.find(wanted)) >= 0:
        yield _match(Likeness.MINOR, wanted, page, start=glued, end=glued + len(wanted))
    if len(wanted) >= 6:
        for start, end in page.near(wanted):
            yield _match(Likeness.DIFFERENT, wanted, page, start=start, end=end)


def _match(likeness: Likeness, wanted: str, page: "Squeezed", *, start: int, end: int) -> Match:
    found = page.plain[start:end]
    compared = SequenceMatcher(None, found, wanted, autojunk=False)
    differing = [(found[a0:a1], wanted[b0:b1]) for tag, a0, a1, b0, b1 in compared.get_opcodes() if tag != "equal"]
    ratio = round(compared.ratio(), 3)
    return Match(likeness=likeness, raw=page.raw(start, end), similarity=ratio, differing=tuple(differing))


class Squeezed:
    """A text's Latin letters and digits in upper case; a line feed stands where a number cannot go on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at: list[int] = []
        plain: list[str] = []
        for index, letter in enumerate(text):
            wide = unicodedata.normalize("NFKC", letter).upper()
            if len(wide) == 1 and wide.isascii() and wide.isalnum():
                plain.append(wide)
                self.at.append(index)
            elif letter not in SEPARATORS and plain and plain[-1] != "\n":
                plain.append("\n")
                self.at.append(index)
        self.plain = "".join(plain)

    def raw(self, start: int, end: int) -> str:
        """The text as printed."""
        return self.text[self.at[start] : self.at[end - 1] + 1]

    def find(self, wanted: str, confused: bool = False) -> Iterator[int]:
        """Where it stands as a word of its own."""
        plain, needle = self.plain, wanted
        if confused:
            plain, needle = plain.lower().translate(CONFUSED), needle.lower().translate(CONFUSED)
        start = plain.find(needle)
        while start >= 0:
            if self._begins(start) and self._ends(start + len(wanted)):
                yield start
            start = plain.find(needle, start + 1)

    def near(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Stretches of whole words, about as long as wanted, that share most of its letters in order."""
        size = len(wanted)
        slack = 1 if size < 10 else 2
        for start in filter(self._begins, range(len(self.plain))):
            for end in range(start + size - slack, min(start + size + slack, len(self.plain)) + 1):
                part = self.plain[start:end]
                if "\n" not in part and self._ends(end) and _close(part, wanted):
                    yield start, end

    def _begins(self, start: int) -> bool:
        return start == 0 or self.at[start] > self.at[start - 1] + 1 or self.plain[start - 1] == "\n"

    def _ends(self, end: int) -> bool:
        last = end >= len(self.plain)
        return last or self.at[end] > self.at[end - 1] + 1 or self.plain[end] == "\n"


def _close(part: str, wanted: str) -> bool:
    if not any(letter.isdigit() for letter in part):
        return False
    compared = SequenceMatcher(None, part, wanted, autojunk=False)
    # The quick ratio is an upper bound, and spares most stretches the slow one.
    return compared.quick_ratio() >= CLOSE and compared.ratio() >= CLOSE
