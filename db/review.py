"""Tasks and decisions (written by activities) and claims (written by the web)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Index, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import JSON, Column, Field, Session, SQLModel, and_, case, col, func, or_, select

from db.cases import CaseRow
from db.columns import word
from db.commands import CommandRow
from domain.cases import case_of
from domain.commands import CommandState
from domain.review import DECIDING, Decision, DecisionOutcome, TaskKind, TaskState

CLAIM = timedelta(minutes=30)
Kinds = Collection[TaskKind]


class TaskRow(SQLModel, table=True):
    """One unit of human work; `tags` say why it needs a person."""

    __tablename__ = "tasks"
    # The queue filters by state and sorts by the rest.
    __table_args__ = (Index("ix_tasks_in_order", "state", "due_at", "id"),)
    id: UUID = Field(primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    kind: TaskKind = Field(default=TaskKind.REVIEW, sa_type=word(TaskKind))
    state: TaskState = Field(sa_type=word(TaskState))
    opened_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    recording_id: UUID | None = None
    tags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class ClaimRow(SQLModel, table=True):
    """Who works on a task, until when."""

    __tablename__ = "claims"
    task_id: UUID = Field(primary_key=True, foreign_key="tasks.id")
    reviewer: UUID = Field(foreign_key="accounts.id", index=True)
    claimed_at: datetime
    expires_at: datetime


class DecisionRow(SQLModel, table=True):
    """A verdict with its reasons, who, the packs and a fingerprint of the facts it was taken on."""

    __tablename__ = "decisions"
    id: UUID = Field(primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id", unique=True)
    outcome: DecisionOutcome = Field(sa_type=word(DecisionOutcome))
    by: UUID = Field(foreign_key="accounts.id")
    role: str
    at: datetime = Field(index=True)
    reason_codes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    text: str
    note: str
    credential_id: UUID | None = None
    levels: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    pack: str
    pack_version: str
    pack_hash: str
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    facts_hash: str


class QueueEntry(SQLModel):
    """One line of the queue: the task, its case, and the live claim if there is one."""

    task: TaskRow
    case: CaseRow
    claim: ClaimRow | None


class QueueCounts(SQLModel):
    """How much work there is: open tasks, those past their day, those somebody works on."""

    open: int
    overdue: int
    claimed: int


def queue(
    session: Session, now: datetime, most: int = 100, *, of: UUID | None = None, kinds: Kinds = DECIDING
) -> list[QueueEntry]:
    """Open tasks in the order they are due, each with its live claim; with `of` the ones this person holds."""
    live = and_(col(ClaimRow.task_id) == TaskRow.id, col(ClaimRow.expires_at) > now)
    query = (
        select(TaskRow, CaseRow, ClaimRow)
        .join(CaseRow, col(CaseRow.id) == TaskRow.case_id)
        .join(ClaimRow, live, isouter=True)
        .where(*_open(kinds))
        .order_by(col(TaskRow.due_at), col(TaskRow.id))
        .limit(most)
    )
    query = query.where(ClaimRow.reviewer == of) if of else query
    return [QueueEntry.model_construct(task=task, case=case, claim=claim) for task, case, claim in session.exec(query)]


def counts(session: Session, now: datetime, kinds: Kinds = DECIDING) -> QueueCounts:
    """The queue in figures."""
    # A sum over no rows is NULL.
    late = func.coalesce(func.sum(case((col(TaskRow.due_at) <= now, 1), else_=0)), 0)
    total, overdue = session.exec(select(func.count(), late).where(*_open(kinds))).one()
    live = select(func.count()).select_from(ClaimRow).join(TaskRow, col(TaskRow.id) == ClaimRow.task_id)
    live = live.where(ClaimRow.expires_at > now, *_open(kinds))
    return QueueCounts(open=total, overdue=overdue, claimed=session.exec(live).one())


def claim_next(session: Session, reviewer: UUID, now: datetime) -> TaskRow | None:
    """Claim the first open task that nobody holds and that is not the reviewer's own case; None when there is none."""
    held = select(ClaimRow.task_id).where(ClaimRow.expires_at > now)
    free = (
        select(TaskRow)
        .join(CaseRow, col(CaseRow.id) == TaskRow.case_id)
        .where(*_open(DECIDING), CaseRow.applicant != reviewer, col(TaskRow.id).not_in(held))
        .order_by(col(TaskRow.due_at), col(TaskRow.id))
        # Some to spare: colleagues may claim the first ones between this read and the claim below.
        .limit(10)
    )
    return next((task for task in session.exec(free).all() if claim(session, task.id, reviewer, now=now)), None)


def claim(session: Session, task_id: UUID, reviewer: UUID, *, now: datetime) -> bool:
    """Take or renew a claim by compare-and-set; False when somebody else holds it."""
    fresh: dict[str, Any] = {"reviewer": reviewer, "claimed_at": now, "expires_at": now + CLAIM}
    mine_or_over = or_(col(ClaimRow.reviewer) == reviewer, col(ClaimRow.expires_at) <= now)
    # The UPDATE itself decides: of two reviewers who claim at once, the second matches no row.
    taken = session.execute(update(ClaimRow).where(col(ClaimRow.task_id) == task_id, mine_or_over).values(**fresh))
    if taken.rowcount:  # type: ignore[attr-defined]
        return True
    try:
        # A savepoint: whoever loses the race for the key loses the claim, not the transaction.
        with session.begin_nested():
            session.execute(insert(ClaimRow).values(task_id=task_id, **fresh))
    except IntegrityError:
        return False
    return True


def release(session: Session, task_id: UUID, reviewer: UUID) -> None:
    """Give a claim back."""
    session.execute(delete(ClaimRow).where(col(ClaimRow.task_id) == task_id, col(ClaimRow.reviewer) == reviewer))


def live_claim(session: Session, task_id: UUID, now: datetime) -> ClaimRow | None:
    """The claim on a task, unless it has run out."""
    return session.exec(select(ClaimRow).where(ClaimRow.task_id == task_id, ClaimRow.expires_at > now)).first()


def holds_recording(session: Session, reviewer: UUID, recording_id: UUID, *, now: datetime) -> bool:
    """Whether this person holds a live claim on a task about the recording."""
    mine = TaskRow.recording_id == recording_id, ClaimRow.reviewer == reviewer, ClaimRow.expires_at > now
    query = select(ClaimRow.task_id).join(TaskRow, col(TaskRow.id) == ClaimRow.task_id).where(*mine)
    return session.exec(query).first() is not None


def open_task(session: Session, case_id: UUID) -> TaskRow | None:
    """The open task in which a case is decided, or its identity papers are looked at."""
    return session.exec(select(TaskRow).where(TaskRow.case_id == case_id, *_open(DECIDING))).first()


def open_tasks(session: Session, case_id: UUID) -> Sequence[TaskRow]:
    """All open tasks of a case, ratings too."""
    return session.exec(select(TaskRow).where(TaskRow.case_id == case_id, *_open(tuple(TaskKind)))).all()


def decision_of(session: Session, case_id: UUID) -> DecisionRow | None:
    """The decision of a case."""
    return session.exec(select(DecisionRow).where(DecisionRow.case_id == case_id)).first()


def refused_decision(session: Session, case_id: UUID, reviewer: UUID) -> CommandRow | None:
    """The reviewer's latest decision on a case, if it was recorded and then refused: nothing typed may be lost."""
    target = col(CommandRow.target).in_([case_of(case_id), case_of(case_id, "anchor")])
    mine = target, CommandRow.name == "decide", CommandRow.actor == reviewer
    last = session.exec(select(CommandRow).where(*mine).order_by(col(CommandRow.created_at).desc()).limit(1)).first()
    return last if last and last.state == CommandState.REFUSED else None


def recent_decisions(session: Session, most: int = 8) -> Sequence[tuple[DecisionRow, CaseRow]]:
    """The latest decisions with their cases."""
    query = select(DecisionRow, CaseRow).join(CaseRow, col(CaseRow.id) == DecisionRow.case_id)
    return session.exec(query.order_by(col(DecisionRow.at).desc()).limit(most)).all()


def decided(row: DecisionRow) -> Decision:
    """The decision as the rules know it."""
    return Decision.model_validate(row, from_attributes=True)


def _open(kinds: Kinds) -> tuple[Any, Any]:
    return col(TaskRow.state) == TaskState.OPEN, col(TaskRow.kind).in_(kinds)
