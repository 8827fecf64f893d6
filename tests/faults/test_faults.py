"""Bad days: processes that die at the worst moment, and servers that go away and come back."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel
from temporalio.api.enums.v1 import PendingActivityState

from db.audit import AuditRow, first_broken
from db.cases import CaseRow, FindingRow
from db.credentials.register import CertificateRow, CredentialRow
from db.documents import PageRow
from db.engine import read
from db.notifications import MailRow
from db.review import DecisionRow, TaskRow
from domain.cases import Stage, case_of
from domain.commands import CommandState
from domain.credentials.standing import Standing
from ops.postgres import PostgresServer
from settings import Settings
from tests.faults.gate import Gate
from tests.faults.lossy_network import Lossy
from tests.faults.processes import own_temporal, worker_process
from tests.samples import LATIN, picture
from tests.workers import hurry
from tests.workflows.application import PAPERS, paper
from tests.workflows.office import Office, open_office

ONCE: tuple[type[SQLModel], ...] = (CaseRow, TaskRow, DecisionRow, CredentialRow, CertificateRow)


def assert_once(office: Office) -> None:
    """One of everything that a case may leave behind, and a whole audit chain."""
    assert {table.__name__: len(office.rows(table)) for table in ONCE} == {table.__name__: 1 for table in ONCE}
    assert Counter(row.kind for row in office.rows(MailRow)) == {"application_received": 1, "certificate_issued": 1}
    assert max(Counter((row.kind, row.subject) for row in office.rows(AuditRow)).values()) == 1
    with read(office.services.engine) as session:
        assert first_broken(session) is None


def long_scan(folder: Path, pages: int = 3) -> bytes:
    """A scanned document that keeps the text recognition busy for some seconds."""
    file = folder / "scan.pdf"
    sheets = [picture((*LATIN, f"Page {number}")) for number in range(pages)]
    sheets[0].save(file, "PDF", resolution=150.0, save_all=True, append_images=sheets[1:])
    return file.read_bytes()


def given_up(office: Office, workflow_id: str) -> None:
    """Have Temporal notice within a second, not a minute, that nobody looks into the document any more."""
    client, handle = office.client(), office.workflow(workflow_id)
    office.workers.call(hurry(client, workflow_id, timedelta(seconds=1), only="check_document"))

    def nobody_works() -> bool:
        pending = office.workers.call(handle.describe()).raw_description.pending_activities
        checks = [each.state for each in pending if each.activity_type.name == "check_document"]
        return set(checks) == {PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED}

    office.until(nobody_works)
    office.workers.call(hurry(client, workflow_id, only="check_document"))


EFFECTS = {
    "open_case",
    "check_document",
    "screen_merchant",
    "assess_case",
    "record_decision",
    "render_certificate",
    "publish_credential",
    "notify",
}


def test_when_every_effect_is_done_twice_nothing_is_there_twice(on_temporal: Settings) -> None:
    lossy = Lossy()
    with open_office(on_temporal, [lossy]) as office:
        case = office.submitted({PAPERS[0]: paper(PAPERS[0], office.services.now())})
        office.hurry_until(case_of(case), lambda: office.stage(case) == Stage.IN_REVIEW)
        office.decide(case).raise_if_refused()
        credential = office.until(lambda: office.rows(CredentialRow))[0]
        issue = f"issue:{credential.id}:1"
        office.hurry_until(issue, lambda: [row for row in office.rows(MailRow) if row.certificate_id])
        assert office.result(case) == "approved"
        assert set(lossy.lost) >= EFFECTS
        assert_once(office)
        assert len(office.rows(PageRow)) == 1
        assert len(office.rows(FindingRow)) == len({(row.check, row.subject) for row in office.rows(FindingRow)})


def test_a_worker_killed_in_the_middle_of_a_check_is_replaced_and_the_case_finishes(
    on_temporal: Settings, tmp_path: Path
) -> None:
    with open_office(on_temporal, working=False) as office, worker_process(on_temporal) as worker:
        case = office.submitted({PAPERS[0]: long_scan(tmp_path)})
        office.until(lambda: any(row.check == "identifier.format" for row in office.rows(FindingRow)))
        assert not office.rows(PageRow)
        worker.kill()
        given_up(office, case_of(case))
        office.workers.start()
        office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
        assert len(office.rows(PageRow)) == 3
        assert office.task(case).tags == []
        office.decide(case, by="sam", note="The licence was seen at the counter.").raise_if_refused()
        assert office.result(case) == "approved"
        assert_once(office)


def test_temporal_killed_while_a_case_waits_knows_it_again(settings: Settings, tmp_path: Path) -> None:
    with own_temporal(tmp_path) as (server, namespace):
        there = settings.model_copy(update={"temporal_address": server.address, "temporal_namespace": namespace})
        with open_office(there) as office:
            case = office.in_review()
            server.kill()
            assert office.decide(case).state == "pending"
            server.start()
            assert office.until(lambda: office.credential(case, Standing.VALID), 60)
            assert office.result(case) == "approved"
            assert_once(office)


def test_what_was_asked_while_everything_was_away_is_done_when_it_is_back(settings: Settings, tmp_path: Path) -> None:
    with own_temporal(tmp_path) as (server, namespace):
        there = settings.model_copy(update={"temporal_address": server.address, "temporal_namespace": namespace})
        server.kill()
        with open_office(there, working=False) as office:
            case = office.submitted()
            assert office.decide(case).state == "pending"
            server.start()
            office.workers.start()
            office.until(lambda: {row.state for row in office.commands_to(case)} == {CommandState.APPLIED}, 60)
            assert office.result(case) == "approved"
            assert_once(office)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_database_that_goes_away_for_seconds_stops_nothing_for_good(
    on_temporal: Settings, postgres: PostgresServer, gate: Gate
) -> None:
    url = on_temporal.database_url.replace(f":{postgres.port}/", f":{gate.port}/")
    with open_office(on_temporal.model_copy(update={"database_url": url}), working=False) as office:
        case = office.submitted()
        gate.shut()
        office.workers.start()
        with pytest.raises(OperationalError):
            office.decide(case)
        office.until(lambda: tried_again(office, case_of(case)))
        gate.open()
        office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
        office.decide(case).raise_if_refused()
        assert office.result(case) == "approved"
        assert_once(office)


def tried_again(office: Office, workflow_id: str) -> bool:
    """Whether an activity of the workflow failed at least twice."""
    shown = office.workers.call(office.workflow(workflow_id).describe()).raw_description
    return any(each.attempt > 2 for each in shown.pending_activities)
