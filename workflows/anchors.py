"""Certification of an anchor: identity, exam, practical, a person's decision, the credential."""

from collections.abc import Callable

from temporalio import workflow

from domain.anchors import (
    AnchorPlan,
    CertificationState,
    ClearIdentity,
    Rate,
    SendRecording,
    admit_clearing,
    admit_decision,
    admit_rating,
    admit_recording,
)
from domain.cases import AssessCase, OpenCase
from domain.exams.attempts import ExamEnded, FinishAttempt, PrepareAttempt, Prepared
from domain.notifications import NoticeKind
from domain.refusals import Refused
from domain.review import Decision
from workflows import calls
from workflows.checks import all_checks
from workflows.deciding import CaseProcedure
from workflows.practical import PracticalRounds
from workflows.waiting import lapse, until


@workflow.defn(failure_exception_types=[Refused])
class AnchorCertification(CaseProcedure):
    """Takes one anchor from the application to a decision."""

    @workflow.init
    def __init__(self, request: OpenCase) -> None:
        # With `workflow.init` all state is there before the first handler, which may come before run().
        super().__init__(request)
        self.case: CertificationState = CertificationState(applicant=request.applicant)
        self.exams: dict[str, ExamEnded] = {}
        self.attempts = 0

    @workflow.run
    async def run(self, request: OpenCase) -> str:
        """The story: open, check, exam, practical, hand to a person, decide, issue.

        A key that is corrected can turn a passed exam into a failed one, which leads back to the exam.
        """
        opened = await calls.open_case(request)
        self.letters.write(NoticeKind.APPLICATION_RECEIVED)
        self.case.verdicts = await all_checks(request, opened)
        if not self.case.ended:
            plan = await calls.assess_anchor(AssessCase(case_id=opened.case_id, verdicts=tuple(self.case.verdicts)))
            await self._identity(plan)
            practical = PracticalRounds(request, self.case, plan, write=self.letters.write)
            while not self.case.ended:
                await self._exam()
                await practical.run()
                await self._review()
        # Ending under a handler that still runs would leave its sender without an answer.
        await workflow.wait_condition(workflow.all_handlers_finished)
        return await self.conclude()

    def admit(self, decision: Decision) -> None:
        """Refuse a decision that this case cannot take, also of whoever scored the candidate."""
        admit_decision(self.case, decision)

    @workflow.update
    async def clear_identity(self, cleared: ClearIdentity) -> None:
        """A person found the identity papers good."""
        # State before the await: whatever comes meanwhile finds the papers cleared.
        self.case.waits_for_identity = self.case.open_for_decision = False
        # What a senior has overruled here is not overruled again at the decision.
        self.case.verdicts = []
        await calls.clear_identity(self.request, cleared)

    @clear_identity.validator
    def _admit_clearing(self, cleared: ClearIdentity) -> None:
        admit_clearing(self.case, cleared)

    @workflow.update
    async def send_recording(self, sent: SendRecording) -> None:
        """The anchor's sample stream is complete."""
        self.case.waits_for_recording = False
        self.case.sent = sent

    @send_recording.validator
    def _admit_recording(self, sent: SendRecording) -> None:
        admit_recording(self.case, sent)

    @workflow.update
    async def rate(self, rate: Rate) -> None:
        """A rater has finished a sheet."""
        self.case.rated_this += (rate.by,)
        self.case.rated_by += (rate.by,)
        await calls.close_rating(rate)

    @rate.validator
    def _admit_rating(self, rate: Rate) -> None:
        admit_rating(self.case, rate)

    @workflow.signal
    def exam_ended(self, ended: ExamEnded) -> None:
        """An attempt was scored, or scored anew."""
        self.exams[str(ended.attempt_id)] = ended

    async def _identity(self, plan: AnchorPlan) -> None:
        """A failed or incomplete check of the papers is for a person, before any question is shown."""
        self.case.checked = True
        if plan.look:
            self.case.waits_for_identity = self.case.open_for_decision = True
            await self._settled(lambda: not self.case.waits_for_identity)

    async def _exam(self) -> None:
        """Attempt after attempt, until one is passed; whoever lets the time run out lapses."""
        if self.attempts and not self.case.ended and not self._passed():
            await calls.return_to_exam(self.request)
        while not self.case.ended and not self._passed():
            self.attempts += 1
            wanted = PrepareAttempt(case_id=self.request.application_id, number=self.attempts)
            attempt = await calls.prepare_attempt(wanted)
            if self.attempts == 1:
                self.letters.write(NoticeKind.EXAM_OPEN)
            await self._sit(attempt)
            # An earlier one that passes by a corrected key has a letter of its own.
            if str(attempt.attempt_id) in self.exams:
                self.letters.write(NoticeKind.EXAM_RESULT)

    async def _sit(self, attempt: Prepared) -> None:
        """Wait until the attempt has ended; one that nobody began in time ends the case."""
        look_at = attempt.closes_at
        while not await until(lambda: self._heard_of(attempt) or bool(self.case.ended), look_at):
            seen = await calls.expire_attempt(FinishAttempt(attempt_id=attempt.attempt_id))
            if seen.next_at is None:
                await lapse(self.request, self.case, self.letters.write)
                return
            look_at = seen.next_at

    async def _review(self) -> None:
        """A person decides, for as long as the exam counts as passed."""
        if not self.case.ended and self._passed():
            await calls.open_review(self.request)
            self.case.open_for_decision = True
            await self._settled(lambda: not self._passed())
            self.case.open_for_decision = False

    async def _settled(self, done: Callable[[], bool]) -> None:
        """Wait until it is done or the case has ended; a decision that the register refuses has ended nothing."""
        await workflow.wait_condition(lambda: (done() or bool(self.case.ended)) and workflow.all_handlers_finished())

    def _heard_of(self, attempt: Prepared) -> bool:
        return str(attempt.attempt_id) in self.exams or self._passed()

    def _passed(self) -> bool:
        return any(each.passed and not each.voided for each in self.exams.values())
