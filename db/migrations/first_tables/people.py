"""People, their sign-ins and letters."""

from alembic import op

from db.migrations.columns import reference, text, timestamp, uuid, word


def create_accounts() -> None:
    """Everybody who can sign in."""
    op.create_table(
        "accounts",
        uuid("id", primary_key=True),
        text("email", unique=True),
        text("name"),
        word("role"),
        text("password_hash"),
        timestamp("created_at"),
        timestamp("email_confirmed_at", nullable=True),
        timestamp("disabled_at", nullable=True),
    )


def create_sessions() -> None:
    """Signed-in browsers; of a cookie's token only the hash is kept."""
    op.create_table(
        "sessions",
        text("token_hash", primary_key=True),
        reference("account_id", "accounts.id", index=True),
        timestamp("created_at"),
        timestamp("seen_at"),
        timestamp("expires_at"),
        timestamp("revoked_at", nullable=True),
        text("address"),
        text("browser"),
    )


def create_mails() -> None:
    """Letters on their way."""
    op.create_table(
        "mails",
        uuid("id", primary_key=True),
        reference("account_id", "accounts.id", index=True),
        text("kind"),
        text("recipient"),
        text("subject"),
        text("text"),
        text("html"),
        uuid("certificate_id", nullable=True),
        timestamp("created_at"),
        timestamp("sent_at", nullable=True),
    )
