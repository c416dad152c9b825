"""Signals in the name of a business whose text need not hold the name of its owner.

A trade name may hold the owner's surname (`Kapsalon Jansen`), a given name, or none of it
(`Kapsalon De Hoek`). Then the name says nothing for or against anybody, and some resident who is no
candidate may be meant just as well: the posterior must know both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brp_match.content import Comparator, ModelFigures, model_figures
from brp_match.database import Connection, create_table_of


@dataclass(frozen=True, slots=True)
class BusinessSignal:
    """What counts of a signal that may name a business.

    `business`: it does, by a legal form, a trade name or a number of the Chamber of Commerce; `legal_person`:
    as a legal person; `weak_word`: by a trade word that is a surname too. `initials`: initials stand in the
    text; `dated`: it has a birth date that is no placeholder; `numbered`: an address with a number;
    `no_dwelling`: one that is no home.
    """

    business: bool
    legal_person: bool
    weak_word: bool
    initials: bool
    dated: bool
    numbered: bool
    no_dwelling: bool


@dataclass(frozen=True, slots=True)
class Ratios:
    """m / u of a resident of whom nothing else agrees: another birth date, another address, and an address
    that is no home while the resident lives elsewhere."""

    date: float
    address: float
    business: float

    @classmethod
    def of(cls, comparators: Sequence[Comparator]) -> Ratios:
        """Take them from the comparators."""
        by_name = {comparator.naam: comparator for comparator in comparators}
        return cls(
            _ratio(by_name["geboortedatum"], "afwijkend"),
            _ratio(by_name["adres"], "afwijkend"),
            _ratio(by_name["adres"], "bedrijf"),
        )


def unnamed(
    signal: BusinessSignal, ratios: Ratios, figures: ModelFigures
) -> tuple[float, float] | None:
    """Return q, P(the text does not name the person), and q times the likelihood ratio of a resident of whom
    only that can be said: the name is missing, the birth date (where given) and the address are others.

    None where the text names its person: no business, or a legal person. A weak trade word counts at an
    address that is no home.
    """
    named = signal.business and not signal.legal_person
    if not named and not (signal.weak_word and signal.no_dwelling):
        return None
    q = figures.unnamed_person if signal.initials else figures.unnamed_trade
    anybody = q * (ratios.date if signal.dated else 1.0)
    if signal.no_dwelling:
        return q, anybody * ratios.business
    return q, anybody * (ratios.address if signal.numbered else 1.0)


def build_unnamed(con: Connection, comparators: Sequence[Comparator]) -> None:
    """Make `signaal_naamloos(signaal_nr, naamloos, ieder)` of the signals that `unnamed` has an answer for.

    Needs std_signalen, std_signaal_namen, signaal_adres, standaarddatums.
    """
    ratios, figures = Ratios.of(comparators), model_figures()
    rows = con.execute(
        """SELECT s.signaal_nr, s.onderneming, coalesce(s.rechtsvorm = 'rechtspersoon', false), s.handelswoord,
            EXISTS (SELECT 1 FROM std_signaal_namen n WHERE n.signaal_nr = s.signaal_nr AND len(n.letters) > 0),
            s.geb_soort = 'geldig' AND d.vlp IS NULL, s.nummer IS NOT NULL, a.geen_woning
        FROM std_signalen s JOIN signaal_adres a USING (signaal_nr)
        LEFT JOIN standaarddatums d ON d.vlp = s.vlp AND d.jaar = s.jaar AND d.maand = s.maand AND d.dag = s.dag
        WHERE s.onderneming OR s.handelswoord ORDER BY s.signaal_nr"""
    ).fetchall()
    found = ((number, unnamed(BusinessSignal(*facts), ratios, figures)) for number, *facts in rows)
    create_table_of(
        con,
        "signaal_naamloos",
        {"signaal_nr": "INTEGER", "naamloos": "DOUBLE", "ieder": "DOUBLE"},
        [(number, *one) for number, one in found if one is not None],
    )


def _ratio(comparator: Comparator, level: str) -> float:
    """m / u of a level with an u of its own."""
    found = comparator.by_id[level]
    return comparator.m_of(level) / (found.u if found.u is not None else found.u_minimum)
