"""Checking, sending, following and taking back an application."""

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.engine import begin
from domain.accounts import Person
from domain.applications.kept_answers import Answers
from domain.cases import Stage
from tests.cast import Browser, hidden
from tests.web.applications.drafts import FULL, complete, draft, sent, stored
from tests.web.applications.sent import commands
from web.services import Services


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
