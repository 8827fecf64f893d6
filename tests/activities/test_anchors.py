"""The stages of a certification on both databases: each is reached once, and a repeat changes nothing."""

import pytest

from activities.anchors import AnchorActivities
from db.engine import begin
from db.review import TaskRow
from db.vetting import CaseRow, FindingRow
from domain.accounts import Person
from domain.anchors import ClearIdentity
from domain.review import TaskKind, TaskState
from domain.screening import CheckStatus, Verdict
from domain.vetting import AssessCase, Stage, VetMerchant
from tests.anchor_cases import case_at, certified
from tests.conftest import BOTH
from tests.drafts import once, rows, trail, twice
from web.house import House

Cast = dict[str, Person]
FAILED = Verdict(check="document.mrz", subject="s", status=CheckStatus.FAIL, reason_code="NUMBER_DIFFERS")
UNDONE = Verdict(check="document.legible", subject="s", status=CheckStatus.ERROR, reason_code="CHECK_INCOMPLETE")
CLOSED = [Stage.WITHDRAWN, Stage.DECLINED, Stage.APPROVED, Stage.LAPSED]


def anchors(house: House) -> AnchorActivities:
    return AnchorActivities(house.engine, house.now)


def tasks(house: House) -> list[tuple[TaskKind, TaskState]]:
    return [(row.kind, row.state) for row in rows(house, TaskRow)]


def stage(house: House) -> Stage:
    return rows(house, CaseRow)[-1].stage


def assessed(house: House, cast: Cast, *verdicts: Verdict) -> VetMerchant:
    request = case_at(house, cast["ana"], Stage.CHECKING)
    course = twice(anchors(house).assess_anchor, AssessCase(case_id=request.application_id, verdicts=verdicts))
    assert (course.look, course.practical, course.tries, course.submit_within.days) == (bool(verdicts), True, 2, 30)
    return request


@BOTH
def test_good_papers_lead_to_the_exam(house: House, cast: Cast) -> None:
    assessed(house, cast)
    assert (stage(house), tasks(house), trail(house)) == (Stage.EXAM, [], ["case.assessed"])


@BOTH
@pytest.mark.parametrize("verdict", [FAILED, UNDONE])
def test_doubtful_papers_wait_for_a_person_who_clears_them(house: House, cast: Cast, verdict: Verdict) -> None:
    request = assessed(house, cast, verdict)
    assert (stage(house), tasks(house)) == (Stage.IDENTITY, [(TaskKind.IDENTITY, TaskState.OPEN)])
    sam = cast["sam"]
    cleared = ClearIdentity(id=house.ids(), by=sam.id, role=sam.role, note="Compared with the original.")
    twice(anchors(house).clear_identity, request, cleared)
    assert (stage(house), tasks(house)) == (Stage.EXAM, [(TaskKind.IDENTITY, TaskState.DONE)])
    assert trail(house) == ["case.assessed", "identity.cleared"]


def test_a_check_that_gave_up_leaves_a_finding_for_the_person(house: House, cast: Cast) -> None:
    assessed(house, cast, UNDONE)
    (finding,), (task,) = rows(house, FindingRow), rows(house, TaskRow)
    assert (finding.status, task.tags) == (CheckStatus.ERROR, ["check_incomplete"])


def test_a_renewal_shows_no_stream(house: House, cast: Cast) -> None:
    old = certified(house, cast["ana"], days=10)
    request = case_at(house, cast["ana"], Stage.CHECKING, renews=old.id)
    course = once(anchors(house).assess_anchor, AssessCase(case_id=request.application_id, verdicts=()))
    assert not course.practical


@BOTH
def test_from_the_review_back_to_the_exam_and_to_the_review_again(house: House, cast: Cast) -> None:
    request = case_at(house, cast["ana"], Stage.RATING)
    twice(anchors(house).open_review, request)
    assert (stage(house), tasks(house)) == (Stage.IN_REVIEW, [(TaskKind.REVIEW, TaskState.OPEN)])
    twice(anchors(house).return_to_exam, request)
    assert (stage(house), tasks(house)) == (Stage.EXAM, [(TaskKind.REVIEW, TaskState.LAPSED)])
    twice(anchors(house).open_review, request)
    assert (stage(house), tasks(house)) == (Stage.IN_REVIEW, [(TaskKind.REVIEW, TaskState.OPEN)])
    (task,) = rows(house, TaskRow)
    assert task.done_at is None


@BOTH
def test_a_case_lapses_with_its_tasks(house: House, cast: Cast) -> None:
    request = case_at(house, cast["ana"], Stage.RATING)
    once(anchors(house).open_review, request)
    twice(anchors(house).lapse_case, request)
    (case,) = rows(house, CaseRow)
    assert (case.stage, tasks(house)) == (Stage.LAPSED, [(TaskKind.REVIEW, TaskState.LAPSED)])
    assert case.closed_at and trail(house) == ["case.lapsed"]


@pytest.mark.parametrize("over", CLOSED)
def test_nothing_opens_a_case_that_is_over(house: House, cast: Cast, over: Stage) -> None:
    request, hands = case_at(house, cast["ana"], over), anchors(house)
    for work in (hands.ask_for_recording, hands.open_review, hands.return_to_exam, hands.lapse_case):
        once(work, request)
    once(hands.assess_anchor, AssessCase(case_id=request.application_id, verdicts=(FAILED,)))
    assert (stage(house), tasks(house), trail(house)) == (over, [], [])


def test_the_anchor_is_told_until_when_a_stream_is_due(house: House, cast: Cast) -> None:
    request = case_at(house, cast["ana"], Stage.EXAM)
    with begin(house.engine) as session:
        session.get_one(CaseRow, request.application_id).stage = Stage.EXAM
    once(anchors(house).ask_for_recording, request)
    (case,) = rows(house, CaseRow)
    assert case.stage == Stage.PRACTICAL and case.due_at and (case.due_at - house.now()).days == 29
