"""What the procedures share that a person ends: the verdict, a withdrawal, the letters, and what follows."""

from temporalio import workflow

from domain.cases import IssueCredential, OpenCase, Withdraw
from domain.notifications import NoticeKind
from domain.refusals import Refused
from domain.review import Decision, DecisionOutcome, DecisionState, admit, admit_withdrawal
from workflows import calls
from workflows.waiting import CaseLetters


class CaseProcedure:
    """A case that ends with a decision or a withdrawal; `run()` of the procedure tells how it gets there."""

    case: DecisionState

    def __init__(self, request: OpenCase) -> None:
        self.request = request
        self.decision: Decision | None = None
        self.letters = CaseLetters(request)

    @workflow.update
    async def decide(self, decision: Decision) -> None:
        """A reviewer's verdict; one that the register refuses (a tie, a level not earned) has ended nothing."""
        # State before the await: a second verdict that comes meanwhile finds the case decided.
        self.decision = decision
        self.case.ended = "approved" if decision.outcome == DecisionOutcome.APPROVE else "declined"
        try:
            await calls.record_decision(self.request, decision)
        except Refused:
            self.decision, self.case.ended = None, ""
            raise

    @decide.validator
    def _admit(self, decision: Decision) -> None:
        self.admit(decision)

    @workflow.update
    async def withdraw(self, withdrawal: Withdraw) -> None:
        """The applicant takes the application back."""
        # Before the await too, or a verdict could still come in between.
        self.case.ended = "withdrawn"
        await calls.record_withdrawal(self.request, withdrawal)

    @withdraw.validator
    def _admit_withdrawal(self, withdrawal: Withdraw) -> None:
        admit_withdrawal(self.case, withdrawal.by)

    def admit(self, decision: Decision) -> None:
        """Refuse a decision that this case cannot take."""
        admit(self.case, decision)

    async def conclude(self) -> str:
        """What follows from the decision, then the post; how the case ended."""
        if self.decision and self.decision.outcome == DecisionOutcome.DECLINE:
            self.letters.write(NoticeKind.CASE_DECLINED)
        elif self.decision and self.decision.credential_id:
            request = IssueCredential(credential_id=self.decision.credential_id)
            await workflow.execute_child_workflow("IssueCredential", request, id=f"issue:{request.credential_id}:1")
        await self.letters.sent()
        return self.case.ended
