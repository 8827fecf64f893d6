"""The bank after a key was corrected: the item, its next version and an export carry the key that scores."""

from collections.abc import Callable

from db.items.versions import ItemVersionRow
from domain.accounts import Person
from tests.cast import Browser
from tests.drafts import rows
from tests.web.corrections.corrected import applied, approved, proposed, sat
from tests.web.items.bank import step
from tests.web.statistics.sat_exams import id_of
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


def corrected(services: Services, browse: Browse, cast: Cast, **wish: str) -> Browser:
    """Eli's browser after the right answer of an item turned from a to b."""
    sat(services, cast["ana"], "abaaa")
    eli = browse().sign_in(cast["eli"])
    correction = proposed(eli, **wish)
    approved(browse().sign_in(cast["noor"]), correction)
    applied(services, correction, cast["noor"])
    return eli


def test_the_item_and_its_next_version_carry_the_corrected_key(services: Services, browse: Browse, cast: Cast) -> None:
    eli = corrected(services, browse, cast)
    assert "The key was corrected" in eli.get(f"/items/{id_of(3)}").text
    step(eli, id_of(3), "versions")
    copy = next(row for row in rows(services, ItemVersionRow) if (row.item_id, row.version) == (id_of(3), 2))
    assert copy.item.questions[0].key.options == ("b",)
    assert "The key was corrected" not in eli.get(f"/items/{id_of(3)}").text


def test_an_export_carries_the_corrected_key(services: Services, browse: Browse, cast: Cast) -> None:
    eli = corrected(services, browse, cast)
    file = eli.post("/items/exchange/export", {"format": "aiken", "state": "living"}).text
    assert sorted(file.split("ANSWER: ")[n + 1][0] for n in range(5)) == ["A", "A", "A", "A", "B"]


def test_a_question_at_fault_is_told_on_its_page(services: Services, browse: Browse, cast: Cast) -> None:
    eli = corrected(services, browse, cast, credit="yes", q0="a")
    assert "Everybody gets the points" in eli.get(f"/items/{id_of(3)}").text
