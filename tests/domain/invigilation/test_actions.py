"""What an invigilator may do to a clock, and what an accommodation takes: nobody loses a second by either."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.exams.clock import Accommodation, Clock
from domain.invigilation.accommodations import (
    AccommodationInput,
    OwnRequest,
    SettledRequest,
    admit_approval,
    faults,
    granted,
)
from domain.invigilation.actions import (
    AlreadyPaused,
    BadMinutes,
    NotPaused,
    NotRunning,
    OwnExam,
    VoidReasonMissing,
    admit_invigilator,
    extend,
    move_deadline,
    pause,
    resume,
    void,
)
from domain.refusals import Refused

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CLOCK = Clock(deadline_at=NOW + 40 * MINUTE, grace=timedelta(seconds=30))
ANA, ELI, NOOR = (UUID(int=number) for number in range(1, 4))
WHY = "The candidate was helped by somebody."
TODAY = date(2027, 3, 1)
WISH = AccommodationInput(multiplier="1.5", reason="A doctor's letter was shown to us.", valid_until="2027-12-31")


def test_a_pause_is_given_back_to_the_second() -> None:
    paused = pause(CLOCK, NOW + 10 * MINUTE)
    assert paused.due_at(NOW + 25 * MINUTE) == CLOCK.deadline_at + 15 * MINUTE
    on = resume(paused, NOW + 25 * MINUTE)
    assert (on.deadline_at, on.paused(NOW + 26 * MINUTE)) == (CLOCK.deadline_at + 15 * MINUTE, False)


def test_a_pause_takes_over_from_a_break_without_losing_it() -> None:
    on_break = CLOCK.model_copy(update={"paused_at": NOW, "paused_until": NOW + 5 * MINUTE})
    paused = pause(on_break, NOW + 2 * MINUTE)
    assert resume(paused, NOW + 12 * MINUTE).deadline_at == CLOCK.deadline_at + 12 * MINUTE


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda: pause(pause(CLOCK, NOW), NOW), AlreadyPaused),
        (lambda: resume(CLOCK, NOW), NotPaused),
        (lambda: pause(CLOCK, NOW + 41 * MINUTE), NotRunning),
        (lambda: extend(CLOCK.model_copy(update={"submitted_at": NOW}), 5, NOW), NotRunning),
        (lambda: void(CLOCK.model_copy(update={"voided_at": NOW}), WHY, NOW), NotRunning),
        (lambda: extend(CLOCK, 0, NOW), BadMinutes),
        (lambda: extend(CLOCK, 241, NOW), BadMinutes),
        (lambda: void(CLOCK, " too short ", NOW), VoidReasonMissing),
        (lambda: admit_invigilator(ANA, ANA), OwnExam),
        (lambda: admit_approval(ELI, ANA, ELI, settled=False), OwnRequest),
        (lambda: admit_approval(ELI, ANA, ANA, settled=False), OwnRequest),
        (lambda: admit_approval(ELI, ANA, NOOR, settled=True), SettledRequest),
    ],
)
def test_what_may_not_be_done_is_refused(act: Callable[[], object], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        act()


def test_time_is_added_and_a_voided_exam_is_over() -> None:
    assert extend(CLOCK, 10, NOW).deadline_at == CLOCK.deadline_at + 10 * MINUTE
    ended = void(pause(CLOCK, NOW), WHY, NOW + 3 * MINUTE)
    assert ended.closed(NOW + 3 * MINUTE) and ended.paused_at is None
    admit_approval(ELI, ANA, NOOR, settled=False)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [(1.0, 1.5, 20), (1.5, 1.0, -20), (1.0, 1.0, 0)],
)
def test_a_changed_accommodation_moves_a_running_deadline(before: float, after: float, moved: int) -> None:
    new = move_deadline(CLOCK, 40, Accommodation(multiplier=before), after=Accommodation(multiplier=after), now=NOW)
    assert new.deadline_at - CLOCK.deadline_at == moved * MINUTE


def test_an_accommodation_that_ends_leaves_a_minute_and_touches_no_ended_exam() -> None:
    late = NOW + 39 * MINUTE
    cut = move_deadline(CLOCK, 40, Accommodation(multiplier=2), after=Accommodation(), now=late)
    assert cut.deadline_at == late + MINUTE
    assert move_deadline(CLOCK, 40, Accommodation(), after=Accommodation(multiplier=2), now=NOW + 41 * MINUTE) == CLOCK


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"multiplier": "1,25"}, set()),
        ({"multiplier": "3.1"}, {"multiplier"}),
        ({"multiplier": "nan"}, {"multiplier"}),
        ({"multiplier": "1e400"}, {"multiplier"}),
        ({"extra_minutes": "2.5"}, {"extra_minutes"}),
        ({"breaks": "-1", "break_minutes": "61"}, {"breaks", "break_minutes"}),
        ({"reason": "ill"}, {"reason"}),
        ({"valid_until": "2027-03-01"}, {"valid_until"}),
        ({"valid_until": "next year"}, {"valid_until"}),
        ({"multiplier": "1"}, {"multiplier"}),  # nothing is granted
    ],
)
def test_a_wish_is_complained_of_field_by_field(changes: dict[str, Any], fields: set[str]) -> None:
    assert faults(WISH.model_copy(update=changes), TODAY).keys() == fields


def test_a_wish_without_faults_is_granted_as_it_was_typed() -> None:
    wish = WISH.model_copy(update={"extra_minutes": "10", "breaks": "2", "break_minutes": "5"})
    assert granted(wish) == Accommodation(multiplier=1.5, extra_minutes=10, breaks=2, break_minutes=5)
