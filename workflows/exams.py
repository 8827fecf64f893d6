"""One attempt of an exam, and the correction of a key."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import FailureError

from domain.cases import case_of
from domain.corrections.messages import Corrected, CorrectKey
from domain.exams.attempts import ExamEnded, FinishAttempt, Finished, SitExam, SubmitExam
from domain.exams.clock import AttemptClosed
from domain.messages import msg
from domain.notifications import Notice, NoticeKind
from workflows import calls

NOW = timedelta(0)


@workflow.defn
class ExamAttempt:
    """The server's alarm clock of one attempt: ends it when the candidate hands in, or at the deadline."""

    @workflow.init
    def __init__(self, request: SitExam) -> None:
        self.request = request
        self.asked_to_end = False
        self.finished: Finished | None = None

    @workflow.run
    async def run(self, request: SitExam) -> None:
        """Look when it is due; the table knows of pauses and extensions, and says when to look again."""
        look_at = request.due_at
        while self.finished is None:
            await self._sleep(max(look_at - workflow.now(), NOW))
            seen = await calls.finish_attempt(FinishAttempt(attempt_id=request.attempt_id))
            if seen.next_at is None:
                self.finished = seen
            else:
                look_at, self.asked_to_end = seen.next_at, False
        # Whoever hands in waits for the answer of the handler.
        await workflow.wait_condition(workflow.all_handlers_finished)
        ended = ExamEnded(attempt_id=request.attempt_id, passed=self.finished.passed, voided=self.finished.voided)
        await _tell(case_of(request.case_id, "anchor"), ended)

    @workflow.update
    async def end(self, submitted: SubmitExam) -> None:  # noqa: ARG002 (the id makes a repeat the same request)
        """The candidate has handed in, or an invigilator has voided: written already; close and score it now."""
        self.asked_to_end = True
        await workflow.wait_condition(lambda: self.finished is not None)

    @end.validator
    def _admit_end(self, submitted: SubmitExam) -> None:  # noqa: ARG002 (the web has asked whose exam it is)
        if self.finished is not None:
            raise AttemptClosed(msg("This exam has ended."))

    async def _sleep(self, length: timedelta) -> None:
        with suppress(TimeoutError):
            await workflow.wait_condition(lambda: self.asked_to_end, timeout=length)


@workflow.defn
class KeyCorrection:
    """Applies an approved correction of a key to every attempt it touches, and tells those whose result turned."""

    @workflow.run
    async def run(self, request: CorrectKey) -> None:
        """Score again, tell the certifications, then write to the people; no procedure waits for the post."""
        corrected = await calls.apply_correction(request)
        for each in corrected:
            await _tell(case_of(each.case_id, "anchor"), ExamEnded(attempt_id=each.attempt_id, passed=each.passed))
        await asyncio.gather(*(calls.notify(_letter(each)) for each in corrected))


def _letter(turned: Corrected) -> Notice:
    """What whoever is concerned is told."""
    return Notice(
        id=workflow.uuid4(), kind=NoticeKind.RESULT_CORRECTED, account_id=turned.account_id, subject=turned.case_id
    )


async def _tell(certification: str, ended: ExamEnded) -> None:
    try:
        await workflow.get_external_workflow_handle(certification).signal("exam_ended", ended)
    except FailureError:
        # Withdrawn or lapsed meanwhile: nobody waits for the result any more.
        workflow.logger.info("%s has ended", certification)
