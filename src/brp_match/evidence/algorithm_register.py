"""The entry for the Algoritmeregister: every field of publication standard 1.0, filled in or marked as a gap.

Source: `backend/app/schemas/config/v1_0.json` of github.com/MinBZK/Algoritmeregister (names, titles, lengths,
required, permitted values), read on 29 November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brp_match.errors import BrpMatchError, Fault

MARK = "[IN TE VULLEN] "


@dataclass(frozen=True)
class Field:
    """One field: its name and title, the longest text, whether it must be filled in, and the values it may have."""

    name: str
    title: str
    longest: int = 0
    required: bool = False
    permitted: tuple[str, ...] = ()


THEMES = (
    "Organisatie en bedrijfsvoering", "Cultuur en recreatie", "Economie", "Overheidsfinanciën", "Wonen", "Internationaal",
    "Migratie en integratie", "Natuur en milieu", "Onderwijs en wetenschap", "Openbare orde en veiligheid", "Recht",
    "Ruimte en infrastructuur", "Sociale zekerheid", "Verkeer", "Werk", "Zorg en gezondheid",
)  # fmt: skip

FIELDS = (
    Field("name", "Naam", 100, True),
    Field("description_short", "Korte omschrijving", 350, True),
    Field("organization", "Organisatie", 100, True),
    Field("category", "Thema", 0, False, THEMES),
    Field("status", "Status", 0, True, ("In ontwikkeling", "In gebruik", "Buiten gebruik")),
    Field("begin_date", "Begindatum", 7),
    Field("end_date", "Einddatum", 7),
    Field("contact_email", "Contactgegevens", 500, True),
    Field("website", "Link naar publiekspagina", 500),
    Field("publication_category", "Publicatiecategorie", 0, True,
          ("Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes")),
    Field("url", "Link naar bronregistratie", 500),
    Field("goal", "Doel en impact", 2500),
    Field("proportionality", "Afwegingen", 2500),
    Field("human_intervention", "Menselijke tussenkomst", 2500),
    Field("risks", "Risicobeheer", 2500),
    Field("lawful_basis", "Wettelijke basis", 2500),
    Field("lawful_basis_grouping", "Verwijzingen wettelijke basis"),
    Field("process_index_url", "Link naar verwerkingsregister", 500),
    Field("impacttoetsen_grouping", "Impacttoetsen"),
    Field("impacttoetsen", "Toelichting op impacttoetsen", 2500),
    Field("source_data", "Gegevens", 2500),
    Field("source_data_grouping", "Verwijzingen gegevensbronnen"),
    Field("methods_and_models", "Technische werking", 5000),
    Field("provider", "Leverancier", 200),
    Field("publiccode", "Link naar broncode", 500),
    Field("lang", "Taal", 0, True, ("nld",)),
    Field("standard_version", "Versie publicatiestandaard", 0, False, ("1.0",)),
    Field("source_id", "Bron-ID", 100),
    Field("tags", "Zoektermen", 2500),
)  # fmt: skip
"""All fields of the standard but `lars`, which the register itself fills in."""

_MOST_THEMES = 3


def entry(values: Mapping[str, Any], gaps: Mapping[str, str]) -> dict[str, Any]:
    """Return the entry in the order of the standard; a gap is a text that says what to fill in.

    Raises BrpMatchError BEWIJS_FOUT with every fault: a field neither filled in nor a gap, unknown, too long,
    with a value that is not permitted.
    """
    known = {field.name for field in FIELDS}
    faults = [
        _fault(name, "dit veld kent de standaard niet") for name in sorted({*values, *gaps} - known)
    ]
    found: dict[str, Any] = {}
    for field in FIELDS:
        if (field.name in values) == (field.name in gaps):
            faults.append(_fault(field.name, "vul dit veld in, of noem het een gat"))
            continue
        found[field.name] = values.get(field.name, MARK + gaps.get(field.name, ""))
        if field.name in values:
            faults += _wrong(field, values[field.name])
    if faults:
        raise BrpMatchError.from_faults(faults)
    return found


def _wrong(field: Field, value: Any) -> list[Fault]:
    faults = []
    if field.longest and len(str(value)) > field.longest:
        faults.append(_fault(field.name, f"langer dan {field.longest} tekens"))
    chosen = value if isinstance(value, list) else [value]
    if field.permitted and not set(chosen) <= set(field.permitted):
        faults.append(_fault(field.name, "deze waarde kent de standaard niet"))
    if field.name == "category" and len(chosen) > _MOST_THEMES:
        faults.append(_fault(field.name, "ten hoogste drie thema's"))
    return faults


def _fault(name: str, detail: str) -> Fault:
    return Fault("BEWIJS_FOUT", f"algoritmeregister.yaml {name}", detail)
