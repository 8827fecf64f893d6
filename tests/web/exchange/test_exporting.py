"""Exporting items: told before, downloaded as a file that reads back, and audited."""

from collections.abc import Callable

import pytest

from db.audit import AuditRow
from db.engine import begin
from db.items.versions import ItemVersionRow
from domain.accounts import Person
from domain.exchange.formats import FORMATS, READERS
from domain.items.content import ItemState
from tests.cast import Browser
from tests.drafts import rows
from tests.web.exams.attempts import exam_for, item_id_of
from tests.web.exams.items_of_every_kind import ITEMS
from web.services import Services

LIVE = {"area": "", "state": "living"}
READ_BY = {name: "qti" if name.startswith("qti") else name for name in FORMATS}


@pytest.fixture
def eli(browse: Callable[[], Browser], cast: dict[str, Person], services: Services) -> Browser:
    """Eli's browser, before a bank with one active item of each kind."""
    exam_for(services, cast["ana"])
    return browse().sign_in(cast["eli"])


@pytest.mark.parametrize("name", FORMATS)
def test_what_goes_out_is_a_file_that_reads_back(eli: Browser, name: str) -> None:
    answer = eli.post("/items/exchange/export", LIVE | {"format": name})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="items-all-living-20')
    assert answer.headers["content-disposition"].endswith(f'.{FORMATS[name].ending}"')
    assert answer.headers["cache-control"] == "no-store"
    reading = READERS[READ_BY[name]](answer.content)
    assert len(reading.items) >= 2 and not [each for each in reading.problems if not each.skipped]


def test_what_aiken_cannot_hold_is_named_before_the_download(eli: Browser, services: Services) -> None:
    page = eli.get("/items/exchange/export", params=LIVE | {"format": "aiken"}).text
    assert f"{len(ITEMS)} items fit" in page and "cannot hold all of them" in page
    assert f"T-{item_id_of('ordering').hex[:8]}" in page
    assert not rows(services, AuditRow)


def test_pictures_are_said_to_be_left_out(eli: Browser) -> None:
    page = eli.get("/items/exchange/export", params=LIVE | {"format": "moodle"}).text
    assert "Pictures are left out" in page
    assert f"T-{item_id_of('picture').hex[:8]}" in page.split("Pictures are left out")[1]


def test_a_download_is_audited_as_it_holds_live_keys(eli: Browser, services: Services, cast: dict[str, Person]) -> None:
    eli.post("/items/exchange/export", {"format": "gift", "area": "conduct", "state": "active"})
    (row,) = rows(services, AuditRow)
    assert (row.kind, row.actor) == ("items.exported", cast["eli"].id)
    assert row.facts == {"format": "gift", "area": "conduct", "state": "active", "items": 4, "left_out": 1}


def test_area_and_state_choose_the_items(eli: Browser, services: Services) -> None:
    with begin(services.engine) as session:
        session.get_one(ItemVersionRow, (item_id_of("short_text"), 1)).state = ItemState.RETIRED
    retired = eli.post("/items/exchange/export", {"format": "gift", "area": "", "state": "retired"}).text
    living = eli.post("/items/exchange/export", {"format": "gift", "area": "conduct", "state": "living"}).text
    assert "mark on silver" in retired and "mark on silver" not in living
    assert "Match each claim" in living and "Match each claim" not in retired


def test_an_empty_choice_has_no_file(eli: Browser, services: Services) -> None:
    wish = {"format": "gift", "area": "minors", "state": "living"}
    assert "The file would be empty" in eli.get("/items/exchange/export", params=wish).text
    assert eli.post("/items/exchange/export", wish).status_code == 404
    assert not rows(services, AuditRow)


@pytest.mark.parametrize("wrong", [{"format": "doc"}, {"state": "lost"}, {"format": ""}], ids=str)
def test_a_choice_that_is_not_offered_is_refused(eli: Browser, wrong: dict[str, str]) -> None:
    assert eli.post("/items/exchange/export", LIVE | {"format": "gift"} | wrong).status_code == 422


def test_the_page_opens_with_nothing_chosen(eli: Browser) -> None:
    assert "See what it would hold" in eli.get("/items/exchange/export").text
