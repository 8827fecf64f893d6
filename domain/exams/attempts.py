"""Attempts: the messages between the workflow of an exam and its activities."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class PrepareAttempt(BaseModel, frozen=True):
    """Which attempt of a case to draw a form for, counted from 1."""

    case_id: UUID
    number: int


class Prepared(BaseModel, frozen=True):
    """An attempt that can be sat from `opens_at` to `closes_at`."""

    attempt_id: UUID
    opens_at: datetime
    closes_at: datetime


class SitExam(BaseModel, frozen=True):
    """Start of an attempt: whose certification it belongs to and when it is due, as the web wrote it."""

    attempt_id: UUID
    case_id: UUID
    due_at: datetime


class SubmitExam(BaseModel, frozen=True):
    """The candidate hands in."""

    id: UUID
    by: UUID


class FinishAttempt(BaseModel, frozen=True):
    """Close and score the attempt if it is over."""

    attempt_id: UUID


class Finished(BaseModel, frozen=True):
    """`next_at` when it is not over yet (extended, paused): look again then. Else how it ended."""

    next_at: datetime | None = None
    passed: bool = False
    voided: bool = False


class ExamEnded(BaseModel, frozen=True):
    """What the certification hears of an attempt."""

    attempt_id: UUID
    passed: bool
    voided: bool = False


def attempt_workflow(attempt_id: UUID) -> str:
    """Workflow id of an attempt."""
    # Fixed, so that the relay and a candidate who hands in first start one workflow between them.
    return f"exam:{attempt_id}"
