"""The worker process: builds the activities' tools, registers workflows and activities by queue, runs the relay."""

import argparse
import asyncio
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities import queue_ext, queue_wf
from db.engine import make_engine
from outbox.relay import run_relay
from settings import Settings
from vault.keys import ring_of
from web.common.logs import set_up
from workflows.anchors import AnchorCertification
from workflows.credentials import CredentialStanding, IssueCredential
from workflows.exams import ExamAttempt, KeyCorrection
from workflows.limits import EXT, PDF, WF
from workflows.notifications import SendNotice
from workflows.payloads import Sealing, connect
from workflows.renewals import DailySweep
from workflows.schedules import ensure_sweep
from workflows.vetting import MerchantVetting

WORKFLOWS = (
    MerchantVetting,
    AnchorCertification,
    ExamAttempt,
    KeyCorrection,
    IssueCredential,
    CredentialStanding,
    SendNotice,
    DailySweep,
)
# Slots: database effects wait for the disk, outside services for the network, the CPU's work for a core.
SLOTS = {WF: 20, EXT: 20, PDF: 2}
GRACE = timedelta(seconds=30)

Clock = Callable[[], datetime]
log = structlog.get_logger()


def now() -> datetime:
    """The machine's time, UTC."""
    return datetime.now(UTC)


def load_pdf(settings: Settings, engine: Engine, clock: Clock) -> list[Callable[..., Any]]:
    """The activities of the `pdf` queue, and with them the PDF engine."""
    # The one import inside a function: it costs 2 s and doubles the memory of a worker (90 MB) that draws no page.
    from activities import queue_pdf  # noqa: PLC0415

    return queue_pdf.build(settings, engine, clock)


LOADERS: dict[str, Callable[[Settings, Engine, Clock], list[Callable[..., Any]]]] = {
    WF: queue_wf.build,
    EXT: queue_ext.build,
    PDF: load_pdf,
}


def sandbox() -> SandboxedWorkflowRunner:
    """Where workflows run, here and in replays: only the rules pass through."""
    # `domain` holds no workflow code: passing a package that does would switch the determinism guard off.
    rules = SandboxRestrictions.default.with_passthrough_modules("domain", "stdnum", "pydantic")
    return SandboxedWorkflowRunner(restrictions=rules)


def build_worker(client: Client, queue: str, activities: Sequence[Callable[..., Any]], *, settings: Settings) -> Worker:
    """A worker for one queue; workflows run on `wf` alone, in the sandbox."""
    return Worker(
        client,
        task_queue=queue,
        workflows=WORKFLOWS if queue == WF else (),
        activities=activities,
        workflow_runner=sandbox(),
        activity_executor=ThreadPoolExecutor(SLOTS[queue], thread_name_prefix=queue),
        max_concurrent_activities=SLOTS[queue],
        max_cached_workflows=settings.max_cached_workflows if queue == WF else 0,
        graceful_shutdown_timeout=GRACE,
        disable_eager_activity_execution=True,
    )


async def run(settings: Settings, queues: Sequence[str], ready: Path | None) -> None:
    """Work on the queues until SIGTERM or SIGINT; what has begun gets 30 s to finish. Touches `ready` once it works."""
    ring = ring_of(settings)
    engine = make_engine(settings.db)
    client = await connect(settings.temporal_address, settings.temporal_namespace, Sealing(ring.current, ring.keys))
    async with AsyncExitStack() as stack:
        for queue in queues:
            await stack.enter_async_context(
                build_worker(client, queue, LOADERS[queue](settings, engine, now), settings=settings)
            )
        relay = asyncio.create_task(run_relay(client, engine, now)) if WF in queues else None
        if WF in queues:
            await ensure_sweep(client)
        log.info("worker ready", queues=list(queues))
        if ready:
            ready.parent.mkdir(parents=True, exist_ok=True)
            ready.touch()
        await _asked_to_stop()
        if relay:
            relay.cancel()
    engine.dispose()


async def _asked_to_stop() -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop.set)
    await stop.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queue", action="append", choices=[WF, EXT, PDF], required=True)
    parser.add_argument("--ready", type=Path, help="a file to touch once the worker is ready")
    wanted, arguments = Settings(), parser.parse_args()
    set_up(wanted)
    asyncio.run(run(wanted, arguments.queue, arguments.ready))
