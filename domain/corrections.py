"""Corrections of keys: the messages of the procedure that scores again."""

from uuid import UUID

from pydantic import BaseModel

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


class OwnCorrection(Forbidden):
    """Whoever proposed a correction does not approve it."""


class CorrectionSettled(Conflict):
    """The correction was approved or declined already."""
