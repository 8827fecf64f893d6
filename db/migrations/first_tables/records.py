"""What the machine itself keeps: the trail, commands, the packs of cases."""

from alembic import op

from db.migrations.columns import integer, json, text, timestamp, uuid, word


def create_audit() -> None:
    """The trail: a chain of hashes that nobody may change."""
    op.create_table(
        "audit",
        integer("seq", primary_key=True, autoincrement=False),
        text("kind", index=True),
        timestamp("at"),
        uuid("actor", nullable=True),
        text("role"),
        text("subject", index=True),
        json("facts"),
        text("key", nullable=True, unique=True),
        text("hash"),
    )


def create_commands() -> None:
    """Intents on their way to Temporal."""
    op.create_table(
        "commands",
        uuid("id", primary_key=True),
        text("name"),
        text("target", index=True),
        uuid("actor", nullable=True),
        json("payload"),
        timestamp("created_at"),
        word("state", index=True),
        integer("tries"),
        timestamp("next_try_at"),
        timestamp("settled_at", nullable=True),
        text("refusal"),
        text("refusal_text"),
    )


def create_policy_pins() -> None:
    """Stacked packs as cases were opened under them."""
    op.create_table(
        "policy_pins",
        text("hash", primary_key=True),
        text("id"),
        text("version"),
        json("content"),
    )


def forbid_changes_of_audit() -> None:
    """The trail is append-only for the database too: whoever edits a row has to drop a trigger first."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$"
    )
    op.execute(
        # By statement, as TRUNCATE fires no trigger for each row.
        "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )


def drop_audit() -> None:
    """The triggers go with their table; PostgreSQL's function stays unless it is dropped, too."""
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
