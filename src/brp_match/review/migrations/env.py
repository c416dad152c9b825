"""Alembic runs the versions on the connection that `engine.migrate` gives."""

from __future__ import annotations

from alembic import context

from brp_match.review.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
