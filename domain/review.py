"""Review: who may decide a case, and what a decision needs."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from domain.accounts import Role
from domain.lengths import SHORTEST_REASON
from domain.messages import msg
from domain.refusals import Conflict, Forbidden, Invalid
from domain.screening import CheckStatus, Verdict


class DecisionOutcome(StrEnum):
    """How a case can end by a person's verdict."""

    APPROVE = "approve"
    DECLINE = "decline"


class TaskKind(StrEnum):
    """What a person is asked for."""

    REVIEW = "review"
    IDENTITY = "identity"
    RATE = "rate"


TELL_THE_APPLICANT = msg(
    "Tell the applicant what is wrong and what to do, in {shortest_text} characters or more.",
    shortest_text=SHORTEST_REASON,
)
# A look at identity papers can end in a decline; a rating decides nothing.
DECIDING = (TaskKind.REVIEW, TaskKind.IDENTITY)


class TaskState(StrEnum):
    """State of one unit of human work; `claimed` follows from a live claim and is never stored."""

    OPEN = "open"
    DONE = "done"
    LAPSED = "lapsed"


class Decision(BaseModel, frozen=True):
    """Verdict, reasons and who; `text` may be read by the applicant, `note` by staff alone.

    `levels` are what an anchor is granted: level key by category key.
    """

    id: UUID
    outcome: DecisionOutcome
    by: UUID
    role: Role
    at: datetime
    reason_codes: tuple[str, ...] = ()
    text: str = ""
    note: str = ""
    credential_id: UUID | None = None
    levels: dict[str, str] = {}


class DecisionState(BaseModel):
    """What must be known of a case to admit a decision."""

    applicant: UUID
    open_for_decision: bool = False
    ended: str = ""
    verdicts: list[Verdict] = []


class AlreadyDecided(Conflict):
    """The case is closed."""


class NotYetOpen(Conflict):
    """The checks are still running."""


class OwnCase(Forbidden):
    """An applicant cannot decide their own case."""


class NotYours(Forbidden):
    """Somebody else's application."""


class OverrideNeeded(Forbidden):
    """Only a senior reviewer may approve over a failed or incomplete check, with a note."""


class ReasonMissing(Invalid):
    """A decline needs a reason code and a text for the applicant."""


class CredentialMismatch(Invalid):
    """An approval names the credential it grants; a decline grants none."""


class NotClaimed(Conflict):
    """The task is claimed by somebody else, or the claim has run out."""


def admit(case: DecisionState, decision: Decision) -> None:
    """Refuse a decision the case cannot take.

    AlreadyDecided, NotYetOpen, OwnCase, CredentialMismatch, OverrideNeeded, ReasonMissing.
    """
    if case.ended:
        raise AlreadyDecided(msg("This case is closed: {ended}.", ended=case.ended))
    if not case.open_for_decision:
        # The relay takes this refusal for "not now" and tries again (docs/adr/0001).
        raise NotYetOpen(msg("The checks of this case are still running. Decide when they are done."))
    if decision.by == case.applicant:
        raise OwnCase(msg("Nobody decides their own application. Leave this case to a colleague."))
    if (decision.outcome == DecisionOutcome.APPROVE) != (decision.credential_id is not None):
        raise CredentialMismatch(msg("An approval grants a credential, and a decline does not. Open the page again."))
    if decision.outcome == DecisionOutcome.DECLINE:
        _admit_decline(decision)
    else:
        _admit_approval(case, decision)


def admit_withdrawal(case: DecisionState, by: UUID) -> None:
    """Refuse to withdraw what is closed or somebody else's: AlreadyDecided, NotYours."""
    if by != case.applicant:
        raise NotYours(msg("Only the applicant can withdraw an application."))
    if case.ended:
        raise AlreadyDecided(msg("This case is closed: {ended}.", ended=case.ended))


def blocking(verdicts: list[Verdict]) -> list[Verdict]:
    """The checks that only a senior reviewer may overrule."""
    return [each for each in verdicts if each.status in (CheckStatus.FAIL, CheckStatus.ERROR)]


def _admit_decline(decision: Decision) -> None:
    if not decision.reason_codes:
        raise ReasonMissing(msg("Choose at least one reason."))
    if len(decision.text.strip()) < SHORTEST_REASON:
        raise ReasonMissing(TELL_THE_APPLICANT)


def _admit_approval(case: DecisionState, decision: Decision) -> None:
    if not blocking(case.verdicts):
        return
    if decision.role != Role.SENIOR:
        raise OverrideNeeded(msg("A check failed or could not be done: only a senior reviewer may approve this case."))
    if len(decision.note.strip()) < SHORTEST_REASON:
        raise ReasonMissing(
            msg(
                "Say in the staff note why you overrule the open checks, in {shortest_text} characters or more.",
                shortest_text=SHORTEST_REASON,
            )
        )
