"""Which column of ours a delivered one may be, by what stands in it: for a person who looks at it. Pure.

A header that is known says it better; this is for the others. Every proposal says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brp_match.delivery.cells import Cell, cell_type
from brp_match.reading import read_day
from brp_match.reading.word_lists import given_name_shares

CLEAR = 0.8
"""Share of the filled cells that must be of a type before a column is proposed by it."""

GROWN_UP = 15
"""Years: who is younger than this is no debtor, so a date after it is no birth date."""

RECENT = 400
"""Days: a delivery's own date lies no further back."""

FEW = 0.25
"""Towns repeat: at most this share of the cells of such a column differ."""

GIVEN = 0.4
"""Share of given names on our short list from which a column holds given names."""

LONGEST_NUMBER = 5
"""Signs of the number of a house."""

LEAST = 3
"""Filled cells without which nothing is proposed."""

BY_TYPE = (
    ("postcode", {Cell.POSTCODE}, "postcodes"),
    ("email", {Cell.EMAIL}, "e-mailadressen"),
    ("telefoon", {Cell.TELEFOON}, "telefoonnummers"),
    ("sector", {Cell.SECTOR}, "sectoren"),
    ("soort_signaal", {Cell.SOORT}, "soorten signalen"),
    ("voorvoegsel", {Cell.VOORVOEGSEL}, "voorvoegsels"),
    ("voorletters", {Cell.VOORLETTERS}, "voorletters"),
    ("bedrag", {Cell.BEDRAG}, "bedragen"),
    ("straatnaam", {Cell.STRAAT}, "straten"),
)
"""Column, the types of cells it is known by, and what people call them; the most telling first."""


@dataclass(frozen=True)
class Proposal:
    """A column of ours and the ground, in a few words."""

    column: str
    why: str


def propose(
    columns: Sequence[Sequence[str | None]],
    taken: Mapping[int, str],
    today: date,
    deliverers: Collection[str] = (),
) -> dict[int, Proposal]:
    """Return place → proposal for columns that `taken` (place → column of ours) does not name.

    `columns`: per place cells of the same rows, None or '' for an empty one; `deliverers`: names of deliverers that are
    known. A column of ours is proposed once.
    """
    filled = {
        place: [text for cell in cells if (text := (cell or "").strip())]
        for place, cells in enumerate(columns)
        if place not in taken
    }
    filled = {place: texts for place, texts in filled.items() if len(texts) >= LEAST}
    kinds = {place: Counter(cell_type(text) for text in texts) for place, texts in filled.items()}
    found: dict[int, Proposal] = {}
    used = set(taken.values())

    def take(place: int, column: str, why: str) -> None:
        if column not in used and place not in found:
            found[place] = Proposal(column, why)
            used.add(column)

    known = {name.casefold() for name in deliverers}
    for place, texts in filled.items():
        if sum(text.casefold() in known for text in texts) >= CLEAR * len(texts):
            take(place, "vlp", "er staan namen van uw vastelastenpartners in")
    for column, types, plural in BY_TYPE:
        best = _best(kinds, types, found)
        if best is not None:
            take(best, column, f"er staan {plural} in")
    for place, texts in filled.items():
        if _share(kinds[place], {Cell.DATUM}) >= CLEAR:
            column = _date_column(texts, today)
            if column:
                take(place, column, "er staan datums in")
    for place, texts in filled.items():
        small = max(len(text) for text in texts) <= LONGEST_NUMBER
        beside = len(set(texts)) < len(texts) or bool({"straatnaam", "postcode"} & used)
        if small and beside and _share(kinds[place], {Cell.GETAL, Cell.NUMMER}) >= CLEAR:
            take(place, "huisnummer", "er staan kleine getallen in")
    for place, texts in filled.items():
        numbers = {Cell.CIJFERS, Cell.GETAL, Cell.TEKENS, Cell.NUMMER}
        if len(set(texts)) == len(texts) and _share(kinds[place], numbers) >= CLEAR:
            take(place, "signaal_id", "elke waarde komt één keer voor")
            take(place, "klantnummer", "elke waarde komt één keer voor")
    _names(filled, kinds, found, take, taken)
    return found


def _names(
    filled: Mapping[int, Sequence[str]],
    kinds: Mapping[int, Counter[Cell]],
    found: Mapping[int, Proposal],
    take: Callable[[int, str, str], None],
    taken: Mapping[int, str],
) -> None:
    """Propose what words are: the deliverer, a town, given names, a surname, a whole name."""
    words = {Cell.NAAM, Cell.STRAAT, Cell.VOORVOEGSEL}
    left = [p for p in filled if p not in found and _share(kinds[p], words) >= CLEAR]
    for place in left:
        texts = filled[place]
        if len(set(texts)) == 1:
            # a file of one town too: who delivers is said by a column before it, or by a person
            column = "vlp" if place < min(_places(taken, found), default=10_000) else "plaatsnaam"
            take(place, column, "overal staat dezelfde naam")
        elif _given(texts) >= GIVEN or _before_prefix(place, left, found):
            take(place, "voornamen", "er staan voornamen in")
        elif len(set(texts)) <= FEW * len(texts):
            take(place, "plaatsnaam", "een paar namen komen steeds terug")
        elif _many_words(texts) >= CLEAR:
            take(place, "volledige_naam", "er staan hele namen in")
        else:
            take(place, "achternaam", "er staan namen in")


def _before_prefix(place: int, left: Sequence[int], found: Mapping[int, Proposal]) -> bool:
    """Tell whether a column of names stands before the prefixes, with another behind them: given names do."""
    prefix = next((p for p, one in found.items() if one.column == "voorvoegsel"), None)
    return prefix is not None and place < prefix and any(other > prefix for other in left)


def _places(taken: Mapping[int, str], found: Mapping[int, Proposal]) -> list[int]:
    """Places of columns of an address."""
    columns = dict(taken) | {place: one.column for place, one in found.items()}
    return [
        place
        for place, column in columns.items()
        if column in ("postcode", "straatnaam", "huisnummer")
    ]


def _best(
    kinds: Mapping[int, Counter[Cell]], types: set[Cell], found: Mapping[int, Proposal]
) -> int | None:
    shares = {place: _share(one, types) for place, one in kinds.items() if place not in found}
    best = max(shares, key=lambda place: (shares[place], -place), default=None)
    return best if best is not None and shares[best] >= CLEAR else None


def _share(kinds: Counter[Cell], types: set[Cell]) -> float:
    return sum(kinds[one] for one in types) / max(1, kinds.total())


def _date_column(texts: Sequence[str], today: date) -> str:
    """Return which date a column holds by how long ago they are; '' where that tells nothing."""
    days = sorted(day for day in map(read_day, texts) if day is not None)
    if not days:
        return ""
    middle = days[len(days) // 2]
    if middle.year <= today.year - GROWN_UP:
        return "geboortedatum"
    if middle > today:
        return "einddatum_contract"
    return "signaaldatum" if (today - middle).days <= RECENT else "ontstaansdatum"


def _given(texts: Sequence[str]) -> float:
    known = given_name_shares()
    return sum(text.split()[0].casefold() in known for text in texts) / len(texts)


def _many_words(texts: Sequence[str]) -> float:
    return sum(len(text.split()) > 1 for text in texts) / len(texts)
