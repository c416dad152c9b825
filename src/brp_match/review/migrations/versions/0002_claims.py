"""Claims on cases, values of the service itself, and the door REPLACE left open on SQLite."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables, the index that keeps one run of one outcome, and the triggers."""
    op.create_table(
        "claims",
        sa.Column("case_id", sa.String(32), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "service_values",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_index("runs_content", "runs", ["content_hash"], unique=True)
    if op.get_bind().dialect.name == "sqlite":
        # INSERT OR REPLACE deletes without firing the trigger on DELETE
        for table in ("audit", "processing_log", "judgements"):
            op.execute(
                f"""CREATE TRIGGER {table}_replace BEFORE INSERT ON {table}
                WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'append-only'); END"""
            )
