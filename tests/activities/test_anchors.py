"""The stages of a certification on both databases: each is reached once, and a repeat changes nothing."""

import pytest

from activities.anchors import AnchorActivities
from db.cases import CaseRow, FindingRow
from db.engine import begin
from db.review import TaskRow
from domain.accounts import Person
from domain.anchors import ClearIdentity
from domain.cases import AssessCase, OpenCase, Stage
from domain.review import TaskKind, TaskState
from domain.screening import CheckStatus, Verdict
from tests.anchor_cases import case_at, certified
from tests.conftest import BOTH
from tests.drafts import once, rows, trail, twice
from web.services import Services

Cast = dict[str, Person]
FAILED = Verdict(check="document.mrz", subject="s", status=CheckStatus.FAIL, reason_code="NUMBER_DIFFERS")
UNDONE = Verdict(check="document.legible", subject="s", status=CheckStatus.ERROR, reason_code="CHECK_INCOMPLETE")
CLOSED = [Stage.WITHDRAWN, Stage.DECLINED, Stage.APPROVED, Stage.LAPSED]


def anchors(services: Services) -> AnchorActivities:
    return AnchorActivities(services.engine, services.now)


def tasks(services: Services) -> list[tuple[TaskKind, TaskState]]:
    return [(row.kind, row.state) for row in rows(services, TaskRow)]


def stage(services: Services) -> Stage:
    return rows(services, CaseRow)[-1].stage


def assessed(services: Services, cast: Cast, *verdicts: Verdict) -> OpenCase:
    request = case_at(services, cast["ana"], Stage.CHECKING)
    plan = twice(anchors(services).assess_anchor, AssessCase(case_id=request.application_id, verdicts=verdicts))
    assert (plan.look, plan.practical, plan.tries, plan.submit_within.days) == (bool(verdicts), True, 2, 30)
    return request


@BOTH
def test_good_papers_lead_to_the_exam(services: Services, cast: Cast) -> None:
    assessed(services, cast)
    assert (stage(services), tasks(services), trail(services)) == (Stage.EXAM, [], ["case.assessed"])


@BOTH
@pytest.mark.parametrize("verdict", [FAILED, UNDONE])
def test_doubtful_papers_wait_for_a_person_who_clears_them(services: Services, cast: Cast, verdict: Verdict) -> None:
    request = assessed(services, cast, verdict)
    assert (stage(services), tasks(services)) == (Stage.IDENTITY, [(TaskKind.IDENTITY, TaskState.OPEN)])
    sam = cast["sam"]
    cleared = ClearIdentity(id=services.ids(), by=sam.id, role=sam.role, note="Compared with the original.")
    twice(anchors(services).clear_identity, request, cleared)
    assert (stage(services), tasks(services)) == (Stage.EXAM, [(TaskKind.IDENTITY, TaskState.DONE)])
    assert trail(services) == ["case.assessed", "identity.cleared"]


def test_a_check_that_gave_up_leaves_a_finding_for_the_person(services: Services, cast: Cast) -> None:
    assessed(services, cast, UNDONE)
    (finding,), (task,) = rows(services, FindingRow), rows(services, TaskRow)
    assert (finding.status, task.tags) == (CheckStatus.ERROR, ["check_incomplete"])


def test_a_renewal_shows_no_stream(services: Services, cast: Cast) -> None:
    old = certified(services, cast["ana"], days=10)
    request = case_at(services, cast["ana"], Stage.CHECKING, renews=old.id)
    plan = once(anchors(services).assess_anchor, AssessCase(case_id=request.application_id, verdicts=()))
    assert not plan.practical


@BOTH
def test_from_the_review_back_to_the_exam_and_to_the_review_again(services: Services, cast: Cast) -> None:
    request = case_at(services, cast["ana"], Stage.RATING)
    twice(anchors(services).open_review, request)
    assert (stage(services), tasks(services)) == (Stage.IN_REVIEW, [(TaskKind.REVIEW, TaskState.OPEN)])
    twice(anchors(services).return_to_exam, request)
    assert (stage(services), tasks(services)) == (Stage.EXAM, [(TaskKind.REVIEW, TaskState.LAPSED)])
    twice(anchors(services).open_review, request)
    assert (stage(services), tasks(services)) == (Stage.IN_REVIEW, [(TaskKind.REVIEW, TaskState.OPEN)])
    (task,) = rows(services, TaskRow)
    assert task.done_at is None


@BOTH
def test_a_case_lapses_with_its_tasks(services: Services, cast: Cast) -> None:
    request = case_at(services, cast["ana"], Stage.RATING)
    once(anchors(services).open_review, request)
    twice(anchors(services).lapse_case, request)
    (case,) = rows(services, CaseRow)
    assert (case.stage, tasks(services)) == (Stage.LAPSED, [(TaskKind.REVIEW, TaskState.LAPSED)])
    assert case.closed_at and trail(services) == ["case.lapsed"]


@pytest.mark.parametrize("over", CLOSED)
def test_nothing_opens_a_case_that_is_over(services: Services, cast: Cast, over: Stage) -> None:
    request, writers = case_at(services, cast["ana"], over), anchors(services)
    for work in (writers.ask_for_recording, writers.open_review, writers.return_to_exam, writers.lapse_case):
        once(work, request)
    once(writers.assess_anchor, AssessCase(case_id=request.application_id, verdicts=(FAILED,)))
    assert (stage(services), tasks(services), trail(services)) == (over, [], [])


def test_the_anchor_is_told_until_when_a_stream_is_due(services: Services, cast: Cast) -> None:
    request = case_at(services, cast["ana"], Stage.EXAM)
    with begin(services.engine) as session:
        session.get_one(CaseRow, request.application_id).stage = Stage.EXAM
    once(anchors(services).ask_for_recording, request)
    (case,) = rows(services, CaseRow)
    assert case.stage == Stage.PRACTICAL and case.due_at and (case.due_at - services.now()).days == 29
