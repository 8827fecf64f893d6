"""What a check yields: one contract for every check, and how findings add up to a risk band."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from domain.policy.parts import RiskPolicy


class CheckStatus(StrEnum):
    """Outcome of one check; `error` means the check could not be done, never that the applicant failed."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    ERROR = "error"
    SKIPPED = "skipped"


class RiskBand(StrEnum):
    """How carefully a person should look."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Evidence(BaseModel, frozen=True):
    """Where a finding comes from: document and page (from 1), or the form's field; what was read, what expected."""

    document_id: UUID | None = None
    page: int | None = None
    field: str | None = None
    raw: str | None = None
    expected: str | None = None


class Finding(BaseModel, frozen=True):
    """Result of one check; `subject` is what was tested (a document id, a field key or `application`)."""

    check: str
    version: int
    subject: str
    status: CheckStatus
    reason_code: str
    sentence: str
    evidence: tuple[Evidence, ...] = ()
    started_at: datetime
    finished_at: datetime


class Verdict(BaseModel, frozen=True):
    """A finding without its evidence: all that a workflow's history may hold."""

    check: str
    subject: str
    status: CheckStatus
    reason_code: str


class Risk(BaseModel, frozen=True):
    """Score 0-100, its band, and the rules that made it."""

    score: int
    band: RiskBand
    reasons: tuple[str, ...]


def verdict(finding: Finding) -> Verdict:
    """What of a finding may enter a history."""
    return Verdict.model_validate(finding, from_attributes=True)


def weigh(verdicts: list[Verdict], facts: set[str], policy: RiskPolicy) -> Risk:
    """The worst rule sets the base, each further one adds its increment, the sum is clamped to 0-100.

    The worst is the one whose base lifts the sum most, so that a stricter rule never lowers a score.
    """
    seen = {f"{each.check}:{each.status}" for each in verdicts} | {each.reason_code for each in verdicts} | facts
    hit = sorted((rule for rule in policy.rules if rule.when in seen), key=lambda rule: rule.more - rule.base)
    score = min(100, (hit[0].base if hit else 0) + sum(rule.more for rule in hit[1:]))
    high, medium = score >= policy.high_from, score >= policy.medium_from
    band = RiskBand.HIGH if high else RiskBand.MEDIUM if medium else RiskBand.LOW
    return Risk(score=score, band=band, reasons=tuple(rule.id for rule in hit))


def incomplete(verdicts: list[Verdict]) -> bool:
    """Whether a check could not be done, for a technical reason."""
    return any(v.status == CheckStatus.ERROR for v in verdicts)
