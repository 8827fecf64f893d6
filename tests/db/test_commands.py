"""The outbox on both databases: a command is recorded once, answered once, and waits longer after each try."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from db.commands import CommandRow, NotYourCommand, due, pending_for, postpone, record, record_answer
from db.engine import begin, read
from domain.commands import CommandState
from domain.review import AlreadyDecided
from tests.conftest import BOTH

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
RITA, SAM = UUID(int=1), UUID(int=2)
ID = UUID("01890000-0000-7000-8000-000000000001")


def command(number: int = 0, **changes: Any) -> CommandRow:
    fields: dict[str, Any] = {
        "id": UUID(int=ID.int + number),
        "name": "decide",
        "target": "vet:1",
        "actor": RITA,
        "payload": {"text": "no"},
        "created_at": NOW,
        "next_try_at": NOW,
    }
    return CommandRow(**fields | changes)


def kept(engine: Engine) -> CommandRow:
    with read(engine) as session:
        return session.get_one(CommandRow, ID)


@BOTH
def test_the_same_command_sent_twice_is_one_command_with_its_first_content(engine: Engine) -> None:
    for text in ("first", "second"):
        with begin(engine) as session:
            answer = record(session, command(payload={"text": text}))
    assert (answer.id, answer.payload) == (ID, {"text": "first"})
    with read(engine) as session:
        assert len(pending_for(session, "vet:1")) == 1


@BOTH
@pytest.mark.parametrize("changes", [{"actor": SAM}, {"target": "vet:2"}, {"name": "withdraw"}])
def test_a_used_id_serves_nobody_and_nothing_else(engine: Engine, changes: dict[str, Any]) -> None:
    with begin(engine) as session:
        record(session, command())
    with pytest.raises(NotYourCommand), begin(engine) as session:
        record(session, command(**changes))
    assert (kept(engine).actor, kept(engine).target, kept(engine).name) == (RITA, "vet:1", "decide")


@BOTH
def test_a_double_click_that_arrives_at_once_is_one_command(engine: Engine) -> None:
    together = Barrier(2)

    def click(text: str) -> str:
        together.wait(10)
        with begin(engine) as session:
            return str(record(session, command(payload={"text": text})).payload["text"])

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(click, ["left", "right"]))
    assert answers[0] == answers[1] == kept(engine).payload["text"]


@BOTH
def test_a_click_that_waits_for_its_twin_finds_the_twins_command(engine: Engine) -> None:
    with ThreadPoolExecutor(1) as pool:
        with begin(engine) as session:
            record(session, command())
            later = pool.submit(_record, engine)
        assert later.result(10) == ID


def _record(engine: Engine) -> UUID:
    with begin(engine) as session:
        return record(session, command()).id


@BOTH
def test_the_first_answer_stays(engine: Engine) -> None:
    with begin(engine) as session:
        record(session, command())
        record_answer(session, ID, NOW, refusal=AlreadyDecided("This case is closed."))
    with begin(engine) as session:
        record_answer(session, ID, NOW + timedelta(minutes=1))
        postpone(session, command(), NOW)
    row = kept(engine)
    assert (row.state, row.refusal, row.settled_at, row.tries) == (CommandState.REFUSED, "AlreadyDecided", NOW, 0)


@BOTH
def test_an_applied_command_is_no_longer_due(engine: Engine) -> None:
    with begin(engine) as session:
        record(session, command())
        record_answer(session, ID, NOW)
    with read(engine) as session:
        assert (list(due(session, NOW)), list(pending_for(session, "vet:1"))) == ([], [])


@BOTH
def test_each_try_waits_longer_up_to_two_minutes(engine: Engine) -> None:
    with begin(engine) as session:
        record(session, command())
    waits = []
    for _ in range(9):
        with begin(engine) as session:
            postpone(session, kept(engine), NOW)
        waits.append(int((kept(engine).next_try_at - NOW).total_seconds()))
    assert (waits, kept(engine).tries) == ([2, 4, 8, 16, 32, 64, 120, 120, 120], 9)


@BOTH
def test_what_is_due_comes_oldest_first_and_not_too_much_of_it(engine: Engine) -> None:
    with begin(engine) as session:
        for number in (3, 1, 2):
            record(session, command(number))
        record(session, command(4, next_try_at=NOW + timedelta(seconds=1)))
    with read(engine) as session:
        assert [row.id.int - ID.int for row in due(session, NOW)] == [1, 2, 3]
        assert [row.id.int - ID.int for row in due(session, NOW, most=2)] == [1, 2]
