"""Accounts in the browser: register, confirm the address, sign in."""

import re
from collections.abc import Callable

import pytest

from db.accounts.people import AccountRow
from db.engine import begin
from domain.accounts import Person, Purpose
from domain.notifications import NoticeKind
from domain.refusals import Invalid
from tests.cast import PASSWORD, Browser
from tests.letters import account, letters, link, sign_in
from web.common import inputs
from web.services import Services

Browse = Callable[[], Browser]
NEW = {"name": "Ana Reyes", "email": "Ana@Example.com", "password": "a long quiet evening"}


def test_who_registers_confirms_and_signs_in_is_in(services: Services, browse: Browse) -> None:
    browser = browse()
    assert "Check your mail" in browser.post("/register", NEW).text
    row = account(services, "ana@example.com")
    assert letters(services) == [(NoticeKind.CONFIRM_ADDRESS, str(row.id))]
    assert sign_in(browser, NEW["email"], NEW["password"]) == 403
    path = link(services, Purpose.CONFIRM, row)
    assert "ana@example.com" in browser.get(path).text
    assert account(services, "ana@example.com").email_confirmed_at is None, "opening the link alone confirms nothing"
    assert "Your address is confirmed" in browser.post(path).text
    assert sign_in(browser, NEW["email"], NEW["password"]) == 303
    assert "Ana Reyes" in browser.get("/account").text


def test_a_used_confirm_link_says_that_it_is_done(services: Services, browse: Browse) -> None:
    browser = browse()
    browser.post("/register", NEW)
    path = link(services, Purpose.CONFIRM, account(services, "ana@example.com"))
    browser.post(path)
    again = browser.get(path).text
    assert "This address is confirmed already." in again and 'href="/sign-in"' in again


def test_only_a_form_that_is_right_counts_towards_the_letters(services: Services, browse: Browse) -> None:
    browser = browse()
    for _ in range(31):
        assert browser.post("/register", NEW | {"password": "short"}).status_code == 422
    assert "Check your mail" in browser.post("/register", NEW).text


def test_a_known_address_gets_the_same_page_and_its_owner_a_way_in(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    fresh = browse().post("/register", NEW)
    known = browse().post("/register", NEW | {"email": "lin@example.com"})
    assert (fresh.status_code, str(fresh.url)) == (known.status_code, str(known.url))
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", fresh.text) == strip.sub("", known.text)
    assert letters(services)[-1] == (NoticeKind.RESET_PASSWORD, str(cast["lin"].id))
    assert account(services, "lin@example.com").name == "Lin Wei"


def test_a_wrong_form_keeps_what_was_typed_but_never_the_password(browse: Browse) -> None:
    answer = browse().post("/register", {"name": "Ana <b>", "email": "nonsense", "password": "short"})
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert 'href="#password"' in answer.text
    assert 'value="Ana &lt;b&gt;"' in answer.text
    assert "short" not in answer.text


@pytest.mark.parametrize(
    "typed", ["x" * 4000, "", " \u202e ", "\x00", "Win at https://evil.example", "WWW.evil.example", "lin@example.com"]
)
def test_a_name_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        inputs.name(typed)


def test_a_name_in_any_script_is_kept_and_cannot_turn_the_text_around_it() -> None:
    assert inputs.name("  光  星\n🎉 ") == "光 星 🎉"
    assert inputs.name("\u202eسارة\u202c بنت") == "سارة بنت"


def test_wrong_passwords_and_unknown_addresses_get_one_answer(cast: dict[str, Person], browse: Browse) -> None:
    browser = browse()
    for email in ("lin@example.com", "nobody@example.com", "no address"):
        answer = browser.post("/sign-in", {"email": email, "password": "wrong password"})
        assert answer.status_code == 422
        assert "The e-mail address or the password is not right." in answer.text


def test_the_sixth_try_has_to_wait_even_with_the_right_password(cast: dict[str, Person], browse: Browse) -> None:
    browser = browse()
    assert [sign_in(browser, "lin@example.com", "wrong password") for _ in range(5)] == [422] * 5
    answer = browser.post("/sign-in", {"email": "lin@example.com", "password": PASSWORD})
    assert answer.status_code == 429
    assert re.search(r"Wait about 1\d minutes and try again after \d\d:\d\d UTC", answer.text)
    assert sign_in(browser, "omar@example.com") == 303, "another account on the same client is not held up"


def test_one_client_cannot_try_many_accounts(cast: dict[str, Person], browse: Browse, services: Services) -> None:
    browser = browse()
    answers = [sign_in(browser, f"nobody{n}@example.com", "wrong password") for n in range(31)]
    assert answers == [422] * 30 + [429]


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/account?done=ended", "/account?done=ended"),
        ("https://evil.example/", "/applications"),
        ("//evil.example", "/applications"),
        ("/\\evil.example", "/applications"),
        ("/\tevil", "/applications"),
    ],
)
def test_signing_in_leads_only_to_pages_of_ours(
    wanted: str, led_to: str, cast: dict[str, Person], browse: Browse
) -> None:
    form = {"email": "lin@example.com", "password": PASSWORD, "next": wanted}
    assert browse().post("/sign-in", form, follow_redirects=False).headers["location"] == led_to


def test_a_closed_account_cannot_sign_in(services: Services, cast: dict[str, Person], browse: Browse) -> None:
    with begin(services.engine) as session:
        session.get_one(AccountRow, cast["lin"].id).disabled_at = services.now()
    answer = browse().post("/sign-in", {"email": "lin@example.com", "password": PASSWORD})
    assert "This account is closed" in answer.text
