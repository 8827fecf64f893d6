"""The daily sweep: announces what the calendar makes due."""

import asyncio

from temporalio import workflow

from domain.credentials.renewals import Sweep
from workflows import calls


@workflow.defn
class DailySweep:
    """Finds what is due today and writes the letters."""

    @workflow.run
    async def run(self, request: Sweep) -> int:
        """Look after look, until all were seen; the tables know what was announced before. How many letters."""
        letters, look = 0, request
        while True:
            swept = await calls.sweep(look)
            await asyncio.gather(*(calls.notify(each) for each in swept.notices))
            letters += len(swept.notices)
            if swept.more is None:
                return letters
            look = request.model_copy(update={"after": swept.more})
