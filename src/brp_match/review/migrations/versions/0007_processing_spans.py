"""The processing log in the newest form of its standard: spans, with the one they were called by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give two columns their new names and add the third; lines that were there have no caller."""
    op.execute("ALTER TABLE processing_log RENAME COLUMN operation_id TO span_id")
    op.execute("ALTER TABLE processing_log RENAME COLUMN status_code TO status")
    op.add_column("processing_log", sa.Column("parent_span_id", sa.String(16), nullable=True))
