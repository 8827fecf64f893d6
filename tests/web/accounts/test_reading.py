"""In which language and time zone pages come: the account's, else the cookie's, else the browser's."""

from collections.abc import Callable

import pytest

from domain.accounts import Person
from tests.cast import Browser
from tests.letters import account
from web.services import Services

Browse = Callable[[], Browser]


def language_of(page: str) -> str:
    return page.partition('<html lang="')[2].partition('"')[0]


def test_a_visitor_switches_the_language_and_the_browser_remembers_it(pseudo_language: None, browse: Browse) -> None:
    browser = browse()
    assert 'name="language" value="en-XA"' in browser.get("/verify?number=x").text
    answer = browser.post("/language", {"language": "en-XA", "back": "/sign-in?next=%2Faccount"})
    assert str(answer.url).endswith("/sign-in?next=%2Faccount")
    assert language_of(answer.text) == "en-XA" and "⟦" in answer.text and 'dir="ltr"' in answer.text
    assert "⟦" in browser.post("/sign-in", {"email": "x", "password": "y"}).text.partition("error-text")[2]


def test_an_account_keeps_its_language_and_its_time_zone(
    pseudo_language: None, services: Services, browse: Browse, cast: dict[str, Person]
) -> None:
    lin = browse().sign_in(cast["lin"])
    assert "data-zone-offer" in lin.get("/applications").text
    lin.post("/account/reading", {"language": "en-XA", "time_zone": "Asia/Shanghai", "back": "/account"})
    row = account(services, "lin@example.com")
    assert (row.language, row.time_zone) == ("en-XA", "Asia/Shanghai")
    page = browse().sign_in(cast["lin"]).get("/account").text
    assert language_of(page) == "en-XA" and "+0800</time>" in page and "data-zone-offer" not in page
    lin.post("/account/reading", {"time_zone": "UTC"})
    assert account(services, "lin@example.com").language == "en-XA"


def test_a_new_account_gets_its_e_mails_in_the_language_it_registered_in(
    pseudo_language: None, services: Services, browse: Browse
) -> None:
    browser = browse()
    for email, language in (("lin.jing@example.com", "en-XA"), ("bo@example.com", "en")):
        browser.post("/language", {"language": language})
        browser.post("/register", {"name": "Lin Jing", "email": email, "password": "a calm cup of tea"})
    assert account(services, "lin.jing@example.com").language == "en-XA"
    assert account(services, "bo@example.com").language == ""


@pytest.mark.parametrize("form", [{"language": "tlh"}, {"time_zone": "Mars/Olympus"}, {"language": "en-XA"}])
def test_what_is_not_offered_cannot_be_chosen(form: dict[str, str], browse: Browse, cast: dict[str, Person]) -> None:
    assert browse().sign_in(cast["lin"]).post("/account/reading", form).status_code == 422


def test_data_for_scripts_is_worded_too(pseudo_language: None, browse: Browse) -> None:
    browser = browse()
    browser.post("/language", {"language": "en-XA"})
    asked = {"accept": "application/json", "sec-fetch-site": "cross-site"}
    assert browser.client.post("/language", headers=asked).json()["detail"].startswith("⟦")
