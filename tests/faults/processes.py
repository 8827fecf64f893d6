"""Real processes for fault tests: a Temporal server on its file, and `python -m worker`, both killable."""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from ops.child import Child, Program
from ops.ports import any_port
from ops.temporal_server import EmbeddedTemporal, TemporalBinary, find_temporal
from settings import ROOT, Settings
from tests.workers import new_namespace
from workflows.limits import EXT, PDF, WF


class Killable:
    """A program of ours that a test starts, kills and starts again."""

    def __init__(self, program: Program, log: Path) -> None:
        self._program, self._log = program, log
        self._child: Child | None = None

    def start(self) -> Self:
        """Start it and wait until it works."""
        self._child = Child(self._program, self._log)
        end = time.monotonic() + 60
        while not self._program.is_ready():
            assert self._child.exit_code() is None and time.monotonic() < end, self.log()
            time.sleep(0.05)
        return self

    def kill(self) -> None:
        """`kill -9`."""
        if self._child:
            self._child.kill()
            self._child = None

    def log(self) -> str:
        """What it has said."""
        return self._log.read_text() if self._log.exists() else ""


class WorkerProcess(Killable):
    """Some queues, or all, in one process, as `python -m worker` runs them."""

    def __init__(self, settings: Settings, queues: tuple[str, ...] = (WF, EXT, PDF)) -> None:
        data, name = settings.data_dir, "-".join(queues)
        self._ready = data / f"{name}.ready"
        parts = [part for queue in queues for part in ("--queue", queue)]
        argv = [sys.executable, "-m", "worker", *parts, "--ready", str(self._ready)]
        program = Program("worker", argv, self._ready.exists, environment(settings))
        super().__init__(program, data / "log" / f"{name}.log")

    def start(self) -> Self:
        """Start it and wait until it works; what an earlier one left behind says nothing."""
        self._ready.unlink(missing_ok=True)
        return super().start()


def environment(settings: Settings) -> dict[str, str]:
    """The settings as a process gets them."""
    return {
        "GREENROOM_DATA_DIR": str(settings.data_dir),
        "GREENROOM_DATABASE_URL": settings.database_url,
        "GREENROOM_TEMPORAL_ADDRESS": settings.temporal_address,
        "GREENROOM_TEMPORAL_NAMESPACE": settings.temporal_namespace,
        "GREENROOM_MAX_CACHED_WORKFLOWS": str(settings.max_cached_workflows),
        "GREENROOM_LOG_FORMAT": "json",
        "PYTHONPATH": str(ROOT),
        "GREENROOM_SECRET_KEY": settings.secret_key.get_secret_value(),
    }


@contextmanager
def worker_process(settings: Settings, queues: tuple[str, ...] = (WF, EXT, PDF)) -> Iterator[WorkerProcess]:
    """A worker that is gone at the end of the block; no work waits for its return, since it keeps none in a cache."""
    process = WorkerProcess(settings.model_copy(update={"max_cached_workflows": 0}), queues).start()
    try:
        yield process
    finally:
        process.kill()


@contextmanager
def own_temporal(folder: Path) -> Iterator[tuple[EmbeddedTemporal, str]]:
    """A Temporal server that a test may kill, and the name of a namespace on it."""
    binary = find_temporal()
    assert isinstance(binary, TemporalBinary)
    server = EmbeddedTemporal(binary, folder / "temporal" / "temporal.sqlite", any_port())
    server.start()
    try:
        yield server, asyncio.run(new_namespace(server.address))
    finally:
        server.stop()
