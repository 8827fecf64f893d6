"""People choose the language and the time zone that they read in."""

from alembic import op

from db.migrations.columns import text

revision = "0003"
down_revision = "0002"

CHOICES = ("language", "time_zone")


def upgrade() -> None:
    """Add both to accounts; who was there before has not chosen yet."""
    for choice in CHOICES:
        op.add_column("accounts", text(choice, server_default=""))


def downgrade() -> None:
    """Forget what was chosen."""
    with op.batch_alter_table("accounts") as accounts:
        for choice in CHOICES:
            accounts.drop_column(choice)
