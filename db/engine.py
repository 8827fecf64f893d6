"""Connections: one engine a process, one transaction a unit of work; SQLite in WAL mode or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, SQLModel, create_engine

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# An error in a log shows the statement, never the names and numbers in it.
POOL: dict[str, Any] = {"pool_size": 20, "max_overflow": 20, "hide_parameters": True}
READ_ONLY: dict[str, Any] = {"greenroom_read": True}


def make_engine(url: str) -> Engine:
    """An engine for the URL; writers of SQLite queue for up to 10 s instead of failing."""
    if not url.startswith("sqlite"):
        # A connection that died while nobody used it is noticed before somebody gets it.
        return create_engine(url, pool_pre_ping=True, **POOL)
    engine = create_engine(url, connect_args={"timeout": 10, "check_same_thread": False}, **POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def begin(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end of the block, or rolls back and raises."""
    # Rows are still read after the commit, when no session could load them again.
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def read(engine: Engine) -> Iterator[Session]:
    """A session for reading; nothing is committed."""
    with Session(engine.execution_options(**READ_ONLY), expire_on_commit=False, autoflush=False) as session:
        yield session


@contextmanager
def read_one(engine: Engine) -> Iterator[Session]:
    """A session for reading by one statement, which needs no transaction: two ways to the database and back less."""
    options = READ_ONLY if engine.dialect.name == "sqlite" else READ_ONLY | {"isolation_level": "AUTOCOMMIT"}
    with Session(engine.execution_options(**options), expire_on_commit=False, autoflush=False) as session:
        yield session


def answers(engine: Engine) -> bool:
    """Whether the database answers now."""
    try:
        with read(engine) as session:
            session.connection().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _prepare_sqlite(connection: Any, _: object) -> None:
    # The driver's own transactions begin too late for IMMEDIATE; _begin_sqlite takes over.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns into a writer fails at once when another writes; IMMEDIATE waits its turn.
    reading = connection.get_execution_options().get("greenroom_read")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
