"""The relay: delivers recorded commands that could not be delivered at once. Runs inside the worker."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client

from db.commands import CommandRow, due
from db.engine import read
from outbox.gateway import attempt

PAUSE = 2.0
BATCH = 50

log = structlog.get_logger()


async def run_relay(client: Client, engine: Engine, clock: Callable[[], datetime]) -> None:
    """Every two seconds deliver what is due, in order; never ends by itself, and survives a dead database."""
    while True:
        try:
            if await drain(client, engine, clock) >= BATCH:
                continue  # a crowd, such as everybody beginning an exam at once
        except SQLAlchemyError as error:
            log.error("the outbox cannot be read", error=str(error))
        await asyncio.sleep(PAUSE)


async def drain(client: Client, engine: Engine, clock: Callable[[], datetime]) -> int:
    """Deliver once all that is due; returns how many were tried."""
    commands = await asyncio.to_thread(_due, engine, clock())
    lines: dict[str, list[CommandRow]] = {}
    for command in commands:
        lines.setdefault(command.target, []).append(command)
    await asyncio.gather(*(_in_order(client, engine, line, clock=clock) for line in lines.values()))
    return len(commands)


async def _in_order(
    client: Client, engine: Engine, commands: list[CommandRow], *, clock: Callable[[], datetime]
) -> None:
    """What goes to one workflow goes one after the other."""
    for command in commands:
        await attempt(client, engine, command, clock=clock)


def _due(engine: Engine, now: datetime) -> list[CommandRow]:
    with read(engine) as session:
        return list(due(session, now, BATCH))
