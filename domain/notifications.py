"""Notices: which letters the system writes, each with a template of the same name under templates/mail."""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel


class NoticeKind(StrEnum):
    """What the letter is about."""

    CONFIRM_ADDRESS = "confirm_address"
    RESET_PASSWORD = "reset_password"
    APPLICATION_RECEIVED = "application_received"
    CASE_DECLINED = "case_declined"
    CERTIFICATE_ISSUED = "certificate_issued"
    STANDING_CHANGED = "standing_changed"


class Notice(BaseModel, frozen=True):
    """One letter to one account; `id` makes a repeat the same letter, `subject` is the case, credential or account."""

    id: UUID
    kind: NoticeKind
    account_id: UUID
    subject: UUID
