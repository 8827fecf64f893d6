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
from web.gateway import attempt

PAUSE = 2.0

log = structlog.get_logger()


async def run_relay(client: Client, engine: Engine, clock: Callable[[], datetime]) -> None:
    """Every two seconds deliver what is due, in order; never ends by itself, and survives a dead database."""
    while True:
        try:
            await drain(client, engine, clock)
        except SQLAlchemyError as error:
            log.error("the outbox cannot be read", error=str(error))
        await asyncio.sleep(PAUSE)


async def drain(client: Client, engine: Engine, clock: Callable[[], datetime]) -> int:
    """Deliver once all that is due; returns how many were tried."""
    commands = await asyncio.to_thread(_due, engine, clock())
    for command in commands:
        await attempt(client, engine, command, clock)
    return len(commands)


def _due(engine: Engine, now: datetime) -> list[CommandRow]:
    with read(engine) as session:
        return list(due(session, now))
