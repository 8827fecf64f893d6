"""Statistics for the staff: every figure with a name, nothing from too few people, and no page that breaks."""

import csv
import io
from collections.abc import Callable

import pytest

from db.engine import begin
from db.exams.attempts import AttemptRow, ResultRow
from domain.accounts import Person
from domain.exams.clock import EndedBy
from tests.cast import Browser
from tests.conftest import BOTH
from tests.web.exams.attempts import another, exam_for
from tests.web.exams.results import ended
from tests.web.statistics.sat_exams import id_of, sit_many
from web.services import Services
from web.statistics.items import safe

Cast = dict[str, Person]
Browse = Callable[[], Browser]
PAGES = ("/statistics", "/statistics/items", "/statistics/items.csv")


def test_examiners_and_seniors_see_statistics_and_nobody_else(browse: Browse, cast: Cast) -> None:
    for who, status in {"eli": 200, "sam": 200, "rita": 403, "ada": 403, "ana": 403}.items():
        browser = browse().sign_in(cast[who])
        assert [browser.get(path).status_code for path in PAGES] == [status] * 3
    assert 'href="/statistics"' in browse().sign_in(cast["eli"]).get("/statistics").text


def test_an_empty_house_says_so(browse: Browse, cast: Cast) -> None:
    eli = browse().sign_in(cast["eli"])
    assert "Nobody has sat an exam yet" in eli.get("/statistics").text
    assert "No question was asked yet" in eli.get("/statistics/items?sort=nonsense").text
    assert eli.get(f"/statistics/items/{id_of(1)}/1").status_code == 404


@BOTH
def test_an_exam_and_its_questions_are_shown_in_figures(services: Services, browse: Browse, cast: Cast) -> None:
    sit_many(services, cast["ana"], 120)
    eli = browse().sign_in(cast["eli"])
    whole = eli.get("/statistics").text
    for word in ("KR-20", "Same verdict again", "Kappa", "Skewness", "Claims prices", "<svg", "cut 80 %"):
        assert word in whole
    assert "Fewer than 100" not in whole and "needed" not in whole
    assert eli.get("/statistics/items?sort=point_biserial").text.count('/1">item') == 10
    one = eli.get(f"/statistics/items/{id_of(3)}/1").text
    for word in ("of the discrimination that was possible", "What people chose", "polyline", "No answer", "weakest"):
        assert word in one


@pytest.mark.parametrize(("people", "told"), [(29, "29 of 30 needed"), (30, "Fewer than 100 people")])
def test_few_people_are_not_shown_or_with_a_caution(
    services: Services, browse: Browse, cast: Cast, people: int, told: str
) -> None:
    sit_many(services, cast["ana"], people, items=4)
    eli = browse().sign_in(cast["eli"])
    assert told in eli.get("/statistics").text
    assert told in eli.get(f"/statistics/items/{id_of(0)}/1").text
    assert ("29 of 30 needed" in eli.get("/statistics/items").text) == (people == 29)


def test_voided_exams_and_those_that_nobody_began_are_left_out(services: Services, browse: Browse, cast: Cast) -> None:
    first, second, *_ = sit_many(services, cast["ana"], 31, items=4)
    with begin(services.engine) as session:
        session.get_one(ResultRow, first).voided = True
        session.get_one(ResultRow, second).ended_by = EndedBy.NEVER_STARTED
    assert "29 of 30 needed" in browse().sign_in(cast["eli"]).get("/statistics").text


@pytest.mark.parametrize("passed", [True, False])
def test_people_who_all_did_the_same_break_no_page(
    services: Services, browse: Browse, cast: Cast, passed: bool
) -> None:
    attempt = exam_for(services, cast["ana"])
    for _ in range(30):
        ended(services, attempt, passed)
        attempt = another(services, attempt)
    eli = browse().sign_in(cast["eli"])
    assert "30" in eli.get("/statistics").text
    assert "All earned the same" in eli.get("/statistics/items").text
    for place in attempt.drawn.items:
        assert eli.get(f"/statistics/items/{place.item}/1").status_code == 200


def test_one_exam_and_a_version_that_was_never_asked_break_no_page(
    services: Services, browse: Browse, cast: Cast
) -> None:
    attempt = exam_for(services, cast["ana"])
    eli = browse().sign_in(cast["eli"])
    path = f"/statistics/items/{attempt.drawn.items[0].item}/1"
    assert "0 of 30 needed" in eli.get(path).text
    ended(services, attempt)
    assert "1 of 30 needed" in eli.get(path).text
    assert [eli.get(each).status_code for each in PAGES] == [200] * 3


def test_a_pilot_has_figures_and_no_weight(services: Services, browse: Browse, cast: Cast) -> None:
    ids = sit_many(services, cast["ana"], 60, items=6, pilots=1)
    with begin(services.engine) as session:
        pilot = session.get_one(AttemptRow, ids[0]).form["items"][0]["item"]
    eli = browse().sign_in(cast["eli"])
    assert "60 of them as a pilot, unscored" in eli.get(f"/statistics/items/{pilot}/1").text
    rows = list(csv.DictReader(io.StringIO(eli.get("/statistics/items.csv").text)))
    (mine,) = [row for row in rows if row["code"] == f"T-{pilot.replace('-', '')[:8]}"]
    assert mine["weight"] == "" and mine["point_biserial"]
    assert sum(float(row["weight"] or 0) for row in rows) == pytest.approx(100, abs=0.01)


def test_the_table_is_a_file_without_formulas(services: Services, browse: Browse, cast: Cast) -> None:
    sit_many(services, cast["ana"], 30, items=4)
    answer = browse().sign_in(cast["eli"]).get("/statistics/items.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith('attachment; filename="items-')
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == 4


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1"])
def test_what_a_spreadsheet_would_run_is_a_text(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert safe("a = b") == "a = b"
