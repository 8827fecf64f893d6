"""Pages of accounts: register, confirm the address, sign in and out. The rest is in resetting.py and my_account.py."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

from db.accounts import links as tokens
from db.accounts import people as accounts
from db.accounts.links import LinkSpent
from db.accounts.people import AccountRow
from db.engine import begin, read
from domain.accounts import Purpose, Role, check_password
from domain.events import EventKind
from domain.messages import Message
from domain.notifications import NoticeKind
from domain.refusals import Invalid
from outbox.commands import write_letter
from web.accounts import resetting
from web.accounts.passwords import hash_password
from web.accounts.signing_in import HOMES, NotConfirmed, audit_account, check, enter
from web.common import inputs, limiting
from web.common.deps import COOKIE, Services, Visitor, session_token
from web.common.pages import page
from web.common.readers import reader_of
from words.catalogues import SOURCE

router = APIRouter()


class RegisterInput(BaseModel):
    """The form of a new account."""

    name: str = ""
    email: str = ""
    password: str = ""


class SignInInput(BaseModel):
    """The form of signing in; `next` is where the person wanted to go."""

    email: str = ""
    password: str = ""
    next: str = ""


@router.get("/register")
def register_form(request: Request, person: Visitor) -> Response:
    """The form of a new account."""
    return _home(person.role) if person else page(request, "accounts/register.html", values=RegisterInput(), errors={})


@router.post("/register")
def register(request: Request, services: Services, form: Annotated[RegisterInput, Form()]) -> Response:
    """Make the account; an address that is known gets a letter instead, and the page is the same."""
    errors = _errors(form, services.settings.embedded)
    if errors:
        return page(request, "accounts/register.html", 422, values=form, errors=errors)
    # Counted only here: a form that was filled in wrongly sends no letter.
    limiting.take(services, limiting.LETTERS_OF_CLIENT, limiting.client_of(request))
    account = _make(services, form, reader_of(request).language)
    _write(services, inputs.address(form.email, services.settings.embedded), account)
    return RedirectResponse("/check-your-mail", 303)


@router.get("/check-your-mail")
def check_your_mail(request: Request, _: Visitor) -> Response:
    """What to do after registering."""
    return page(request, "accounts/check_your_mail.html")


@router.get("/confirm/{token}")
def confirm_form(request: Request, services: Services, _: Visitor, token: str) -> Response:
    """One button: mail scanners open links, but they press nothing."""
    try:
        with read(services.engine) as session:
            account = tokens.bearer(session, services.secret, Purpose.CONFIRM, token=token)
    except LinkSpent:
        return page(request, "accounts/link_spent.html", 410, purpose="confirm")
    return page(request, "accounts/confirm.html", email=account.email, already=account.email_confirmed_at)


@router.post("/confirm/{token}")
def confirm(request: Request, services: Services, _: Visitor, token: str) -> Response:
    """Note that the address is the owner's; a second time changes nothing."""
    try:
        with begin(services.engine) as session:
            account = tokens.bearer(session, services.secret, Purpose.CONFIRM, token=token)
            if account.email_confirmed_at is None:
                account.email_confirmed_at = services.now()
                audit_account(services, session, account, kind=EventKind.ACCOUNT_CONFIRMED)
    except LinkSpent:
        return page(request, "accounts/link_spent.html", 410, purpose="confirm")
    return RedirectResponse("/sign-in?done=confirmed", 303)


@router.get("/sign-in")
def sign_in_form(request: Request, person: Visitor, next: str = "") -> Response:
    """The form of signing in."""
    if person:
        return RedirectResponse(inputs.local_path(next), 303) if inputs.local_path(next) else _home(person.role)
    return page(request, "accounts/sign_in.html", values=SignInInput(next=inputs.local_path(next)), errors={})


@router.post("/sign-in")
def sign_in(request: Request, services: Services, form: Annotated[SignInInput, Form()]) -> Response:
    """Open a session; too many wrong tries have to wait."""
    try:
        account = check(services, request, form.email, password=form.password)
    except NotConfirmed:
        return page(request, "accounts/not_confirmed.html", 403, email=form.email)
    except Invalid as refusal:
        return page(request, "accounts/sign_in.html", 422, values=form, errors={"email": refusal.message})
    return enter(services, request, account, wanted=inputs.local_path(form.next))


@router.post("/sign-out")
def sign_out(request: Request, services: Services) -> Response:
    """Close this browser's session."""
    token = session_token(request)
    if token:
        with begin(services.engine) as session:
            accounts.close_session(session, token, services.now())
    answer = RedirectResponse("/sign-in?done=signed-out", 303)
    answer.delete_cookie(COOKIE)
    # Back must not bring up what the person before has typed and seen.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _errors(form: RegisterInput, local: bool) -> dict[str, Message]:
    """Field and sentence of all that is wrong."""
    tests = {
        "name": lambda: inputs.name(form.name),
        "email": lambda: inputs.address(form.email, local),
        "password": lambda: check_password(form.password, form.email.strip()),
    }
    return {field: sentence for field, test in tests.items() if (sentence := resetting.complaint(test))}


def _make(services: Services, form: RegisterInput, language: str) -> AccountRow:
    """The account as it would be; hashing comes first, so that a known address takes as long as a new one."""
    return AccountRow(
        id=services.ids(),
        email=inputs.address(form.email, services.settings.embedded),
        name=inputs.name(form.name),
        role=Role.APPLICANT,
        password_hash=hash_password(form.password),
        created_at=services.now(),
        # E-mails follow it. English is nobody's choice while it is what we fall back on.
        language="" if language == SOURCE else language,
    )


def _write(services: Services, email: str, account: AccountRow) -> None:
    """Keep the account and send the link, or write to the owner of the address."""
    try:
        with begin(services.engine) as session:
            session.add(account)
            session.flush()
            audit_account(services, session, account, kind=EventKind.ACCOUNT_REGISTERED)
        owner: AccountRow | None = account
    except IntegrityError:  # the address is known; two forms at once end here too
        with read(services.engine) as session:
            owner = accounts.by_email(session, email)
    if owner and not owner.disabled_at and limiting.may_send_email(services, email):
        # A known address gets a way to set its password: whoever registered it first may not be its owner.
        write_letter(
            services.outbox, NoticeKind.CONFIRM_ADDRESS if owner is account else NoticeKind.RESET_PASSWORD, owner.id
        )


def _home(role: Role) -> RedirectResponse:
    return RedirectResponse(HOMES[role], 303)
