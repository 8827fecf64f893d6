"""The whole system in one process for tests: web on a socket, workers on a real Temporal server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from settings import Settings
from tests.workers import Workers
from web.app import create_app
from web.house import House, build


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
