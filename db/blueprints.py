"""Blueprints and the Angoff sheets behind their cut scores. Written by the web alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from db.columns import word
from domain.blueprints.lifecycle import BlueprintState
from domain.blueprints.parts import Blueprint, Plan, planned
from domain.cutscores.studies import CutScoreStudy
from domain.policy.anchor import ExamPolicy


class BlueprintRow(SQLModel, table=True):
    """One blueprint for some countries (all when empty); `cut_percent` and `sheet_id` come from its Angoff sheet.

    Neither who made it nor who changed it last (`updated_by`) may publish it.
    """

    __tablename__ = "blueprints"
    id: UUID = Field(primary_key=True)
    name: str
    state: BlueprintState = Field(index=True, sa_type=word(BlueprintState))
    countries: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    cut_percent: float | None = None
    sheet_id: UUID | None = None
    created_by: UUID | None = Field(default=None, foreign_key="accounts.id")
    created_at: datetime
    updated_at: datetime
    updated_by: UUID | None = Field(default=None, foreign_key="accounts.id")
    published_at: datetime | None = None
    published_by: UUID | None = Field(default=None, foreign_key="accounts.id")

    @property
    def blueprint(self) -> Blueprint:
        """The content as the rules know it."""
        return Blueprint.model_validate(self.content)


class AngoffRow(SQLModel, table=True):
    """One cut-score study of a blueprint; `content` is a dumped `domain.cutscores.studies.Study`."""

    __tablename__ = "angoff_sheets"
    id: UUID = Field(primary_key=True)
    blueprint_id: UUID = Field(foreign_key="blueprints.id", index=True)
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_by: UUID = Field(foreign_key="accounts.id")
    created_at: datetime
    updated_at: datetime
    adopted_at: datetime | None = None
    adopted_by: UUID | None = Field(default=None, foreign_key="accounts.id")

    @property
    def study(self) -> CutScoreStudy:
        """The content as the rules know it."""
        return CutScoreStudy.model_validate(self.content)


def blueprints(session: Session) -> Sequence[BlueprintRow]:
    """All blueprints, newest first."""
    return session.exec(select(BlueprintRow).order_by(col(BlueprintRow.created_at).desc())).all()


def published(session: Session) -> Sequence[BlueprintRow]:
    """The published blueprints, the latest first."""
    query = select(BlueprintRow).where(BlueprintRow.state == BlueprintState.PUBLISHED)
    return session.exec(query.order_by(col(BlueprintRow.published_at).desc())).all()


def plan_of(row: BlueprintRow | None, exam: ExamPolicy) -> Plan:
    """What a blueprint (None: the pack's own figures) makes of a pack's exam."""
    return planned(exam, row.blueprint if row else None, row.cut_percent if row else None)


def in_force(session: Session, country: str) -> BlueprintRow | None:
    """The latest published blueprint for a country: its own before one for all; None when there is none."""
    return blueprint_for(published(session), country)


def blueprint_for(rows: Sequence[BlueprintRow], country: str) -> BlueprintRow | None:
    """Which of the published blueprints (the latest first) holds in a country; None for the pack's own figures."""
    own = [row for row in rows if country in row.countries]
    return next(iter(own or [row for row in rows if not row.countries]), None)


def sheets_of(session: Session, blueprint_id: UUID) -> Sequence[AngoffRow]:
    """The cut-score studies of a blueprint, newest first."""
    mine = AngoffRow.blueprint_id == blueprint_id
    return session.exec(select(AngoffRow).where(mine).order_by(col(AngoffRow.created_at).desc())).all()


def sheets(session: Session) -> Sequence[AngoffRow]:
    """All cut-score studies, newest first."""
    return session.exec(select(AngoffRow).order_by(col(AngoffRow.created_at).desc())).all()
