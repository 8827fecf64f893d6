"""Accounts and their sessions. Written by the web alone."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col, select, update

from db.columns import word
from domain.accounts import Person, Role

LIFETIME = timedelta(days=14)
STAFF_LIFETIME = timedelta(hours=12)
# A session's last use is written at most this often, so that reading a page does not cost a write.
TOUCH = timedelta(minutes=5)


class AccountRow(SQLModel, table=True):
    """Somebody who can sign in; `email` is normalised and unique, an empty language or time zone not chosen yet."""

    __tablename__ = "accounts"
    id: UUID = Field(primary_key=True)
    email: str = Field(unique=True)
    name: str
    role: Role = Field(sa_type=word(Role))
    password_hash: str
    created_at: datetime
    email_confirmed_at: datetime | None = None
    disabled_at: datetime | None = None
    language: str = ""
    time_zone: str = ""


class SessionRow(SQLModel, table=True):
    """A signed-in browser; the cookie's token is kept as a hash only."""

    __tablename__ = "sessions"
    token_hash: str = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    address: str = ""
    browser: str = ""


def by_email(session: Session, email: str) -> AccountRow | None:
    """The account of a normalised address."""
    return session.exec(select(AccountRow).where(AccountRow.email == email)).first()


def everybody(session: Session) -> Sequence[AccountRow]:
    """All accounts, staff first, then by address."""
    return session.exec(select(AccountRow).order_by(col(AccountRow.role).desc(), col(AccountRow.email))).all()


def named(session: Session, ids: set[UUID]) -> Sequence[AccountRow]:
    """The accounts of these ids, to call people by name."""
    return session.exec(select(AccountRow).where(col(AccountRow.id).in_(ids))).all()


def colleagues(session: Session, roles: Collection[Role]) -> Sequence[AccountRow]:
    """Everybody in one of these roles whose account is open, by name."""
    able = col(AccountRow.role).in_(roles), col(AccountRow.disabled_at).is_(None)
    return session.exec(select(AccountRow).where(*able).order_by(col(AccountRow.name))).all()


def open_session(session: Session, token: str, account: AccountRow, *, now: datetime, browser: str = "") -> None:
    """Remember a signed-in browser: two weeks for applicants, a working day for staff."""
    lifetime = LIFETIME if account.role == Role.APPLICANT else STAFF_LIFETIME
    session.add(
        SessionRow(
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + lifetime,
            browser=browser[:200],
        )
    )


class SignedInSession(NamedTuple):
    """Somebody in a signed-in browser, and when its session was last noted as used."""

    person: Person
    seen_at: datetime


def session_of(session: Session, token: str, now: datetime) -> SignedInSession | None:
    """The person behind a live session of an enabled account."""
    row = AccountRow
    # Columns, not rows: this is asked at every request, and nothing of it is changed.
    live = (
        columns(*(col(getattr(row, name)) for name in Person.model_fields), col(SessionRow.seen_at))
        .join(SessionRow, col(SessionRow.account_id) == row.id)
        .where(col(SessionRow.token_hash) == token_hash(token), col(SessionRow.expires_at) > now)
        .where(col(SessionRow.revoked_at).is_(None), col(row.disabled_at).is_(None))
    )
    found = session.execute(live).mappings().first()
    return SignedInSession(Person.model_validate(dict(found)), found["seen_at"]) if found else None


def touch(session: Session, token: str, now: datetime) -> None:
    """Note that a session is in use."""
    session.exec(update(SessionRow).where(col(SessionRow.token_hash) == token_hash(token)).values(seen_at=now))


def close_session(session: Session, token: str, now: datetime) -> None:
    """Sign one browser out."""
    session.exec(update(SessionRow).where(col(SessionRow.token_hash) == token_hash(token)).values(revoked_at=now))


def close_one_session(session: Session, account_id: UUID, hashed: str, *, now: datetime) -> None:
    """Sign one browser of this account out, by the hash of its token."""
    mine = col(SessionRow.token_hash) == hashed, col(SessionRow.account_id) == account_id
    session.exec(update(SessionRow).where(*mine).values(revoked_at=now))


def close_all_sessions(session: Session, account_id: UUID, now: datetime) -> None:
    """Sign every browser of an account out."""
    mine = col(SessionRow.account_id) == account_id, col(SessionRow.revoked_at).is_(None)
    session.exec(update(SessionRow).where(*mine).values(revoked_at=now))


def live_sessions(session: Session, account_id: UUID, now: datetime) -> Sequence[SessionRow]:
    """The browsers an account is signed in on, newest first."""
    mine = SessionRow.account_id == account_id, SessionRow.expires_at > now, col(SessionRow.revoked_at).is_(None)
    return session.exec(select(SessionRow).where(*mine).order_by(col(SessionRow.created_at).desc())).all()


def person(row: AccountRow) -> Person:
    """The account as the rules know it."""
    return Person.model_validate(row, from_attributes=True)


def choose(session: Session, account_id: UUID, *, language: str = "", time_zone: str = "") -> None:
    """Keep the language and the time zone that somebody reads in; what is empty stays as it was."""
    chosen = {"language": language, "time_zone": time_zone}
    if given := {name: value for name, value in chosen.items() if value}:
        session.exec(update(AccountRow).where(col(AccountRow.id) == account_id).values(**given))


def token_hash(token: str) -> str:
    """What is kept of a session's token, SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
