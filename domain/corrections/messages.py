"""Corrections of keys: the messages of the procedure that scores again, and who may approve one."""

from uuid import UUID

from pydantic import BaseModel

from domain.messages import msg
from domain.refusals import Conflict, Forbidden


class CorrectKey(BaseModel, frozen=True):
    """An approved correction to apply."""

    id: UUID
    by: UUID


class Corrected(BaseModel, frozen=True):
    """An attempt whose result the correction turned: whom to tell, and which procedure has to hear of it."""

    attempt_id: UUID
    case_id: UUID
    account_id: UUID
    passed: bool


class Rescored(Corrected, frozen=True):
    """An attempt whose result the correction changed: how it was before, in percent and in verdict."""

    before: float
    after: float
    passed_before: bool

    @property
    def turns(self) -> bool:
        """Whether a failure became a pass, or a pass a failure."""
        return self.passed != self.passed_before


class OwnCorrection(Forbidden):
    """Whoever proposed a correction neither approves nor declines it."""


class CorrectionSettled(Conflict):
    """The correction was approved or declined already."""


class CorrectionWaits(Conflict):
    """Another correction of the same version waits: one after the other."""


def admit_verdict(proposed_by: UUID, by: UUID, settled: bool) -> None:
    """Refuse to approve or decline: CorrectionSettled, OwnCorrection."""
    if settled:
        raise CorrectionSettled(msg("This correction was approved or declined already. Open its page again."))
    if proposed_by == by:
        raise OwnCorrection(msg("You proposed this correction. A colleague approves or declines it."))
