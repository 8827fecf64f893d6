"""The audit trail: append-only rows, each chained to the one before by its hash."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, false, text
from sqlalchemy import select as columns
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from domain.audit import GENESIS, AuditEvent, link

# Any constant: one lock for the one chain.
CHAIN_LOCK = 7_311_000_001


class AuditRow(SQLModel, table=True):
    """One link of the chain; `seq` has no gaps; triggers refuse any change."""

    __tablename__ = "audit"
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(index=True)
    at: datetime
    actor: UUID | None
    role: str
    subject: str = Field(index=True)
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    key: str | None = Field(default=None, unique=True)
    hash: str

    @property
    def event(self) -> AuditEvent:
        """The row as the event that was hashed."""
        return AuditEvent(
            kind=self.kind,
            at=self.at,
            actor=self.actor,
            role=self.role,
            subject=self.subject,
            facts=self.facts,
            key=self.key,
        )


def append(session: Session, event: AuditEvent, key: str | None = None) -> None:
    """Add a link; with a `key` a repeat adds nothing. The chain is locked until the transaction ends."""
    session.flush()  # what can be written before is not written under everybody's lock
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    written = exists().where(col(AuditRow.key) == key) if key else false()
    query = columns(col(AuditRow.hash), col(AuditRow.seq), written).order_by(col(AuditRow.seq).desc()).limit(1)
    before, seq, done = session.execute(query).first() or (GENESIS, 0, False)
    if done:
        return
    keyed = event.model_copy(update={"key": key})
    session.add(
        AuditRow(seq=seq + 1, hash=link(before, keyed), **keyed.model_dump(exclude={"facts"}), facts=event.facts)
    )
    session.flush()


def known(session: Session, key: str) -> bool:
    """Whether an event was written under this key: what it tells of has been done."""
    return session.exec(select(AuditRow.seq).where(AuditRow.key == key)).first() is not None


def first_broken(session: Session) -> int | None:
    """The `seq` of the first row that does not fit the chain, or None when all of it holds."""
    before, expected = GENESIS, 1
    query = select(AuditRow).order_by(col(AuditRow.seq)).execution_options(yield_per=500)
    # Closed by hand: PostgreSQL's cursor would stay open behind an early return.
    with session.exec(query) as rows:
        for row in rows:
            if row.seq != expected or row.hash != link(before, row.event):
                return expected
            before, expected = row.hash, expected + 1
    return None


def newest(
    session: Session, before: int | None = None, subject: str | None = None, *, most: int = 50
) -> Sequence[AuditRow]:
    """Rows, newest first, for the auditor's page."""
    query = select(AuditRow).order_by(col(AuditRow.seq).desc()).limit(most)
    if before is not None:
        query = query.where(AuditRow.seq < before)
    return session.exec(query.where(AuditRow.subject == subject) if subject else query).all()


def head(session: Session) -> AuditRow | None:
    """The last link: its `seq` and hash are what an auditor writes down."""
    return session.exec(select(AuditRow).order_by(col(AuditRow.seq).desc()).limit(1)).first()
