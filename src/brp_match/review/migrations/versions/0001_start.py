"""The first version: all tables of `schema`, and the triggers that keep append-only tables."""

from __future__ import annotations

from alembic import op

from brp_match.review.schema import metadata, triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table and trigger."""
    bind = op.get_bind()
    metadata.create_all(bind)
    for statement in triggers(bind.dialect.name):
        op.execute(statement)
