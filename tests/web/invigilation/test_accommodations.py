"""Accommodations: asked for by one, approved by another, in force at once."""

from collections.abc import Callable
from datetime import timedelta

from db.engine import read
from db.exams.sittings import AccommodationRow, SittingRow, accommodation_of
from domain.accounts import Person
from tests.cast import Browser
from tests.drafts import rows
from tests.web.exams.attempts import begin_sitting, exam_for
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[..., Browser]
WISH = {
    "email": "ana@example.com",
    "multiplier": "1.5",
    "extra_minutes": "10",
    "breaks": "1",
    "break_minutes": "5",
    "reason": "Reads with a screen magnifier.",
    "valid_until": "2099-01-01",
}


def asked(services: Services, browser: Browser, **changes: str) -> AccommodationRow:
    assert browser.post("/accommodations", WISH | changes).status_code == 200
    return rows(services, AccommodationRow)[-1]


def test_one_asks_and_another_approves(services: Services, browse: Browse, cast: Cast) -> None:
    eli = browse().sign_in(cast["eli"])
    row = asked(services, eli)
    assert eli.post(f"/accommodations/{row.id}/approve").status_code == 403
    with read(services.engine) as session:
        assert accommodation_of(session, cast["ana"].id, services.now()) is None
    assert browse().sign_in(cast["noor"]).post(f"/accommodations/{row.id}/approve").status_code == 200
    with read(services.engine) as session:
        held = accommodation_of(session, cast["ana"].id, services.now())
    assert held and held.granted.limit(40) == timedelta(minutes=70)
    assert browse().sign_in(cast["noor"]).post(f"/accommodations/{row.id}/approve").status_code == 409


def test_a_running_exam_gets_the_time_at_once(services: Services, browse: Browse, cast: Cast) -> None:
    before = begin_sitting(services, exam_for(services, cast["ana"]))
    row = asked(services, browse().sign_in(cast["eli"]))
    browse().sign_in(cast["noor"]).post(f"/accommodations/{row.id}/approve")
    with read(services.engine) as session:
        after = session.get_one(SittingRow, before.attempt_id)
    assert after.deadline_at - before.deadline_at == timedelta(minutes=30)
    assert (after.breaks_left, after.break_minutes) == (1, 5)


def test_wrong_figures_are_told_beside_their_fields(services: Services, browse: Browse, cast: Cast) -> None:
    wrong = {"multiplier": "3.5", "extra_minutes": "x", "breaks": "1.5", "reason": "so", "valid_until": "2020-01-01"}
    answer = browse().sign_in(cast["eli"]).post("/accommodations", WISH | wrong | {"email": "nobody@example.com"})
    assert answer.status_code == 422 and not rows(services, AccommodationRow)
    for sentence in ("1.0 to 3.0", "0 to 600", "0 to 10", "20 characters", "in the future", "Nobody has an account"):
        assert sentence in answer.text
    assert 'value="3.5"' in answer.text


def test_nothing_is_not_an_accommodation(browse: Browse, cast: Cast) -> None:
    nothing = {"multiplier": "1", "extra_minutes": "0", "breaks": "0", "break_minutes": "0"}
    assert "Grant something" in browse().sign_in(cast["eli"]).post("/accommodations", WISH | nothing).text


def test_an_ended_accommodation_counts_no_more(services: Services, browse: Browse, cast: Cast) -> None:
    row = asked(services, browse().sign_in(cast["eli"]))
    browse().sign_in(cast["noor"]).post(f"/accommodations/{row.id}/approve")
    browse().sign_in(cast["eli"]).post(f"/accommodations/{row.id}/end")
    with read(services.engine) as session:
        assert accommodation_of(session, cast["ana"].id, services.now()) is None
