"""Importing items: a dry run that writes nothing, and a confirmation by which drafts come in once."""

import re
from collections.abc import Callable
from urllib.parse import urlparse

import httpx2
import pytest

from db.exchange import ImportRow
from db.items.versions import ItemRow, ItemVersionRow
from domain.accounts import Person
from domain.exchange.formats import FORMATS
from tests.cast import Browser
from tests.conftest import BOTH
from tests.drafts import rows, trail
from tests.web.exams.attempts import exam_for
from tests.web.exams.items_of_every_kind import ITEMS, SINGLE, item
from tests.web.exchange.files import AIKEN, GIFT, MOODLE, TERMS, send
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


@pytest.fixture
def eli(browse: Browse, cast: Cast) -> Browser:
    """Eli's browser; he keeps the bank."""
    return browse().sign_in(cast["eli"])


def confirm(browser: Browser, dry: httpx2.Response, *places: int) -> httpx2.Response:
    """Press the button of a dry run with these boxes ticked, or with those that are."""
    ticked = re.findall(r'name="take" value="(\d+)" checked', dry.text)
    return browser.post(urlparse(str(dry.url)).path, {"take": [str(place) for place in places] or ticked})


def test_a_dry_run_tells_what_comes_and_what_not_and_writes_no_item(eli: Browser, services: Services) -> None:
    dry = send(eli, GIFT)
    assert dry.status_code == 200 and "/imports/" in str(dry.url)
    for words in ("Former price", "One choice", "The lowest price of 30 days", "True or false", "An essay", "Broken"):
        assert words in dry.text
    assert re.search(r"Broken.*?line 8.*?braces", dry.text, re.S)
    assert not rows(services, ItemRow) and not rows(services, ItemVersionRow)
    assert trail(services) == []


def test_what_is_ticked_comes_in_as_drafts_of_the_person(eli: Browser, services: Services, cast: Cast) -> None:
    answer = confirm(eli, send(eli, GIFT, "old bank.txt"))
    assert "2 items came in as drafts" in answer.text
    items = {row.id: row for row in rows(services, ItemRow)}
    versions = rows(services, ItemVersionRow)
    assert len(items) == len(versions) == 2 == len({row.code for row in items.values()})
    for version in versions:
        assert (version.version, version.state, version.author) == (1, "draft", cast["eli"].id)
        assert str(items[version.item_id].origin) == "import old bank.txt"
        assert f"/items/{version.item_id}" in answer.text
        assert (version.area, version.category, version.item.countries) == ("claims_prices", "food", ("DE", "FR"))
        assert (version.item.reference.kind, version.item.difficulty) == ("law", "easy")
    assert trail(services) == ["items.imported"]


@BOTH
def test_a_second_confirmation_brings_nothing_more(eli: Browser, services: Services) -> None:
    dry = send(eli, GIFT)
    first, second = confirm(eli, dry), confirm(eli, dry)
    assert "2 items came in as drafts" in first.text and "2 items came in as drafts" in second.text
    assert len(rows(services, ItemRow)) == 2
    assert trail(services) == ["items.imported"]


def test_only_what_is_ticked_comes_in(eli: Browser, services: Services) -> None:
    assert "1 item came in as a draft" in confirm(eli, send(eli, GIFT), 1).text
    (version,) = rows(services, ItemVersionRow)
    assert version.title == "Cure" and "Cure" in eli.get(f"/items/{version.item_id}").text


def test_with_nothing_ticked_nothing_happens(eli: Browser, services: Services) -> None:
    dry = send(eli, GIFT)
    answer = eli.post(urlparse(str(dry.url)).path)
    assert answer.status_code == 422 and "Tick at least one" in answer.text
    assert not rows(services, ItemRow)


def test_a_script_in_a_stem_is_gone_from_page_and_bank(eli: Browser, services: Services) -> None:
    dry = send(eli, GIFT)
    confirm(eli, dry)
    assert "<script>alert" not in dry.text
    assert "script" not in str([row.content for row in rows(services, ItemVersionRow)])


@pytest.mark.parametrize("named", ["", "aiken"])
def test_aiken_is_found_out_or_named(eli: Browser, named: str) -> None:
    assert "Who pays for the return?" in send(eli, AIKEN, format=named).text


def test_moodle_is_found_out(eli: Browser, services: Services) -> None:
    confirm(eli, send(eli, MOODLE, "quiz.xml"))
    assert rows(services, ItemVersionRow)[0].item.questions[0].key.low == 20


@pytest.mark.parametrize("version", ["qti22", "qti30"])
def test_a_package_of_qti_is_found_out_and_keeps_its_cases(eli: Browser, services: Services, version: str) -> None:
    written = FORMATS[version].write([(each.title, each) for each in ITEMS])
    confirm(eli, send(eli, written.data, "bank.zip"))
    kinds = [row.item.kind for row in rows(services, ItemVersionRow)]
    assert len(kinds) == len(ITEMS) and "case_set" in kinds


def test_twins_are_told_by_their_code_and_not_ticked(eli: Browser, services: Services) -> None:
    confirm(eli, send(eli, GIFT), 0)
    (known,) = rows(services, ItemRow)
    again = send(eli, GIFT.replace(b"A price was 80", b"A  PRICE was 80"))
    assert f"Asks the same as {known.code}" in again.text
    assert re.findall(r'value="(\d)"( checked)?><span', again.text) == [("1", " checked"), ("0", "")]


def test_a_twin_within_the_file_is_told(eli: Browser) -> None:
    assert "Asks the same as “Who pays for the return?” above" in send(eli, AIKEN + b"\n" + AIKEN).text


def test_twins_are_sought_among_items_that_were_written_here(eli: Browser, services: Services, cast: Cast) -> None:
    exam_for(services, cast["ana"], items=[item("single", SINGLE)])
    lines = ["A viewer asks whether the tea cures a cold. What do you answer?"]
    lines += [f"{letter}) {option.text}" for letter, option in zip("ABCD", SINGLE.options, strict=True)]
    assert "Asks the same as T-" in send(eli, "\n".join([*lines, "ANSWER: A"]).encode()).text


def test_the_same_form_sent_twice_is_one_import(eli: Browser, services: Services) -> None:
    draft = str(services.ids())
    assert send(eli, GIFT, draft_id=draft).url == send(eli, GIFT, draft_id=draft).url
    other = send(eli, GIFT, draft_id=draft, area="conduct")  # after Back
    assert len(rows(services, ImportRow)) == 2 and "Conduct" in other.text


def test_a_discarded_file_is_forgotten(eli: Browser, services: Services) -> None:
    dry = send(eli, GIFT)
    (row,) = rows(services, ImportRow)
    file = services.settings.data_dir / "files" / row.file
    assert file.exists() and "bank.txt" in eli.get("/items/exchange").text
    assert "was discarded" in eli.post(f"{urlparse(str(dry.url)).path}/discard").text
    assert not rows(services, ImportRow) and not file.exists()


def test_an_import_is_its_persons_own(eli: Browser, browse: Browse, cast: Cast, services: Services) -> None:
    path = urlparse(str(send(eli, GIFT).url)).path
    noor = browse().sign_in(cast["noor"])
    assert noor.get(path).status_code == 404 and noor.post(path, {"take": ["0"]}).status_code == 404
    noor.post(f"{path}/discard")
    assert len(rows(services, ImportRow)) == 1


@pytest.mark.parametrize("who", ["lin", "rita", "sam", "ada", "iris"])
def test_only_those_who_keep_the_bank_may_exchange(browse: Browse, cast: Cast, who: str) -> None:
    browser = browse().sign_in(cast[who])
    for path in ("/items/exchange", "/items/exchange/export"):
        assert browser.get(path).status_code == 403
        assert browser.post(path, TERMS | {"format": "gift"}).status_code == 403
