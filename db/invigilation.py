"""What is seen of running exams: integrity signals, and messages to candidates. Written by the web alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, SQLModel, col, func, or_, select

from db.cases import CaseRow
from db.columns import word
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import SittingRow
from domain.invigilation.signals import SignalKind


class SignalRow(SQLModel, table=True):
    """One thing noticed in an attempt; `seconds` is a length or an offset, `text` the candidate's own comment."""

    __tablename__ = "exam_signals"
    id: UUID = Field(primary_key=True)
    attempt_id: UUID = Field(foreign_key="attempts.id", index=True)
    kind: SignalKind = Field(sa_type=word(SignalKind))
    at: datetime
    item_id: UUID | None = None
    seconds: float | None = None
    text: str = ""


class ExamMessageRow(SQLModel, table=True):
    """A message of an invigilator to one running attempt, or to all that ran then (`attempt_id` empty)."""

    __tablename__ = "exam_messages"
    id: UUID = Field(primary_key=True)
    attempt_id: UUID | None = Field(default=None, foreign_key="attempts.id", index=True)
    text: str
    sent_by: UUID = Field(foreign_key="accounts.id")
    sent_at: datetime = Field(index=True)


class RoomEntry(SQLModel):
    """One line of the live room: a begun attempt, whose it is, and the result once there is one."""

    sitting: SittingRow
    attempt: AttemptRow
    title: str
    ended: bool


class RoomCounts(SQLModel):
    """The live room in figures."""

    running: int
    paused: int
    ended: int


def seats(session: Session, since: datetime, most: int, *, skip: int = 0, paused: bool = False) -> list[RoomEntry]:
    """Attempts that run, or ended after `since`; those with the least time left first."""
    query = (
        select(SittingRow, AttemptRow, CaseRow.title, ResultRow.attempt_id)
        .join(AttemptRow, col(AttemptRow.id) == SittingRow.attempt_id)
        .join(CaseRow, col(CaseRow.id) == AttemptRow.case_id)
        .join(ResultRow, col(ResultRow.attempt_id) == SittingRow.attempt_id, isouter=True)
        .where(or_(col(ResultRow.attempt_id).is_(None), col(ResultRow.scored_at) > since))
        .order_by(col(ResultRow.attempt_id).is_not(None), col(SittingRow.deadline_at), col(SittingRow.attempt_id))
    )
    if paused:
        query = query.where(col(SittingRow.paused_at).is_not(None), col(ResultRow.attempt_id).is_(None))
    return [
        RoomEntry.model_construct(sitting=sitting, attempt=attempt, title=title, ended=result is not None)
        for sitting, attempt, title, result in session.exec(query.offset(skip).limit(most))
    ]


def room_counts(session: Session, since: datetime) -> RoomCounts:
    """How many run, how many of those stand still, how many ended after `since`."""
    open_ones = (
        select(func.count(), func.count(col(SittingRow.paused_at)))
        .join(ResultRow, col(ResultRow.attempt_id) == SittingRow.attempt_id, isouter=True)
        .where(col(ResultRow.attempt_id).is_(None))
    )
    running, paused = session.exec(open_ones).one()
    ended = session.exec(select(func.count()).select_from(ResultRow).where(ResultRow.scored_at > since)).one()
    return RoomCounts(running=running, paused=paused, ended=ended)


def running(session: Session) -> Sequence[SittingRow]:
    """Every begun attempt without a result, locked for a change."""
    query = select(SittingRow).join(ResultRow, col(ResultRow.attempt_id) == SittingRow.attempt_id, isouter=True)
    # Sittings alone: PostgreSQL refuses to lock the side of an outer join that may be missing.
    return session.exec(query.where(col(ResultRow.attempt_id).is_(None)).with_for_update(of=SittingRow)).all()


def signals_of(session: Session, attempt_id: UUID) -> Sequence[SignalRow]:
    """Everything noticed in an attempt, in order."""
    mine = SignalRow.attempt_id == attempt_id
    return session.exec(select(SignalRow).where(mine).order_by(col(SignalRow.at))).all()


def signal_counts(session: Session, attempt_ids: Sequence[UUID]) -> dict[UUID, dict[SignalKind, int]]:
    """How often what was noticed, by attempt."""
    query = select(SignalRow.attempt_id, SignalRow.kind, func.count())
    mine = query.where(col(SignalRow.attempt_id).in_(attempt_ids))
    counted: dict[UUID, dict[SignalKind, int]] = {}
    for attempt, kind, count in session.exec(mine.group_by(col(SignalRow.attempt_id), col(SignalRow.kind))):
        counted.setdefault(attempt, {})[SignalKind(kind)] = count
    return counted


def messages_to(session: Session, attempt_id: UUID, since: datetime) -> Sequence[ExamMessageRow]:
    """What invigilators wrote to this attempt, or to all, since it began."""
    row = ExamMessageRow
    mine = or_(col(row.attempt_id) == attempt_id, col(row.attempt_id).is_(None))
    return session.exec(select(row).where(mine, row.sent_at >= since).order_by(col(row.sent_at))).all()
