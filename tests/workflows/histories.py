"""What Temporal keeps of a procedure: its events as they lie there, and the payloads that a key opens."""

from collections.abc import Iterator
from typing import Any

from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowHistory

from tests.workflows.office import Office


def history(office: Office, workflow_id: str) -> WorkflowHistory:
    """The whole history of a workflow."""
    return office.workers.call(office.workflow(workflow_id).fetch_history())


def stored(office: Office) -> bytes:
    """Every event of every workflow in the office's namespace, and what is shown of those that run."""
    return office.workers.call(_stored(office))


async def _stored(office: Office) -> bytes:
    client, parts = await office.workers.client(), b""
    async for execution in client.list_workflows():
        handle = client.get_workflow_handle(execution.id)
        shown = (await handle.describe()).raw_description
        events = (await handle.fetch_history()).events
        parts += shown.SerializeToString() + b"".join(event.SerializeToString() for event in events)
    return parts


def payloads(message: Any) -> Iterator[Payload]:
    """All payloads in a message, however deep."""
    if isinstance(message, Payload):
        yield message
    elif isinstance(message, Message):
        for field, value in message.ListFields():
            if field.message_type is None:
                continue
            if field.message_type.GetOptions().map_entry:
                below = list(value.values())
            else:
                below = list(value) if hasattr(value, "add") else [value]
            for each in below:
                yield from payloads(each)
