"""The yardstick: a workflow that does as many activities as a vetting, and nothing in them."""

import asyncio
import time
from datetime import timedelta
from uuid import uuid4

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.service import GrpcCompression
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

QUEUE = "bare"


@activity.defn
async def nothing() -> None:
    """Do nothing."""


@workflow.defn
class Bare:
    """Activities in a row; no codec, no sandbox, no database."""

    @workflow.run
    async def run(self, activities: int) -> None:
        """One after the other."""
        for _ in range(activities):
            await workflow.execute_activity(nothing, start_to_close_timeout=timedelta(seconds=10))


async def per_second(address: str, namespace: str, *, total: int, at_a_time: int, activities: int) -> float:
    """Finished workflows per second."""
    client = await Client.connect(address, namespace=namespace, grpc_compression=GrpcCompression.NONE)
    gate = asyncio.Semaphore(at_a_time)

    async def one() -> None:
        async with gate:
            await client.execute_workflow(Bare.run, activities, id=f"bare:{uuid4()}", task_queue=QUEUE)

    async with Worker(
        client, task_queue=QUEUE, workflows=[Bare], activities=[nothing], workflow_runner=UnsandboxedWorkflowRunner()
    ):
        await one()
        start = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(total)))
        return total / (time.perf_counter() - start)
