"""Of how many people a municipality's runs say at which level a source wrote each field."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from brp_match.content import model_figures
from brp_match.database import Connection, parquet_sql
from brp_match.delivery.probing import Month, probes_of, read_delivered, under_one_name
from brp_match.errors import BrpMatchError
from brp_match.link.comparisons import ORDER
from brp_match.link.history import check_history, load_judgements, unreadable_run
from brp_match.link.placeholders import too_often
from brp_match.reading import read_day
from brp_match.reading.word_lists import placeholder_dates
from brp_match.run_tables import read_record, run_sql, seen_sql

Births = dict[str, dict[date, list[tuple[str, str]]]]
"""Source → birth date → name and address of its signals."""


@dataclass
class SourceCounts:
    """What is known of one source. `rows`: its signals. `people`: distinct residents by comparator and level, of
    whom the other fields, or people, say that it is them. `habits`: kind, column and what it is, of habits that
    were mended, with the rows. `dates`: how many different people it wrote each birth date for that it writes for
    anybody."""

    vlp: str
    sector: str
    rows: int = 0
    people: dict[str, dict[str, int]] = field(default_factory=dict)
    habits: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    dates: dict[date, int] = field(default_factory=dict)


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
    births: Births = defaultdict(lambda: defaultdict(list))
    for run in runs:
        try:
            month = read_delivered(con, parquet_sql(run / "signals.parquet"))
            aside = frozenset[str]().union(*probes_of(month, before).values(), _elsewhere(month))
            before.append(month)
            for vlp, sector, rows in _sources(con, run):
                one = found.setdefault(vlp, SourceCounts(vlp, sector))
                one.rows += rows
            for vlp, day, *who in _birth_dates(con, run):
                births[vlp][day].append((who[0], who[1]))
            for key, persons in _people(con, run, aside).items():
                people[key] |= persons
            _add_habits(run, found)
        except (duckdb.Error, OSError, ValueError, KeyError) as error:
            raise unreadable_run(run) from error
    for (vlp, comparator, level), persons in people.items():
        found[vlp].people.setdefault(comparator, {})[level] = len(persons)
    for vlp in births.keys() & found.keys():
        found[vlp].dates = for_anybody(births[vlp])
    return [one for _, one in sorted(found.items())]


def _elsewhere(month: Month) -> set[str]:
    """Signals about who counts under another name: else a deliverer with five has five times the counts of one person."""
    counted = {row.signaal_id for rows in under_one_name(month) for row in rows}
    return {row.signaal_id for rows in month.values() for row in rows} - counted


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

    `aside`: signals that say nothing here: that probe, or about who counts under another name. What goes out is as if nobody with secrecy stood in the register.
    """
    candidates = seen_sql(run, "candidates", secrecy=False)
    signals = run_sql(run / "decisions.parquet")
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


def _add_habits(run: Path, found: dict[str, SourceCounts]) -> None:
    """Add the habits of the run record."""
    for group in read_record(run).get("profiel", ()):
        one = found.get(group["vlp"])
        if one is None:
            continue
        for finding in group["bevindingen"]:
            # what names of the register had a part in stays home
            if finding["hersteld"] and finding["uit_levering"]:
                one.habits[finding["soort"], finding["kolom"], finding["wat"]] += finding["aantal"]


def _birth_dates(con: Connection, run: Path) -> Iterator[tuple[str, date, str, str]]:
    """Yield source, birth date, name and address of every signal with a date."""
    rows = con.execute(
        f"""SELECT vlp, geboortedatum, concat_ws(' ', lower(voornamen), lower(voorletters), lower(achternaam),
            lower(volledige_naam)), coalesce(nullif(concat_ws(' ', lower(straatnaam), huisnummer, lower(postcode)), ''), signaal_id)
        FROM {parquet_sql(run / "signals.parquet")} WHERE geboortedatum IS NOT NULL ORDER BY ALL"""
    ).fetchall()
    for vlp, text, name, address in rows:
        if day := read_day(text):
            yield str(vlp), day, name, address


def for_anybody(births: Mapping[date, Sequence[tuple[str, str]]]) -> dict[date, int]:
    """Return the birth dates that a source writes for anybody, by how many different people it did: names, or addresses
    where those are fewer. `births`: day → name and address of its signals.

    From the delivery alone. What linking finds it finds against the register: whether three addresses or two have nobody
    who was born that day makes one a placeholder, so telling it would tell who lives at the third. People born on 1 January stand
    at one source together, but not in one year: the other years say how many to expect.
    """
    known, figures = placeholder_dates(), model_figures()
    usual = sum(map(len, births.values())) / figures.placeholder_dates
    first = sum(len(those) for day, those in births.items() if (day.month, day.day) == (1, 1))
    found = {}
    for day, those in births.items():
        people = min(len({name for name, _ in those}), len({address for _, address in those}))
        expected = first - len(those) + 1 if (day.month, day.day) == (1, 1) else usual
        if (day.year, day.month, day.day) in known or too_often(people, expected, figures):
            found[day] = people
    return found
