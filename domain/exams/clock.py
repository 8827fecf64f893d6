"""Exams: the clock of a sitting, and what a start or a save needs."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from domain.items.content import Response
from domain.messages import msg
from domain.refusals import Conflict, Forbidden

NO_TIME = timedelta(0)
# The start of the workflow is put off, at most so long, so that a crowd need not wait for Temporal (docs/adr/0008).
LONGEST_LEISURE = timedelta(minutes=5)


class AttemptState(StrEnum):
    """Where an attempt stands; follows from what is written and from the server's clock, never from the browser."""

    PREPARED = "prepared"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    ENDED = "ended"
    SCORED = "scored"
    VOIDED = "voided"
    EXPIRED = "expired"


class EndedBy(StrEnum):
    """What ended an attempt."""

    CANDIDATE = "candidate"
    DEADLINE = "deadline"
    INVIGILATOR = "invigilator"
    NEVER_STARTED = "never_started"


def used_up(ended_by: EndedBy, voided: bool) -> bool:
    """Whether an attempt counts against the number allowed: one that was voided, or never begun, does not."""
    return not voided and ended_by != EndedBy.NEVER_STARTED


class Accommodation(BaseModel, frozen=True):
    """What a person is granted: the time limit times `multiplier`, plus minutes, plus breaks off the clock."""

    multiplier: Annotated[float, Field(ge=1.0, le=3.0)] = 1.0
    extra_minutes: Annotated[int, Field(ge=0, le=600)] = 0
    breaks: Annotated[int, Field(ge=0, le=10)] = 0
    break_minutes: Annotated[int, Field(ge=0, le=60)] = 0

    def limit(self, minutes: int) -> timedelta:
        """The time limit of this person."""
        return timedelta(minutes=minutes) * self.multiplier + timedelta(minutes=self.extra_minutes)


class Clock(BaseModel, frozen=True):
    """The server's clock of one sitting; while it is paused the deadline moves on with the time."""

    deadline_at: datetime
    grace: timedelta
    paused_at: datetime | None = None
    paused_until: datetime | None = None
    submitted_at: datetime | None = None
    voided_at: datetime | None = None

    def paused(self, now: datetime) -> bool:
        """Whether the clock stands still; a break ends by itself."""
        return self.paused_at is not None and (self.paused_until is None or now < self.paused_until)

    def paused_for(self, now: datetime) -> timedelta:
        """How long the present pause has lasted, a break at most its length."""
        if self.paused_at is None:
            return NO_TIME
        return min(now, self.paused_until or now) - self.paused_at

    def due_at(self, now: datetime) -> datetime:
        """The deadline as it stands: what a present pause took is given back."""
        return self.deadline_at + self.paused_for(now)

    def over(self, now: datetime) -> bool:
        """Whether time is up or the candidate has handed in."""
        return bool(self.submitted_at or self.voided_at) or now > self.due_at(now)

    def closed(self, now: datetime) -> bool:
        """Whether nothing can be saved any more: handed in, voided, or past deadline and grace."""
        # Strictly after: what arrives on the last moment itself still counts.
        return bool(self.submitted_at or self.voided_at) or now > self.due_at(now) + self.grace

    def late(self, now: datetime) -> bool:
        """Whether a save that counts now came in the grace."""
        return now > self.due_at(now)

    def resumed(self, now: datetime) -> Self:
        """The clock going on after a pause, the pause given back."""
        moved = {"deadline_at": self.due_at(now), "paused_at": None, "paused_until": None}
        return self.model_copy(update=moved)


class Save(BaseModel, frozen=True):
    """One answer on its way: which item, the replies, whether it is flagged, its number and the sender's lease."""

    item: UUID
    response: Response
    flagged: bool = False
    seq: Annotated[int, Field(ge=1, le=2_000_000_000)]
    client: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class AttemptClosed(Conflict):
    """The attempt has ended; what comes now is kept but does not count."""


class NotStarted(Conflict):
    """The attempt has not begun, so there is nothing to save or to end."""


class Paused(Conflict):
    """The clock stands still, and so does the exam."""


class Superseded(Conflict):
    """Another browser tab or device took the exam over."""


class NotOpenYet(Conflict):
    """The attempt may not begin now."""


class UnknownItem(Forbidden):
    """The item is not on this form."""


def start_deadline(now: datetime, minutes: int, granted: Accommodation, *, closes_at: datetime) -> datetime:
    """The deadline of a sitting that begins now.

    The window closes later by what the accommodation adds, so that closing never eats into it.
    """
    limit = granted.limit(minutes)
    added = limit - timedelta(minutes=minutes)
    return min(now + limit, closes_at + added)


def alarm_set_at(now: datetime, deadline_at: datetime, attempt: UUID) -> datetime:
    """When the alarm clock of an exam that begins now is set: well before the deadline, but not while all begin.

    Spread by the attempt's id, so that a crowd that began together does not come back together.
    """
    leisure = min((deadline_at - now) * 3 / 4, LONGEST_LEISURE)
    return now + leisure / 2 + leisure / 2 * (attempt.int % 1000 / 1000)


def admit_start(now: datetime, opens_at: datetime, closes_at: datetime) -> None:
    """Refuse to begin outside the window: NotOpenYet, AttemptClosed."""
    if now < opens_at:
        raise NotOpenYet(msg("This exam can be taken from {opens_at} UTC.", opens_at=opens_at))
    if now >= closes_at:
        raise AttemptClosed(msg("The time to take this exam ended on {closes_at} UTC.", closes_at=closes_at))


def admit_save(clock: Clock, save: Save, lease: str, *, now: datetime) -> None:
    """Refuse a save that does not count: AttemptClosed, Superseded, Paused."""
    if clock.closed(now):
        raise AttemptClosed(msg("The exam has ended. This answer came too late to count."))
    if save.client != lease:
        raise Superseded(msg("You went on with this exam in another tab or on another device."))
    if clock.paused(now):
        raise Paused(msg("The exam is paused. Your answer will be saved when it goes on."))


def state_of(clock: Clock | None, now: datetime) -> AttemptState:
    """Where an attempt stands by its clock alone; whether it is scored, only its result tells."""
    if clock is None:
        return AttemptState.PREPARED
    if clock.voided_at:
        return AttemptState.VOIDED
    if clock.over(now):
        return AttemptState.ENDED
    return AttemptState.PAUSED if clock.paused(now) else AttemptState.IN_PROGRESS
