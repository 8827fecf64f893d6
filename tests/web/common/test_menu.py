"""The menu: whoever sees an entry may open it, and nobody else can."""

from collections.abc import Callable

import pytest

from domain.accounts import Person, Role
from tests.cast import CAST, Browser
from web.common.menu import MENU, menu_of

Browse = Callable[[], Browser]
# One of the cast for each role.
WHO = {role: key for key, (_, role) in CAST.items()}


@pytest.mark.parametrize("role", list(Role))
def test_whoever_sees_an_entry_may_open_it_and_nobody_else(cast: dict[str, Person], browse: Browse, role: Role) -> None:
    person = cast[WHO[role]]
    browser = browse().sign_in(person)
    for entry in MENU:
        answer = browser.get(entry.address)
        assert answer.status_code == (200 if entry in menu_of(person) else 403), entry.address
        shown = answer.text.split("</header>")[0]
        assert [each for each in MENU if f'href="{each.address}"' in shown] == menu_of(person)
        assert f'href="{entry.address}" aria-current="page"' in shown or answer.status_code == 403


def test_a_visitor_is_asked_to_sign_in_for_what_is_not_in_their_menu(browse: Browse) -> None:
    browser = browse()
    for entry in MENU:
        assert browser.get(entry.address).url.path == (entry.address if entry in menu_of(None) else "/sign-in")


def test_pages_that_lie_elsewhere_belong_to_an_entry_too() -> None:
    held = {path: [each.address for each in MENU if each.holds(path)] for path in ("/cases/1", "/roomy", "/cutscores")}
    assert held == {"/cases/1": ["/review"], "/roomy": [], "/cutscores": ["/blueprints"]}
