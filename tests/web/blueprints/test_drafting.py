"""Blueprints: drafted from the pack's figures, with everything kept that was typed."""

from collections.abc import Callable

import pytest

from db.blueprints import BlueprintRow
from domain.accounts import Person
from tests.cast import Browser, hidden
from tests.drafts import rows
from tests.web.blueprints.drafts import NEW, Crew, crew_of, drafted, form, kinds, one
from tests.web.exams.attempts import another, exam_for
from tests.web.exams.results import ended
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


@pytest.fixture
def crew(services: Services, browse: Browse, cast: Cast) -> Crew:
    """Eli, Noor and Rita before the starter bank."""
    return crew_of(services, browse, cast)


def test_who_waits_for_a_form_that_cannot_be_drawn_is_told_to_the_staff(crew: Crew) -> None:
    attempt = exam_for(crew.services, crew.cast["ana"])
    assert "waits for an exam" not in crew.eli.get("/blueprints").text
    ended(crew.services, attempt, passed=False)
    assert "1 case has come to the exam" in crew.eli.get("/blueprints").text
    another(crew.services, attempt)
    assert "waits for an exam" not in crew.eli.get("/blueprints").text


def test_without_a_blueprint_the_packs_own_figures_are_in_force(crew: Crew) -> None:
    text = crew.eli.get("/blueprints").text
    assert "No blueprint yet" in text and "The pack's own" in text and "everywhere else" in text


def test_a_new_one_starts_from_the_figures_of_the_pack(crew: Crew) -> None:
    text = crew.eli.get(NEW).text
    assert 'value="claims_prices"' in text and "40 items on a form, 40 of them scored" in text


def test_who_does_not_run_exams_stays_outside(browse: Browse, cast: Cast) -> None:
    assert browse().sign_in(cast["rita"]).get("/blueprints").status_code == 403
    assert browse().sign_in(cast["ana"]).get("/blueprints").status_code == 403
    sam = browse().sign_in(cast["sam"])
    assert sam.get("/blueprints").status_code == 200 and sam.get(NEW).status_code == 403


def test_a_draft_keeps_what_was_typed_and_a_second_click_makes_no_second_one(crew: Crew) -> None:
    row = drafted(crew.services, crew.eli, countries="de, FR", exposure_cap="9")
    again = crew.eli.post(NEW, form(countries="de, FR", exposure_cap="9") | {"blueprint": str(row.id)})
    assert again.status_code == 200 and len(rows(crew.services, BlueprintRow)) == 1
    assert row.countries == ["DE", "FR"] and row.blueprint.items == 5 and row.blueprint.exposure_cap == 9
    assert [(cell.area, cell.difficulty, cell.count) for cell in row.blueprint.cells] == [
        ("conduct", None, 2),
        ("minors", "easy", 1),
        ("minors", None, 2),
    ]
    assert kinds(crew.services) == ["blueprint.created"]
    other = crew.eli.post(NEW, form(name="Another") | {"blueprint": str(row.id)})
    assert other.status_code == 409 and "Another" in other.text


def test_areas_are_added_and_removed_with_everything_kept(crew: Crew) -> None:
    added = crew.eli.post(NEW, form(name="Half typed", do="add") | {"blueprint": str(crew.services.ids())})
    assert added.status_code == 200 and "area.2.key" in added.text and "Half typed" in added.text
    removed = crew.eli.post(NEW, form(name="Half typed", do="remove.0") | {"blueprint": str(crew.services.ids())})
    assert 'value="minors"' in removed.text and 'value="conduct"' not in removed.text
    assert "3 items on a form" in removed.text and not rows(crew.services, BlueprintRow)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Give it a name"),
        ({"countries": "DE XX1"}, "XX1 is no country code"),
        ({"minutes": "soon"}, "Minutes: a whole number from 1 to 600"),
        ({"pilots": "2"}, "At most 20 % of a form are pilots: 1 beside 5 scored items"),
        ({"overlap": "101"}, "Seen before: a whole number from 0 to 100"),
        ({"exposure_cap": "0"}, "Use of one item: a whole number"),
        ({"area.0.key": "Bad Key"}, "Area 1: a key of its own"),
        ({"area.1.key": "conduct"}, "Area 2: a key of its own"),
        ({"area.0.label": ""}, "Area 1: say what candidates read"),
        ({"area.1.floor": "1000"}, "Area 2, minimum: a whole number from 0 to 100"),
        ({"area.1.easy": "-1"}, "Area 2, easy: a whole number from 0 to 200"),
        ({"area.0.any": "0", "area.1.any": "", "area.1.easy": ""}, "Ask for at least one item"),
        ({"area.0.any": "150", "area.1.any": "150"}, "At most 200 items"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(crew: Crew, changes: dict[str, str], sentence: str) -> None:
    answer = crew.eli.post(NEW, form(**changes) | {"blueprint": str(crew.services.ids())})
    assert answer.status_code == 422 and not rows(crew.services, BlueprintRow)
    assert answer.text.count(sentence) == 2 and 'aria-invalid="true"' in answer.text
    typed = next(iter(changes.values()))
    assert not typed.strip() or f'value="{typed}"' in answer.text


def test_two_tabs_do_not_overwrite_each_other_unseen(crew: Crew) -> None:
    row = drafted(crew.services, crew.eli)
    edit = f"/blueprints/{row.id}/edit"
    mine, theirs = (hidden(each.get(edit).text, "seen") for each in (crew.eli, crew.noor))
    assert crew.noor.post(edit, form(minutes="50") | {"seen": theirs}).status_code == 200
    late = crew.eli.post(edit, form(name="Mine") | {"seen": mine})
    assert late.status_code == 409 and 'value="Mine"' in late.text and "A colleague changed" in late.text
    assert one(crew.services, row.id).name == "Exam 2026" and one(crew.services, row.id).blueprint.minutes == 50
    assert crew.eli.post(edit, form(name="Mine") | {"seen": hidden(late.text, "seen")}).status_code == 200
    assert one(crew.services, row.id).name == "Mine" and kinds(crew.services).count("blueprint.changed") == 2
