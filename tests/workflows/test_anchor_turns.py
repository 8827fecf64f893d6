"""What turns a certification: an exam voided, streams that fail or cannot be rated, keys corrected, ties found late."""

import pytest

from db.conflicts import ConflictRow
from db.engine import begin
from db.review import TaskRow
from domain.anchors import NotAskedFor, ScoredByThem
from domain.cases import Stage
from domain.conflicts import ConflictKind
from domain.exams.levels import LevelNotEarned
from domain.notifications import NoticeKind
from domain.review import OverrideNeeded, TaskState
from tests.samples import text_pdf
from tests.workflows.anchor_turns import clears, corrected, letters, sends_rubbish, voided
from tests.workflows.anchors import AnchorOffice
from tests.workflows.office import DECLINE, Office

L1 = {"food": "L1"}


@pytest.fixture
def school(office: Office) -> AnchorOffice:
    """An office that certifies anchors."""
    return AnchorOffice(office)


def test_a_senior_clears_doubtful_papers_and_nobody_approves_before_the_exam(school: AnchorOffice) -> None:
    office, case = school.office, school.apply(paper=text_pdf(("A ticket",)))
    office.until(lambda: office.stage(case) == Stage.IDENTITY)
    with pytest.raises(OverrideNeeded):
        clears(school, case, "rita").raise_if_refused()
    with pytest.raises(NotAskedFor):
        office.decide(case, by="sam", levels=L1, note="The original was shown to us.").raise_if_refused()
    clears(school, case, "sam").raise_if_refused()
    school.attempt(case)
    assert office.stage(case) == Stage.EXAM


def test_a_voided_exam_is_followed_by_another_at_once(school: AnchorOffice) -> None:
    case = school.apply()
    first = school.attempt(case)
    voided(school, first)
    assert school.result(first).voided
    second = school.attempt(case, 2)
    assert second.opens_at <= school.services.now()
    (letter,) = school.office.until(lambda: letters(school, NoticeKind.EXAM_RESULT))
    assert "voided and counts for nothing" in letter.text and "did not pass" not in letter.text
    school.sit(second)
    school.office.until(lambda: school.office.stage(case) == Stage.PRACTICAL)


def test_a_failed_exam_is_told_with_the_day_of_the_next(school: AnchorOffice) -> None:
    case = school.apply()
    first = school.attempt(case)
    school.sit(first, right=0.5)
    (letter,) = school.office.until(lambda: letters(school, NoticeKind.EXAM_RESULT))
    again = school.result(first).ended_at + school.pause(case)
    assert f"You can take the exam again from {again:%-d %B %Y, %H:%M} UTC" in letter.text


def test_a_recording_that_cannot_be_rated_costs_no_try(school: AnchorOffice) -> None:
    case = school.apply()
    school.sit(school.attempt(case))
    sends_rubbish(school, case)
    (letter,) = school.office.until(lambda: letters(school, NoticeKind.RECORDING_UNFIT))
    assert "MP4" in letter.text
    for _ in range(2):
        recording = school.record(case)
        for who in ("eli", "noor"):
            school.rate(case, recording, who, score=1).raise_if_refused()
    school.office.until(lambda: school.office.stage(case) == Stage.IN_REVIEW)


def test_two_failed_streams_can_only_be_declined(school: AnchorOffice) -> None:
    case = school.apply()
    school.sit(school.attempt(case))
    for number in (1, 2):
        recording = school.record(case)
        for who in ("eli", "noor"):
            school.rate(case, recording, who, score=2, clarity=0).raise_if_refused()
        school.office.until(lambda: len(letters(school, NoticeKind.PRACTICAL_RESULT)) == number)  # noqa: B023
    school.office.until(lambda: school.office.stage(case) == Stage.IN_REVIEW)
    with pytest.raises(LevelNotEarned, match="can only be declined"):
        school.office.decide(case, levels=L1).raise_if_refused()
    school.office.decide(case, **DECLINE).raise_if_refused()
    assert school.office.stage(case) == Stage.DECLINED


def test_raters_who_disagree_on_a_knock_out_call_a_third(school: AnchorOffice) -> None:
    case = school.apply()
    school.sit(school.attempt(case))
    recording = school.record(case)
    school.rate(case, recording, "eli", score=3).raise_if_refused()
    school.rate(case, recording, "noor", score=3, price=0).raise_if_refused()
    (third,) = school.office.until(lambda: school.rating_tasks(recording))
    assert third.tags == ["third_rater"]
    school.rate(case, recording, "kai", score=3).raise_if_refused()
    school.office.until(lambda: school.office.stage(case) == Stage.IN_REVIEW)


@pytest.mark.parametrize("who", ["lin", "ana"])
def test_a_tie_that_is_found_at_the_decision_ends_nothing(school: AnchorOffice, who: str) -> None:
    office = school.office
    case = office.in_review() if who == "lin" else school.in_review()
    rita, now = office.cast["rita"].id, school.services.now()
    tie = ConflictRow(
        id=school.services.ids(),
        staff=rita,
        kind=ConflictKind.FAMILY,
        account_id=office.cast[who].id,
        stated_by=rita,
        stated_at=now,
    )
    with begin(school.services.engine) as session:
        session.add(tie)
    levels = L1 if who == "ana" else {}
    with pytest.raises(ScoredByThem):
        office.decide(case, levels=levels).raise_if_refused()
    assert office.stage(case) == Stage.IN_REVIEW
    office.decide(case, by="sam", levels=levels).raise_if_refused()
    office.until(lambda: office.stage(case) == Stage.APPROVED)


def test_a_corrected_key_passes_an_exam_while_the_next_one_waits(school: AnchorOffice) -> None:
    case = school.apply()
    first = school.attempt(case)
    school.sit(first, right=31 / 40)
    school.attempt(case, 2)
    assert not school.result(first).passed
    corrected(school, first, seq=40)
    school.office.until(lambda: school.office.stage(case) == Stage.PRACTICAL)
    (letter,) = school.office.until(lambda: letters(school, NoticeKind.RESULT_CORRECTED))
    assert "now counts as passed" in letter.text
    assert len(letters(school, NoticeKind.EXAM_RESULT)) == 1


def test_a_corrected_key_fails_an_exam_before_the_decision(school: AnchorOffice) -> None:
    office, case = school.office, school.apply()
    first = school.attempt(case)
    school.sit(first, right=32 / 40)
    recording = school.record(case)
    for who in ("eli", "noor"):
        school.rate(case, recording, who).raise_if_refused()
    (task,) = office.until(lambda: [row for row in office.rows(TaskRow) if row.kind == "review"])
    corrected(school, first, seq=1, right="b")
    second = school.attempt(case, 2)
    assert office.stage(case) == Stage.EXAM and second.opens_at > school.services.now()
    (closed,) = [row for row in office.rows(TaskRow) if row.id == task.id]
    assert closed.state == TaskState.LAPSED
    (letter,) = office.until(lambda: letters(school, NoticeKind.RESULT_CORRECTED))
    assert "not passed" in letter.text
    corrected(school, first, seq=40)
    office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
    office.decide(case, levels=L1).raise_if_refused()
