"""What the comparison reads of the tables: rows by name, and the records made of them.

Rows and records are apart because rows go to another process sooner than records do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from brp_match.database import Connection
from brp_match.delivery.placeholders import may_owe
from brp_match.link.records import BirthDate, Resident, Signal, SignalAddress, SignalDate, Stay
from brp_match.reading.name_age import birth_years, years_of_age
from brp_match.reading.names import NameReading
from brp_match.standardise.signal_names import name_readings


class PairRow(NamedTuple):
    """A signal and a resident worth comparing."""

    paar_nr: int
    signaal_nr: int
    persoon_nr: int


class SignalRow(NamedTuple):
    """A signal: the fields of the name as delivered, the rest as it was read."""

    signaal_nr: int
    voornamen: str | None
    voorletters: str | None
    voorvoegsel: str | None
    achternaam: str | None
    volledige_naam: str | None
    afgekapt: bool
    jaar: int | None
    maand: int | None
    dag: int | None
    geb_soort: str
    leeftijd: int | None
    standaard_kans: float | None
    postcode: str | None
    straat: str | None
    nummer: int | None
    toevoeging: str | None
    geen_woning: bool
    signaaldatum: date | None
    andere_datum: date | None = None


class ResidentRow(NamedTuple):
    """A resident: the fields of the name as the register has them, the birth date in parts."""

    persoon_nr: int
    voornamen: str | None
    voorvoegsel: str | None
    geslachtsnaam: str | None
    naamgebruik: str | None
    partner_voorvoegsel: str | None
    partner_geslachtsnaam: str | None
    geslacht: str | None
    jaar: int | None
    maand: int | None
    dag: int | None


class StayRow(NamedTuple):
    """An address of a resident; `bewoners`: residents who live at exactly this address now."""

    persoon_nr: int
    postcode: str | None
    straat: str | None
    nummer: int | None
    toevoeging: str | None
    huidig: bool
    datum_tot: date | None
    bewoners: int


LIVED_WITH = """greatest(coalesce(t.n, 0),
    (v.huidig AND v.postcode IS NOT NULL AND v.nummer IS NOT NULL)::INTEGER)"""
"""SQL of `bewoners` of a stay `v` beside its row `t` of tel_adres: the resident counts, also who has secrecy and stands
in no count."""


class FormerRow(NamedTuple):
    """A former surname of a resident: folded words without prefix."""

    persoon_nr: int
    vorig: list[str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs in order of signal, the rows of the signals and residents in them, and the readings of the signals' names."""

    pairs: Sequence[PairRow]
    signals: Mapping[int, SignalRow]
    residents: Mapping[int, ResidentRow]
    stays: Mapping[int, Sequence[StayRow]]
    former: Mapping[int, Sequence[FormerRow]]
    readings: Mapping[int, tuple[NameReading, ...]]

    def only(self, pairs: Sequence[PairRow]) -> Rows:
        """Return these pairs with the rows that they need."""
        signals = {pair.signaal_nr for pair in pairs}
        people = sorted({pair.persoon_nr for pair in pairs})
        return Rows(
            pairs,
            {number: self.signals[number] for number in sorted(signals)},
            {number: self.residents[number] for number in people},
            {number: self.stays[number] for number in people if number in self.stays},
            {number: self.former[number] for number in people if number in self.former},
            {number: self.readings[number] for number in signals if number in self.readings},
        )


def read_rows(con: Connection, first: int, last: int, *, register: str = "") -> Rows:
    """Read the pairs of the signals numbered `first` to `last`, and all that is compared of them.

    `register` is the schema prefix ("" or "reg.") of the register's tables. Needs paren, std_signalen,
    std_signaal_namen, signaal_adres, sig_afgekapt, sig_twee_datums, standaarddatums.
    """
    within = f"signaal_nr BETWEEN {first:d} AND {last:d}"
    people = f"(SELECT DISTINCT persoon_nr FROM paren WHERE {within})"
    pairs = _read(con, PairRow, f"FROM paren WHERE {within} ORDER BY paar_nr")
    signals = _read(
        con,
        SignalRow,
        f"""SELECT s.*, a.geen_woning, d.kans AS standaard_kans,
            s.signaal_nr IN (SELECT signaal_nr FROM sig_afgekapt) AS afgekapt, t.andere_datum
        FROM std_signalen s JOIN signaal_adres a ON a.signaal_nr = s.signaal_nr
        LEFT JOIN standaarddatums d ON s.geb_soort = 'geldig' AND d.vlp = s.vlp AND d.jaar = s.jaar
            AND d.maand = s.maand AND d.dag = s.dag
        LEFT JOIN sig_twee_datums t ON t.signaal_nr = s.signaal_nr
        WHERE s.{within}""",
    )
    residents = _read(
        con,
        ResidentRow,
        f"""SELECT b.*, i.persoon_nr, i.jaar, i.maand, i.dag
        FROM {register}std_inwoners i SEMI JOIN {people} p ON p.persoon_nr = i.persoon_nr
        JOIN {register}raw_inwoners b ON b.persoon_id = i.persoon_id""",
    )
    stays = _read(
        con,
        StayRow,
        f"""SELECT v.*, {LIVED_WITH} AS bewoners
        FROM {register}std_verblijf v SEMI JOIN {people} p ON p.persoon_nr = v.persoon_nr
        LEFT JOIN {register}tel_adres t ON v.huidig AND t.postcode = v.postcode AND t.nummer = v.nummer
            AND t.toevoeging = v.toevoeging""",
    )
    former = _read(
        con, FormerRow, f"FROM {register}std_vorige_namen SEMI JOIN {people} USING (persoon_nr)"
    )
    return Rows(
        pairs,
        {row.signaal_nr: row for row in signals},
        {row.persoon_nr: row for row in residents},
        _by_resident(stays),
        _by_resident(former),
        name_readings(con, first, last),
    )


_Row = TypeVar("_Row", PairRow, SignalRow, ResidentRow, StayRow, FormerRow)
_OfResident = TypeVar("_OfResident", StayRow, FormerRow)


def _read(con: Connection, kind: type[_Row], query: str) -> list[_Row]:
    """The rows of a query, with those of its columns that the kind names."""
    found = con.execute(f"SELECT {', '.join(kind._fields)} FROM ({query})").fetchall()
    return [kind(*row) for row in found]


def _by_resident(rows: Sequence[_OfResident]) -> dict[int, list[_OfResident]]:
    found: dict[int, list[_OfResident]] = {}
    for row in rows:
        found.setdefault(row.persoon_nr, []).append(row)
    return found


def signal_of(row: SignalRow, names: tuple[NameReading, ...]) -> Signal:
    """Return the signal of a row; `names` are the readings of its name."""
    return Signal(
        names=names,
        written=" ".join(
            part for part in (row.voornamen, row.achternaam, row.volledige_naam) if part
        ).lower(),
        cut_off=row.afgekapt,
        birth=SignalDate(
            # a part that is not known is written as 0
            row.geb_soort,
            BirthDate(row.jaar, row.maand or None, row.dag or None),
            row.standaard_kans,
            _years(row),
            _is_impossible(row),
            _parts(row.andere_datum),
        ),
        address=SignalAddress(
            row.postcode, row.straat, row.nummer, row.toevoeging or "", row.geen_woning
        ),
        dated=row.signaaldatum,
    )


def _parts(day: date | None) -> BirthDate | None:
    return BirthDate(day.year, day.month, day.day) if day else None


def _is_impossible(row: SignalRow) -> bool:
    """Tell whether the birth date is that of somebody too young or too old to have a debt, or not born yet."""
    if row.geb_soort != "geldig" or row.signaaldatum is None:
        return False
    born = date(row.jaar or 1, row.maand or 1, row.dag or 1)
    return not may_owe(born, row.signaaldatum)


def _years(row: SignalRow) -> tuple[int, ...]:
    """The years of birth that an age in its place or the name fields leave, where the birth date is missing."""
    if row.geb_soort == "geldig":
        return ()
    return (
        years_of_age(row.leeftijd, row.signaaldatum)
        or birth_years(row.achternaam, row.signaaldatum)
        or birth_years(row.volledige_naam, row.signaaldatum)
    )


def resident_of(
    row: ResidentRow, stays: Sequence[StayRow] = (), former: Sequence[FormerRow] = ()
) -> Resident:
    """Return the resident of a row, with the addresses and the former surnames."""
    return Resident(
        persoon_nr=row.persoon_nr,
        voornamen=row.voornamen,
        voorvoegsel=row.voorvoegsel,
        geslachtsnaam=row.geslachtsnaam,
        naamgebruik=row.naamgebruik,
        partner_voorvoegsel=row.partner_voorvoegsel,
        partner_geslachtsnaam=row.partner_geslachtsnaam,
        geslacht=row.geslacht,
        birth=BirthDate(row.jaar, row.maand, row.dag),
        former=tuple(tuple(one.vorig) for one in former),
        stays=tuple(
            Stay(
                one.postcode, one.straat, one.nummer, one.toevoeging or "", one.huidig, one.datum_tot,
                one.bewoners,
            )
            for one in stays
        ),
    )  # fmt: skip
