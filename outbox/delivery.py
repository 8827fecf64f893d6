"""How each command reaches its workflow, and what Temporal's answers mean."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from db.commands import CommandRow
from domain.accounts import Role
from domain.anchors import ClearIdentity, Rate, SendRecording
from domain.audit import AuditEvent
from domain.cases import ChangeStanding, OpenCase, Withdraw
from domain.corrections.messages import CorrectKey
from domain.events import EventKind
from domain.exams.attempts import SitExam, SubmitExam
from domain.messages import msg
from domain.notifications import Notice
from domain.review import AlreadyDecided, Decision, NotYetOpen
from workflows.refused import refusal_of

QUEUE = "wf"
BRIEFLY = (0.05, 0.2, 0.5)


class Delivery(StrEnum):
    """START and do not wait; RUN to its end; or UPDATE a workflow that runs."""

    START = "start"
    RUN = "run"
    UPDATE = "update"


class Route(NamedTuple):
    """Where a command goes: the workflow or update by name, and the type of its message.

    `told` makes the event that the trail hears of once it is applied, where no activity tells it.
    """

    delivery: Delivery
    name: str
    message: type[BaseModel]
    audit_event: Callable[[CommandRow], AuditEvent] | None = None


def _begun(command: CommandRow) -> AuditEvent:
    begun = SitExam.model_validate(command.payload)
    return AuditEvent(
        kind=EventKind.EXAM_STARTED,
        at=command.created_at,
        actor=command.actor,
        role=Role.APPLICANT,
        subject=str(begun.case_id),
        facts={"attempt": str(begun.attempt_id)},
    )


ROUTES = {
    "submit": Route(Delivery.START, "MerchantVetting", OpenCase),
    "withdraw": Route(Delivery.UPDATE, "withdraw", Withdraw),
    "certify": Route(Delivery.START, "AnchorCertification", OpenCase),
    "clear_identity": Route(Delivery.UPDATE, "clear_identity", ClearIdentity),
    "sit": Route(Delivery.START, "ExamAttempt", SitExam, _begun),
    "end_exam": Route(Delivery.UPDATE, "end", SubmitExam),
    "send_recording": Route(Delivery.UPDATE, "send_recording", SendRecording),
    "rate": Route(Delivery.UPDATE, "rate", Rate),
    "correct_key": Route(Delivery.START, "KeyCorrection", CorrectKey),
    "decide": Route(Delivery.UPDATE, "decide", Decision),
    "change_standing": Route(Delivery.RUN, "CredentialStanding", ChangeStanding),
    "mail": Route(Delivery.START, "SendNotice", Notice),
}


class NotNow(Exception):
    """Temporal or its worker is away, or an earlier command has to arrive first: try again later."""


async def deliver(client: Client, command: CommandRow, patience: timedelta) -> None:
    """Deliver once. Raises NotNow when it is worth another try, Refused when the workflow said no for good."""
    route = ROUTES[command.name]
    message = route.message.model_validate(command.payload)
    carry = _update if route.delivery == Delivery.UPDATE else _start
    try:
        await asyncio.wait_for(carry(client, command, route, message=message), patience.total_seconds())
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
        raise NotNow("no answer in time") from error
    except (WorkflowUpdateFailedError, WorkflowFailureError) as error:
        _raise_refusal(error)
    except (RPCError, RuntimeError) as error:
        raise NotNow(str(error)) from error


async def _start(client: Client, command: CommandRow, route: Route, *, message: BaseModel) -> None:
    try:
        handle = await client.start_workflow(
            route.name,
            message,
            id=command.target,
            task_queue=QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        )
    except WorkflowAlreadyStartedError:
        # It ran to its end before: the same command, delivered a second time.
        handle = client.get_workflow_handle(command.target)
    if route.delivery == Delivery.RUN:
        await handle.result()


async def _update(client: Client, command: CommandRow, route: Route, *, message: BaseModel) -> None:
    handle = client.get_workflow_handle(command.target)
    try:
        for pause in BRIEFLY:
            try:
                # Temporal runs an update of one id once: a repeat only asks for its outcome.
                await handle.execute_update(route.name, message, id=str(command.id))
                return
            except WorkflowUpdateFailedError as error:
                if not _too_early(error):
                    raise
            # The task is written a moment before the workflow hears of it; people can be that quick.
            await asyncio.sleep(pause)
        raise NotNow("the checks are still running")
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        status = (await handle.describe()).status
        if status != WorkflowExecutionStatus.COMPLETED:
            # It runs and is about to answer; or it broke down, which is nobody's verdict.
            raise NotNow("the case cannot take it now") from error
        raise AlreadyDecided(msg("This case is closed.")) from error


def _raise_refusal(error: WorkflowUpdateFailedError | WorkflowFailureError) -> None:
    refusal = refusal_of(error.cause)
    if refusal is None:
        # The rules did not say no: something broke, for instance a worker that lacks a new key.
        raise NotNow(type(error.cause).__name__) from error
    raise refusal from error


def _too_early(error: WorkflowUpdateFailedError) -> bool:
    """Whether it is a refusal that time alone mends."""
    return isinstance(error.cause, ApplicationError) and error.cause.type == NotYetOpen.__name__
