"""When a form is passed, and when the next attempt may begin."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.blueprints.parts import Area, Blueprint, Cell, ExamForm, FormItem
from domain.exams.results import ExamOutcome, PastAttempt, next_allowed, result

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LADDER = (DAY, 7 * DAY, 30 * DAY)
MONTHLY: dict[str, Any] = {"attempts": 3, "period": 30 * DAY}

AREAS = (Area(key="rules", label="Rules", floor=60), Area(key="goods", label="Goods"))
PLAN = Blueprint(areas=AREAS, cells=(Cell(area="rules", count=2), Cell(area="goods", count=2)), pilots=1)
KEYS = ("rules", "rules", "goods", "goods", "goods")
FORM = ExamForm(
    seed=1, items=tuple(FormItem(item=UUID(int=n), version=1, area=a, pilot=n == 4) for n, a in enumerate(KEYS))
)


def outcome(*marks: float, cut: float = 80, maxima: float = 5) -> ExamOutcome:
    earned = {UUID(int=n): mark for n, mark in enumerate(marks)}
    return result(PLAN, FORM, earned, maxima_by_item={UUID(int=n): maxima for n in range(5)}, cut_percent=cut)


def test_a_result_is_passed_at_the_cut_score_and_not_below() -> None:
    assert outcome(4, 4, 4, 4).passed
    assert not outcome(4, 4, 4, 3.99).passed
    assert (outcome(4, 4, 4, 4).points, outcome(4, 4, 4, 4).of, outcome(4, 4, 4, 4).percent) == (16, 20, 80)


def test_pilots_never_count() -> None:
    assert outcome(4, 4, 4, 4, 0) == outcome(4, 4, 4, 4, 5)


def test_every_floor_must_be_met() -> None:
    low = outcome(5, 0, 5, 5, cut=75)
    assert (low.percent, low.passed, [area.met for area in low.areas]) == (75, False, [False, True])
    assert [(area.label, area.percent, area.floor) for area in low.areas] == [("Rules", 50, 60), ("Goods", 100, None)]
    assert outcome(5, 1, 5, 4, cut=75).passed


def test_three_thirds_are_a_whole_and_a_percent_is_never_rounded_up() -> None:
    thirds = outcome(3.3333, 3.3333, 3.3333, 5, cut=75)
    assert (thirds.percent, thirds.passed) == (75, True)
    assert outcome(4.999, 4.999, 4.999, 4.99).percent == 99.95
    nearly = outcome(4, 4, 4, 3.99)
    assert (nearly.percent, nearly.passed) == (79.95, False)


def test_a_form_with_nothing_to_score_is_not_passed() -> None:
    empty = outcome(maxima=0, cut=0)
    assert (empty.percent, empty.passed, empty.areas[0].met) == (0, False, False)


def sat(*days_ago: float, passed: bool = False, voided: bool = False) -> list[PastAttempt]:
    return [PastAttempt(ended_at=NOW - days * DAY, passed=passed, voided=voided) for days in days_ago]


@pytest.mark.parametrize(
    ("finished", "days"),
    [
        (sat(), None),
        (sat(0), 1),
        (sat(0.5), 0.5),
        (sat(1), None),
        (sat(2, 1), 6),
        (sat(29, 20, 5), 25),
        (sat(40, 35, 29), 1),
        (sat(60, 50, 40, 29), 1),
        (sat(60, 50, 40), None),
        (sat(20) + sat(5, passed=True) + sat(0.5), 10),
        (sat(50) + sat(45, passed=True) + sat(0.5), 0.5),
        (sat(0, passed=True), None),
        (sat(2, 1, 0.5, voided=True), None),
        (sat(3) + sat(0, voided=True), None),
    ],
)
def test_the_next_attempt_waits_for_the_ladder_and_for_the_period(
    finished: list[PastAttempt], days: float | None
) -> None:
    at = next_allowed(finished, LADDER, **MONTHLY, now=NOW)
    assert at == (None if days is None else NOW + days * DAY)
    assert next_allowed(finished[::-1], LADDER, **MONTHLY, now=NOW) == at
    assert at is None or next_allowed(finished, LADDER, **MONTHLY, now=at) is None


def test_a_voided_sitting_counts_where_the_rules_say_so() -> None:
    assert next_allowed(sat(0, voided=True), LADDER, **MONTHLY, now=NOW, voided_counts=True) == NOW + DAY


def test_without_a_ladder_only_the_period_counts() -> None:
    assert next_allowed(sat(1, 0), (), attempts=2, period=7 * DAY, now=NOW) == NOW + 6 * DAY
    assert next_allowed(sat(0), (), attempts=2, period=7 * DAY, now=NOW) is None
