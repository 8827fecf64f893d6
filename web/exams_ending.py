"""Telling the procedure of an exam that it is over, when a candidate hands in or an invigilator voids."""

from uuid import UUID, uuid5

from db.commands import CommandRow, CommandState
from db.engine import read
from web.house import House


def beginning_of(attempt_id: UUID) -> UUID:
    """The id of the command that starts the procedure of an attempt."""
    return uuid5(attempt_id, "sit")


def tell(house: House, attempt_id: UUID, ending: CommandRow) -> None:
    """Deliver the end; before it the beginning, which the relay may not have delivered yet."""
    with read(house.engine) as session:
        beginning = session.get(CommandRow, beginning_of(attempt_id))
    if beginning and beginning.state == CommandState.PENDING:
        house.gateway.dispatch(beginning)
    house.gateway.dispatch(ending)
