"""Blueprints held against the bank, published by a second person, replaced and taken out of force."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from db.blueprints import in_force
from db.engine import begin, read
from db.items.versions import ItemRow, ItemVersionRow
from domain.accounts import Person
from domain.blueprints.lifecycle import BlueprintState
from domain.items.content import ItemState
from tests.cast import Browser, hidden
from tests.web.blueprints.drafts import NEW, Crew, area, crew_of, drafted, form, kinds, one, publish
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


@pytest.fixture
def crew(services: Services, browse: Browse, cast: Cast) -> Crew:
    """Eli, Noor and Rita before the starter bank."""
    return crew_of(services, browse, cast)


def test_the_check_names_each_cell_that_cannot_be_filled(crew: Crew) -> None:
    row = drafted(crew.services, crew.eli, **area(1, "minors", hard="90"))
    text = crew.eli.get(f"/blueprints/{row.id}?check=en").text
    assert "The bank cannot fill this blueprint" in text and "Minors, hard: 90 wanted" in text
    fits = drafted(crew.services, crew.eli)
    assert "The bank can fill this blueprint" in crew.eli.get(f"/blueprints/{fits.id}?check=en").text


def test_an_infeasible_one_is_not_published_and_the_page_says_why(crew: Crew) -> None:
    row = drafted(crew.services, crew.eli, **area(1, "minors", hard="90"))
    answer = crew.noor.post(f"/blueprints/{row.id}/publish", {"seen": row.updated_at.isoformat()})
    assert answer.status_code == 409 and "Not published" in answer.text and "Minors, hard: 90 wanted" in answer.text
    assert one(crew.services, row.id).state == BlueprintState.DRAFT


def test_a_second_person_publishes_what_they_looked_at(crew: Crew) -> None:
    row = drafted(crew.services, crew.eli)
    refused = crew.eli.post(f"/blueprints/{row.id}/publish", {"seen": row.updated_at.isoformat()})
    assert refused.status_code == 403 and "Two-person rule" in refused.text
    assert publish(crew.services, crew.noor, row, seen="2020-01-01T00:00:00+00:00") == 409
    assert publish(crew.services, crew.noor, row) == 200 and kinds(crew.services)[-1] == "blueprint.published"
    with read(crew.services.engine) as session:
        held = in_force(session, "DE")
    assert held and held.id == row.id and held.published_by
    assert publish(crew.services, crew.noor, row) == 409
    assert "Exam 2026" in crew.eli.get("/blueprints").text


def test_who_changed_a_draft_last_does_not_publish_it(crew: Crew) -> None:
    row = drafted(crew.services, crew.eli)
    edit = f"/blueprints/{row.id}/edit"
    crew.noor.post(edit, form(minutes="50") | {"seen": hidden(crew.noor.get(edit).text, "seen")})
    assert publish(crew.services, crew.noor, row) == 403 and publish(crew.services, crew.eli, row) == 403


def test_a_published_one_never_changes_but_can_be_copied(crew: Crew) -> None:
    row = drafted(crew.services, crew.eli)
    publish(crew.services, crew.noor, row)
    assert crew.eli.get(f"/blueprints/{row.id}/edit").status_code == 409
    assert crew.eli.post(f"/blueprints/{row.id}/edit", form(name="X") | {"seen": "x"}).status_code == 409
    assert 'value="Exam 2026 (copy)"' in crew.eli.get(f"{NEW}?copy={row.id}").text


def test_publishing_archives_what_it_leaves_nothing(crew: Crew) -> None:
    wanted = {"all": "", "de": "DE", "de_fr": "DE FR", "fr_us": "FR US"}
    made = {
        name: drafted(crew.services, crew.eli, name=name, countries=countries) for name, countries in wanted.items()
    }
    for row in made.values():
        assert publish(crew.services, crew.noor, row) == 200
    assert {name: one(crew.services, row.id).state for name, row in made.items()} == {
        "all": "published",
        "de": "archived",
        "de_fr": "published",
        "fr_us": "published",
    }
    newer = drafted(crew.services, crew.eli, name="newer")
    publish(crew.services, crew.noor, newer)
    assert (
        one(crew.services, made["all"].id).state == "archived"
        and one(crew.services, made["de_fr"].id).state == "published"
    )


def test_one_is_taken_out_of_force_by_a_button(crew: Crew) -> None:
    row = drafted(crew.services, crew.eli)
    publish(crew.services, crew.noor, row)
    assert "The pack's own" in crew.noor.get(f"/blueprints/{row.id}/archive").text
    assert crew.noor.post(f"/blueprints/{row.id}/archive").status_code == 200
    with read(crew.services.engine) as session:
        assert in_force(session, "DE") is None
    assert crew.noor.post(f"/blueprints/{row.id}/archive").status_code == 409
    assert kinds(crew.services)[-1] == "blueprint.archived"


def test_the_check_names_product_categories_without_items(crew: Crew) -> None:
    with begin(crew.services.engine) as session:
        for each in session.exec(select(ItemRow).where(col(ItemRow.code).startswith("GOODS-"))).all():
            session.get_one(ItemVersionRow, (each.id, 1)).state = ItemState.RETIRED
    row = drafted(crew.services, crew.eli, **area(2, "category", by_category="yes"))
    text = crew.eli.get(f"/blueprints/{row.id}?check=en").text
    assert "The bank can fill this blueprint" in text and "Product categories without items" in text
    assert "Electronics" in text and "No form can be drawn for candidates" in text
