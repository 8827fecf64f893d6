"""Cases: what was found, what is to be done, what was decided."""

import sqlalchemy as sa
from alembic import op

from db.migrations.columns import integer, json, reference, text, timestamp, uuid, word


def create_cases() -> None:
    """All about deciding one application; its id is the application's."""
    op.create_table(
        "cases",
        reference("id", "applications.id", primary_key=True),
        reference("applicant", "accounts.id", index=True),
        text("title"),
        text("country"),
        text("legal_form"),
        text("pack"),
        text("pack_version"),
        text("pack_hash"),
        word("stage", index=True),
        timestamp("opened_at"),
        timestamp("checked_at", nullable=True),
        timestamp("closed_at", nullable=True),
        integer("risk_score", nullable=True),
        word("risk_band", nullable=True),
        json("risk_reasons"),
        sa.Index("ix_cases_newest", "opened_at", "id"),
    )


def create_findings() -> None:
    """The latest result of each check of each subject in a case."""
    op.create_table(
        "findings",
        reference("case_id", "cases.id", primary_key=True),
        text("check", primary_key=True),
        text("subject", primary_key=True),
        integer("version"),
        word("status"),
        text("reason_code"),
        text("sentence"),
        json("evidence"),
        timestamp("started_at"),
        timestamp("finished_at"),
    )


def create_marks() -> None:
    """Identifiers of a case as digests, so that the same one is found in another case."""
    op.create_table(
        "marks",
        reference("case_id", "cases.id", primary_key=True),
        text("field", primary_key=True),
        text("digest", index=True),
    )


def create_tasks() -> None:
    """Units of human work."""
    op.create_table(
        "tasks",
        uuid("id", primary_key=True),
        reference("case_id", "cases.id", index=True),
        text("kind"),
        word("state"),
        timestamp("opened_at"),
        timestamp("due_at"),
        timestamp("done_at", nullable=True),
        json("tags"),
        sa.Index("ix_tasks_in_order", "state", "due_at", "id"),
    )


def create_claims() -> None:
    """Who works on a task, until when."""
    op.create_table(
        "claims",
        reference("task_id", "tasks.id", primary_key=True),
        reference("reviewer", "accounts.id", index=True),
        timestamp("claimed_at"),
        timestamp("expires_at"),
    )


def create_decisions() -> None:
    """Verdicts, one a case, with what they were taken on."""
    op.create_table(
        "decisions",
        uuid("id", primary_key=True),
        reference("case_id", "cases.id", unique=True),
        word("outcome"),
        reference("by", "accounts.id"),
        text("role"),
        timestamp("at", index=True),
        json("reason_codes"),
        text("text"),
        text("note"),
        uuid("credential_id", nullable=True),
        text("pack"),
        text("pack_version"),
        text("pack_hash"),
        json("facts"),
        text("facts_hash"),
    )
