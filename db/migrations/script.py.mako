"""${message}."""

import sqlalchemy as sa
from alembic import op

from db.migrations.columns import reference, text, timestamp, uuid

revision = "${up_revision}"
down_revision = "${down_revision}"

# What follows is Alembic's proposal. Write it anew, as the older steps are: one function a table, in the order of
# references, columns from `db.migrations.columns`; more than a few tables go to a package beside `versions`.


def upgrade() -> None:
    """What this step makes, in a sentence."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """What undoes it."""
    ${downgrades if downgrades else "pass"}
