"""Alembic's entry: migrates the database whose engine was put into the configuration."""

from alembic import context

from db.tables import metadata


def migrate() -> None:
    """Run the migrations in one transaction; SQLite alters tables by copying them."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite"
        )
        with context.begin_transaction():
            context.run_migrations()


migrate()
