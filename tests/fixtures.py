"""Fixtures that all tests share: real databases, a real Temporal server, the web without a browser."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

import web.services
from activities import queue_wf
from db.engine import make_engine
from db.migrate import upgrade
from db.policy.library import PackLibrary, load_packs
from db.tables import metadata
from domain.accounts import Person
from ops import pseudo, starter_bank
from ops.messages import collect
from ops.postgres import PostgresServer
from ops.starter_bank import starter_items
from settings import ROOT, Settings
from tests.cast import QUICK, Browser, enrol
from tests.servers import once, server
from web.accounts import passwords
from web.app import create_app
from web.services import Services, build
from words import catalogues

SECRET = "a secret for tests, long enough to sign with"


@pytest.fixture(scope="session", autouse=True)
def spared() -> Iterator[None]:
    """Work that tests need not repeat: slow hashes, reading the same packs again, tracebacks with pictures."""
    look = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], look])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", lambda: QUICK)
        read_once = cache(load_packs)
        for module in (web.services, queue_wf):
            patch.setattr(module, "load_packs", read_once)
        patch.setattr(starter_bank, "starter_items", cache(lambda folder: tuple(starter_items(folder))))
        yield


@pytest.fixture(scope="session")
def run_folder(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    given = getattr(pytestconfig, "workerinput", {}).get("run_folder")
    return Path(given) if given else tmp_path_factory.mktemp("run")


@pytest.fixture(scope="session")
def postgres(run_folder: Path, pytestconfig: pytest.Config) -> Iterator[PostgresServer]:
    """One PostgreSQL server for the run."""
    with server("postgres", run_folder, pytestconfig) as port:
        yield PostgresServer(int(port))


@pytest.fixture(scope="session")
def temporal(run_folder: Path, pytestconfig: pytest.Config) -> Iterator[str]:
    """One Temporal server for the run; its address."""
    with server("temporal", run_folder, pytestconfig) as address:
        yield address


@pytest.fixture(scope="session")
def blank_sqlite(run_folder: Path) -> Path:
    """A migrated, empty SQLite database to copy."""
    path = run_folder / "blank.sqlite"
    once(run_folder / "blank_sqlite", lambda: migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def shared_postgres(postgres: PostgresServer, run_folder: Path, worker_id: str) -> str:
    """A migrated PostgreSQL database that a worker's tests use one after the other: a new one each takes 0.1 s."""
    once(run_folder / "blank_postgres", lambda: migrate(postgres.create_database("blank")))
    return postgres.create_database(f"of_{worker_id}", template="blank")


def migrate(url: str) -> None:
    """Make all tables, and leave nobody connected."""
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


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


@pytest.fixture(scope="session")
def catalogues_of_tests(run_folder: Path) -> Path:
    """A folder with the pseudo-language, made of what the code says now."""
    file = run_folder / "locale" / "en_XA" / "LC_MESSAGES" / "greenroom.mo"
    once(run_folder / "pseudo_language", lambda: pseudo.write(collect(), file))
    return run_folder / "locale"


@pytest.fixture
def pseudo_language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offers the pseudo-language, too."""
    monkeypatch.setenv("GREENROOM_PSEUDO_LANGUAGE", "true")
    monkeypatch.setattr(catalogues, "FOLDER", request.getfixturevalue("catalogues_of_tests"))


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
