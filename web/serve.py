"""Serves the site: `python -m web.serve --host 127.0.0.1 --port 8000 --workers 1`."""

import argparse

import uvicorn
from fastapi import FastAPI

from settings import Settings
from web.app import create_app
from web.common.logs import set_up


def app() -> FastAPI:
    """The site of one process; several each make their own."""
    settings = Settings()
    set_up(settings)
    return create_app(settings)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes; one keeps about one core busy")
    arguments = parser.parse_args()
    uvicorn.run(
        "web.serve:app",
        factory=True,
        workers=arguments.workers,
        host=arguments.host,
        port=arguments.port,
        log_level="warning",
        access_log=False,
        proxy_headers=True,
        forwarded_allow_ips=Settings().trusted_proxies,
        timeout_graceful_shutdown=10,
        server_header=False,
    )
