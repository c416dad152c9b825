"""What a checked list comes to in one sentence. Pure, in Dutch."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.dutch import counted, listed, whole
from brp_match.lists.answers import RESIDENTS, Answer, Answered, count

_REST = (
    (Answer.OVERLEDEN, "is overleden", "zijn overleden"),
    (Answer.ANDERE_GEMEENTE, "staat in een andere gemeente", "staan in een andere gemeente"),
    (Answer.VERTROKKEN, "is vertrokken", "zijn vertrokken"),
    (Answer.NIET_GEVONDEN, "is niet gevonden", "zijn niet gevonden"),
    (Answer.GEEN_PERSOON, "is geen persoon", "zijn geen persoon"),
    (Answer.DUBBEL, "staat er dubbel op", "staan er dubbel op"),
    (Answer.ONLEESBAAR, "is niet te lezen", "zijn niet te lezen"),
)


def sentence(answered: Sequence[Answered]) -> str:
    """Return the sentence. With a list before it is about what is new since; nothing of a person is in it."""
    if answered and answered[0].nieuw is not None:
        new = [one for one in answered if one.nieuw]
        since = counted(len(new), "rij is", "rijen zijn")
        start = f"{since} nieuw sinds de vorige lijst, van {whole(len(answered))}"
        return f"{start}. {_about(new, 'Van de nieuwe')}" if new else f"{start}."
    return _about(answered, f"Van {counted(len(answered), 'rij', 'rijen')}")


def _about(rows: Sequence[Answered], start: str) -> str:
    counts = count(rows)
    here = sum(counts[kind] for kind in RESIDENTS)
    other = counts[Answer.ANDER_ADRES]
    moved = f" (waarvan {whole(other)} op een ander adres)" if other else ""
    text = f"{start} {'gaat' if here == 1 else 'gaan'} er {whole(here)} over een inwoner{moved}"
    rest = [
        f"{whole(counts[kind])} {one if counts[kind] == 1 else more}"
        for kind, one, more in _REST
        if counts[kind]
    ]
    if counts[Answer.TWIJFEL]:
        rest.append(f"bij {whole(counts[Answer.TWIJFEL])} is er twijfel")
    return f"{text}; {listed(rest)}." if rest else f"{text}."
