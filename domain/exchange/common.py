"""What all exchange formats share: limits, what was read or written, and files opened without danger."""

import codecs
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from pydantic import BaseModel, ValidationError

from domain.exchange.unusable import sentence_of
from domain.items.parts import MOST_OPTIONS
from domain.items.questions import Question
from domain.items.richtext import to_plain
from domain.lengths import LONGEST_TITLE
from domain.messages import Message, msg
from domain.refusals import Invalid

LARGEST = 2_000_000  # bytes of a file
MOST_ITEMS = 2000
DEEPEST = 100  # XML elements inside one another
MOST_ELEMENTS = 200_000
_CHUNK = 65_536
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Unreadable(Invalid):
    """The file as a whole cannot be read."""


class Unusable(Invalid):
    """One item of the file breaks a rule; the others are read."""


class Unsupported(Invalid):
    """One item of the file is of a kind that we do not have; the others are read."""


class ImportProblem(BaseModel, frozen=True):
    """What did not come in: an error, or (`skipped`) a kind or part that we do not have and left out."""

    line: int | None
    item: str
    sentence: Message
    skipped: bool


class ImportedItem(BaseModel, frozen=True):
    """One item of the file, without what only we say about items; `line` is where it begins (1-based)."""

    title: str
    questions: tuple[Question, ...]
    scenario: str = ""
    line: int | None
    category_path: str = ""


class ImportedFile(BaseModel, frozen=True):
    """A file that was read: its items and what did not come in, in the order of the file."""

    items: tuple[ImportedItem, ...]
    problems: tuple[ImportProblem, ...]


class ExportedFile(BaseModel, frozen=True):
    """A file to hand out; `left_out` names the items, or `name (number)` of a question, it cannot express."""

    data: bytes
    left_out: tuple[str, ...]


class Node(Element):
    """An XML element that knows on which line of the file it begins."""

    line = 0


def line_of(element: Element) -> int | None:
    """The line (1-based) on which an element of `parse_xml` begins."""
    return element.line if isinstance(element, Node) else None


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 that says so, with plain newlines; raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(msg("The file is larger than {largest} bytes. Split it into smaller files.", largest=LARGEST))
    bom = next((bom for bom in _BOMS if data.startswith(bom)), b"")
    try:
        text = data[len(bom) :].decode(_BOMS.get(bom, "utf-8"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(
            msg("Line {line} of the file is not in UTF-8. Save the file as UTF-8 and try again.", line=line)
        ) from error
    if "\0" in text:
        raise Unreadable(msg("The file holds zero bytes, so it is no text. Save it as UTF-8 text and try again."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Guard(TreeBuilder):
    """Builds the tree and stops as soon as it gets too deep or too large."""

    def __init__(self) -> None:
        super().__init__(element_factory=Node)
        self.depth = self.count = 0
        self.parser: Any = None

    def start(self, tag: Any, attrs: dict[Any, Any], /) -> Element:
        """Begin an element, and note its line."""
        self.depth, self.count = self.depth + 1, self.count + 1
        if self.depth > DEEPEST:
            raise Unreadable(
                msg(
                    "The XML nests more than {deepest} elements. Export the questions again, more simply.",
                    deepest=DEEPEST,
                )
            )
        if self.count > MOST_ELEMENTS:
            raise Unreadable(
                msg(
                    "The XML has more than {most_elements} elements. Split it into smaller files.",
                    most_elements=MOST_ELEMENTS,
                )
            )
        node = super().start(tag, attrs)
        if isinstance(node, Node):
            node.line = self.parser.CurrentLineNumber
        return node

    def end(self, tag: Any, /) -> Element:
        """End an element."""
        self.depth -= 1
        return super().end(tag)


def parse_xml(data: bytes) -> Element:
    """The root of an XML file, each element a Node; raises Unreadable for anything broken, huge or dangerous."""
    text, guard = decode(data), _Guard()
    # Fed with text: what the file itself says of its encoding does not count.
    parser = DefusedXMLParser(target=guard, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    # Expat knows the line, but exists only once it has its target.
    guard.parser = parser.parser
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
        root: Element = parser.close()
    except ParseError as error:
        line, column = error.position
        raise Unreadable(
            msg(
                "The XML is broken at line {line}, column {column}. Mend it and try again.",
                line=line,
                column=column + 1,
            )
        ) from error
    except DefusedXmlException as error:
        raise Unreadable(msg("The file declares a DTD or entities, which are not read. Remove the DOCTYPE.")) from error
    return root


def option_keys(count: int) -> list[str]:
    """Keys for that many options: a, b, c; past t they go on with numbers, for the limit to be told."""
    return [chr(97 + index) if index < MOST_OPTIONS else f"t{index}" for index in range(count)]


def question(**parts: Any) -> Question:
    """A question of these parts; raises Unusable with a sentence that names the part and the rule it breaks."""
    try:
        return Question(**parts)
    except ValidationError as error:
        raise Unusable(sentence_of(error)) from error


def titled(name: str, stem: str) -> str:
    """The title of an item: its name in the file, or else the beginning of its stem (safe HTML)."""
    title = " ".join(name.split()) or " ".join(to_plain(stem).split())[:80]
    return title[:LONGEST_TITLE] or "Untitled"


def gather(parts: Iterable[ImportedItem | ImportProblem]) -> ImportedFile:
    """What a format found in a file, sorted into items and problems; raises Unreadable for too many."""
    items: list[ImportedItem] = []
    problems: list[ImportProblem] = []
    for part in parts:
        if isinstance(part, ImportProblem):
            problems.append(part)
        else:
            items.append(part)
        # Problems count too, or a file of broken items alone would have no end.
        if len(items) + len(problems) > MOST_ITEMS:
            raise Unreadable(
                msg("The file holds more than {most_items} items. Split it into smaller files.", most_items=MOST_ITEMS)
            )
    return ImportedFile(items=tuple(items), problems=tuple(problems))
