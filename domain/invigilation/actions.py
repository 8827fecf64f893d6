"""Invigilation: what may be done to a running clock, by whom, and what it takes."""

from datetime import datetime, timedelta
from uuid import UUID

from domain.exams.clock import Accommodation, Clock
from domain.lengths import SHORTEST_REASON
from domain.messages import msg
from domain.refusals import Conflict, Forbidden, Invalid

MOST_MINUTES = 240


class NotRunning(Conflict):
    """The exam has ended, or has not begun."""


class AlreadyPaused(Conflict):
    """The clock stands still already."""


class NotPaused(Conflict):
    """The clock runs."""


class BadMinutes(Invalid):
    """Time can be given in whole minutes, within bounds; it is never taken away."""


class VoidReasonMissing(Invalid):
    """The action needs a reason that the candidate and an auditor can read."""


class OwnExam(Forbidden):
    """Nobody invigilates their own exam."""


def admit_invigilator(candidate: UUID, by: UUID) -> None:
    """Refuse OwnExam."""
    if candidate == by:
        raise OwnExam(msg("Nobody invigilates their own exam. Leave it to a colleague."))


def pause(clock: Clock, now: datetime) -> Clock:
    """Stop the clock until somebody lets it go on; refuses NotRunning, AlreadyPaused."""
    _admit_running(clock, now)
    # A break ends by itself and can still be made a pause; a pause without an end is one already.
    if clock.paused_at and clock.paused_until is None:
        raise AlreadyPaused(msg("This exam is paused already."))
    # What a break has taken so far is given back before the pause begins.
    return clock.resumed(now).model_copy(update={"paused_at": now})


def resume(clock: Clock, now: datetime) -> Clock:
    """Let the clock run again, the pause given back; refuses NotRunning, NotPaused."""
    _admit_running(clock, now)
    if not clock.paused(now):
        raise NotPaused(msg("This exam is not paused."))
    return clock.resumed(now)


def extend(clock: Clock, minutes: int, now: datetime) -> Clock:
    """Give more time; refuses NotRunning, BadMinutes."""
    _admit_running(clock, now)
    admit_minutes(minutes)
    return clock.model_copy(update={"deadline_at": clock.deadline_at + timedelta(minutes=minutes)})


def admit_minutes(minutes: int) -> None:
    """Refuse BadMinutes."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadMinutes(msg("Give between 1 and {most_minutes} whole minutes.", most_minutes=MOST_MINUTES))


def move_deadline(clock: Clock, minutes: int, before: Accommodation, *, after: Accommodation, now: datetime) -> Clock:
    """Move the deadline by what a changed accommodation adds or takes; never into the past."""
    if clock.over(now):
        return clock
    moved = clock.deadline_at + after.limit(minutes) - before.limit(minutes)
    # A minute stays, but no more than there was.
    return clock.model_copy(update={"deadline_at": max(moved, min(clock.deadline_at, now + timedelta(minutes=1)))})


def void(clock: Clock, reason: str, now: datetime) -> Clock:
    """End the exam so that it counts for nothing; refuses NotRunning, VoidReasonMissing."""
    _admit_running(clock, now)
    if len(reason.strip()) < SHORTEST_REASON:
        raise VoidReasonMissing(
            msg(
                "Give the reason in {shortest_reason} characters or more; the candidate reads it.",
                shortest_reason=SHORTEST_REASON,
            )
        )
    return clock.resumed(now).model_copy(update={"voided_at": now})


def _admit_running(clock: Clock, now: datetime) -> None:
    if clock.over(now):
        raise NotRunning(msg("This exam has ended. Its result follows from the answers that were stored."))
