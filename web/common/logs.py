"""Logs: one line a request, for machines in production and for people in embedded mode."""

import logging
import sys
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from settings import Settings

SECRET_PATHS = ("/confirm/", "/reset/")
SILENT = ("/static", "/health")  # asked for all the time, by pages and by probes

log = structlog.get_logger()


def set_up(settings: Settings) -> None:
    """Send structlog and the standard library's loggers to standard output, in one shape."""
    shape = structlog.processors.JSONRenderer() if settings.log_format == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            shape,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    line = "%(asctime)s %(levelname)s %(name)s %(message)s"
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout, format=line)


class RequestLog:
    """Method, path, status and milliseconds until the answer begins; never a query, a body or a cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        started = time.perf_counter()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start" and not scope["path"].startswith(SILENT):
                took = round((time.perf_counter() - started) * 1000, 1)
                path = _shown(scope["path"])
                log.info("request", method=scope["method"], path=path, status=message["status"], ms=took)
            await send(message)

        await self._app(scope, receive, noting)


def _shown(path: str) -> str:
    """The path without the token of a link that was sent by mail: whoever has it can use it."""
    return next((f"{start}..." for start in SECRET_PATHS if path.startswith(start)), path)
