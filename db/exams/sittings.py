"""Sittings: the clock, lease and answers of an attempt that runs. Written by the web alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, func, select

from domain.exams.clock import Accommodation, Clock, Save
from domain.items.content import Response
from domain.items.parts import Reply


class SittingRow(SQLModel, table=True):
    """A begun attempt; `lease` is the browser tab that may save."""

    __tablename__ = "sittings"
    attempt_id: UUID = Field(primary_key=True, foreign_key="attempts.id")
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    started_at: datetime
    deadline_at: datetime = Field(index=True)
    grace_seconds: int
    paused_at: datetime | None = None
    paused_until: datetime | None = None
    breaks_left: int = 0
    break_minutes: int = 0
    lease: str
    leased_at: datetime
    seen_at: datetime
    submitted_at: datetime | None = None
    voided_at: datetime | None = None
    voided_by: UUID | None = None
    void_reason: str = ""

    @property
    def clock(self) -> Clock:
        """The clock as the rules know it."""
        grace = timedelta(seconds=self.grace_seconds)
        return Clock.model_validate({"grace": grace} | self.model_dump(include=_CLOCK))

    def set_clock(self, clock: Clock) -> None:
        """Write the clock back."""
        for name in _CLOCK:
            setattr(self, name, getattr(clock, name))


_CLOCK = {"deadline_at", "paused_at", "paused_until", "submitted_at", "voided_at"}


class ResponseRow(SQLModel, table=True):
    """The last answer to one item; `seq` is the sender's count, `late` when it came in the grace."""

    __tablename__ = "responses"
    attempt_id: UUID = Field(primary_key=True, foreign_key="attempts.id")
    item_id: UUID = Field(primary_key=True)
    response: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    flagged: bool = False
    seq: int
    client: str
    saved_at: datetime
    late: bool = False

    @property
    def replies(self) -> Response:
        """The replies as the rules know them."""
        return tuple(Reply.model_validate(each) for each in self.response)


class LateResponseRow(SQLModel, table=True):
    """An answer that came after the end: kept as evidence, never scored."""

    __tablename__ = "late_responses"
    attempt_id: UUID = Field(primary_key=True, foreign_key="attempts.id")
    item_id: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    response: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    client: str
    received_at: datetime


class AccommodationRow(SQLModel, table=True):
    """What a person is granted in every exam until a day; asked for by one of the staff, approved by another."""

    __tablename__ = "accommodations"
    id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    multiplier: float
    extra_minutes: int
    breaks: int
    break_minutes: int
    reason: str
    asked_by: UUID = Field(foreign_key="accounts.id")
    asked_at: datetime
    approved_by: UUID | None = Field(default=None, foreign_key="accounts.id")
    approved_at: datetime | None = None
    valid_until: datetime
    ended_at: datetime | None = None

    @property
    def granted(self) -> Accommodation:
        """The figures as the rules know them."""
        return Accommodation.model_validate(self, from_attributes=True)


def save(session: Session, attempt_id: UUID, one: Save, *, now: datetime, late: bool) -> int:
    """Write an answer unless a newer one is there; returns the `seq` that is stored. One statement, safe to repeat."""
    row: dict[str, Any] = {
        "attempt_id": attempt_id,
        "item_id": one.item,
        "response": [each.model_dump() for each in one.response],
        "flagged": one.flagged,
        "seq": one.seq,
        "client": one.client,
        "saved_at": now,
        "late": late,
    }
    insert = _insert(session, ResponseRow).values(**row)
    newer = {name: insert.excluded[name] for name in row if name not in ("attempt_id", "item_id")}
    upsert = insert.on_conflict_do_update(
        index_elements=["attempt_id", "item_id"],
        set_=newer,
        # Saves can overtake each other on their way: a lower number never replaces a higher one.
        where=insert.excluded.seq > col(ResponseRow.seq),
    ).returning(col(ResponseRow.seq))
    written = session.execute(upsert).scalar()
    if written is not None:
        return int(written)
    # Nothing was written, so what is stored is as new or newer; its number tells the sender so.
    return session.exec(
        select(ResponseRow.seq).where(ResponseRow.attempt_id == attempt_id, ResponseRow.item_id == one.item)
    ).one()


def keep_late(session: Session, attempt_id: UUID, one: Save, *, now: datetime) -> None:
    """Keep an answer that came too late, once."""
    insert = _insert(session, LateResponseRow).values(
        attempt_id=attempt_id,
        item_id=one.item,
        seq=one.seq,
        client=one.client,
        received_at=now,
        response=[each.model_dump() for each in one.response],
    )
    # A browser that heard no answer sends the same once more.
    session.execute(insert.on_conflict_do_nothing())


def responses_of(session: Session, attempt_id: UUID) -> Sequence[ResponseRow]:
    """All answers of an attempt."""
    return session.exec(select(ResponseRow).where(ResponseRow.attempt_id == attempt_id)).all()


def last_saves(session: Session, attempt_ids: Sequence[UUID]) -> dict[UUID, tuple[datetime, int]]:
    """When each of these attempts last saved, and how many items it has answers to."""
    query = select(ResponseRow.attempt_id, func.max(ResponseRow.saved_at), func.count())
    mine = query.where(col(ResponseRow.attempt_id).in_(attempt_ids)).group_by(col(ResponseRow.attempt_id))
    return {attempt: (at, count) for attempt, at, count in session.exec(mine)}


def accommodation_of(session: Session, account_id: UUID, now: datetime) -> AccommodationRow | None:
    """The approved accommodation of a person that holds now: the latest."""
    row = AccommodationRow
    mine = row.account_id == account_id, col(row.approved_at).is_not(None), row.valid_until > now
    query = select(row).where(*mine, col(row.ended_at).is_(None)).order_by(col(row.approved_at).desc())
    return session.exec(query.limit(1)).first()


def accommodations(session: Session, most: int = 200) -> Sequence[AccommodationRow]:
    """What is asked for or granted and not ended, the latest first."""
    query = select(AccommodationRow).where(col(AccommodationRow.ended_at).is_(None))
    return session.exec(query.order_by(col(AccommodationRow.asked_at).desc()).limit(most)).all()


def open_sittings(session: Session, account_id: UUID) -> Sequence[SittingRow]:
    """The begun attempts of a person that are not handed in, locked for a change."""
    mine = SittingRow.account_id == account_id, col(SittingRow.submitted_at).is_(None)
    return session.exec(select(SittingRow).where(*mine).with_for_update()).all()


def _insert(session: Session, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    # SQLAlchemy has no upsert that both databases share.
    return postgresql.insert(table) if session.get_bind().dialect.name == "postgresql" else sqlite.insert(table)
