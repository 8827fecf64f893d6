"""The first tables: people, applications, cases, credentials, the trail and commands."""

from alembic import op

from db.migrations.first_tables import applications, cases, credentials, people, records

revision = "0001"
down_revision = None

# In the order of making them: later ones refer to earlier ones.
TABLES = ["accounts", "sessions", "mails", "commands", "policy_pins", "applications", "documents", "document_pages"]
TABLES += ["cases", "findings", "marks", "tasks", "claims", "decisions", "credentials", "certificates"]


def upgrade() -> None:
    """Make the tables; the trail refuses changes from then on."""
    people.create_accounts()
    people.create_sessions()
    people.create_mails()
    records.create_commands()
    records.create_policy_pins()
    records.create_audit()
    records.forbid_changes_of_audit()
    applications.create_applications()
    applications.create_documents()
    applications.create_document_pages()
    cases.create_cases()
    cases.create_findings()
    cases.create_marks()
    cases.create_tasks()
    cases.create_claims()
    cases.create_decisions()
    credentials.create_credentials()
    credentials.create_certificates()


def downgrade() -> None:
    """Drop the tables, with their indexes."""
    for table in reversed(TABLES):
        op.drop_table(table)
    records.drop_audit()
