"""The practical: recordings and the raters' sheets (written by the web), what was found in them (by activities)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from db.columns import MessageList, MessageText
from domain.messages import Message


class RecordingRow(SQLModel, table=True):
    """A sample stream: a file that arrives in parts, or a `link`; complete once `sent_at` is set."""

    __tablename__ = "recordings"
    id: UUID = Field(primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    category: str = ""
    filename: str = ""
    size: int = 0
    received: int = 0
    link: str = ""
    created_at: datetime
    sent_at: datetime | None = None
    removed_at: datetime | None = None


class RecordingPartRow(SQLModel, table=True):
    """One part of a file, from byte `offset`; the bytes lie in the vault."""

    __tablename__ = "recording_parts"
    recording_id: UUID = Field(primary_key=True, foreign_key="recordings.id")
    offset: int = Field(primary_key=True)
    size: int
    name: str
    sealed_key: str


class ProbeRow(SQLModel, table=True):
    """What was found in a recording; `refusal` says why it cannot be rated. Written by activities alone."""

    __tablename__ = "recording_probes"
    recording_id: UUID = Field(primary_key=True, foreign_key="recordings.id")
    fit: bool
    refusal: Message = Field(default=Message(), sa_column=Column(MessageText, nullable=False))
    media_type: str = ""
    seconds: float = 0
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    sha256: str = Field(default="", index=True)
    probed_at: datetime


class RatingRow(SQLModel, table=True):
    """One rater's sheet; a draft until `submitted_at`; `sheet` is a dumped `domain.practical.rating.Rating`."""

    __tablename__ = "ratings"
    # One sheet for each rater, also when two tabs open it at once.
    __table_args__ = (UniqueConstraint("recording_id", "rater", name="uq_ratings_rater"),)
    id: UUID = Field(primary_key=True)
    recording_id: UUID = Field(foreign_key="recordings.id", index=True)
    task_id: UUID = Field(foreign_key="tasks.id")
    rater: UUID = Field(foreign_key="accounts.id")
    rubric_version: str
    sheet: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    updated_at: datetime
    submitted_at: datetime | None = None


class PracticalRow(SQLModel, table=True):
    """How the practical of a recording ended; `reasons` are messages. Written by activities alone."""

    __tablename__ = "practicals"
    recording_id: UUID = Field(primary_key=True, foreign_key="recordings.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    passed: bool
    percent: float
    knocked_out: bool
    reasons: list[Message] = Field(sa_column=Column(MessageList, nullable=False))
    decided_at: datetime


def recordings_of(session: Session, case_id: UUID) -> Sequence[RecordingRow]:
    """The recordings of a case that were not taken back, newest first."""
    mine = RecordingRow.case_id == case_id, col(RecordingRow.removed_at).is_(None)
    return session.exec(select(RecordingRow).where(*mine).order_by(col(RecordingRow.created_at).desc())).all()


def parts_of(session: Session, recording_id: UUID) -> Sequence[RecordingPartRow]:
    """The parts of a file, in order."""
    mine = RecordingPartRow.recording_id == recording_id
    return session.exec(select(RecordingPartRow).where(mine).order_by(col(RecordingPartRow.offset))).all()


def ratings_of(session: Session, recording_id: UUID) -> Sequence[RatingRow]:
    """The finished sheets of a recording, in the order they came."""
    mine = RatingRow.recording_id == recording_id, col(RatingRow.submitted_at).is_not(None)
    return session.exec(select(RatingRow).where(*mine).order_by(col(RatingRow.submitted_at))).all()


def rated_streams(session: Session) -> list[tuple[UUID, list[RatingRow]]]:
    """The finished sheets of every stream, with the case it belongs to."""
    query = (
        select(RecordingRow.case_id, RatingRow)
        .join(RatingRow, col(RatingRow.recording_id) == RecordingRow.id)
        .where(col(RatingRow.submitted_at).is_not(None))
        .order_by(col(RatingRow.recording_id), col(RatingRow.submitted_at))
    )
    streams: dict[UUID, tuple[UUID, list[RatingRow]]] = {}
    for case_id, row in session.exec(query):
        streams.setdefault(row.recording_id, (case_id, []))[1].append(row)
    return list(streams.values())


def draft_of(session: Session, recording_id: UUID, rater: UUID) -> RatingRow | None:
    """A rater's sheet of a recording, finished or not."""
    mine = RatingRow.recording_id == recording_id, RatingRow.rater == rater
    return session.exec(select(RatingRow).where(*mine)).first()


def practicals_of(session: Session, case_id: UUID) -> Sequence[PracticalRow]:
    """How the practicals of a case ended, oldest first."""
    mine = PracticalRow.case_id == case_id
    return session.exec(select(PracticalRow).where(mine).order_by(col(PracticalRow.decided_at))).all()
