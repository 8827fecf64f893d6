"""Writing Moodle XML."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from domain.exchange.common import ExportedFile
from domain.exchange.moodle.export import all_or_nothing, flat, is_true, number, patterns, weighed, writable
from domain.exchange.moodle.rules import ALL_OR_NOTHING
from domain.items.content import Item
from domain.items.kinds.registry import KINDS
from domain.items.parts import Kind, Option, Partial
from domain.items.questions import Question
from domain.items.richtext import fit, to_plain


def write(items: Sequence[tuple[str, Item]]) -> ExportedFile:
    """A file of Moodle XML with the items under their codes; a number without end is left out."""
    root, left_out = Element("quiz"), list[str]()
    for name, asked in flat(items):
        if writable(asked):
            _write(root, name, asked)
        else:
            left_out.append(name)
    indent(root)
    return ExportedFile(data=tostring(root, encoding="utf-8", xml_declaration=True), left_out=tuple(left_out))


def _write(root: Element, name: str, asked: Question) -> None:
    node = SubElement(root, "question")
    _text(SubElement(node, "name"), name)
    _html(SubElement(node, "questiontext"), asked.stem)
    _html(SubElement(node, "generalfeedback"), asked.explanation)
    SubElement(node, "defaultgrade").text = str(asked.points)
    if all_or_nothing(asked):
        _text(SubElement(SubElement(node, "tags"), "tag"), ALL_OR_NOTHING)
    node.set("type", _WRITERS[asked.kind](node, asked))


def _text(node: Element, text: str) -> None:
    SubElement(node, "text").text = fit(text)


def _html(node: Element, html: str) -> None:
    node.set("format", "html")
    _text(node, html)


def _answer(node: Element, text: str, fraction: float) -> Element:
    """An answer of plain text with the percentage that it is worth."""
    answer = SubElement(node, "answer", fraction=number(fraction))
    _text(answer, text)
    return answer


def _shuffle(node: Element, options: Sequence[Option]) -> None:
    """Moodle shuffles all answers or none: none only when each has its fixed place."""
    SubElement(node, "shuffleanswers").text = "false" if all(option.fixed for option in options) else "true"


def _multichoice(node: Element, asked: Question) -> str:
    SubElement(node, "single").text = "false" if KINDS[asked.kind].several else "true"
    _shuffle(node, asked.options)
    for weight, option in weighed(asked):
        _answer(node, option.text, weight).set("format", "html")
    return "multichoice"


def _truefalse(node: Element, asked: Question) -> str:
    """A statement; one whose options say something else is a choice there."""
    if is_true(asked) is None:
        return _multichoice(node, asked)
    for text in ("true", "false"):
        _answer(node, text, 100 if (text == "true") == is_true(asked) else 0)
    return "truefalse"


def _numerical(node: Element, asked: Question) -> str:
    # Moodle has no bounds, so they become the middle between them and a tolerance.
    low, high = (Decimal(number(end)) for end in (asked.key.low, asked.key.high))
    answer = _answer(node, str((low + high) / 2), 100)
    SubElement(answer, "tolerance").text = str((high - low) / 2)
    return "numerical"


def _shortanswer(node: Element, asked: Question) -> str:
    SubElement(node, "usecase").text = str(int(asked.key.case_sensitive))
    for text in patterns(asked):
        _answer(node, text, 100)
    return "shortanswer"


def _match(node: Element, asked: Question) -> str:
    """Each option with its target, then the targets that fit none."""
    _shuffle(node, asked.options)
    pairs = [(option.text, asked.key.pairs[option.key]) for option in asked.options]
    pairs += [("", target.key) for target in asked.targets if target.key not in asked.key.pairs.values()]
    # What is matched with is plain text there.
    names = {target.key: to_plain(target.text) for target in asked.targets}
    for html, key in pairs:
        part = SubElement(node, "subquestion")
        _html(part, html)
        _text(SubElement(part, "answer"), names[key])
    return "matching"


def _ordering(node: Element, asked: Question) -> str:
    """Things in their right order, as Moodle goes by the order of the file."""
    SubElement(node, "gradingtype").text = "ALL_OR_NOTHING" if asked.partial == Partial.NONE else "ABSOLUTE_POSITION"
    texts = {option.key: option.text for option in asked.options}
    for place, key in enumerate(asked.key.options, 1):
        _answer(node, texts[key], place).set("format", "html")
    return "ordering"


# Each fills the node of a question and says what its type is called there.
_WRITERS: dict[Kind, Callable[[Element, Question], str]] = {
    Kind.SINGLE: _multichoice,
    Kind.MULTIPLE: _multichoice,
    Kind.TRUE_FALSE: _truefalse,
    Kind.NUMERIC: _numerical,
    Kind.SHORT_TEXT: _shortanswer,
    Kind.ORDERING: _ordering,
    Kind.MATCHING: _match,
}
