"""What the register says of one row of a list, and whether it was there before. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from brp_match.model import Besluit, Reason
from brp_match.reading.status import Status


class Answer(StrEnum):
    """What becomes of a row; `says` is said of it on the page."""

    says: str

    def __new__(cls, code: str, says: str) -> Answer:
        """Make a member whose value is the code and that carries what is said of it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.says = says
        return member

    OP_ADRES = "op_adres", "Woont hier, op het adres van de lijst"
    ANDER_ADRES = "ander_adres", "Woont hier, op een ander adres"
    OVERLEDEN = "overleden", "Overleden"
    ANDERE_GEMEENTE = "andere_gemeente", "Staat ingeschreven in een andere gemeente"
    VERTROKKEN = "vertrokken", "Vertrokken naar het buitenland, of onbekend waarheen"
    TWIJFEL = "twijfel", "Te beoordelen: misschien een inwoner"
    NIET_GEVONDEN = "niet_gevonden", "Niet gevonden in de BRP"
    GEEN_PERSOON = "geen_persoon", "Bedrijf of stichting"
    ONLEESBAAR = "onleesbaar", "Niet te lezen, of te weinig gegevens"
    DUBBEL = "dubbel", "Staat al eerder op deze lijst"


RESIDENTS = (Answer.OP_ADRES, Answer.ANDER_ADRES)

_BY_STATUS = {
    Status.OVERLEDEN: Answer.OVERLEDEN,
    Status.ANDERE_GEMEENTE: Answer.ANDERE_GEMEENTE,
    Status.GEEMIGREERD: Answer.VERTROKKEN,
    Status.VERTROKKEN_ONBEKEND: Answer.VERTROKKEN,
}
_BY_GROUND = {
    Reason.OVERLEDEN: Answer.OVERLEDEN,
    Reason.VERHUISD_ANDERE_GEMEENTE: Answer.ANDERE_GEMEENTE,
    Reason.VERTROKKEN: Answer.VERTROKKEN,
    Reason.VERTROKKEN_ONBEKEND: Answer.VERTROKKEN,
    Reason.RECHTSPERSOON: Answer.GEEN_PERSOON,
    Reason.GEGEVENS_ONLEESBAAR: Answer.ONLEESBAAR,
    Reason.GEBOORTEDATUM_ONLEESBAAR: Answer.ONLEESBAAR,
    Reason.ONVOLDOENDE_GEGEVENS: Answer.ONLEESBAAR,
}


@dataclass(frozen=True)
class ListRow:
    """One row of a list as the engine decided it.

    `regel`: its line in the file; `kenmerk`: the list's own number, '' for none. `kans`: P(the resident named).
    `status` and `op_adres` are of that resident. `wie`: keys of name, birth date and address as written, which
    spelling does not change; empty where that is too little to know somebody by.
    """

    regel: int
    kenmerk: str
    besluit: str
    kans: float
    persoon_id: str
    redenen: tuple[str, ...]
    toelichting: str
    status: Status | None
    op_adres: bool
    wie: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answered:
    """A row with its answer. `dubbel_van`: the line of the row before it about the same person, 0 for none.
    `nieuw`: not on the list before; None where no list before was given."""

    rij: ListRow
    antwoord: Answer
    dubbel_van: int = 0
    nieuw: bool | None = None


def answer_of(row: ListRow, match_at: float) -> Answer:
    """Say what the register says of a row. `match_at`: P from which a resident is sure (the policy's).

    A rule about signals (a minor, a repeat, an amount) says nothing of a list: a sure resident counts as what
    the register says, whatever would be done with a signal.
    """
    ground = Reason.__members__.get(row.redenen[0]) if row.redenen else None
    if row.persoon_id and row.kans >= match_at:
        if row.status is Status.INWONER:
            return Answer.OP_ADRES if row.op_adres else Answer.ANDER_ADRES
        return _BY_STATUS.get(row.status, Answer.TWIJFEL) if row.status else Answer.TWIJFEL
    if ground in _BY_GROUND and not (
        ground is Reason.RECHTSPERSOON and row.besluit == Besluit.REVIEW
    ):
        return _BY_GROUND[ground]
    return Answer.NIET_GEVONDEN if row.besluit == Besluit.REJECT else Answer.TWIJFEL


_NO_DOUBLE = frozenset({Answer.ONLEESBAAR, Answer.GEEN_PERSOON})


def answer_list(
    rows: Iterable[ListRow], match_at: float, before: Collection[ListRow] | None = None
) -> list[Answered]:
    """Answer every row of a list, in order of line; a person counts once, later rows are double.

    `before`: the rows of the list before, answered by the same engine; None where none was given.
    """
    known = {key for row in before or () for key in _keys(row, match_at)}
    seen: dict[str, int] = {}
    answered = []
    for row in sorted(rows, key=lambda one: one.regel):
        keys = _keys(row, match_at)
        one = Answered(row, answer_of(row, match_at))
        first = min((seen[key] for key in keys if key in seen), default=0)
        if first and one.antwoord not in _NO_DOUBLE:
            one = replace(one, antwoord=Answer.DUBBEL, dubbel_van=first)
        for key in keys:
            seen.setdefault(key, row.regel)
        if before is not None:
            one = replace(one, nieuw=not any(key in known for key in keys))
        answered.append(one)
    return answered


def gone(before: Iterable[ListRow], rows: Iterable[ListRow], match_at: float) -> list[ListRow]:
    """Return the rows of the list before whose person is not on this one."""
    known = {key for row in rows for key in _keys(row, match_at)}
    return [
        row
        for row in before
        if (keys := _keys(row, match_at)) and not any(key in known for key in keys)
    ]


def _keys(row: ListRow, match_at: float) -> list[str]:
    """What a person is known by between rows: the resident found, and what the row itself writes."""
    resident = [f"P|{row.persoon_id}"] if row.persoon_id and row.kans >= match_at else []
    return resident + (["W|" + "|".join(row.wie)] if row.wie else [])


def count(answered: Sequence[Answered]) -> dict[Answer, int]:
    """Return how many rows have each answer, those that none has too."""
    return {kind: sum(1 for one in answered if one.antwoord is kind) for kind in Answer}


FIELDS = ("naam", "geboortedatum", "adres")

_FAULTS = {
    Reason.NAAM_OMGEDRAAID: "naam", Reason.NAAM_PARTNER: "naam", Reason.NAAM_SCHRIJFWIJZE: "naam",
    Reason.VOORVOEGSEL_AFWIJKEND: "naam", Reason.ROEPNAAM: "naam", Reason.ALLEEN_VOORLETTERS: "naam",
    Reason.ALLEEN_ACHTERNAAM: "naam", Reason.VOORNAAM_AFWIJKEND: "naam", Reason.NAAM_AFWIJKEND: "naam",
    Reason.GEBOORTEDATUM_ONTBREEKT: "geboortedatum", Reason.GEBOORTEDATUM_STANDAARDWAARDE: "geboortedatum",
    Reason.GEBOORTEDATUM_DAG_MAAND_OMGEDRAAID: "geboortedatum", Reason.GEBOORTEDATUM_TYPEFOUT: "geboortedatum",
    Reason.GEBOORTEDATUM_AFWIJKEND: "geboortedatum", Reason.GEBOORTEDATUM_ONLEESBAAR: "geboortedatum",
    Reason.ADRES_TOEVOEGING_AFWIJKEND: "adres", Reason.ADRES_VORIG: "adres", Reason.ADRES_BEDRIJF: "adres",
    Reason.ADRES_AFWIJKEND: "adres", Reason.ADRES_ONTBREEKT: "adres",
}  # fmt: skip
"""Reason that tells of something wrong in a row → the field it is about."""


def faults_of(answered: Sequence[Answered], match_at: float) -> list[tuple[str, Reason, int]]:
    """Return (field, reason, rows) of the rows whose resident is sure, by field, the most frequent first."""
    counts: dict[Reason, int] = {}
    for one in answered:
        if one.rij.persoon_id and one.rij.kans >= match_at:
            for code in one.rij.redenen:
                reason = Reason.__members__.get(code)
                if reason in _FAULTS:
                    counts[reason] = counts.get(reason, 0) + 1
    return sorted(
        ((_FAULTS[reason], reason, number) for reason, number in counts.items()),
        key=lambda row: (FIELDS.index(row[0]), -row[2], row[1]),
    )
