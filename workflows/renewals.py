"""The daily sweep: announces what the calendar makes due."""

import asyncio

from temporalio import workflow

from domain.renewals import Sweep
from workflows import calls


@workflow.defn
class DailySweep:
    """Finds what is due today and writes the letters."""

    @workflow.run
    async def run(self, request: Sweep) -> int:
        """One look; the tables know what was announced before. Returns the number of letters."""
        notices = await calls.sweep(request)
        await asyncio.gather(*(calls.notify(each) for each in notices))
        return len(notices)
