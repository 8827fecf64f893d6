"""The door of the exam room: a few begin at a time, the others wait their turn and nobody is sent away."""

import asyncio
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request

from web.exams.start_queue import ABREAST, new_start_queue, wait_for_turn


def test_a_few_begin_at_a_time_and_everybody_gets_a_turn() -> None:
    app, inside, most = Starlette(), 0, 0
    app.state.door = new_start_queue()
    request = Request({"type": "http", "app": app})

    async def begin() -> None:
        nonlocal inside, most
        async with asynccontextmanager(wait_for_turn)(request):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    async def crowd() -> None:
        await asyncio.gather(*(begin() for _ in range(ABREAST * 5)))

    asyncio.run(crowd())
    assert (most, inside) == (ABREAST, 0)
