"""The documents of the pack as their content has them: questions, answers, where it is met, gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, StrictUndefined, UndefinedError

from brp_match.content.files import read_yaml, unknown_keys
from brp_match.errors import BrpMatchError, Fault
from brp_match.settings import content_root

DOCUMENTS = (
    "dpia",
    "iama",
    "ai_verordening",
    "privacyverklaring",
    "asvs",
    "bio2",
    "bekende_fouten",
)
"""Documents of questions and answers, in the order of the first page; `evidence/<name>.yaml`."""

STATES = ("voldaan", "deels", "niet", "nvt", "gemeente")
_KEYS = ("kop", "nr", "titel", "antwoord", "stand", "waar", "gat")
_FILL = Environment(undefined=StrictUndefined, autoescape=False)


@dataclass(frozen=True)
class Part:
    """One question. `heading` starts a group; `state` is of STATES or empty; `where`: files of the repository,
    a test with `::`; `gap`: what only a municipality can fill in."""

    heading: str
    number: str
    title: str
    answer: str
    state: str
    where: tuple[str, ...]
    gap: str


@dataclass(frozen=True)
class Document:
    """One document; `source` says where its questions come from and whether they were read or remembered."""

    name: str
    title: str
    source: str
    intro: str
    parts: tuple[Part, ...]


def content(name: str) -> dict[str, Any]:
    """Return one content file of the pack."""
    return read_yaml(content_root("evidence") / f"{name}.yaml")


def document(name: str, facts: Mapping[str, str]) -> Document:
    """Read a document and fill in the facts.

    Raises BrpMatchError BEWIJS_FOUT with every fault: an unknown key or state, a fact that is not there.
    """
    found, where = content(name), f"{name}.yaml"
    faults: list[Fault] = []
    parts = []
    for entry in found["onderdelen"]:
        place = f"{where} {entry.get('nr', '?')}"
        faults += unknown_keys(entry, _KEYS, place)
        state = entry.get("stand", "")
        if state and state not in STATES:
            faults.append(Fault("BEWIJS_FOUT", place, f"kies een stand uit {', '.join(STATES)}"))
        parts.append(
            Part(
                entry.get("kop", ""), str(entry["nr"]), entry["titel"],
                fill(entry["antwoord"], facts, place, faults), state, tuple(entry.get("waar", ())), entry.get("gat", ""),
            )
        )  # fmt: skip
    intro = fill((found.get("inleiding") or "").strip(), facts, where, faults)
    if faults:
        raise BrpMatchError.from_faults(faults)
    return Document(
        name,
        found["titel"],
        found["bron"].strip(),
        intro,
        tuple(parts),
    )


def fill(text: str, facts: Mapping[str, str], where: str, faults: list[Fault]) -> str:
    """Return a text with its facts; one that is not there is added to the faults."""
    try:
        return _FILL.from_string(text).render(facts)
    except UndefinedError as error:
        faults.append(Fault("BEWIJS_FOUT", where, f"dit feit is er niet: {error}"))
        return text


def filled(value: Any, facts: Mapping[str, str], where: str) -> Any:
    """Return content with the facts in every text of it. Raises BrpMatchError BEWIJS_FOUT."""
    if isinstance(value, str):
        faults: list[Fault] = []
        text = fill(value, facts, where, faults)
        if faults:
            raise BrpMatchError.from_faults(faults)
        return text
    if isinstance(value, list):
        return [filled(one, facts, where) for one in value]
    if isinstance(value, dict):
        return {key: filled(one, facts, where) for key, one in value.items()}
    return value
