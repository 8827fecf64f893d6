"""What a merchant is told once a case is decided: how the certificate stands, its story, what came too late."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from db.audit import append
from db.commands import CommandRow
from db.credentials.register import CredentialRow
from db.engine import begin
from domain.accounts import Person
from domain.audit import AuditEvent
from domain.cases import Stage, case_of
from domain.commands import CommandState
from domain.credentials.standing import Standing, make_number
from domain.messages import Message
from domain.review import DecisionOutcome
from tests.cast import Browser, hidden
from tests.web.applications.drafts import sent
from tests.web.review.cases_written import close, write_case
from web.common.pages import environment
from web.services import Services

REASON = "Two buyers received counterfeit goods."


@pytest.fixture
def lin(browse: Callable[[], Browser], cast: dict[str, Person]) -> Browser:
    """Lin's browser, signed in."""
    return browse().sign_in(cast["lin"])


def approved(services: Services, holder: Person, standing: Standing, *, days: int = 300) -> UUID:
    """An application of the holder's that was approved; its credential as it stands now."""
    application_id, credential_id = sent(services, holder, Stage.APPROVED), services.ids()
    today, now = services.today(), services.now()
    row = CredentialRow(
        id=credential_id,
        case_id=application_id,
        account_id=holder.id,
        number=make_number("M", 2026, credential_id),
        kind="merchant",
        holder="Lin Handels GmbH",
        legal_form="Company",
        country="DE",
        categories=["Clothing"],
        issuer="Market",
        issued_on=today,
        valid_from=today,
        valid_until=today + timedelta(days=days),
        standing=standing,
        standing_reason="" if standing == Standing.VALID else REASON,
        standing_at=now,
    )
    with begin(services.engine) as session:
        session.add(row)
    return application_id


def tag_of(html: str) -> str:
    """The words of the first tag on a page."""
    found = re.search(r'<span class="tag [a-z]*">([^<]*)</span>', html)
    assert found
    return found[1]


def macros() -> Any:
    """The icons as templates draw them."""
    return environment().get_template("_macros/icons.html").module


def happened(services: Services, application_id: UUID, *kinds: str) -> None:
    """Write what the register writes when a credential is issued or changed."""
    with begin(services.engine) as session:
        for kind in kinds:
            facts: dict[str, str | int | None] = {} if kind == "credential.issued" else {"reason": REASON}
            event = AuditEvent(
                kind=kind, at=services.now(), actor=None, role="senior", subject=str(application_id), facts=facts
            )
            append(session, event)


@pytest.mark.parametrize(
    ("granted", "told"),
    [
        ((Standing.VALID, 300), ("Approved", "certificate")),
        ((Standing.VALID, -1), ("Expired", "clock")),
        ((Standing.SUSPENDED, 300), ("Suspended", "paused")),
        ((Standing.REVOKED, 300), ("Revoked", "ban")),
        ((Standing.PENDING, 300), ("Certificate being made", "hourglass")),
    ],
)
def test_an_approved_application_is_tagged_by_how_its_certificate_stands(
    lin: Browser, services: Services, cast: dict[str, Person], granted: tuple[Standing, int], told: tuple[str, str]
) -> None:
    application_id, (word, icon) = approved(services, cast["lin"], granted[0], days=granted[1]), told
    mine, page = lin.get("/applications").text, lin.get(f"/applications/{application_id}").text
    assert [tag_of(mine), tag_of(page)] == [word, word]
    assert str(macros().icon(icon)) in page.split('class="banner ')[1].split("</div>")[0]


def test_the_timeline_goes_on_after_the_approval(lin: Browser, services: Services, cast: dict[str, Person]) -> None:
    application_id = approved(services, cast["lin"], Standing.REVOKED)
    happened(services, application_id, "credential.issued", "credential.suspended", "credential.revoked")
    story = lin.get(f"/applications/{application_id}").text.split("Timeline")[1]
    places = [story.index(f"Your certificate was {each}") for each in ("issued", "suspended", "revoked")]
    assert places == sorted(places)
    assert story.count(REASON) == 2


@pytest.mark.parametrize(("standing", "offered"), [(Standing.REVOKED, True), (Standing.VALID, False)])
def test_after_a_revocation_one_can_apply_again(
    lin: Browser, services: Services, cast: dict[str, Person], standing: Standing, offered: bool
) -> None:
    application_id = approved(services, cast["lin"], standing)
    page = lin.get(f"/applications/{application_id}").text
    assert (f"/applications/{application_id}/again" in page) == offered
    if offered:
        copy = lin.post(f"/applications/{application_id}/again", {"command": hidden(page, "command")})
        assert "A new draft was made with your answers." in copy.text


def test_a_pending_withdrawal_is_all_that_the_page_waits_for(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = sent(services, cast["lin"], Stage.IN_REVIEW)
    assert "a reviewer, who reads" in lin.get(f"/applications/{application_id}").text
    page = lin.post(f"/applications/{application_id}/withdraw", {"command": str(services.ids())}).text
    assert (
        tag_of(page) == "Withdrawal recorded"
        and "Your withdrawal is recorded" in page
        and "You asked to withdraw it" in page
    )
    assert "a reviewer, who reads" not in page and "Waiting for a reviewer" not in page


def test_a_withdrawal_that_the_decision_overtook_is_told_as_too_late(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    case = write_case(services, cast["lin"])
    close(services, case, cast["rita"], outcome=DecisionOutcome.DECLINE)
    refused = CommandRow(
        id=services.ids(),
        name="withdraw",
        target=case_of(case.id),
        actor=cast["lin"].id,
        payload={},
        created_at=services.now(),
        next_try_at=services.now(),
        state=CommandState.REFUSED,
        refusal="AlreadyDecided",
        refusal_text=Message.verbatim("This case is closed: declined."),
    )
    assert "came too late" not in lin.get(f"/applications/{case.id}").text
    with begin(services.engine) as session:
        session.add(refused)
    page = lin.get(f"/applications/{case.id}").text
    assert "Your withdrawal came too late" in page and "This case is closed: declined." in page
