"""Cases and recordings of the practical, each for those who may see them; anybody else is told there is none (404)."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.practical.streams import RecordingRow
from db.review import TaskRow, holds_recording
from domain.accounts import Act, Person
from domain.review import TaskKind
from web.loading import NO_SUCH, get_or_404, or_404


class OwnRecording(NamedTuple):
    """A person's own recording, and the case it belongs to."""

    row: RecordingRow
    case: CaseRow


def own_anchor_case(session: Session, person: Person, case_id: UUID) -> CaseRow:
    """The person's own application as an anchor, once it is sent; refuses Missing."""
    case = session.get(CaseRow, case_id)
    mine = case is not None and case.applicant == person.id and case.kind == "anchor"
    return or_404(case if mine else None, NO_SUCH[ApplicationRow])


def own_recording(session: Session, person: Person, recording_id: UUID, *, lock: bool = False) -> OwnRecording:
    """A person's own recording; refuses Missing."""
    row = _living(session, recording_id, lock=lock)
    case = session.get_one(CaseRow, row.case_id)
    return or_404(OwnRecording(row, case) if case.applicant == person.id else None, NO_SUCH[RecordingRow])


def visible_recording(session: Session, person: Person, recording_id: UUID, *, now: datetime) -> RecordingRow:
    """A recording, for its owner, who may read cases, and the rater who holds its task; refuses Missing."""
    row = _living(session, recording_id)
    mine = session.get_one(CaseRow, row.case_id).applicant == person.id
    allowed = mine or person.may(Act.READ_CASES) or holds_recording(session, person.id, row.id, now=now)
    return or_404(row if allowed else None, NO_SUCH[RecordingRow])


def rating_task(session: Session, task_id: UUID) -> TaskRow:
    """The task of rating a sample stream; refuses Missing."""
    task = session.get(TaskRow, task_id)
    rates = task is not None and task.kind == TaskKind.RATE and task.recording_id is not None
    return or_404(task if rates else None, NO_SUCH[TaskRow])


def _living(session: Session, recording_id: UUID, *, lock: bool = False) -> RecordingRow:
    """The recording, unless it was taken back."""
    row = get_or_404(session, RecordingRow, recording_id, lock=lock)
    return or_404(row if row.removed_at is None else None, NO_SUCH[RecordingRow])
