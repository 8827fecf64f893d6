"""When the next attempt opens, on both databases: the ladder of waits, attempts in a period, and what costs none."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from activities.exams import ExamActivities
from db.exams.attempts import ResultRow
from domain.accounts import Person
from domain.cases import Stage
from domain.exams.attempts import FinishAttempt, PrepareAttempt, Prepared
from tests.anchor_cases import case_at, sat
from tests.conftest import BOTH
from tests.drafts import once, rows, twice
from tests.workflows.bank import stock
from web.exams.sitting import start
from web.services import Services

Cast = dict[str, Person]
DAY = timedelta(days=1)
START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def prepared(services: Services, case: UUID, number: int, *, at: datetime) -> Prepared:
    activities = ExamActivities(services.engine, lambda: at)
    return twice(activities.prepare_attempt, PrepareAttempt(case_id=case, number=number))


@BOTH
def test_the_wait_grows_with_every_failure(services: Services, cast: Cast) -> None:
    stock(services, per_area=60)
    case, at, waits = case_at(services, cast["ana"], Stage.EXAM).application_id, START, []
    for number in range(1, 6):
        attempt = prepared(services, case, number, at=at)
        assert attempt.closes_at - attempt.opens_at == 60 * DAY
        waits.append(attempt.opens_at - at)
        at = attempt.opens_at
        sat(services, attempt.attempt_id, at)
    assert waits == [timedelta(0), DAY, 7 * DAY, 30 * DAY, 30 * DAY]


def test_a_voided_attempt_costs_neither_a_wait_nor_one_of_the_three(services: Services, cast: Cast) -> None:
    stock(services, per_area=40)
    case = case_at(services, cast["ana"], Stage.EXAM).application_id
    first = prepared(services, case, 1, at=START)
    sat(services, first.attempt_id, START, voided=True)
    second = prepared(services, case, 2, at=START)
    assert second.opens_at == START
    sat(services, second.attempt_id, START)
    assert prepared(services, case, 3, at=START).opens_at == START + DAY


def test_attempts_are_counted_over_all_cases_of_a_person(services: Services, cast: Cast) -> None:
    stock(services, per_area=40)
    for days in (0, 5, 10):
        case = case_at(services, cast["ana"], Stage.EXAM).application_id
        attempt = prepared(services, case, 1, at=START + days * DAY)
        assert attempt.opens_at == START + days * DAY
        sat(services, attempt.attempt_id, attempt.opens_at, percent=90)
    fourth = case_at(services, cast["ana"], Stage.EXAM).application_id
    assert prepared(services, fourth, 1, at=START + 12 * DAY).opens_at == START + 30 * DAY
    other = case_at(services, cast["omar"], Stage.EXAM).application_id
    assert prepared(services, other, 1, at=START).opens_at == START


@BOTH
def test_an_attempt_that_nobody_begins_ends_when_it_closes(services: Services, cast: Cast) -> None:
    stock(services)
    case = case_at(services, cast["ana"], Stage.EXAM).application_id
    attempt = prepared(services, case, 1, at=START)
    message = FinishAttempt(attempt_id=attempt.attempt_id)
    early = once(ExamActivities(services.engine, lambda: START).expire_attempt, message)
    assert (early.next_at, rows(services, ResultRow)) == (attempt.closes_at, [])
    closed = twice(ExamActivities(services.engine, lambda: attempt.closes_at).expire_attempt, message)
    (result,) = rows(services, ResultRow)
    assert (closed.next_at, result.ended_by, result.passed) == (None, "never_started", False)
    assert (
        prepared(services, case, 2, at=attempt.closes_at).opens_at == attempt.closes_at
    )  # it was not one of the three


def test_an_attempt_that_runs_is_not_expired(services: Services, cast: Cast) -> None:
    stock(services)
    case = case_at(services, cast["ana"], Stage.EXAM).application_id
    attempt = prepared(services, case, 1, at=services.now())
    start(services, cast["ana"], attempt.attempt_id, "tab-of-ana")
    late = ExamActivities(services.engine, lambda: attempt.closes_at)
    seen = once(late.expire_attempt, FinishAttempt(attempt_id=attempt.attempt_id))
    assert seen.next_at and seen.next_at > attempt.closes_at and rows(services, ResultRow) == []
