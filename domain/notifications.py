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
    EXAM_OPEN = "exam_open"
    EXAM_RESULT = "exam_result"
    RESULT_CORRECTED = "result_corrected"
    RECORDING_DUE = "recording_due"
    RECORDING_UNFIT = "recording_unfit"
    PRACTICAL_RESULT = "practical_result"
    CASE_LAPSED = "case_lapsed"
    RENEWAL_OPEN = "renewal_open"
    RENEWAL_REMINDER = "renewal_reminder"
    CREDENTIAL_EXPIRED = "credential_expired"


class Notice(BaseModel, frozen=True):
    """One letter to one account; `id` makes a repeat the same letter, `subject` is the case, credential or account."""

    id: UUID
    kind: NoticeKind
    account_id: UUID
    subject: UUID
