"""Exams when many things happen at the same moment, and exactly at the moment that counts."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any, TypeVar

import pytest

from activities.exams import ExamActivities
from db.audit import AuditRow
from db.commands import CommandRow
from db.engine import begin, read
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import LateResponseRow, ResponseRow, SittingRow
from domain.accounts import Person, Role
from domain.exams.attempts import FinishAttempt
from domain.exams.clock import AttemptClosed, EndedBy, NotStarted, Save
from domain.items.parts import Reply
from domain.refusals import Refused
from tests.cast import Browser
from tests.conftest import BOTH
from tests.drafts import once, rows
from tests.web.exams.attempts import exam_for
from tests.web.exams.saved import CLIENT, ITEMS, ask, put, stored
from web.exams.saving import SaveAnswer, save_answer
from web.exams.sitting import start, submit
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]
T = TypeVar("T")


def together(works: Sequence[Callable[[], T]]) -> list[T | Refused]:
    """Do all of these at once, each in a thread of its own; refusals are answers too."""
    gate = Barrier(len(works))

    def one(work: Callable[[], T]) -> T | Refused:
        gate.wait(20)
        try:
            return work()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def saving(services: Services, attempt: AttemptRow, seq: int, *, place: int = 0) -> Callable[[], SaveAnswer]:
    """One save of Ana's, ready to go."""
    person = Person(id=attempt.account_id, name="Ana Duarte", email="ana@example.com", role=Role.APPLICANT)
    reply = Reply(options=("abcd"[seq % 4],))
    save = Save(item=attempt.drawn.items[place].item, response=(reply,), seq=seq, client=CLIENT)
    return lambda: save_answer(services, person, attempt.id, save)


def at(services: Services, moment: datetime) -> Services:
    """The house at a moment that stands still."""
    return replace(services, clock=lambda: moment)


@BOTH
def test_of_fifty_saves_at_once_the_highest_wins(services: Services, attempt: AttemptRow) -> None:
    order = random.Random(7).sample(range(1, 51), 50)
    told = together([saving(services, attempt, seq) for seq in order])
    assert stored(services) == [(50, "abcd"[50 % 4])]
    assert all(isinstance(each, SaveAnswer) and each.saved_seq >= seq for each, seq in zip(told, order, strict=True))


@BOTH
def test_starting_at_once_in_many_tabs_starts_one_clock(services: Services, cast: Cast) -> None:
    row = exam_for(services, cast["ana"], items=ITEMS)
    tabs = [partial(start, services, cast["ana"], row.id, f"client-{tab}") for tab in range(8)]
    assert [each.status_code for each in together(tabs) if not isinstance(each, Refused)] == [303] * 8
    (sitting,) = rows(services, SittingRow)
    assert sitting.lease in {f"client-{tab}" for tab in range(8)}
    assert [each.name for each in rows(services, CommandRow)] == ["sit"]


@BOTH
def test_handing_in_amid_saves_closes_the_answers_at_one_moment(
    services: Services, cast: Cast, attempt: AttemptRow
) -> None:
    saves: list[Callable[[], Any]] = [saving(services, attempt, seq, place=seq % 3) for seq in range(1, 31)]
    hand_in = [lambda: submit(services, cast["ana"], attempt.id)] * 4
    told = together(saves[:15] + hand_in + saves[15:])
    kept = {row.item_id: row.seq for row in rows(services, ResponseRow)}
    for seq, answer in enumerate(told[:15] + told[19:], 1):
        item = attempt.drawn.items[seq % 3].item
        assert isinstance(answer, AttemptClosed) or kept[item] >= seq
    refused = {seq for seq, each in enumerate(told[:15] + told[19:], 1) if isinstance(each, AttemptClosed)}
    assert {row.seq for row in rows(services, LateResponseRow)} == refused
    assert not refused & set(kept.values())
    assert [each.name for each in rows(services, CommandRow)] == ["end_exam"]
    assert [each.kind for each in rows(services, AuditRow)].count("exam.submitted") == 1


@BOTH
def test_a_save_waits_for_whoever_is_ending_the_exam_and_is_then_too_late(
    services: Services, attempt: AttemptRow
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with begin(services.engine) as session:
            row = session.get_one(SittingRow, attempt.id, with_for_update=True)
            save = pool.submit(saving(services, attempt, 1))
            with pytest.raises(TimeoutError):
                save.result(0.5)
            row.submitted_at = services.now()
        with pytest.raises(AttemptClosed):
            save.result(10)
    assert not rows(services, ResponseRow)


@BOTH
def test_an_exam_that_is_ended_from_both_sides_at_once_has_one_result(
    services: Services, cast: Cast, attempt: AttemptRow
) -> None:
    saving(services, attempt, 4)()
    submit(services, cast["ana"], attempt.id)
    finish = ExamActivities(services.engine, services.now).finish_attempt
    request = FinishAttempt(attempt_id=attempt.id)
    told = together([lambda: once(finish, request)] * 8)
    (result,) = rows(services, ResultRow)
    assert {each.passed for each in told if not isinstance(each, Refused)} == {result.passed} and len(told) == 8
    assert (result.ended_by, result.answered, result.points) == (EndedBy.CANDIDATE, 1, 1.0)
    assert [each.kind for each in rows(services, AuditRow)].count("exam.ended") == 1


@pytest.mark.parametrize(
    ("after", "counts", "late"), [(0, True, False), (1, True, True), (30, True, True), (30.000001, False, False)]
)
@BOTH
def test_the_last_moment_of_the_grace_counts_and_the_next_does_not(
    services: Services, attempt: AttemptRow, after: float, counts: bool, late: bool
) -> None:
    moment = rows(services, SittingRow)[0].deadline_at + timedelta(seconds=after)
    (told,) = together([saving(at(services, moment), attempt, 4)])
    assert [row.late for row in rows(services, ResponseRow)] == ([late] if counts else [])
    assert isinstance(told, SaveAnswer if counts else AttemptClosed)
    finished = once(
        ExamActivities(services.engine, lambda: moment).finish_attempt, FinishAttempt(attempt_id=attempt.id)
    )
    assert (finished.next_at is None) is not counts


@BOTH
def test_handing_in_that_had_to_wait_until_after_the_deadline_changes_nothing(
    services: Services, cast: Cast, attempt: AttemptRow
) -> None:
    deadline, moments = rows(services, SittingRow)[0].deadline_at, list[datetime]()
    moments.append(deadline - timedelta(seconds=1))
    with ThreadPoolExecutor(1) as pool:
        with begin(services.engine) as session:
            session.get_one(SittingRow, attempt.id, with_for_update=True)
            handed = pool.submit(submit, replace(services, clock=lambda: moments[-1]), cast["ana"], attempt.id)
            with pytest.raises(TimeoutError):
                handed.result(0.5)
            moments.append(deadline + timedelta(seconds=1))
        handed.result(10)
    assert rows(services, SittingRow)[0].submitted_at is None and not rows(services, CommandRow)


def test_handing_in_after_the_deadline_changes_nothing(services: Services, cast: Cast, attempt: AttemptRow) -> None:
    moment = rows(services, SittingRow)[0].deadline_at + timedelta(microseconds=1)
    submit(at(services, moment), cast["ana"], attempt.id)
    assert rows(services, SittingRow)[0].submitted_at is None and not rows(services, CommandRow)


def test_nothing_is_saved_before_the_start(services: Services, browse: Browse, cast: Cast) -> None:
    row = exam_for(services, cast["ana"], items=ITEMS)
    ana = browse().sign_in(cast["ana"])
    status, told = put(ana, row, 1)
    assert (status, told["code"]) == (409, NotStarted.__name__)
    assert [ask(ana, "GET", f"/exams/{row.id}/state")[0], ana.post(f"/exams/{row.id}/submit").status_code] == [409, 409]
    assert not rows(services, ResponseRow) and not rows(services, LateResponseRow) and not rows(services, CommandRow)


def test_a_window_that_closes_soon_is_the_deadline(services: Services, cast: Cast) -> None:
    row, closes_at = exam_for(services, cast["ana"], items=ITEMS), services.now() + timedelta(minutes=5)
    with begin(services.engine) as session:
        session.get_one(AttemptRow, row.id).closes_at = closes_at
    start(services, cast["ana"], row.id, CLIENT)
    with read(services.engine) as session:
        assert session.get_one(SittingRow, row.id).deadline_at == closes_at
