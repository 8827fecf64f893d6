"""What a mapping or a rule of QTI comes to here: which answers are right, for how many points, shared or not."""

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from domain.exchange.common import Unusable
from domain.exchange.moodle.rules import QuestionDraft
from domain.exchange.qti.answers import DeclaredAnswer, Mapping
from domain.exchange.qti.rules import SIMPLIFIED, ScoringRule
from domain.messages import Message, msg

MOST_POINTS = 20
DIFFERENT = msg("Wrong answers take away other points here than there: each takes one share, and a wrong pair none.")
PARTLY = msg("An answer worth part of the points counts as wrong: here one answer is right or wrong.")


def note(draft: QuestionDraft, sentence: Message) -> None:
    """Note once what comes in otherwise than it was."""
    if sentence not in draft.notes:
        draft.notes.append(sentence)


def points(draft: QuestionDraft, given: float) -> int:
    """Whole points from 1 to 20; noted when the file says otherwise."""
    # Halves go up; round() would take 2.5 to 2.
    whole = int(min(max(Decimal(str(given)), Decimal(1)), Decimal(MOST_POINTS)).quantize(Decimal(1), ROUND_HALF_UP))
    # Shares are written with few decimals, so what they add up to is whole within a hair only.
    if not math.isclose(whole, given, rel_tol=1e-6):
        note(
            draft,
            msg(
                "It gives {given} points there and {whole} here: points are whole, from 1 to 20.",
                given=given,
                whole=whole,
            ),
        )
    return whole


def right_ones(
    draft: QuestionDraft, answer: DeclaredAnswer, rule: ScoringRule, *, keys: Sequence[str], penalty: bool
) -> tuple[str, ...]:
    """The right ones of all that could be given (`keys`), the draft scored as the rule says; raises Unusable.

    `penalty` says that a wrong one takes a share away, as it does in a choice of several.
    """
    if rule.simplified:
        note(draft, SIMPLIFIED)
    draft.shares = False
    if answer.mapping is None or not rule.maps:
        draft.points = points(draft, rule.points)
        return answer.correct
    positive = tuple(key for key in keys if answer.mapping.worth(key) > 0)
    if not positive:
        raise Unusable(msg("No answer is worth any points. Give the right ones points above 0."))
    if answer.cardinality == "single":
        return _best(draft, answer.mapping, positive, correct=answer.correct)
    right = tuple(key for key in keys if key in answer.correct) or positive
    draft.points = points(draft, answer.mapping.total(right))
    draft.shares = set(right) == set(positive) and _even(answer.mapping, right)
    if not draft.shares:
        note(draft, SIMPLIFIED)
    elif not _alike(answer.mapping, right, [key for key in keys if key not in positive], penalty=penalty):
        note(draft, DIFFERENT)
    return right


def _best(
    draft: QuestionDraft, mapping: Mapping, positive: Sequence[str], *, correct: tuple[str, ...]
) -> tuple[str, ...]:
    """The one answer that is worth most; of several, the one that is named as right."""
    most = max(map(mapping.worth, positive))
    best = tuple(key for key in positive if mapping.worth(key) == most)
    if len(best) < len(positive):
        note(draft, PARTLY)
    draft.points = points(draft, mapping.total(best[:1]))
    return tuple(key for key in best if key in correct) or best


def _even(mapping: Mapping, right: Sequence[str]) -> bool:
    """Whether each right answer gives the same share of all points."""
    share = mapping.total(right) / len(right)
    return share > 0 and all(math.isclose(mapping.worth(key), share, rel_tol=1e-6) for key in right)


def _alike(mapping: Mapping, right: Sequence[str], wrong: Sequence[str], *, penalty: bool) -> bool:
    """Whether wrong answers take away what they do here, never below 0."""
    loss = -mapping.worth(right[0]) if penalty else 0.0
    same = all(math.isclose(mapping.worth(key), loss, rel_tol=1e-6, abs_tol=1e-9) for key in wrong)
    return same and (not wrong or not penalty or mapping.lower == 0) and (mapping.lower or 0) <= 0
