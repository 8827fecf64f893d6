"""Conflicts of interest: stated by oneself, ended by another, found by person or agency."""

from collections.abc import Callable

from db.conflicts import ConflictRow, staff_in_conflict
from db.engine import read
from domain.accounts import Person
from tests.cast import Browser
from tests.drafts import rows
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[..., Browser]


def test_conflicts_with_a_person_and_with_an_agency_are_found(services: Services, browse: Browse, cast: Cast) -> None:
    browse().sign_in(cast["eli"]).post("/conflicts", {"kind": "trained", "email": "ana@example.com"})
    browse().sign_in(cast["rita"]).post("/conflicts", {"kind": "business", "agency": "Star, Makers Ltd."})
    with read(services.engine) as session:
        found = staff_in_conflict(session, cast["ana"].id, "STAR  Makers ltd")
    assert set(found) == {cast["eli"].id, cast["rita"].id}


def test_nobody_ends_their_own_conflict_of_interest(services: Services, browse: Browse, cast: Cast) -> None:
    browse().sign_in(cast["eli"]).post("/conflicts", {"kind": "family", "email": "ana@example.com"})
    (row,) = rows(services, ConflictRow)
    assert browse().sign_in(cast["eli"]).post(f"/conflicts/{row.id}/end").status_code == 403
    assert browse().sign_in(cast["sam"]).post(f"/conflicts/{row.id}/end").status_code == 200


def test_a_conflict_names_one_person_or_one_agency(browse: Browse, cast: Cast) -> None:
    eli = browse().sign_in(cast["eli"])
    for wrong in ({}, {"email": "ana@example.com", "agency": "Star"}, {"email": "nobody@example.com"}):
        assert eli.post("/conflicts", {"kind": "other"} | wrong).status_code == 422
    assert browse().sign_in(cast["ana"]).get("/conflicts").status_code == 403
