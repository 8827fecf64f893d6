"""Bad days of an exam: web, worker or Temporal killed while answers are saved, and at the very deadline."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from db.audit import AuditRow
from db.commands import CommandRow
from db.credentials.register import CertificateRow, CredentialRow
from db.engine import begin
from db.exams.attempts import ResultRow
from db.exams.sittings import ResponseRow, SittingRow
from db.review import DecisionRow, claim, open_task
from domain.cases import case_of
from domain.commands import CommandState
from domain.credentials.standing import Standing
from domain.exams.clock import EndedBy
from ops.temporal_server import EmbeddedTemporal
from outbox import commands
from settings import Settings
from tests.faults.deadlines import (
    assert_ended_once,
    begin_all,
    candidates,
    hand_in_around,
    hurrying,
    sit_until,
    sleep_until,
)
from tests.faults.lossy_network import Lossy
from tests.faults.processes import own_temporal, worker_process
from tests.faults.web_process import Saver, WebProcess, headers_of, wait_for
from tests.web.exams.attempts import begin_sitting, exam_for
from tests.web.exams.saved import CLIENT, ITEMS, turn
from tests.workflows.anchors import AnchorOffice
from tests.workflows.office import Office, open_office
from web.exams.sitting import A_MOMENT
from workflows.limits import WF

COUNT = 12


@pytest.fixture
def there(settings: Settings, tmp_path: Path) -> Iterator[tuple[Settings, EmbeddedTemporal]]:
    """Settings of a house with a Temporal server of its own."""
    with own_temporal(tmp_path) as (server, namespace):
        found = {"temporal_address": server.address, "temporal_namespace": namespace}
        yield settings.model_copy(update=found), server


@pytest.fixture
def office(on_temporal: Settings) -> Iterator[Office]:
    """An office with workers and relay."""
    with open_office(on_temporal) as opened:
        yield opened


def test_the_web_killed_amid_saves_loses_no_answer_that_it_acknowledged(settings: Settings) -> None:
    with open_office(settings, working=False) as office:
        attempt = exam_for(office.services, office.cast["ana"], items=ITEMS)
        begin_sitting(office.services, attempt, CLIENT)
        web = WebProcess(settings).start()
        headers = headers_of(office.services, attempt.account_id)
        savers = [Saver(web.url, attempt, place, headers=headers) for place in range(3)]
        wait_for(lambda: min(each.acknowledged for each in savers) > 10)
        web.kill()
        told = {each.item: each.acknowledged for each in savers}
        stored = {row.item_id: row.seq for row in office.rows(ResponseRow)}
        # What was committed, and killed before it could be acknowledged, is sent again under the same number.
        assert all(told[item] <= stored[item] <= told[item] + 1 for item in told)
        web.start()
        wait_for(lambda: all(each.acknowledged > told[each.item] for each in savers))
        for each in savers:
            each.stop()
        assert all(each.failures for each in savers)
        assert {row.item_id: row.seq for row in office.rows(ResponseRow)} == {s.item: s.acknowledged for s in savers}
        assert savers[0].put(1)["saved_seq"] == savers[0].acknowledged
        web.kill()


def test_a_worker_killed_before_and_at_the_deadline_ends_each_exam_once(on_temporal: Settings) -> None:
    with open_office(on_temporal) as office, worker_process(on_temporal, (WF,)) as worker:
        pairs = candidates(office)
        office.workers.stop()
        deadlines = begin_all(office, pairs, first=8)
        sleep_until(deadlines[1])
        worker.kill()
        sleep_until(deadlines[1] + timedelta(seconds=1))
        assert len(office.rows(ResultRow)) < 2
        office.workers.start()
        assert_ended_once(office, deadlines)


def test_temporal_killed_before_and_at_the_deadline_ends_each_exam_once(
    there: tuple[Settings, EmbeddedTemporal],
) -> None:
    settings, server = there
    with open_office(settings) as office:
        deadlines = begin_all(office, candidates(office), first=8)
        sleep_until(deadlines[1])
        server.kill()
        sleep_until(deadlines[1] + timedelta(seconds=1))
        assert len(office.rows(ResultRow)) < 2
        server.start()
        assert_ended_once(office, deadlines)


def test_handing_in_while_the_timer_fires_ends_each_exam_once(office: Office) -> None:
    services, ends_at = office.services, office.services.now() + timedelta(seconds=8)
    attempts = [exam_for(services, office.cast["ana"], items=ITEMS) for _ in range(COUNT)]
    for each in attempts:
        sit_until(office, each, ends_at)
    office.until(lambda: {row.state for row in office.rows(CommandRow)} == {CommandState.APPLIED})
    # The procedure looks a second after the deadline; given that second, the deadline is at that very moment.
    moment = ends_at + A_MOMENT
    for each in attempts:
        turn(services, each, deadline_at=moment)
    hand_in_around(office, attempts, moment)
    results = office.until(lambda: office.rows(ResultRow) if len(office.rows(ResultRow)) >= COUNT else [])
    sittings = {row.attempt_id: row for row in office.rows(SittingRow)}
    assert len(results) == COUNT
    for row in results:
        submitted = sittings[row.attempt_id].submitted_at
        assert row.ended_at == (submitted or moment)
        assert row.ended_by == (EndedBy.CANDIDATE if submitted else EndedBy.DEADLINE)
    assert len({row.ended_by for row in results}) == 2
    assert [row.kind for row in office.rows(AuditRow)].count("exam.ended") == COUNT


def test_an_anchor_has_one_credential_when_every_effect_and_the_approval_come_twice(on_temporal: Settings) -> None:
    lossy = Lossy()
    with open_office(on_temporal, [lossy]) as office:
        school = AnchorOffice(office)
        case = school.apply()
        with hurrying(office, case_of(case, "anchor")):
            school.prove(case)
        decision = office.verdict(levels={"food": "L1"})
        with begin(office.services.engine) as session:
            task = open_task(session, case)
            assert task and claim(session, task.id, decision.by, now=office.services.now())
        outcomes = [
            commands.decide(office.services.outbox, office.cast["rita"], case, decision=decision) for _ in range(2)
        ]
        assert office.until(lambda: office.credential(case, Standing.VALID), 40)
        assert {each.refusal for each in outcomes} == {None}
        assert set(lossy.lost) >= {"prepare_attempt", "finish_attempt", "close_rating", "record_decision"}
        for table in (ResultRow, DecisionRow, CredentialRow, CertificateRow):
            assert len(office.rows(table)) == 1
