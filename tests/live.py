"""The whole system in one process for tests: web on a socket, workers on a real Temporal server."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from sqlalchemy import Engine
from temporalio.worker import Worker

from settings import Settings
from web.app import create_app
from web.house import House, build, ring_of
from web.relay import run_relay
from worker import activities, build_worker, now
from workflows.calls import EXT, PDF, WF
from workflows.payloads import Sealing, connect


class Workers:
    """All three queues and the relay on an event loop of their own; can be stopped and started like a process."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._settings = settings
        self._engine = engine
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._running: list[Worker] = []
        self._relay: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start working."""
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(30)

    def stop(self) -> None:
        """Stop working; what has begun finishes."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(60)

    def close(self) -> None:
        """Stop, and end the loop."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        ring = ring_of(self._settings)
        client = await connect(
            self._settings.temporal_address, self._settings.temporal_namespace, Sealing(ring.current, ring.keys)
        )
        for queue in (WF, EXT, PDF):
            hands = activities(queue, self._settings, self._engine)
            worker = build_worker(client, queue, hands, self._settings)
            self._running.append(worker)
            asyncio.ensure_future(worker.run())
        self._relay = asyncio.ensure_future(run_relay(client, self._engine, now))

    async def _stop(self) -> None:
        if self._relay:
            self._relay.cancel()
        await asyncio.gather(*(worker.shutdown() for worker in self._running))
        self._running = []


@dataclass
class Live:
    """A running Greenroom: where it listens, its tools, its workers."""

    url: str
    house: House
    workers: Workers


@contextmanager
def running(settings: Settings, port: int) -> Iterator[Live]:
    """Run everything until the block ends."""
    house = build(settings)
    config = uvicorn.Config(create_app(settings, house), host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    web = threading.Thread(target=server.run, daemon=True)
    web.start()
    workers = Workers(settings, house.engine)
    workers.start()
    try:
        yield Live(settings.base_url, house, workers)
    finally:
        workers.close()
        server.should_exit = True
        web.join(10)
        house.engine.dispose()
