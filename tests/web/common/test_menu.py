"""The menu: whoever sees an entry may open it, and nobody else can."""

from collections.abc import Callable
from itertools import product

import pytest

from domain.accounts import Person, Role
from tests.cast import CAST, Browser
from web.common.menu import MENU, MenuEntry, menu_of

Browse = Callable[[], Browser]
# One of the cast for each role.
WHO = {role: key for key, (_, role) in CAST.items()}


@pytest.mark.parametrize(
    ("role", "entry"), list(product(Role, MENU)), ids=lambda each: getattr(each, "address", str(each))
)
def test_whoever_sees_an_entry_may_open_it_and_nobody_else(
    cast: dict[str, Person], browse: Browse, role: Role, entry: MenuEntry
) -> None:
    person = cast[WHO[role]]
    answer = browse().sign_in(person).get(entry.address)
    assert answer.status_code == (200 if entry in menu_of(person) else 403)
    shown = answer.text.split("</header>")[0]
    assert [each for each in MENU if f'href="{each.address}"' in shown] == menu_of(person)
    assert f'href="{entry.address}" aria-current="page"' in shown or answer.status_code == 403


@pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry.address)
def test_a_visitor_is_asked_to_sign_in_for_what_is_not_in_their_menu(browse: Browse, entry: MenuEntry) -> None:
    answer = browse().get(entry.address)
    assert answer.url.path == (entry.address if entry in menu_of(None) else "/sign-in")


def test_pages_that_lie_elsewhere_belong_to_an_entry_too() -> None:
    held = {path: [each.address for each in MENU if each.holds(path)] for path in ("/cases/1", "/roomy", "/cutscores")}
    assert held == {"/cases/1": ["/review"], "/roomy": [], "/cutscores": ["/blueprints"]}
