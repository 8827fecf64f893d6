"""The only place that names an activity: one typed function each, with its queue and its timeout class."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

from domain import refusals
from domain.notifications import Notice
from domain.review import Decision
from domain.screening import Verdict
from domain.vetting import (
    AssessCase,
    Assessed,
    CaseOpened,
    ChangeStanding,
    CheckDocument,
    Holder,
    IssueCredential,
    Made,
    VetMerchant,
    Withdraw,
)

T = TypeVar("T")

WF, EXT, PDF = "wf", "ext", "pdf"


@dataclass(frozen=True)
class Patience:
    """How long an activity may take and how it is tried again; figures: the operator handbook's table of timeouts."""

    queue: str
    once: timedelta
    first_pause: timedelta
    longest_pause: timedelta
    tries: int = 0
    in_all: timedelta | None = None
    heartbeat: timedelta | None = None


RECORD = Patience(WF, timedelta(seconds=10), timedelta(milliseconds=200), timedelta(seconds=30))
OUTSIDE = Patience(EXT, timedelta(seconds=30), timedelta(seconds=2), timedelta(minutes=10), in_all=timedelta(hours=24))
SCAN = Patience(
    PDF, timedelta(minutes=5), timedelta(seconds=5), timedelta(minutes=2), tries=5, heartbeat=timedelta(seconds=75)
)
# A certificate that cannot be made is mended by an operator; it is then made without anyone asking again.
RENDER = Patience(PDF, timedelta(seconds=30), timedelta(seconds=2), timedelta(minutes=10))
NOTIFY = Patience(EXT, timedelta(seconds=15), timedelta(seconds=5), timedelta(minutes=30), in_all=timedelta(hours=48))


async def open_case(request: VetMerchant) -> CaseOpened:
    """Open the case of a submitted application and pin its packs."""
    return await _call("open_case", request, CaseOpened, RECORD)


async def check_document(request: CheckDocument) -> list[Verdict]:
    """Look into one document."""
    return await _call("check_document", request, list[Verdict], SCAN)


async def screen_merchant(request: VetMerchant) -> list[Verdict]:
    """Identifiers, and duplicates across applications."""
    return await _call("screen_merchant", request, list[Verdict], RECORD)


async def look_up_vat(request: VetMerchant, patience: timedelta) -> list[Verdict]:
    """Ask the VAT register, for as long as the pack is willing to wait."""
    return await _call("look_up_vat", request, list[Verdict], OUTSIDE, patience)


async def assess_case(request: AssessCase) -> Assessed:
    """Weigh the verdicts and open the review task."""
    return await _call("assess_case", request, Assessed, RECORD)


async def record_decision(case: VetMerchant, decision: Decision) -> None:
    """Write a decision, close the task, grant the credential when it approves."""
    await _call("record_decision", [case, decision], type(None), RECORD)


async def record_withdrawal(case: VetMerchant, withdrawal: Withdraw) -> None:
    """Close the case because the applicant took it back."""
    await _call("record_withdrawal", [case, withdrawal], type(None), RECORD)


async def render_certificate(request: IssueCredential) -> Made:
    """Render, sign and store the certificate."""
    return await _call("render_certificate", request, Made, RENDER)


async def publish_credential(request: IssueCredential, made: Made) -> Holder:
    """Make the credential valid and its certificate known."""
    return await _call("publish_credential", [request, made], Holder, RECORD)


async def change_standing(request: ChangeStanding) -> Holder:
    """Suspend, reinstate or revoke."""
    return await _call("change_standing", request, Holder, RECORD)


async def notify(notice: Notice) -> None:
    """Write and send a letter; gives up after two days, and never blocks a case."""
    try:
        await _call("notify", notice, type(None), NOTIFY)
    except ActivityError as error:
        workflow.logger.error("letter %s %s was not sent: %s", notice.kind, notice.id, error.cause)


async def _call(name: str, request: Any, result: type[T], patience: Patience, in_all: timedelta | None = None) -> T:
    """Run an activity by name; a refusal in it is raised here as what it is."""
    try:
        answer: T = await workflow.execute_activity(
            name,
            args=request if isinstance(request, list) else [request],
            result_type=result,
            task_queue=patience.queue,
            start_to_close_timeout=patience.once,
            schedule_to_close_timeout=in_all or patience.in_all,
            heartbeat_timeout=patience.heartbeat,
            retry_policy=_retries(patience),
        )
    except ActivityError as error:
        cause = error.cause
        if isinstance(cause, ApplicationError) and cause.type in refusals.names():
            raise refusals.rebuild(cause.type, cause.message) from error
        raise
    return answer


def _retries(patience: Patience) -> RetryPolicy:
    return RetryPolicy(
        initial_interval=patience.first_pause,
        maximum_interval=patience.longest_pause,
        maximum_attempts=patience.tries,
        non_retryable_error_types=refusals.names(),
    )
