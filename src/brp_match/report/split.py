"""Whose the drop-out is: rightly dropped and nobody's fault, the delivery's, or ours to look at.

Every signal that dropped out stands in one of the three.
"""

from __future__ import annotations

from collections.abc import Set

from brp_match.database import Connection
from brp_match.model import Reason
from brp_match.report.cards import Sides, Split
from brp_match.report.checks import Catalogue, Checks
from brp_match.report.mending import ROW_BY_ROW, repaired_by

NOBODYS = frozenset(
    {
        Reason.OVERLEDEN, Reason.VERTROKKEN, Reason.VERTROKKEN_ONBEKEND,
        Reason.VERHUISD_ANDERE_GEMEENTE, Reason.BEKEND_BIJ_SHV,
    }
)  # fmt: skip
"""Grounds that a deliverer could not know and the municipality may not change."""

SENT = frozenset(
    {
        Reason.RECHTSPERSOON, Reason.GEEN_WONING, Reason.HERHAALDE_MELDING, Reason.ONDER_DREMPEL,
        Reason.ACHTERSTAND_TE_JONG, Reason.ACHTERSTAND_TE_OUD,
    }
)  # fmt: skip
"""Grounds that show from the delivery: it should not have been sent, or not yet."""


def side_of(reason: Reason, *, faulty: bool) -> int:
    """Return the place in `Split` of a drop-out; `faulty`: its row has a fault in what is compared."""
    if reason in NOBODYS:
        return 0
    return 1 if reason in SENT or faulty else 2


def splits(con: Connection, checks: Checks, catalogue: Catalogue) -> dict[str, Split]:
    """Return VLP → its drop-outs by whose they are, of an opened run whose findings are `checks`."""
    faulty = faulty_signals(checks, catalogue)
    found: dict[str, list[int]] = {}
    for vlp, signal, code, _ in _dropped(con, "besluiten"):
        reason = Reason.__members__.get(code, Reason.NIET_GEVONDEN)
        found.setdefault(str(vlp), [0, 0, 0])[side_of(reason, faulty=signal in faulty)] += 1
    return {vlp: Split(*counts) for vlp, counts in found.items()}


def sides(con: Connection, checks: Checks, catalogue: Catalogue) -> dict[str, Sides]:
    """Return VLP → the same over the persons that count for a release (`telt`), with the faulty among them."""
    faulty = faulty_signals(checks, catalogue)
    counted: dict[str, set[str]] = {}
    rows = con.execute(
        "SELECT vlp, signaal_id FROM besluiten SEMI JOIN telt USING (signaal_id) ORDER BY 1, 2"
    )
    for vlp, signal in rows.fetchall():
        counted.setdefault(str(vlp), set()).add(signal)
    found = {vlp: [0, 0, 0] for vlp in counted}
    marked = {vlp: signals & faulty for vlp, signals in counted.items()}
    for vlp, signal, code, told in _dropped(con, "besluiten SEMI JOIN telt USING (signaal_id)"):
        reason = Reason.__members__.get(code, Reason.NIET_GEVONDEN)
        place = side_of(reason, faulty=signal in faulty)
        found[str(vlp)][place] += 1
        if place == 1 and told not in ROW_BY_ROW:
            marked[str(vlp)] |= {signal}
    return {vlp: Sides(Split(*counts), len(marked[vlp])) for vlp, counts in found.items()}


def _dropped(con: Connection, decisions: str) -> list[tuple[str, str, str, str]]:
    """VLP, signal, ground and feedback of every drop-out; `decisions`: a table, or a part of it as SQL."""
    return con.execute(
        f"""SELECT vlp, signaal_id, split_part(coalesce(redenen, ''), '|', 1), coalesce(terugkoppeling, '')
        FROM {decisions} WHERE besluit = 'reject' ORDER BY vlp, signaal_id"""
    ).fetchall()


def faulty_signals(checks: Checks, catalogue: Catalogue) -> Set[str]:
    """Return the signals with a fault in a field that is compared, or on account of which they drop."""
    telling = {
        code for code, text in catalogue.items() if text.reden or repaired_by(text.velden)
    }  # fmt: skip
    return {one.signaal_id for one in checks.bevindingen if one.code in telling}
