"""Letters: written once, sent by SMTP where there is a server, else read in the local mailbox."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.auditing import audit
from activities.notifications.letters import LetterWriter
from activities.notifications.post import Attachment, Post
from db.credentials.register import CredentialRow, latest_certificate
from db.engine import begin, read
from db.notifications import MailRow
from domain.events import EventKind
from domain.notifications import Notice
from vault.files import Vault


class NotificationActivities:
    """One letter a notice; a repeat sends the letter that was written."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], writer: LetterWriter, *, post: Post) -> None:
        self._engine = engine
        self._clock = clock
        self._writer = writer
        self._post = post

    @activity.defn
    def notify(self, notice: Notice) -> None:
        """Write the letter, then send it; raises OSError or smtplib.SMTPException to be tried again."""
        with begin(self._engine) as session:
            if session.get(MailRow, notice.id) is None:
                session.add(self._writer.write(session, notice, self._clock()))
                self._audit(session, notice)
        with read(self._engine) as session:
            letter = session.get_one(MailRow, notice.id)
            attachment = attachment_of(session, letter, self._writer.vault)
        if letter.sent_at is None:
            # Noted after it is sent: a crash between the two sends a letter twice, not never.
            self._post.send(letter, attachment)
            with begin(self._engine) as session:
                session.get_one(MailRow, notice.id).sent_at = self._clock()

    def _audit(self, session: Session, notice: Notice) -> None:
        facts: dict[str, str | int | None] = {"letter": notice.kind, "account": str(notice.account_id)}
        audit(
            session,
            EventKind.LETTER_WRITTEN,
            at=self._clock(),
            subject=notice.subject,
            key=f"letter:{notice.id}",
            facts=facts,
        )


def attachment_of(session: Session, letter: MailRow, vault: Vault) -> Attachment | None:
    """The certificate that goes with a letter."""
    if letter.certificate_id is None:
        return None
    credential = session.get_one(CredentialRow, letter.certificate_id)
    row = latest_certificate(session, credential.id)
    return Attachment(f"{credential.number}.pdf", vault.get(row.name, row.sealed_key)) if row else None
