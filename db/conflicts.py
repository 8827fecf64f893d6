"""Ties between staff and those they might judge: the register of conflicts of interest. Written by the web alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, SQLModel, col, or_, select

from db.accounts.people import AccountRow
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.columns import word
from domain.conflicts import ConflictKind


class ConflictRow(SQLModel, table=True):
    """One tie of `staff`: to an `account_id`, or to an agency by its folded name; until `ended_at`."""

    __tablename__ = "ties"
    id: UUID = Field(primary_key=True)
    staff: UUID = Field(foreign_key="accounts.id", index=True)
    kind: ConflictKind = Field(sa_type=word(ConflictKind))
    account_id: UUID | None = Field(default=None, foreign_key="accounts.id")
    agency: str = ""
    note: str = ""
    stated_by: UUID = Field(foreign_key="accounts.id")
    stated_at: datetime
    ended_at: datetime | None = None


def folded(agency: str) -> str:
    """An agency's name as it is compared: small letters, no dots or commas, single spaces."""
    return " ".join(agency.casefold().replace(".", " ").replace(",", " ").split())


def conflict_of(session: Session, case: CaseRow, staff: UUID) -> ConflictKind | None:
    """How somebody of the staff is tied to a case's candidate, their agency or their training; None when not at all.

    Whoever is named as the trainer is tied without stating it.
    """
    form = session.get_one(ApplicationRow, case.id).form
    agency, trainer = form.one("work.agency"), form.one("training.provider")
    if folded(trainer) and folded(session.get_one(AccountRow, staff).name) == folded(trainer):
        return ConflictKind.TRAINED
    tie = staff_in_conflict(session, case.applicant, agency, trainer).get(staff)
    return tie.kind if tie else None


def staff_in_conflict(session: Session, account_id: UUID, *names: str) -> dict[UUID, ConflictRow]:
    """Who of the staff is tied to this person, or to an agency or school of one of these names, by account."""
    to_them = col(ConflictRow.account_id) == account_id
    # A tie to a person has an empty agency, and an empty name would find every one of them.
    if known := {folded(each) for each in names} - {""}:
        to_them = or_(to_them, col(ConflictRow.agency).in_(known))
    rows = session.exec(select(ConflictRow).where(to_them, col(ConflictRow.ended_at).is_(None))).all()
    return {row.staff: row for row in rows}


def conflicts(session: Session, staff: UUID | None = None, most: int = 500) -> Sequence[ConflictRow]:
    """The register as it stands, or what one of the staff has in it; the latest first."""
    query = select(ConflictRow).where(col(ConflictRow.ended_at).is_(None))
    query = query.where(ConflictRow.staff == staff) if staff else query
    return session.exec(query.order_by(col(ConflictRow.stated_at).desc()).limit(most)).all()
