"""Attempts, from the drawn form to the result."""

import sqlalchemy as sa
from alembic import op

from db.migrations.columns import boolean, integer, json, real, reference, text, timestamp, uuid, word


def create_attempts() -> None:
    """Exams of a case, counted from 1, each with its drawn form and its rules."""
    op.create_table(
        "attempts",
        uuid("id", primary_key=True),
        reference("case_id", "cases.id", index=True),
        reference("account_id", "accounts.id", index=True),
        integer("number"),
        reference("blueprint_id", "blueprints.id", nullable=True),
        json("blueprint"),
        json("form"),
        integer("minutes"),
        real("cut_percent"),
        integer("grace_seconds"),
        timestamp("prepared_at"),
        timestamp("opens_at"),
        timestamp("closes_at"),
        sa.UniqueConstraint("case_id", "number", name="uq_attempts_number"),
    )


def create_sittings() -> None:
    """Begun attempts; `lease` is the browser tab that may save."""
    op.create_table(
        "sittings",
        reference("attempt_id", "attempts.id", primary_key=True),
        reference("account_id", "accounts.id", index=True),
        timestamp("started_at"),
        timestamp("deadline_at", index=True),
        integer("grace_seconds"),
        timestamp("paused_at", nullable=True),
        timestamp("paused_until", nullable=True),
        integer("breaks_left"),
        integer("break_minutes"),
        text("lease"),
        timestamp("leased_at"),
        timestamp("seen_at"),
        timestamp("submitted_at", nullable=True),
        timestamp("voided_at", nullable=True),
        uuid("voided_by", nullable=True),
        text("void_reason"),
    )


def create_responses() -> None:
    """The last answer to each item."""
    op.create_table(
        "responses",
        reference("attempt_id", "attempts.id", primary_key=True),
        uuid("item_id", primary_key=True),
        json("response"),
        boolean("flagged"),
        integer("seq"),
        text("client"),
        timestamp("saved_at"),
        boolean("late"),
    )


def create_late_responses() -> None:
    """Answers that came after the end: evidence, never scored."""
    op.create_table(
        "late_responses",
        reference("attempt_id", "attempts.id", primary_key=True),
        uuid("item_id", primary_key=True),
        integer("seq", primary_key=True),
        json("response"),
        text("client"),
        timestamp("received_at"),
    )


def create_results() -> None:
    """How attempts ended, once each."""
    op.create_table(
        "results",
        reference("attempt_id", "attempts.id", primary_key=True),
        timestamp("ended_at", index=True),
        word("ended_by"),
        timestamp("scored_at"),
        real("points"),
        real("of"),
        real("percent"),
        boolean("passed"),
        boolean("voided"),
        json("areas"),
        json("marks"),
        integer("answered"),
        integer("revision"),
    )
