"""Signals of a run with their candidates, as `redecide` needs them, and the weights of a field."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from brp_match.database import Connection
from brp_match.decide.facts import CandidateFacts, SignalFacts, Status
from brp_match.model import Reason
from brp_match.policy import Policy
from brp_match.reading.status import inquiry
from brp_match.report.redecide import (
    AGREES,
    DIFFERS,
    SHARED,
    USUAL,
    FieldWeights,
    KeptSignal,
    Known,
)

_VALUES = {
    "achternaam": "geslachtsnaam || '|' || coalesce(voorvoegsel, '')",
    "voornaam": "voornamen",
    "geboortedatum": "geboortedatum",
    "adres": (
        "coalesce(postcode, straat) || '|' || huisnummer || '|' || coalesce(huisletter, '') || '|' "
        "|| coalesce(huisnummertoevoeging, '')"
    ),
}
"""Comparator → SQL of the registered value; only whether two are equal leaves the database."""

_CERTAIN = 0.9
"""Posterior from which a candidate's agreeing weight counts for the median."""


def load_cases(con: Connection, signals: Sequence[str], policy: Policy) -> dict[str, KeptSignal]:
    """Return the cases of the given signals, by signaal_id. Reads `besluiten` and `kandidaten`."""
    facts = con.execute(
        """SELECT signaal_id, vlp, coalesce(sector, ''), string_split(coalesce(redenen, ''), '|'), kans_geen
        FROM besluiten WHERE list_contains($1::VARCHAR[], signaal_id) ORDER BY signaal_id""",
        [list(signals)],
    ).fetchall()
    levels = ", ".join(f"{c}_niveau, {c}_gewicht" for c in SHARED)
    values = ", ".join(
        f"CASE WHEN {sql} IS NULL THEN NULL ELSE dense_rank() OVER "
        f"(PARTITION BY signaal_id ORDER BY {sql}) END"
        for sql in _VALUES.values()
    )
    rows = con.execute(
        f"""SELECT signaal_id, persoon_id, kans, status, leeftijd, coalesce(geheim, 0) > 0,
            functie_adres = 'B', coalesce(onderzoek_adres, ''), coalesce(huidig_adres, false),
            {levels}, {values}
        FROM kandidaten WHERE list_contains($1::VARCHAR[], signaal_id) ORDER BY signaal_id, rang""",
        [list(signals)],
    ).fetchall()
    known = {
        signal: tuple(_known(row, policy) for row in group)
        for signal, group in groupby(rows, key=itemgetter(0))
    }
    return {
        row[0]: KeptSignal(_signal(row), known.get(row[0], ()), Reason.HERHAALDE_MELDING in row[3])
        for row in facts
    }


def field_weights(con: Connection) -> dict[str, dict[str, FieldWeights]]:
    """Return, by VLP and comparator, the median weight of agreeing and of differing in this run.

    A VLP without cases of its own takes the run's medians, a run without them USUAL.
    """
    sources = [
        str(row[0])
        for row in con.execute("SELECT DISTINCT vlp FROM besluiten ORDER BY vlp").fetchall()
    ]
    found: dict[str, dict[str, FieldWeights]] = {source: {} for source in sources}
    for name in SHARED:
        rows = con.execute(
            f"""SELECT vlp, median({name}_gewicht) FILTER ({name}_niveau = $1 AND k.kans >= {_CERTAIN}),
                median({name}_gewicht) FILTER ({name}_niveau = $2)
            FROM kandidaten k JOIN besluiten b USING (signaal_id)
            GROUP BY GROUPING SETS ((vlp), ()) ORDER BY vlp NULLS FIRST""",
            [AGREES, DIFFERS[name]],
        ).fetchall()
        by_source = {row[0]: (row[1], row[2]) for row in rows}
        whole = by_source.get(None, (None, None))
        for source in sources:
            own = by_source.get(source, (None, None))
            found[source][name] = FieldWeights(
                _first(own[0], whole[0], USUAL[name].gelijk),
                _first(own[1], whole[1], USUAL[name].anders),
            )
    return found


def _first(*values: float | None) -> float:
    return next(float(value) for value in values if value is not None)


def _signal(row: Sequence[Any]) -> SignalFacts:
    signal_id, vlp, sector, reasons, none = row
    return SignalFacts(
        signaal_id=signal_id,
        vlp=vlp,
        sector=sector,
        rechtspersoon=Reason.RECHTSPERSOON in reasons,
        onderneming=Reason.ONDERNEMER in reasons,
        geen_woning=Reason.GEEN_WONING in reasons,
        box=Reason.GEEN_WONING in reasons,
        deels_geen_woning=False,
        zonder_geboortedatum=False,
        zonder_voornaam=False,
        kans_geen=float(none),
        kans_verwant=0.0,
    )


def _known(row: Sequence[Any], policy: Policy) -> Known:
    pairs, values = row[9 : 9 + 2 * len(SHARED)], row[9 + 2 * len(SHARED) :]
    facts = CandidateFacts(
        persoon_id=row[1],
        kans=float(row[2]),
        redenen=(),
        status=Status(row[3]),
        minderjarig=row[4] is not None and row[4] < policy.minor_below,
        geheim=bool(row[5]),
        briefadres=bool(row[6]),
        onderzoek=inquiry(row[7]),
        op_adres=bool(row[8]),
        niveaus=dict(zip(SHARED, pairs[0::2], strict=True)),
        gewichten=dict(zip(SHARED, pairs[1::2], strict=True)),
    )
    return Known(facts, tuple(values))
