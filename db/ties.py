"""Ties between staff and those they might judge: the register of conflicts of interest. Written by the web alone."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, Session, SQLModel, col, or_, select

from db.columns import word


class TieKind(StrEnum):
    """How somebody of the staff is tied to a person or an agency."""

    TRAINED = "trained"
    FAMILY = "family"
    BUSINESS = "business"
    OTHER = "other"


class TieRow(SQLModel, table=True):
    """One tie of `staff`: to an `account_id`, or to an agency by its folded name; until `ended_at`."""

    __tablename__ = "ties"
    id: UUID = Field(primary_key=True)
    staff: UUID = Field(foreign_key="accounts.id", index=True)
    kind: TieKind = Field(sa_type=word(TieKind))
    account_id: UUID | None = Field(default=None, foreign_key="accounts.id")
    agency: str = ""
    note: str = ""
    stated_by: UUID = Field(foreign_key="accounts.id")
    stated_at: datetime
    ended_at: datetime | None = None


def folded(agency: str) -> str:
    """An agency's name as it is compared: small letters, no dots or commas, single spaces."""
    return " ".join(agency.casefold().replace(".", " ").replace(",", " ").split())


def tied(session: Session, account_id: UUID, agency: str) -> dict[UUID, TieRow]:
    """Who of the staff is tied to this person or agency, by account."""
    to_them = col(TieRow.account_id) == account_id
    if folded(agency):
        to_them = or_(to_them, col(TieRow.agency) == folded(agency))
    rows = session.exec(select(TieRow).where(to_them, col(TieRow.ended_at).is_(None))).all()
    return {row.staff: row for row in rows}
