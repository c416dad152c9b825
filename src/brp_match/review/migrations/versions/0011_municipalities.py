"""Rights per municipality: of accounts and API keys, and the municipalities of a case.

Who has an account or a key already sees every municipality, as before. Cases that were there are of no
municipality known: who is held to some from now on does not see them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for table in ("accounts", "clients"):
        op.add_column(
            table, sa.Column("municipalities", sa.JSON(), nullable=False, server_default="[]")
        )
    op.add_column(
        "cases", sa.Column("municipalities", sa.Text(), nullable=False, server_default="")
    )
