"""Renewal of a credential: which step of its last weeks is due on a day."""

from datetime import date, timedelta

from pydantic import BaseModel

from domain.policy_anchor import RenewalPolicy

OPENS, EXPIRED = "opens", "expired"


class Sweep(BaseModel, frozen=True):
    """One daily look at what is due; `most` bounds what one run takes on."""

    most: int = 500


def steps_due(valid_until: date, today: date, policy: RenewalPolicy) -> list[str]:
    """The steps that have come, in order: renewal opens, each reminder, the credential has expired."""
    left = valid_until - today
    steps = [OPENS] if left <= policy.opens_before else []
    steps += [f"reminder:{each.days}" for each in sorted(policy.reminders, reverse=True) if left <= each]
    return [*steps, EXPIRED] if left < timedelta(0) else steps


def can_renew(valid_until: date, today: date, policy: RenewalPolicy) -> bool:
    """Whether a renewal may be applied for: from its opening until the end of the grace after expiry."""
    return valid_until - policy.opens_before <= today <= valid_until + policy.grace


def renewed_from(valid_until: date, today: date) -> date:
    """The first day of the renewed credential: nothing of the old one is lost."""
    return max(today, valid_until + timedelta(days=1))
