"""The machine-readable zone of identity documents: ICAO Doc 9303, part 4 (TD3), part 5 (TD1) and part 6 (TD2)."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import product
from typing import Literal, NamedTuple

from pydantic import BaseModel

from domain.documents.mrz_lines import TD1, TD2, TD3, ZoneLayout, rows_in
from domain.matching.words import CONFUSED

CheckDigit = Literal["number", "birth_date", "expiry_date", "optional", "composite"]
WEIGHTS = (7, 3, 1)
AHEAD = 50  # years that an expiry date may lie ahead, or else it lies in the past: two digits leave it open
MISREAD = re.compile(r"(?<=[A-Z]{2})K{2,}$")  # fillers that were read as letters


class Mrz(BaseModel, frozen=True):
    """What a zone says; countries as printed (three letters, `D` for Germany), `failed` are wrong check digits.

    A date is None when the document leaves it open or the calendar has no such day; `cut` names fill their field.
    `optional` is what the issuer added, often a personal number; sex is empty when it is not stated.
    """

    format: Literal["TD1", "TD2", "TD3"]
    country: str
    surname: str
    given_names: str
    number: str
    nationality: str
    birth_date: date | None
    sex: Literal["M", "F", "X", ""]
    expiry_date: date | None
    optional: str
    cut: bool
    failed: tuple[CheckDigit, ...] = ()


class _Read(NamedTuple):
    """A reading, and by how many characters its lines had to be mended in length."""

    mrz: Mrz
    mended: int


def find_mrz(text: str, today: date, number: str = "") -> Mrz | None:
    """The zone in a text, the reading with the fewest wrong check digits; `today` settles the centuries.

    Where a scanner may have taken a letter of the document's number for a digit, `number` (as the holder gave it) is
    tried too, and counts when the check digits bear it out.
    """
    found = [each for layout in (TD3, TD1, TD2) for each in _readings(layout, text, today, number=_squeezed(number))]
    return min(found, key=lambda each: (len(each.mrz.failed), each.mended)).mrz if found else None


def check_digit(text: str) -> str:
    """The check digit of digits, letters and fillers: weights 7, 3, 1, modulo 10 (Doc 9303 part 3, 4.9)."""
    values = (0 if letter == "<" else int(letter, 36) for letter in text)
    return str(sum(value * WEIGHTS[index % 3] for index, value in enumerate(values)) % 10)


def _readings(layout: ZoneLayout, text: str, today: date, *, number: str) -> Iterator[_Read]:
    for zone in rows_in(layout, text):
        for rows in product(*zone):
            lines = [row.text for row in rows]
            mended = sum(row.mended for row in rows)
            yield _Read(_read(layout, lines, today), mended)
            row, start, end = layout.fields["number"]
            seen, wanted = lines[row][start:end], number.ljust(end - start, "<")
            if seen != wanted and seen.lower().translate(CONFUSED) == wanted.lower().translate(CONFUSED):
                lines[row] = lines[row][:start] + wanted + lines[row][end:]
                yield _Read(_read(layout, lines, today), mended + 1)


def _read(layout: ZoneLayout, lines: list[str], today: date) -> Mrz:
    part = {name: lines[row][start:end] for name, (row, start, end) in layout.fields.items()}
    number = _number(part)
    birth, expiry = _day(part["birth"], today.year), _day(part["expiry"], today.year + AHEAD)
    if birth and birth > today:
        birth = _day(part["birth"], today.year - 1)
    surname, given = _names(part["names"])
    return Mrz.model_validate(
        {
            "format": layout.name,
            "country": _bare(part["country"]),
            "nationality": _bare(part["nationality"]),
            "surname": surname,
            "given_names": given,
            "cut": not part["names"].endswith("<"),
            "number": number.digits,
            "optional": number.optional,
            "sex": _bare(part["sex"]),
            "birth_date": birth,
            "expiry_date": expiry,
            "failed": tuple(_failed(part, number, birth=birth, expiry=expiry, composite=layout.composite(lines))),
        }
    )


def _failed(
    part: dict[str, str], number: "_Number", *, birth: date | None, expiry: date | None, composite: str
) -> Iterator[CheckDigit]:
    """The check digits that do not fit, and the dates that no calendar has."""
    if check_digit(number.digits) != number.check:
        yield "number"
    if not _day_holds(part["birth"], part["birth_check"], birth):
        yield "birth_date"
    if not _day_holds(part["expiry"], part["expiry_check"], expiry):
        yield "expiry_date"
    if "optional_check" in part:
        empty = not _bare(part["optional"]) and part["optional_check"] == "<"
        if not empty and check_digit(part["optional"]) != part["optional_check"]:
            yield "optional"
    if check_digit(composite) != part["composite"]:
        yield "composite"


def _day_holds(digits: str, check: str, day: date | None) -> bool:
    return check_digit(digits) == check and (day is not None or "<" in digits)


class _Number(NamedTuple):
    """A document's number as printed, its check digit and what the issuer added."""

    digits: str
    check: str
    optional: str


def _number(part: dict[str, str]) -> _Number:
    """The number: a long one runs on into the optional data (part 5, note j)."""
    number, digit, optional = part["number"], part["number_check"], part["optional"]
    rest, _, behind = optional.partition("<")
    if digit == "<" and len(rest) > 1:
        return _Number(number + rest[:-1], rest[-1], behind.strip("<"))
    return _Number(_bare(number), digit, (optional + part.get("optional_2", "")).strip("<"))


def _names(field: str) -> tuple[str, str]:
    """Surname and given names; two fillers part them, and the next two end them, whatever was read behind."""
    surname, _, rest = field.strip("<").partition("<<")
    given = MISREAD.sub("", rest.lstrip("<").partition("<<")[0])
    return _spaced(surname), _spaced(given)


def _spaced(name: str) -> str:
    return " ".join(name.replace("<", " ").split())


def _bare(text: str) -> str:
    return text.replace("<", "")


def _day(digits: str, latest: int) -> date | None:
    """The date of six digits, in the hundred years up to `latest`."""
    with suppress(ValueError):  # fillers, or no day of the calendar
        return date(latest - (latest - int(digits[:2])) % 100, int(digits[2:4]), int(digits[4:]))
    return None


def _squeezed(number: str) -> str:
    return "".join(letter for letter in number.upper() if letter.isascii() and letter.isalnum())
