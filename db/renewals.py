"""Renewals: which step of a credential's last weeks was announced. Written by activities alone."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from db.credentials import CredentialRow
from domain.credentials import Standing


class RenewalRow(SQLModel, table=True):
    """One announced step of a credential: `opens`, `reminder:<days>`, `expired`, `lapsed`."""

    __tablename__ = "renewals"
    credential_id: UUID = Field(primary_key=True, foreign_key="credentials.id")
    step: str = Field(primary_key=True)
    at: datetime


def ending(session: Session, kind: str, first: date, last: date, most: int = 500) -> list[CredentialRow]:
    """Valid credentials of a kind whose last day lies between two days, the earliest first; none that was renewed."""
    row, heir = CredentialRow, aliased(CredentialRow)
    mine = row.kind == kind, row.standing == Standing.VALID, row.valid_until >= first, row.valid_until <= last
    renewed = exists().where(col(heir.renews) == row.id)
    query = select(row).where(*mine, ~renewed).order_by(col(row.valid_until), col(row.id))
    return list(session.exec(query.limit(most)).all())


def announced(session: Session, credential_id: UUID) -> dict[str, datetime]:
    """The steps of a credential that were announced, and when."""
    rows = session.exec(select(RenewalRow).where(RenewalRow.credential_id == credential_id)).all()
    return {row.step: row.at for row in rows}
