"""Putting a message into words: its text from the catalogue, its parameters as the reader writes them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.message_values import Clock, Country, FileSize, Inner, OneOf, small_first
from domain.messages import Message, fill
from words import formats
from words.reader import Reader, current

Say = Callable[[Any, Reader], str]


def word(message: Message | str, reader: Reader | None = None) -> str:
    """The sentence in the reader's language; without a reader, for whom something is being written just now."""
    if isinstance(message, str) or not message.msgid:
        return str(message)
    reader = reader or current()
    if message.plural:
        text = reader.catalogue.ngettext(message.msgid, message.plural, message.params["n"])
    else:
        text = reader.catalogue.gettext(message.msgid)
    return fill(text, {name: say(value, reader) for name, value in message.params.items()})


def label(text: str, reader: Reader | None = None) -> str:
    """A label of a policy pack that was stored as text, in the reader's language."""
    return (reader or current()).catalogue.gettext(text) if text else ""


def say(value: Any, reader: Reader) -> str:
    """A parameter's value as the reader writes it; a text stays as it is."""
    return next((how(value, reader) for kind, how in KINDS if isinstance(value, kind)), str(value))


def _inner(value: Inner, reader: Reader) -> str:
    # Only English writes labels with a capital that a sentence does not want.
    label = reader.catalogue.gettext(value.label)
    return small_first(label) if reader.language == "en" else label


def _all(values: list[Any], reader: Reader) -> str:
    return formats.listed([say(each, reader) for each in values], reader)


def _either(values: OneOf, reader: Reader) -> str:
    return formats.listed([say(each, reader) for each in values], reader, alternatives=True)


# The first that fits is taken: a datetime is a date, and our own kinds are tuples.
KINDS: tuple[tuple[type, Say], ...] = (
    (Message, word),
    (datetime, formats.when),
    (date, formats.day),
    (timedelta, formats.duration),
    (Clock, lambda value, reader: formats.clock(value.at, reader)),
    (Country, lambda value, reader: formats.country(value.code, reader)),
    (FileSize, lambda value, reader: formats.filesize(value.bytes, reader)),
    (Inner, _inner),
    (OneOf, _either),
    (list, _all),
    (int, formats.number),
    (float, formats.number),
    (Decimal, formats.number),
)
