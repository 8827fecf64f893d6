"""How findings add up: to a score by the rules of a pack, and to a band."""

from enum import StrEnum

from pydantic import BaseModel

from domain.policy.parts import RiskPolicy
from domain.screening import Verdict


class RiskBand(StrEnum):
    """How carefully a person should look."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Risk(BaseModel, frozen=True):
    """Score 0-100, its band, and the rules that made it."""

    score: int
    band: RiskBand
    reasons: tuple[str, ...]


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
