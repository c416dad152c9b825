"""Lines of the audit sealed, each with the one before it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the seal; lines of before have none, and the chain begins after them."""
    op.add_column("audit", sa.Column("seal", sa.String(64), nullable=False, server_default=""))
