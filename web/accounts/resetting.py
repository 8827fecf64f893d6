"""Pages for who cannot get in: a new confirmation link, a forgotten password."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from db.accounts import links as tokens
from db.accounts import people as accounts
from db.accounts.links import LinkSpent
from db.engine import begin, read
from domain.accounts import Purpose, check_password
from domain.events import EventKind
from domain.messages import Message
from domain.notifications import NoticeKind
from domain.refusals import Invalid
from outbox.commands import write_letter
from web.accounts.passwords import hash_password
from web.accounts.signing_in import audit_account
from web.common import inputs, limiting
from web.common.deps import Services, Visitor
from web.common.pages import page

router = APIRouter()


@router.get("/forgotten")
def forgotten_form(request: Request, person: Visitor) -> Response:
    """Ask for the address."""
    return page(request, "accounts/forgotten.html", email=person.email if person else "", errors={})


@router.post("/forgotten")
def forgotten(request: Request, services: Services, _: Visitor, email: Annotated[str, Form()] = "") -> Response:
    """Write to the owner of the address, if there is one; the page is the same if not."""
    sentence = complaint(lambda: inputs.address(email, services.settings.embedded))
    if sentence:
        return page(request, "accounts/forgotten.html", 422, email=email, errors={"email": sentence})
    _send(services, request, email, kind=NoticeKind.RESET_PASSWORD)
    return RedirectResponse("/check-your-mail?done=reset", 303)


@router.post("/confirm-again")
def confirm_again(request: Request, services: Services, _: Visitor, email: Annotated[str, Form()] = "") -> Response:
    """Send the confirmation link once more, if the address has an account that waits for it."""
    if not complaint(lambda: inputs.address(email, services.settings.embedded)):
        _send(services, request, email, kind=NoticeKind.CONFIRM_ADDRESS)
    return RedirectResponse("/check-your-mail", 303)


@router.get("/reset/{token}")
def reset_form(request: Request, services: Services, _: Visitor, token: str) -> Response:
    """Ask for the new password."""
    try:
        with read(services.engine) as session:
            account = tokens.bearer(session, services.secret, Purpose.RESET, token=token)
    except LinkSpent:
        return page(request, "accounts/link_spent.html", 410, purpose="reset")
    return page(request, "accounts/reset.html", email=account.email, errors={})


@router.post("/reset/{token}")
def reset(
    request: Request, services: Services, _: Visitor, token: str, password: Annotated[str, Form()] = ""
) -> Response:
    """Set the password, sign every browser out. The link proves the address too."""
    try:
        with read(services.engine) as session:
            email = tokens.bearer(session, services.secret, Purpose.RESET, token=token).email
        sentence = complaint(lambda: check_password(password, email))
        if sentence:
            return page(request, "accounts/reset.html", 422, email=email, errors={"password": sentence})
        # Hashed before the transaction, in which the link is asked once more: hashing takes a moment.
        _set_password(services, token, hash_password(password))
    except LinkSpent:
        return page(request, "accounts/link_spent.html", 410, purpose="reset")
    return RedirectResponse("/sign-in?done=reset", 303)


def complaint(test: Callable[[], object]) -> Message:
    """The refusal's sentence, or an empty one when there is none."""
    try:
        test()
    except Invalid as refusal:
        return refusal.message
    return Message()


def _set_password(services: Services, token: str, hashed: str) -> None:
    now = services.now()
    with begin(services.engine) as session:
        account = tokens.bearer(session, services.secret, Purpose.RESET, token=token)
        account.password_hash = hashed
        account.email_confirmed_at = account.email_confirmed_at or now
        accounts.close_all_sessions(session, account.id, now)
        audit_account(services, session, account, kind=EventKind.ACCOUNT_PASSWORD_CHANGED)


def _send(services: Services, request: Request, email: str, *, kind: NoticeKind) -> None:
    # Counted before the address is looked for: a known one must answer like any other.
    limiting.take(services, limiting.LETTERS_OF_CLIENT, limiting.client_of(request))
    known_as = inputs.address(email, services.settings.embedded)
    with read(services.engine) as session:
        account = accounts.by_email(session, known_as)
    waits = account is not None and account.email_confirmed_at is None
    wanted = account is not None and not account.disabled_at and (waits or kind == NoticeKind.RESET_PASSWORD)
    if account and wanted and limiting.may_send_email(services, known_as):
        write_letter(services.outbox, kind, account.id)
