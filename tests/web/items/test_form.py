"""The form of an item: every kind comes back as it was, nothing typed is lost, pictures are made anew."""

from collections.abc import Callable
from typing import Any

import pytest

from db.engine import read
from db.items.versions import ItemRow
from domain.accounts import Person
from domain.items.content import Item, ItemState
from tests.cast import Browser
from tests.drafts import rows
from tests.web.exams.attempts import exam_for, item_id_of
from tests.web.exams.items_of_every_kind import ITEMS
from tests.web.items.bank import WRITTEN, form_on, put, states, versions, write
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


@pytest.fixture
def eli(browse: Browse, cast: Cast) -> Browser:
    """Eli's browser, signed in."""
    return browse().sign_in(cast["eli"])


@pytest.mark.parametrize("item", ITEMS, ids=lambda each: str(each.title))
def test_every_kind_comes_back_from_the_form_as_it_was(
    services: Services, eli: Browser, cast: Cast, item: Item
) -> None:
    exam_for(services, cast["ana"])
    item_id = item_id_of(item.title)
    typed = form_on(eli.post(f"/items/{item_id}/versions", {"version": "1"}).text)
    for do in ("option.0", "up.0.1", "up.0.1", "preview"):
        again = eli.post(f"/items/{item_id}/edit", typed | {"do": do})
        assert again.status_code == 200
        typed = form_on(again.text)
    assert eli.post(f"/items/{item_id}/edit", typed | {"title": "New", "do": "save"}).url.path == f"/items/{item_id}"
    assert versions(services, item_id)[2].item == item.model_copy(update={"title": "New"})


def test_a_new_item_is_stored_once_with_safe_text_and_the_next_code(services: Services, eli: Browser) -> None:
    put(services, None, ItemState.ACTIVE, code="COND-007")
    typed = {"draft_id": str(services.ids()), "q.0.stem": "<script>x()</script><b onclick='y'>Half</b> of 8?"}
    for _ in range(2):
        assert "The draft is saved." in write(eli, **typed).text
    row = next(row for row in rows(services, ItemRow) if row.code == "COND-008")
    assert (str(row.id), len(rows(services, ItemRow))) == (typed["draft_id"], 2)
    question = versions(services, row.id)[1].item.questions[0]
    assert question.stem == "<b>Half</b> of 8?" and [each.text for each in question.options] == ["4", "3"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"area": "nowhere"}, "area"),
        ({"code": "a b"}, "code"),
        ({"countries": "DE, XQ"}, "countries"),
        ({"language": "English"}, "language"),
        ({"enemies": "NOT-1"}, "enemies"),
        ({"basis": ""}, "basis"),
        ({"ref_kind": "law"}, "checked_on"),
        ({"checked_on": "2199-01-01"}, "checked_on"),
        ({"picture": "x"}, "picture"),
        ({"q.0.stem": "<p> </p>"}, "q.0.stem"),
        ({"q.0.stem": "x" * 6001}, "q.0.stem"),
        ({"q.0.points": "0"}, "q.0.points"),
        ({"q.0.o.1": ""}, "q.0.o.0"),
        ({"q.0.o.1": "4"}, "q.0.o.1"),
        ({"q.0.o.1": "x" * 1001}, "q.0.o.1"),
        ({"q.0.right": "2"}, "q.0.o.0"),
        ({"q.0.right": ["0", "1"]}, "q.0.o.0"),
        ({"q.0.kind": "numeric", "q.0.low": "many"}, "q.0.low"),
        ({"q.0.kind": "numeric", "q.0.low": "3", "q.0.high": "2"}, "q.0.low"),
        ({"q.0.kind": "short_text", "q.0.texts": ""}, "q.0.texts"),
        ({"q.0.kind": "matching", "q.0.p.0": "Four", "q.0.p.1": ""}, "q.0.p.1"),
        ({"q.1.kind": "numeric", "q.1.stem": "And 9?", "q.1.low": "4,5", "q.1.points": "1"}, "scenario"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    services: Services, eli: Browser, wrong: dict[str, Any], field: str
) -> None:
    answer = write(eli, **wrong)
    assert answer.status_code == 422 and rows(services, ItemRow) == []
    assert f'id="{field}-error"' in answer.text or f'id="{field}"' in answer.text
    assert f'href="#{field}"' in answer.text
    typed = form_on(answer.text)
    assert typed["q.0.explanation"] == ["Eight by two."]
    for name, value in wrong.items():
        assert name not in typed or typed[name] in ([value], value) or name == "area"


def test_rows_and_questions_are_added_and_dropped_without_storing(services: Services, eli: Browser) -> None:
    typed = form_on(eli.get("/items/new?kind=case_set").text)
    assert "q.1.o.3" in typed and "q.1.o.4" not in typed
    more = form_on(eli.post("/items/new", typed | {"q.0.o.0": "Kept", "do": "option.1"}).text)
    assert "q.1.o.4" in more and more["q.0.o.0"] == ["Kept"]
    third = form_on(eli.post("/items/new", more | {"do": "question"}).text)
    assert "q.2.kind" in third
    less = form_on(eli.post("/items/new", third | {"do": "drop.1"}).text)
    assert "q.2.kind" not in less and less["q.0.o.0"] == ["Kept"] and rows(services, ItemRow) == []
    shaped = form_on(eli.post("/items/new", less | {"q.1.kind": "matching", "do": "shape.1"}).text)
    assert "q.1.p.2" in shaped and "q.0.p.0" not in shaped


@pytest.mark.parametrize("do", ["drop.9", "option.x", "up.0", "option.0.9", "drop.0", "", "nonsense.1", "up.0.99"])
def test_a_button_that_no_page_has_breaks_nothing(eli: Browser, do: str) -> None:
    assert write(eli, do=do).status_code in (200, 422)


def test_a_preview_shows_the_question_and_stores_nothing(services: Services, eli: Browser) -> None:
    answer = write(eli, do="preview")
    assert "What candidates would see" in answer.text and "Nothing is saved yet." in answer.text
    assert rows(services, ItemRow) == []


def test_a_second_tab_does_not_overwrite_the_first_unseen(services: Services, eli: Browser, cast: Cast) -> None:
    item_id = put(services, cast["eli"], ItemState.DRAFT)
    first = second = form_on(eli.get(f"/items/{item_id}/edit").text)
    path = f"/items/{item_id}/edit"
    for _ in range(2):  # pressed twice: no conflict with oneself
        assert eli.post(path, first | {"title": "By the first", "do": "save"}).url.path == f"/items/{item_id}"
    clash = eli.post(path, second | {"title": "By the second", "do": "save"})
    assert (
        clash.status_code == 409
        and "By the first" in clash.text
        and versions(services, item_id)[1].title == "By the first"
    )
    again = form_on(clash.text)
    assert again["title"] == ["By the second"]
    eli.post(path, again | {"do": "save"})
    assert versions(services, item_id)[1].title == "By the second"


def test_a_code_is_taken_once(services: Services, eli: Browser) -> None:
    put(services, None, ItemState.ACTIVE, code="COND-001")
    answer = write(eli, code="cond-001")
    assert answer.status_code == 422 and "Another item has this code" in answer.text


def test_enemies_are_named_by_their_codes(services: Services, eli: Browser) -> None:
    other = put(services, None, ItemState.ACTIVE, code="COND-001")
    write(eli, code="COND-002", enemies="cond-001, COND-001")
    row = next(row for row in rows(services, ItemRow) if row.code == "COND-002")
    assert row.enemies == [str(other)]
    page = eli.get(f"/items/{row.id}").text
    assert f'href="/items/{other}">COND-001</a>' in page and states(services, row.id) == {1: "draft"}


def test_a_stale_page_hands_the_text_back(services: Services, eli: Browser, cast: Cast) -> None:
    item_id = put(services, cast["noor"], ItemState.ACTIVE)
    answer = eli.post(f"/items/{item_id}/edit", WRITTEN | {"seen": "x"})
    assert answer.status_code == 409 and "Eight by two.</textarea>" in answer.text
    with read(services.engine) as session:
        assert session.get_one(ItemRow, item_id).enemies == []
