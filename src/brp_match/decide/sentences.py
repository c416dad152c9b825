"""One or two plain Dutch sentences for a decision: what decided, in order of weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from brp_match.content import load_comparators
from brp_match.model import Besluit, Reason

GROUND = (
    Reason.RECHTSPERSOON,
    Reason.GEEN_WONING,
    Reason.ONDER_DREMPEL,
    Reason.ACHTERSTAND_TE_JONG,
    Reason.ACHTERSTAND_TE_OUD,
    Reason.HERHAALDE_MELDING,
    Reason.OVERLEDEN,
    Reason.VERHUISD_ANDERE_GEMEENTE,
    Reason.VERTROKKEN_ONBEKEND,
    Reason.VERTROKKEN,
    Reason.BEKEND_BIJ_SHV,
    Reason.MINDERJARIG,
    Reason.ADRES_IN_ONDERZOEK,
    Reason.MEERDERE_KANDIDATEN,
    Reason.HUISGENOOT_MOGELIJK,
    Reason.GEBOORTEDATUM_ONLEESBAAR,
    Reason.GEGEVENS_ONLEESBAAR,
    Reason.ONVOLDOENDE_GEGEVENS,
    Reason.NIET_GEVONDEN,
)
"""Codes that by themselves say why it is no plain match, the strongest first."""

FACTS_AT_MOST = 4


_SAID_BETTER = frozenset({Reason.VERHUISD_ANDERE_GEMEENTE, Reason.VERTROKKEN_ONBEKEND})
"""Beside one of these that somebody left is not said again."""

HOUSEHOLD = "Op dit adres staan nog anderen ingeschreven; misschien hebben zij hulp nodig."
"""Said of a signal about somebody who died, whose household stays."""


@cache
def _by_level() -> Mapping[tuple[str, str], tuple[tuple[str, ...], str]]:
    """Comparator and level → its codes and its sentence, as the comparators folder has them."""
    return {
        (one.naam, level): (told.redenen, told.zin)
        for one in load_comparators()
        for level, told in one.by_id.items()
    }


def level_sentences(levels: Mapping[str, str]) -> dict[Reason, str]:
    """Return, for a code that one level brings by itself, the sentence of that level: it is true to the
    comparison that was made, where the code is said of several. `levels`: comparator → level of the pair."""
    found: dict[Reason, list[str]] = {}
    for name, level in levels.items():
        codes, said = _by_level().get((name, level), ((), ""))
        for code in codes:
            found.setdefault(Reason[code], []).append(said if len(codes) == 1 else "")
    return {code: said[0] for code, said in found.items() if len(said) == 1 and said[0]}


def explain(
    besluit: Besluit,
    reasons: Sequence[str],
    *,
    levels: Mapping[str, str] = MappingProxyType({}),
    household: bool = False,
    threshold: str = "",
) -> str:
    """Two to four facts in one or two sentences; names nobody and no value of a person. `household`: it stays;
    `threshold`: the sentence that tells which threshold it is, in the place of that of the code.

    `levels`: comparator → level of the resident it is about; its sentence goes before that of the code. A match tells what agreed and what did not; a review or reject first tells why it is no match.
    """
    codes = [Reason[code] for code in reasons]
    if _SAID_BETTER.intersection(codes):
        codes = [code for code in codes if code is not Reason.VERTROKKEN]
    ground = [code for code in codes if code in GROUND]
    facts = [code for code in codes if code not in GROUND]
    parts: list[str] = []
    if besluit is not Besluit.MATCH:
        own_words = {Reason.ONDER_DREMPEL: threshold} if threshold else {}
        parts += [own_words.get(code, code.sentence) for code in ground[:2]]
    room = FACTS_AT_MOST - len(parts)
    if facts:
        own = level_sentences(levels)
        parts.append(_joined([own.get(code, code.sentence) for code in facts[: max(room, 1)]]))
    if besluit is Besluit.MATCH and ground:
        parts.append(ground[0].sentence)
    if household:
        parts.append(HOUSEHOLD)
    return " ".join(parts) or Reason.NIET_GEVONDEN.sentence


def _joined(sentences: Sequence[str]) -> str:
    """Join sentences into one: commas, and "en" before the last."""
    clauses = [sentence.rstrip(".") for sentence in sentences]
    lowered = [clauses[0], *(clause[0].lower() + clause[1:] for clause in clauses[1:])]
    if len(lowered) == 1:
        return lowered[0] + "."
    if any(";" in clause for clause in lowered):
        return ". ".join(clauses) + "."
    return ", ".join(lowered[:-1]) + " en " + lowered[-1] + "."
