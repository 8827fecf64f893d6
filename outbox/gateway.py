"""The way to Temporal: each command is recorded, delivered at once, and left to the relay when that fails."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Literal, NamedTuple
from uuid import UUID

import structlog
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from temporalio.client import Client
from temporalio.service import RPCError

from db.audit import append
from db.commands import CommandRow, postpone, record, record_answer
from db.engine import begin
from domain.audit import AuditEvent
from domain.commands import CommandState
from domain.events import EventKind
from domain.refusals import Refused, rebuild
from outbox.delivery import ROUTES, NotNow, deliver
from settings import Settings
from vault.keys import KeyRing
from workflows.payloads import Sealing, connect

PATIENCE = timedelta(seconds=3)
# The relay leaves a fresh command to the request that wrote it.
HEAD_START = timedelta(seconds=5)

log = structlog.get_logger()


@dataclass(frozen=True)
class CommandOutcome:
    """What became of a command; `pending` means recorded, and applied as soon as a worker is back."""

    state: Literal["applied", "refused", "pending"]
    refusal: Refused | None = None

    def raise_if_refused(self) -> "CommandOutcome":
        """Raise the refusal, if that is what it was."""
        if self.refusal:
            raise self.refusal
        return self


class Envelope(NamedTuple):
    """Who asks what of which workflow, and when; `id` comes from the form, so a double click is one command."""

    id: UUID
    name: str
    target: str
    actor: UUID | None
    created_at: datetime


class Gateway:
    """Delivers commands from the web's threads over one client on the web's event loop."""

    def __init__(self, engine: Engine, settings: Settings, ring: KeyRing, *, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._settings = settings
        self._sealing = Sealing(current=ring.current, keys=ring.keys)
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: Client | None = None

    async def open(self) -> None:
        """Prepare the client on the running loop; Temporal need not be there yet."""
        self._loop = asyncio.get_running_loop()
        address, namespace = self._settings.temporal_address, self._settings.temporal_namespace
        if address:
            self._client = await connect(address, namespace, self._sealing, lazy=True)

    def send(self, command: CommandRow) -> CommandOutcome:
        """Record the command in a transaction of its own, and deliver it."""
        with begin(self._engine) as session:
            recorded = record(session, command)
        return self.dispatch(recorded)

    def dispatch(self, command: CommandRow) -> CommandOutcome:
        """Deliver a recorded command at once; within 3 s it is applied, refused, or left to the relay."""
        if command.state != CommandState.PENDING:
            return settled(command)
        if self._client is None or self._loop is None:
            return CommandOutcome("pending")
        work = asyncio.run_coroutine_threadsafe(
            attempt(self._client, self._engine, command, clock=self._clock), self._loop
        )
        try:
            # Delivering gives up after PATIENCE by itself; the rest is for noting the answer in the database.
            return work.result(timeout=PATIENCE.total_seconds() * 3)
        except (TimeoutError, SQLAlchemyError):
            # It is recorded, and it may even be applied: the relay asks again and notes the answer.
            log.warning("the answer to a command could not be noted", id=str(command.id), name=command.name)
            return CommandOutcome("pending")

    async def temporal_alive(self) -> bool:
        """Whether the Temporal server answers."""
        try:
            return self._client is not None and await self._client.service_client.check_health(timeout=PATIENCE)
        except (RPCError, RuntimeError):
            return False


async def attempt(
    client: Client, engine: Engine, command: CommandRow, *, clock: Callable[[], datetime]
) -> CommandOutcome:
    """Try once to deliver a command, and note the answer in its row."""
    try:
        await deliver(client, command, PATIENCE)
    except NotNow as reason:
        log.warning("command waits", id=str(command.id), name=command.name, reason=str(reason))
        # In a thread: the database blocks, and this loop serves everybody.
        await asyncio.to_thread(_note, engine, postpone, command, now=clock())
        return CommandOutcome("pending")
    except Refused as refusal:
        await asyncio.to_thread(_note, engine, partial(_refuse, refusal=refusal), command, now=clock())
        return CommandOutcome("refused", refusal)
    except Exception as error:
        # A row nobody can deliver must not stop the relay; its message may hold what it could not read, so no text.
        log.error("command cannot be delivered", id=str(command.id), name=command.name, error=type(error).__name__)
        await asyncio.to_thread(_note, engine, postpone, command, now=clock())
        return CommandOutcome("pending")
    await asyncio.to_thread(_note, engine, _applied, command, now=clock())
    return CommandOutcome("applied")


def settled(command: CommandRow) -> CommandOutcome:
    """The outcome of a command that has its answer."""
    if command.state == CommandState.APPLIED:
        return CommandOutcome("applied")
    return CommandOutcome("refused", rebuild(command.refusal, command.refusal_text))


def new_command(envelope: Envelope, message: BaseModel) -> CommandRow:
    """The row of a command that nobody has delivered yet."""
    first_try = envelope.created_at + HEAD_START
    return CommandRow(**envelope._asdict(), payload=message.model_dump(mode="json"), next_try_at=first_try)


def _applied(session: Session, command: CommandRow, now: datetime) -> None:
    """Settle the command, and tell the trail where no activity does."""
    record_answer(session, command.id, now)
    if tell := ROUTES[command.name].audit_event:
        append(session, tell(command), key=f"applied:{command.id}")


def _refuse(session: Session, command: CommandRow, now: datetime, *, refusal: Refused) -> None:
    """Settle the command, and keep who was refused what: applied commands are in the trail by what they changed."""
    record_answer(session, command.id, now, refusal=refusal)
    facts: dict[str, str | int | None] = {"command": command.name, "refusal": refusal.code}
    # Targets read `kind:id`; a change of standing has its command's id behind that.
    subject = command.target.split(":")[1]
    event = AuditEvent(
        kind=EventKind.COMMAND_REFUSED, at=now, actor=command.actor, role="", subject=subject, facts=facts
    )
    append(session, event, key=f"refused:{command.id}")


def _note(
    engine: Engine, write: Callable[[Session, CommandRow, datetime], None], command: CommandRow, *, now: datetime
) -> None:
    with begin(engine) as session:
        write(session, command, now)
