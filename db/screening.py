"""Marks: digests of the identifiers and accounts that applications name, by which duplicates are found."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from db.cases import CaseRow


class MarkRow(SQLModel, table=True):
    """One identifier of a case: its question, and a SHA-256 of its bare form. Written by activities alone."""

    __tablename__ = "marks"
    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    field: str = Field(primary_key=True)
    digest: str = Field(index=True)


def mark(session: Session, case_id: UUID, values: dict[str, str]) -> None:
    """Note the bare values of a case by their question."""
    for field, bare in values.items():
        session.merge(MarkRow(case_id=case_id, field=field, digest=hashlib.sha256(bare.encode()).hexdigest()))


def same_marks(session: Session, case: CaseRow) -> Sequence[tuple[MarkRow, MarkRow]]:
    """Pairs (own mark, the same value in a case of another account)."""
    own, other = MarkRow, aliased(MarkRow)
    pairs = (
        select(own, other)
        .join(other, col(other.digest) == own.digest)
        .join(CaseRow, col(CaseRow.id) == other.case_id)
        .where(own.case_id == case.id, CaseRow.applicant != case.applicant)
    )
    return session.exec(pairs).all()
