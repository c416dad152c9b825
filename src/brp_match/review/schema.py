"""Tables of the review store; the same on SQLite and PostgreSQL. See docs/review.md.

The migrations make them, and the triggers by which the database keeps `audit`, `processing_log` and
`judgements` from being changed.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.engine import Dialect

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment with its time zone, also from SQLite, which forgets it: every moment is kept in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what the database gave, with a time zone."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


accounts = Table(
    "accounts", metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    Column("password_hash", Text),
    Column("issuer", String(300)),
    Column("subject", String(300)),
    Column("roles", JSON, nullable=False),
    Column("secrecy", Boolean, nullable=False),
    Column("municipalities", JSON, nullable=False, server_default="[]"),
    Column("active", Boolean, nullable=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", Moment()),
    Column("created", Moment(), nullable=False),
    UniqueConstraint("issuer", "subject"),
)  # fmt: skip
clients = Table(
    "clients", metadata,
    Column("id", String(32), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("secrecy", Boolean, nullable=False, server_default=false()),
    Column("municipalities", JSON, nullable=False, server_default="[]"),
    Column("active", Boolean, nullable=False),
    Column("created", Moment(), nullable=False),
)  # fmt: skip
sessions = Table(
    "sessions", metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", String(32), ForeignKey("accounts.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created", Moment(), nullable=False),
    Column("seen", Moment(), nullable=False),
    Column("search", Text, nullable=False, default="", server_default=""),
)  # fmt: skip
attempts = Table(
    "attempts", metadata,
    Column("key", String(128), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("since", Moment(), nullable=False),
)  # fmt: skip
runs = Table(
    "runs", metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("state", String(20), nullable=False),
    Column("step", String(80), nullable=False, default=""),
    Column("month", String(7), nullable=False, default=""),
    Column("folder", Text, nullable=False, default=""),
    Column("content_hash", String(64)),
    Column("request", JSON, nullable=False),
    Column("record", JSON, nullable=False),
    Column("fault", JSON, nullable=False),
    Column("account_id", String(32)),
    Column("created", Moment(), nullable=False),
    Column("started", Moment()),
    Column("finished", Moment()),
    Index("runs_content", "content_hash", unique=True),
)  # fmt: skip
cases = Table(
    "cases", metadata,
    Column("id", String(32), primary_key=True),
    Column("run_id", String(32), ForeignKey("runs.id"), nullable=False),
    Column("signaal_id", Text, nullable=False),
    Column("vlp", Text, nullable=False),
    Column("sector", String(40), nullable=False),
    Column("besluit", String(10), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("sampled", Boolean, nullable=False),
    Column("secret", Boolean, nullable=False),
    Column("stand_in", Boolean, nullable=False, server_default=false()),
    Column("municipalities", Text, nullable=False, server_default=""),
    Column("weight", Float, nullable=False),
    Column("signal_date", String(10), nullable=False, default=""),
    Column("state", String(12), nullable=False),
    Column("second_look", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("signal", JSON, nullable=False),
    Column("decision", JSON, nullable=False),
    UniqueConstraint("run_id", "signaal_id", "secret"),
    Index("cases_queue", "state", "urgent", "weight"),
)  # fmt: skip
candidates = Table(
    "candidates", metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("rang", Integer, primary_key=True),
    Column("persoon_id", Text, nullable=False),
    Column("kans", Float, nullable=False),
    Column("geheim", Integer, nullable=False),
    Column("huidig_adres", Boolean, nullable=False),
    Column("data", JSON, nullable=False),
    Index("candidates_person", "persoon_id"),
)  # fmt: skip
judgements = Table(
    "judgements", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_id", String(32), nullable=False, index=True),
    Column("account_id", String(32), nullable=False),
    Column("look", String(8), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("persoon_id", Text, nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("retracts", Integer),
    Column("key", String(80), unique=True),
    Column("model", String(64), nullable=False, default=""),
    Column("at", Moment(), nullable=False),
    Column("ground", String(20), nullable=False, default="", server_default=""),
)  # fmt: skip
feedback = Table(
    "feedback", metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("code", String(30), nullable=False),
    Column("account_id", String(32), nullable=False),
    Column("at", Moment(), nullable=False),
    Column("reason", Text, nullable=False, default="", server_default=""),
)  # fmt: skip
releases = Table(
    "releases", metadata,
    Column("run_id", String(32), ForeignKey("runs.id"), primary_key=True),
    Column("vlp", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("card_hash", String(64), nullable=False),
    Column("account_id", String(32), nullable=False),
    Column("at", Moment(), nullable=False),
    Column("withdrawn", Moment()),
    Column("withdrawn_by", String(32), nullable=False, default="", server_default=""),
    Column("reason", Text, nullable=False, default="", server_default=""),
)  # fmt: skip
assignments = Table(
    "assignments", metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("account_id", String(32), nullable=False),
    Column("by_id", String(32), nullable=False),
    Column("at", Moment(), nullable=False),
)  # fmt: skip
notes = Table(
    "notes", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_id", String(32), ForeignKey("cases.id"), nullable=False, index=True),
    Column("account_id", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment(), nullable=False),
)  # fmt: skip
audit = Table(
    "audit", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment(), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("account_id", String(32), nullable=False, default=""),
    Column("case_id", String(32), nullable=False, default=""),
    Column("run_id", String(32), nullable=False, default=""),
    Column("detail", JSON, nullable=False),
    Column("seal", String(64), nullable=False, server_default=""),
)  # fmt: skip
processing_log = Table(
    "processing_log", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("trace_id", String(32), nullable=False),
    Column("span_id", String(16), nullable=False),
    Column("status", String(10), nullable=False),
    Column("name", String(80), nullable=False),
    Column("start_time", Moment(), nullable=False),
    Column("end_time", Moment(), nullable=False),
    Column("attributes", JSON, nullable=False),
    Column("parent_span_id", String(16)),
)  # fmt: skip
idempotency = Table(
    "idempotency", metadata,
    Column("account_id", String(32), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("at", Moment(), nullable=False),
)  # fmt: skip
claims = Table(
    "claims", metadata,
    Column("case_id", String(32), ForeignKey("cases.id"), primary_key=True),
    Column("account_id", String(32), nullable=False),
    Column("until", Moment(), nullable=False),
)  # fmt: skip
service_values = Table(
    "service_values", metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)  # fmt: skip
policies = Table(
    "policies", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", String(12), nullable=False),
    Column("values", JSON, nullable=False),
    Column("account_id", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment(), nullable=False),
)  # fmt: skip
