"""Refusals on their way back from Temporal: rebuilt from the failure that carried their name and their message."""

from temporalio.exceptions import ApplicationError

from domain.messages import Message
from domain.refusals import Refused, names, rebuild


def refusal_of(cause: BaseException | None) -> Refused | None:
    """The refusal that a failure carries, or None when something broke; histories of old carry its sentence alone."""
    if not isinstance(cause, ApplicationError) or cause.type not in names():
        return None
    message = Message.model_validate(cause.details[0]) if cause.details else Message.verbatim(cause.message)
    return rebuild(cause.type, message)
