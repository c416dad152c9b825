"""Two cases of one signal: with somebody who has secrecy, and what who lacks the right sees in its place.

SQLite cannot change what is unique in a table: it is made anew, under its own name, so that what refers to it still does.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COLUMNS = (
    "id, run_id, signaal_id, vlp, sector, besluit, reasons, urgent, sampled, secret, municipalities, weight, signal_date, "
    "state, second_look, version, signal, decision"
)


def upgrade() -> None:
    """Add the column, and let a signal have both."""
    stand_in: sa.Column[bool] = sa.Column(
        "stand_in", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("cases", stand_in)
        op.drop_constraint("cases_run_id_signaal_id_key", "cases", type_="unique")
        op.create_unique_constraint(None, "cases", ["run_id", "signaal_id", "secret"])
        return
    op.execute("CREATE TABLE cases_before AS SELECT * FROM cases")
    op.execute("DROP TABLE cases")
    op.create_table(
        "cases",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("run_id", sa.String(32), sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("signaal_id", sa.Text(), nullable=False),
        sa.Column("vlp", sa.Text(), nullable=False),
        sa.Column("sector", sa.String(40), nullable=False),
        sa.Column("besluit", sa.String(10), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        stand_in,
        sa.Column("municipalities", sa.Text(), nullable=False, server_default=""),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("signal_date", sa.String(10), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("second_look", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("signal", sa.JSON(), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.UniqueConstraint("run_id", "signaal_id", "secret"),
    )
    op.execute(f"INSERT INTO cases ({COLUMNS}) SELECT {COLUMNS} FROM cases_before")
    op.execute("DROP TABLE cases_before")
    op.create_index("cases_queue", "cases", ["state", "urgent", "weight"])
