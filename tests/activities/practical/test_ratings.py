"""Ratings on both databases: a task for each rater, a third when two are far apart, and how the practical ends."""

from uuid import UUID

from activities.practical.ratings import PracticalActivities
from db.cases import CaseRow
from db.engine import begin
from db.policy.pins import pinned
from db.practical.streams import PracticalRow, RatingRow, RecordingRow
from db.review import TaskRow
from domain.accounts import Person
from domain.anchors import OpenRatings, Rate, RatingsClosed, SendRecording
from domain.cases import Stage
from domain.messages import Message
from domain.practical.rating import Rating
from domain.review import TaskState
from tests.anchor_cases import case_at
from tests.conftest import BOTH
from tests.drafts import once, rows, trail, twice
from web.services import Services

Cast = dict[str, Person]
NO_REASON = Message()


def practicals(services: Services) -> PracticalActivities:
    return PracticalActivities(services.engine, services.now)


def sent(services: Services, ana: Person, stage: Stage = Stage.PRACTICAL) -> SendRecording:
    """A stream of Ana's that waits to be rated."""
    row = RecordingRow(
        id=services.ids(),
        case_id=case_at(services, ana, stage).application_id,
        link="https://example.com/v",
        created_at=services.now(),
    )
    with begin(services.engine) as session:
        session.add(row)
    return SendRecording(id=services.ids(), by=ana.id, recording_id=row.id)


def asked(services: Services, stream: SendRecording, count: int = 2, *, reason: Message = NO_REASON) -> list[TaskRow]:
    """The tasks, after ratings were asked for twice."""
    (case,) = rows(services, CaseRow)
    message = OpenRatings(case_id=case.id, recording_id=stream.recording_id, count=count, reason=reason)
    twice(practicals(services).open_ratings, message)
    return sorted(rows(services, TaskRow), key=lambda row: row.opened_at)


def rates(services: Services, stream: SendRecording, who: Person, *, task: TaskRow, **scores: int) -> None:
    """A sheet with threes but for these scores, handed in; its task is closed."""
    with begin(services.engine) as session:
        criteria = pinned(session, session.get_one(CaseRow, task.case_id)).anchor.practical.criteria
        sheet = Rating(rater=who.id, scores={each.key: 3 for each in criteria} | scores)
        row = RatingRow(
            id=services.ids(),
            recording_id=stream.recording_id,
            task_id=task.id,
            rater=who.id,
            rubric_version="1",
            sheet=sheet.model_dump(mode="json"),
            updated_at=services.now(),
            submitted_at=services.now(),
        )
        session.add(row)
    twice(practicals(services).close_rating, Rate(id=row.id, recording_id=stream.recording_id, by=who.id))


def weighed(services: Services, stream: SendRecording) -> RatingsClosed:
    return twice(practicals(services).weigh_ratings, stream)


def states(services: Services) -> list[TaskState]:
    return sorted(row.state for row in rows(services, TaskRow))


@BOTH
def test_two_who_agree_decide(services: Services, cast: Cast) -> None:
    stream = sent(services, cast["ana"])
    one, two = asked(services, stream)
    rates(services, stream, cast["eli"], task=one)
    assert states(services) == [TaskState.DONE, TaskState.OPEN]
    rates(services, stream, cast["noor"], task=two, truth=4)
    assert weighed(services, stream) == RatingsClosed(done=True, passed=True)
    (result,) = rows(services, PracticalRow)
    assert (result.passed, result.reasons, result.percent > 75) == (True, [], True)
    assert trail(services) == ["recording.rated", "recording.rated", "practical.ended"]


@BOTH
def test_two_who_disagree_on_a_knock_out_call_a_third(services: Services, cast: Cast) -> None:
    stream = sent(services, cast["ana"])
    one, two = asked(services, stream)
    rates(services, stream, cast["eli"], task=one)
    rates(services, stream, cast["noor"], task=two, price=0)
    third = weighed(services, stream)
    assert "disagree on what rules a pass out: Price" in str(third.third) and not third.done
    (task,) = [row for row in asked(services, stream, 1, reason=third.third) if row.state == TaskState.OPEN]
    assert task.tags == ["third_rater"]
    rates(services, stream, cast["kai"], task=task, price=0)
    assert weighed(services, stream) == RatingsClosed(done=True, passed=False)
    (result,) = rows(services, PracticalRow)
    assert result.knocked_out and "two raters found" in str(result.reasons[0])


def test_a_case_that_is_over_asks_for_no_ratings(services: Services, cast: Cast) -> None:
    assert asked(services, sent(services, cast["ana"], Stage.WITHDRAWN)) == []


def test_a_rating_without_a_sheet_closes_nothing(services: Services, cast: Cast) -> None:
    stream = sent(services, cast["ana"])
    asked(services, stream)
    once(practicals(services).close_rating, Rate(id=UUID(int=1), recording_id=stream.recording_id, by=cast["eli"].id))
    assert states(services) == [TaskState.OPEN, TaskState.OPEN]
