"""Results: what a form's marks come to, and when the next attempt may begin."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import floor
from uuid import UUID

from domain.blueprints.parts import Area, Blueprint, ExamForm
from domain.items.parts import ItemPart

DIGITS = 2  # of points: marks are rounded to four, and three thirds must be a whole


class AreaShare(ItemPart):
    """What an area came to in percent of its points, and whether that meets its floor (None: there is none)."""

    area: str
    label: str
    percent: float
    floor: int | None
    met: bool


class ExamOutcome(ItemPart):
    """What a form came to: points of so many, percent (cut off after two decimals, never rounded up), area by area."""

    points: float
    of: float
    percent: float
    passed: bool
    areas: tuple[AreaShare, ...]


class PastAttempt(ItemPart):
    """One attempt that has ended; a voided one went wrong through no fault of the candidate."""

    ended_at: datetime
    passed: bool
    voided: bool = False


def result(
    blueprint: Blueprint,
    form: ExamForm,
    marks_by_item: Mapping[UUID, float],
    *,
    maxima_by_item: Mapping[UUID, float],
    cut_percent: float,
) -> ExamOutcome:
    """The result of a form: passed when the cut score and every floor are met; pilots never count.

    `cut_percent` has two decimals at most. An item without a mark was not answered; an area with a floor and no points
    to earn is not met.
    """
    scored = [(each.area, each.item) for each in form.items if not each.pilot]

    def earned(area: str = "") -> tuple[float, float]:
        asked = [item for key, item in scored if area in ("", key)]
        points = sum(marks_by_item.get(item, 0) for item in asked)
        return round(points, DIGITS), sum(maxima_by_item[item] for item in asked)

    points, of = earned()
    areas = tuple(_share(area, *earned(area.key)) for area in blueprint.areas)
    passed = _meets(points, of, cut_percent) and all(area.met for area in areas)
    return ExamOutcome(points=points, of=of, percent=_percent(points, of), passed=passed, areas=areas)


def _share(area: Area, points: float, of: float) -> AreaShare:
    met = area.floor is None or _meets(points, of, area.floor)
    return AreaShare(area=area.key, label=area.label, percent=_percent(points, of), floor=area.floor, met=met)


def _meets(points: float, of: float, percent: float) -> bool:
    return of > 0 and _percent(points, of) >= percent


def _percent(points: float, of: float) -> float:
    # A hair above, so that what is exact on paper is not cut off because a binary fraction falls short of it.
    return floor(10000 * points / of + 1e-6) / 100 if of else 0.0


def next_allowed(
    finished: Sequence[PastAttempt],
    ladder: Sequence[timedelta],
    *,
    attempts: int,
    period: timedelta,
    now: datetime,
    voided_counts: bool = False,
) -> datetime | None:
    """When the next attempt may begin; None when it may now.

    After the n-th failure in a row the n-th wait of the ladder runs (the last one again and again), and in any period
    of that length there are no more than so many attempts.
    """
    counted = sorted((each for each in finished if voided_counts or not each.voided), key=lambda each: each.ended_at)
    due = [counted[-attempts].ended_at + period] if len(counted) >= attempts else []
    failures = 0
    while failures < len(counted) and not counted[-1 - failures].passed:
        failures += 1
    if failures and ladder:
        due.append(counted[-1].ended_at + ladder[min(failures, len(ladder)) - 1])
    return max((at for at in due if at > now), default=None)
