"""Sessions: the cookie, signing out, and the browsers of an account."""

from collections.abc import Callable

from sqlmodel import select

from db.accounts.people import live_sessions
from db.audit import AuditRow
from db.engine import read
from domain.accounts import Person
from tests.cast import PASSWORD, Browser
from tests.letters import sign_in
from web.common.browsers import describe
from web.common.deps import COOKIE
from web.services import Services

Browse = Callable[[], Browser]


def test_each_sign_in_gets_a_new_token_and_ends_the_old_session(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    browser = browse()
    tokens = []
    for _ in range(2):
        assert sign_in(browser, "lin@example.com") == 303
        tokens.append(browser.client.cookies[COOKIE])
    assert tokens[0] != tokens[1]
    with read(services.engine) as session:
        assert len(live_sessions(session, cast["lin"].id, services.now())) == 1


def test_the_cookie_is_signed_and_kept_from_scripts(cast: dict[str, Person], browse: Browse) -> None:
    browser = browse()
    answer = browser.post("/sign-in", {"email": "lin@example.com", "password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    forger = browse()
    forger.client.cookies.set(COOKIE, f"{browser.client.cookies[COOKIE]}x")
    assert "/sign-in" in str(forger.get("/account").url)


def test_who_signs_out_is_out_on_this_browser_alone(cast: dict[str, Person], browse: Browse) -> None:
    desk, phone = browse().sign_in(cast["lin"]), browse().sign_in(cast["lin"])
    assert "You are signed out." in desk.post("/sign-out").text
    assert "/sign-in" in str(desk.get("/account").url)
    assert phone.get("/account", follow_redirects=False).status_code == 200


def test_signing_out_everywhere_ends_every_session_and_is_audited(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    desk, phone = browse().sign_in(cast["lin"]), browse().sign_in(cast["lin"])
    desk.post("/account/sign-out-everywhere")
    assert "/sign-in" in str(phone.get("/account").url)
    with read(services.engine) as session:
        assert session.exec(select(AuditRow.kind)).all() == ["account.signed_out_everywhere"]


def test_nobody_ends_the_session_of_somebody_else(services: Services, cast: dict[str, Person], browse: Browse) -> None:
    lin, omar = browse().sign_in(cast["lin"]), browse().sign_in(cast["omar"])
    with read(services.engine) as session:
        theirs = live_sessions(session, cast["lin"].id, services.now())[0].token_hash
    omar.post("/account/sessions/end", {"browser": theirs})
    assert lin.get("/account", follow_redirects=False).status_code == 200


def test_a_form_without_its_token_changes_nothing(cast: dict[str, Person], browse: Browse) -> None:
    browser = browse().sign_in(cast["lin"])
    assert browser.client.post("/account/sign-out-everywhere").status_code == 403
    assert browser.get("/account", follow_redirects=False).status_code == 200


def test_a_browser_is_called_by_its_name() -> None:
    signature = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1"
    assert describe(signature) == "Safari, iPhone"
    assert str(describe("curl/8")) == "Unknown browser"
