"""What a candidate types in QTI: a number within bounds, or one of the right texts."""

from decimal import Decimal

from domain.exchange.common import Unsupported, Unusable
from domain.exchange.moodle.rules import QuestionDraft, numeric
from domain.exchange.qti.answers import DeclaredAnswer, MappingEntry
from domain.exchange.qti.marks import PARTLY, note, points
from domain.exchange.qti.rules import SIMPLIFIED, ScoringRule
from domain.items.parts import Key, Kind
from domain.items.questions import Question
from domain.messages import msg

_NUMBERS = ("integer", "float")
_CAPITALS = msg("Capitals count in some of its right texts there, and in all of them here.")


def typed(draft: QuestionDraft, answer: DeclaredAnswer, rule: ScoringRule) -> Question:
    """A number or a text, as the base type says; raises Unsupported or Unusable."""
    if answer.cardinality != "single":
        raise Unsupported(msg("It takes several texts as one response, which is not supported."))
    if rule.simplified:
        note(draft, SIMPLIFIED)
    draft.points = points(draft, rule.points)
    return _number(draft, answer, rule) if answer.base in _NUMBERS else _text(draft, answer, rule)


def _best(draft: QuestionDraft, answer: DeclaredAnswer, rule: ScoringRule) -> list[MappingEntry]:
    """The answers that give all points: of a mapping those worth most, else the right response."""
    if answer.mapping is None or not rule.maps:
        return [MappingEntry(text, 1.0, not rule.loose) for text in answer.correct]
    good = [entry for entry in answer.mapping.entries if entry.value > 0]
    if not good:
        raise Unusable(msg("No answer is worth any points. Give the right ones points above 0."))
    best = [entry for entry in good if entry.value == max(each.value for each in good)]
    if len(best) < len(good):
        note(draft, PARTLY)
    draft.points = points(draft, answer.mapping.total([best[0].key]))
    return best


def _number(draft: QuestionDraft, answer: DeclaredAnswer, rule: ScoringRule) -> Question:
    if rule.low is not None and rule.high is not None:
        return numeric(draft, *(_plain(end) for end in (rule.low, rule.high)))
    if rule.low is not None or rule.high is not None:
        raise Unsupported(msg("Its right numbers have no end on one side, which is not supported."))
    best = {entry.key for entry in _best(draft, answer, rule)}
    if len(best) > 1:
        raise Unsupported(msg("It has several right numbers, which is not supported."))
    return numeric(draft, *[best.pop() if best else ""] * 2)


def _plain(end: Decimal) -> str:
    return repr(float(end))


def _text(draft: QuestionDraft, answer: DeclaredAnswer, rule: ScoringRule) -> Question:
    best = _best(draft, answer, rule)
    capitals = {entry.case_sensitive for entry in best}
    if len(capitals) > 1:
        note(draft, _CAPITALS)
    key = Key(texts=tuple(entry.key for entry in best), case_sensitive=True in capitals)
    return draft.build(Kind.SHORT_TEXT, key)
