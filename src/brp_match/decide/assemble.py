"""Rows of linking to facts, facts to decisions, decisions to the table `besluiten`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from brp_match.database import Connection, create_table
from brp_match.decide.facts import CandidateFacts, Decision, SignalFacts, Status
from brp_match.decide.rules import decide
from brp_match.delivery.profile import Marks
from brp_match.link.comparisons import ORDER
from brp_match.policy import Policy

_SIGNALS = """SELECT s.signaal_nr, s.signaal_id, s.vlp, s.sector, coalesce(s.rechtsvorm = 'rechtspersoon', false),
    s.onderneming, a.geen_woning, a.box, a.deels_geen_woning, a.onbekend, h.signaal_nr IS NOT NULL, s.geb_soort <> 'geldig' OR d.vlp IS NOT NULL,
    NOT EXISTS (SELECT 1 FROM std_signaal_namen n WHERE n.signaal_nr = s.signaal_nr AND len(n.v) + len(n.letters) > 0),
    coalesce(k.kans_geen, 1), coalesce(k.kans_verwant, 0), coalesce(k.kans_ongezien, 0)
    FROM std_signalen s JOIN signaal_adres a USING (signaal_nr)
    LEFT JOIN herhaald h USING (signaal_nr) LEFT JOIN signaal_kans k USING (signaal_nr)
    LEFT JOIN standaarddatums d ON d.vlp = s.vlp AND d.jaar = s.jaar AND d.maand = s.maand AND d.dag = s.dag
    ORDER BY s.signaal_nr"""

_OF_THE_FIRST = ", ".join(
    f"CASE WHEN rang = 1 THEN {column} END"
    for column in ("redenen", *(f"{c}_{kind}" for kind in ("niveau", "gewicht") for c in ORDER))
)
_CANDIDATES = f"""SELECT signaal_nr, persoon_id, kans, status, coalesce(leeftijd < $1, false),
    coalesce(geheim > 0, false), coalesce(functie_adres = 'B', false), coalesce(onderzoek_adres, ''),
    huidig_adres, {_OF_THE_FIRST} FROM uitkomst ORDER BY signaal_nr, rang"""


def decide_all(
    con: Connection, policy: Policy, marks: Mapping[str, Marks] = MappingProxyType({})
) -> None:
    """Decide every signal: table `besluiten` with the columns of decisions.csv, ordered by signal.

    Reads std_signalen, signaal_adres, herhaald, signaal_kans, uitkomst. `marks`: what the profile of the
    delivery says of a signal, by signaal_id. The audit draw is seeded and does not depend on the order of
    the rows.
    """
    candidates = {
        number: [_candidate(row) for row in rows]
        for number, rows in groupby(
            con.execute(_CANDIDATES, [policy.minor_below]).fetchall(), key=itemgetter(0)
        )
    }
    signals = con.execute(_SIGNALS).fetchall()
    decided = [
        decide(_marked(_signal(row), marks), candidates.get(row[0], []), policy) for row in signals
    ]
    drawn = audit_sample(decided, policy)
    _write(con, decided, signals, drawn)


def audit_sample(decisions: Sequence[Decision], policy: Policy) -> frozenset[str]:
    """Draw the share `audit_sample` of the rejects (rounded up): signaal_ids, by a seeded hash."""
    rejected = sorted(
        (hashlib.sha256(f"{policy.seed}|{d.signaal_id}".encode()).hexdigest(), d.signaal_id)
        for d in decisions
        if d.besluit == "reject"
    )
    size = -int(-len(rejected) * policy.audit_sample // 1)
    return frozenset(signal for _, signal in rejected[:size])


def _signal(row: Sequence[Any]) -> SignalFacts:
    return SignalFacts(*row[1:])


def _marked(signal: SignalFacts, marks: Mapping[str, Marks]) -> SignalFacts:
    """Add what the profile of the delivery says of the signal's row."""
    if signal.signaal_id not in marks:
        return signal
    mark = marks[signal.signaal_id]
    return replace(signal, onleesbaar=tuple(map(str, mark.unreadable)), verschoven=mark.shifted)


_STATUS = {str(status): status for status in Status}
_NOTHING: dict[str, Any] = {}


def _candidate(row: Sequence[Any]) -> CandidateFacts:
    _, persoon_id, kans, status, minor, secret, letter_box, inquiry, at_address, reasons, *rest = (
        row
    )
    first, of = reasons is not None, len(ORDER)
    return CandidateFacts(
        persoon_id,
        kans,
        tuple(reasons) if first else (),
        dict(zip(ORDER, rest[:of], strict=True)) if first else _NOTHING,
        dict(zip(ORDER, rest[of:], strict=True)) if first else _NOTHING,
        _STATUS[status],
        minor,
        secret,
        letter_box,
        inquiry,
        bool(at_address),
    )


def _rows(
    decided: Iterable[Decision], signals: Sequence[Sequence[Any]], drawn: frozenset[str]
) -> Iterator[tuple[Any, ...]]:
    for d, signal in zip(decided, signals, strict=True):
        yield (
            d.signaal_id, signal[2], signal[3], d.besluit, d.persoon_id, d.kans, d.kans_geen,
            d.tweede_persoon_id, d.tweede_kans, "|".join(d.redenen), d.toelichting, d.terugkoppeling,
            d.terugkoppeling_status, "ja" if d.signaal_id in drawn else "nee",
        )  # fmt: skip


COLUMNS = {
    "signaal_id": "VARCHAR", "vlp": "VARCHAR", "sector": "VARCHAR", "besluit": "VARCHAR",
    "persoon_id": "VARCHAR", "kans": "DOUBLE", "kans_geen": "DOUBLE", "tweede_persoon_id": "VARCHAR",
    "tweede_kans": "DOUBLE", "redenen": "VARCHAR", "toelichting": "VARCHAR",
    "terugkoppeling": "VARCHAR", "terugkoppeling_status": "VARCHAR", "steekproef": "VARCHAR",
}  # fmt: skip
"""Columns of decisions.csv in the order of the contract."""


def _write(
    con: Connection,
    decided: Sequence[Decision],
    signals: Sequence[Sequence[Any]],
    drawn: frozenset[str],
) -> None:
    columns: list[tuple[Any, ...]] = list(zip(*_rows(decided, signals, drawn), strict=True))
    columns = columns or [() for _ in COLUMNS]
    select = ", ".join(
        f"unnest(${place}::{kind}[]) AS {name}"
        for place, (name, kind) in enumerate(COLUMNS.items(), start=1)
    )
    create_table(con, "besluiten", f"SELECT {select}", [list(column) for column in columns])
