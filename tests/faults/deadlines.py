"""Exams that end within seconds: begun, answered, handed in around a moment, and looked at afterwards."""

import copy
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

from db.audit import AuditRow
from db.commands import CommandRow
from db.engine import begin
from db.exams.attempts import AttemptRow, ResultRow
from db.notifications import MailRow
from domain.commands import CommandState
from domain.exams.clock import EndedBy
from domain.notifications import NoticeKind
from tests.workers import hurry
from tests.workflows.anchors import CLIENT, AnchorOffice
from tests.workflows.office import Office
from web.exams.sitting import start, submit

Pairs = list[tuple[AnchorOffice, AttemptRow]]


def candidates(office: Office) -> Pairs:
    """Ana and Omar, each before an exam."""
    ana = AnchorOffice(office)
    omar = copy.copy(ana)
    omar.ana = office.cast["omar"]
    cases = [each.apply() for each in (ana, omar)]
    return [(who, who.attempt(case)) for who, case in zip((ana, omar), cases, strict=True)]


def begin_all(office: Office, pairs: Pairs, first: float) -> list[datetime]:
    """Ana and Omar begin exams that are over in so many seconds, his a second before hers, and answer all.

    His is looked at a second after its deadline, which is at hers: gives his and hers, as it were before and at.
    """
    now, deadlines = office.services.now(), list[datetime]()
    for n, (who, attempt) in enumerate(pairs):
        closes_at = now + timedelta(seconds=first + n)
        with begin(office.services.engine) as session:
            row = session.get_one(AttemptRow, attempt.id)
            row.closes_at, row.grace_seconds = closes_at, 0
        start(office.services, who.ana, attempt.id, CLIENT)
        who.answer(attempt)
        deadlines.append(closes_at)
    office.until(lambda: {row.state for row in office.rows(CommandRow)} == {CommandState.APPLIED})
    return deadlines


def assert_ended_once(office: Office, deadlines: list[datetime]) -> None:
    """One result each, at its deadline, and one letter each."""
    results = sorted(office.until(lambda: two_results(office), 60), key=lambda row: row.ended_at)
    assert [row.ended_at for row in results] == deadlines
    assert {(row.ended_by, row.passed) for row in results} == {(EndedBy.DEADLINE, True)}
    assert [row.kind for row in office.rows(AuditRow)].count("exam.ended") == 2
    office.until(lambda: letters(office) >= 2)
    assert letters(office) == 2


def two_results(office: Office) -> list[ResultRow]:
    """Both, once they are there."""
    results = office.rows(ResultRow)
    return results if len(results) > 1 else []


def sleep_until(moment: datetime) -> None:
    """Wait for a moment that has not passed yet: else the test was too slow to show anything."""
    left = (moment - datetime.now(UTC)).total_seconds()
    assert left > 0
    time.sleep(left)


def letters(office: Office) -> int:
    """How many letters about a result were written."""
    return Counter(row.kind for row in office.rows(MailRow))[NoticeKind.EXAM_RESULT]


def sit_until(office: Office, attempt: AttemptRow, ends_at: datetime) -> None:
    """Ana begins an exam whose window ends then, without a grace."""
    with begin(office.services.engine) as session:
        row = session.get_one(AttemptRow, attempt.id)
        row.closes_at, row.grace_seconds = ends_at, 0
    start(office.services, office.cast["ana"], attempt.id, CLIENT)


def hand_in_around(office: Office, attempts: Sequence[AttemptRow], moment: datetime) -> None:
    """Ana hands in each from a thread of its own, around a moment: half a second away at most, and mostly less."""

    def hand_in(n: int) -> None:
        offset = ((2 * n + 1) / len(attempts) - 1) ** 3 / 2
        sleep_until(moment + timedelta(seconds=offset))
        submit(office.services, office.cast["ana"], attempts[n].id)

    with ThreadPoolExecutor(len(attempts)) as pool:
        list(pool.map(hand_in, range(len(attempts))))


@contextmanager
def hurrying(office: Office, workflow_id: str) -> Iterator[None]:
    """Whatever the workflow tries again is tried soon, until the block ends."""
    client, done = office.client(), Event()

    def hurried() -> None:
        while not done.wait(0.2):
            office.workers.call(hurry(client, workflow_id))

    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(hurried)
        try:
            yield
        finally:
            done.set()
        work.result()
