"""Feedback that a person changed or refused, with the reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the reason; what was confirmed before had none."""
    op.add_column("feedback", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
