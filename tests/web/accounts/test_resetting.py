"""A forgotten password, and the signed links of letters."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from db.accounts.links import LinkSpent, make_token, read_token
from domain.accounts import Person, Purpose
from domain.notifications import NoticeKind
from tests.cast import Browser
from tests.letters import account, letters, link, sign_in
from web.services import Services

Browse = Callable[[], Browser]


def test_a_reset_link_works_once_and_signs_everybody_out(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    browser, other = browse(), browse().sign_in(cast["lin"])
    browser.post("/forgotten", {"email": "LIN@example.com"})
    assert letters(services) == [(NoticeKind.RESET_PASSWORD, str(cast["lin"].id))]
    path = link(services, Purpose.RESET, account(services, "lin@example.com"))
    assert browser.post(path, {"password": "short"}).status_code == 422
    assert "Your new password is set" in browser.post(path, {"password": "another long evening"}).text
    assert browser.post(path, {"password": "a third long evening"}).status_code == 410
    assert "/sign-in" in str(other.get("/account").url)
    assert sign_in(browser, "lin@example.com") == 422
    assert sign_in(browser, "lin@example.com", "another long evening") == 303


def test_an_unknown_address_gets_the_same_page_and_no_letter(services: Services, browse: Browse) -> None:
    assert "Check your mail" in browse().post("/forgotten", {"email": "nobody@example.com"}).text
    assert letters(services) == []


def test_one_address_gets_five_letters_an_hour_at_most(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    browser = browse()
    for _ in range(8):
        assert browser.post("/forgotten", {"email": "lin@example.com"}).status_code == 200
    assert len(letters(services)) == 5


def test_a_link_serves_one_purpose_one_secret_and_a_limited_time(services: Services, cast: dict[str, Person]) -> None:
    token = make_token("secret", Purpose.CONFIRM, cast["lin"].id, stamp="lin@example.com")
    assert read_token("secret", Purpose.CONFIRM, token, max_age=timedelta(days=1)).account_id == cast["lin"].id
    for secret, purpose, text, age in (
        ("secret", Purpose.RESET, token, timedelta(days=1)),
        ("another", Purpose.CONFIRM, token, timedelta(days=1)),
        ("secret", Purpose.CONFIRM, token[:-1], timedelta(days=1)),
        ("secret", Purpose.CONFIRM, token, timedelta(seconds=-1)),
    ):
        with pytest.raises(LinkSpent):
            read_token(secret, purpose, text, max_age=age)


def test_the_link_tells_nothing_of_the_password(services: Services, cast: dict[str, Person]) -> None:
    row = account(services, "lin@example.com")
    assert row.password_hash not in link(services, Purpose.RESET, row)
