"""What may stand in a sentence besides text: its type is kept in JSON, and each language words it in its own way."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel


class Country(NamedTuple):
    """Reads as the name of the country with this ISO 3166 code."""

    code: str


class FileSize(NamedTuple):
    """Reads as the size of a file, such as 1.4 MB."""

    bytes: int


class Inner(NamedTuple):
    """Reads as this label of a policy pack within a sentence: in English its first letter is small."""

    label: str


class Clock(NamedTuple):
    """Reads as a time of day without its date, such as 14:05 UTC."""

    at: datetime


class OneOf(tuple[Any, ...]):
    """Reads as `a, b or c`; any other list reads as `a, b and c`."""

    __slots__ = ()


class Kind(NamedTuple):
    """How values of a type look in JSON: an object of one tag."""

    type: type
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


# The first that fits is taken (a datetime is a date, too). Tags stand in stored rows: what one means can never change.
KINDS = {
    "at": Kind(datetime, datetime.isoformat, datetime.fromisoformat),
    "date": Kind(date, date.isoformat, date.fromisoformat),
    "seconds": Kind(timedelta, timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds)),
    "decimal": Kind(Decimal, str, Decimal),
    "country": Kind(Country, lambda value: value.code, Country),
    "size": Kind(FileSize, lambda value: value.bytes, FileSize),
    "clock": Kind(Clock, lambda value: value.at.isoformat(), lambda text: Clock(datetime.fromisoformat(text))),
    "inner": Kind(Inner, lambda value: value.label, Inner),
    "or": Kind(OneOf, list, OneOf),
}


def to_json(value: Any) -> Any:
    """The value as JSON holds it."""
    for tag, kind in KINDS.items():
        if isinstance(value, kind.type):
            return {tag: to_json(kind.write(value))}
    if isinstance(value, list | tuple):
        return [to_json(each) for each in value]
    return value.model_dump() if isinstance(value, BaseModel) else value


def small_first(label: str) -> str:
    """A label within an English sentence: its first letter small, unless it begins with an abbreviation."""
    return label if label[1:2].isupper() or label[1:2] == "." else label[:1].lower() + label[1:]


def _number(value: float | Decimal) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _size(value: FileSize) -> str:
    return f"{value.bytes / 1_000_000:.1f} MB" if value.bytes >= 100_000 else f"{max(1, value.bytes // 1000)} kB"


def _joined(values: Sequence[Any]) -> str:
    *most, last = [in_english(each) for each in values] or [""]
    link = " or " if isinstance(values, OneOf) else " and "
    return link.join([", ".join(most), last] if most else [last])


ENGLISH: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (datetime, lambda value: f"{_day(value)}, {value.astimezone(UTC):%H:%M} UTC"),
    (date, _day),
    (Clock, lambda value: f"{value.at.astimezone(UTC):%H:%M} UTC"),
    (Country, lambda value: str(value.code)),
    (FileSize, _size),
    (Inner, lambda value: small_first(value.label)),
    (OneOf, _joined),
    (list, _joined),
    (tuple, _joined),
    (int, _number),
    (float, _number),
    (Decimal, _number),
)


def in_english(value: Any) -> str:
    """Plain English that needs no catalogue: enough for a log."""
    return next((say(value) for kind, say in ENGLISH if isinstance(value, kind)), str(value))
