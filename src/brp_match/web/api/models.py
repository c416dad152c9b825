"""What goes in and out of the API: camelCase, the register's own words, bounds and examples."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from brp_match.web.validation import ONLY_TEXT

Text = Annotated[str, StringConstraints(max_length=500), ONLY_TEXT]
Share = Annotated[float, Field(ge=0, le=1)]


class Schema(BaseModel):
    """Base: names in camelCase, unknown fields refused, nothing coerced from another type."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", strict=True
    )

    def body(self) -> dict[str, Any]:
        """Return it as it goes out, for an answer that is kept to be given again."""
        return self.model_dump(mode="json", by_alias=True)


class Link(Schema):
    """A link to another resource."""

    href: str = Field(examples=["/v1/leveringen/0f3c"])


Item = TypeVar("Item")


class Links(Schema):
    """This page, and the next one when there is more."""

    self: Link
    next: Link | None = None


class Page(Schema, Generic[Item]):
    """A page of a collection. Follow `_links.next` until it is absent."""

    items: list[Item]
    links: Links = Field(alias="_links")


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


class BeleidKort(Schema):
    """Which policy was decided with."""

    nummer: int | None = Field(
        None,
        ge=0,
        examples=[3],
        description="Nummer van de versie in deze dienst; leeg bij een run van elders.",
    )
    versie: str = Field(examples=["3f2a9c01d4e7"], description="Kenmerk van de inhoud.")


class BeleidSleutel(Schema):
    """One key of the policy: what it means, what the rule rests on, and its value."""

    naam: str = Field(examples=["minor_below"])
    titel: str = Field(examples=["Minderjarig onder"])
    betekenis: str = Field(examples=["Wie jonger is, bekijkt een medewerker. In jaren."])
    bron: str = Field(examples=["Eigen keuze van de gemeente"])
    waarde: float | str | dict[str, Any] = Field(examples=[18])


class Beleid(BeleidKort):
    """The policy in force, key by key."""

    sinds: datetime | None = None
    match_vanaf: Share = Field(examples=[0.98], description="Vanaf deze kans volgt een match.")
    afwijzen_onder: Share = Field(
        examples=[0.1], description="Onder deze kans op een inwoner wordt een signaal afgewezen."
    )
    sleutels: list[BeleidSleutel]


class Levering(Schema):
    """One delivery and what came of it."""

    levering_id: str = Field(examples=["5f0c6a1e8b5d4f1f9a0b6f2d3c4e5a6b"])
    naam: str = Field(examples=["november"])
    stand: Stand
    stap: str = Field(examples=["vergelijken"])
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
    fouten: list[FoutUit] = []


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


class SchuldhulpBestand(Schema):
    """The file of debt counselling that is kept: counts and days, nothing of a client."""

    aanwezig: bool
    rijen: int = Field(0, ge=0, examples=[1200])
    ontvangen: str | None = Field(None, examples=["2026-11-02"])
    bewaard_tot: str | None = Field(
        None, examples=["2026-12-03"], description="De laatste dag; daarna is het echt weg."
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


class ZaakStand(StrEnum):
    """Where a case stands: to decide, for a second or third person, or done."""

    OPEN = "open"
    TWEEDE = "tweede"
    DERDE = "derde"
    KLAAR = "klaar"


class ZaakKort(Schema):
    """A case in the queue: nothing of a person in it."""

    zaak_id: str = Field(examples=["9b1d"])
    levering_id: str = Field(examples=["5f0c"])
    vlp: str = Field(examples=["Waterbron"])
    dagen_over: int | None = Field(
        None, examples=[12], description="Tot de eerste klok afloopt (zie het beleid)."
    )


class TerugkoppelingUit(Schema):
    """What a deliverer hears of a case: a proposal that a person confirms, or what a person said of it."""

    zaak_id: str = Field(examples=["9b1d"])
    code: str = Field(examples=["overleden"])
    stand: str = Field(
        examples=["voorstel"],
        description="voorstel, bevestigd, of geweigerd (dan is de code niet_opgepakt).",
    )
    persoon_id: str | None = Field(
        None, examples=["1000075056"], description="Over welke kandidaat het voorstel gaat."
    )
    ddas_status: str = Field(
        examples=["Inwoner is overleden"],
        description="Wat er nu naar buiten mag; van een voorstel nog niets.",
    )


class TerugkoppelingIn(Schema):
    """What a person says of a proposal. `reden` with another code than the one proposed."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=40), ONLY_TEXT] = Field(
        examples=["overleden"],
        description="De voorgestelde code bevestigt; een andere wijzigt; niet_opgepakt weigert.",
    )
    reden: Text = Field("", examples=["de zoon zei dat dit een ander is"])


class Voorstel(Schema):
    """A case whose feedback waits for a person: nothing of a person in it."""

    zaak_id: str = Field(examples=["9b1d"])
    vlp: str = Field(examples=["Waterbron"])


class Zaak(Schema):
    """A case: the signal and the candidates. What the engine thinks is hidden until it is decided."""

    zaak_id: str = Field(examples=["9b1d"])
    levering_id: str = Field(examples=["5f0c"])
    stand: ZaakStand
    signaal: dict[str, Any]
    kandidaten: list[dict[str, Any]]
    terugkoppeling: TerugkoppelingUit | None = Field(
        None, description="Voor een coördinator, waar iets te bevestigen is of bevestigd werd."
    )


class Uitkomst(StrEnum):
    """What a person says of a case."""

    DEZELFDE_PERSOON = "dezelfde_persoon"
    GEEN_VAN_DEZE = "geen_van_deze"
    WEET_IK_NIET = "weet_ik_niet"
    OVERSLAAN = "overslaan"


class Grond(StrEnum):
    """What a person sees is going on, beside who it is; leeg for nothing special."""

    NIETS = ""
    RECHTSPERSOON = "rechtspersoon"
    GARAGEBOX = "garagebox"
    OVERLEDEN = "overleden"
    VERTROKKEN = "vertrokken"
    BEWIND = "bewind"


class OordeelIn(Schema):
    """A judgement. `persoonId` with dezelfde_persoon; `reden` where confirming is risky; `grond` what is going on
    (with dezelfde_persoon or geen_van_deze; bewind only with dezelfde_persoon)."""

    uitkomst: Annotated[Uitkomst, Field(strict=False)]
    persoon_id: Text = Field("", examples=["1000075056"])
    reden: Text = Field("", examples=["telefonisch nagevraagd"])
    grond: Annotated[Grond, Field(strict=False)] = Field(Grond.NIETS, examples=["overleden"])


class OordeelUit(Schema):
    """What became of the case."""

    zaak_id: str = Field(examples=["9b1d"])
    stand: ZaakStand


class ScorekaartKort(Schema):
    """A scorecard of one deliverer over one delivery."""

    scorekaart_id: str = Field(examples=["5f0c-0"])
    levering_id: str = Field(examples=["5f0c"])
    vlp: str = Field(examples=["Waterbron"])
    gemeente: str | None = Field(
        None, examples=["0225"], description="Bij gemeenten die samenwerken: van welke de kaart is."
    )
    maand: str = Field(examples=["2026-11"])
    vrijgegeven: bool


class Scorekaart(Schema):
    """A scorecard; `kaart` follows the published schema docs/scorecard.schema.json."""

    scorekaart_id: str = Field(examples=["5f0c-0"])
    kaart: dict[str, Any]


class Vrijgave(Schema):
    """That a card was released: what (by its hash) and when, and when it was withdrawn."""

    levering_id: str = Field(examples=["5f0c"])
    vlp: str = Field(examples=["Waterbron"])
    nummer: int = Field(
        ge=1, examples=[1], description="De hoeveelste kaart van deze vastelastenpartner."
    )
    ingetrokken: datetime | None = None
    inhoud: str = Field(examples=["9f86d081884c7d65"])
    moment: datetime


class OppakZaak(Schema):
    """A matched case with what a municipality needs to act, as a row of the pick-up list."""

    zaak_id: str = Field(examples=["2026-11-4f1c9a20b7d3"])
    gemeente: str = Field(examples=["9999"])
    bakje: str = Field(examples=["huisbezoek"])
    bakje_waarom: str = Field(examples=["Match: signalen van 2 vastelastenpartners"])
    uiterste_dag: str | None = Field(None, examples=["2026-11-30"])
    naam: str = Field(examples=["Anna van Voorbeeld"])
    straat: str = Field(examples=["Proefstraat"])
    huisnummer: str = Field(examples=["12"])
    huisletter: str = Field(examples=["A"])
    huisnummertoevoeging: str = Field(examples=["hs"])
    postcode: str = Field(examples=["9999ZZ"])
    woonplaats: str = Field(examples=["Proefstad"])
    let_op: str = Field(examples=["verhuisd: dit is het huidige adres"])
    telefoon: str = Field(examples=["0612345678"], description="Zoals geleverd.")
    email: str = Field(examples=["anna@example.org"], description="Zoals geleverd.")
    bedrag: float = Field(examples=[312.85], description="Euro, alle signalen samen.")
    signalen: list[str] = Field(examples=[["Waterbron (Water), vroegsignaal, € 100,00"]])
    combinatie: str = Field(examples=["E+W"])
    crisis: bool
    eindelevering: bool
    einddatum_contract: str | None = Field(None, examples=["2026-12-31"])
    warme_overdracht: bool
    leeftijdsgroep: str = Field(examples=["28-66"])
    zaken_6_maanden: int = Field(ge=0, examples=[1])
    laatste_zaak: str = Field(examples=["2026-09-0b2d8c11aa90"])
    maanden_zelfde_vlp: int = Field(ge=0, examples=[2])
    huishouden: list[str] = Field(
        examples=[["2026-11-90ab12cd34ef"]], description="Andere zaken op hetzelfde adres."
    )
    bekend_bij_shv: str = Field(
        examples=["nee"], description="ja, misschien, nee; leeg: niet gevraagd."
    )
    kolommen: dict[str, str] = Field(
        examples=[{"Cliënt": "Anna van Voorbeeld"}],
        description="De rij in de kolommen en woorden die de gemeente zelf heeft ingesteld; leeg zonder die indeling.",
    )


class Klok(Schema):
    """A clock of a case and the last day in time."""

    naam: str = Field(examples=["zaak"], description="zaak, crisis of eindelevering.")
    dag: str = Field(examples=["2026-11-30"])


class Vroegsignaalzaak(Schema):
    """A case: the signals about one resident within the matching period, or one signal about nobody known. The fields
    are those of zaken.csv."""

    zaak_id: str = Field(examples=["2026-11-4f1c9a20b7d3"])
    gemeente: str = Field(examples=["9999"])
    persoon_id: str = Field(examples=["1000075056"], description="Leeg: niemand gevonden.")
    signalen: list[str] = Field(examples=[["S-000123"]], description="De nummers, zoals geleverd.")
    vlps: list[str] = Field(examples=[["Waterbron"]])
    sectoren: list[str] = Field(examples=[["Water"]])
    combinatie: str = Field(examples=["E+W"])
    bedrag: float = Field(examples=[312.85], description="Euro, alle signalen samen.")
    bedragen: dict[str, float] = Field(
        examples=[{"Waterbron": 312.85}], description="Euro per vastelastenpartner."
    )
    oudste_signaal: str | None = Field(None, examples=["2026-11-02"])
    eindelevering: bool
    einddatum_contract: str | None = Field(None, examples=["2026-12-31"])
    crisis: bool
    warme_overdracht: bool
    leeftijdsgroep: str = Field(examples=["28-66"])
    zaken_6_maanden: int = Field(ge=0, examples=[1])
    laatste_zaak: str = Field(examples=["2026-09-0b2d8c11aa90"])
    maanden_zelfde_vlp: int = Field(ge=0, examples=[2])
    huishouden: list[str] = Field(
        examples=[["2026-11-90ab12cd34ef"]], description="Andere zaken op hetzelfde adres."
    )
    bekend_bij_shv: str = Field(
        examples=["nee"], description="ja, misschien, nee; leeg: niet gevraagd."
    )
    besluit: str = Field(examples=["match"], description="Zie de codelijst `besluiten`.")
    uiterste_dag: str | None = Field(None, examples=["2026-11-30"])
    klokken: list[Klok]
    bakje: str = Field(
        examples=["huisbezoek"], description="Leeg zolang niet is gevonden wie het is."
    )
    bakje_waarom: str = Field(examples=["Match: signalen van 2 vastelastenpartners"])


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


class WijzigingSoort(StrEnum):
    """What happened."""

    LEVERING_ONTVANGEN = "levering_ontvangen"
    LEVERING_KLAAR = "levering_klaar"
    LEVERING_MISLUKT = "levering_mislukt"
    LEVERING_VERWIJDERD = "levering_verwijderd"
    ZAAK_BEOORDEELD = "zaak_beoordeeld"
    OORDEEL_INGETROKKEN = "oordeel_ingetrokken"
    TERUGKOPPELING = "terugkoppeling"
    SCOREKAART_VRIJGEGEVEN = "scorekaart_vrijgegeven"
    SCOREKAART_INGETROKKEN = "scorekaart_ingetrokken"
    BELEID_GEWIJZIGD = "beleid_gewijzigd"


class Wijziging(Schema):
    """Something that happened: where to look, and nothing of a person."""

    nummer: int = Field(ge=1, examples=[1204])
    moment: datetime
    soort: WijzigingSoort
    levering_id: str | None = Field(None, examples=["5f0c6a1e8b5d4f1f9a0b6f2d3c4e5a6b"])
    zaak_id: str | None = Field(None, examples=["9b1d"])


class Wijzigingen(Schema):
    """What happened after `na`, the oldest first. Ask again with `na` = `laatste`, now or later."""

    items: list[Wijziging]
    laatste: int = Field(ge=0, examples=[1204])
    meer: bool = Field(description="Of er meteen nog meer te halen is.")


class Code(Schema):
    """One code and what it means."""

    code: str = Field(examples=["ADRES_VORIG"])
    tekst: str = Field(examples=["Het adres is een vorig adres."])


class Codelijst(Schema):
    """The codes a field may have."""

    naam: str = Field(examples=["redenen"])
    uitleg: str = Field(examples=["Waarom een besluit viel zoals het viel."])
    codes: list[Code]


class Codelijsten(Schema):
    """Every list of codes."""

    items: list[Codelijst]
