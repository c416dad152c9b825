"""Shared rates in and out of the API: how deliverers deliver, in counts that may go out."""

from __future__ import annotations

from pydantic import Field

from brp_match.web.api.models import Schema, Text


class KansenIn(Schema):
    """Of which deliverers the counts are asked. The name of a local landlord gives the municipality away."""

    vlps: list[Text] = Field(min_length=1, max_length=1000, examples=[["Waterbron", "Stroomwerk"]])


class Gewoonte(Schema):
    """A habit of a deliverer that its own deliveries show."""

    soort: str = Field(examples=["datumvolgorde"])
    kolom: str = Field(examples=["geboortedatum"])
    wat: str = Field(examples=["mdy"])


class Standaarddatum(Schema):
    """A date that a deliverer writes for anybody, and with how many different names."""

    datum: str = Field(examples=["1900-01-01"])
    aantal: int = Field(ge=10, examples=[40])


class KansenVlp(Schema):
    """One deliverer. `niveaus`: of how many people a field was written at which level; `totalen`: sums that give no
    part away."""

    vlp: str = Field(examples=["Waterbron"])
    sector: str = Field(examples=["Water"])
    rijen: int = Field(ge=10, examples=[480])
    niveaus: dict[str, dict[str, int]] = Field(examples=[{"achternaam": {"gelijk": 300}}])
    totalen: dict[str, dict[str, int]] = Field(examples=[{"achternaam": {"zeker": 320}}])
    gewoonten: list[Gewoonte]
    datums: list[Standaarddatum]


class Kansen(Schema):
    """The file that `brp-match rates merge` takes."""

    schema_name: str = Field(alias="schema", examples=["brp-match-kansen/1"])
    soort: str = Field(examples=["gemeente"])
    gemeente: str = Field(examples=["gemeente-a1b2-c3d4"], description="Een schuilnaam.")
    minimum: int = Field(ge=0, examples=[10])
    vlps: list[KansenVlp]
