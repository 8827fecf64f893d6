"""The administrator's pages: accounts, their roles, and who is let in. Each change goes into the audit trail."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

from db.accounts import people as accounts
from db.accounts.people import AccountRow
from db.engine import begin, read
from domain.accounts import Person, Role
from domain.events import EventKind
from domain.messages import msg
from domain.notifications import NoticeKind
from domain.staff import manage, read_role
from outbox.commands import write_letter
from web.accounts.resetting import complaint
from web.common import inputs
from web.common.auditing import audit
from web.common.deps import MayManageAccounts, Services
from web.common.pages import page
from web.loading import get_or_404

router = APIRouter(prefix="/staff")


class StaffInput(BaseModel):
    """The form of a new account for a colleague."""

    name: str = ""
    email: str = ""
    role: str = ""


@router.get("")
def everybody(request: Request, services: Services, _: MayManageAccounts) -> Response:
    """All accounts, staff first."""
    with read(services.engine) as session:
        rows = accounts.everybody(session)
    staff = sorted((row for row in rows if row.role != "applicant"), key=lambda row: row.name.casefold())
    applicants = [row for row in rows if row.role == "applicant"]
    return page(request, "staff/everybody.html", staff=staff, applicants=applicants)


@router.get("/new")
def add_form(request: Request, _: MayManageAccounts) -> Response:
    """The form of a new account for a colleague."""
    return page(request, "staff/new.html", values=StaffInput(), errors={}, offered=tuple(Role))


@router.post("/new")
def add(
    request: Request, services: Services, admin: MayManageAccounts, form: Annotated[StaffInput, Form()]
) -> Response:
    """Make the account without a password, and write to the colleague to set one."""
    tests = {
        "name": lambda: inputs.name(form.name),
        "email": lambda: inputs.address(form.email, services.settings.embedded),
        "role": lambda: read_role(form.role),
    }
    errors = {field: sentence for field, test in tests.items() if (sentence := complaint(test))}
    row = None if errors else _make(services, admin, form)
    if row is None:
        errors = errors or {"email": msg("There is an account with this address. Change its role instead.")}
        return page(request, "staff/new.html", 422, values=form, errors=errors, offered=tuple(Role))
    # In a transaction of its own; were it lost, the account's page has a button to send it again.
    write_letter(services.outbox, NoticeKind.RESET_PASSWORD, row.id)
    return RedirectResponse(f"/staff/{row.id}?done=added", 303)


@router.get("/{account_id}")
def one(request: Request, services: Services, _: MayManageAccounts, account_id: UUID) -> Response:
    """One account and what can be done with it."""
    with read(services.engine) as session:
        row = get_or_404(session, AccountRow, account_id)
        browsers = accounts.live_sessions(session, account_id, services.now())
    return page(request, "staff/one.html", account=row, browsers=len(browsers), errors={}, offered=tuple(Role))


@router.post("/{account_id}/role")
def change_role(
    services: Services, admin: MayManageAccounts, account_id: UUID, role: Annotated[str, Form()] = ""
) -> Response:
    """Give another role; the account is signed out, so that no page of the old role stays open."""
    manage(admin, account_id)
    wanted = read_role(role)
    with begin(services.engine) as session:
        row = get_or_404(session, AccountRow, account_id)
        was, row.role = row.role, wanted
        if was != wanted:
            accounts.close_all_sessions(session, account_id, services.now())
            audit(
                services,
                session,
                admin,
                kind=EventKind.ACCOUNT_ROLE_CHANGED,
                subject=row.id,
                facts={"was": was, "now": wanted},
            )
    return RedirectResponse(f"/staff/{account_id}?done=role", 303)


@router.post("/{account_id}/disable")
def disable(services: Services, admin: MayManageAccounts, account_id: UUID) -> Response:
    """Close the account: it is signed out and cannot sign in; its cases and letters stay."""
    manage(admin, account_id)
    with begin(services.engine) as session:
        row = get_or_404(session, AccountRow, account_id)
        if row.disabled_at is None:
            row.disabled_at = services.now()
            accounts.close_all_sessions(session, account_id, services.now())
            audit(services, session, admin, kind=EventKind.ACCOUNT_DISABLED, subject=row.id)
    return RedirectResponse(f"/staff/{account_id}?done=disabled", 303)


@router.post("/{account_id}/enable")
def enable(services: Services, admin: MayManageAccounts, account_id: UUID) -> Response:
    """Open the account again."""
    manage(admin, account_id)
    with begin(services.engine) as session:
        row = get_or_404(session, AccountRow, account_id)
        if row.disabled_at is not None:
            row.disabled_at = None
            audit(services, session, admin, kind=EventKind.ACCOUNT_ENABLED, subject=row.id)
    return RedirectResponse(f"/staff/{account_id}?done=enabled", 303)


@router.post("/{account_id}/sign-out")
def sign_out(services: Services, admin: MayManageAccounts, account_id: UUID) -> Response:
    """End all sessions of the account."""
    # Of one's own account too: that changes nobody's rights.
    with begin(services.engine) as session:
        row = get_or_404(session, AccountRow, account_id)
        accounts.close_all_sessions(session, account_id, services.now())
        audit(services, session, admin, kind=EventKind.ACCOUNT_SIGNED_OUT_BY_ADMIN, subject=row.id)
    return RedirectResponse(f"/staff/{account_id}?done=signed-out", 303)


@router.post("/{account_id}/letter")
def send_letter(services: Services, admin: MayManageAccounts, account_id: UUID) -> Response:
    """Send the link to set a password once more."""
    with begin(services.engine) as session:
        row = get_or_404(session, AccountRow, account_id)
        audit(services, session, admin, kind=EventKind.ACCOUNT_PASSWORD_LETTER_SENT, subject=row.id)
    write_letter(services.outbox, NoticeKind.RESET_PASSWORD, account_id)
    return RedirectResponse(f"/staff/{account_id}?done=letter", 303)


def _make(services: Services, admin: Person, form: StaffInput) -> AccountRow | None:
    """The new account, or None when the address is taken."""
    email = inputs.address(form.email, services.settings.embedded)
    row = AccountRow(
        id=services.ids(),
        email=email,
        name=inputs.name(form.name),
        role=read_role(form.role),
        # Fits no password: the owner sets one through the letter.
        password_hash="",
        created_at=services.now(),
    )
    try:
        with begin(services.engine) as session:
            session.add(row)
            session.flush()
            audit(services, session, admin, kind=EventKind.ACCOUNT_ADDED, subject=row.id, facts={"role": row.role})
    # Only the database can tell: a look beforehand would miss two forms at once.
    except IntegrityError:
        return None
    return row
