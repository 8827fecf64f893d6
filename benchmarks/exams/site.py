"""The house as processes that can be killed: Temporal, PostgreSQL where wanted, worker and web."""

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pydantic import SecretStr

from db.engine import make_engine
from db.migrate import upgrade
from ops.child import Child, Program
from ops.ports import LOOPBACK, any_port
from ops.postgres import ThrowawayPostgres
from settings import Settings
from tests.faults.processes import environment, own_temporal
from web.services import Services, build
from workflows.limits import EXT, WF

READY = 60.0
# Unlike in tests every commit reaches the disk: an acknowledged answer has to be worth something.
DURABLE = ("fsync=on", "synchronous_commit=on", "max_connections=200")


class Site:
    """A running house: its tools, the port of its web, and its two processes of ours."""

    def __init__(self, services: Services, web_workers: int) -> None:
        self.services, self.port = services, any_port()
        settings, data = services.settings, services.settings.data_dir
        self._ready, self._log = data / "worker.ready", data / "log"
        env = environment(settings)
        queues = ("--queue", WF, "--queue", EXT, "--ready", str(self._ready))
        self._worker = Program("worker", [sys.executable, "-m", "worker", *queues], self._ready.exists, env)
        web = [sys.executable, "manage.py", "web", "--port", str(self.port), "--workers", str(web_workers)]
        self._web = Program("web", web, f"http://{LOOPBACK}:{self.port}/health/live", env)
        self._running: dict[str, Child] = {}

    def start(self, name: str) -> float:
        """Start `web` or `worker`, and wait until it works; the seconds that took."""
        self._ready.unlink(missing_ok=True) if name == "worker" else None
        program = {"web": self._web, "worker": self._worker}[name]
        self._running[name] = child = Child(program, self._log / f"{name}.log")
        while not program.is_ready():
            if child.exit_code() is not None or child.age > READY:
                raise RuntimeError(f"{name} did not get ready: see {self._log}")
            time.sleep(0.05)
        return child.age

    def kill(self, name: str) -> None:
        """`kill -9`, with all that it has started."""
        self._running.pop(name).kill()

    def stop(self) -> None:
        """Kill what runs."""
        for name in tuple(self._running):
            self.kill(name)


@contextmanager
def open_site(folder: Path, database: str, web_workers: int) -> Iterator[Site]:
    """A migrated, empty house on SQLite or PostgreSQL (`sqlite`, `postgresql`), everything running."""
    with own_temporal(folder) as (server, namespace), ExitStack() as stack:
        url = f"sqlite:///{folder / 'greenroom.sqlite'}"
        if database == "postgresql":
            url = stack.enter_context(ThrowawayPostgres(DURABLE)).create_database("greenroom")
        settings = Settings(
            data_dir=folder,
            temporal_address=server.address,
            temporal_namespace=namespace,
            database_url=url,
            secret_key=SecretStr("a secret for benchmarks"),
        )
        upgrade(make_engine(url))
        services = build(settings)
        stack.callback(services.engine.dispose)
        site = Site(services, web_workers)
        stack.callback(site.stop)
        site.start("worker")
        site.start("web")
        yield site
