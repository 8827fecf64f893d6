"""A corrected key, run for real: proposed, approved, scored again, and the people told."""

from math import ceil

import pytest
from sqlmodel import Session

from db.corrections.proposals import AppliedCorrectionRow, CorrectionRow
from db.engine import begin, read
from db.exams.attempts import AttemptRow
from db.items.versions import contents
from db.notifications import MailRow
from domain.corrections.messages import CorrectionSettled, CorrectKey, admit_verdict
from domain.notifications import NoticeKind
from outbox import commands
from outbox.gateway import CommandOutcome
from tests.workflows.anchors import AnchorOffice
from tests.workflows.office import Office


@pytest.fixture
def school(office: Office) -> AnchorOffice:
    """An office that certifies anchors."""
    return AnchorOffice(office)


def one_short(attempt: AttemptRow) -> float:
    """The share of right answers that misses the cut score by one question."""
    count = len(attempt.drawn.items)
    return (ceil(attempt.cut_percent * count / 100) - 1) / count


def proposed(school: AnchorOffice, attempt: AttemptRow) -> CorrectionRow:
    """Eli's proposal to credit everybody for the last question that was answered wrong."""
    place = max(attempt.drawn.items, key=lambda each: each.area in ("conduct", "category"))
    place = [each for each in attempt.drawn.items if each.area == place.area][-1]
    with begin(school.services.engine) as session:
        item = contents(session, [(place.item, place.version)])[place.item]
        row = CorrectionRow(
            id=school.services.ids(),
            item_id=place.item,
            version=place.version,
            credit_all=True,
            keys=[each.key.model_dump(mode="json") for each in item.questions],
            reason="The question is wrong.",
            proposed_by=school.office.cast["eli"].id,
            proposed_at=school.services.now(),
        )
        session.add(row)
    return row


def approve(school: AnchorOffice, row: CorrectionRow) -> CommandOutcome:
    """Noor's approval."""
    noor = school.office.cast["noor"]

    def sign(session: Session) -> None:
        found = session.get_one(CorrectionRow, row.id)
        admit_verdict(found.proposed_by, noor.id, found.settled)
        found.approved_by, found.approved_at = noor.id, school.services.now()

    return commands.correct_key(school.services.outbox, noor, CorrectKey(id=row.id, by=noor.id), approve=sign)


def test_an_approved_correction_is_applied_and_who_turned_is_told(school: AnchorOffice) -> None:
    attempt = school.attempt(school.apply())
    school.sit(attempt, right=one_short(attempt))
    assert not school.result(attempt).passed
    row = proposed(school, attempt)
    assert {approve(school, row).state, approve(school, row).state} == {"applied"}
    (applied,) = school.office.until(lambda: school.office.rows(AppliedCorrectionRow))
    assert (applied.attempts, len(applied.flips)) == (1, 1)
    assert school.result(attempt).passed and school.result(attempt).revision == 2
    school.office.until(lambda: [row for row in school.office.rows(MailRow) if row.kind == NoticeKind.RESULT_CORRECTED])
    with read(school.services.engine) as session, pytest.raises(CorrectionSettled):
        found = session.get_one(CorrectionRow, row.id)
        admit_verdict(found.proposed_by, school.office.cast["sam"].id, found.settled)
