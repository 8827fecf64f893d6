"""Renewals: which step of a credential's last weeks was announced. Written by activities alone."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, or_, select, tuple_

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from domain.cases import OPEN_STAGES, Stage
from domain.credentials.renewals import SweepCursor
from domain.credentials.standing import Standing


class RenewalRow(SQLModel, table=True):
    """One announced step of a credential: `opens`, `reminder:<days>` or `expired`."""

    __tablename__ = "renewals"
    credential_id: UUID = Field(primary_key=True, foreign_key="credentials.id")
    step: str = Field(primary_key=True)
    at: datetime


def ending(
    session: Session, first: date, last: date, *, after: SweepCursor | None = None, most: int = 500
) -> list[CredentialRow]:
    """Valid credentials of anchors that end from `first` to `last`, the earliest first; none that was renewed."""
    row, heir = CredentialRow, aliased(CredentialRow)
    mine = row.kind == "anchor", row.standing == Standing.VALID, col(row.valid_until).between(first, last)
    renewed = exists().where(col(heir.renews) == row.id)
    query = select(row).where(*mine, ~renewed).order_by(col(row.valid_until), col(row.id))
    if after:
        query = query.where(tuple_(col(row.valid_until), col(row.id)) > tuple_(after.valid_until, after.id))
    return list(session.exec(query.limit(most)).all())


def renewing(session: Session, credential_id: UUID) -> ApplicationRow | None:
    """The application that renews a credential, a draft too; None when there is none, or it came to nothing."""
    living = or_(col(CaseRow.id).is_(None), col(CaseRow.stage).in_([*OPEN_STAGES, Stage.APPROVED]))
    query = (
        select(ApplicationRow)
        .join(CaseRow, col(CaseRow.id) == ApplicationRow.id, isouter=True)
        .where(ApplicationRow.renews == credential_id, living)
        .order_by(col(ApplicationRow.created_at).desc())
    )
    return session.exec(query).first()


def announced(session: Session, credential_id: UUID) -> dict[str, datetime]:
    """The steps of a credential that were announced, and when."""
    rows = session.exec(select(RenewalRow).where(RenewalRow.credential_id == credential_id)).all()
    return {row.step: row.at for row in rows}
