"""What goes in and out of the API: camelCase, the register's own words, bounds and examples.

Here what every part of it has; deliveries stand in `delivery_models`, cases in `case_models`.
"""

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


class SchuldhulpBestand(Schema):
    """The file of debt counselling that is kept: counts and days, nothing of a client."""

    aanwezig: bool
    rijen: int = Field(0, ge=0, examples=[1200])
    ontvangen: str | None = Field(None, examples=["2026-11-02"])
    bewaard_tot: str | None = Field(
        None, examples=["2026-12-03"], description="De laatste dag; daarna is het echt weg."
    )


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
