"""Stand-ins for outside services on loopback: a VAT register and a mail server that can be ill."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from ops.ports import LOOPBACK, any_port


class VatRegister:
    """Answers as VIES does; fails for as many calls as it is told to."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.asked = 0

    def answer(self) -> tuple[int, dict[str, Any]]:
        """Status and body of the next answer."""
        self.asked += 1
        if self.asked <= self.failures:
            return 200, {"isValid": False, "userError": "MS_UNAVAILABLE"}
        return 200, {"isValid": True, "userError": "VALID", "name": "---"}


@contextmanager
def vat_register(failures: int = 0) -> Iterator[tuple[str, VatRegister]]:
    """A register and its address."""
    register = VatRegister(failures)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = register.answer()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}", register
    finally:
        server.shutdown()
        server.server_close()


class Mailman:
    """Takes letters, or refuses the recipient by name for as many letters as it is told to."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.taken: list[str] = []

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse or note the recipient."""
        if self.refusals > 0:
            self.refusals -= 1
            return f"550 no such box: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter."""
        self.taken.append((envelope.content or b"").decode() if isinstance(envelope.content, bytes) else "")
        return "250 OK"


@contextmanager
def mail_server(refusals: int = 0) -> Iterator[tuple[str, Mailman]]:
    """A mail server and its address."""
    mailman, port = Mailman(refusals), any_port()
    controller = Controller(mailman, hostname=LOOPBACK, port=port)
    controller.start()
    try:
        yield f"smtp://{LOOPBACK}:{port}", mailman
    finally:
        controller.stop()


def nobody(scheme: str) -> str:
    """The address of a service that does not run."""
    return f"{scheme}://{LOOPBACK}:{any_port()}"
