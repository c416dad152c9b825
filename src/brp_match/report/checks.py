"""How the expectations did over one run, and what each of them is about.

`Checks` holds counts and row references only, never a value of a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from brp_match.database import Connection


@dataclass(frozen=True)
class CheckText:
    """One expectation as a scorecard needs it.

    `titel` says what is right, `melding` what is wrong. `velden` are the columns it looks at. `norm` is the largest acceptable share of
    faults, `norm_van` what it rests on (wet, convenant, standaard, eigen keuze). `reden` is the reason code of a drop-out that this fault brings by itself (a legal
    person, a garage box, a repeated signal), '' for none. `uit_levering` tells that a finding
    follows from the delivery and public lists alone, so that the deliverer may see it row by row.
    """

    code: str
    titel: str
    melding: str
    dimensie: str
    ernst: str
    advies: str
    velden: tuple[str, ...]
    norm: float | None
    reden: str
    uit_levering: bool
    norm_van: str = ""


Catalogue = Mapping[str, CheckText]


@dataclass(frozen=True)
class Found:
    """One finding: which signal breaks which expectation, and where it stood."""

    code: str
    vlp: str
    bron: int
    regel: int
    signaal_id: str


@dataclass(frozen=True)
class Checks:
    """`tellingen` maps (vlp, code) to (teller, noemer); `bevindingen` lists the rows."""

    tellingen: Mapping[tuple[str, str], tuple[int, int]]
    bevindingen: tuple[Found, ...]


Validator = Callable[[Sequence[Connection]], None]
"""Reads `signalen` of opened runs, writes `bevindingen` and `bevindingen_telling` (docs/tables.md) in each."""


def read_checks(con: Connection, catalogue: Catalogue) -> Checks:
    """Read what the validator found in an opened run; unknown codes are left out."""
    counts = con.execute(
        "SELECT vlp, code, teller, noemer FROM bevindingen_telling ORDER BY vlp, code"
    ).fetchall()
    rows = con.execute(
        """SELECT DISTINCT code, vlp, bron, regel, signaal_id FROM bevindingen
        WHERE signaal_id IS NOT NULL ORDER BY vlp, code, bron, regel, signaal_id"""
    ).fetchall()
    return Checks(
        {(str(v), str(c)): (int(k), int(n)) for v, c, k, n in counts if c in catalogue},
        tuple(Found(*row) for row in rows if row[0] in catalogue),
    )
