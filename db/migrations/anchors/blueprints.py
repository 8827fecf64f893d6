"""What exams cover, and where they are cut."""

from alembic import op

from db.migrations.columns import json, real, reference, text, timestamp, uuid, word


def create_blueprints() -> None:
    """What an exam covers; the cut score comes from the sheet."""
    op.create_table(
        "blueprints",
        uuid("id", primary_key=True),
        text("name"),
        word("state", index=True),
        json("countries"),
        json("content"),
        real("cut_percent", nullable=True),
        uuid("sheet_id", nullable=True),
        reference("created_by", "accounts.id", nullable=True),
        timestamp("created_at"),
        timestamp("updated_at"),
        reference("updated_by", "accounts.id", nullable=True),
        timestamp("published_at", nullable=True),
        reference("published_by", "accounts.id", nullable=True),
    )


def create_angoff_sheets() -> None:
    """Cut-score studies; the sheet that counts is named by the blueprint."""
    op.create_table(
        "angoff_sheets",
        uuid("id", primary_key=True),
        reference("blueprint_id", "blueprints.id", index=True),
        json("content"),
        reference("created_by", "accounts.id"),
        timestamp("created_at"),
        timestamp("updated_at"),
        timestamp("adopted_at", nullable=True),
        reference("adopted_by", "accounts.id", nullable=True),
    )
