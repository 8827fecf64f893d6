"""The item bank: what its list finds, who may look into it, and what reading leaves behind."""

from collections.abc import Callable

import pytest

from db.audit import AuditRow
from db.engine import begin, read
from db.items import bank as item_bank
from db.items.bank import BankSearch
from db.items.versions import ExposureRow, living
from domain.accounts import Person
from domain.items.content import ItemState
from tests.cast import Browser
from tests.conftest import BOTH
from tests.drafts import rows
from tests.web.exams.attempts import exam_for, item_id_of
from tests.web.exams.items_of_every_kind import ITEMS
from tests.web.items.bank import put, step, versions
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]
PAGES = ("", "/new", "/{id}", "/{id}?version=1", "/{id}/edit", "/pictures/{id}")
BUTTONS = ("new", "{id}/edit", "{id}/send", "{id}/take-back", "{id}/take-over", "{id}/review")
MORE_BUTTONS = ("{id}/promote", "{id}/retire", "{id}/versions")


def found(services: Services, wanted: BankSearch, size: int = 50) -> tuple[list[str], int]:
    """Titles on the page of a search, and how many there are on all."""
    with read(services.engine) as session:
        shown, total = item_bank.search(session, wanted, size)
    return sorted(each.version.title for each in shown), total


@BOTH
@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (BankSearch(words="CASE"), ["case_set"]),
        (BankSearch(words="50%_"), []),
        (BankSearch(kind="case_set"), ["case_set"]),
        (BankSearch(kind="single"), ["single"]),
        (BankSearch(kind="true_false"), ["picture", "true_false"]),
        (BankSearch(area="conduct", kind="numeric"), []),
        (BankSearch(state=ItemState.DRAFT), []),
        (BankSearch(category="food"), []),
    ],
)
def test_a_search_finds_what_it_names(services: Services, cast: Cast, wanted: BankSearch, titles: list[str]) -> None:
    exam_for(services, cast["ana"])
    assert found(services, wanted) == (titles, len(titles))


@BOTH
def test_the_list_shows_newest_versions_page_by_page_and_counts_them(
    services: Services, browse: Browse, cast: Cast
) -> None:
    exam_for(services, cast["ana"])
    eli, item_id = browse().sign_in(cast["eli"]), item_id_of("numeric")
    eli.post(f"/items/{item_id}/versions", {"version": "1"})
    with begin(services.engine) as session:
        session.add(ExposureRow(item_id=item_id, version=1, forms=7))
        assert sum(each.items for each in item_bank.tallies(session)) == len(ITEMS)
        assert item_bank.forms_of(session, item_id) == {1: 7}
    assert found(services, BankSearch(state=ItemState.DRAFT)) == (["numeric"], 1)
    first, second = found(services, BankSearch(), 5), found(services, BankSearch(page=2), 5)
    assert (len(first[0]), len(second[0]), first[1]) == (5, len(ITEMS) - 5, len(ITEMS))
    assert "version 1 is asked" in eli.get("/items?q=numeric").text


def test_an_empty_bank_and_a_search_without_hits_say_so(services: Services, browse: Browse, cast: Cast) -> None:
    eli = browse().sign_in(cast["eli"])
    assert "The bank is empty" in eli.get("/items?state=nonsense&kind=other").text
    put(services, cast["eli"], ItemState.DRAFT)
    assert "No item fits" in eli.get("/items?q=nothing-like-it").text
    assert eli.get("/items?page=0").status_code == 422


@pytest.mark.parametrize("who", ["ana", "lin", "rita", "iris", "ada"])
def test_neither_candidates_nor_others_reach_the_bank(services: Services, browse: Browse, cast: Cast, who: str) -> None:
    item_id, browser = put(services, cast["eli"], ItemState.ACTIVE), browse().sign_in(cast[who])
    assert {browser.get(f"/items{page.format(id=item_id)}").status_code for page in PAGES} == {403}
    assert {browser.post(f"/items/{verb.format(id=item_id)}").status_code for verb in BUTTONS + MORE_BUTTONS} == {403}
    assert "/items" not in browser.get("/").text


def test_who_is_not_signed_in_is_sent_to_sign_in(services: Services, browse: Browse, cast: Cast) -> None:
    item_id = put(services, cast["eli"], ItemState.ACTIVE)
    for path in PAGES:
        answer = browse().get(f"/items{path.format(id=item_id)}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"][:9]) == (303, "/sign-in?")


def test_a_senior_reads_and_reviews_but_does_not_write(services: Services, browse: Browse, cast: Cast) -> None:
    item_id, sam = put(services, cast["eli"], ItemState.REVIEW), browse().sign_in(cast["sam"])
    assert 'href="/items"' in sam.get("/items").text and "New item" not in sam.get("/items").text
    assert [sam.get(f"/items/{page}").status_code for page in (item_id, "new", f"{item_id}/edit")] == [200, 403, 403]
    assert step(sam, item_id, "review", verdict="active", note="Key checked.").status_code == 200
    assert versions(services, item_id)[1].state == ItemState.ACTIVE


def test_reading_what_is_asked_is_noted_once_a_day(services: Services, browse: Browse, cast: Cast) -> None:
    asked, draft = put(services, None, ItemState.PILOT), put(services, None, ItemState.DRAFT, code="T-2")
    for who in ("eli", "noor"):
        browser = browse().sign_in(cast[who])
        for item_id in (asked, asked, draft):
            assert browser.get(f"/items/{item_id}").status_code == 200
    noted = [(row.actor, row.subject, row.facts) for row in rows(services, AuditRow) if row.kind == "item.read"]
    assert noted == [(cast[who].id, str(asked), {"version": 1}) for who in ("eli", "noor")]


def test_a_page_of_an_unknown_item_or_version_is_missing(services: Services, browse: Browse, cast: Cast) -> None:
    item_id, eli = put(services, None, ItemState.ACTIVE), browse().sign_in(cast["eli"])
    missing = (f"/items/{services.ids()}", f"/items/{item_id}?version=2", f"/items/pictures/{services.ids()}")
    assert {eli.get(path).status_code for path in missing} == {404}


@pytest.mark.parametrize("item", ITEMS, ids=lambda each: str(each.title))
def test_the_page_shows_the_question_its_key_and_its_rule(
    services: Services, browse: Browse, cast: Cast, item: object
) -> None:
    exam_for(services, cast["ana"])
    title = getattr(item, "title", "")
    html = browse().sign_in(cast["eli"]).get(f"/items/{item_id_of(title)}").text
    assert "What candidates see" in html and "Right answer" in html and "Our own choice: Made for tests" in html
    assert ("/items/pictures/" in html) == (title == "picture")


def test_exams_draw_only_what_was_taken(services: Services, cast: Cast) -> None:
    for number, state in enumerate(ItemState):
        put(services, cast["eli"], state, code=f"T-{number}")
    with read(services.engine) as session:
        assert {each.version.state for each in living(session)} == {ItemState.PILOT, ItemState.ACTIVE}
