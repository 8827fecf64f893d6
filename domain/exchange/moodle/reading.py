"""Moodle XML, in which Moodle keeps and exchanges whole question banks."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from xml.etree.ElementTree import Element

from domain.exchange.common import (
    ImportedFile,
    ImportedItem,
    ImportProblem,
    Unreadable,
    Unsupported,
    Unusable,
    gather,
    line_of,
    parse_xml,
    titled,
)
from domain.exchange.moodle.kinds import KINDS
from domain.exchange.moodle.nodes import rich, words
from domain.exchange.moodle.rules import ALL_OR_NOTHING, QuestionDraft, category_path, percent
from domain.exchange.moodle.writing import write
from domain.items.questions import Question
from domain.messages import msg

__all__ = ["read", "write"]

MOST_POINTS = 20


def read(data: bytes) -> ImportedFile:
    """The questions of a file of Moodle XML; raises Unreadable when the whole file cannot be read."""
    root = parse_xml(data)
    if root.tag != "quiz":
        raise Unreadable(msg("This is no Moodle XML: it begins with <{tag}>, not with <quiz>.", tag=root.tag[:40]))
    return gather(_parts(root))


def _parts(root: Element) -> Iterator[ImportedItem | ImportProblem]:
    category = ""
    for node in root.findall("question"):
        if node.get("type") == "category":
            category = category_path(words(node.find("category")))
        else:
            yield from _item(node, category)


def _item(node: Element, category: str) -> Iterator[ImportedItem | ImportProblem]:
    """The item of one question, and what was left out of it."""
    draft, line = QuestionDraft(format="html"), line_of(node)
    draft.stem = rich(draft, node.find("questiontext"))
    title = titled(words(node.find("name")), draft.stem)
    try:
        asked = _question(draft, node)
    except (Unsupported, Unusable) as error:
        yield ImportProblem(line=line, item=title, sentence=error.message, skipped=isinstance(error, Unsupported))
        return
    yield ImportedItem(title=title, questions=(asked,), line=line, category_path=category)
    for note in draft.notes:
        yield ImportProblem(line=line, item=title, sentence=note, skipped=True)


def _question(draft: QuestionDraft, node: Element) -> Question:
    """The question of a draft; raises Unsupported or Unusable."""
    kind = node.get("type", "")
    if kind not in KINDS:
        raise Unsupported(msg("It is of the type “{kind}”, which is not supported.", kind=kind[:40]))
    if words(node.find("image")):
        draft.note_media()
    draft.explanation = rich(draft, node.find("generalfeedback"))
    draft.shares = ALL_OR_NOTHING not in [words(tag) for tag in node.findall("tags/tag")]
    draft.points = _points(draft, words(node.find("defaultgrade")))
    return KINDS[kind](draft, node)


def _points(draft: QuestionDraft, text: str) -> int:
    """Whole points from 1 to 20; noted when the file says otherwise."""
    given = Decimal(str(percent(text or "1")))
    # Halves go up; round() would take 2.5 to 2.
    points = int(min(max(given, Decimal(1)), Decimal(MOST_POINTS)).quantize(Decimal(1), ROUND_HALF_UP))
    if points != given:
        draft.notes.append(
            msg(
                "It gives {text} points there and {points} here: points are whole, from 1 to 20.",
                text=text[:20],
                points=points,
            )
        )
    return points
