"""Applications: the answers of a form, saved step by step. Written by the web alone, frozen once submitted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from domain.applications.kept_answers import Answers
from domain.policy.pack import Trade


class ApplicationRow(SQLModel, table=True):
    """One application; `answers` is a dumped `domain.applications.answers.Answers`, `revision` rises with each save."""

    __tablename__ = "applications"
    id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    kind: Trade = Field(default="merchant", sa_type=String)
    renews: UUID | None = None
    country: str
    legal_form: str
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    revision: int = 0
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None = None

    @property
    def form(self) -> Answers:
        """The answers as the rules know them."""
        return Answers.model_validate(self.answers)


def of_account(session: Session, account_id: UUID) -> Sequence[ApplicationRow]:
    """All applications of an account, newest first."""
    mine = ApplicationRow.account_id == account_id
    return session.exec(select(ApplicationRow).where(mine).order_by(col(ApplicationRow.created_at).desc())).all()
