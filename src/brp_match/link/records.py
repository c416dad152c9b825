"""What the comparison knows of a signal and of a resident: plain values, no table behind them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from brp_match.reading.names import NameReading


class BirthDate(NamedTuple):
    """Parts of a birth date; None for a part that is not known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


class SignalDate(NamedTuple):
    """The birth date of a signal, as far as it could be read.

    `kind` is that of reading a date: geldig, onvolledig, ongeldig or ontbreekt. `placeholder` is P(the source
    writes this date whatever the truth) of a date that it writes more often than its customers can share it,
    else None. `years`: the years of birth that an age or year behind the name leaves, where there is no date.
    `impossible`: a full date that nobody in debt has: of a child, in the future, or longer ago than people live.
    `other`: the date that is meant as well as may be, where the delivery does not tell the order of day and month.
    """

    kind: str = "ontbreekt"
    date: BirthDate = BirthDate()
    placeholder: float | None = None
    years: tuple[int, ...] = ()
    impossible: bool = False
    other: BirthDate | None = None


class SignalAddress(NamedTuple):
    """The address of a signal: keys as the register has them, '' for no addition, None for what is missing.

    `no_dwelling`: the address file knows the address and none of it is a home.
    """

    postcode: str | None = None
    street: str | None = None
    number: int | None = None
    addition: str = ""
    no_dwelling: bool = False


class Signal(NamedTuple):
    """One signal as the comparison needs it.

    `written` are the fields of the name as they were delivered, in small letters; `cut_off`: the name fills a
    field that is too short; `dated` is the date of the signal.
    """

    names: tuple[NameReading, ...] = ()
    written: str = ""
    cut_off: bool = False
    birth: SignalDate = SignalDate()
    address: SignalAddress = SignalAddress()
    dated: date | None = None


class Stay(NamedTuple):
    """An address where somebody lives (`current`) or has lived, `until` when (None where that is not known).

    `household` is how many residents live at exactly this address now; 0 of an address without postcode or
    number.
    """

    postcode: str | None = None
    street: str | None = None
    number: int | None = None
    addition: str = ""
    current: bool = True
    until: date | None = None
    household: int = 0


class Resident(NamedTuple):
    """One resident as the comparison needs them: raw fields of the register under their own names.

    `birth` are the parts of geboortedatum; `former` the former surnames as folded words without prefix;
    `stays` where the resident lives and has lived.
    """

    persoon_nr: int = 0
    persoon_id: str = ""
    voornamen: str | None = None
    voorvoegsel: str | None = None
    geslachtsnaam: str | None = None
    naamgebruik: str | None = None
    partner_voorvoegsel: str | None = None
    partner_geslachtsnaam: str | None = None
    geslacht: str | None = None
    birth: BirthDate = BirthDate()
    former: tuple[tuple[str, ...], ...] = ()
    stays: tuple[Stay, ...] = ()
