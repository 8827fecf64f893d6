"""A vetting that somebody changed without a patch: it decides first and checks later."""

from temporalio import workflow

from domain.cases import OpenCase, Withdraw
from domain.refusals import Refused
from domain.review import Decision
from workflows import calls


@workflow.defn(name="MerchantVetting", failure_exception_types=[Refused])
class HastyVetting:
    """Screens before it opens the case: an open case would not find its way any more."""

    @workflow.run
    async def run(self, request: OpenCase) -> str:
        """The same steps in another order."""
        await calls.screen_merchant(request)
        await calls.open_case(request)
        return "approved"

    @workflow.update
    async def decide(self, decision: Decision) -> None:
        """Take it as it comes."""

    @workflow.update
    async def withdraw(self, withdrawal: Withdraw) -> None:
        """Take it as it comes."""
