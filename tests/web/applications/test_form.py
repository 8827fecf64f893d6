"""The application form: drafts, steps, mistakes, two tabs."""

from collections.abc import Callable, Mapping
from uuid import UUID

import httpx2
import pytest

from domain.accounts import Person
from domain.applications.kept_answers import Answers
from tests.cast import Browser, hidden
from tests.web.applications.drafts import FULL, OWNER, draft, sent, stored
from web.services import Services

BUSINESS = {key: str(value) for key, value in FULL.sections["business"].items()}


def save(
    browser: Browser, application_id: UUID, section: str, *, typed: Mapping[str, str], do: str = "continue"
) -> httpx2.Response:
    """Open a step, type, and press a button."""
    path = f"/applications/{application_id}/{section}"
    seen = hidden(browser.get(path).text, "seen")
    return browser.post(path, {"seen": seen, "do": do, **typed})


def test_an_empty_list_invites_to_start(lin: Browser) -> None:
    assert "Start an application" in lin.get("/applications").text


def test_the_legal_forms_come_from_the_pack_of_the_country(lin: Browser) -> None:
    assert "Limited liability company (LLC)" in lin.get("/applications/new?trade=merchant&country=US").text
    assert "个体工商户" in lin.get("/applications/new?trade=merchant&country=CN").text
    assert "Sole trader" in lin.get("/applications/new?trade=merchant&country=BR").text


@pytest.mark.parametrize("country", ["", "XX", "de", "DEU"])
def test_a_country_that_does_not_exist_is_refused_beside_the_field(lin: Browser, country: str) -> None:
    answer = lin.get(f"/applications/new?trade=merchant&country={country}")
    assert answer.status_code == 422
    assert 'id="country-error"' in answer.text


def test_pressing_start_twice_opens_one_draft(lin: Browser, services: Services) -> None:
    draft_id = hidden(lin.get("/applications/new?trade=merchant&country=DE").text, "draft_id")
    form = {"country": "DE", "legal_form": "company", "draft_id": draft_id}
    first, second = lin.post("/applications/new", form), lin.post("/applications/new", form)
    assert first.url == second.url
    assert lin.get("/applications").text.count("Application without a name yet") == 1


def test_every_step_is_listed_from_the_start_with_what_is_due(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    page = lin.get(f"/applications/{draft(services, cast['lin'])}").text
    for words in ("3 documents due", "Extract from the trade register", "6 answers due", "Check your answers and send"):
        assert words in page


def test_mistakes_stand_beside_the_field_and_in_the_summary_and_what_was_typed_survives(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = draft(services, cast["lin"])
    answer = save(
        lin, application_id, "business", typed=BUSINESS | {"business.phone": "12", "business.website": "no address"}
    )
    assert answer.status_code == 422
    page = lin.get(f"/applications/{application_id}/business").text
    assert 'value="12"' in page
    assert 'value="no address"' in page
    assert '<a href="#business.phone">' in page
    assert 'id="business.phone-error"' in page
    assert "2 answers to correct" in lin.get(f"/applications/{application_id}").text


def test_saving_for_later_complains_of_nothing(lin: Browser, services: Services, cast: dict[str, Person]) -> None:
    application_id = draft(services, cast["lin"])
    answer = save(lin, application_id, "business", typed={"business.legal_name": "Lin"}, do="later")
    assert answer.status_code == 200
    assert "Saved." in answer.text
    assert stored(services, application_id).form.one("business.legal_name") == "Lin"


@pytest.mark.parametrize(
    "name", ["🦄" * 5, "\u202eevil", "名" * 4000, "<script>alert(1)</script>", "a\x00b", "100 % Lin"]
)
def test_strange_names_neither_break_the_page_nor_leave_it_unescaped(
    lin: Browser, services: Services, cast: dict[str, Person], name: str
) -> None:
    application_id = draft(services, cast["lin"])
    answer = save(lin, application_id, "business", typed=BUSINESS | {"business.legal_name": name})
    assert answer.status_code in (200, 422)
    for path in ("", "/business", "/review"):
        page = lin.get(f"/applications/{application_id}{path}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_a_wrong_optional_answer_has_to_be_mended_or_emptied(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = draft(services, cast["lin"], FULL)
    save(lin, application_id, "business", typed=BUSINESS | {"business.website": "no address"})
    assert "1 answer to correct" in lin.get(f"/applications/{application_id}").text
    save(lin, application_id, "business", typed=BUSINESS)
    assert "answer to correct" not in lin.get(f"/applications/{application_id}").text


def test_people_are_added_and_removed_by_plain_buttons(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = draft(services, cast["lin"])
    first = {f"owners.0.{key}": value for key, value in OWNER.items()}
    page = save(lin, application_id, "owners", typed=first, do="add")
    assert 'name="owners.1.name"' in page.text
    save(lin, application_id, "owners", typed=first | {"owners.1.name": "Max"}, do="later")
    assert [each["name"] for each in stored(services, application_id).form.owners] == ["Lin Wei", "Max"]
    save(lin, application_id, "owners", typed=first | {"owners.1.name": "Max"}, do="remove-0")
    assert [each["name"] for each in stored(services, application_id).form.owners] == ["Max"]


def test_the_second_tab_is_told_of_the_change_and_keeps_what_was_typed(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = draft(services, cast["lin"])
    path = f"/applications/{application_id}/payout"
    seen = hidden(lin.get(path).text, "seen")
    lin.post(path, {"seen": seen, "do": "later", "payout.holder": "Tab one"})
    late = lin.post(path, {"seen": seen, "do": "later", "payout.holder": "Tab two"})
    assert late.status_code == 409
    assert "Tab one" in late.text
    assert 'value="Tab two"' in late.text
    assert stored(services, application_id).form.one("payout.holder") == "Tab one"
    lin.post(path, {"seen": hidden(late.text, "seen"), "do": "later", "payout.holder": "Tab two"})
    assert stored(services, application_id).form.one("payout.holder") == "Tab two"


def test_a_change_in_another_step_is_no_conflict(lin: Browser, services: Services, cast: dict[str, Person]) -> None:
    application_id = draft(services, cast["lin"])
    seen = hidden(lin.get(f"/applications/{application_id}/payout").text, "seen")
    save(lin, application_id, "business", typed=BUSINESS)
    answer = lin.post(f"/applications/{application_id}/payout", {"seen": seen, "do": "later", "payout.holder": "Lin"})
    assert answer.status_code == 200


def test_another_country_keeps_the_answers_and_asks_its_own(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    application_id = draft(services, cast["lin"], FULL)
    answer = lin.post(f"/applications/{application_id}/place", {"country": "CN", "legal_form": "company"})
    assert "Country and legal form are saved" in answer.text
    assert stored(services, application_id).form.one("business.legal_name") == "Lin Handels GmbH"
    assert "unified social credit code" in lin.get(f"/applications/{application_id}/business").text


def test_each_question_says_why_it_is_asked(lin: Browser, services: Services, cast: dict[str, Person]) -> None:
    page = lin.get(f"/applications/{draft(services, cast['lin'])}/business").text
    assert "Digital Services Act (2022/2065) Art. 30(1)" in page
    assert "[E1]" not in page


@pytest.mark.parametrize("path", ["", "/business", "/documents", "/review", "/place", "/withdraw", "/progress"])
def test_somebody_else_finds_nothing(
    browse: Callable[[], Browser], services: Services, cast: dict[str, Person], path: str
) -> None:
    application_id = sent(services, cast["lin"])
    assert browse().sign_in(cast["omar"]).get(f"/applications/{application_id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/business", "/documents", "/place", "/submit", "/withdraw", "/again"])
def test_somebody_else_changes_nothing(
    browse: Callable[[], Browser], services: Services, cast: dict[str, Person], path: str
) -> None:
    application_id = draft(services, cast["lin"])
    form = {"command": str(services.ids()), "country": "CN", "legal_form": "company", "kind": "bank_proof"}
    answer = browse().sign_in(cast["omar"]).post(f"/applications/{application_id}{path}", form)
    assert answer.status_code == 404
    assert stored(services, application_id).form == Answers()
    assert stored(services, application_id).country == "DE"


@pytest.mark.parametrize("path", ["/business", "/place"])
def test_what_was_sent_can_no_longer_change(
    lin: Browser, services: Services, cast: dict[str, Person], path: str
) -> None:
    application_id = sent(services, cast["lin"])
    answer = lin.post(f"/applications/{application_id}{path}", {"country": "CN", "legal_form": "company"})
    assert answer.status_code == 409
    assert stored(services, application_id).form == FULL


@pytest.mark.parametrize("path", ["/nonsense", "/secrets/more"])
def test_a_step_that_does_not_exist_is_not_found(
    lin: Browser, services: Services, cast: dict[str, Person], path: str
) -> None:
    assert lin.get(f"/applications/{draft(services, cast['lin'])}{path}").status_code == 404
    assert lin.get("/applications/no-id").status_code == 404
