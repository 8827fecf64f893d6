"""Vetting of a merchant: checks in parallel, then a person decides, then the credential is issued."""

import asyncio

from temporalio import workflow

from domain.notifications import Notice, NoticeKind
from domain.refusals import Refused
from domain.review import Deciding, Decision, Outcome, admit, admit_withdrawal
from domain.vetting import AssessCase, IssueCredential, VetMerchant, Withdraw
from workflows import calls
from workflows.checks import all_checks


@workflow.defn(failure_exception_types=[Refused])
class MerchantVetting:
    """Takes one application from submission to a decision."""

    @workflow.init
    def __init__(self, request: VetMerchant) -> None:
        self.request = request
        self.case = Deciding(applicant=request.applicant)
        self.decision: Decision | None = None

    @workflow.run
    async def run(self, request: VetMerchant) -> str:
        """The story: open, check, hand to a person, decide, issue."""
        opened = await calls.open_case(request)
        # Not awaited here: a dead mail server must not hold up a case.
        received = asyncio.create_task(self._tell(NoticeKind.APPLICATION_RECEIVED))
        self.case.verdicts = await all_checks(request, opened)
        if not self.case.ended:
            await calls.assess_case(AssessCase(case_id=opened.case_id, verdicts=tuple(self.case.verdicts)))
            self.case.open_for_decision = True
        # A decision that the register refuses (a tie to the applicant) has ended nothing.
        await workflow.wait_condition(lambda: bool(self.case.ended) and workflow.all_handlers_finished())
        await self._conclude()
        await received
        return self.case.ended

    @workflow.update
    async def decide(self, decision: Decision) -> None:
        """A reviewer's verdict."""
        self.decision = decision
        self.case.ended = "approved" if decision.outcome == Outcome.APPROVE else "declined"
        try:
            await calls.record_decision(self.request, decision)
        except Refused:
            self.decision, self.case.ended = None, ""
            raise

    @decide.validator
    def _admit(self, decision: Decision) -> None:
        admit(self.case, decision)

    @workflow.update
    async def withdraw(self, withdrawal: Withdraw) -> None:
        """The applicant takes the application back."""
        self.case.ended = "withdrawn"
        await calls.record_withdrawal(self.request, withdrawal)

    @withdraw.validator
    def _admit_withdrawal(self, withdrawal: Withdraw) -> None:
        admit_withdrawal(self.case, withdrawal.by)

    async def _conclude(self) -> None:
        decision = self.decision
        if decision is None:
            return
        if decision.outcome == Outcome.DECLINE:
            await self._tell(NoticeKind.CASE_DECLINED)
        elif decision.credential_id:
            request = IssueCredential(credential_id=decision.credential_id)
            await workflow.execute_child_workflow("IssueCredential", request, id=f"issue:{decision.credential_id}:1")

    async def _tell(self, kind: NoticeKind) -> None:
        case, applicant = self.request.application_id, self.request.applicant
        await calls.notify(Notice(id=workflow.uuid4(), kind=kind, account_id=applicant, subject=case))
