"""Renewal of a credential: which step of its last weeks is due on a day."""

from datetime import date, timedelta
from uuid import UUID

from pydantic import BaseModel

from domain.credentials.standing import Standing
from domain.messages import msg
from domain.notifications import Notice
from domain.policy.anchor import RenewalPolicy
from domain.refusals import Conflict

OPENS, EXPIRED = "opens", "expired"


class SweepCursor(BaseModel, frozen=True):
    """How far a sweep has come: the last credential that was looked at."""

    valid_until: date
    id: UUID


class Sweep(BaseModel, frozen=True):
    """One look at what is due today; `most` bounds it, `after` goes on where the one before stopped."""

    most: int = 500
    after: SweepCursor | None = None


class Swept(BaseModel, frozen=True):
    """The letters to write, and where to go on; `more` is None when all were looked at."""

    notices: tuple[Notice, ...]
    more: SweepCursor | None = None


class NotRenewable(Conflict):
    """The credential was renewed already, does not count, or it is too early or too late."""


def steps_due(valid_until: date, today: date, policy: RenewalPolicy) -> list[str]:
    """The steps that have come, in order: renewal opens, each reminder, the credential has expired."""
    left = valid_until - today
    steps = [OPENS] if left <= policy.opens_before else []
    steps += [f"reminder:{each.days}" for each in sorted(policy.reminders, reverse=True) if left <= each]
    # The last day itself still counts as valid.
    return [*steps, EXPIRED] if left < timedelta(0) else steps


def can_renew(valid_until: date, today: date, policy: RenewalPolicy) -> bool:
    """Whether a renewal may be applied for: from its opening until the end of the grace after expiry."""
    return valid_until - policy.opens_before <= today <= valid_until + policy.grace


def admit_renewal(standing: Standing, valid_until: date, today: date, *, policy: RenewalPolicy) -> None:
    """Refuse to renew what was suspended or revoked, too early, or after the grace: NotRenewable."""
    if standing != Standing.VALID:
        raise NotRenewable(msg("This certificate is {standing}, so it cannot be renewed.", standing=standing))
    if today < valid_until - policy.opens_before:
        first = valid_until - policy.opens_before
        raise NotRenewable(msg("This certificate can be renewed from {first}.", first=first))
    if not can_renew(valid_until, today, policy):
        raise NotRenewable(msg("This certificate ended too long ago to be renewed. Apply anew."))


def renewed_from(valid_until: date, today: date) -> date:
    """The first day of the renewed credential: nothing of the old one is lost."""
    return max(today, valid_until + timedelta(days=1))
