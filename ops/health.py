"""Whether this container's part is well: `python -m ops.health web`, or the name of a task queue for a worker."""

import asyncio
import os
import socket
import sys
from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from ops.child import healthy

RECENT = timedelta(minutes=3)


async def polls(address: str, namespace: str, queue: str, *, host: str = "") -> bool:
    """Whether a worker on this host (by the default identity `pid@host`) polled the task queue of late."""
    client = await Client.connect(address, namespace=namespace)
    here = "@" + (host or socket.gethostname())
    since = datetime.now(UTC) - RECENT
    # Either will do: workflows run on one queue alone.
    for kind in (TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY):
        request = DescribeTaskQueueRequest(namespace=namespace, task_queue=TaskQueue(name=queue), task_queue_type=kind)
        answer = await client.workflow_service.describe_task_queue(request)
        seen = [poller.last_access_time.ToDatetime(UTC) for poller in answer.pollers if poller.identity.endswith(here)]
        if seen and max(seen) > since:
            return True
    return False


def main(part: str) -> int:
    """Exit code 0 when well."""
    if part == "web":
        return 0 if healthy("http://127.0.0.1:8000/health/ready") else 1
    address = os.environ["GREENROOM_TEMPORAL_ADDRESS"]
    namespace = os.environ.get("GREENROOM_TEMPORAL_NAMESPACE", "default")
    return 0 if asyncio.run(polls(address, namespace, part)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
