"""Runs the migrations on the connection that ``migrate`` opened."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table="handover_migrations")
context.run_migrations()
