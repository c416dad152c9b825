"""Doubts about the register out of the files of runs, as people judged them since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from brp_match.cases.doubts import UNKNOWN, Doubt, Sighting, doubts_of, place_of
from brp_match.cases.residents import COLUMNS as RESIDENT
from brp_match.cases.residents import Resident, resident_of
from brp_match.cases.run_files import Judged, keep_judged
from brp_match.database import Connection, connect, rows_by_name
from brp_match.errors import BrpMatchError
from brp_match.reading import read_day
from brp_match.reading.status import Status
from brp_match.run_tables import policy_of_run, run_sql, seen_sql

_ADDRESS = ("straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode")


@dataclass(frozen=True)
class Found:
    """Doubts with the residents they are about, and all residents who are surely found and live here."""

    doubts: tuple[Doubt, ...]
    residents: Mapping[str, Resident]


def doubts_of_runs(
    runs: Sequence[Path], judged: Judged | None = None, *, secrecy: bool = True
) -> Found:
    """Return what the runs (old to new) tell of residents who are surely found and live here; without `secrecy` as if
    nobody who has it stood in the register.

    Sure is who was matched, by the engine or a person; also of a signal that is not picked up by a rule (a repeat,
    too low an amount), for it tells as well where somebody is. Raises BrpMatchError RUN_ONLEESBAAR.
    """
    with connect() as con:
        keep_judged(con, judged or {})
        rows = [row for place, run in enumerate(runs) for row in _of_run(con, run, place, secrecy)]
    newest: dict[str, dict[str, Any]] = {}
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        # of a signal in several runs the newest counts
        latest[row["signaal_id"], row["vlp"] or ""] = row
        newest[row["persoon_id"]] = row
    residents = {
        person: resident_of(row)
        for person, row in newest.items()
        if row["status"] == Status.INWONER
    }
    sightings = [found for row in latest.values() if (found := _sighting(row)) is not None]
    return Found(tuple(doubts_of(sightings, residents)), residents)


def _of_run(con: Connection, run: Path, place: int, secrecy: bool) -> list[dict[str, Any]]:
    """Signals of a run with the resident they are surely about, by signaal_id."""
    decisions, people = (
        seen_sql(run, name, secrecy=secrecy) for name in ("decisions", "candidates")
    )
    signals = run_sql(run / "signals.parquet")
    resident = ", ".join(f"k.{name}" for name in RESIDENT)
    address = ", ".join(f"s.{name} AS s_{name}" for name in _ADDRESS)
    try:
        return rows_by_name(
            con,
            f"""WITH besluit AS (
                SELECT d.signaal_id, d.vlp, d.signaaldatum_gelezen AS datum,
                    coalesce(g.besluit, d.besluit) AS besluit,
                    CASE WHEN g.signaal_id IS NULL THEN d.persoon_id ELSE g.persoon_id END AS persoon_id,
                    CASE WHEN g.signaal_id IS NULL THEN d.kans ELSE 1.0 END AS kans
                FROM {decisions} d LEFT JOIN geoordeeld g USING (signaal_id, vlp))
            SELECT {place} AS run, b.signaal_id, b.vlp, b.datum, b.persoon_id, {address}, {resident},
                k.adres_niveau, coalesce(k.adres_niveau, '') LIKE 'vorig%' AS verhuisd
            FROM besluit b JOIN {signals} s USING (signaal_id)
            JOIN {people} k ON k.signaal_id = b.signaal_id AND k.persoon_id = b.persoon_id
            WHERE b.besluit = 'match' OR b.besluit = 'reject' AND b.kans >= $1
            ORDER BY b.signaal_id""",
            [policy_of_run(run).match_at],
        )
    except duckdb.Error as error:
        raise BrpMatchError(
            "RUN_ONLEESBAAR", run.name,
            "deze map is geen run van 'brp-match link', is beschadigd of met een andere versie gemaakt",
        ) from error  # fmt: skip


def _sighting(row: Mapping[str, Any]) -> Sighting | None:
    straat, *rest = (row[f"s_{name}"] for name in _ADDRESS)
    place = place_of(straat, *rest)
    if place is None or row["status"] != Status.INWONER:
        return None
    return Sighting(
        row["persoon_id"], row["vlp"] or "", read_day(row["datum"]) if row["datum"] else None, place,
        row["adres_niveau"] == UNKNOWN, row["run"], (straat or "").strip(),
    )  # fmt: skip
