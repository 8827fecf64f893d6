"""Writing QTI: a package with one item file for each item, and the case with its questions in one."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, indent, tostring

from domain.exchange.common import ExportedFile
from domain.exchange.moodle.export import writable
from domain.exchange.qti.archive import pack
from domain.exchange.qti.item import EXPLAINS
from domain.exchange.qti.markup import Version, block, in_version
from domain.exchange.qti.outgoing import OutgoingQuestion, sent
from domain.exchange.qti.scores import declare, process
from domain.items.content import Item
from domain.items.questions import Question
from domain.items.richtext import fit


def write(items: Sequence[tuple[str, Item]], version: Version = "2.2") -> ExportedFile:
    """A package of QTI with the items under their codes; a number without end is left out."""
    files, left_out = list[bytes](), list[str]()
    for name, item in items:
        title = " ".join(fit(name).split())
        kept, lost = _parted(title, item.questions)
        left_out += lost
        if kept:
            files.append(_file(_item(title, len(files) + 1, item.scenario, questions=kept), version))
    return ExportedFile(data=pack(files, version), left_out=tuple(left_out))


def _parted(title: str, questions: Sequence[Question]) -> tuple[list[Question], list[str]]:
    """The questions that can go out, and the names of those that cannot."""
    kept, lost = list[Question](), list[str]()
    for index, asked in enumerate(questions, 1):
        if writable(asked):
            kept.append(asked)
        else:
            lost.append(title if len(questions) == 1 else f"{title} ({index})")
    return kept, lost


def _item(title: str, place: int, scenario: str, *, questions: Sequence[Question]) -> Element:
    """One item in the words of 2.2; its only question answers RESPONSE, those of a case RESPONSE_1 and so on."""
    root = Element("assessmentItem", identifier=f"item-{place}", title=title)
    root.attrib |= {"adaptive": "false", "timeDependent": "false"}
    names = ["RESPONSE"] if len(questions) == 1 else [f"RESPONSE_{index}" for index in range(1, len(questions) + 1)]
    parts = [sent(asked, name) for asked, name in zip(questions, names, strict=True)]
    declare(root, parts)
    # Before the body comes in: there, white space between words is text.
    for child in root:
        indent(child, level=1)
    root.append(_body(scenario, parts))
    processing = process(parts)
    indent(processing, level=1)
    root.append(processing)
    root.extend(_explanations(parts))
    _apart(root, "\n  ", "\n")
    return root


def _body(scenario: str, parts: Sequence[OutgoingQuestion]) -> Element:
    body = Element("itemBody")
    if scenario:
        body.append(block("div", scenario, "scenario"))
    for part in parts:
        body.append(block("div", part.asked.stem, "stem"))
        body.append(part.interaction)
    _apart(body, "\n    ", "\n  ")
    return body


def _explanations(parts: Sequence[OutgoingQuestion]) -> Iterator[Element]:
    """Feedback that is never hidden, as its outcome is never set."""
    for part in parts:
        if part.asked.explanation:
            feedback = block("modalFeedback", part.asked.explanation)
            feedback.attrib |= {
                "outcomeIdentifier": f"{EXPLAINS}{part.name}",
                "identifier": "HIDDEN",
                "showHide": "hide",
            }
            yield feedback


def _apart(node: Element, between: str, after: str) -> None:
    """Put the children of a node on lines of their own, and leave their texts alone."""
    node.text = between
    for child in node:
        child.tail = between
    node[-1].tail = after


def _file(item: Element, version: Version) -> bytes:
    data: bytes = tostring(in_version(item, version), encoding="utf-8", xml_declaration=True)
    return data + b"\n"
