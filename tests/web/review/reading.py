"""What the tests of the reviewer's desk look at, and the decision that they send."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select, update

from db import review
from db.commands import CommandRow
from db.engine import begin, read
from db.review import ClaimRow
from domain.accounts import Person
from tests.cast import Browser, hidden
from tests.web.review.rows import Written
from web.services import Services

Cast = dict[str, Person]
Open = Callable[[], Browser]
WORDS = "Please send a current extract that shows the name of your business."
DECLINE = {"outcome": "decline", "reason_codes": "details_differ", "text": WORDS, "note": "Called the register."}


def commands(services: Services) -> list[CommandRow]:
    """All that was recorded."""
    with read(services.engine) as session:
        return list(session.exec(select(CommandRow)).all())


def run_out(services: Services, case: Written) -> None:
    """End the claim on a case."""
    with begin(services.engine) as session:
        past = services.now() - timedelta(minutes=1)
        session.exec(update(ClaimRow).where(col(ClaimRow.task_id) == case.task).values(expires_at=past))


def confirmed(browser: Browser, case: Written, form: dict[str, Any]) -> dict[str, Any]:
    """The form as the page that asks once more would send it."""
    page = browser.post(f"/cases/{case.id}/decision", form)
    assert page.status_code == 200, page.text
    return form | {"command": hidden(page.text, "command"), "step": "record"}


def holder(services: Services, case: Written) -> UUID | None:
    """Who holds the case now."""
    with read(services.engine) as session:
        claim = review.live_claim(session, case.task, services.now())
    return claim.reviewer if claim else None
