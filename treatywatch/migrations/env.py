"""What Alembic runs for each command; the connection is handed over by `upgrade.migrate`."""

from __future__ import annotations

from alembic import context

from treatywatch.migrations.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
