"""Sending letters: by SMTP, or not at all where the local mailbox shows them."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlparse

from db.notifications import MailRow

TIMEOUT = 10


class Attachment(NamedTuple):
    """A PDF that goes with a letter."""

    filename: str
    pdf: bytes


class Post(Protocol):
    """Whatever can send a letter."""

    def send(self, letter: MailRow, attachment: Attachment | None) -> None:
        """Send once; raises when it was not taken."""


class LocalMailbox:
    """Sends nothing: the written letter is read on the mailbox page."""

    def send(self, letter: MailRow, attachment: Attachment | None) -> None:
        """There is nothing to do; the row is the letter."""


class SmtpPost:
    """An SMTP server: `smtp://user:password@host:587` (STARTTLS when offered) or `smtps://...`."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlparse(url)
        self._sender = sender

    def send(self, letter: MailRow, attachment: Attachment | None) -> None:
        """Hand the letter to the server; OSError or smtplib.SMTPException when it was not taken."""
        with self._opened() as server:
            if self._url.scheme == "smtp":
                self._secure(server)
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.send_message(self._message(letter, attachment))

    def _opened(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
        return smtplib.SMTP(host, port or 25, timeout=TIMEOUT)

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()  # before it nobody knows whether STARTTLS is offered
        if server.has_extn("starttls"):
            # A password goes only to a server that proves its name; without one, some secrecy is better than none.
            server.starttls(context=ssl.create_default_context() if self._url.username else None)

    def _message(self, letter: MailRow, attachment: Attachment | None) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, letter.recipient, letter.subject
        # The same at each try, so that a letter sent twice can be known for one.
        message["Message-ID"] = f"<{letter.id}@greenroom>"
        # Tells absence notes not to answer (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        if attachment:
            message.add_attachment(attachment.pdf, maintype="application", subtype="pdf", filename=attachment.filename)
        return message
