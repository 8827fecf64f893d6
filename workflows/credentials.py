"""Issuing a credential, and changing its standing."""

from datetime import timedelta

from temporalio import workflow

from domain.cases import ChangeStanding
from domain.cases import IssueCredential as Issue
from domain.notifications import Notice, NoticeKind
from domain.refusals import Refused
from workflows import calls


@workflow.defn(failure_exception_types=[Refused])
class IssueCredential:
    """Renders, signs and publishes one revision of a certificate, then sends it to its holder."""

    @workflow.run
    async def run(self, request: Issue) -> None:
        """Nothing is valid before its certificate exists."""
        made = await calls.render_certificate(request)
        holder = await calls.publish_credential(request, made)
        notice = Notice(
            id=workflow.uuid4(),
            kind=NoticeKind.CERTIFICATE_ISSUED,
            account_id=holder.account_id,
            subject=request.credential_id,
        )
        await calls.notify(notice)


@workflow.defn(failure_exception_types=[Refused])
class CredentialStanding:
    """One change of a credential's standing: applied or refused."""

    @workflow.run
    async def run(self, request: ChangeStanding) -> None:
        """The register changes first; the letter to the holder follows in its own time."""
        holder = await calls.change_standing(request)
        notice = Notice(
            id=request.id,
            kind=NoticeKind.STANDING_CHANGED,
            account_id=holder.account_id,
            subject=request.credential_id,
        )
        # A child that is abandoned: the command is answered without waiting for the post.
        await workflow.start_child_workflow(
            "SendNotice",
            notice,
            id=f"mail:{request.id}",
            parent_close_policy=workflow.ParentClosePolicy.ABANDON,
            execution_timeout=timedelta(days=3),
        )
