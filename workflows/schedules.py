"""The one schedule: every night the sweep looks at what the calendar makes due."""

from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
)

from domain.credentials.renewals import Sweep
from workflows.limits import WF

SWEEP = "sweep"
AT_HOUR = 3  # UTC, when few people apply


async def ensure_sweep(client: Client) -> None:
    """Create the schedule unless it is there; a night that was missed is caught up within a day."""
    schedule = Schedule(
        action=ScheduleActionStartWorkflow("DailySweep", Sweep(), id=SWEEP, task_queue=WF),
        spec=ScheduleSpec(calendars=[ScheduleCalendarSpec(hour=[ScheduleRange(AT_HOUR)])]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(days=1)),
    )
    try:
        await client.create_schedule(SWEEP, schedule)
    # Another worker or an earlier start has created it.
    except ScheduleAlreadyRunningError:
        return
