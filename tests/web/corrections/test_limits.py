"""What cannot be corrected, and what a correction leaves as it is."""

from collections.abc import Callable

from db.engine import begin, read
from db.exams.attempts import AttemptRow, ResultRow
from db.items.versions import ItemVersionRow
from domain.accounts import Person
from domain.items.content import ItemState
from tests.cast import Browser
from tests.web.corrections.corrected import PATH, applied, approved, proposed, sat, scored
from tests.web.exams.attempts import exam_for, item_id_of
from tests.web.statistics.sat_exams import id_of
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


def test_voided_exams_are_left_as_they_are(services: Services, browse: Browse, cast: Cast) -> None:
    attempt = sat(services, cast["ana"], "abaaa")
    with begin(services.engine) as session:
        session.get_one(ResultRow, attempt.id).voided = True
    correction = proposed(browse().sign_in(cast["eli"]))
    noor = browse().sign_in(cast["noor"])
    assert "0 exams that count" in noor.get(f"/corrections/{correction}").text
    approved(noor, correction)
    assert applied(services, correction, cast["noor"]) == [] and scored(services, attempt)[2] == 1


def test_one_correction_of_a_question_at_a_time(services: Services, browse: Browse, cast: Cast) -> None:
    sat(services, cast["ana"], "abaaa")
    eli = browse().sign_in(cast["eli"])
    correction = proposed(eli)
    assert eli.get(PATH).status_code == 409
    assert "Waiting for approval" in eli.get("/corrections").text
    browse().sign_in(cast["noor"]).post(f"/corrections/{correction}/decline")
    assert eli.get(PATH).status_code == 200


def test_what_was_never_asked_or_is_not_there_cannot_be_corrected(
    services: Services, browse: Browse, cast: Cast
) -> None:
    exam_for(services, cast["ana"])
    eli = browse().sign_in(cast["eli"])
    path = f"/items/{item_id_of('single')}/correction"
    assert [eli.get(path).status_code, eli.get(f"{path}?version=7").status_code] == [200, 404]
    with begin(services.engine) as session:
        session.get_one(ItemVersionRow, (item_id_of("single"), 1)).state = ItemState.DRAFT
    assert eli.get(path).status_code == 409
    assert eli.get(f"/items/{services.ids()}/correction").status_code == 404
    assert browse().sign_in(cast["sam"]).get(path).status_code == 403
    assert browse().sign_in(cast["rita"]).get("/corrections").status_code == 403


def test_a_pilot_is_marked_anew_and_no_result_changes(services: Services, browse: Browse, cast: Cast) -> None:
    attempt = sat(services, cast["ana"], "aaaba")
    with begin(services.engine) as session:
        row = session.get_one(AttemptRow, attempt.id)
        row.form = row.form | {"items": [each | {"pilot": each["item"] == str(id_of(3))} for each in row.form["items"]]}
    correction = proposed(browse().sign_in(cast["eli"]))
    noor = browse().sign_in(cast["noor"])
    assert "No result would change" in noor.get(f"/corrections/{correction}").text
    approved(noor, correction)
    assert applied(services, correction, cast["noor"]) == []
    with read(services.engine) as session:
        assert session.get_one(ResultRow, attempt.id).marks[str(id_of(3))] == 1
    assert "No result changed" in noor.get(f"/corrections/{correction}").text
