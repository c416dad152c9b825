"""Signals in the name of a business whose text need not hold the name of its owner.

A trade name may hold the owner's surname (`Kapsalon Jansen`), a given name, or none of it
(`Kapsalon De Hoek`). Then the name says nothing for or against anybody, and some resident who is no
candidate may be meant just as well: the posterior must know both.
"""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content import Comparator, model_figures
from brp_match.database import Connection, create_table


def build_unnamed(con: Connection, comparators: Sequence[Comparator]) -> None:
    """Make `signaal_naamloos(signaal_nr, naamloos, ieder)` for signals in the name of a business.

    `naamloos` is P(the text does not name the person). `ieder` is the likelihood ratio of a resident of
    whom only that can be said: the name is missing, the birth date (where given) and the address are
    others. Legal persons are left out. Needs std_signalen, std_signaal_namen, signaal_adres,
    standaarddatums.
    """
    figures = model_figures()
    ratio = {
        name: _ratio(next(c for c in comparators if c.naam == name), level)
        for name, level in (("geboortedatum", "afwijkend"), ("adres", "afwijkend"))
    }
    business = _ratio(next(c for c in comparators if c.naam == "adres"), "bedrijf")
    create_table(
        con,
        "signaal_naamloos",
        f"""SELECT signaal_nr, naamloos, naamloos * CASE WHEN gedateerd THEN {ratio["geboortedatum"]} ELSE 1 END
            * CASE WHEN geen_woning THEN {business} WHEN nummer IS NULL THEN 1 ELSE {ratio["adres"]} END AS ieder
        FROM (SELECT s.signaal_nr, a.geen_woning, s.nummer,
                s.geb_soort = 'geldig' AND d.vlp IS NULL AS gedateerd,
                CASE WHEN EXISTS (SELECT 1 FROM std_signaal_namen n WHERE n.signaal_nr = s.signaal_nr
                        AND len(n.letters) > 0) THEN {figures.unnamed_person} ELSE {figures.unnamed_trade} END AS naamloos
            FROM std_signalen s JOIN signaal_adres a USING (signaal_nr)
            LEFT JOIN standaarddatums d ON d.vlp = s.vlp AND d.jaar = s.jaar AND d.maand = s.maand AND d.dag = s.dag
            WHERE s.onderneming AND coalesce(s.rechtsvorm, '') <> 'rechtspersoon'
                OR s.handelswoord AND a.geen_woning)""",
    )


def _ratio(comparator: Comparator, level: str) -> float:
    """m / u of a level with an u of its own."""
    found = comparator.by_id[level]
    return comparator.m_of(level) / (found.u if found.u is not None else found.u_minimum)
