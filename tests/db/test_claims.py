"""Claims and the queue on both databases: one task, one reviewer, until the claim runs out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest

from db.engine import begin, read
from db.review import CLAIM, TaskRow, claim, claim_next, counts, live_claim, open_task, queue, release
from domain.accounts import Person
from domain.review import TaskState
from tests.conftest import BOTH
from tests.drafts import assessed
from web.services import Services

Cast = dict[str, Person]
LATER = timedelta(minutes=29)


@pytest.fixture
def tasks(services: Services, cast: Cast) -> list[UUID]:
    """The tasks of two cases, one of Lin's and one of Omar's, in the order they are due."""
    return [assessed(services, cast[who])[1].task_id for who in ("lin", "omar")]


def take(services: Services, who: Person, after: timedelta = timedelta()) -> UUID | None:
    with begin(services.engine) as session:
        task = claim_next(session, who.id, services.now() + after)
        return task.id if task else None


def claim_of(services: Services, task: UUID, who: Person, *, after: timedelta = timedelta()) -> bool:
    with begin(services.engine) as session:
        return claim(session, task, who.id, now=services.now() + after)


def at_once(*work: Callable[[], UUID | bool | None]) -> list[UUID | bool | None]:
    """Let each begin in a thread of its own at the same moment."""
    together = Barrier(len(work))

    def go(one: Callable[[], UUID | bool | None]) -> UUID | bool | None:
        together.wait(10)
        return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(go, work))


@BOTH
def test_two_reviewers_at_once_get_different_tasks(services: Services, cast: Cast, tasks: list[UUID]) -> None:
    got = at_once(lambda: take(services, cast["rita"]), lambda: take(services, cast["sam"]))
    assert set(got) == set(tasks)
    assert take(services, cast["ada"]) is None


@BOTH
def test_an_expired_claim_goes_to_one_of_two_who_want_it(services: Services, cast: Cast, tasks: list[UUID]) -> None:
    assert claim_of(services, tasks[0], cast["ada"])
    wish = [lambda who=who: claim_of(services, tasks[0], cast[who], after=CLAIM + LATER) for who in ("rita", "sam")]
    assert sorted(map(bool, at_once(*wish))) == [False, True]


@BOTH
def test_a_claim_holds_half_an_hour_and_is_renewed_by_its_holder(
    services: Services, cast: Cast, tasks: list[UUID]
) -> None:
    task, rita, sam = tasks[0], cast["rita"], cast["sam"]
    assert claim_of(services, task, rita)
    assert not claim_of(services, task, sam, after=LATER)
    assert claim_of(services, task, rita, after=LATER)
    assert not claim_of(services, task, sam, after=LATER + LATER)
    assert claim_of(services, task, sam, after=LATER + CLAIM + timedelta(minutes=1))


@BOTH
def test_a_claim_given_back_is_free_and_nobody_gives_back_anothers(
    services: Services, cast: Cast, tasks: list[UUID]
) -> None:
    assert claim_of(services, tasks[0], cast["rita"])
    for who, free in (("sam", False), ("rita", True)):
        with begin(services.engine) as session:
            release(session, tasks[0], cast[who].id)
        with read(services.engine) as session:
            assert (live_claim(session, tasks[0], services.now()) is None) == free


@BOTH
def test_nobody_claims_their_own_case(services: Services, cast: Cast, tasks: list[UUID]) -> None:
    assert take(services, cast["lin"]) == tasks[1]
    assert take(services, cast["lin"]) is None
    assert take(services, cast["omar"]) == tasks[0]


@BOTH
def test_a_task_that_is_done_is_not_claimed(services: Services, cast: Cast, tasks: list[UUID]) -> None:
    with begin(services.engine) as session:
        session.get_one(TaskRow, tasks[0]).state = TaskState.DONE
    assert take(services, cast["rita"]) == tasks[1]


@BOTH
def test_the_queue_shows_what_is_open_with_its_live_claim(services: Services, cast: Cast, tasks: list[UUID]) -> None:
    assert claim_of(services, tasks[1], cast["rita"])
    with read(services.engine) as session:
        seen = [(each.task.id, each.claim.reviewer if each.claim else None) for each in queue(session, services.now())]
        over = [each.claim for each in queue(session, services.now() + CLAIM + LATER)]
        mine = [each.task.id for each in queue(session, services.now(), of=cast["rita"].id)]
    assert seen == [(tasks[0], None), (tasks[1], cast["rita"].id)]
    assert (over, mine) == ([None, None], [tasks[1]])


@BOTH
def test_the_figures_count_open_late_and_claimed(services: Services, cast: Cast, tasks: list[UUID]) -> None:
    assert claim_of(services, tasks[0], cast["rita"])
    with read(services.engine) as session:
        now, later = counts(session, services.now()), counts(session, services.now() + timedelta(days=90))
        mine = [each.task.id for each in queue(session, services.now(), of=cast["rita"].id)]
    assert (now.open, now.overdue, now.claimed) == (2, 0, 1)
    assert (later.open, later.overdue, later.claimed) == (2, 2, 0)
    assert mine == [tasks[0]]


@BOTH
def test_an_empty_queue_counts_nothing(services: Services, cast: Cast) -> None:
    with read(services.engine) as session:
        figures = counts(session, datetime.now(UTC))
        assert (figures.open, figures.overdue, figures.claimed) == (0, 0, 0)
        assert open_task(session, UUID(int=1)) is None
