"""Queues and timeout classes: how long each kind of activity may take, and how it is tried again."""

from dataclasses import dataclass
from datetime import timedelta

from temporalio.common import RetryPolicy

WF, EXT, PDF = "wf", "ext", "pdf"


@dataclass(frozen=True)
class ActivityLimits:
    """How long an activity may take and how it is tried again; docs/operators.md prints these figures."""

    queue: str
    once: timedelta
    first_pause: timedelta
    longest_pause: timedelta
    tries: int = 0
    in_all: timedelta | None = None
    heartbeat: timedelta | None = None

    def retries(self) -> RetryPolicy:
        """How it is tried again; a refusal is final by itself: the failure converter marks it."""
        return RetryPolicy(
            initial_interval=self.first_pause,
            maximum_interval=self.longest_pause,
            maximum_attempts=self.tries,
        )


RECORD = ActivityLimits(WF, timedelta(seconds=10), timedelta(milliseconds=200), timedelta(seconds=30))
# A correction rewrites as many results as there are attempts: minutes at most, and safe to repeat.
RESCORE = ActivityLimits(WF, timedelta(minutes=5), timedelta(seconds=1), timedelta(minutes=1))
OUTSIDE = ActivityLimits(
    EXT, timedelta(seconds=30), timedelta(seconds=2), timedelta(minutes=10), in_all=timedelta(hours=24)
)
SCAN = ActivityLimits(
    PDF, timedelta(minutes=5), timedelta(seconds=5), timedelta(minutes=2), tries=5, heartbeat=timedelta(seconds=75)
)
# A certificate that cannot be made is mended by an operator; it is then made without anyone asking again.
RENDER = ActivityLimits(PDF, timedelta(seconds=30), timedelta(seconds=2), timedelta(minutes=10))
NOTIFY = ActivityLimits(
    EXT, timedelta(seconds=15), timedelta(seconds=5), timedelta(minutes=30), in_all=timedelta(hours=48)
)
