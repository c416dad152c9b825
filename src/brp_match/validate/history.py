"""Signals of months before, and the size of a delivery beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from brp_match.database import (
    Connection,
    create_reading,
    create_table,
    parquet_sql,
    quote_literal,
    run_step,
)
from brp_match.errors import BrpMatchError
from brp_match.run_tables import seen_sql
from brp_match.validate.read import day, euros

AT_LEAST = 2
"""Months before that are needed to say what a usual delivery is."""

BY_CHANCE = 3.0
"""Differences up to this many times the square root of the usual number are chance (three
standard deviations of a Poisson count; own choice)."""


def load_history(
    con: Connection, folders: Sequence[Path], gemeente: str = "", secrecy: bool = True
) -> None:
    """Make `controle_eerder(levering, vlp, klantnummer, soort, bedrag_euro, dag)` out of
    `signals.parquet` of earlier run folders; one `levering` a folder, empty without folders. With `gemeente` only
    the signals of that municipality, as it is for who has the right of `secrecy` or has not.

    Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR for a folder that is no run.
    """
    run_step(
        con,
        """CREATE OR REPLACE TABLE controle_eerder (levering INTEGER, vlp VARCHAR,
        klantnummer VARCHAR, soort VARCHAR, bedrag_euro DOUBLE, dag DATE)""",
    )
    for number, folder in enumerate(sorted(folders)):
        signals = f"FROM {parquet_sql(folder / 'signals.parquet')}"
        if gemeente:
            decided = seen_sql(folder, "decisions", secrecy=secrecy)
            signals += f""" SEMI JOIN (SELECT signaal_id FROM {decided}
                WHERE gemeente = {quote_literal(gemeente)}) USING (signaal_id)"""
        try:
            create_reading(
                con, "eerder_bedragen", f"SELECT bedrag {signals}", {"euro": "DOUBLE"}, euros
            )
            create_reading(
                con, "eerder_dagen", f"SELECT signaaldatum {signals}", {"dag": "DATE"}, day
            )
            run_step(
                con,
                f"""INSERT INTO controle_eerder SELECT ?, vlp, klantnummer, lower(trim(soort_signaal)),
                b.euro, d.dag FROM (SELECT * {signals}) s
                LEFT JOIN eerder_bedragen b ON b.tekst = s.bedrag LEFT JOIN eerder_dagen d ON d.tekst = s.signaaldatum""",
                [number],
            )
        except duckdb.Error as error:
            raise BrpMatchError(
                "GESCHIEDENIS_ONLEESBAAR",
                folder.name,
                "deze map is geen run van 'brp-match link': signals.parquet is niet te lezen",
            ) from error


def drop_later(con: Connection) -> None:
    """Take out of `controle_eerder` the deliveries that end no earlier than this one.

    Needs `controle_basis`; so the folders of a whole year serve for each of its months. Deliveries
    without any date stay.
    """
    run_step(
        con,
        """DELETE FROM controle_eerder WHERE levering IN (SELECT levering FROM controle_eerder
        GROUP BY 1 HAVING max(dag) >= (SELECT max(dag) FROM controle_basis))""",
    )


def build_delivery_table(con: Connection) -> None:
    """Make `controle_leveringen` out of `controle_basis` and `controle_eerder`.

    One row a deliverer of now or before: `rij`, vlp, `aantal`, `gewoonlijk` (median over the months
    before), `verhouding` (aantal / gewoonlijk, or 1 where the difference is no more than chance); NULL with fewer than AT_LEAST months before.
    """
    chance = f"abs(aantal - gewoonlijk) <= {BY_CHANCE} * sqrt(gewoonlijk)"
    create_table(
        con,
        "controle_leveringen",
        f"""WITH nu AS (SELECT vlp, count(*) AS n FROM controle_basis WHERE vlp IS NOT NULL GROUP BY 1),
        maanden AS (SELECT DISTINCT levering FROM controle_eerder),
        partners AS (SELECT DISTINCT vlp FROM controle_eerder WHERE vlp IS NOT NULL),
        geteld AS (SELECT vlp, levering, count(*) AS n FROM controle_eerder GROUP BY ALL),
        -- a month without a signal of a partner counts as 0
        gewoon AS (SELECT p.vlp, median(coalesce(g.n, 0)) AS gewoonlijk, count(*) AS maanden
            FROM partners p CROSS JOIN maanden m LEFT JOIN geteld g ON g.vlp = p.vlp AND g.levering = m.levering
            GROUP BY ALL),
        samen AS (SELECT coalesce(nu.vlp, g.vlp) AS vlp, coalesce(nu.n, 0) AS aantal,
                CASE WHEN g.maanden >= {AT_LEAST} AND gewoonlijk > 0 THEN gewoonlijk END AS gewoonlijk
            FROM nu FULL JOIN gewoon g ON g.vlp = nu.vlp)
        SELECT (row_number() OVER (ORDER BY vlp) - 1)::INTEGER AS rij, NULL::INTEGER AS bron,
            NULL::BIGINT AS regel, NULL::VARCHAR AS signaal_id, vlp, NULL::VARCHAR AS sector,
            aantal, gewoonlijk,
            CASE WHEN {chance} THEN 1.0 ELSE round(aantal / gewoonlijk, 3) END AS verhouding
        FROM samen ORDER BY rij""",
    )
