"""What passes between candidates and invigilators during an exam."""

from alembic import op

from db.migrations.columns import real, reference, text, timestamp, uuid, word


def create_exam_messages() -> None:
    """Messages of invigilators; without an attempt, to all that ran then."""
    op.create_table(
        "exam_messages",
        uuid("id", primary_key=True),
        reference("attempt_id", "attempts.id", nullable=True, index=True),
        text("text"),
        reference("sent_by", "accounts.id"),
        timestamp("sent_at", index=True),
    )


def create_exam_signals() -> None:
    """What was noticed in an attempt."""
    op.create_table(
        "exam_signals",
        uuid("id", primary_key=True),
        reference("attempt_id", "attempts.id", index=True),
        word("kind"),
        timestamp("at"),
        uuid("item_id", nullable=True),
        real("seconds", nullable=True),
        text("text"),
    )
