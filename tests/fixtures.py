"""Fixtures that all tests share: real databases, a real Temporal server, the web without a browser."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from db.engine import make_engine
from db.migrate import upgrade
from db.policy.library import PackLibrary, load_packs
from db.tables import metadata
from domain.accounts import Person
from ops.ports import any_port
from ops.postgres import ThrowawayPostgres
from ops.temporal_server import EmbeddedTemporal, TemporalBinary, find_temporal
from settings import ROOT, Settings
from tests.cast import Browser, enrol
from web.app import create_app
from web.services import Services, build

SECRET = "a secret for tests, long enough to sign with"


@pytest.fixture(scope="session")
def postgres() -> Iterator[ThrowawayPostgres]:
    """One PostgreSQL server for the session."""
    with ThrowawayPostgres() as server:
        yield server


@pytest.fixture(scope="session")
def temporal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One Temporal server for the session; its address."""
    binary = find_temporal()
    assert isinstance(binary, TemporalBinary)
    server = EmbeddedTemporal(binary, tmp_path_factory.mktemp("temporal") / "temporal.sqlite", any_port())
    server.start()
    yield server.address
    server.stop()


@pytest.fixture(scope="session")
def blank_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to copy."""
    path = tmp_path_factory.mktemp("blank") / "blank.sqlite"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def shared_postgres(postgres: ThrowawayPostgres) -> str:
    """A migrated PostgreSQL database that the tests use one after the other: a new one each would take 0.3 s."""
    url = postgres.create_database("shared")
    upgrade(engine_of(url))
    return url


@pytest.fixture(scope="session")
def shared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the test's SQLite database lies, the same for all: its engine stays, and with it what it has compiled."""
    return tmp_path_factory.mktemp("sqlite") / "greenroom.sqlite"


@cache
def engine_of(url: str) -> Engine:
    """The engine for a database that many tests use one after the other; each of them ends its connections."""
    return make_engine(url)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """URL of an empty database: SQLite, or PostgreSQL where a test asks for BOTH."""
    if getattr(request, "param", "sqlite") == "postgresql":
        url: str = request.getfixturevalue("shared_postgres")
        _empty(engine_of(url))
        return url
    path: Path = request.getfixturevalue("shared_sqlite")
    # Who still has the earlier files open keeps them for itself.
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    shutil.copy(request.getfixturevalue("blank_sqlite"), path)
    return f"sqlite:///{path}"


def _empty(shared: Engine) -> None:
    """Send away whoever a killed test left behind, and delete every row."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    rows = " ".join(f"DELETE FROM {table};" for table in metadata.tables)
    with shared.begin() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
        # To a replica the audit trail's own rule against deleting does not apply.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"DO $$ BEGIN {rows} END $$"))


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine on the test's database."""
    made = engine_of(database)
    yield made
    made.dispose()


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    """Settings of an embedded house without Temporal: commands are recorded and wait."""
    return Settings(data_dir=tmp_path, database_url=database, secret_key=SECRET, base_url="http://testserver")


@pytest.fixture(scope="session")
def library() -> PackLibrary:
    """The policy packs, read once."""
    return load_packs(ROOT / "policies")


@pytest.fixture
def services(settings: Settings, library: PackLibrary, engine: Engine) -> Services:
    """The web's tools."""
    return build(settings, library, engine)


@pytest.fixture
def cast(services: Services) -> dict[str, Person]:
    """Lin and Omar (applicants), Rita (reviewer), Sam (senior), Ada (admin), Iris (auditor)."""
    return enrol(services)


@pytest.fixture
def browse(services: Services) -> Iterator[Callable[[], Browser]]:
    """Opens browsers on the site."""
    opened: list[TestClient] = []

    def open_one() -> Browser:
        client = TestClient(create_app(services.settings, services))
        opened.append(client.__enter__())
        return Browser(client, services)

    yield open_one
    for client in opened:
        client.__exit__(None, None, None)
