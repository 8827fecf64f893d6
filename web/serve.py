"""Serves the site: `python -m web.serve --host 127.0.0.1 --port 8000`."""

import argparse

import uvicorn

from settings import Settings
from web.app import create_app
from web.logs import set_up

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    settings = Settings()
    set_up(settings)
    uvicorn.run(
        create_app(settings), host=arguments.host, port=arguments.port, log_level="warning", access_log=False,
        proxy_headers=True, forwarded_allow_ips=settings.trusted_proxies, timeout_graceful_shutdown=10,
        server_header=False,
    )  # fmt: skip
