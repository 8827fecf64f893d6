"""Raters in figures: hidden while few, then who is strict and how far they agree."""

from collections.abc import Callable

import pytest

from db.engine import begin
from db.practical.streams import RatingRow, RecordingRow
from db.review import TaskRow
from domain.accounts import Person
from domain.review import TaskKind, TaskState
from tests.cast import Browser
from tests.conftest import BOTH
from tests.web.exams.attempts import exam_for
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


def rated(services: Services, cast: Cast, streams: int) -> None:
    """So many streams, to each of which Eli gives 2 and 3 in turn everywhere, and Noor one more."""
    attempt, now = exam_for(services, cast["ana"]), services.now()
    criteria = services.library.stack_for("DE", services.today()).pack.anchor.practical.criteria
    for number in range(streams):
        with begin(services.engine) as session:
            stream = RecordingRow(
                id=services.ids(), case_id=attempt.case_id, link="https://example.com", created_at=now
            )
            task = TaskRow(
                id=services.ids(),
                case_id=attempt.case_id,
                kind=TaskKind.RATE,
                state=TaskState.DONE,
                opened_at=now,
                due_at=now,
            )
            session.add_all([stream, task])
            session.flush()
            for who, score in (("eli", 2 + number % 2), ("noor", 3 + number % 2)):
                sheet = {"scores": {each.key: score for each in criteria}}
                row = RatingRow(
                    id=services.ids(),
                    recording_id=stream.id,
                    task_id=task.id,
                    rater=cast[who].id,
                    rubric_version="1",
                    sheet=sheet,
                    updated_at=now,
                    submitted_at=now,
                )
                session.add(row)


@pytest.fixture
def eli(browse: Browse, cast: Cast) -> Browser:
    """Eli's browser, signed in."""
    return browse().sign_in(cast["eli"])


def test_without_ratings_the_page_says_what_is_needed(eli: Browser) -> None:
    assert "No stream was rated by two people yet" in eli.get("/statistics/raters").text


def test_figures_of_few_streams_are_hidden(services: Services, cast: Cast, eli: Browser) -> None:
    rated(services, cast, 9)
    assert eli.get("/statistics/raters").text.count("9 of 10 needed") == 2


@BOTH
def test_the_strict_rater_comes_first_with_points_and_kappa(services: Services, cast: Cast, eli: Browser) -> None:
    rated(services, cast, 10)
    text = eli.get("/statistics/raters").text
    assert text.index("Eli Brandt", text.index("<table")) < text.index("Noor Aziz")
    # one of four steps everywhere is 25 points; squares 1 of 1, by chance (1 + 4 + 0 + 1) / 4 = 1.5: 1 - 1 / 1.5
    assert "\u221225.0" in text and ">25.0<" in text and text.count("0.33") == 2


def test_only_who_keeps_or_approves_the_bank_sees_it(browse: Browse, cast: Cast) -> None:
    assert browse().sign_in(cast["rita"]).get("/statistics/raters").status_code == 403
