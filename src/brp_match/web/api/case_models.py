"""Cases in and out of the API: to judge, to confirm, to pick up."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from brp_match.web.api.models import Schema, Text
from brp_match.web.validation import ONLY_TEXT


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


class ZaakVelden(Schema):
    """What a case of early signals and a row of the pick-up list both tell."""

    zaak_id: str = Field(examples=["2026-11-4f1c9a20b7d3"])
    gemeente: str = Field(examples=["9999"])
    bakje: str = Field(
        examples=["huisbezoek"], description="Leeg zolang niet is gevonden wie het is."
    )
    bakje_waarom: str = Field(examples=["Match: signalen van 2 vastelastenpartners"])
    uiterste_dag: str | None = Field(None, examples=["2026-11-30"])
    bedrag: float = Field(examples=[312.85], description="Euro, alle signalen samen.")
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


class OppakZaak(ZaakVelden):
    """A matched case with what a municipality needs to act, as a row of the pick-up list."""

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
    signalen: list[str] = Field(examples=[["Waterbron (Water), vroegsignaal, € 100,00"]])
    kolommen: dict[str, str] = Field(
        examples=[{"Cliënt": "Anna van Voorbeeld"}],
        description="De rij in de kolommen en woorden die de gemeente zelf heeft ingesteld; leeg zonder die indeling.",
    )


class Klok(Schema):
    """A clock of a case and the last day in time."""

    naam: str = Field(examples=["zaak"], description="zaak, crisis of eindelevering.")
    dag: str = Field(examples=["2026-11-30"])


class Vroegsignaalzaak(ZaakVelden):
    """A case: the signals about one resident within the matching period, or one signal about nobody known. The fields
    are those of zaken.csv."""

    persoon_id: str = Field(examples=["1000075056"], description="Leeg: niemand gevonden.")
    signalen: list[str] = Field(examples=[["S-000123"]], description="De nummers, zoals geleverd.")
    vlps: list[str] = Field(examples=[["Waterbron"]])
    sectoren: list[str] = Field(examples=[["Water"]])
    bedragen: dict[str, float] = Field(
        examples=[{"Waterbron": 312.85}], description="Euro per vastelastenpartner."
    )
    oudste_signaal: str | None = Field(None, examples=["2026-11-02"])
    besluit: str = Field(examples=["match"], description="Zie de codelijst `besluiten`.")
    klokken: list[Klok]
