"""The kinds of question of Moodle XML that we have, each read from its node into a draft."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from domain.exchange.common import Unsupported, Unusable
from domain.exchange.moodle.nodes import answers, rich, says, words
from domain.exchange.moodle.rules import QuestionDraft, choice, matching, numeric, short_text, true_false
from domain.items.parts import Key, Kind
from domain.items.questions import Question
from domain.items.richtext import from_plain
from domain.messages import msg

_ALL_OR_NOTHING = ("-1", "all_or_nothing")


def _multichoice(draft: QuestionDraft, node: Element) -> Question:
    draft.fixed = not says(node, "shuffleanswers", usual=True)
    return choice(draft, answers(node, draft), single=says(node, "single", usual=True))


def _multichoiceset(draft: QuestionDraft, node: Element) -> Question:
    """A choice that gives all points or none; the plugin of this name adds it to Moodle."""
    draft.shares = False
    draft.fixed = not says(node, "shuffleanswers", usual=True)
    return choice(draft, answers(node, draft), single=False)


def _truefalse(draft: QuestionDraft, node: Element) -> Question:
    """A statement; old files name the answers in the author's language, true first."""
    right = [(index, answer.text.lower()) for index, answer in enumerate(answers(node)) if answer.weight >= 100]
    if len(right) != 1:
        raise Unusable(msg("It must have one right answer, true or false. Mark it with fraction 100."))
    index, text = right[0]
    return true_false(draft, text == "true" if text in ("true", "false") else index == 0)


def _shortanswer(draft: QuestionDraft, node: Element) -> Question:
    return short_text(draft, answers(node), says(node, "usecase", usual=False))


def _numerical(draft: QuestionDraft, node: Element) -> Question:
    given = [pair for pair in zip(answers(node), node.findall("answer"), strict=True) if pair[0].weight > 0]
    if len(given) > 1 or any(answer.weight < 100 for answer, _ in given):
        raise Unsupported(msg("It has several right numbers, or one worth part of the points, which is not supported."))
    if not given:
        raise Unusable(msg("No number is marked as right. Mark one with fraction 100."))
    if unit := words(node.find("units/unit/unit_name")):
        draft.notes.append(msg("The unit “{unit}” was left out. Name it in the question.", unit=unit[:40]))
    answer, inner = given[0]
    return numeric(draft, answer.text, answer.text, tolerance=words(inner.find("tolerance")))


def _match(draft: QuestionDraft, node: Element) -> Question:
    draft.fixed = not says(node, "shuffleanswers", usual=True)
    pairs = [(rich(draft, each), from_plain(words(each.find("answer")))) for each in node.findall("subquestion")]
    return matching(draft, [pair for pair in pairs if any(pair)])


def _ordering(draft: QuestionDraft, node: Element) -> Question:
    """Things in the order of their fractions 1, 2, 3, or of the file where those are equal."""
    draft.shares = words(node.find("gradingtype")).lower() not in _ALL_OR_NOTHING
    options = draft.options([answer.text for answer in sorted(answers(node, draft), key=lambda answer: answer.weight)])
    return draft.build(Kind.ORDERING, Key(options=tuple(option.key for option in options)), options)


KINDS: dict[str, Callable[[QuestionDraft, Element], Question]] = {
    "multichoice": _multichoice,
    "multichoiceset": _multichoiceset,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "match": _match,
    "matching": _match,
    "ordering": _ordering,
}
