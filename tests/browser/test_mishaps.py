"""Mishaps in a real browser: Back after a refused form, a broken connection, a file that is too large."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from domain.accounts import Person
from tests.browser.conftest import PHONE, Screen
from tests.cast import PASSWORD
from tests.live import Live
from tests.samples import text_pdf
from tests.web.applications.drafts import draft
from tests.web.review.cases_written import write_case
from web.common.deps import COOKIE

PAYOUT = {"payout.holder": "Lin Tea House GmbH", "payout.bank": "Hafenbank", "payout.account": "DE00"}
WORDS = "Please send a current extract that shows the name of your business."


@pytest.fixture
def screen(chromium: Browser, live: Live) -> Iterator[Screen]:
    """A phone whose console may complain: broken connections are on purpose here."""
    context = chromium.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield Screen(page, live.url)
    context.close()


def test_back_after_a_mended_step_shows_the_step(screen: Screen, live: Live, people: dict[str, Person]) -> None:
    path = f"/applications/{draft(live.services, people['lin'])}/payout"
    screen.sign_in("lin@example.com").open(path).fill(PAYOUT).press("Save and continue")
    screen.says("There is a problem").look()
    screen.fill({"payout.account": "DE89370400440532013000"}).press("Save and continue").says("documents are needed")
    screen.page.go_back()
    assert screen.page.input_value('[name="payout.bank"]') == "Hafenbank"
    screen.page.go_back()
    assert screen.page.input_value('[name="payout.account"]').startswith("DE89")


def test_back_after_a_mended_decision_shows_what_was_typed(
    screen: Screen, live: Live, people: dict[str, Person]
) -> None:
    case = write_case(live.services, people["lin"])
    screen.sign_in("rita@example.com").open(f"/cases/{case.id}").press("Claim")
    screen.tick("outcome", "decline").tick("reason_codes", "details_differ").fill({"text": "Short"}).press("Continue")
    screen.says("There is a problem").fill({"text": WORDS}).press("Continue").says(WORDS)
    screen.page.go_back()
    screen.says("There is a problem")
    assert screen.page.locator("[name=text]").count() == 1
    screen.page.go_forward()
    screen.says(WORDS)


def test_an_upload_that_breaks_says_so_and_is_sent_again(
    screen: Screen, live: Live, people: dict[str, Person], tmp_path: Path
) -> None:
    (tmp_path / "bank.pdf").write_bytes(text_pdf())
    screen.sign_in("lin@example.com").open(f"/applications/{draft(live.services, people['lin'])}/documents")
    screen.page.context.set_offline(True)
    screen.page.set_input_files('[name="file-bank_proof"]', tmp_path / "bank.pdf")
    screen.says("The connection was lost. Nothing was stored.").look().press("Try again")
    screen.says("The connection was lost. Nothing was stored.")
    screen.page.context.set_offline(False)
    screen.press("Try again").says("bank.pdf")


def test_a_refusal_of_an_upload_is_said_beside_the_input(
    screen: Screen, live: Live, people: dict[str, Person], tmp_path: Path
) -> None:
    (tmp_path / "bank.pdf").write_bytes(text_pdf())
    screen.sign_in("lin@example.com").open(f"/applications/{draft(live.services, people['lin'])}/documents")
    screen.page.route("**/documents", _busy)
    screen.page.set_input_files('[name="file-bank_proof"]', tmp_path / "bank.pdf")
    screen.says("Wait about 3 min.")
    screen.page.unroute("**/documents")
    screen.press("Try again").says("bank.pdf")


def test_a_file_to_verify_survives_a_lost_connection_and_its_size_is_checked(screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "small.pdf").write_bytes(text_pdf())
    (tmp_path / "large.pdf").write_bytes(b"x" * 10_000_001)
    screen.open("/verify").page.set_input_files("[name=file]", tmp_path / "large.pdf")
    screen.press("Compare the file").says("larger than 10 MB").look()
    screen.page.set_input_files("[name=file]", tmp_path / "small.pdf")
    screen.page.context.set_offline(True)
    screen.press("Compare the file").says("The connection was lost. Nothing was stored.")
    screen.page.context.set_offline(False)
    screen.press("Try again").says("Not one of ours")


def test_a_body_beyond_the_limit_gets_a_page_with_a_way_back(screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "huge.pdf").write_bytes(b"x" * 20_000_000)
    screen.open("/verify").page.evaluate("document.querySelector('[data-most]').dataset.most = 1e9")
    screen.page.set_input_files("[name=file]", tmp_path / "huge.pdf")
    screen.press("Compare the file").says("This is too large").look().press("Back to the page before")
    screen.says("Verify a certificate")


def test_who_is_signed_out_while_typing_copies_the_text_and_is_led_back(
    screen: Screen, live: Live, people: dict[str, Person]
) -> None:
    path = f"/applications/{draft(live.services, people['lin'])}/payout"
    screen.sign_in("lin@example.com").open(path).fill(PAYOUT)
    screen.page.context.clear_cookies(name=COOKIE)
    screen.press("Save and continue").says("You were signed out").look()
    assert screen.page.get_by_label("Payout bank").input_value() == "Hafenbank"
    screen.press("Sign in").fill({"email": "lin@example.com", "password": PASSWORD}).press("Sign in")
    assert screen.page.url == live.url + path


def _busy(route: Route) -> None:
    body = "<!doctype html><title>Wait</title><main><p data-message>Wait about 3 min.</p></main>"
    route.fulfill(status=429, body=body, content_type="text/html")
