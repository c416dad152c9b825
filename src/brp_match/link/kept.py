"""Which candidates of a signal are kept, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content import model_figures


def kept(
    chances: Sequence[float], ids: Sequence[str] | Sequence[int], at_address: Sequence[bool]
) -> list[int]:
    """Return the places of the candidates of one signal that are kept, the likeliest first.

    Kept are those with at least `keep_from`, the likeliest `keep_at_least`, and all who live at the signal's address
    (what a reviewer sees of the household), `keep_at_most` together.
    `chances` are posterior probabilities, `ids` persoon_id or persoon_nr, which follows it: by these equal ones are
    ordered; the candidates come in the order of persoon_nr.
    """
    figures = model_figures()
    likely = sorted(range(len(chances)), key=lambda place: -chances[place])
    chosen = [
        place
        for number, place in enumerate(likely)
        if chances[place] >= figures.keep_from
        or number < figures.keep_at_least
        or at_address[place]
    ]
    return sorted(chosen, key=lambda place: (-chances[place], ids[place]))[: figures.keep_at_most]
