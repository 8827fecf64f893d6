"""Checking, sending, following and taking back an application."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from db.applications import ApplicationRow
from db.cases import CaseRow, store_findings
from db.commands import CommandRow, CommandState, pending_for
from db.credentials.register import CredentialRow
from db.engine import begin, read
from db.review import DecisionRow, TaskRow
from domain.accounts import Person
from domain.applications.kept_answers import Answers
from domain.cases import Stage, case_of
from domain.credentials.standing import Standing, make_number
from domain.review import DecisionOutcome, TaskState
from domain.screening import CheckStatus, Finding, RiskBand
from tests.cast import Browser, hidden
from tests.web.applications.drafts import FULL, complete, draft, sent, stored
from web.services import Services


@pytest.fixture
def lin(browse: Callable[[], Browser], cast: dict[str, Person]) -> Browser:
    """Lin's browser, signed in."""
    return browse().sign_in(cast["lin"])


def commands(services: Services, application_id: UUID) -> list[str]:
    """Names of the recorded commands to a case."""
    with read(services.engine) as session:
        return [row.name for row in pending_for(session, case_of(application_id))]


def decide(
    services: Services, application_id: UUID, by: Person, outcome: DecisionOutcome, credential_id: UUID | None = None
) -> None:
    """What the review writes when a case is decided."""
    with begin(services.engine) as session:
        case = session.get_one(CaseRow, application_id)
        session.add(
            DecisionRow(
                id=services.ids(),
                case_id=case.id,
                outcome=outcome,
                by=by.id,
                role=by.role,
                at=services.now(),
                reason_codes=["document_expired"],
                text="Please send one from this year.",
                note="a note for staff",
                pack=case.pack,
                pack_version=case.pack_version,
                pack_hash=case.pack_hash,
                facts={},
                facts_hash="",
                credential_id=credential_id,
            )
        )


def test_the_review_shows_every_answer_in_words(lin: Browser, services: Services, cast: dict[str, Person]) -> None:
    page = lin.get(f"/applications/{complete(services, cast['lin'])}/review").text
    for words in (
        "Lin Handels GmbH",
        "27 March 1990",
        "Germany",
        "Bought from wholesalers",
        "Confirmed",
        "bank_proof.pdf",
    ):
        assert words in page
    assert "still due" not in page


def test_sending_is_refused_with_the_list_of_what_is_due(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = draft(services, cast["lin"], FULL)
    command = hidden(lin.get(f"/applications/{application_id}/review").text, "command")
    answer = lin.post(f"/applications/{application_id}/submit", {"command": command})
    assert answer.status_code == 422
    assert f"/applications/{application_id}/documents#paper-bank_proof" in answer.text
    assert stored(services, application_id).submitted_at is None
    assert commands(services, application_id) == []


def test_a_double_click_sends_once(lin: Browser, services: Services, cast: dict[str, Person]) -> None:
    application_id = complete(services, cast["lin"])
    command = hidden(lin.get(f"/applications/{application_id}/review").text, "command")
    for _ in range(2):
        answer = lin.post(f"/applications/{application_id}/submit", {"command": command})
        assert answer.status_code == 200
        assert str(answer.url).endswith(f"/applications/{application_id}")
    assert commands(services, application_id) == ["submit"]


def test_sending_again_from_an_old_page_is_a_conflict(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = complete(services, cast["lin"])
    for expected in (200, 409):
        form = {"command": str(services.ids())}
        assert lin.post(f"/applications/{application_id}/submit", form).status_code == expected
    assert commands(services, application_id) == ["submit"]


def test_answers_to_what_is_no_longer_asked_are_not_sent(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    business = FULL.sections["business"] | {"business.ein": "91-1144442"}
    application_id = complete(services, cast["lin"])
    answers = Answers(sections=FULL.sections | {"business": business}, owners=FULL.owners)
    with begin(services.engine) as session:
        session.get_one(ApplicationRow, application_id).answers = answers.model_dump(mode="json")
    lin.post(f"/applications/{application_id}/submit", {"command": str(services.ids())})
    assert stored(services, application_id).form == FULL


def test_while_the_checking_service_is_away_the_page_says_recorded(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    page = lin.get(f"/applications/{sent(services, cast['lin'])}").text
    assert "your application is recorded; checks will start as soon as the service is back" in page
    assert 'hx-trigger="every 3s"' in page


def test_a_poll_is_answered_only_when_something_changed(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = sent(services, cast["lin"], Stage.CHECKING)
    path = lin.get(f"/applications/{application_id}").text.split('hx-get="')[1].split('"')[0]
    assert lin.get(path).status_code == 204
    with begin(services.engine) as session:
        session.get_one(CaseRow, application_id).stage = Stage.IN_REVIEW
    answer = lin.get(path)
    assert "With a reviewer" in answer.text
    assert "<html" not in answer.text


def test_the_merchant_sees_states_of_checks_but_never_findings_or_the_band(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id, now = sent(services, cast["lin"], Stage.IN_REVIEW), services.now()
    found = Finding(
        check="duplicate.account",
        version=1,
        subject="application",
        status=CheckStatus.WARN,
        reason_code="SAME_VALUE",
        sentence="Another merchant names the same account.",
        started_at=now,
        finished_at=now,
    )
    with begin(services.engine) as session:
        case = session.get_one(CaseRow, application_id)
        case.risk_band, case.risk_reasons = RiskBand.HIGH, ["duplicate_account_warn"]
        store_findings(session, application_id, [found])
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
    decide(services, application_id, cast["rita"], DecisionOutcome.DECLINE)
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


def test_an_approval_shows_the_certificate_once_it_is_made(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id, credential_id = sent(services, cast["lin"], Stage.APPROVED), services.ids()
    decide(services, application_id, cast["rita"], DecisionOutcome.APPROVE, credential_id)
    today, number = services.today(), make_number("M", 2026, credential_id)
    row = CredentialRow(
        id=credential_id,
        case_id=application_id,
        account_id=cast["lin"].id,
        number=number,
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
    with begin(services.engine) as session:
        session.add(row)
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
