"""One or two plain Dutch sentences for a decision: what decided, in order of weight."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.decide.facts import CandidateFacts
from brp_match.model import Besluit, Reason

GROUND = (
    Reason.RECHTSPERSOON,
    Reason.GEEN_WONING,
    Reason.HERHAALDE_MELDING,
    Reason.OVERLEDEN,
    Reason.VERTROKKEN,
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


def explain(besluit: Besluit, reasons: Sequence[str], about: CandidateFacts | None) -> str:
    """Two to four facts in one or two sentences; names nobody and no value.

    A match tells what agreed and what did not; a review or reject first tells why it is no match.
    """
    codes = [Reason[code] for code in reasons]
    ground = [code for code in codes if code in GROUND]
    facts = [code for code in codes if code not in GROUND]
    parts: list[str] = []
    if besluit is not Besluit.MATCH:
        parts += [code.sentence for code in ground[:2]]
    room = FACTS_AT_MOST - len(parts)
    if facts:
        parts.append(_joined([code.sentence for code in facts[: max(room, 1)]]))
    if besluit is Besluit.MATCH and ground:
        parts.append(ground[0].sentence)
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
