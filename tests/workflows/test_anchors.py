"""The certification of an anchor, run for real: identity, exam, practical, decision, credential."""

import pytest

from db.audit import AuditRow
from db.credentials.register import CertificateRow
from db.notifications import MailRow
from domain.anchors import RatedAlready, ScoredByThem
from domain.cases import Stage
from domain.credentials.standing import Standing
from domain.exams.levels import LevelNotEarned
from domain.notifications import NoticeKind
from tests.workflows.anchors import AnchorOffice
from tests.workflows.office import DECLINE, Office


@pytest.fixture
def school(office: Office) -> AnchorOffice:
    """An office that certifies anchors."""
    return AnchorOffice(office)


def test_ana_is_certified(school: AnchorOffice) -> None:
    case = school.in_review()
    school.office.decide(case, levels={"food": "L2"}).raise_if_refused()
    credential = school.office.until(lambda: school.office.credential(case, Standing.VALID))
    assert (credential.kind, credential.number[:5], credential.holder) == ("anchor", "GR-A-", "Ana Duarte")
    assert credential.local_name == "安娜"
    assert list(credential.levels) == credential.categories
    assert len(school.office.rows(CertificateRow)) == 1
    trail = [row.kind for row in school.office.rows(AuditRow)]
    assert [trail.count(f"exam.{each}") for each in ("started", "submitted", "ended")] == [1, 1, 1]
    kinds = {NoticeKind(row.kind) for row in school.office.until(lambda: _letters(school, 6))}
    assert kinds >= {NoticeKind.EXAM_OPEN, NoticeKind.EXAM_RESULT, NoticeKind.CERTIFICATE_ISSUED}


def test_a_failed_exam_opens_the_next_attempt_after_the_pause(school: AnchorOffice) -> None:
    case = school.apply()
    first = school.attempt(case)
    school.sit(first, right=0.5)
    assert not school.result(first).passed
    second = school.attempt(case, 2)
    assert second.opens_at >= school.result(first).ended_at + school.pause(case)
    assert {each.item for each in first.drawn.items} != {each.item for each in second.drawn.items}


def test_raters_far_apart_call_a_third(school: AnchorOffice) -> None:
    case = school.apply()
    school.sit(school.attempt(case))
    recording = school.record(case)
    school.rate(case, recording, "eli", score=4).raise_if_refused()
    with pytest.raises(RatedAlready):
        school.rate_again(case, recording, "eli").raise_if_refused()
    school.rate(case, recording, "noor", score=2).raise_if_refused()
    (third,) = school.office.until(lambda: school.rating_tasks(recording))
    assert third.tags == ["third_rater"]
    school.rate(case, recording, "kai", score=4).raise_if_refused()
    school.office.until(lambda: school.office.stage(case) == Stage.IN_REVIEW)


def test_a_level_that_was_not_earned_is_refused_and_the_case_stays_open(school: AnchorOffice) -> None:
    case = school.apply()
    school.sit(school.attempt(case), right=0.83)
    recording = school.record(case)
    for who in ("eli", "noor"):
        school.rate(case, recording, who).raise_if_refused()
    school.office.until(lambda: school.office.stage(case) == Stage.IN_REVIEW)
    with pytest.raises(LevelNotEarned):
        school.office.decide(case, levels={"food": "L3"}).raise_if_refused()
    school.office.decide(case, levels={"food": "L1"}).raise_if_refused()
    assert school.office.stage(case) == Stage.APPROVED


def test_who_rated_does_not_decide(school: AnchorOffice) -> None:
    case = school.in_review()
    with pytest.raises(ScoredByThem):
        school.office.decide(case, by="eli", levels={"food": "L1"}).raise_if_refused()


def test_a_case_can_be_declined_after_the_exam(school: AnchorOffice) -> None:
    case = school.in_review()
    school.office.decide(case, **DECLINE).raise_if_refused()
    assert school.office.stage(case) == Stage.DECLINED


def _letters(school: AnchorOffice, count: int) -> list[MailRow]:
    rows = school.office.rows(MailRow)
    return rows if len(rows) >= count else []
