"""Forms that were refused: Back works, and nothing that was typed is lost."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from domain.accounts import Person
from tests.cast import PASSWORD, Browser, hidden
from tests.web.applications.drafts import FULL, draft, stored
from web.common.deps import COOKIE
from web.common.security import CSRF_FIELD
from web.services import Services

Browse = Callable[[], Browser]
TYPED = {"do": "continue", "payout.holder": "Lin <b>Wei</b>", "payout.bank": "Hafenbank", "payout.account": "DE00"}
STALE = {CSRF_FIELD: "of yesterday"}


@pytest.fixture
def lin(browse: Browse, cast: dict[str, Person]) -> Browser:
    """Lin's browser, signed in."""
    return browse().sign_in(cast["lin"])


@pytest.fixture
def payout(services: Services, cast: dict[str, Person]) -> str:
    """The step about payouts in a draft of Lin's."""
    return f"/applications/{draft(services, cast['lin'])}/payout"


def send(browser: Browser, path: str, **more: str) -> Any:
    """Press continue with what was typed, whatever the page's state."""
    return browser.post(path, TYPED | more, follow_redirects=False)


def test_a_refused_step_leads_to_a_page_that_can_be_opened_again(lin: Browser, payout: str) -> None:
    seen = hidden(lin.get(payout).text, "seen")
    answer = send(lin, payout, seen=seen)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{payout}?check=yes")
    page = lin.get(f"{payout}?check=yes")
    assert page.status_code == 422
    assert 'value="DE00"' in page.text and 'id="payout.account-error"' in page.text


def test_missing_answers_are_marked_only_for_who_wanted_to_go_on(lin: Browser, payout: str) -> None:
    assert "payout.holder-error" not in lin.get(payout).text
    assert "payout.holder-error" in lin.get(f"{payout}?check=yes").text


def test_a_mended_step_no_longer_complains_when_it_is_opened_by_back(
    lin: Browser, services: Services, cast: dict[str, Person]
) -> None:
    page = lin.get(f"/applications/{draft(services, cast['lin'], FULL)}/payout?check=yes")
    assert page.status_code == 200 and "error-summary" not in page.text


def test_the_answer_to_a_form_is_kept_by_the_browser_and_other_pages_are_not(browse: Browse) -> None:
    browser = browse()
    refused = browser.post("/sign-in", {"email": "lin@example.com", "password": "wrong"})
    assert refused.headers["cache-control"] == "private, no-cache"
    assert browser.get("/sign-in").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("cookie", ["", "ended"])
def test_who_was_signed_out_while_typing_gets_the_text_back_and_a_way_in(
    browse: Browse, payout: str, cookie: str
) -> None:
    browser = browse()
    if cookie:
        browser.client.cookies.set(COOKIE, cookie)
    answer = send(browser, payout, **({} if cookie else STALE))
    assert answer.status_code == 403 and "You were signed out" in answer.text
    assert "Lin &lt;b&gt;Wei&lt;/b&gt;</textarea>" in answer.text and "Payout holder</label>" in answer.text
    assert f'href="/sign-in?next={payout.replace("/", "%2F")}"' in answer.text
    assert "of yesterday" not in answer.text


def test_signing_in_again_leads_back_to_the_form(browse: Browse, cast: dict[str, Person], payout: str) -> None:
    browser = browse()
    form = {"email": "lin@example.com", "password": PASSWORD, "next": payout}
    assert browser.post("/sign-in", form).url.path == payout


def test_who_is_signed_in_opens_the_page_again_and_copies_the_text(
    lin: Browser, services: Services, payout: str
) -> None:
    answer = send(lin, payout, **STALE)
    assert answer.status_code == 403 and "This page is out of date" in answer.text
    assert f'href="{payout}">Open the page again' in answer.text
    assert "Hafenbank</textarea>" in answer.text
    assert stored(services, UUID(payout.split("/")[2])).form.one("payout.bank") == ""


def test_the_way_back_is_the_page_the_form_stood_on_and_never_another_site(lin: Browser, services: Services) -> None:
    path = f"/cases/{services.ids()}/decision"
    ways = {"http://testserver/applications?x=1": "/applications?x=1", "http://evil.example/review": None}
    for came, back in ways.items():
        answer = lin.post(path, STALE | {"text": "Words"}, headers={"referer": came})
        assert f'href="{back or path.removesuffix("/decision")}">Open the page again' in answer.text


def test_a_password_is_never_shown_again_and_a_visitor_was_not_signed_out(browse: Browse) -> None:
    form = {"name": "Lin", "email": "lin@example.com", "password": "a calm cup of tea"}
    answer = browse().post("/register", STALE | form)
    assert "Lin</textarea>" in answer.text and "calm cup" not in answer.text
    assert "You were signed out" not in answer.text and 'href="/register">Open the page again' in answer.text


def hurry(connection: sqlite3.Connection, *_: object) -> None:
    """Give up on a locked database at once."""
    connection.execute("PRAGMA busy_timeout=20")


def test_a_locked_database_hands_back_what_was_typed(lin: Browser, services: Services, payout: str) -> None:
    seen = hidden(lin.get(payout).text, "seen")
    event.listen(services.engine, "checkout", hurry)
    with closing(sqlite3.connect(services.engine.url.database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = send(lin, payout, seen=seen)
    event.remove(services.engine, "checkout", hurry)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "Hafenbank</textarea>" in answer.text and seen not in answer.text
    assert f'href="{payout}"' in answer.text
