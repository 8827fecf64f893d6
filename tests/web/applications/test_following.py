"""What a merchant may see of a case on its way: states of checks, a decline, a certificate, a withdrawal."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from db.cases import CaseRow, store_findings
from db.commands import CommandRow
from db.credentials.register import CredentialRow
from db.engine import begin, read
from db.review import TaskRow
from domain.accounts import Person
from domain.cases import Stage
from domain.commands import CommandState
from domain.credentials.standing import Standing, make_number
from domain.review import DecisionOutcome, TaskState
from domain.risk import RiskBand
from domain.screening import CheckStatus, Finding
from tests.cast import Browser, hidden
from tests.web.applications.drafts import FULL, complete, sent, stored
from tests.web.applications.sent import commands, decide
from web.services import Services


def same_account(now: datetime) -> Finding:
    return Finding(
        check="duplicate.account",
        version=1,
        subject="application",
        status=CheckStatus.WARN,
        reason_code="SAME_VALUE",
        sentence="Another merchant names the same account.",
        started_at=now,
        finished_at=now,
    )


def test_the_merchant_sees_states_of_checks_but_never_findings_or_the_band(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id, now = sent(services, cast["lin"], Stage.IN_REVIEW), services.now()
    with begin(services.engine) as session:
        case = session.get_one(CaseRow, application_id)
        case.risk_band, case.risk_reasons = RiskBand.HIGH, ["duplicate_account_warn"]
        store_findings(session, application_id, [same_account(now)])
        until = now + timedelta(days=5)
        session.add(TaskRow(id=services.ids(), case_id=case.id, state=TaskState.OPEN, opened_at=now, due_at=until))
    page = lin.get(f"/applications/{application_id}").text
    assert "Done" in page.split("Comparison with other applications")[1].split("</li>")[0]
    assert "at the latest" in page
    for secret in ("same account", "same_value", "duplicate_account", RiskBand.HIGH):
        assert secret not in page.lower()


def test_a_decline_gives_its_reasons_and_a_way_to_apply_again(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = sent(services, cast["lin"], Stage.DECLINED)
    decide(services, application_id, cast["rita"], outcome=DecisionOutcome.DECLINE)
    page = lin.get(f"/applications/{application_id}").text
    assert "One of your documents had expired or was too old." in page
    assert "Please send one from this year." in page
    assert not any(each in page for each in ("a note for staff", "Rita", "hx-trigger"))
    form = {"command": hidden(page, "command")}
    first = lin.post(f"/applications/{application_id}/again", form)
    second = lin.post(f"/applications/{application_id}/again", form)
    assert first.url == second.url
    copy = stored(services, UUID(str(first.url.path).rsplit("/", 1)[1]))
    assert copy.form.sections == {key: part for key, part in FULL.sections.items() if key != "declaration"}


def pending(services: Services, lin: Person, application_id: UUID, *, credential_id: UUID) -> CredentialRow:
    today = services.today()
    return CredentialRow(
        id=credential_id,
        case_id=application_id,
        account_id=lin.id,
        number=make_number("M", 2026, credential_id),
        kind="merchant",
        holder="Lin Handels GmbH",
        legal_form="Company",
        country="DE",
        categories=["Clothing"],
        issuer="Market",
        issued_on=today,
        valid_from=today,
        valid_until=today,
        standing=Standing.PENDING,
        standing_at=services.now(),
    )


def test_an_approval_shows_the_certificate_once_it_is_made(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id, credential_id = sent(services, cast["lin"], Stage.APPROVED), services.ids()
    decide(services, application_id, cast["rita"], outcome=DecisionOutcome.APPROVE, credential_id=credential_id)
    number = make_number("M", 2026, credential_id)
    with begin(services.engine) as session:
        session.add(pending(services, cast["lin"], application_id, credential_id=credential_id))
    page = lin.get(f"/applications/{application_id}").text
    assert "Your certificate is being made" in page
    assert "certificate.pdf" not in page
    with begin(services.engine) as session:
        session.get_one(CredentialRow, credential_id).standing = Standing.VALID
    page = lin.get(f"/applications/{application_id}").text
    for words in (number, f"/verify/{number}", f"/credentials/{credential_id}/certificate.pdf", "You are certified"):
        assert words in page


def test_a_withdrawal_asks_first_and_is_recorded_once(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = sent(services, cast["lin"], Stage.IN_REVIEW)
    command = hidden(lin.get(f"/applications/{application_id}/withdraw").text, "command")
    for _ in range(2):
        answer = lin.post(f"/applications/{application_id}/withdraw", {"command": command})
        assert "Your withdrawal is recorded" in answer.text
    assert commands(services, application_id) == ["withdraw"]


@pytest.mark.parametrize("path", ["withdraw", "again"])
def test_a_draft_is_neither_withdrawn_nor_copied(
    lin: Browser, services: Services, cast: dict[str, Person], path: str
) -> None:
    application_id = complete(services, cast["lin"])
    answer = lin.post(f"/applications/{application_id}/{path}", {"command": str(services.ids())})
    assert answer.status_code == 409
    with read(services.engine) as session:
        assert session.exec(select(CommandRow).where(CommandRow.state == CommandState.PENDING)).all() == []
