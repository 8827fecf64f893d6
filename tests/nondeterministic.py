"""Workflows that look at the clock, roll dice or read a file: the worker's sandbox must stop each of them."""

import random
from datetime import UTC, datetime
from pathlib import Path

from temporalio import workflow


@workflow.defn
class ReadsTheClock:
    """Not the workflow's time but the machine's."""

    @workflow.run
    async def run(self) -> str:
        """What time it is."""
        return datetime.now(UTC).isoformat()


@workflow.defn
class RollsDice:
    """Not the workflow's randomness but the machine's."""

    @workflow.run
    async def run(self) -> str:
        """A number."""
        return str(random.random())


@workflow.defn
class ReadsAFile:
    """Files change between a run and its replay."""

    @workflow.run
    async def run(self) -> str:
        """The file it stands in."""
        return Path(__file__).read_text()


RESTLESS = (ReadsTheClock, RollsDice, ReadsAFile)
