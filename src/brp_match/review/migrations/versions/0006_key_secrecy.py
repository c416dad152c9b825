"""API keys that may see residents with secrecy: none of those that were there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the right; who has a key already does not get it by itself."""
    op.add_column(
        "clients", sa.Column("secrecy", sa.Boolean(), nullable=False, server_default=sa.false())
    )
