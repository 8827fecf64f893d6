"""Anchors are certified: the bank of questions, exams, recordings and ratings, renewals."""

from alembic import op

from db.migrations.anchors import blueprints, corrections, exams, invigilation, items, people, practical
from db.migrations.columns import json, text, timestamp, uuid

revision = "0002"
down_revision = "0001"

# In the order of making them: later ones refer to earlier ones.
TABLES = ["items", "item_versions", "item_pictures", "exposures", "imports", "key_corrections", "applied_corrections"]
TABLES += ["blueprints", "angoff_sheets", "attempts", "sittings", "responses", "late_responses", "results"]
TABLES += ["exam_messages", "exam_signals", "recordings", "recording_parts", "recording_probes", "ratings"]
TABLES += ["practicals", "accommodations", "ties", "renewals"]


def upgrade() -> None:
    """Make the tables, then add what an anchor's case and credential have and a merchant's had not."""
    items.create_items()
    items.create_item_versions()
    items.create_item_pictures()
    items.create_exposures()
    items.create_imports()
    corrections.create_key_corrections()
    corrections.create_applied_corrections()
    blueprints.create_blueprints()
    blueprints.create_angoff_sheets()
    exams.create_attempts()
    exams.create_sittings()
    exams.create_responses()
    exams.create_late_responses()
    exams.create_results()
    invigilation.create_exam_messages()
    invigilation.create_exam_signals()
    practical.create_recordings()
    practical.create_recording_parts()
    practical.create_recording_probes()
    practical.create_ratings()
    practical.create_practicals()
    people.create_accommodations()
    people.create_ties()
    people.create_renewals()
    extend_cases()
    extend_credentials()


def extend_cases() -> None:
    """Cases are of two kinds, have a deadline, levels and recordings, and may renew a credential."""
    op.add_column("applications", uuid("renews", nullable=True))
    # Whoever was there before is a merchant.
    op.add_column("cases", text("kind", server_default="merchant"))
    op.add_column("cases", timestamp("due_at", nullable=True))
    op.add_column("decisions", json("levels", server_default="{}"))
    op.add_column("tasks", uuid("recording_id", nullable=True))


def extend_credentials() -> None:
    """Credentials of anchors have a name in local script, levels and a portrait."""
    op.add_column("credentials", text("local_name", server_default=""))
    op.add_column("credentials", json("levels", server_default="{}"))
    op.add_column("credentials", uuid("portrait", nullable=True))
    op.add_column("credentials", uuid("renews", nullable=True))
    op.add_column("certificates", text("portrait_name", server_default=""))
    op.add_column("certificates", text("portrait_key", server_default=""))


def downgrade() -> None:
    """Drop the columns, then the tables with their indexes."""
    for column in ("portrait_key", "portrait_name"):
        op.drop_column("certificates", column)
    for column in ("renews", "portrait", "levels", "local_name"):
        op.drop_column("credentials", column)
    op.drop_column("tasks", "recording_id")
    op.drop_column("decisions", "levels")
    for column in ("due_at", "kind"):
        op.drop_column("cases", column)
    op.drop_column("applications", "renews")
    for table in reversed(TABLES):
        op.drop_table(table)
