"""What could not be read in a signal is no proof that it is about nobody."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.decide.facts import CandidateFacts, SignalFacts
from brp_match.model import Reason


def unreadable_reasons(signal: SignalFacts) -> list[Reason]:
    """Return the codes for the key fields of a signal that could not be read; empty where all could."""
    reasons = []
    if "geboortedatum" in signal.onleesbaar:
        reasons.append(Reason.GEBOORTEDATUM_ONLEESBAAR)
    if {"naam", "adres"} & set(signal.onleesbaar):
        reasons.append(Reason.GEGEVENS_ONLEESBAAR)
    return reasons


_NO_DATE = {
    Reason.GEBOORTEDATUM_ONTBREEKT, Reason.GEBOORTEDATUM_STANDAARDWAARDE, Reason.GEBOORTEDATUM_AFWIJKEND,
}  # fmt: skip
_NO_ADDRESS = {Reason.ADRES_ONTBREEKT, Reason.ADRES_AFWIJKEND, Reason.ADRES_BEDRIJF}


def by_name_alone(signal: SignalFacts, best: CandidateFacts) -> bool:
    """Tell whether only the name speaks for a resident, and what else the signal says could not all be read: that might
    have told a namesake."""
    codes = set(best.redenen)
    # a date of which nothing could be read has no code of its own yet
    undated = codes & _NO_DATE or not any(code.startswith("GEBOORTEDATUM") for code in codes)
    return bool(signal.onleesbaar and undated and codes & _NO_ADDRESS)


def with_delivery(reasons: Sequence[str], signal: SignalFacts) -> tuple[str, ...]:
    """Return the reasons with what the delivery did to the signal: each code once, in order.

    A birth date that could not be read is not one that is absent.
    """
    codes = list(reasons)
    unread = [str(code) for code in unreadable_reasons(signal)]
    if Reason.GEBOORTEDATUM_ONLEESBAAR in unread:
        codes = [
            str(Reason.GEBOORTEDATUM_ONLEESBAAR) if c == Reason.GEBOORTEDATUM_ONTBREEKT else c
            for c in codes
        ]
    shifted = [str(Reason.GEGEVENS_VERSCHOVEN)] if signal.verschoven else []
    return tuple(dict.fromkeys([*codes, *unread, *shifted]))
