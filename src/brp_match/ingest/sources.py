"""What was taken from each file: a row in `bronnen`, and the check that its columns will do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from brp_match.database import Connection, run_step, scalar
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.columns import Kind, Layout
from brp_match.ingest.files import Delivered, Format, sha256_of
from brp_match.ingest.records import HEADER_WITHIN
from brp_match.ingest.rows import STAGE, Broken

LONGEST_NAME = 200
"""Signs of the name of a column that is left out, as the record has it."""


def next_source(con: Connection) -> int:
    """Return the number of the next file, in order of reading from 0."""
    return int(scalar(con, "SELECT count(*) FROM bronnen"))


def check_layout(kind: Kind, layout: Layout, delivered: Delivered, name: str) -> None:
    """Raise BrpMatchError when columns are missing or double, or when there is no row.

    Only our own column names are told: what stands on the first line of a file without a
    header may be a person.
    """
    nothing = Fault("GEEN_RIJEN", name, f"er staan geen {kind.soort} in dit bestand")
    if not delivered.header:
        raise BrpMatchError.from_faults([nothing])
    faults = [
        Fault("KOLOM_ONTBREEKT", name, f"de kolom {' of '.join(group)} ontbreekt")
        for group in layout.missing
    ]
    if faults and not layout.sources:
        faults.append(
            Fault(
                "KOPREGEL_ONTBREEKT",
                name,
                "geen enkele kolomnaam is herkend; "
                + (
                    "lever een lijst met per rij een object met velden"
                    if delivered.formaat is Format.JSON
                    else f"staat er een kopregel bij de eerste {HEADER_WITHIN} gevulde regels?"
                ),
            )
        )
    faults += [
        Fault("KOLOM_DUBBEL", name, f"de kolom {column} staat er meer dan één keer in")
        for column in layout.double
    ]
    if not faults and not delivered.rows:
        faults.append(nothing)
    if faults:
        raise BrpMatchError.from_faults(faults)


def check_some(con: Connection, kind: Kind, name: str, broken: Sequence[Broken]) -> None:
    """Raise BrpMatchError GEEN_BRUIKBARE_RIJEN when every row of `levering` was set aside: nothing is decided then."""
    if broken and not scalar(con, f"SELECT count(*) FROM {STAGE}"):
        codes = Counter(one.code for one in broken)
        told = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
        raise BrpMatchError(
            "GEEN_BRUIKBARE_RIJEN",
            name,
            f"geen van de {len(broken)} {kind.soort} in dit bestand is te gebruiken ({told})",
        )


def all_set_aside(con: Connection, files: Sequence[Path]) -> BrpMatchError:
    """Return the refusal of deliveries of which no row is left, with the codes in `quarantaine` and their counts."""
    counts = con.execute("SELECT code, count(*) FROM quarantaine GROUP BY 1 ORDER BY 1").fetchall()
    told = ", ".join(f"{code} {count}" for code, count in counts)
    return BrpMatchError(
        "GEEN_BRUIKBARE_RIJEN",
        ", ".join(path.name for path in files),
        f"geen enkele rij is te gebruiken ({told})",
    )


def add_source(
    con: Connection,
    number: int,
    kind: Kind,
    path: Path,
    delivered: Delivered,
    layout: Layout | Sequence[str],
    indeling: str,
) -> None:
    """Write the row of one file in `bronnen`.

    `layout` is of a header, or the columns of ours that an `indeling` with names of its own gives.
    """
    flat = layout if isinstance(layout, Layout) else None
    run_step(
        con,
        "INSERT INTO bronnen VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number, kind.soort, path.name, sha256_of(path), str(delivered.formaat), indeling,
            delivered.codering, delivered.scheidingsteken, delivered.rows,
            [name[:LONGEST_NAME] for name in flat.dropped] if flat else [],
            json.dumps(dict(flat.renamed) if flat else {}, ensure_ascii=False),
            list(layout.sources if isinstance(layout, Layout) else layout),
        ],
    )  # fmt: skip
