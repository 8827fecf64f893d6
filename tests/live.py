"""The whole system in one process for tests: web on a socket, workers on a real Temporal server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from settings import Settings
from tests.workers import Workers
from web.app import create_app
from web.services import Services, build


@dataclass
class Live:
    """A running Greenroom: where it listens, its tools, its workers."""

    url: str
    services: Services
    workers: Workers


@contextmanager
def running(settings: Settings, port: int) -> Iterator[Live]:
    """Run everything until the block ends."""
    with serving(settings, port) as services:
        workers = Workers(settings, services.engine)
        workers.start()
        try:
            yield Live(settings.base_url, services, workers)
        finally:
            workers.close()


@contextmanager
def serving(settings: Settings, port: int) -> Iterator[Services]:
    """Run the web alone until the block ends: without Temporal commands are recorded, and wait."""
    services = build(settings)
    config = uvicorn.Config(create_app(settings, services), host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    web = threading.Thread(target=server.run, daemon=True)
    web.start()
    try:
        yield services
    finally:
        server.should_exit = True
        web.join(10)
        services.engine.dispose()
