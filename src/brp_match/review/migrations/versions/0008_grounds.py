"""What a reviewer says is going on beside who it is: a legal person, a garage, somebody who died or left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of judgements that were there nothing was said."""
    op.add_column(
        "judgements", sa.Column("ground", sa.String(20), nullable=False, server_default="")
    )
