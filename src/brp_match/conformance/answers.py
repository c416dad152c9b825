"""What somebody's check made of the set: a file with decisions, or only the list of what dropped out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from brp_match.database import connect
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.columns import Kind, layout_of
from brp_match.ingest.rows import STAGE, create_log_tables
from brp_match.ingest.signals import read_signal_file
from brp_match.ingest.sources import check_layout
from brp_match.model import Besluit

ANSWERS = Kind(
    "antwoorden", "raw_antwoorden", ("signaal_id", "besluit", "persoon_id"), (("signaal_id",),)
)

WORDS: Mapping[str, Besluit] = {
    **dict.fromkeys(
        ("match", "oppakken", "opgepakt", "akkoord", "gevonden", "inwoner", "ja", "goed"), Besluit.MATCH
    ),
    **dict.fromkeys(
        ("reject", "niet oppakken", "niet opgepakt", "uitval", "uitgevallen", "afgewezen", "afwijzen", "niet gevonden",
         "geen inwoner", "nee", "fout"), Besluit.REJECT,
    ),
    **dict.fromkeys(
        ("review", "beoordelen", "te beoordelen", "uitzoeken", "nakijken", "handmatig", "twijfel"), Besluit.REVIEW
    ),
}  # fmt: skip
"""Words for a decision that an answers file may use, in small letters."""

FAULTS_TOLD = 20


@dataclass(frozen=True)
class Given:
    """One answer; `persoon_id` is '' where the check names nobody."""

    besluit: Besluit
    persoon_id: str = ""


@dataclass(frozen=True)
class Answers:
    """signaal_id → answer. `dropped_only`: the file lists what dropped out; everything else goes through."""

    given: Mapping[str, Given]
    dropped_only: bool = False

    def of(self, signaal_id: str) -> Given | None:
        """Return the answer to a signal; None where there is none."""
        found = self.given.get(signaal_id)
        return Given(Besluit.MATCH) if found is None and self.dropped_only else found


def read_answers(path: Path) -> Answers:
    """Read a file in any form of a delivery, with `signaal_id` and, if there, `besluit` and `persoon_id`.

    Without a column `besluit` it is the list of what dropped out. Raises BrpMatchError with the lines:
    ANTWOORD_BESLUIT for a word that is no decision, ANTWOORD_DUBBEL for a signal that stands in it twice.
    """
    with connect() as con:
        create_log_tables(con)
        delivered, _ = read_signal_file(con, path, ANSWERS)
        layout = layout_of(ANSWERS, delivered.header)
        check_layout(ANSWERS, layout, delivered, path.name)
        place = {
            name: f"k{layout.sources[name]}" for name in ANSWERS.columns if name in layout.sources
        }
        columns = ", ".join(place.get(name, "NULL") for name in ANSWERS.columns)
        rows = con.execute(f"SELECT regel, {columns} FROM {STAGE} ORDER BY regel").fetchall()
    decided = "besluit" in place
    given: dict[str, Given] = {}
    faults: list[Fault] = []
    for line, signal, word, person in rows:
        key = (signal or "").strip()
        said = (
            WORDS.get((word or "").strip().lower().replace("_", " ")) if decided else Besluit.REJECT
        )
        where = f"{path.name}, regel {line}"
        if said is None and (word or "").strip():
            known = ", ".join(WORDS)
            faults.append(
                Fault(
                    "ANTWOORD_BESLUIT", where, f"dit besluit is onbekend; gebruik een van: {known}"
                )
            )
        elif key in given:
            faults.append(
                Fault("ANTWOORD_DUBBEL", where, "over dit signaal staat hier al een antwoord")
            )
        elif key and said is not None:
            given[key] = Given(said, (person or "").strip())
    if faults:
        raise BrpMatchError.from_faults(faults[:FAULTS_TOLD])
    return Answers(given, not decided)
