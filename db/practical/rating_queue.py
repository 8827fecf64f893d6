"""The raters' queue: which sample streams a person may rate, blind, and the claim on one of them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select

from db.cases import CaseRow
from db.conflicts import conflict_of
from db.practical.streams import ProbeRow, RatingRow, RecordingRow
from db.review import ClaimRow, TaskRow, claim
from domain.review import TaskKind, TaskState


class WaitingStream(SQLModel):
    """One stream to rate: the task, the recording and its length; whose it is stays with the case."""

    task: TaskRow
    recording: RecordingRow
    case: CaseRow
    seconds: float
    mine: bool = False


def to_rate(session: Session, rater: UUID, now: datetime, *, most: int = 50) -> list[WaitingStream]:
    """Open tasks that this person may take or holds: not an own case, not rated before, no tie, nobody else's claim."""
    rated = select(RatingRow.recording_id).where(RatingRow.rater == rater, col(RatingRow.submitted_at).is_not(None))
    query = (
        select(TaskRow, RecordingRow, CaseRow, ClaimRow)
        .join(RecordingRow, col(RecordingRow.id) == TaskRow.recording_id)
        .join(CaseRow, col(CaseRow.id) == TaskRow.case_id)
        .join(ClaimRow, (col(ClaimRow.task_id) == TaskRow.id) & (col(ClaimRow.expires_at) > now), isouter=True)
        .where(TaskRow.kind == TaskKind.RATE, TaskRow.state == TaskState.OPEN, CaseRow.applicant != rater)
        .where(col(TaskRow.recording_id).not_in(rated))
        .order_by(col(TaskRow.due_at), col(TaskRow.id))
    )
    found: dict[UUID, WaitingStream] = {}
    # A stream has three tasks at most, and stands in the queue once.
    for task, recording, case, held in session.exec(query.limit(most * 3)).all():
        mine = held is not None and held.reviewer == rater
        if (held is None or mine) and (mine or recording.id not in found) and conflict_of(session, case, rater) is None:
            probe = session.get(ProbeRow, recording.id)
            seconds = probe.seconds if probe else 0.0
            found[recording.id] = WaitingStream.model_construct(
                task=task, recording=recording, case=case, seconds=seconds, mine=mine
            )
    return list(found.values())[:most]


def claim_next(session: Session, rater: UUID, now: datetime) -> TaskRow | None:
    """Claim the first stream that this person may rate; None when there is none."""
    free = [each for each in to_rate(session, rater, now) if not each.mine]
    return next((each.task for each in free if claim(session, each.task.id, rater, now=now)), None)
