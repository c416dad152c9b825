"""The privacy firewall: what may go to a deliverer, as types that cannot hold a BRP value.

Two kinds of content only. `DeliveryFact` and `OwnCount` say what the deliverer's own delivery
shows. `Rate` is a comparison with the BRP, over at least `minimum` signals and with at least
`minimum` in either part; anything less is `Withheld`. There is no free text, no date, no decimal
and no whole number long enough for a BSN or a date. `check` walks a finished card and refuses
anything else; every writer for deliverers calls it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum, StrEnum

from brp_match.delivery.findings import Kind
from brp_match.dutch import Month
from brp_match.ingest.columns import SIGNALS
from brp_match.model import Sector

LARGEST = 9_999_999
"""Largest count or line number: one digit short of a date (jjjjmmdd), two of a BSN."""


LONGEST_NAME = 80
"""Characters of a deliverer's name on its card."""


CODE = r"[A-Z]{2,20}(_[A-Z0-9]{1,20}){1,8}"
CUSTOMER = r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._/-]{0,29}"
SIGNAL = r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._/-]{0,39}"


class Outcome(StrEnum):
    """What a deliverer may hear of its signals (DDAS feedback, and what is still open)."""

    OPGEPAKT = "opgepakt"
    IN_BEOORDELING = "in_beoordeling"
    ONTERECHT_SIGNAAL = "onterecht_signaal"
    HERHAALDE_MELDING = "herhaalde_melding"
    OVERLEDEN = "overleden"
    GEEN_INWONER = "geen_inwoner"
    NIET_OPGEPAKT = "niet_opgepakt"


class Field(StrEnum):
    """Parts of a signal whose accuracy is reported."""

    ACHTERNAAM = "achternaam"
    VOORNAAM = "voornaam"
    GEBOORTEDATUM = "geboortedatum"
    ADRES = "adres"


@dataclass(frozen=True, order=True)
class ExpectationCode:
    """The code of an expectation in `expectations/`; nothing a register holds has this form."""

    value: str

    def __post_init__(self) -> None:
        if not re.fullmatch(CODE, self.value):
            raise ValueError("not the code of an expectation")


@dataclass(frozen=True, order=True)
class CustomerNumber:
    """The deliverer's own number for its customer, as it delivered it.

    Letters, digits and - . / _ only, with a digit and without a space, at most 30 characters.
    """

    value: str

    def __post_init__(self) -> None:
        if not re.fullmatch(CUSTOMER, self.value):
            raise ValueError("not a customer number")


@dataclass(frozen=True, order=True)
class SignalNumber:
    """The deliverer's own number for its signal, as it delivered it; of the same form, at most 40 characters."""

    value: str

    def __post_init__(self) -> None:
        if not re.fullmatch(SIGNAL, self.value):
            raise ValueError("not the number of a signal")


@dataclass(frozen=True)
class Sender:
    """Who gives a card, where questions go, and when it was made: said at the command, of no delivery or register.

    `gemeente` and `contact`: at most 80 characters that can be printed, '' for none.
    """

    gemeente: str
    contact: str = ""
    gemaakt: date | None = None

    def __post_init__(self) -> None:
        for text in (self.gemeente, self.contact):
            if len(text) > LONGEST_NAME or not text.isprintable():
                raise ValueError("not a name or a contact")


@dataclass(frozen=True, order=True)
class DelivererName:
    """The name under which the deliverer delivers: 1 to 80 characters that can be printed."""

    value: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.value) <= LONGEST_NAME or not self.value.isprintable():
            raise ValueError("not the name of a deliverer")

    @classmethod
    def of(cls, delivered: str) -> DelivererName:
        """Make it of a name as delivered: cut with an ellipsis, other characters as spaces."""
        text = "".join(one if one.isprintable() else " " for one in delivered).strip() or "–"
        return cls(text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…")


@dataclass(frozen=True, order=True)
class HabitKind:
    """The kind of a finding about the delivery as a whole: one of `delivery.findings.Kind`."""

    value: str

    def __post_init__(self) -> None:
        if type(self.value) is not str or self.value not in set(Kind):
            raise ValueError("not a kind of finding")


@dataclass(frozen=True, order=True)
class ColumnName:
    """A column of the delivery, by our name, or one of the fields made of several."""

    value: str

    def __post_init__(self) -> None:
        if type(self.value) is not str or self.value not in {*SIGNALS, "naam", "adres"}:
            raise ValueError("not a column of a delivery")


@dataclass(frozen=True)
class DeliveryFact:
    """One row of the deliverer's own delivery that breaks one expectation."""

    regel: int
    code: ExpectationCode
    klantnummer: CustomerNumber | None = None
    signaalnummer: SignalNumber | None = None

    def __post_init__(self) -> None:
        _bounded(self.regel)


@dataclass(frozen=True)
class OwnCount:
    """How many of the rows delivered break an expectation: countable from the delivery alone."""

    teller: int
    noemer: int

    def __post_init__(self) -> None:
        _bounded(self.teller, self.noemer)
        if self.teller > self.noemer:
            raise ValueError("a part is larger than its whole")


@dataclass(frozen=True)
class Rate:
    """A share that comes from comparing with the BRP, large enough to say nothing of anybody."""

    teller: int
    noemer: int
    minimum: int

    def __post_init__(self) -> None:
        _bounded(self.teller, self.noemer, self.minimum)
        if self.minimum < 2:
            raise ValueError("a minimum under 2 protects nobody")
        if min(self.teller, self.noemer - self.teller) < self.minimum:
            raise ValueError("too few signals for a rate")


@dataclass(frozen=True)
class Withheld:
    """A share that is not given. Nothing tells why: too small, or needed to hide another."""


@dataclass(frozen=True)
class AtLeast(Withheld):
    """At least `teller` of `noemer`, in whole multiples of `minimum`; the figure itself is withheld.

    A reader that knows no bounds may treat it as withheld.
    """

    teller: int
    noemer: int
    minimum: int

    def __post_init__(self) -> None:
        _bounded(self.teller, self.noemer, self.minimum)
        if self.minimum < 2:
            raise ValueError("a minimum under 2 protects nobody")
        if self.teller % self.minimum or self.teller < self.minimum:
            raise ValueError("a bound is a whole multiple of the minimum")
        if self.noemer - self.teller < self.minimum:
            raise ValueError("a bound this near to the whole tells the rest")


Share = Rate | Withheld


@dataclass(frozen=True)
class OutcomeShare:
    """How many signals had one outcome: its own count where that is fed back row by row."""

    uitkomst: Outcome
    aandeel: Share | OwnCount


@dataclass(frozen=True)
class MonthChecks:
    """One expectation in one month."""

    maand: Month
    aantal: OwnCount


@dataclass(frozen=True)
class CheckResult:
    """One expectation over the months, the last being that of the card."""

    code: ExpectationCode
    maanden: tuple[MonthChecks, ...]


@dataclass(frozen=True)
class MendShare:
    """One thing to mend: own rows with the fault, and the share dropped or reviewed because of it.

    The drop-out is its own count where every one of them is fed back row by row.
    """

    code: ExpectationCode
    rijen: OwnCount
    uitval: Share | OwnCount
    beoordeling: Share


@dataclass(frozen=True)
class HabitCount:
    """What the delivery shows of itself in one column: rows it is about, and how many were mended."""

    soort: HabitKind
    kolom: ColumnName
    rijen: OwnCount
    hersteld: OwnCount


@dataclass(frozen=True)
class FieldShare:
    """How often a field agrees for the persons found."""

    veld: Field
    klopt: Share


@dataclass(frozen=True)
class MonthShares:
    """The deliverer's drop-out and reviews in one month."""

    maand: Month
    geleverd: OwnCount
    uitval: Share
    beoordeling: Share


class Part(StrEnum):
    """Parts of a drop-out, larger than an outcome: what is too small alone is told together."""

    UW_GEGEVENS = "uw_gegevens"
    NIET_UW_GEGEVENS = "niet_uw_gegevens"
    TERECHT = "terecht"
    GEMEENTE = "gemeente"
    OVERLEDEN_OF_GEEN_INWONER = "overleden_of_geen_inwoner"


@dataclass(frozen=True)
class PartShare:
    """One part of the drop-out of the month."""

    deel: Part
    aandeel: Share


@dataclass(frozen=True)
class PeriodShare:
    """The drop-out in `maanden` months of a calendar quarter or year that are withheld one by one."""

    van: Month
    tot: Month
    maanden: int
    geleverd: OwnCount
    uitval: Share


class Reach(StrEnum):
    """Whom the average drop-out is of: all deliverers of the municipality, or those of the own sector."""

    ALLE = "alle"
    SECTOR = "sector"


@dataclass(frozen=True)
class VlpScorecard:
    """What one deliverer gets for one month. Made by `release.release` alone."""

    vlp: DelivererName
    sector: Sector
    maand: Month
    uitkomsten: tuple[OutcomeShare, ...]
    gemiddelde_uitval: Share
    verbeteren: tuple[MendShare, ...]
    controles: tuple[CheckResult, ...]
    velden: tuple[FieldShare, ...]
    maanden: tuple[MonthShares, ...]
    feiten: tuple[DeliveryFact, ...]
    gewoonten: tuple[HabitCount, ...] = ()
    verdeling: tuple[PartShare, ...] = ()
    tijdvakken: tuple[PeriodShare, ...] = ()
    vergeleken: Reach = Reach.ALLE
    bestanden: int = 0
    """How many files its signals came in: their names are texts, and stay."""

    def __post_init__(self) -> None:
        check(self)


class FirewallError(Exception):
    """Something that is not allowed stood in a card for a deliverer. Names the type, no value."""


LEAVES = (
    ExpectationCode,
    CustomerNumber,
    SignalNumber,
    DelivererName,
    HabitKind,
    ColumnName,
    Month,
)
"""Records whose text or numbers are bounded by their own check."""


def check(value: object) -> None:
    """Walk a card; raise FirewallError for anything that is no allowed record, code or count."""
    if type(value) in LEAVES or value is None:
        return
    if isinstance(value, Enum):
        if not isinstance(value, Outcome | Field | Sector | Part | Reach):
            raise FirewallError(f"{type(value).__name__} may not go to a deliverer")
        return
    if type(value) is int:
        if not 0 <= value <= LARGEST:
            raise FirewallError("a number too long may not go to a deliverer")
        return
    if type(value) is tuple:
        for part in value:
            check(part)
        return
    if is_dataclass(value) and type(value).__module__ == __name__:
        for part_field in fields(value):
            check(getattr(value, part_field.name))
        return
    raise FirewallError(f"{type(value).__name__} may not go to a deliverer")


def _bounded(*numbers: int) -> None:
    for number in numbers:
        if type(number) is not int or not 0 <= number <= LARGEST:
            raise ValueError("not a count")
