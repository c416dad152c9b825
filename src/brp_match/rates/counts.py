"""Of how many people a municipality's runs say at which level a source wrote each field."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from brp_match.database import Connection, parquet_sql
from brp_match.delivery.probing import Month, probes_of, read_delivered
from brp_match.errors import BrpMatchError
from brp_match.link.comparisons import ORDER
from brp_match.link.history import check_history, load_judgements, unreadable_run
from brp_match.reading import read_day
from brp_match.run_tables import read_record, run_sql


@dataclass
class SourceCounts:
    """What is known of one source. `rows`: its signals. `people`: distinct residents by comparator and level, of
    whom the other fields, or people, say that it is them. `habits`: kind, column and what it is, of habits that
    were mended, with the rows. `dates`: the different names by day that it writes for anybody."""

    vlp: str
    sector: str
    rows: int = 0
    people: dict[str, dict[str, int]] = field(default_factory=dict)
    habits: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    dates: dict[date, set[str]] = field(default_factory=lambda: defaultdict(set))


def count_runs(
    con: Connection, runs: Sequence[Path], reviews: Path | None = None
) -> list[SourceCounts]:
    """Count the runs of one municipality, by source in order of name.

    `reviews`: what people decided about them, as `link --reviews` takes it. Raises BrpMatchError
    GESCHIEDENIS_ONLEESBAAR for a folder that is no run, or one that is damaged.
    """
    runs = sorted(set(runs))
    check_history(runs)
    load_judgements_of(con, reviews)
    found: dict[str, SourceCounts] = {}
    people: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    before: list[Month] = []
    for run in runs:
        try:
            month = read_delivered(con, parquet_sql(run / "signals.parquet"))
            aside = frozenset[str]().union(*probes_of(month, before).values())
            before.append(month)
            for vlp, sector, rows in _sources(con, run):
                one = found.setdefault(vlp, SourceCounts(vlp, sector))
                one.rows += rows
            for key, persons in _people(con, run, aside).items():
                people[key] |= persons
            _add_record(con, run, found)
        except (duckdb.Error, OSError, ValueError, KeyError) as error:
            raise unreadable_run(run) from error
    for (vlp, comparator, level), persons in people.items():
        found[vlp].people.setdefault(comparator, {})[level] = len(persons)
    return [one for _, one in sorted(found.items())]


def load_judgements_of(con: Connection, reviews: Path | None) -> None:
    """Make `oordelen_alle` of a file of decisions, or an empty one."""
    con.execute(
        "CREATE OR REPLACE TABLE std_signalen (signaal_nr INTEGER, signaal_id VARCHAR)"
    ).fetchall()
    load_judgements(con, reviews)


def _sources(con: Connection, run: Path) -> list[tuple[str, str, int]]:
    path = run / "decisions.parquet"
    if not path.is_file():
        raise BrpMatchError("GESCHIEDENIS_ONLEESBAAR", run.name, "deze map is geen eerdere run")
    rows = con.execute(
        f"SELECT vlp, min(sector), count(*) FROM {parquet_sql(path)} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return [(str(vlp), str(sector or "Overige"), int(count)) for vlp, sector, count in rows]


def _people(
    con: Connection, run: Path, aside: frozenset[str]
) -> dict[tuple[str, str, str], set[str]]:
    """Return who stands at each (source, comparator, level): candidates that teach, and whom people settled on.

    `aside`: signals that probe, which say nothing here.
    """
    candidates, signals = (
        run_sql(run / name) for name in ("candidates.parquet", "decisions.parquet")
    )
    found: dict[tuple[str, str, str], set[str]] = {}
    for comparator in ORDER:
        rows = con.execute(
            f"""SELECT s.vlp, c.{comparator}_niveau, list(DISTINCT c.persoon_id)
            FROM {candidates} c JOIN (SELECT signaal_id, vlp FROM {signals}) s USING (signaal_id)
            LEFT JOIN oordelen_alle o ON o.signaal_id = c.signaal_id
            WHERE CASE WHEN o.signaal_id IS NULL THEN list_contains(string_split(c.leert, '|'), '{comparator}')
                ELSE o.persoon_id = c.persoon_id END AND NOT list_contains($1::VARCHAR[], c.signaal_id)
            GROUP BY ALL ORDER BY 1, 2""",
            [sorted(aside)],
        ).fetchall()
        for vlp, level, persons in rows:
            found[str(vlp), comparator, str(level)] = set(persons)
    return found


def _add_record(con: Connection, run: Path, found: dict[str, SourceCounts]) -> None:
    """Add habits and placeholders of the run record."""
    record = read_record(run)
    for group in record.get("profiel", ()):
        one = found.get(group["vlp"])
        if one is None:
            continue
        for finding in group["bevindingen"]:
            # what names of the register had a part in stays home
            if finding["hersteld"] and finding["uit_levering"]:
                one.habits[finding["soort"], finding["kolom"], finding["wat"]] += finding["aantal"]
    wanted = {
        (one["vlp"], day)
        for one in record.get("standaarddatums", ())
        if (day := read_day(one["datum"]))
    }
    if not wanted:
        return
    rows = con.execute(
        f"""SELECT vlp, geboortedatum, list(DISTINCT concat_ws(' ', lower(voornamen), lower(voorletters),
            lower(achternaam), lower(volledige_naam)))
        FROM {parquet_sql(run / "signals.parquet")} WHERE geboortedatum IS NOT NULL GROUP BY ALL ORDER BY 1, 2"""
    ).fetchall()
    for vlp, text, names in rows:
        day = read_day(text)
        if day and (vlp, day) in wanted and vlp in found:
            found[vlp].dates[day] |= set(names)
