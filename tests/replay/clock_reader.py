"""A letter whose procedure looks at the machine's clock, which a replay would see at another time."""

from datetime import UTC, datetime

from temporalio import workflow

from domain.notifications import Notice
from workflows import calls


@workflow.defn(name="SendNotice")
class ClockWatcher:
    """Sends letters in the morning only."""

    @workflow.run
    async def run(self, notice: Notice) -> None:
        """What the sandbox must not allow."""
        if datetime.now(UTC).hour < 25:
            await calls.notify(notice)
