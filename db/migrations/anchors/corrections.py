"""Corrected keys."""

from alembic import op

from db.migrations.columns import boolean, integer, json, reference, text, timestamp, uuid


def create_key_corrections() -> None:
    """Changes of a version's key: proposed by one person, approved by another."""
    op.create_table(
        "key_corrections",
        uuid("id", primary_key=True),
        reference("item_id", "items.id", index=True),
        integer("version"),
        json("keys"),
        boolean("credit_all"),
        text("reason"),
        reference("proposed_by", "accounts.id"),
        timestamp("proposed_at"),
        reference("approved_by", "accounts.id", nullable=True),
        timestamp("approved_at", nullable=True),
        reference("declined_by", "accounts.id", nullable=True),
        timestamp("declined_at", nullable=True),
    )


def create_applied_corrections() -> None:
    """What a correction changed."""
    op.create_table(
        "applied_corrections",
        reference("correction_id", "key_corrections.id", primary_key=True),
        reference("item_id", "items.id", index=True),
        timestamp("applied_at"),
        integer("attempts"),
        json("flips"),
    )
