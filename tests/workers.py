"""The worker's part of a house in this process: all queues and the relay on an event loop of their own."""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Engine
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest, UpdateActivityOptionsRequest
from temporalio.client import Client, Interceptor
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Worker

from outbox.relay import run_relay
from settings import Settings
from vault.keys import ring_of
from worker import LOADERS, build_worker, now
from workflows.limits import EXT, PDF, WF
from workflows.payloads import Sealing, connect

T = TypeVar("T")


class Workers:
    """All three queues and the relay on an event loop of their own; can be stopped and started like a process."""

    def __init__(self, settings: Settings, engine: Engine, interceptors: Sequence[Interceptor] = ()) -> None:
        self.settings = settings
        self._engine = engine
        self._interceptors = interceptors
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._running: list[Worker] = []
        self._tasks: list[asyncio.Task[None]] = []

    def call(self, work: Coroutine[Any, Any, T], within: float = 60) -> T:
        """Do something on the loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(within)

    def start(self, relay: bool = True) -> None:
        """Start working."""
        self.call(self._start(relay))

    def stop(self) -> None:
        """Stop working; what has begun finishes."""
        self.call(self._stop())

    def close(self) -> None:
        """Stop, and end the loop."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def client(self) -> Client:
        """A client with this house's keys."""
        ring = ring_of(self.settings)
        sealing = Sealing(ring.current, ring.keys)
        client = await connect(self.settings.temporal_address, self.settings.temporal_namespace, sealing)
        return Client(
            client.service_client,
            namespace=client.namespace,
            data_converter=client.data_converter,
            interceptors=self._interceptors,
        )

    async def _start(self, relay: bool) -> None:
        client = await self.client()
        for queue in (WF, EXT, PDF):
            worker = build_worker(
                client, queue, LOADERS[queue](self.settings, self._engine, now), settings=self.settings
            )
            self._running.append(worker)
            self._tasks.append(asyncio.create_task(worker.run()))
        if relay:
            self._tasks.append(asyncio.create_task(run_relay(client, self._engine, now)))

    async def _stop(self) -> None:
        await asyncio.gather(*(worker.shutdown() for worker in self._running))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._running, self._tasks = [], []


async def new_namespace(address: str) -> str:
    """A namespace of its own on a shared server: a test's queues and ids meet nobody else's."""
    name, client = f"t{uuid4().hex[:12]}", await Client.connect(address)
    request = RegisterNamespaceRequest(namespace=name)
    request.workflow_execution_retention_period.FromTimedelta(timedelta(days=1))
    await client.workflow_service.register_namespace(request)
    return name


async def hurry(
    client: Client, workflow_id: str, heartbeat: timedelta = timedelta(seconds=60), *, only: str = ""
) -> None:
    """What an operator does who will not wait: the pending activities of a workflow get short pauses.

    `only` names one kind of activity, to leave the others alone.
    """
    chosen: dict[str, Any] = {"type": only} if only else {"match_all": True}
    request = UpdateActivityOptionsRequest(namespace=client.namespace, **chosen)
    request.execution.workflow_id = workflow_id
    request.update_mask.paths.extend(["retry_policy.initial_interval", "retry_policy.maximum_interval"])
    retries = request.activity_options.retry_policy
    retries.initial_interval.FromTimedelta(timedelta(milliseconds=50))
    retries.maximum_interval.FromTimedelta(timedelta(milliseconds=50))
    request.update_mask.paths.append("heartbeat_timeout")
    request.activity_options.heartbeat_timeout.FromTimedelta(heartbeat)
    try:
        await client.workflow_service.update_activity_options(request)
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:  # nothing is pending
            raise
