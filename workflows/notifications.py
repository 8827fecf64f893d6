"""Sending one letter that the web asked for."""

from temporalio import workflow

from domain.notifications import Notice
from workflows import calls


@workflow.defn
class SendNotice:
    """Writes and sends one letter."""

    @workflow.run
    async def run(self, notice: Notice) -> None:
        """One letter, tried for two days."""
        await calls.notify(notice)
