"""Recordings and their ratings."""

import sqlalchemy as sa
from alembic import op

from db.migrations.columns import boolean, integer, json, real, reference, text, timestamp, uuid


def create_recordings() -> None:
    """Sample streams: a file in parts, or a link."""
    op.create_table(
        "recordings",
        uuid("id", primary_key=True),
        reference("case_id", "cases.id", index=True),
        text("category"),
        text("filename"),
        integer("size"),
        integer("received"),
        text("link"),
        timestamp("created_at"),
        timestamp("sent_at", nullable=True),
        timestamp("removed_at", nullable=True),
    )


def create_recording_parts() -> None:
    """Parts of a file, from a byte on."""
    op.create_table(
        "recording_parts",
        reference("recording_id", "recordings.id", primary_key=True),
        integer("offset", primary_key=True),
        integer("size"),
        text("name"),
        text("sealed_key"),
    )


def create_recording_probes() -> None:
    """What was found in a recording."""
    op.create_table(
        "recording_probes",
        reference("recording_id", "recordings.id", primary_key=True),
        boolean("fit"),
        text("refusal"),
        text("media_type"),
        real("seconds"),
        json("facts"),
        text("sha256", index=True),
        timestamp("probed_at"),
    )


def create_ratings() -> None:
    """Sheets of raters, one a rater and recording."""
    op.create_table(
        "ratings",
        uuid("id", primary_key=True),
        reference("recording_id", "recordings.id", index=True),
        reference("task_id", "tasks.id"),
        reference("rater", "accounts.id"),
        text("rubric_version"),
        json("sheet"),
        timestamp("updated_at"),
        timestamp("submitted_at", nullable=True),
        sa.UniqueConstraint("recording_id", "rater", name="uq_ratings_rater"),
    )


def create_practicals() -> None:
    """How practicals ended."""
    op.create_table(
        "practicals",
        reference("recording_id", "recordings.id", primary_key=True),
        reference("case_id", "cases.id", index=True),
        boolean("passed"),
        real("percent"),
        boolean("knocked_out"),
        json("reasons"),
        timestamp("decided_at"),
    )
