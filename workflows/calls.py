"""The only place that names an activity: one typed function each, with its queue and its timeout class."""

from datetime import timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError

from domain.anchors import AnchorPlan, ClearIdentity, OpenRatings, Rate, RatingsClosed, RecordingSeen, SendRecording
from domain.cases import (
    AssessCase,
    Assessed,
    CaseOpened,
    ChangeStanding,
    CheckDocument,
    CredentialHolder,
    IssueCredential,
    OpenCase,
    StoredCertificate,
    Withdraw,
)
from domain.corrections.messages import Corrected, CorrectKey
from domain.credentials.renewals import Sweep, Swept
from domain.exams.attempts import FinishAttempt, Finished, PrepareAttempt, Prepared
from domain.notifications import Notice
from domain.review import Decision
from domain.screening import Verdict
from workflows.limits import NOTIFY, OUTSIDE, RECORD, RENDER, RESCORE, SCAN, ActivityLimits
from workflows.refused import refusal_of

T = TypeVar("T")


async def open_case(request: OpenCase) -> CaseOpened:
    """Open the case of a submitted application and pin its packs."""
    return await _call("open_case", request, CaseOpened, limits=RECORD)


async def check_document(request: CheckDocument) -> list[Verdict]:
    """Look into one document."""
    return await _call("check_document", request, list[Verdict], limits=SCAN)


async def screen_merchant(request: OpenCase) -> list[Verdict]:
    """Identifiers, and duplicates across applications."""
    return await _call("screen_merchant", request, list[Verdict], limits=RECORD)


async def look_up_vat(request: OpenCase, patience: timedelta) -> list[Verdict]:
    """Ask the VAT register, for as long as the pack is willing to wait."""
    return await _call("look_up_vat", request, list[Verdict], limits=OUTSIDE, in_all=patience)


async def assess_case(request: AssessCase) -> Assessed:
    """Weigh the verdicts and open the review task."""
    return await _call("assess_case", request, Assessed, limits=RECORD)


async def record_decision(case: OpenCase, decision: Decision) -> None:
    """Write a decision, close the task, grant the credential when it approves."""
    await _call("record_decision", [case, decision], type(None), limits=RECORD)


async def record_withdrawal(case: OpenCase, withdrawal: Withdraw) -> None:
    """Close the case because the applicant took it back."""
    await _call("record_withdrawal", [case, withdrawal], type(None), limits=RECORD)


async def assess_anchor(request: AssessCase) -> AnchorPlan:
    """Weigh the verdicts of an anchor's papers; on a failed one a person is asked to look."""
    return await _call("assess_anchor", request, AnchorPlan, limits=RECORD)


async def clear_identity(case: OpenCase, cleared: ClearIdentity) -> None:
    """Close the look at the identity papers, and let the anchor go on to the exam."""
    await _call("clear_identity", [case, cleared], type(None), limits=RECORD)


async def prepare_attempt(request: PrepareAttempt) -> Prepared:
    """Draw the form of an attempt."""
    return await _call("prepare_attempt", request, Prepared, limits=RECORD)


async def expire_attempt(request: FinishAttempt) -> Finished:
    """Close an attempt that was never begun; one that runs says when to look again."""
    return await _call("expire_attempt", request, Finished, limits=RECORD)


async def finish_attempt(request: FinishAttempt) -> Finished:
    """Close and score an attempt, if it is over."""
    return await _call("finish_attempt", request, Finished, limits=RECORD)


async def ask_for_recording(request: OpenCase) -> None:
    """Move the case on to the practical."""
    await _call("ask_for_recording", request, type(None), limits=RECORD)


async def check_recording(request: SendRecording) -> RecordingSeen:
    """Look into a sample stream."""
    return await _call("check_recording", request, RecordingSeen, limits=SCAN)


async def open_ratings(request: OpenRatings) -> None:
    """Ask for ratings of a recording."""
    await _call("open_ratings", request, type(None), limits=RECORD)


async def close_rating(request: Rate) -> None:
    """Close the task of a rater who has finished."""
    await _call("close_rating", request, type(None), limits=RECORD)


async def weigh_ratings(request: SendRecording) -> RatingsClosed:
    """Bring the ratings of a recording together."""
    return await _call("weigh_ratings", request, RatingsClosed, limits=RECORD)


async def open_review(request: OpenCase) -> None:
    """Hand the case to a person for the decision."""
    await _call("open_review", request, type(None), limits=RECORD)


async def return_to_exam(request: OpenCase) -> None:
    """Take the case back to the exam, which a corrected key has turned into a failed one."""
    await _call("return_to_exam", request, type(None), limits=RECORD)


async def lapse_case(request: OpenCase) -> None:
    """Close a case whose applicant let the time run out."""
    await _call("lapse_case", request, type(None), limits=RECORD)


async def apply_correction(request: CorrectKey) -> list[Corrected]:
    """Score every attempt anew that a key correction touches."""
    return await _call("apply_correction", request, list[Corrected], limits=RESCORE)


async def sweep(request: Sweep) -> Swept:
    """Find what is due today: renewals that open, reminders, credentials that ran out."""
    return await _call("sweep", request, Swept, limits=RECORD)


async def render_certificate(request: IssueCredential) -> StoredCertificate:
    """Render, sign and store the certificate."""
    return await _call("render_certificate", request, StoredCertificate, limits=RENDER)


async def publish_credential(request: IssueCredential, made: StoredCertificate) -> CredentialHolder:
    """Make the credential valid and its certificate known."""
    return await _call("publish_credential", [request, made], CredentialHolder, limits=RECORD)


async def change_standing(request: ChangeStanding) -> CredentialHolder:
    """Suspend, reinstate or revoke."""
    return await _call("change_standing", request, CredentialHolder, limits=RECORD)


async def notify(notice: Notice) -> None:
    """Write and send a letter; gives up after two days, and never blocks a case."""
    try:
        await _call("notify", notice, type(None), limits=NOTIFY)
    except ActivityError as error:
        workflow.logger.error("letter %s %s was not sent: %s", notice.kind, notice.id, error.cause)


async def _call(
    name: str, request: Any, result: type[T], *, limits: ActivityLimits, in_all: timedelta | None = None
) -> T:
    """Run an activity by name; a refusal in it is raised here as what it is."""
    try:
        # By name, so that a workflow imports no activity and none of its libraries.
        answer: T = await workflow.execute_activity(
            name,
            # A list holds several arguments: no activity takes a list as one.
            args=request if isinstance(request, list) else [request],
            result_type=result,
            task_queue=limits.queue,
            start_to_close_timeout=limits.once,
            schedule_to_close_timeout=in_all or limits.in_all,
            heartbeat_timeout=limits.heartbeat,
            retry_policy=limits.retries(),
        )
    except ActivityError as error:
        if refusal := refusal_of(error.cause):
            raise refusal from error
        raise
    return answer
