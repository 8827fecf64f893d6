"""The interactions of QTI that we have, each read with its answer and its rule into a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.etree.ElementTree import Element

from domain.exchange.common import Unsupported, Unusable, option_keys
from domain.exchange.moodle.rules import QuestionDraft, option, true_false
from domain.exchange.qti.answers import DeclaredAnswer
from domain.exchange.qti.marks import note, right_ones
from domain.exchange.qti.nodes import MEDIA, html, named
from domain.exchange.qti.rules import SIMPLIFIED, ScoringRule
from domain.exchange.qti.typed import typed
from domain.items.parts import MOST_OPTIONS, Key, Kind, Option
from domain.items.questions import Question
from domain.items.richtext import to_plain
from domain.messages import msg

SHARED = "partial-shares"  # the class of an ordering of ours that gives shares, for which QTI has no short rule


@dataclass(frozen=True)
class InteractionChoices:
    """The things to choose, order or match of one list, under the names that the file gives them."""

    names: tuple[str, ...]
    options: tuple[Option, ...]

    def keys(self, names: Sequence[str]) -> tuple[str, ...]:
        """Our keys of these names, in their order; raises Unusable for a name that is not there."""
        known = {name: each.key for name, each in zip(self.names, self.options, strict=True)}
        if strange := [name for name in names if name not in known]:
            raise Unusable(
                msg("The right answer names “{strange}”, which is not there to choose.", strange=strange[0][:40])
            )
        return tuple(known[name] for name in names)


def ask(draft: QuestionDraft, node: Element, answer: DeclaredAnswer, *, rule: ScoringRule) -> Question:
    """The question of an interaction; raises Unsupported or Unusable."""
    if node.tag not in _KINDS:
        kind = node.tag.removesuffix("interaction")[:40]
        raise Unsupported(msg("It has an interaction of the type “{kind}”, which is not supported.", kind=kind))
    if answer.cardinality not in ("single", "multiple", "ordered"):
        raise Unsupported(msg("Its response is a record, which is not supported."))
    return _KINDS[node.tag](draft, node, answer, rule=rule)


def _choices(draft: QuestionDraft, nodes: Sequence[Element], mixed: bool) -> InteractionChoices:
    """The choices in their order; one keeps its place when it is fixed, or when they are not mixed at all."""
    names = tuple(node.get("identifier", "").strip() for node in nodes)
    if len(set(names)) < len(names):
        raise Unusable(msg("Two of its choices have the same identifier."))
    if len(nodes) > MOST_OPTIONS:
        raise Unusable(msg("There are more than {most_options} options. Leave some out.", most_options=MOST_OPTIONS))
    keys = option_keys(len(nodes))
    return InteractionChoices(
        names, tuple(_option(draft, key, node, mixed=mixed) for key, node in zip(keys, nodes, strict=True))
    )


def _option(draft: QuestionDraft, key: str, node: Element, *, mixed: bool) -> Option:
    text = draft.rich(html(node))
    if not text and any(inner.tag in MEDIA for inner in node.iter()):
        raise Unsupported(msg("One of its choices is a picture without words, which is not supported."))
    return option(key, text, not mixed or node.get("fixed", "").strip() == "true")


def _mixed(node: Element) -> bool:
    return node.get("shuffle", "false").strip() == "true"


def _choice(draft: QuestionDraft, node: Element, answer: DeclaredAnswer, *, rule: ScoringRule) -> Question:
    """One or several of a list; two that say true and false are a statement."""
    found = _choices(draft, [*node.iter("simplechoice"), *node.iter("inlinechoice")], _mixed(node))
    single = answer.cardinality == "single"
    right = found.keys(right_ones(draft, answer, rule, keys=found.names, penalty=not single))
    said = {each.key: to_plain(each.text).lower() for each in found.options}
    if single and len(right) == 1 and sorted(said.values()) == ["false", "true"]:
        return true_false(draft, said[right[0]] == "true")
    order = tuple(each.key for each in found.options if each.key in right)
    return draft.build(Kind.SINGLE if single else Kind.MULTIPLE, Key(options=order), found.options)


def _order(draft: QuestionDraft, node: Element, answer: DeclaredAnswer, *, rule: ScoringRule) -> Question:
    """All things in one order; some of them in order is another kind."""
    found = _choices(draft, node.findall("simplechoice"), _mixed(node))
    if rule.simplified or rule.maps:
        note(draft, SIMPLIFIED)
    right = right_ones(draft, answer, ScoringRule(points=rule.points), keys=found.names, penalty=False)
    if 0 < len(set(right)) < len(found.names):
        raise Unsupported(msg("Only some of its choices are to be put in order, which is not supported."))
    draft.shares = named(node, SHARED)
    return draft.build(Kind.ORDERING, Key(options=found.keys(right)), found.options)


def _match(draft: QuestionDraft, node: Element, answer: DeclaredAnswer, *, rule: ScoringRule) -> Question:
    """Each source with one target; which set the sources are is told by the right pairs."""
    sets = [each.findall("simpleassociablechoice") for each in node.findall("simplematchset")]
    if len(sets) != 2:
        raise Unusable(msg("It must have two sets to match with each other."))
    left, right = (_choices(draft, each, _mixed(node)) for each in sets)
    every = [f"{one} {other}" for one in left.names for other in right.names]
    pairs = [tuple(pair.split()) for pair in right_ones(draft, answer, rule, keys=every, penalty=False)]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise Unusable(msg("Give its right pairs, each of which names one thing of each set."))
    if not _once(left, [pair[0] for pair in pairs]) and _once(right, [pair[1] for pair in pairs]):
        left, right, pairs = right, left, [(pair[1], pair[0]) for pair in pairs]
    if not _once(left, [pair[0] for pair in pairs]):
        raise Unsupported(msg("Something in it has no partner or several, which is not supported."))
    ends = left.keys([pair[0] for pair in pairs]), right.keys([pair[1] for pair in pairs])
    chosen = dict(zip(*ends, strict=True))
    key = Key(pairs={each.key: chosen[each.key] for each in left.options})
    return draft.build(Kind.MATCHING, key, left.options, targets=right.options)


def _once(choices: InteractionChoices, names: Sequence[str]) -> bool:
    """Whether these names are those of the choices, each once."""
    return sorted(choices.names) == sorted(names)


class _Reader(Protocol):
    """What makes a question of one kind of interaction."""

    def __call__(
        self, draft: QuestionDraft, node: Element, answer: DeclaredAnswer, /, *, rule: ScoringRule
    ) -> Question:
        """The question; raises Unsupported or Unusable."""


_KINDS: dict[str, _Reader] = {
    "choiceinteraction": _choice,
    "inlinechoiceinteraction": _choice,
    "orderinteraction": _order,
    "matchinteraction": _match,
    "textentryinteraction": lambda draft, _, answer, *, rule: typed(draft, answer, rule),
}
