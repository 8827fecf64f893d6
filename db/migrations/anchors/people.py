"""What is agreed with people beside their exams: accommodations, ties, renewals."""

from alembic import op

from db.migrations.columns import integer, real, reference, text, timestamp, uuid, word


def create_accommodations() -> None:
    """What a person is granted in exams: asked for by one of the staff, approved by another."""
    op.create_table(
        "accommodations",
        uuid("id", primary_key=True),
        reference("account_id", "accounts.id", index=True),
        real("multiplier"),
        integer("extra_minutes"),
        integer("breaks"),
        integer("break_minutes"),
        text("reason"),
        reference("asked_by", "accounts.id"),
        timestamp("asked_at"),
        reference("approved_by", "accounts.id", nullable=True),
        timestamp("approved_at", nullable=True),
        timestamp("valid_until"),
        timestamp("ended_at", nullable=True),
    )


def create_ties() -> None:
    """What binds one of the staff to a person or an agency."""
    op.create_table(
        "ties",
        uuid("id", primary_key=True),
        reference("staff", "accounts.id", index=True),
        word("kind"),
        reference("account_id", "accounts.id", nullable=True),
        text("agency"),
        text("note"),
        reference("stated_by", "accounts.id"),
        timestamp("stated_at"),
        timestamp("ended_at", nullable=True),
    )


def create_renewals() -> None:
    """Announced steps of a credential."""
    op.create_table(
        "renewals",
        reference("credential_id", "credentials.id", primary_key=True),
        text("step", primary_key=True),
        timestamp("at"),
    )
