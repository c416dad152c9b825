"""A maker's own columns and words for an answer: a mapping file (TOML) beside the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError, Fault
from brp_match.model import Besluit
from brp_match.toml_file import read_toml

COLUMNS = ("signaal_id", "besluit", "persoon_id")

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


@dataclass(frozen=True)
class Terms:
    """`columns`: ours → theirs; `words`: a word of theirs, as `word_key` writes it → the decision."""

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Besluit] = field(default_factory=lambda: WORDS)


def word_key(text: str) -> str:
    """Return a word as it is looked up: small letters, one space, no underscores."""
    return " ".join(text.lower().replace("_", " ").split())


def load_terms(path: Path | None) -> Terms:
    """Read `[antwoorden]` (signaal_id, besluit, persoon_id = "their column") and `[besluit]` ("their word" =
    "oppakken", "niet oppakken" or "beoordelen"). Without a file our own words alone. Raises BrpMatchError with every fault.
    """
    if path is None:
        return Terms()
    said = "dit mappingbestand is niet te lezen als TOML"
    values = read_toml(path, "MAPPING_ONLEESBAAR", said)
    faults = [
        Fault("MAPPING_ONBEKEND", path.name, f"de sleutel '{key}' bestaat niet; gebruik [antwoorden] en [besluit]")
        for key in sorted(values.keys() - {"antwoorden", "besluit"})
    ]  # fmt: skip
    columns = _table(values, "antwoorden", path.name, faults)
    words = _table(values, "besluit", path.name, faults)
    for name in sorted(columns.keys() - set(COLUMNS)):
        said = f"'{name}' is geen kolom van een antwoord: {', '.join(COLUMNS)}"
        faults.append(Fault("MAPPING_KOLOM", path.name, said))
    for word, meant in words.items():
        if word_key(meant) not in WORDS:
            said = f"'{word}' is oppakken, niet oppakken of beoordelen"
            faults.append(Fault("MAPPING_WAARDE", path.name, said))
    if faults:
        raise BrpMatchError.from_faults(faults)
    return Terms(
        columns,
        {**WORDS, **{word_key(word): WORDS[word_key(meant)] for word, meant in words.items()}},
    )


def _table(values: Mapping[str, Any], name: str, where: str, faults: list[Fault]) -> dict[str, str]:
    """Return one part of the file, whose values are all texts."""
    part = values.get(name, {})
    if not isinstance(part, dict):
        faults.append(Fault("MAPPING_WAARDE", where, f"'{name}' moet een tabel zijn"))
        return {}
    texts = {key: value for key, value in part.items() if isinstance(value, str) and value.strip()}
    faults += [
        Fault("MAPPING_WAARDE", where, f"'{key}' moet een tekst zijn")
        for key in part.keys() - texts
    ]
    return texts
