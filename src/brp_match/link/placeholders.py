"""Birth dates that a source writes for anybody: known ones, and those it delivers too often to be true."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import exp, lgamma, log
from types import MappingProxyType

from brp_match.content import ModelFigures, model_figures
from brp_match.database import Connection, create_table_of
from brp_match.reading.word_lists import placeholder_dates

Day = tuple[int, int, int]
"""Year, month, day."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One birth date of one source: `k`, for how many different names it was delivered."""

    vlp: str
    day: Day
    k: int


@dataclass(frozen=True, slots=True)
class BirthDates:
    """The register's birth dates: how many residents there are, how many on 1 January of any year, and how
    many on a day."""

    residents: int
    first_january: int
    on: Mapping[Day, int]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A date that a source writes whatever the truth, with the probability that it does (0 < kans < 1);
    `ontdekt`: not known beforehand."""

    vlp: str
    day: Day
    kans: float
    ontdekt: bool


def placeholders(
    delivered: Iterable[Delivered],
    signals: Mapping[str, int],
    register: BirthDates,
    known: Mapping[Day, float],
    figures: ModelFigures,
    elsewhere: Mapping[tuple[str, Day], float] = MappingProxyType({}),
) -> list[Placeholder]:
    """Return the placeholders among the dates delivered, ordered by source and day.

    `signals`: by source, the number of signals with a birth date. `known`: day → prior probability
    (comparators/tables/standaarddatums.csv); `elsewhere`: source and day → the same of that source, as other
    municipalities found it. Known dates move with the source's count (Beta-binomial mean,
    each delivery of the date counted as far as it is no customer's own); unknown ones come in by a
    Poisson test of the count against the register's own frequency, with Bonferroni's correction over all
    dates that could have come out.

    People registered on 1 January come together at some sources: there the register's frequency of
    1 January is raised by as much as the source has more of the other first Januaries, because a
    placeholder falls in one year and people do not.
    """
    delivered = sorted(delivered, key=lambda one: (one.vlp, one.day))
    januaries: dict[str, int] = defaultdict(int)
    for one in delivered:
        januaries[one.vlp] += one.k if one.day[1:] == (1, 1) else 0
    total = register.residents + figures.placeholder_dates
    january = register.first_january / total
    found = []
    for one in delivered:
        n = signals[one.vlp]
        share = (register.on.get(one.day, 0) + 1.0) / total
        if one.day[1:] == (1, 1):
            others = januaries[one.vlp] - one.k
            share *= max(1.0, (others + 1) / (n * max(january - share, 0.0) + 1))
        prior = elsewhere.get((one.vlp, one.day), known.get(one.day))
        if prior is not None:
            own = max(one.k * prior / (prior + share), one.k - 1 - n * share)
            strength = figures.placeholder_strength
            kans = (prior * strength + own) / (strength + n)
            found.append(Placeholder(one.vlp, one.day, kans, ontdekt=False))
        elif too_often(one.k, n * share, figures):
            found.append(Placeholder(one.vlp, one.day, (one.k - n * share) / n, ontdekt=True))
    return found


def too_often(k: int, expected: float, figures: ModelFigures) -> bool:
    """Tell whether `k` deliveries are more than customers born that day explain."""
    if k < figures.placeholder_at_least or k <= figures.placeholder_times * expected:
        return False
    # upper Poisson tail: what is below k, summed in logs for stability
    below = 0.0
    for i in range(k):
        below += exp(i * log(expected) - expected - lgamma(i + 1))
    return 1 - below < figures.placeholder_significance / figures.placeholder_dates


COLUMNS = {
    "vlp": "VARCHAR", "jaar": "INTEGER", "maand": "INTEGER", "dag": "INTEGER", "kans": "DOUBLE",
    "ontdekt": "BOOLEAN",
}  # fmt: skip
"""Columns of `standaarddatums` with their SQL types."""


def find_placeholders(
    con: Connection,
    *,
    register: str = "",
    elsewhere: Mapping[tuple[str, Day], float] = MappingProxyType({}),
) -> None:
    """Make `standaarddatums(vlp, jaar, maand, dag, kans, ontdekt)` of `placeholders`.

    A count is of different people: of names, so that one customer with three contracts is no placeholder, and
    of addresses where those are fewer, so that twins or one customer under four spellings are none. Of a date
    that would be discovered, those are not counted at whose address somebody is registered with that very date.
    Reads std_signalen and, with the schema prefix `register`, std_kenmerken, tel_datum, std_inwoners and
    std_verblijf.
    """
    rows = con.execute(
        f"""SELECT vlp, jaar, maand, dag, {_PEOPLE}, count(*)
        FROM std_signalen WHERE geb_soort = 'geldig' GROUP BY vlp, jaar, maand, dag"""
    ).fetchall()
    signals: Counter[str] = Counter()
    for vlp, _, _, _, _, n in rows:
        signals[vlp] += n
    delivered = [Delivered(vlp, (jaar, maand, dag), k) for vlp, jaar, maand, dag, k, _ in rows]
    births, known, figures = _birth_dates(con, register), placeholder_dates(), model_figures()
    found = placeholders(delivered, signals, births, known, figures, elsewhere)
    asked = {(one.vlp, one.day) for one in found if one.ontdekt}
    if asked:
        strange = _strange(con, asked, register)
        left = [
            replace(one, k=strange.get((one.vlp, one.day), 0))
            if (one.vlp, one.day) in asked
            else one
            for one in delivered
        ]
        again = placeholders(left, signals, births, known, figures, elsewhere)
        found = [one for one in found if not one.ontdekt] + [
            one for one in again if (one.vlp, one.day) in asked
        ]
    lines = [
        (one.vlp, *one.day, one.kans, one.ontdekt)
        for one in sorted(found, key=lambda one: (one.vlp, one.day))
    ]
    create_table_of(con, "standaarddatums", COLUMNS, lines)


_PEOPLE = """least(count(DISTINCT coalesce(lower(achternaam), lower(volledige_naam), signaal_id)),
    count(DISTINCT coalesce(postcode || ' ' || nummer, signaal_id)))"""
"""SQL of how many different people the signals of a group are about."""


def _strange(
    con: Connection, asked: set[tuple[str, Day]], register: str
) -> dict[tuple[str, Day], int]:
    """Return, by source and date, for how many people it came at whose address nobody has that birth date."""
    rows = con.execute(
        f"""WITH gevraagd AS (SELECT rij[1] AS vlp, rij[2]::INTEGER AS jaar, rij[3]::INTEGER AS maand, rij[4]::INTEGER AS dag
            FROM (SELECT unnest(from_json($1::JSON, '[["VARCHAR"]]')) AS rij)),
        er AS (SELECT DISTINCT v.postcode, v.nummer, i.jaar, i.maand, i.dag
            FROM {register}std_inwoners i SEMI JOIN gevraagd USING (jaar, maand, dag)
            JOIN {register}std_verblijf v USING (persoon_nr) WHERE i.geteld)
        SELECT vlp, jaar, maand, dag, {_PEOPLE} FROM std_signalen s
        SEMI JOIN gevraagd USING (vlp, jaar, maand, dag)
        ANTI JOIN er USING (postcode, nummer, jaar, maand, dag)
        WHERE geb_soort = 'geldig' GROUP BY vlp, jaar, maand, dag""",
        [json.dumps([[vlp, *map(str, day)] for vlp, day in sorted(asked)])],
    ).fetchall()
    return {(vlp, (jaar, maand, dag)): k for vlp, jaar, maand, dag, k in rows}


def _birth_dates(con: Connection, register: str) -> BirthDates:
    ((residents, january),) = con.execute(
        f"""SELECT bestaand, (SELECT coalesce(sum(n), 0) FROM {register}tel_datum WHERE maand = 1 AND dag = 1)
        FROM {register}std_kenmerken"""
    ).fetchall()
    counts = con.execute(
        f"""SELECT jaar, maand, dag, n FROM {register}tel_datum
        SEMI JOIN std_signalen USING (jaar, maand, dag)"""
    ).fetchall()
    on = {(jaar, maand, dag): int(n) for jaar, maand, dag, n in counts}
    return BirthDates(int(residents), int(january), on)
