"""Applications and their documents."""

from alembic import op

from db.migrations.columns import integer, json, reference, text, timestamp, uuid


def create_applications() -> None:
    """What somebody asks for; `revision` rises with each save."""
    op.create_table(
        "applications",
        uuid("id", primary_key=True),
        reference("account_id", "accounts.id", index=True),
        text("kind"),
        text("country"),
        text("legal_form"),
        json("answers"),
        integer("revision"),
        timestamp("created_at"),
        timestamp("updated_at"),
        timestamp("submitted_at", nullable=True),
    )


def create_documents() -> None:
    """Uploaded files; a removed one keeps its row."""
    op.create_table(
        "documents",
        uuid("id", primary_key=True),
        reference("application_id", "applications.id", index=True),
        text("kind"),
        text("filename"),
        text("media_type"),
        integer("size"),
        integer("pages"),
        text("sha256", index=True),
        text("sealed_key"),
        timestamp("uploaded_at"),
        timestamp("removed_at", nullable=True),
    )


def create_document_pages() -> None:
    """Pictures of pages, made by the document check."""
    op.create_table(
        "document_pages",
        reference("document_id", "documents.id", primary_key=True),
        integer("number", primary_key=True),
        text("media_type"),
        text("name"),
        text("sealed_key"),
    )
