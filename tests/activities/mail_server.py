"""A mail server on loopback that keeps what it gets, and refuses when it is told to."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from typing import cast as typed

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Postman:
    """Keeps what it is given, and who signed in."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.logins: list[tuple[bytes, bool]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        data = typed(bytes, envelope.content)
        self.letters.append(message_from_bytes(data, policy=default))
        return "250 OK"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Let everybody in, and note whether the line was encrypted."""
        self.logins.append((typed(LoginPassword, data).password, session.ssl is not None))
        return AuthResult(success=True)
