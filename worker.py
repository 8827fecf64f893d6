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

from activities.certificates import CertificateActivities
from activities.credentials import CredentialActivities
from activities.documents import DocumentActivities
from activities.examine import Examiner
from activities.notifications import NotificationActivities
from activities.registers import RegisterActivities
from activities.review import ReviewActivities
from activities.screening import ScreeningActivities
from activities.tools.letters import LetterWriter
from activities.tools.ocr import Tesseract
from activities.tools.post import LocalMailbox, SmtpPost
from activities.tools.press import CertificatePress
from activities.tools.signing import CertificateSigner
from activities.tools.vies import Vies
from activities.vetting import VettingActivities
from db.engine import make_engine
from db.keys import KeyRing, load_ring, load_secret
from db.policy import load_packs
from db.vault import open_vault
from settings import Settings
from web.logs import set_up
from web.relay import run_relay
from workflows.calls import EXT, PDF, WF
from workflows.credentials import CredentialStanding, IssueCredential
from workflows.notifications import SendNotice
from workflows.payloads import Sealing, connect
from workflows.vetting import MerchantVetting

WORKFLOWS = (MerchantVetting, IssueCredential, CredentialStanding, SendNotice)
# Slots: database effects wait for the disk, outside services for the network, the CPU's work for a core.
SLOTS = {WF: 20, EXT: 20, PDF: 2}
GRACE = timedelta(seconds=30)

Clock = Callable[[], datetime]
log = structlog.get_logger()


def now() -> datetime:
    """The machine's time, UTC."""
    return datetime.now(UTC)


def activities(queue: str, settings: Settings, engine: Engine, clock: Clock = now) -> list[Callable[..., Any]]:
    """The activities of a queue, with their tools."""
    ring = load_ring(settings.master_keys.get_secret_value(), settings.keys)
    build = {WF: _database, EXT: _outside, PDF: _cpu}[queue]
    return build(settings, engine, ring, clock)


def build_worker(client: Client, queue: str, hands: Sequence[Callable[..., Any]], settings: Settings) -> Worker:
    """A worker for one queue; workflows run on `wf` alone, in the sandbox, where only the rules pass through."""
    sandbox = SandboxedWorkflowRunner(
        # `domain` holds no workflow code: passing a package that does would switch the determinism guard off.
        restrictions=SandboxRestrictions.default.with_passthrough_modules("domain", "stdnum", "pydantic")
    )
    return Worker(
        client,
        task_queue=queue,
        workflows=WORKFLOWS if queue == WF else (),
        activities=hands,
        workflow_runner=sandbox,
        activity_executor=ThreadPoolExecutor(SLOTS[queue], thread_name_prefix=queue),
        max_concurrent_activities=SLOTS[queue],
        max_cached_workflows=settings.max_cached_workflows if queue == WF else 0,
        graceful_shutdown_timeout=GRACE,
        disable_eager_activity_execution=True,
    )


async def run(settings: Settings, queues: Sequence[str], ready: Path | None) -> None:
    """Work on the queues until SIGTERM or SIGINT; what has begun gets 30 s to finish. Touches `ready` once it works."""
    ring = load_ring(settings.master_keys.get_secret_value(), settings.keys)
    engine = make_engine(settings.db)
    client = await connect(settings.temporal_address, settings.temporal_namespace, Sealing(ring.current, ring.keys))
    async with AsyncExitStack() as stack:
        for queue in queues:
            await stack.enter_async_context(build_worker(client, queue, activities(queue, settings, engine), settings))
        relay = asyncio.create_task(run_relay(client, engine, now)) if WF in queues else None
        log.info("worker ready", queues=list(queues))
        if ready:
            ready.parent.mkdir(parents=True, exist_ok=True)
            ready.touch()
        await _asked_to_stop()
        if relay:
            relay.cancel()
    engine.dispose()


def _database(settings: Settings, engine: Engine, ring: KeyRing, clock: Clock) -> list[Callable[..., Any]]:
    vetting = VettingActivities(engine, load_packs(settings.policies_dir), clock, vat_register=bool(settings.vies_url))
    review = ReviewActivities(engine, clock, settings.issuer)
    credentials = CredentialActivities(engine, clock, settings.base_url)
    return [
        vetting.open_case, vetting.assess_case, ScreeningActivities(engine, clock).screen_merchant,
        review.record_decision, review.record_withdrawal, credentials.publish_credential, credentials.change_standing,
    ]  # fmt: skip


def _outside(settings: Settings, engine: Engine, ring: KeyRing, clock: Clock) -> list[Callable[..., Any]]:
    secret = load_secret(settings.secret_key.get_secret_value(), settings.keys)
    writer = LetterWriter(settings, secret, open_vault(settings, ring))
    smtp = settings.smtp_url.get_secret_value()
    post = SmtpPost(smtp, settings.mail_from) if smtp else LocalMailbox()
    registers = RegisterActivities(engine, clock, Vies(settings.vies_url or "http://unset.invalid"))
    return [NotificationActivities(engine, clock, writer, post).notify, registers.look_up_vat]


def _cpu(settings: Settings, engine: Engine, ring: KeyRing, clock: Clock) -> list[Callable[..., Any]]:
    vault = open_vault(settings, ring)
    tools = CertificatePress(), CertificateSigner.load_or_create(settings.keys, settings.issuer, clock())
    documents = DocumentActivities(engine, vault, Examiner(Tesseract.for_country, clock))
    return [documents.check_document, CertificateActivities(engine, vault, tools, settings.base_url).render_certificate]


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
