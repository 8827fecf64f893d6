"""Logs: one line a request, for machines in production and for people in embedded mode."""

import logging
import sys
import time

import structlog
from fastapi import Request, Response

from settings import Settings
from web.security import Next

SECRET_PATHS = ("/confirm/", "/reset/")

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


async def log_requests(request: Request, call_next: Next) -> Response:
    """Method, path, status and milliseconds; never a query, a body or a cookie."""
    started = time.perf_counter()
    response = await call_next(request)
    if not request.url.path.startswith(("/static", "/health")):
        took = round((time.perf_counter() - started) * 1000, 1)
        log.info("request", method=request.method, path=_shown(request.url.path), status=response.status_code, ms=took)
    return response


def _shown(path: str) -> str:
    """The path without the token of a link that was sent by mail: whoever has it can use it."""
    return next((f"{start}..." for start in SECRET_PATHS if path.startswith(start)), path)
