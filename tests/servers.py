"""One PostgreSQL and one Temporal server for all workers of a run, kept by the process that gives out the tests."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

import pytest

from ops.ports import any_port
from ops.postgres import ThrowawayPostgres
from ops.temporal_server import EmbeddedTemporal, TemporalBinary, find_temporal

SHARED = pytest.StashKey["SharedServers"]()
PATIENCE = 60  # seconds


@contextmanager
def postgres_server(_: Path) -> Iterator[str]:
    """PostgreSQL; its port."""
    with ThrowawayPostgres() as server:
        yield str(server.port)


@contextmanager
def temporal_server(folder: Path) -> Iterator[str]:
    """Temporal, its database in this folder; its address."""
    binary = find_temporal()
    assert isinstance(binary, TemporalBinary)
    server = EmbeddedTemporal(binary, folder / "temporal.sqlite", any_port())
    server.start()
    try:
        yield server.address
    finally:
        server.stop()


SERVERS = {"postgres": postgres_server, "temporal": temporal_server}


@contextmanager
def server(name: str, folder: Path, config: pytest.Config) -> Iterator[str]:
    """Where a server is: the one of all workers, or without workers one that is started now."""
    if hasattr(config, "workerinput"):
        yield told(folder / name)
        return
    with SERVERS[name](folder) as where:
        yield where


class SharedServers:
    """Both servers, started in the background; where they are stands in files of a folder, or why they are not."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="greenroom-tests-")
        self.folder = Path(self._folder.name)
        self._over = Event()
        # A server ends with the thread that started it, so each has one that stays.
        self._keepers = [Thread(target=self._keep, args=(name, start), daemon=True) for name, start in SERVERS.items()]
        for keeper in self._keepers:
            keeper.start()

    def stop(self) -> None:
        """Stop both."""
        self._over.set()
        for keeper in self._keepers:
            keeper.join()
        self._folder.cleanup()

    def _keep(self, name: str, start: Callable[[Path], AbstractContextManager[str]]) -> None:
        try:
            with start(self.folder) as where:
                tell(self.folder / name, where)
                self._over.wait()
        except Exception as error:  # told by whoever needs this server
            tell(self.folder / f"{name}.failed", str(error))


def tell(file: Path, text: str) -> None:
    """Write a file that others wait for: it is there whole or not at all."""
    draft = file.with_suffix(".draft")
    draft.write_text(text)
    draft.rename(file)


def told(file: Path) -> str:
    """What a file says, as soon as it is there."""
    failed, until = file.with_name(f"{file.name}.failed"), time.monotonic() + PATIENCE
    while not file.exists():
        assert not failed.exists(), failed.read_text()
        assert time.monotonic() < until, f"{file.name} did not start"
        time.sleep(0.02)
    return file.read_text()


def once(file: Path, make: Callable[[], None]) -> None:
    """Have something made by the first of all workers that needs it; the others wait until the file stands for it."""
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            make()
            file.touch()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the servers while the workers start."""
    session.config.stash[SHARED] = SharedServers()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker the folder."""
    node.workerinput["run_folder"] = str(node.config.stash[SHARED].folder)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the servers, after the workers."""
    session.config.stash[SHARED].stop()
