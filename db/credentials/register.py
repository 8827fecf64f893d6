"""Credentials and their certificates. Written by activities alone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from db.audit import AuditRow
from db.columns import word
from db.commands import CommandRow
from domain.commands import CommandState
from domain.credentials.standing import Standing, standing_on

LIVING = (Standing.PENDING, Standing.VALID, Standing.SUSPENDED)


class CredentialRow(SQLModel, table=True):
    """The right, with every certified field; `standing` is what was decided, expiry follows from `valid_until`.

    An anchor's has a level for each category, a name in local script and a portrait (a document's id).
    """

    __tablename__ = "credentials"
    id: UUID = Field(primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    number: str = Field(unique=True)
    kind: str
    holder: str
    legal_form: str
    country: str
    local_name: str = ""
    categories: list[str] = Field(sa_column=Column(JSON, nullable=False))
    levels: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    portrait: UUID | None = None
    renews: UUID | None = None
    issuer: str
    issued_on: date
    valid_from: date
    valid_until: date
    standing: Standing = Field(index=True, sa_type=word(Standing))
    standing_reason: str = ""
    standing_at: datetime
    standing_by: UUID | None = None

    def worth(self, today: date) -> Standing:
        """What it is worth on a day."""
        return standing_on(self.standing, self.valid_from, self.valid_until, today=today)


class CertificateRow(SQLModel, table=True):
    """One signed document of a credential; `sha256` (hex) recognises the file when it is shown again.

    The portrait that is printed on it lies in the vault, too.
    """

    __tablename__ = "certificates"
    credential_id: UUID = Field(primary_key=True, foreign_key="credentials.id")
    revision: int = Field(primary_key=True)
    sha256: str = Field(index=True)
    size: int
    name: str
    sealed_key: str
    face: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    portrait_name: str = ""
    portrait_key: str = ""
    made_at: datetime


def by_number(session: Session, number: str) -> CredentialRow | None:
    """The credential of a number in its written form."""
    return session.exec(select(CredentialRow).where(CredentialRow.number == number)).first()


def by_file(session: Session, sha256: str) -> tuple[CredentialRow, CertificateRow] | None:
    """The credential whose certificate has exactly these bytes."""
    query = select(CredentialRow, CertificateRow).join(
        CertificateRow, col(CertificateRow.credential_id) == CredentialRow.id
    )
    return session.exec(query.where(CertificateRow.sha256 == sha256)).first()


def of_case(session: Session, case_id: UUID) -> CredentialRow | None:
    """The credential that a case ended in."""
    return session.exec(select(CredentialRow).where(CredentialRow.case_id == case_id)).first()


def living_of(session: Session, case_ids: Collection[UUID]) -> dict[UUID, CredentialRow]:
    """The credentials of these cases that are not revoked, by case."""
    if not case_ids:
        return {}
    living = col(CredentialRow.case_id).in_(case_ids), col(CredentialRow.standing).in_(LIVING)
    return {row.case_id: row for row in session.exec(select(CredentialRow).where(*living)).all()}


def of_account(session: Session, account_id: UUID) -> Sequence[CredentialRow]:
    """All credentials of an account, newest first."""
    mine = CredentialRow.account_id == account_id
    return session.exec(select(CredentialRow).where(mine).order_by(col(CredentialRow.issued_on).desc())).all()


def turns_of(session: Session, case_id: UUID) -> Sequence[AuditRow]:
    """What happened to the credential of a case (issued, suspended, reinstated, revoked), oldest first."""
    # From the trail, as the row knows its latest turn alone.
    mine = AuditRow.subject == str(case_id), col(AuditRow.kind).startswith("credential.")
    return session.exec(select(AuditRow).where(*mine).order_by(col(AuditRow.seq))).all()


def latest_certificate(session: Session, credential_id: UUID) -> CertificateRow | None:
    """The newest document of a credential."""
    mine = CertificateRow.credential_id == credential_id
    return session.exec(select(CertificateRow).where(mine).order_by(col(CertificateRow.revision).desc())).first()


def waiting_change(session: Session, credential_id: UUID) -> CommandRow | None:
    """A change of standing that is recorded but not yet applied."""
    # The workflow's id holds the credential, then the command (outbox/commands.py).
    target = col(CommandRow.target).startswith(f"standing:{credential_id}:")
    return session.exec(select(CommandRow).where(target, CommandRow.state == CommandState.PENDING)).first()
