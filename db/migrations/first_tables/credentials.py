"""Credentials and their certificates."""

from alembic import op

from db.migrations.columns import date, integer, json, reference, text, timestamp, uuid, word


def create_credentials() -> None:
    """Rights, with every certified field."""
    op.create_table(
        "credentials",
        uuid("id", primary_key=True),
        reference("case_id", "cases.id", index=True),
        reference("account_id", "accounts.id", index=True),
        text("number", unique=True),
        text("kind"),
        text("holder"),
        text("legal_form"),
        text("country"),
        json("categories"),
        text("issuer"),
        date("issued_on"),
        date("valid_from"),
        date("valid_until"),
        word("standing", index=True),
        text("standing_reason"),
        timestamp("standing_at"),
        uuid("standing_by", nullable=True),
    )


def create_certificates() -> None:
    """Signed documents of credentials; `sha256` recognises a file that is shown again."""
    op.create_table(
        "certificates",
        reference("credential_id", "credentials.id", primary_key=True),
        integer("revision", primary_key=True),
        text("sha256", index=True),
        integer("size"),
        text("name"),
        text("sealed_key"),
        json("face"),
        timestamp("made_at"),
    )
