"""Signing in: who may, what a refused try costs, and the cookie of a session."""

import secrets

from fastapi import Request
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.accounts import people as accounts
from db.accounts.people import AccountRow
from db.engine import begin, read
from domain.accounts import Role
from domain.events import EventKind
from domain.messages import msg
from domain.refusals import Invalid
from web.accounts.passwords import fits
from web.common import limiting
from web.common.auditing import audit
from web.common.deps import COOKIE, session_token, signer
from web.common.inputs import BadAddress, address
from web.services import Services

HOMES = {
    Role.APPLICANT: "/applications",
    Role.ADMIN: "/staff",
    Role.AUDITOR: "/audit",
    Role.EXAMINER: "/ratings",
    Role.REVIEWER: "/review",
    Role.SENIOR: "/review",
}


class WrongPassword(Invalid):
    """Address and password do not belong together; which of them is wrong is not told."""


class NotConfirmed(Invalid):
    """The password is right, but the address was never confirmed."""


class Disabled(Invalid):
    """The password is right, but the account was closed by staff."""


def check(services: Services, request: Request, email: str, *, password: str) -> AccountRow:
    """The account that may sign in; refuses WrongPassword, NotConfirmed, Disabled, TooMany."""
    try:
        known_as = address(email, services.settings.embedded)
    except BadAddress:
        # What is no address has no account: it is counted and refused like a wrong password.
        known_as = email.strip().lower()[:200]
    client = limiting.client_of(request)
    # Only failures count against a client: many people may sign in from behind one.
    limiting.look(services, limiting.TRIES_OF_CLIENT, client)
    limiting.take(services, limiting.TRIES, known_as, client)
    with read(services.engine) as session:
        account = accounts.by_email(session, known_as)
    # The password first, even for nobody: the time that it takes must not tell whether there is an account.
    if not fits(password, account.password_hash if account else None) or account is None:
        services.limiter.hit(limiting.TRIES_OF_CLIENT, client)
        raise WrongPassword(msg("The e-mail address or the password is not right."))
    limiting.forget(services, limiting.TRIES, known_as, client)
    # After the password: only the owner is told that the account is closed or not confirmed.
    return _admit(account)


def enter(services: Services, request: Request, account: AccountRow, *, wanted: str) -> RedirectResponse:
    """Open a session under a new token, close the browser's old one, and go where the person wanted to go."""
    token, old = secrets.token_urlsafe(32), session_token(request)
    with begin(services.engine) as session:
        if old:
            accounts.close_session(session, old, services.now())
        accounts.open_session(
            session, token, account, now=services.now(), browser=request.headers.get("user-agent", "")
        )
        if account.role != Role.APPLICANT:
            audit_account(services, session, account, kind=EventKind.SESSION_OPENED)
    answer = RedirectResponse(wanted or HOMES[Role(account.role)], 303)
    lifetime = accounts.LIFETIME if account.role == Role.APPLICANT else accounts.STAFF_LIFETIME
    answer.set_cookie(
        COOKIE,
        signer(services).sign(token).decode(),
        max_age=int(lifetime.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=services.settings.base_url.startswith("https:"),
    )
    return answer


def audit_account(services: Services, session: Session, account: AccountRow, *, kind: EventKind) -> None:
    """Write what an account did about itself into the audit trail."""
    audit(services, session, accounts.person(account), kind=kind, subject=account.id)


def _admit(account: AccountRow) -> AccountRow:
    if account.disabled_at:
        raise Disabled(msg("This account is closed. Write to the people who run this market."))
    if account.email_confirmed_at is None:
        raise NotConfirmed(msg("Confirm your e-mail address first."))
    return account
