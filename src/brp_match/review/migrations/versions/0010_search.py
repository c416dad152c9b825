"""What somebody looked for, kept with the session and gone with it; the cases of a resident found by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the index."""
    op.add_column("sessions", sa.Column("search", sa.Text(), nullable=False, server_default=""))
    op.create_index("candidates_person", "candidates", ["persoon_id"])
