"""Deliveries in and out of the API: signals, questions, decisions, a single comparison."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from brp_match.web.api.models import BeleidKort, Schema, Share, Text
from brp_match.web.validation import ONLY_TEXT


class Stand(StrEnum):
    """Where a delivery stands."""

    WACHT_OP_KOLOMMEN = "wacht_op_kolommen"
    WACHT_OP_ANTWOORD = "wacht_op_antwoord"
    WACHTEND = "wachtend"
    BEZIG = "bezig"
    KLAAR = "klaar"
    MISLUKT = "mislukt"


class FoutUit(Schema):
    """One fault of a delivery."""

    code: str = Field(examples=["KOLOM_ONTBREEKT"])
    waar: str = Field(examples=["signalen-1.csv"])
    melding: str = Field(examples=["de kolom vlp ontbreekt"])


class Levering(Schema):
    """One delivery and what came of it."""

    levering_id: str = Field(examples=["5f0c6a1e8b5d4f1f9a0b6f2d3c4e5a6b"])
    naam: str = Field(examples=["november"])
    stand: Stand = Field(examples=["klaar"])
    stap: str = Field(examples=["klaar"])
    ontvangen: datetime
    klaar: datetime | None = None
    aantallen: dict[str, int] = Field(examples=[{"match": 812, "review": 21, "reject": 167}])
    apart_gezet: int = Field(ge=0, examples=[3])
    beleid: BeleidKort | None = Field(None, description="Het beleid waarmee is besloten.")
    gemeenten: list[str] = Field(
        [],
        examples=[["0225", "0296"]],
        description="Voor welke gemeenten is besloten; wie er in een van hen woont, is inwoner.",
    )
    fouten: list[FoutUit] = Field([], examples=[[]])


class Steekproef(Schema):
    """How many signals were dropped wrongly, by the rejects that people reviewed. No shares while none is."""

    afgewezen: int = Field(ge=0, examples=[167], description="Alle afgewezen signalen.")
    getrokken: int = Field(ge=0, examples=[9], description="Daarvan getrokken om na te kijken.")
    nagekeken: int = Field(ge=0, examples=[8], description="Daarvan nagekeken.")
    onterecht: int = Field(
        ge=0, examples=[1], description="Daarvan van een inwoner die hulp had moeten krijgen."
    )
    aandeel_onterecht: Share | None = Field(
        None, examples=[0.125], description="onterecht gedeeld door nagekeken."
    )
    laag: Share | None = Field(None, examples=[0.022], description="95% zeker: minstens zoveel.")
    hoog: Share | None = Field(None, examples=[0.471], description="95% zeker: hoogstens zoveel.")


class Antwoord(StrEnum):
    """How cells are read that a question is about."""

    HERSTELLEN = "herstellen"
    ZOALS_GELEVERD = "zoals_geleverd"


class Vraag(Schema):
    """A question about a delivery whose answer the cells do not give for certain. It holds no value of a person."""

    vraag: str = Field(examples=["datumvolgorde/Waterbron/geboortedatum"])
    bestand: str = Field(examples=["signalen-1.csv"])
    tekst: str = Field(examples=["Deze 122 datums staan als maand-dag: klopt dat?"])
    rijen: int = Field(ge=1, examples=[122])
    standaard: Antwoord = Field(description="Zo wordt gelezen zolang niemand antwoordt.")
    regels: list[int] = Field(examples=[[4, 9, 12]], description="Regels om naar te kijken.")


class AntwoordIn(Schema):
    """One answer."""

    vraag: Annotated[str, StringConstraints(min_length=1, max_length=700), ONLY_TEXT] = Field(
        examples=["datumvolgorde/Waterbron/geboortedatum"]
    )
    antwoord: Annotated[Antwoord, Field(strict=False)]


class AntwoordenIn(Schema):
    """Answers to questions about a delivery."""

    antwoorden: list[AntwoordIn] = Field(min_length=1, max_length=500)


class LeveringWaarschuwing(Schema):
    """Something in a column of a delivery that could not be read as it came, mended or not. No cell stands in it."""

    bestand: str = Field(examples=["signalen-1.csv"])
    vlp: str = Field(examples=["Waterbron"])
    kolom: str = Field(examples=["geboortedatum"])
    melding: str = Field(examples=["122 datums in 'geboortedatum' staan als maand-dag-jaar."])
    rijen: int = Field(ge=0, examples=[122])
    hersteld: bool


class LeveringUitkomst(Levering):
    """One delivery, with its open questions, and what the audit sample says of wrongful drop-out once it is done."""

    vragen: list[Vraag] = Field(
        [], description="Antwoord met POST op `/leveringen/{leveringId}/antwoorden`."
    )

    waarschuwingen: list[LeveringWaarschuwing] = Field(
        [], description="Wat niet te lezen was zoals het kwam, en of dat is hersteld."
    )
    steekproef: Steekproef | None = Field(
        None,
        description="De schatting van de onterechte uitval; leeg zolang de stand niet klaar is.",
    )


class BesluitSoort(StrEnum):
    """What happens with a signal."""

    MATCH = "match"
    REVIEW = "review"
    REJECT = "reject"


class BesluitUit(Schema):
    """One decision, as decisions.csv has it; a person's decision stands in the place of a review."""

    signaal_id: str = Field(examples=["S-000123"])
    vlp: str = Field(examples=["Waterbron"])
    sector: str = Field(examples=["Water"])
    besluit: BesluitSoort
    persoon_id: str | None = Field(None, examples=["1000075056"])
    kans: Share | None = Field(None, examples=[0.998])
    kans_geen: Share | None = Field(None, examples=[0.002])
    redenen: list[str] = Field(examples=[["GEBOORTEDATUM_GELIJK", "ADRES_VORIG"]])
    toelichting: str = Field(examples=["De geboortedatum is gelijk."])
    terugkoppeling: str | None = Field(None, examples=["niet_opgepakt"])
    terugkoppeling_status: str | None = Field(
        None,
        examples=["voorstel"],
        description="voorstel, bevestigd, of geweigerd (dan is de terugkoppeling niet_opgepakt).",
    )
    ddas_status: str | None = Field(
        None,
        examples=["Niet opgepakt: andere reden"],
        description="Wat de vastelastenpartner nu mag horen, in het woord van DDAS 1.2; van een voorstel dat niemand "
        "bevestigde nog niets. Leeg bij een levering van een eerdere versie.",
    )
    gemeente: str | None = Field(
        None, examples=["0296"], description="Van welke gemeente het signaal is."
    )
    beleid_versie: str = Field(
        examples=["3f2a9c01d4e7"], description="Kenmerk van het beleid waarmee is besloten."
    )
    beoordeeld: bool = Field(description="Of een mens dit besluit nam.")


class Signaal(Schema):
    """One signal, in the columns of a delivery. Only `vlp` and a name are needed."""

    signaal_id: Text = Field("vraag", examples=["S-000123"])
    vlp: Annotated[str, StringConstraints(min_length=1, max_length=500), ONLY_TEXT] = Field(
        examples=["Waterbron"]
    )
    sector: Text | None = Field(None, examples=["Water"])
    klantnummer: Text | None = None
    signaaldatum: Text | None = Field(None, examples=["01-11-2026"])
    ontstaansdatum: Text | None = Field(None, examples=["01-08-2026"])
    gemeente: Text | None = Field(None, examples=["0225"])
    soort_signaal: Text | None = None
    bedrag: Text | None = Field(None, examples=["123,45"])
    termijnbedrag: Text | None = None
    voornamen: Text | None = Field(None, examples=["Hendrikus"])
    voorletters: Text | None = Field(None, examples=["H."])
    voorvoegsel: Text | None = Field(None, examples=["van der"])
    achternaam: Text | None = Field(None, examples=["Voorbeeld"])
    volledige_naam: Text | None = None
    geboortedatum: Text | None = Field(None, examples=["03-07-1961"])
    straatnaam: Text | None = Field(None, examples=["Proefstraat"])
    huisnummer: Text | None = Field(None, examples=["12"])
    huisletter: Text | None = Field(None, examples=["A"])
    huisnummertoevoeging: Text | None = None
    postcode: Text | None = Field(None, examples=["9999 ZZ"])
    plaatsnaam: Text | None = None
    kvk_nummer: Text | None = None


class KandidaatUit(Schema):
    """A resident who may be meant."""

    persoon_id: str = Field(examples=["1000075056"])
    kans: Share = Field(examples=[0.998])
    redenen: list[str] = Field(examples=[["NAAM_GELIJK"]])


class WaarschuwingUit(Schema):
    """A field of the signal that could not be read."""

    veld: str = Field(examples=["geboortedatum"])
    melding: str = Field(examples=["deze datum bestaat niet of is niet te lezen, en telt niet mee"])


class Vergelijking(Schema):
    """What was decided of a single signal, by the same rules as a delivery."""

    besluit: BesluitSoort
    persoon_id: str | None = Field(None, examples=["1000075056"])
    kans: Share
    kans_geen: Share
    redenen: list[str] = Field(examples=[["GEBOORTEDATUM_GELIJK"]])
    toelichting: str = Field(examples=["De geboortedatum is gelijk."])
    terugkoppeling: str | None = Field(None, examples=["geen_inwoner"])
    terugkoppeling_status: str | None = Field(
        None,
        examples=["voorstel"],
        description="volgens_regel, of voorstel: dat bevestigt eerst een mens.",
    )
    ddas_status: str = Field(
        examples=["Nog niet opgepakt"],
        description="Wat de vastelastenpartner nu mag horen, in het woord van DDAS 1.2; van een voorstel nog niets.",
    )
    kandidaten: list[KandidaatUit]
    beleid: BeleidKort
    waarschuwingen: list[WaarschuwingUit] = Field(
        [], description="Wat in het signaal niet te lezen was; zonder de waarde zelf."
    )


class SignaalIn(Signaal):
    """One signal of a batch: a signal of a delivery, with its own number."""

    signaal_id: Annotated[str, StringConstraints(min_length=1, max_length=500), ONLY_TEXT] = Field(
        examples=["S-000123"]
    )
    telefoon: Text | None = None
    email: Text | None = None
    crisissignaal: Text | None = Field(None, examples=["nee"])
    warme_overdracht: Text | None = Field(None, examples=["nee"])
    einddatum_contract: Text | None = Field(None, examples=["31-12-2026"])


class SignalenIn(Schema):
    """Signals in one call, as JSON: a delivery like a file."""

    naam: Annotated[str, StringConstraints(max_length=200), ONLY_TEXT] = Field(
        "signalen", examples=["november"]
    )
    vragen_eerst: bool = Field(
        False, description="Wacht met vergelijken tot vragen over de levering zijn beantwoord."
    )
    signalen: list[SignaalIn] = Field(min_length=1, max_length=5_000)
