"""One signal read: everything that its keys, its comparison and its decision ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from brp_match.content import ModelFigures, model_figures
from brp_match.decide.facts import SignalFacts
from brp_match.decide.garage import names_a_box
from brp_match.decide.repeats import kind_of
from brp_match.delivery.findings import DeliveredRow
from brp_match.delivery.known import KnownWords
from brp_match.delivery.profile import Marks, profile
from brp_match.link.placeholders import Delivered, placeholders
from brp_match.link.posterior import AGE_UNKNOWN
from brp_match.link.records import BirthDate, Signal
from brp_match.link.rows import SignalRow, signal_of
from brp_match.link.signal_addresses import AtAddress, at_address
from brp_match.link.unnamed import BusinessSignal, Ratios, unnamed
from brp_match.lookup.rows import RowStore
from brp_match.reading import customer_key, read_day
from brp_match.reading.names import NamedPeople
from brp_match.reading.status import code_of
from brp_match.reading.towns import town_key
from brp_match.reading.word_lists import placeholder_dates
from brp_match.register.candidate_keys import Asked, asked_keys
from brp_match.standardise.signal_names import NAME_FIELDS
from brp_match.standardise.signals import ReadFields, known_of, read_one

Values = Mapping[str, str | None]


@dataclass(frozen=True)
class OneSignal:
    """A signal as delivered (`values`, the columns of the contract) and as it was read.

    `amount` in EUR; `trade_word`: a trade word that is a surname too; `people`: whom the name names; `address`: what the
    address file says.
    """

    values: Values
    signal: Signal
    amount: float | None
    legal_person: bool
    business: bool
    trade_word: bool
    people: NamedPeople
    address: AtAddress
    marks: Marks

    @property
    def vlp(self) -> str:
        """Who delivered it."""
        return self.values.get("vlp") or ""

    @property
    def sector(self) -> str:
        """Its sector."""
        return self.values.get("sector") or "Overige"

    @property
    def dated(self) -> bool:
        """Whether it has a whole birth date that is no placeholder."""
        return self.signal.birth.kind == "geldig" and self.signal.birth.placeholder is None

    def keys(self, *, fine: bool) -> Iterator[Asked]:
        """What it asks a register for."""
        place, birth = self.signal.address, self.signal.birth
        parts = (birth.date.year or 0, birth.date.month or 0, birth.date.day or 0)
        known = known_of(
            place.postcode, place.street, place.number, town_key(self.values.get("plaatsnaam")) or None,
            parts if birth.kind == "geldig" else None, self.signal.names,
        )  # fmt: skip
        return asked_keys(known, fine=fine)

    def age_of(self, birth: BirthDate) -> float:
        """Years of a resident at the date of the signal, AGE_UNKNOWN where one of both is not known."""
        day = self.signal.dated
        if birth.year is None or day is None:
            return AGE_UNKNOWN
        before = (birth.month or 1, birth.day or 1) > (day.month, day.day)
        return float(day.year - birth.year - before)

    def unnamed(self, ratios: Ratios, figures: ModelFigures) -> tuple[float, float]:
        """q and the ratio of a resident of whom only that can be said (`unnamed`); 0 where it names its person."""
        asked = BusinessSignal(
            business=self.business,
            legal_person=self.legal_person,
            weak_word=self.trade_word,
            initials=any(one.initials for one in self.signal.names),
            dated=self.dated,
            numbered=self.signal.address.number is not None,
            no_dwelling=self.address.no_dwelling,
        )
        return unnamed(asked, ratios, figures) or (0.0, 0.0)


def read_signal(values: Values, store: RowStore) -> OneSignal:
    """Read one signal, given by the columns of the contract, beside what the register counts and knows.

    `values` are stripped, None for what is absent; what their letters and figures show by themselves is mended.
    """
    values, marks = understood(values)
    read = read_one(values)
    fields = read.fields
    addition = fields.toevoeging or ""
    place = at_address(
        addition,
        store.addresses(fields.postcode, fields.straat, fields.nummer),
        lived_in=store.is_lived_in(fields.postcode, fields.nummer, addition),
        numbered=fields.nummer is not None,
    )
    signal = signal_of(
        SignalRow(
            signaal_nr=1,
            **{name: values.get(name) for name in NAME_FIELDS},
            # one name does not show how long a field is
            afgekapt=False,
            jaar=fields.jaar,
            maand=fields.maand,
            dag=fields.dag,
            geb_soort=fields.geb_soort,
            leeftijd=fields.leeftijd,
            standaard_kans=_placeholder(fields, store),
            postcode=fields.postcode,
            straat=fields.straat,
            nummer=fields.nummer,
            toevoeging=fields.toevoeging,
            geen_woning=place.no_dwelling,
            signaaldatum=date.fromisoformat(fields.signaaldatum) if fields.signaaldatum else None,
            andere_datum=marks.other_birth,
        ),
        read.names,
    )
    return OneSignal(
        values=values,
        signal=signal,
        amount=fields.bedrag,
        legal_person=read.form == "rechtspersoon",
        business=read.business,
        trade_word=read.trade_word,
        people=read.people,
        address=place,
        marks=marks,
    )


def understood(signal: Values) -> tuple[Values, Marks]:
    """Return the signal with what its letters and figures show by themselves mended, and its marks.

    One row shows no habit of a delivery; no word of the register is looked up.
    """
    row = DeliveredRow(0, 1, signal.get("vlp") or "", signal)
    found = profile([row], {}, KnownWords(), date.today(), {})
    marks = next(iter(found.marks.values()), Marks((), False))
    return {**signal, **found.mends.get((0, 1), {})}, marks


def _placeholder(read: ReadFields, store: RowStore) -> float | None:
    """P(the source writes this date whatever the truth) of a known placeholder, None for another date."""
    if read.geb_soort != "geldig" or read.jaar is None or read.maand is None or read.dag is None:
        return None
    day = (read.jaar, read.maand, read.dag)
    found = placeholders(
        [Delivered("", day, 1)], {"": 1}, store.births(day), placeholder_dates(), model_figures()
    )
    return found[0].kans if found else None


def facts_of_signal(one: OneSignal, nobody: float, related: float, unseen: float) -> SignalFacts:
    """Return what a decision asks of the signal; the probabilities are those of `Posterior`."""
    values, sent = one.values, one.signal.dated
    arose = read_day(values.get("ontstaansdatum"))
    numbers = [values.get(name) for name in ("huisnummer", "huisletter", "huisnummertoevoeging")]
    return SignalFacts(
        signaal_id=values.get("signaal_id") or "",
        vlp=one.vlp,
        sector=one.sector,
        rechtspersoon=one.legal_person,
        onderneming=one.business,
        geen_woning=one.address.no_dwelling,
        box=one.address.box,
        deels_geen_woning=one.address.partly_no_dwelling,
        zonder_geboortedatum=not one.dated,
        zonder_voornaam=not any(name.given or name.initials for name in one.signal.names),
        kans_geen=nobody,
        kans_verwant=related,
        kans_ongezien=unseen,
        box_genoemd=names_a_box(values.get("straatnaam"), *numbers),
        onleesbaar=tuple(map(str, one.marks.unreadable)),
        verschoven=one.marks.shifted,
        houders=one.people.holders,
        bewind=one.people.administrator,
        erven=one.people.heirs,
        soort=kind_of(values.get("soort_signaal")),
        bedrag=one.amount,
        signaaldatum=sent,
        achterstand_dagen=(sent - arose).days if sent and arose else None,
        gemeente=code_of(values.get("gemeente")),
        contract=customer_key(values.get("klantnummer")) or "",
    )
