"""What somebody's check made of the set: a file with decisions, or only the list of what dropped out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brp_match.conformance.words import Terms, word_key
from brp_match.database import connect
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.column_names import header_key
from brp_match.ingest.columns import Kind, layout_of
from brp_match.ingest.rows import STAGE, create_log_tables
from brp_match.ingest.signals import read_signal_file
from brp_match.ingest.sources import check_layout
from brp_match.model import Besluit

ANSWERS = Kind(
    "antwoorden", "raw_antwoorden", ("signaal_id", "besluit", "persoon_id"), (("signaal_id",),)
)

DECISION_COLUMNS = (
    "uitkomst", "resultaat", "beslissing", "oordeel", "conclusie", "advies", "status", "uitslag", "decision", "result",
)  # fmt: skip
"""Other names of the column with the decision, as `header_key` writes them."""

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

    def by_id(self, residents: Iterable[Mapping[str, str]]) -> Answers:
        """Return the answers with residents named by their persoon_id who were named by the BSN of the register."""
        known = {row["bsn"]: row["persoon_id"] for row in residents if row["bsn"]}
        named = {
            signal: replace(one, persoon_id=known.get(one.persoon_id, one.persoon_id))
            for signal, one in self.given.items()
        }
        return replace(self, given=named)

    def of(self, signaal_id: str) -> Given | None:
        """Return the answer to a signal; None where there is none."""
        found = self.given.get(signaal_id)
        return Given(Besluit.MATCH) if found is None and self.dropped_only else found


def read_answers(path: Path, terms: Terms | None = None) -> Answers:
    """Read a file in any form of a delivery, with `signaal_id` and, if there, `besluit` and `persoon_id`.

    Without a column `besluit` it is the list of what dropped out. `terms`: the maker's own columns and words. Raises
    BrpMatchError with the lines: ANTWOORD_BESLUIT for a word that is no decision, ANTWOORD_DUBBEL for a signal that
    stands in it twice.
    """
    terms = terms or Terms()
    asked = frozenset(header_key(name) for name in terms.columns.values())
    with connect() as con:
        create_log_tables(con)
        delivered, _ = read_signal_file(con, path, replace(ANSWERS, asked=asked))
        wanted = {**_decision_column(delivered.header), **terms.columns}
        layout = layout_of(ANSWERS, delivered.header, wanted)
        check_layout(ANSWERS, layout, delivered, path.name)
        missing = sorted(terms.columns.keys() - layout.sources.keys())
        if missing:
            said = f"de kolom die het mappingbestand noemt bij {', '.join(missing)} staat hier niet"
            raise BrpMatchError("KOLOM_ONTBREEKT", path.name, said)
        place = {
            name: f"k{layout.sources[name]}" for name in ANSWERS.columns if name in layout.sources
        }
        columns = ", ".join(place.get(name, "NULL") for name in ANSWERS.columns)
        rows = con.execute(f"SELECT regel, {columns} FROM {STAGE} ORDER BY regel").fetchall()
    return _parsed(rows, terms, path.name, decided="besluit" in place)


def _decision_column(header: Sequence[str]) -> dict[str, str]:
    """Return besluit → the column that has it under another name; nothing where one is called besluit."""
    keys = {header_key(name): name for name in header}
    found = next((keys[name] for name in ("besluit", *DECISION_COLUMNS) if name in keys), None)
    return {} if found is None else {"besluit": found}


def _parsed(
    rows: Sequence[tuple[int, str | None, str | None, str | None]],
    terms: Terms,
    name: str,
    *,
    decided: bool,
) -> Answers:
    given: dict[str, Given] = {}
    faults: list[Fault] = []
    for line, signal, word, person in rows:
        key = (signal or "").strip()
        said = terms.words.get(word_key(word or "")) if decided else Besluit.REJECT
        where = f"{name}, regel {line}"
        if said is None and (word or "").strip():
            known = ", ".join(terms.words)
            faults.append(
                Fault(
                    "ANTWOORD_BESLUIT", where,
                    f"dit besluit is onbekend; gebruik een van: {known}; of geef uw eigen woorden met --mapping, onder [besluit]",
                )
            )  # fmt: skip
        elif key in given:
            faults.append(
                Fault("ANTWOORD_DUBBEL", where, "over dit signaal staat hier al een antwoord")
            )
        elif key and said is not None:
            given[key] = Given(said, (person or "").strip())
    if faults:
        told, more = faults[:FAULTS_TOLD], len(faults) - FAULTS_TOLD
        if more > 0:
            told.append(Fault("ANTWOORD_MEER", name, f"en nog {more} regels met zo'n fout"))
        raise BrpMatchError.from_faults(told)
    return Answers(given, not decided)
