"""From a card to the delivery: its rows with a fault, and its files."""

from __future__ import annotations

from brp_match.database import Connection
from brp_match.report.cards import RowFinding
from brp_match.report.checks import Checks


def row_findings(con: Connection, checks: Checks) -> dict[str, tuple[RowFinding, ...]]:
    """Findings with the deliverer's own reference and the decision, per VLP."""
    known = {
        signal: (customer, file, besluit)
        for signal, customer, file, besluit in con.execute(
            """SELECT s.signaal_id, coalesce(s.klantnummer, ''), s.bestand, b.besluit
            FROM signalen s JOIN besluiten b USING (signaal_id) ORDER BY s.signaal_id"""
        ).fetchall()
    }
    rows: dict[str, list[RowFinding]] = {}
    for found in checks.bevindingen:
        if found.signaal_id in known:
            customer, file, besluit = known[found.signaal_id]
            row = RowFinding(found.signaal_id, customer, file, found.regel, found.code, besluit)
            rows.setdefault(found.vlp, []).append(row)
    return {vlp: tuple(items) for vlp, items in rows.items()}


def files_of(con: Connection) -> dict[str, tuple[str, ...]]:
    """The names of the files with the signals of each VLP, in order."""
    found: dict[str, list[str]] = {}
    for vlp, name in con.execute(
        "SELECT DISTINCT vlp, bestand FROM signalen WHERE bestand IS NOT NULL ORDER BY 1, 2"
    ).fetchall():
        found.setdefault(str(vlp), []).append(str(name))
    return {vlp: tuple(names) for vlp, names in found.items()}
