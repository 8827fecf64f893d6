"""A corrected key: whose result changes when an item is scored by it."""

from collections.abc import Sequence
from uuid import UUID

from domain.blueprints.parts import Blueprint, ExamForm
from domain.exams.results import ExamOutcome, result
from domain.exams.scoring import marks
from domain.items.content import Item, Response
from domain.items.parts import ItemPart


class ScoredItem(ItemPart):
    """An item with the keys it is scored by; everybody who was asked a `credited` one has its points."""

    item: Item
    credited: bool = False

    def earned(self, response: Response) -> float:
        """The points for a response."""
        return float(self.item.points) if self.credited else marks(self.item, response)


class AttemptMarks(ItemPart):
    """An attempt that asked the item: how it was answered, and all that its result was made from.

    `marks` and `maxima` are points by item; the item's own are worked out anew from its response.
    """

    attempt: UUID
    item: UUID
    response: Response
    blueprint: Blueprint
    form: ExamForm
    marks: dict[UUID, float]
    maxima: dict[UUID, float]
    cut_percent: float


class ResultChange(ItemPart):
    """What a new key does to an attempt: percent before and after, and whether it was and would be passed."""

    attempt: UUID
    before: float
    after: float
    passed_before: bool
    passed_after: bool

    @property
    def turns(self) -> bool:
        """Whether a failure becomes a pass, or a pass a failure."""
        return self.passed_before != self.passed_after


def changed_results(old: ScoredItem, new: ScoredItem, attempts: Sequence[AttemptMarks]) -> list[ResultChange]:
    """The attempts whose result is another with the new key, those that turn first, then by attempt."""
    found = []
    for attempt in attempts:
        before, after = rescored(old, attempt), rescored(new, attempt)
        if before != after:
            found.append(_changed_result(attempt.attempt, before, after))
    return sorted(found, key=lambda flip: (not flip.turns, flip.attempt))


def rescored(keyed: ScoredItem, attempt: AttemptMarks) -> ExamOutcome:
    """The result of an attempt when its item is scored so."""
    own = attempt.item
    earned = attempt.marks | {own: keyed.earned(attempt.response)}
    maxima = attempt.maxima | {own: float(keyed.item.points)}
    return result(attempt.blueprint, attempt.form, earned, maxima_by_item=maxima, cut_percent=attempt.cut_percent)


def _changed_result(attempt: UUID, before: ExamOutcome, after: ExamOutcome) -> ResultChange:
    return ResultChange(
        attempt=attempt,
        before=before.percent,
        after=after.percent,
        passed_before=before.passed,
        passed_after=after.passed,
    )
