"""Greenroom on one machine: Temporal, worker, PDF worker and web under one supervisor, data in one folder."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from db.accounts.people import everybody
from db.engine import make_engine, read
from db.migrate import upgrade
from ops.child import Program
from ops.ports import LOOPBACK, any_port, free_port
from ops.seed import DEMO_PASSWORD, DEMO_PEOPLE, seed_demo
from ops.supervisor import Supervisor
from ops.temporal_server import EmbeddedTemporal, NoTemporal, TemporalBinary, find_temporal
from settings import ROOT, Settings
from workflows.limits import EXT, PDF, WF

# Seconds; a worker gives what it has begun 30 of them to finish.
WORKER_START, WORKER_GRACE = 60.0, 35.0


def run_embedded(settings: Settings, port: int, console: Console) -> int:
    """Prepare, start and keep running until Ctrl-C; returns the exit code."""
    data = settings.data_dir.absolute()
    data.mkdir(parents=True, exist_ok=True)
    port = free_port(port, console.print)
    try:
        # Before the tables are made: without a Temporal server there is no use for them.
        programs = _programs(settings, data, port)
    except NoTemporal as error:
        console.print(f"[red]{escape(str(error))}[/]", highlight=False)
        return 1
    demo = _prepare(settings, console)
    supervisor = Supervisor(programs, data / "log", console)
    return supervisor.run(lambda: _welcome(console, settings, data, port=port, demo=demo))


def _programs(settings: Settings, data: Path, port: int) -> list[Program]:
    server = _temporal(settings, data)
    address = server.address if isinstance(server, EmbeddedTemporal) else server
    base_url = _base_url(settings, port)
    env = {"GREENROOM_TEMPORAL_ADDRESS": address, "GREENROOM_DATA_DIR": str(data), "GREENROOM_BASE_URL": base_url}
    ready = f"http://{LOOPBACK}:{port}/health/ready"
    started = [server.program] if isinstance(server, EmbeddedTemporal) else []
    return [
        *started,
        _worker("worker", (WF, EXT), data, env=env),
        _worker("pdf", (PDF,), data, env=env),
        Program("web", [sys.executable, "-m", "web.serve", "--port", str(port)], ready, env, alongside=True),
    ]


def _worker(name: str, queues: tuple[str, ...], data: Path, *, env: dict[str, str]) -> Program:
    ready = data / "run" / f"{name}.ready"
    # Left by an earlier run, it would call the worker ready before it is.
    ready.unlink(missing_ok=True)
    argv = [sys.executable, "-m", "worker", *(part for queue in queues for part in ("--queue", queue))]
    return Program(
        name,
        [*argv, "--ready", str(ready)],
        ready.exists,
        env,
        ready_within=WORKER_START,
        grace=WORKER_GRACE,
        alongside=name != "worker",
    )


def _temporal(settings: Settings, data: Path) -> EmbeddedTemporal | str:
    """The embedded server, or the address of a cluster."""
    given = settings.temporal_address or os.environ.get("TEMPORAL_ADDRESS")
    found = find_temporal(given, os.environ.get("TEMPORAL_CLI"), data / "temporal-cli")
    if isinstance(found, TemporalBinary):
        return EmbeddedTemporal(found, data / "temporal.sqlite", any_port())
    return found.address


def _base_url(settings: Settings, port: int) -> str:
    default = Settings.model_fields["base_url"].default
    return f"http://{LOOPBACK}:{port}" if settings.base_url == default else settings.base_url


def _prepare(settings: Settings, console: Console) -> bool:
    """Tables, and demo data where nobody has an account yet; tells whether the demo people are there."""
    console.print("[dim]  database: bringing the tables up to date[/]")
    engine = make_engine(settings.db)
    upgrade(engine)
    with read(engine) as session:
        known = {account.email for account in everybody(session)}
    engine.dispose()
    if not known:
        console.print("[dim]  demo: adding people and applications[/]")
        seed_demo(settings)
    return not known or DEMO_PEOPLE[0][0] in known


def _welcome(console: Console, settings: Settings, data: Path, *, port: int, demo: bool) -> None:
    for line in _lines(settings, data, port, demo=demo):
        console.print(line, highlight=False, soft_wrap=True)


def _lines(settings: Settings, data: Path, port: int, *, demo: bool) -> Iterator[str]:
    url = _base_url(settings, port)
    yield f"\n[bold green]Greenroom is running:[/] [bold]{url}[/]   (e-mails it writes: {url}/mailbox)"
    if demo:
        yield f"Demo sign-ins, all with the password [bold]{DEMO_PASSWORD}[/]:"
        yield from (f"  {role:<10} {email:<22} {name}" for email, name, role in DEMO_PEOPLE)
    where = data.relative_to(ROOT) if data.is_relative_to(ROOT) else data
    yield f"Data: {where}/   logs: {where}/log/   Stop with Ctrl-C; `make up` continues where it was.\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    sys.exit(run_embedded(Settings(), parser.parse_args().port, Console()))
