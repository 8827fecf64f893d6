"""Ratings on both databases: a task for each rater, a third when two are far apart, and how the practical ends."""

from uuid import UUID

from activities.practical import PracticalActivities
from db.engine import begin
from db.policy_pins import pinned
from db.practical import PracticalRow, RatingRow, RecordingRow
from db.review import TaskRow
from db.vetting import CaseRow
from domain.accounts import Person
from domain.anchors import OpenRatings, Rate, Rated, SendRecording
from domain.rating import Rating
from domain.review import TaskState
from domain.vetting import Stage
from tests.anchor_cases import case_at
from tests.conftest import BOTH
from tests.drafts import once, rows, trail, twice
from web.house import House

Cast = dict[str, Person]


def practicals(house: House) -> PracticalActivities:
    return PracticalActivities(house.engine, house.now)


def sent(house: House, ana: Person, stage: Stage = Stage.PRACTICAL) -> SendRecording:
    """A stream of Ana's that waits to be rated."""
    row = RecordingRow(
        id=house.ids(),
        case_id=case_at(house, ana, stage).application_id,
        link="https://example.com/v",
        created_at=house.now(),
    )
    with begin(house.engine) as session:
        session.add(row)
    return SendRecording(id=house.ids(), by=ana.id, recording_id=row.id)


def asked(house: House, stream: SendRecording, count: int = 2, reason: str = "") -> list[TaskRow]:
    """The tasks, after ratings were asked for twice."""
    (case,) = rows(house, CaseRow)
    message = OpenRatings(case_id=case.id, recording_id=stream.recording_id, count=count, reason=reason)
    twice(practicals(house).open_ratings, message)
    return sorted(rows(house, TaskRow), key=lambda row: row.opened_at)


def rates(house: House, stream: SendRecording, who: Person, task: TaskRow, **scores: int) -> None:
    """A sheet with threes but for these scores, handed in; its task is closed."""
    with begin(house.engine) as session:
        criteria = pinned(session, session.get_one(CaseRow, task.case_id)).anchor.practical.criteria
        sheet = Rating(rater=who.id, scores={each.key: 3 for each in criteria} | scores)
        row = RatingRow(
            id=house.ids(),
            recording_id=stream.recording_id,
            task_id=task.id,
            rater=who.id,
            rubric_version="1",
            sheet=sheet.model_dump(mode="json"),
            updated_at=house.now(),
            submitted_at=house.now(),
        )
        session.add(row)
    twice(practicals(house).close_rating, Rate(id=row.id, recording_id=stream.recording_id, by=who.id))


def weighed(house: House, stream: SendRecording) -> Rated:
    return twice(practicals(house).weigh_ratings, stream)


def states(house: House) -> list[TaskState]:
    return sorted(row.state for row in rows(house, TaskRow))


@BOTH
def test_two_who_agree_decide(house: House, cast: Cast) -> None:
    stream = sent(house, cast["ana"])
    one, two = asked(house, stream)
    rates(house, stream, cast["eli"], one)
    assert states(house) == [TaskState.DONE, TaskState.OPEN]
    rates(house, stream, cast["noor"], two, truth=4)
    assert weighed(house, stream) == Rated(done=True, passed=True)
    (result,) = rows(house, PracticalRow)
    assert (result.passed, result.reasons, result.percent > 75) == (True, [], True)
    assert trail(house) == ["recording.rated", "recording.rated", "practical.ended"]


@BOTH
def test_two_who_disagree_on_a_knock_out_call_a_third(house: House, cast: Cast) -> None:
    stream = sent(house, cast["ana"])
    one, two = asked(house, stream)
    rates(house, stream, cast["eli"], one)
    rates(house, stream, cast["noor"], two, price=0)
    third = weighed(house, stream)
    assert "disagree on what rules a pass out: Price" in third.third and not third.done
    (task,) = [row for row in asked(house, stream, 1, third.third) if row.state == TaskState.OPEN]
    assert task.tags == ["third_rater"]
    rates(house, stream, cast["kai"], task, price=0)
    assert weighed(house, stream) == Rated(done=True, passed=False)
    (result,) = rows(house, PracticalRow)
    assert result.knocked_out and "two raters found" in result.reasons[0]


def test_a_case_that_is_over_asks_for_no_ratings(house: House, cast: Cast) -> None:
    assert asked(house, sent(house, cast["ana"], Stage.WITHDRAWN)) == []


def test_a_rating_without_a_sheet_closes_nothing(house: House, cast: Cast) -> None:
    stream = sent(house, cast["ana"])
    asked(house, stream)
    once(practicals(house).close_rating, Rate(id=UUID(int=1), recording_id=stream.recording_id, by=cast["eli"].id))
    assert states(house) == [TaskState.OPEN, TaskState.OPEN]
