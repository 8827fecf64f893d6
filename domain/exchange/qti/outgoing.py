"""Our questions in the words of QTI 2.2: the interaction of each, what it declares as right, and what that is worth."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from domain.exchange.common import option_keys
from domain.exchange.moodle.export import number
from domain.exchange.qti.answers import Mapping, MappingEntry
from domain.exchange.qti.kinds import SHARED
from domain.exchange.qti.markup import block
from domain.items.kinds.registry import KINDS
from domain.items.parts import Kind, Option, Partial
from domain.items.questions import Question
from domain.items.richtext import fit


class OutgoingQuestion(NamedTuple):
    """A question on its way out under the name of its response; without a mapping it gives all or nothing.

    With `bounds` any number from the first to the second is right.
    """

    asked: Question
    name: str
    interaction: Element
    cardinality: str
    base: str
    correct: tuple[str, ...]
    mapping: Mapping | None = None
    bounds: tuple[str, str] | None = None


def sent(asked: Question, name: str) -> OutgoingQuestion:
    """A question as QTI has it."""
    return _KINDS[asked.kind](asked, name)


def _named(options: Sequence[Option], prefix: str = "") -> dict[str, str]:
    """The identifiers that options have in the file, by their own keys."""
    keys = [option.key for option in options]
    return {key: f"{prefix}{letter}" for key, letter in zip(keys, option_keys(len(keys)), strict=True)}


def _interaction(tag: str, name: str, shuffle: bool) -> Element:
    return Element(tag, responseIdentifier=name, shuffle="true" if shuffle else "false")


def _free(options: Iterable[Option]) -> bool:
    """Whether some option may change its place."""
    return not all(option.fixed for option in options)


def _add(node: Element, tag: str, option: Option, *, identifier: str, **more: str) -> None:
    child = block(tag, option.text)
    child.attrib |= {"identifier": identifier, **more} | ({"fixed": "true"} if option.fixed else {})
    node.append(child)


def _choice(asked: Question, name: str) -> OutgoingQuestion:
    rules, names = KINDS[asked.kind], _named(asked.options)
    node = _interaction("choiceInteraction", name, not rules.still and _free(asked.options))
    # In QTI 0 stands for any number.
    node.set("maxChoices", "0" if rules.several else "1")
    for option in asked.options:
        _add(node, "simpleChoice", option, identifier=names[option.key])
    right = tuple(names[key] for key in asked.key.options)
    if not rules.several:
        return OutgoingQuestion(asked, name, node, "single", "identifier", right)
    return OutgoingQuestion(asked, name, node, "multiple", "identifier", right, _shares(asked, right, penalty=True))


def _ordering(asked: Question, name: str) -> OutgoingQuestion:
    names, node = _named(asked.options), _interaction("orderInteraction", name, _free(asked.options))
    if asked.partial == Partial.SHARES:
        node.set("class", SHARED)
    for option in asked.options:
        _add(node, "simpleChoice", option, identifier=names[option.key])
    return OutgoingQuestion(asked, name, node, "ordered", "identifier", tuple(names[key] for key in asked.key.options))


def _matching(asked: Question, name: str) -> OutgoingQuestion:
    """Sources and targets, which may not share a name."""
    left, right = _named(asked.options, "source-"), _named(asked.targets, "target-")
    node = _interaction("matchInteraction", name, _free((*asked.options, *asked.targets)))
    node.set("maxAssociations", "0")
    for options, names, most in ((asked.options, left, "1"), (asked.targets, right, "0")):
        inner = SubElement(node, "simpleMatchSet")
        for option in options:
            _add(inner, "simpleAssociableChoice", option, identifier=names[option.key], matchMax=most)
    pairs = tuple(f"{left[each.key]} {right[asked.key.pairs[each.key]]}" for each in asked.options)
    return OutgoingQuestion(asked, name, node, "multiple", "directedPair", pairs, _shares(asked, pairs, penalty=False))


def _shares(asked: Question, right: Sequence[str], *, penalty: bool) -> Mapping | None:
    """Equal shares for the right ones; with a penalty a wrong one takes a share away, never below 0."""
    if asked.partial == Partial.NONE:
        return None
    share = asked.points / len(right)
    loss = share if penalty else 0.0
    return Mapping(tuple(MappingEntry(key, share) for key in right), -loss, 0.0, float(asked.points))


def _short_text(asked: Question, name: str) -> OutgoingQuestion:
    texts = [" ".join(fit(text).split()) for text in asked.key.texts]
    entries = tuple(MappingEntry(text, float(asked.points), asked.key.case_sensitive) for text in texts if text)
    # A single response has one right value; the mapping holds all of them.
    correct = tuple(entry.key for entry in entries[:1])
    return OutgoingQuestion(asked, name, _typed(name), "single", "string", correct, Mapping(entries))


def _numeric(asked: Question, name: str) -> OutgoingQuestion:
    """A number within bounds, which the rules hold; the right one that is named lies in the middle."""
    bounds = number(asked.key.low), number(asked.key.high)
    middle = str((Decimal(bounds[0]) + Decimal(bounds[1])) / 2)
    return OutgoingQuestion(asked, name, _typed(name), "single", "float", (middle,), bounds=bounds)


def _typed(name: str) -> Element:
    """A place to type, alone in its block."""
    node = Element("div")
    SubElement(node, "textEntryInteraction", responseIdentifier=name)
    return node


_KINDS: dict[Kind, Callable[[Question, str], OutgoingQuestion]] = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.TRUE_FALSE: _choice,
    Kind.ORDERING: _ordering,
    Kind.MATCHING: _matching,
    Kind.SHORT_TEXT: _short_text,
    Kind.NUMERIC: _numeric,
}
