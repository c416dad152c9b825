"""Every version of the policy, in the order in which they came into force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and the triggers by which a version is never changed or taken away."""
    op.create_table(
        "policies",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        for act, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"""CREATE TRIGGER policies_{act.lower()} BEFORE {act} ON policies
                FOR EACH {each} EXECUTE FUNCTION refuse_change()"""
            )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"""CREATE TRIGGER policies_{act.lower()} BEFORE {act} ON policies
            BEGIN SELECT RAISE(ABORT, 'append-only'); END"""
        )
    op.execute(
        """CREATE TRIGGER policies_replace BEFORE INSERT ON policies
        WHEN EXISTS (SELECT 1 FROM policies WHERE number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'append-only'); END"""
    )
