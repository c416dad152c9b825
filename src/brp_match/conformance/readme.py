"""LEESMIJ.md of the conformance set: what it is, how to answer, what counts, licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brp_match import __version__
from brp_match.conformance.causes import CAUSES, FAMILIES
from brp_match.dutch import whole
from brp_match.model import Besluit

if TYPE_CHECKING:
    from brp_match.conformance.make import TestSet

LICENCE = (
    "EUPL-1.2, zoals brp-match zelf: gebruiken, delen en aanpassen mag; noem bij uitkomsten de uitgave. Alle "
    "personen, adressen en bedrijven zijn verzonnen."
)

TEXT = """# Toetsset voor een BRP-controle

Uitgave {edition}, gemaakt met brp-match {version}. {signals} verzonnen signalen tegen een verzonnen register van
{residents} inwoners (gemeente {gemeente}), met van elk signaal wat er goed is. Hiermee ziet u van uw eigen controle
hoeveel inwoners zij ten onrechte laat uitvallen, en door welke oorzaak.

## Wat erin zit

| bestand | inhoud |
|---|---|
| `signalen.csv` | de signalen van november 2026, zoals vastelastenpartners ze leveren |
| `inwoners.csv`, `vorige_adressen.csv`, `adressen.csv` | het register: inwoners, waar zij eerder woonden, adressen met gebruiksdoel |
| `eerder-oktober.csv` | zes signalen die in oktober al zijn opgepakt |
| `schuldhulpverlening.csv` | zes inwoners die bekend zijn bij schuldhulpverlening |
| `beleid.toml` | drempel (50 euro) en ouderdom (30 tot 365 dagen) voor de sector Overige |
| `verwacht.csv` | het goede antwoord: oorzaak, welke besluiten goed zijn, over wie het gaat, waarom |
| `antwoorden-voorbeeld.csv` | de vorm waarin u antwoordt |

Tekst is UTF-8, `;` ertussen, met een kopregel. Datums in `inwoners.csv` zijn `jjjjmmdd`; `00` is onbekend. In
`signalen.csv` schrijft elke vastelastenpartner ze op zijn eigen manier: dat hoort bij de toets.

De codes zijn die van de BRP. `naamgebruik`: E eigen naam, P naam van de partner, V partner voor eigen, N eigen voor partner.
`functie_adres`: W woonadres, B briefadres. `opschorting_reden`: O overleden, E geëmigreerd. `geheim`: 0 is geen geheimhouding.
`gemeente` is waar iemand nu staat: een andere dan {gemeente} is verhuisd. `onderzoek_adres`: het adres is in onderzoek
(`089999`: vastgesteld dat de persoon er niet woont).

## Zo antwoordt u

Eén bestand (CSV, XLSX of JSON) met per signaal `signaal_id`, `besluit` en zo mogelijk `persoon_id`: het `persoon_id` of het
`bsn` uit `inwoners.csv`. Het besluit is
oppakken, niet oppakken of beoordelen (of: match, reject, review; opgepakt, uitval, uitzoeken). Kan uw systeem alleen
uitvoeren wat er uitviel? Geef dan een bestand met alleen `signaal_id`: al het andere geldt als opgepakt.

    brp-match conformance --answers antwoorden.csv --out verslag

Heten uw kolommen of besluiten anders, zet dat dan in een bestand en geef dat mee met `--mapping`:

    [antwoorden]
    signaal_id = "Meldingsnummer"
    besluit = "Code"

    [besluit]
    "A1 akkoord BRP" = "oppakken"
    "B7 wijkt af" = "niet oppakken"

Kolommen die niet nodig zijn, tellen niet mee. Een signaal zonder antwoord telt als “geen antwoord”.

## Wat telt

- **ten onrechte uitgevallen**: er is een inwoner om te helpen, en het signaal viel uit;
- **brief aan de verkeerde**: opgepakt op naam van een ander, of van iemand die niet in de BRP staat;
- **ten onrechte opgepakt**: overleden, vertrokken, herhaald, onder de drempel;
- **op de gok beslist**: alleen een mens kon dit zien, en er keek niemand;
- **naar een mens**: niet fout, het kost tijd.

De oorzaken zijn gelijk vertegenwoordigd, niet zoals in het echt: de uitkomst zegt wáár een controle faalt, niet hoe vaak
dat in een gemeente gebeurt. De makers van brp-match maakten de set; dat brp-match er goed op scoort, zegt daarom weinig.

## De oorzaken

| groep | oorzaak | signalen | goed is |
|---|---|---|---|
{causes}

## Licentie

{licence}
"""


def readme(one: TestSet) -> str:
    """Return the text, with the counts of this set."""
    from brp_match.conformance.make import WORDS

    counts = {cause.key: sum(e.cause.key == cause.key for e in one.expected) for cause in CAUSES}
    lines = [
        f"| {FAMILIES[cause.family]} | {cause.title} | {counts[cause.key]} | "
        f"{' of '.join(WORDS[b] for b in Besluit if b in cause.right)} |"
        for cause in CAUSES
    ]
    return TEXT.format(
        edition=one.edition,
        version=__version__,
        signals=whole(len(one.signals)),
        residents=whole(len(one.town.residents)),
        gemeente=one.town.gemeente,
        causes="\n".join(lines),
        licence=LICENCE,
    )
