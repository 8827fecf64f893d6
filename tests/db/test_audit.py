"""The audit trail on both databases: append-only, gapless, and no edit goes unseen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from db.audit import AuditRow, append, first_broken, head, newest
from db.engine import begin, read
from domain.audit import AuditEvent, link
from tests.conftest import BOTH

AT = datetime(2026, 5, 1, 12, 30, 0, 123456, tzinfo=UTC)
RITA = UUID("01890000-0000-7000-8000-000000000001")
DISARM = {
    "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"),
    "postgresql": ("SET LOCAL session_replication_role = replica",),
}


def event(number: int, **more: str) -> AuditEvent:
    facts: dict[str, str | int | None] = {"number": number, "name": "林静 – Müller"}
    return AuditEvent(
        kind="case.opened", at=AT, actor=RITA, role="reviewer", subject=f"case-{number}", facts=facts | more
    )


def fill(engine: Engine, many: int = 5) -> None:
    for number in range(1, many + 1):
        with begin(engine) as session:
            append(session, event(number))


def broken(engine: Engine) -> int | None:
    with read(engine) as session:
        return first_broken(session)


def seqs(engine: Engine) -> list[int]:
    with read(engine) as session:
        return sorted(session.exec(select(AuditRow.seq)).all())


def tamper(engine: Engine, *statements: str) -> None:
    """Do what an attacker with the database's password would: disarm the triggers, then change rows."""
    with begin(engine) as session:
        for statement in (*DISARM[engine.dialect.name], *statements):
            session.execute(text(statement))


@BOTH
def test_an_untouched_chain_holds(engine: Engine) -> None:
    assert broken(engine) is None
    fill(engine)
    assert (broken(engine), seqs(engine)) == (None, [1, 2, 3, 4, 5])


@BOTH
def test_a_key_is_written_once(engine: Engine) -> None:
    for number in (1, 2):
        with begin(engine) as session:
            append(session, event(number), key="case.opened:1")
    with read(engine) as session:
        assert [row.subject for row in newest(session)] == ["case-1"]


@BOTH
@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE audit SET subject = 'case-9' WHERE seq = 3", 3),
        ("UPDATE audit SET actor = NULL WHERE seq = 1", 1),
        ("UPDATE audit SET role = 'admin' WHERE seq = 5", 5),
        ("UPDATE audit SET key = 'another' WHERE seq = 4", 4),
        ("""UPDATE audit SET facts = '{"number": 3}' WHERE seq = 3""", 3),
        ("UPDATE audit SET at = '2026-05-01 12:30:01.123456' WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("UPDATE audit SET seq = seq + 10 WHERE seq > 2", 3),
        (
            "INSERT INTO audit (seq, kind, at, actor, role, subject, facts, hash)"
            " SELECT 6, kind, at, actor, role, subject, facts, hash FROM audit WHERE seq = 5",
            6,
        ),
    ],
)
def test_a_change_behind_our_back_is_found_at_its_row(engine: Engine, statement: str, where: int) -> None:
    fill(engine)
    tamper(engine, statement)
    assert broken(engine) == where


@BOTH
def test_a_row_rewritten_with_a_fitting_hash_breaks_the_next_one(engine: Engine) -> None:
    fill(engine)
    with read(engine) as session:
        before = session.get_one(AuditRow, 2).hash
    forged = link(before, event(3).model_copy(update={"subject": "case-9"}))
    tamper(engine, f"UPDATE audit SET subject = 'case-9', hash = '{forged}' WHERE seq = 3")
    assert broken(engine) == 4


@BOTH
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET role = 'x'", "DELETE FROM audit WHERE seq = 2", "UPDATE audit SET key = 'k' WHERE seq = 1"],
)
def test_the_database_itself_refuses_change(engine: Engine, statement: str) -> None:
    fill(engine, 2)
    with pytest.raises(DBAPIError, match="append-only"), begin(engine) as session:
        session.execute(text(statement))
    assert (broken(engine), seqs(engine)) == (None, [1, 2])


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_empty_the_trail(engine: Engine) -> None:
    fill(engine, 2)
    with pytest.raises(DBAPIError, match="append-only"), begin(engine) as session:
        session.execute(text("TRUNCATE audit"))


@BOTH
def test_eight_threads_make_one_chain_without_gaps(engine: Engine) -> None:
    def write(number: int) -> None:
        with begin(engine) as session:
            append(session, event(number), key=f"key:{number % 40}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
    assert (broken(engine), seqs(engine)) == (None, list(range(1, 41)))


@BOTH
def test_what_a_failed_transaction_wrote_leaves_no_gap(engine: Engine) -> None:
    fill(engine, 1)
    with pytest.raises(LookupError), begin(engine) as session:
        append(session, event(2))
        raise LookupError
    fill(engine, 1)
    assert (broken(engine), seqs(engine)) == (None, [1, 2])


@BOTH
def test_several_events_of_one_transaction_are_chained(engine: Engine) -> None:
    with begin(engine) as session:
        append(session, event(1))
        append(session, event(2))
    assert (broken(engine), seqs(engine)) == (None, [1, 2])


@BOTH
def test_time_zones_do_not_matter_to_the_chain(engine: Engine) -> None:
    with begin(engine) as session:
        append(session, event(1).model_copy(update={"at": AT.astimezone(timezone(timedelta(hours=8)))}))
    with read(engine) as session:
        last = head(session)
    assert last and last.at == AT and broken(engine) is None


@BOTH
def test_the_auditors_page_can_be_turned_and_narrowed(engine: Engine) -> None:
    fill(engine)
    reading: list[tuple[Callable[[], list[int]], list[int]]] = []
    with read(engine) as session:
        reading = [
            (lambda: [row.seq for row in newest(session, most=2)], [5, 4]),
            (lambda: [row.seq for row in newest(session, before=4, most=2)], [3, 2]),
            (lambda: [row.seq for row in newest(session, subject="case-2")], [2]),
        ]
        assert [look() for look, _ in reading] == [wanted for _, wanted in reading]
