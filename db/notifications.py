"""Letters: written once, sent at least once; in embedded mode the row is the mailbox. Written by activities alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, SQLModel, col, select


class MailRow(SQLModel, table=True):
    """One letter; `certificate_id` names the credential whose PDF is attached."""

    __tablename__ = "mails"
    id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    kind: str
    recipient: str
    subject: str
    text: str
    html: str
    certificate_id: UUID | None = None
    created_at: datetime
    sent_at: datetime | None = None


def newest(session: Session, most: int = 100) -> Sequence[MailRow]:
    """Letters, newest first."""
    return session.exec(select(MailRow).order_by(col(MailRow.created_at).desc()).limit(most)).all()
