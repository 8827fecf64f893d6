"""The outbox: every command is a row before it is anything else, and is applied once or refused once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from db.columns import MessageText, word
from domain.commands import CommandState
from domain.messages import Message, msg
from domain.refusals import Conflict, Refused

SLOWEST_RETRY = timedelta(minutes=2)


class CommandRow(SQLModel, table=True):
    """An intent; `name` is how the gateway delivers it, `target` the workflow's id, `payload` ids and texts."""

    __tablename__ = "commands"
    id: UUID = Field(primary_key=True)
    name: str
    target: str = Field(index=True)
    actor: UUID | None
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime
    state: CommandState = Field(default=CommandState.PENDING, index=True, sa_type=word(CommandState))
    tries: int = 0
    next_try_at: datetime
    settled_at: datetime | None = None
    refusal: str = ""
    refusal_text: Message = Field(default=Message(), sa_type=MessageText)


class NotYourCommand(Conflict):
    """The command's id was used before, for something else."""


def record(session: Session, command: CommandRow) -> CommandRow:
    """Write the command, or return the one of the same id: a repeat is the same request. Refuses NotYourCommand."""
    known = session.get(CommandRow, command.id)
    if known is None:
        try:
            with session.begin_nested():
                session.add(command)
            return command
        except IntegrityError:  # a double click: the other request wrote it a moment ago
            known = session.get_one(CommandRow, command.id)
    if (known.actor, known.target, known.name) != (command.actor, command.target, command.name):
        raise NotYourCommand(msg("This form was already used. Open the page again."))
    return known


def due(session: Session, now: datetime, most: int = 50) -> Sequence[CommandRow]:
    """Pending commands whose next try has come, oldest first."""
    mine = CommandRow.state == CommandState.PENDING, CommandRow.next_try_at <= now
    return session.exec(select(CommandRow).where(*mine).order_by(col(CommandRow.id)).limit(most)).all()


def pending_for(session: Session, target: str) -> Sequence[CommandRow]:
    """Commands to a workflow that are recorded but not yet applied."""
    mine = CommandRow.target == target, CommandRow.state == CommandState.PENDING
    return session.exec(select(CommandRow).where(*mine).order_by(col(CommandRow.id))).all()


def refused_for(session: Session, target: str, name: str) -> CommandRow | None:
    """The latest command of this name to a workflow that was refused."""
    mine = CommandRow.target == target, CommandRow.name == name, CommandRow.state == CommandState.REFUSED
    return session.exec(select(CommandRow).where(*mine).order_by(col(CommandRow.id).desc()).limit(1)).first()


def record_answer(session: Session, command_id: UUID, now: datetime, *, refusal: Refused | None = None) -> None:
    """Note the answer; the first one stays."""
    code, text = (refusal.code, refusal.message) if refusal else ("", Message())
    state = CommandState.REFUSED if refusal else CommandState.APPLIED
    # Only while it is pending: the web and the relay may both hear an answer.
    mine = col(CommandRow.id) == command_id, col(CommandRow.state) == CommandState.PENDING
    values = {"state": state, "settled_at": now, "refusal": code, "refusal_text": text}
    session.execute(update(CommandRow).where(*mine).values(**values))


def postpone(session: Session, command: CommandRow, now: datetime) -> None:
    """Try again later: 2, 4, 8 ... s, at the most two minutes."""
    # The exponent is bounded too, as a timedelta is: a command may wait for days.
    wait = min(SLOWEST_RETRY, timedelta(seconds=2 ** min(command.tries + 1, 10)))
    mine = col(CommandRow.id) == command.id, col(CommandRow.state) == CommandState.PENDING
    session.execute(update(CommandRow).where(*mine).values(tries=command.tries + 1, next_try_at=now + wait))
