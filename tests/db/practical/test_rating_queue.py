"""The raters' queue on both databases: nobody is offered, or can claim, what they must not rate."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest

from db.cases import CaseRow
from db.conflicts import ConflictRow, conflict_of
from db.engine import begin, read
from db.practical.rating_queue import claim_next, to_rate
from db.practical.streams import RatingRow, RecordingRow
from db.review import CLAIM, TaskRow, claim, release
from domain.accounts import Person
from domain.cases import Stage
from domain.conflicts import ConflictKind
from domain.review import TaskKind, TaskState
from tests.anchor_cases import case_at
from tests.conftest import BOTH
from web.services import Services

Cast = dict[str, Person]


def waiting(
    services: Services, ana: Person, count: int = 2, *, due: int = 5, answers: Mapping[str, str] = MappingProxyType({})
) -> list[TaskRow]:
    """Open tasks of a stream of Ana's, due in so many days."""
    now, case = services.now(), case_at(services, ana, Stage.RATING, answers=answers).application_id
    recording = RecordingRow(id=services.ids(), case_id=case, link="https://example.com/v", created_at=now, sent_at=now)
    tasks = [
        TaskRow(
            id=services.ids(),
            case_id=case,
            kind=TaskKind.RATE,
            state=TaskState.OPEN,
            opened_at=now,
            due_at=now + timedelta(days=due),
            recording_id=recording.id,
        )
        for _ in range(count)
    ]
    with begin(services.engine) as session:
        session.add(recording)
        session.flush()
        session.add_all(tasks)
    return tasks


def offered(services: Services, who: Person) -> list[UUID]:
    with read(services.engine) as session:
        return [each.task.id for each in to_rate(session, who.id, services.now())]


def taken(services: Services, who: Person, after: timedelta = timedelta(0)) -> UUID | None:
    with begin(services.engine) as session:
        task = claim_next(session, who.id, services.now() + after)
        return task.id if task else None


def tie(services: Services, staff: Person, **to: Any) -> ConflictRow:
    """A tie of somebody to a person or an agency."""
    row = ConflictRow(
        id=services.ids(),
        staff=staff.id,
        kind=ConflictKind.BUSINESS,
        stated_by=staff.id,
        stated_at=services.now(),
        **to,
    )
    with begin(services.engine) as session:
        session.add(row)
    return row


@BOTH
def test_two_raters_get_two_tasks_of_a_stream_and_a_third_gets_none(services: Services, cast: Cast) -> None:
    one, two = waiting(services, cast["ana"])
    assert {taken(services, cast["eli"]), taken(services, cast["noor"])} == {one.id, two.id}
    assert taken(services, cast["kai"]) is None and offered(services, cast["kai"]) == []
    assert len(offered(services, cast["eli"])) == 1 and taken(services, cast["eli"]) is None


@BOTH
def test_a_claim_that_ran_out_or_was_given_back_is_free_again(services: Services, cast: Cast) -> None:
    (task,) = waiting(services, cast["ana"], count=1)
    assert taken(services, cast["eli"]) == task.id
    assert taken(services, cast["noor"], after=CLAIM + timedelta(seconds=1)) == task.id
    with begin(services.engine) as session:
        release(session, task.id, cast["noor"].id)
    assert taken(services, cast["kai"]) == task.id


@BOTH
def test_what_is_due_first_is_offered_first(services: Services, cast: Cast) -> None:
    (later,), (sooner,) = waiting(services, cast["ana"], 1, due=5), waiting(services, cast["omar"], 1, due=2)
    assert offered(services, cast["eli"]) == [sooner.id, later.id]


NAMED: dict[str, Callable[[Cast], dict[str, Any]]] = {
    "the candidate": lambda cast: {"account_id": cast["ana"].id},
    "the agency": lambda _: {"agency": "star makers ltd"},
    "the school": lambda _: {"agency": "academy of light"},
}


@BOTH
@pytest.mark.parametrize("named", NAMED)
def test_who_is_tied_is_never_offered_the_task(services: Services, cast: Cast, named: str) -> None:
    agency = {"work.agency": "Star Makers, Ltd.", "training.provider": "Academy  of light"}
    (task,) = waiting(services, cast["ana"], 1, answers=agency)
    row = tie(services, cast["eli"], **NAMED[named](cast))
    assert offered(services, cast["eli"]) == [] and taken(services, cast["eli"]) is None
    assert offered(services, cast["noor"]) == [task.id]
    with begin(services.engine) as session:
        session.get_one(ConflictRow, row.id).ended_at = services.now()
    assert taken(services, cast["eli"]) == task.id


def test_who_trained_the_candidate_is_tied_without_saying_so(services: Services, cast: Cast) -> None:
    (task,) = waiting(services, cast["ana"], 1, answers={"training.provider": "eli BRANDT"})
    assert (offered(services, cast["eli"]), offered(services, cast["noor"])) == ([], [task.id])
    with read(services.engine) as session:
        assert conflict_of(session, session.get_one(CaseRow, task.case_id), cast["eli"].id) == ConflictKind.TRAINED


def test_nobody_rates_their_own_stream_or_one_twice(services: Services, cast: Cast) -> None:
    one, _ = waiting(services, cast["eli"])
    assert offered(services, cast["eli"]) == []
    sheet = RatingRow(
        id=services.ids(),
        recording_id=one.recording_id or one.id,
        task_id=one.id,
        rater=cast["noor"].id,
        rubric_version="1",
        sheet={},
        updated_at=services.now(),
        submitted_at=services.now(),
    )
    with begin(services.engine) as session:
        session.add(sheet)
    assert offered(services, cast["noor"]) == [] and len(offered(services, cast["kai"])) == 1


def test_a_claim_of_somebody_else_is_not_taken(services: Services, cast: Cast) -> None:
    (task,) = waiting(services, cast["ana"], 1)
    with begin(services.engine) as session:
        assert claim(session, task.id, cast["eli"].id, now=services.now())
        assert not claim(session, task.id, cast["noor"].id, now=services.now())
    assert offered(services, cast["noor"]) == []
