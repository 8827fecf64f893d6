"""Key corrections: proposed by one person and approved by another (web), applied once (activities)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select


class CorrectionRow(SQLModel, table=True):
    """A proposed change of a version's keys and points; `keys` is one dumped `Key` per question."""

    __tablename__ = "key_corrections"
    id: UUID = Field(primary_key=True)
    item_id: UUID = Field(foreign_key="items.id", index=True)
    version: int
    keys: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    # Everybody gets the points: the question itself was wrong.
    credit_all: bool = False
    reason: str
    proposed_by: UUID = Field(foreign_key="accounts.id")
    proposed_at: datetime
    approved_by: UUID | None = Field(default=None, foreign_key="accounts.id")
    approved_at: datetime | None = None
    declined_by: UUID | None = Field(default=None, foreign_key="accounts.id")
    declined_at: datetime | None = None

    @property
    def settled(self) -> bool:
        """Whether somebody approved or declined it."""
        return bool(self.approved_at or self.declined_at)


class AppliedCorrectionRow(SQLModel, table=True):
    """That a correction was applied, and what it changed (dumped `Rescored`). By activities."""

    __tablename__ = "applied_corrections"
    correction_id: UUID = Field(primary_key=True, foreign_key="key_corrections.id")
    item_id: UUID = Field(foreign_key="items.id", index=True)
    applied_at: datetime
    attempts: int
    flips: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


def applied_to(session: Session, item_ids: Sequence[UUID]) -> Sequence[CorrectionRow]:
    """The corrections in force of these items, oldest first."""
    query = (
        select(CorrectionRow)
        .join(AppliedCorrectionRow, col(AppliedCorrectionRow.correction_id) == CorrectionRow.id)
        .where(col(CorrectionRow.item_id).in_(item_ids))
        # As they were applied: each later one replaces the keys of those before.
        .order_by(col(AppliedCorrectionRow.applied_at))
    )
    return session.exec(query).all()


def corrections(session: Session, most: int = 200) -> list[tuple[CorrectionRow, AppliedCorrectionRow | None]]:
    """All corrections with what came of them, newest first."""
    applied = col(AppliedCorrectionRow.correction_id) == CorrectionRow.id
    query = select(CorrectionRow, AppliedCorrectionRow).join(AppliedCorrectionRow, applied, isouter=True)
    return [
        (row, done) for row, done in session.exec(query.order_by(col(CorrectionRow.proposed_at).desc()).limit(most))
    ]


def unfinished(session: Session, item_id: UUID, version: int) -> CorrectionRow | None:
    """The correction of a version that waits for approval, or to be applied."""
    applied = col(AppliedCorrectionRow.correction_id) == CorrectionRow.id
    query = select(CorrectionRow).join(AppliedCorrectionRow, applied, isouter=True)
    mine = CorrectionRow.item_id == item_id, CorrectionRow.version == version
    waits = col(CorrectionRow.declined_at).is_(None), col(AppliedCorrectionRow.correction_id).is_(None)
    return session.exec(query.where(*mine, *waits)).first()
