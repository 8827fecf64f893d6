"""The raters' queue on both databases: nobody is offered, or can claim, what they must not rate."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest

from db.engine import begin, read
from db.practical import RatingRow, RecordingRow
from db.rating_queue import claim_next, to_rate
from db.review import CLAIM, TaskRow, claim, release
from db.ties import TieKind, TieRow, tie_of
from db.vetting import CaseRow
from domain.accounts import Person
from domain.review import TaskKind, TaskState
from domain.vetting import Stage
from tests.anchor_cases import case_at
from tests.conftest import BOTH
from web.house import House

Cast = dict[str, Person]


def waiting(
    house: House, ana: Person, count: int = 2, due: int = 5, answers: Mapping[str, str] = MappingProxyType({})
) -> list[TaskRow]:
    """Open tasks of a stream of Ana's, due in so many days."""
    now, case = house.now(), case_at(house, ana, Stage.RATING, answers=answers).application_id
    recording = RecordingRow(id=house.ids(), case_id=case, link="https://example.com/v", created_at=now, sent_at=now)
    tasks = [
        TaskRow(
            id=house.ids(),
            case_id=case,
            kind=TaskKind.RATE,
            state=TaskState.OPEN,
            opened_at=now,
            due_at=now + timedelta(days=due),
            recording_id=recording.id,
        )
        for _ in range(count)
    ]
    with begin(house.engine) as session:
        session.add(recording)
        session.flush()
        session.add_all(tasks)
    return tasks


def offered(house: House, who: Person) -> list[UUID]:
    with read(house.engine) as session:
        return [each.task.id for each in to_rate(session, who.id, house.now())]


def taken(house: House, who: Person, after: timedelta = timedelta(0)) -> UUID | None:
    with begin(house.engine) as session:
        task = claim_next(session, who.id, house.now() + after)
        return task.id if task else None


def tie(house: House, staff: Person, **to: Any) -> TieRow:
    """A tie of somebody to a person or an agency."""
    row = TieRow(id=house.ids(), staff=staff.id, kind=TieKind.BUSINESS, stated_by=staff.id, stated_at=house.now(), **to)
    with begin(house.engine) as session:
        session.add(row)
    return row


@BOTH
def test_two_raters_get_two_tasks_of_a_stream_and_a_third_gets_none(house: House, cast: Cast) -> None:
    one, two = waiting(house, cast["ana"])
    assert {taken(house, cast["eli"]), taken(house, cast["noor"])} == {one.id, two.id}
    assert taken(house, cast["kai"]) is None and offered(house, cast["kai"]) == []
    assert len(offered(house, cast["eli"])) == 1 and taken(house, cast["eli"]) is None


@BOTH
def test_a_claim_that_ran_out_or_was_given_back_is_free_again(house: House, cast: Cast) -> None:
    (task,) = waiting(house, cast["ana"], count=1)
    assert taken(house, cast["eli"]) == task.id
    assert taken(house, cast["noor"], after=CLAIM + timedelta(seconds=1)) == task.id
    with begin(house.engine) as session:
        release(session, task.id, cast["noor"].id)
    assert taken(house, cast["kai"]) == task.id


@BOTH
def test_what_is_due_first_is_offered_first(house: House, cast: Cast) -> None:
    (later,), (sooner,) = waiting(house, cast["ana"], 1, due=5), waiting(house, cast["omar"], 1, due=2)
    assert offered(house, cast["eli"]) == [sooner.id, later.id]


NAMED: dict[str, Callable[[Cast], dict[str, Any]]] = {
    "the candidate": lambda cast: {"account_id": cast["ana"].id},
    "the agency": lambda _: {"agency": "star makers ltd"},
    "the school": lambda _: {"agency": "academy of light"},
}


@BOTH
@pytest.mark.parametrize("named", NAMED)
def test_who_is_tied_is_never_offered_the_task(house: House, cast: Cast, named: str) -> None:
    agency = {"work.agency": "Star Makers, Ltd.", "training.provider": "Academy  of light"}
    (task,) = waiting(house, cast["ana"], 1, answers=agency)
    row = tie(house, cast["eli"], **NAMED[named](cast))
    assert offered(house, cast["eli"]) == [] and taken(house, cast["eli"]) is None
    assert offered(house, cast["noor"]) == [task.id]
    with begin(house.engine) as session:
        session.get_one(TieRow, row.id).ended_at = house.now()
    assert taken(house, cast["eli"]) == task.id


def test_who_trained_the_candidate_is_tied_without_saying_so(house: House, cast: Cast) -> None:
    (task,) = waiting(house, cast["ana"], 1, answers={"training.provider": "eli BRANDT"})
    assert (offered(house, cast["eli"]), offered(house, cast["noor"])) == ([], [task.id])
    with read(house.engine) as session:
        assert tie_of(session, session.get_one(CaseRow, task.case_id), cast["eli"].id) == TieKind.TRAINED


def test_nobody_rates_their_own_stream_or_one_twice(house: House, cast: Cast) -> None:
    one, _ = waiting(house, cast["eli"])
    assert offered(house, cast["eli"]) == []
    sheet = RatingRow(
        id=house.ids(),
        recording_id=one.recording_id or one.id,
        task_id=one.id,
        rater=cast["noor"].id,
        rubric_version="1",
        sheet={},
        updated_at=house.now(),
        submitted_at=house.now(),
    )
    with begin(house.engine) as session:
        session.add(sheet)
    assert offered(house, cast["noor"]) == [] and len(offered(house, cast["kai"])) == 1


def test_a_claim_of_somebody_else_is_not_taken(house: House, cast: Cast) -> None:
    (task,) = waiting(house, cast["ana"], 1)
    with begin(house.engine) as session:
        assert claim(session, task.id, cast["eli"].id, house.now())
        assert not claim(session, task.id, cast["noor"].id, house.now())
    assert offered(house, cast["noor"]) == []
