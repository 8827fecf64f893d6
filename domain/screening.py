"""What a check yields: one contract for every check."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from domain.messages import Message


class CheckStatus(StrEnum):
    """Outcome of one check; `error` means the check could not be done, never that the applicant failed."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    ERROR = "error"
    SKIPPED = "skipped"


# What a person has to see first.
GRAVITY = (CheckStatus.FAIL, CheckStatus.ERROR, CheckStatus.WARN, CheckStatus.PASS, CheckStatus.SKIPPED)


class Evidence(BaseModel, frozen=True):
    """Where a finding comes from: document and page (from 1), or the form's field; what was read, what expected.

    `note` says how it was seen, where there is nothing to compare.
    """

    document_id: UUID | None = None
    page: int | None = None
    field: str | None = None
    raw: str | None = None
    expected: str | None = None
    note: Message | None = None


class Finding(BaseModel, frozen=True):
    """Result of one check; `subject` is what was tested (a document id, a field key or `application`)."""

    check: str
    version: int
    subject: str
    status: CheckStatus
    reason_code: str
    sentence: Message
    evidence: tuple[Evidence, ...] = ()
    started_at: datetime
    finished_at: datetime


class Verdict(BaseModel, frozen=True):
    """A finding without its evidence: all that a workflow's history may hold."""

    check: str
    subject: str
    status: CheckStatus
    reason_code: str


def verdict(finding: Finding) -> Verdict:
    """What of a finding may enter a history."""
    return Verdict.model_validate(finding, from_attributes=True)


def incomplete(verdicts: list[Verdict]) -> bool:
    """Whether a check could not be done, for a technical reason."""
    return any(v.status == CheckStatus.ERROR for v in verdicts)
