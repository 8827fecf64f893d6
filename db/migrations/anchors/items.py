"""The bank of questions."""

from alembic import op

from db.migrations.columns import integer, json, reference, text, timestamp, uuid, word


def create_items() -> None:
    """Questions through all their versions."""
    op.create_table(
        "items",
        uuid("id", primary_key=True),
        text("code", unique=True),
        text("origin"),
        json("enemies"),
        timestamp("created_at"),
    )


def create_item_versions() -> None:
    """What a question says; fixed once it has left the draft."""
    op.create_table(
        "item_versions",
        reference("item_id", "items.id", primary_key=True),
        integer("version", primary_key=True),
        word("state", index=True),
        text("area", index=True),
        text("category"),
        text("title"),
        json("content"),
        reference("author", "accounts.id", nullable=True),
        reference("reviewer", "accounts.id", nullable=True),
        text("note"),
        timestamp("created_at"),
        timestamp("updated_at"),
        timestamp("reviewed_at", nullable=True),
    )


def create_item_pictures() -> None:
    """Pictures in questions."""
    op.create_table(
        "item_pictures",
        uuid("id", primary_key=True),
        text("media_type"),
        integer("size"),
        text("sealed_key"),
        timestamp("created_at"),
    )


def create_exposures() -> None:
    """On how many forms a version stood."""
    op.create_table(
        "exposures",
        reference("item_id", "items.id", primary_key=True),
        integer("version", primary_key=True),
        integer("forms"),
    )


def create_imports() -> None:
    """Files of questions that are looked at before they are taken."""
    op.create_table(
        "imports",
        uuid("id", primary_key=True),
        reference("by", "accounts.id", index=True),
        timestamp("at"),
        text("format"),
        text("filename"),
        integer("size"),
        text("sha256"),
        text("sealed_key"),
        json("terms"),
        json("taken"),
        timestamp("applied_at", nullable=True),
    )
