"""What earlier runs and reviewed decisions teach: expected counts by source, comparator, level."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from brp_match.database import Connection, create_table, quote_literal
from brp_match.errors import BrpMatchError
from brp_match.link.comparisons import ORDER

DISCOUNT = 0.5
"""What a signal of an earlier run counts for against one of this delivery: habits change."""


def load_judgements(con: Connection, reviews: Path | None) -> None:
    """Make `oordelen(signaal_nr, persoon_nr)` of reviewed decisions about this delivery, and
    `oordelen_alle(signaal_id, persoon_id)`, persoon_id NULL when it was nobody.

    `reviews` is a CSV `signaal_id; besluit; persoon_id` (besluit: match or reject; others are
    skipped). Raises BrpMatchError when it cannot be read or lacks a column.
    """
    create_table(
        con,
        "oordelen_alle",
        "SELECT NULL::VARCHAR AS signaal_id, NULL::VARCHAR AS persoon_id WHERE false",
    )
    if reviews is not None:
        _read(con, reviews)
    create_table(
        con,
        "oordelen",
        """SELECT s.signaal_nr, o.persoon_id FROM oordelen_alle o
        JOIN std_signalen s USING (signaal_id)""",
    )


def _read(con: Connection, reviews: Path) -> None:
    import duckdb

    if not reviews.is_file():
        raise BrpMatchError("BESTAND_ONTBREEKT", reviews.name, "dit bestand bestaat niet")
    try:
        create_table(
            con,
            "oordelen_alle",
            f"""SELECT DISTINCT signaal_id, CASE WHEN besluit = 'match' THEN persoon_id END AS persoon_id
            FROM read_csv({quote_literal(str(reviews))}, delim=';', header=true, all_varchar=true)
            WHERE besluit IN ('match', 'reject')""",
        )
    except duckdb.Error as error:
        raise BrpMatchError(
            "OORDELEN_ONLEESBAAR",
            reviews.name,
            "dit bestand heeft niet de kolommen signaal_id; besluit; persoon_id",
        ) from error


def read_history(
    con: Connection, runs: Sequence[Path], reviews: Path | None
) -> dict[tuple[str, str, str], float]:
    """Expected counts of true pairs by (source, comparator, level) over earlier run directories.

    A reviewed signal counts as decided, the others by their posterior. Needs `load_judgements`.
    Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR for a folder that is no run.
    """
    counts: dict[tuple[str, str, str], float] = {}
    for run in sorted(runs):
        files = (run / "candidates.parquet", run / "signals.parquet")
        if not all(path.is_file() for path in files):
            raise BrpMatchError("GESCHIEDENIS_ONLEESBAAR", run.name, "deze map is geen eerdere run")
        for comparator in ORDER:
            rows = con.execute(
                f"""SELECT s.vlp, c.{comparator}_niveau, list_sum(list(
                    CASE WHEN o.signaal_id IS NULL THEN c.kans
                         WHEN o.persoon_id = c.persoon_id THEN 1.0 ELSE 0.0 END
                    ORDER BY c.signaal_id, c.rang))
                FROM read_parquet(?) c JOIN read_parquet(?) s USING (signaal_id)
                LEFT JOIN oordelen_alle o ON o.signaal_id = c.signaal_id GROUP BY ALL ORDER BY ALL""",
                [str(path) for path in files],
            ).fetchall()
            for source, level, count in rows:
                key = (str(source), comparator, str(level))
                counts[key] = counts.get(key, 0.0) + DISCOUNT * float(count)
    return counts
