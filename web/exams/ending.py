"""Telling the procedure of an exam that it is over, when a candidate hands in or an invigilator voids."""

from uuid import UUID, uuid5

from db.commands import CommandRow
from db.engine import read
from domain.commands import CommandState
from web.services import Services


def beginning_of(attempt_id: UUID) -> UUID:
    """The id of the command that starts the procedure of an attempt."""
    return uuid5(attempt_id, "sit")


def deliver_end(services: Services, attempt_id: UUID, ending: CommandRow) -> None:
    """Deliver the end; before it the beginning, which the relay may not have delivered yet."""
    with read(services.engine) as session:
        beginning = session.get(CommandRow, beginning_of(attempt_id))
    if beginning and beginning.state == CommandState.PENDING:
        services.gateway.dispatch(beginning)
    services.gateway.dispatch(ending)
