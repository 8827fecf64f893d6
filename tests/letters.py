"""Which letters were asked for, where their links lead, and signing in by the form."""

from sqlmodel import select

from db.accounts.links import make_token
from db.accounts.people import AccountRow, by_email
from db.commands import CommandRow
from db.engine import read
from domain.accounts import Purpose
from tests.cast import PASSWORD, Browser
from web.services import Services


def letters(services: Services) -> list[tuple[str, str]]:
    """Kind and account id of the letters that were asked for, in order."""
    with read(services.engine) as session:
        rows = session.exec(select(CommandRow).where(CommandRow.name == "mail").order_by(CommandRow.id)).all()  # type: ignore[arg-type]
    return [(row.payload["kind"], row.payload["account_id"]) for row in rows]


def account(services: Services, email: str) -> AccountRow:
    with read(services.engine) as session:
        row = by_email(session, email)
    assert row
    return row


def link(services: Services, purpose: Purpose, row: AccountRow) -> str:
    stamp = row.email if purpose == Purpose.CONFIRM else row.password_hash
    return f"/{purpose}/{make_token(services.secret, purpose, row.id, stamp=stamp)}"


def sign_in(browser: Browser, email: str, password: str = PASSWORD, **more: str) -> int:
    answer = browser.post("/sign-in", {"email": email, "password": password, **more}, follow_redirects=False)
    return answer.status_code
