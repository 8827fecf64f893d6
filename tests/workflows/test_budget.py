"""What a procedure may cost: state transitions and bytes of history, which no machine's speed changes."""

from typing import Any

from sqlmodel import select

from db.commands import CommandRow
from db.engine import read
from domain.cases import Stage, case_of
from domain.credentials.standing import StandingChange
from domain.exams.attempts import attempt_workflow
from settings import Settings
from tests.workflows.anchors import AnchorOffice
from tests.workflows.office import Office, open_office

KILOBYTE = 1000


def cost(office: Office, workflow_id: str) -> Any:
    """Temporal's own count of what a finished workflow cost."""
    handle = office.workflow(workflow_id)
    office.workers.call(handle.result())
    return office.workers.call(handle.describe()).raw_description.workflow_execution_info


def test_a_vetting_of_three_papers_stays_within_its_budget(office: Office) -> None:
    case = office.apply()
    office.submit(case).raise_if_refused()
    office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
    office.decide(case).raise_if_refused()
    vetting = cost(office, case_of(case))
    assert vetting.state_transition_count <= 60
    assert vetting.history_size_bytes <= 18 * KILOBYTE


def test_issuing_and_a_change_of_standing_stay_within_their_budgets(office: Office) -> None:
    credential = office.certified()
    issue = cost(office, f"issue:{credential.id}:1")
    assert issue.state_transition_count <= 16
    assert issue.history_size_bytes <= 6 * KILOBYTE
    office.change(credential, StandingChange.REVOKE).raise_if_refused()
    with read(office.services.engine) as session:
        (command,) = session.exec(select(CommandRow).where(CommandRow.name == "change_standing")).all()
    standing = cost(office, command.target)
    assert standing.state_transition_count <= 10
    assert standing.history_size_bytes <= 4 * KILOBYTE


def test_procedures_that_are_replayed_at_every_step_end_the_same(on_temporal: Settings) -> None:
    with open_office(on_temporal.model_copy(update={"max_cached_workflows": 0})) as office:
        case = office.apply()
        office.submit(case).raise_if_refused()
        office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
        office.decide(case).raise_if_refused()
        assert office.result(case) == "approved"
        other = office.in_review()
        office.withdraw(other).raise_if_refused()
        assert office.result(other) == "withdrawn"


def test_a_certification_and_its_exam_stay_within_their_budgets(office: Office) -> None:
    school = AnchorOffice(office)
    case = school.in_review()
    office.decide(case, levels={"food": "L2"}).raise_if_refused()
    certification = cost(office, case_of(case, "anchor"))
    exam = cost(office, attempt_workflow(school.attempt(case).id))
    assert certification.state_transition_count <= 95
    assert certification.history_size_bytes <= 28 * KILOBYTE
    assert exam.state_transition_count <= 14
    assert exam.history_size_bytes <= 5 * KILOBYTE
