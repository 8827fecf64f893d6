"""Vetting of a merchant: checks in parallel, then a person decides, then the credential is issued."""

from temporalio import workflow

from domain.cases import AssessCase, OpenCase
from domain.notifications import NoticeKind
from domain.refusals import Refused
from domain.review import DecisionState
from workflows import calls
from workflows.checks import all_checks
from workflows.deciding import CaseProcedure


@workflow.defn(failure_exception_types=[Refused])
class MerchantVetting(CaseProcedure):
    """Takes one application from submission to a decision."""

    @workflow.init
    def __init__(self, request: OpenCase) -> None:
        super().__init__(request)
        self.case = DecisionState(applicant=request.applicant)

    @workflow.run
    async def run(self, request: OpenCase) -> str:
        """The story: open, check, hand to a person, decide, issue."""
        opened = await calls.open_case(request)
        self.letters.write(NoticeKind.APPLICATION_RECEIVED)
        self.case.verdicts = await all_checks(request, opened)
        if not self.case.ended:
            await calls.assess_case(AssessCase(case_id=opened.case_id, verdicts=tuple(self.case.verdicts)))
            self.case.open_for_decision = True
        # A verdict has ended the case once it is recorded: the register can still refuse it, and the case goes on.
        await workflow.wait_condition(lambda: bool(self.case.ended) and workflow.all_handlers_finished())
        return await self.conclude()
