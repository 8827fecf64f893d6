"""The formats by name: who reads and writes each, what its files are called, and which one a file is in."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from domain.exchange import aiken
from domain.exchange.common import ExportedFile, ImportedFile, Unreadable, decode
from domain.exchange.gift import reading as gift
from domain.exchange.moodle import reading as moodle
from domain.exchange.qti import reading as qti
from domain.exchange.qti.package import is_package
from domain.items.content import Item
from domain.messages import msg

LARGEST_ZIP = 10_000_000  # bytes of a package, packed
# Atomic: what was passed over is not tried again in other ways, of which a hostile file has very many.
_BEFORE = r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+"
_ROOT = re.compile(_BEFORE + r"<(?:[\w.-]+:)?([\w.-]+)", re.S)
_AIKEN = re.compile(r"^[ \t]*ANSWER[ \t]*:[ \t]*[A-Za-z]\b", re.M)
_QTI = ("assessmentItem", "assessmentTest", "questestinterop")  # the last is QTI 1.2, which the reader refuses in words
_HEAD = 4000  # characters in which the root of an XML file stands

Read = Callable[[bytes], ImportedFile]
Write = Callable[[Sequence[tuple[str, Item]]], ExportedFile]


class Format(NamedTuple):
    """A format that we write: its name for people, and the ending and media type of its files."""

    label: str
    ending: str
    media_type: str
    write: Write


READERS: dict[str, Read] = {"gift": gift.read, "aiken": aiken.read, "moodle": moodle.read, "qti": qti.read}
NAMES = {"gift": "GIFT", "aiken": "Aiken", "moodle": "Moodle XML", "qti": "QTI"}
FORMATS = {
    "gift": Format("GIFT", "gift.txt", "text/plain; charset=utf-8", gift.write),
    "aiken": Format("Aiken", "aiken.txt", "text/plain; charset=utf-8", aiken.write),
    "moodle": Format("Moodle XML", "moodle.xml", "application/xml", moodle.write),
    "qti22": Format("QTI 2.2", "qti22.zip", "application/zip", qti.write),
    "qti30": Format("QTI 3.0", "qti30.zip", "application/zip", partial(qti.write, version="3.0")),
}


def recognise(data: bytes) -> str:
    """The name of the format that a file is in, by its content; raises Unreadable when it is none of ours."""
    if is_package(data):
        return "qti"
    text = decode(data)
    if not text.strip():
        raise Unreadable(msg("The file is empty. Export the questions again, and choose that file."))
    if text.lstrip().startswith("<"):
        return _xml(text)
    if _AIKEN.search(text):
        return "aiken"
    if "{" in text and "}" in text:
        return "gift"
    raise Unreadable(msg("No question was found in it. We read {formats}.", formats=list(NAMES.values())))


def _xml(text: str) -> str:
    root = _ROOT.match(text[:_HEAD])
    name = root[1] if root else ""
    if name == "quiz":
        return "moodle"
    if name.startswith("qti-assessment") or name in _QTI:
        return "qti"
    if name:
        element = f"<{name[:40]}>"
        raise Unreadable(msg("It is XML, but not of a kind that we read: it begins with {element}.", element=element))
    raise Unreadable(msg("It is XML, but not of a kind that we read: no element was found at its beginning."))


def looks_like(data: bytes) -> str:
    """The format that a file seems to be in; empty when it is none of ours."""
    try:
        return recognise(data)
    except Unreadable:
        return ""
