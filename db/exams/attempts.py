"""Attempts with the form that was drawn, and their results. Written by activities alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, func, select

from db.cases import CaseRow
from db.columns import word
from domain.blueprints.parts import Blueprint, ExamForm
from domain.cases import Stage
from domain.exams.clock import EndedBy


class AttemptRow(SQLModel, table=True):
    """One attempt of a case, counted from 1: its form, its rules, and when it may be sat."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("case_id", "number", name="uq_attempts_number"),)
    id: UUID = Field(primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    number: int
    blueprint_id: UUID | None = Field(default=None, foreign_key="blueprints.id")
    # Copied when the form is drawn: a blueprint that changes later changes no attempt.
    blueprint: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    form: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    minutes: int
    cut_percent: float
    grace_seconds: int
    prepared_at: datetime
    opens_at: datetime
    closes_at: datetime

    @property
    def drawn(self) -> ExamForm:
        """The form as the rules know it."""
        return ExamForm.model_validate(self.form)

    @property
    def covers(self) -> Blueprint:
        """The blueprint it was drawn by."""
        return Blueprint.model_validate(self.blueprint)

    @property
    def grace(self) -> timedelta:
        """How long after the deadline a save in flight still counts."""
        return timedelta(seconds=self.grace_seconds)


class ResultRow(SQLModel, table=True):
    """How an attempt ended, once; `marks` are points by item id, `areas` dumped `domain.exams.results.AreaShare`.

    `revision` rises when a key was corrected.
    """

    __tablename__ = "results"
    attempt_id: UUID = Field(primary_key=True, foreign_key="attempts.id")
    ended_at: datetime = Field(index=True)
    ended_by: EndedBy = Field(sa_type=word(EndedBy))
    scored_at: datetime
    points: float
    of: float
    percent: float
    passed: bool
    voided: bool = False
    areas: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    marks: dict[str, float] = Field(sa_column=Column(JSON, nullable=False))
    answered: int
    revision: int = 1


def attempts_of(session: Session, case_id: UUID) -> Sequence[AttemptRow]:
    """The attempts of a case, first to last."""
    mine = AttemptRow.case_id == case_id
    return session.exec(select(AttemptRow).where(mine).order_by(col(AttemptRow.number))).all()


def attempts_by(session: Session, account_id: UUID) -> Sequence[AttemptRow]:
    """Every attempt of a person, in any case, oldest first."""
    mine = AttemptRow.account_id == account_id
    return session.exec(select(AttemptRow).where(mine).order_by(col(AttemptRow.prepared_at))).all()


def numbers_of(session: Session, attempt_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Which attempt of its case each of these is: 1 for the first."""
    if not attempt_ids:
        return {}
    query = select(AttemptRow.id, AttemptRow.number).where(col(AttemptRow.id).in_(attempt_ids))
    return dict(session.exec(query).all())


def results_of(session: Session, attempt_ids: Sequence[UUID]) -> dict[UUID, ResultRow]:
    """The results of these attempts, by attempt."""
    if not attempt_ids:
        return {}
    rows = session.exec(select(ResultRow).where(col(ResultRow.attempt_id).in_(attempt_ids))).all()
    return {row.attempt_id: row for row in rows}


def without_form(session: Session) -> int:
    """How many cases have come to the exam and have no attempt that can be sat: none could be drawn yet."""
    result_of_it = col(ResultRow.attempt_id) == AttemptRow.id
    open_one = (
        select(AttemptRow.id)
        .join(ResultRow, result_of_it, isouter=True)
        .where(AttemptRow.case_id == CaseRow.id, col(ResultRow.attempt_id).is_(None))
    )
    query = select(func.count()).select_from(CaseRow).where(CaseRow.stage == Stage.EXAM, ~open_one.exists())
    return session.exec(query).one()
