"""The page of an anchor's application tells what is behind: each exam and each stream, and how it ended."""

from collections.abc import Callable
from typing import Any

from db.engine import begin
from db.exams.attempts import ResultRow
from db.practical.streams import PracticalRow, RecordingRow
from domain.accounts import Person
from domain.exams.clock import EndedBy
from tests.cast import Browser
from tests.web.exams.attempts import another, exam_for
from tests.web.exams.results import ended
from web.services import Services

Browse = Callable[..., Browser]


def test_each_exam_and_stream_is_told_with_how_it_ended(
    services: Services, browse: Browse, cast: dict[str, Person]
) -> None:
    first = exam_for(services, cast["ana"])
    ended(services, first, passed=False)
    second = another(services, first)
    ended(services, second)
    with begin(services.engine) as session:
        stream = RecordingRow(
            id=services.ids(), case_id=first.case_id, link="https://example.com", created_at=services.now()
        )
        session.add(stream)
        session.flush()
        known: dict[str, Any] = {"passed": False, "percent": 40.0, "knocked_out": False, "reasons": []}
        session.add(PracticalRow(recording_id=stream.id, case_id=first.case_id, decided_at=services.now(), **known))
    text = browse().sign_in(cast["ana"]).get(f"/applications/{first.case_id}").text
    told = ["You did not pass the exam", "Attempt 1", "You passed the exam", "Attempt 2", "stream did not pass"]
    places = [text.index(each, text.index("You sent the application")) for each in told]
    assert places == sorted(places)


def test_what_was_voided_or_missed_is_told_as_such(services: Services, browse: Browse, cast: dict[str, Person]) -> None:
    first = exam_for(services, cast["ana"])
    ended(services, first, passed=False)
    second = another(services, first)
    ended(services, second, passed=False)
    with begin(services.engine) as session:
        session.get_one(ResultRow, first.id).voided = True
        session.get_one(ResultRow, second.id).ended_by = EndedBy.NEVER_STARTED
    text = browse().sign_in(cast["ana"]).get(f"/applications/{first.case_id}").text
    assert "An exam was voided" in text and "The time to take the exam ran out" in text
