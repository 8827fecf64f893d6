"""Dates, times, numbers, lists, sizes and countries as a reader writes them, by Babel."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.dates import format_date, format_time, format_timedelta, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from words.reader import Reader


def day(value: date, reader: Reader) -> str:
    """Such as 3 March 2026; of a time, the day on the reader's wall."""
    here = value.astimezone(reader.zone) if isinstance(value, datetime) else value
    return format_date(here, "long", locale=reader.locale)


def clock(value: datetime, reader: Reader) -> str:
    """Such as 14:05 UTC: always with the zone, in the reader's words."""
    here = value.astimezone(reader.zone)
    zone = get_timezone_name(here, "short", locale=reader.locale)
    return f"{format_time(here, 'short', locale=reader.locale)} {zone}"


def when(value: datetime, reader: Reader) -> str:
    """Such as 3 March 2026, 14:05 UTC."""
    together = str(reader.locale.datetime_formats["medium"])
    return together.replace("{1}", day(value, reader)).replace("{0}", clock(value, reader))


def ago(value: datetime, now: datetime, reader: Reader) -> str:
    """Such as `2 hours ago` or `in 3 days`."""
    return format_timedelta(value - now, add_direction=True, locale=reader.locale)


def duration(value: timedelta, reader: Reader) -> str:
    """Such as `3 days`."""
    return format_timedelta(value, locale=reader.locale)


def number(value: float | Decimal, reader: Reader, digits: int | None = None) -> str:
    """Such as 1,234.5: at most three digits after the point, or exactly as many as are asked for."""
    shape = None if digits is None else f"#,##0.{'0' * digits}".rstrip(".")
    return format_decimal(value, shape, locale=reader.locale)


def whole_wait(value: timedelta, reader: Reader) -> str:
    """In whole days from two days on, else in hours: weeks and months would be rounded."""
    hours = round(value / timedelta(hours=1))
    many, unit = (hours // 24, "duration-day") if hours >= 48 else (hours, "duration-hour")
    return format_unit(many, unit, locale=reader.locale)


def filesize(size: int, reader: Reader) -> str:
    """Such as 1.4 MB; 1 MB is 1,000,000 bytes, as phones show it."""
    if size < 100_000:
        return format_unit(max(1, size // 1000), "kilobyte", "short", locale=reader.locale)
    return format_unit(size / 1_000_000, "megabyte", "short", format="#,##0.0", locale=reader.locale)


def country(code: str, reader: Reader) -> str:
    """A country's name from its ISO 3166 code; an unknown code is shown as it is."""
    return str(reader.locale.territories.get(code, code))


def listed(parts: Sequence[str], reader: Reader, alternatives: bool = False) -> str:
    """Such as `a, b and c`, or `a, b or c` for alternatives."""
    return format_list(parts, "or" if alternatives else "standard", locale=reader.locale)
