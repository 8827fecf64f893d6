"""The door of the exam room: when everybody begins at once, a few do at a time and the others wait without a thread.

In the threads they would stand in the way of those who save answers. Who waits here loses nothing: the clock runs from
the transaction on.
"""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request

ABREAST = 4


def new_start_queue() -> asyncio.Semaphore:
    """The door of one process."""
    return asyncio.Semaphore(ABREAST)


async def wait_for_turn(request: Request) -> AsyncIterator[None]:
    """Wait for a turn, and keep it until the answer is out."""
    door: asyncio.Semaphore = request.app.state.door
    async with door:
        yield
