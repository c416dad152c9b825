"""Folders of runs as docs/tables.md has them, made by hand: what every test here stands on.

The register part (candidates.parquet, decisions' persons and sentences) is full of planted values:
`PLANTED` lists them, and none may ever be found in a file for a deliverer.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brp_match.database import Connection, create_table
from brp_match.dutch import Month
from brp_match.policy import load_policy
from brp_match.report.checks import Catalogue, CheckText

PLANTED_NAMES = ("Plantagezaad", "Verklikkersma", "Hertogkruid", "Ismene-Ottoline")
PLANTED_BSN = ("999990019", "999990020", "999990044")
PLANTED_DATES = ("19470213", "13-02-1947", "1947-02-13", "13 februari 1947")
PLANTED_ADDRESS = ("Geheimzinnigsteeg", "9876 ZX", "9876ZX")
PLANTED = (*PLANTED_NAMES, *PLANTED_BSN, *PLANTED_DATES, *PLANTED_ADDRESS)

PLACEHOLDER = "GEBOORTEDATUM_STANDAARDWAARDE"
NO_POSTCODE = "POSTCODE_ONTBREEKT"
LEGAL = "NAAM_RECHTSPERSOON"

CATALOGUE: Catalogue = {
    PLACEHOLDER: CheckText(
        PLACEHOLDER, "De geboortedatum is echt", "Geboortedatum is een standaardwaarde", "juistheid", "fout",
        "Vraag de klant naar de geboortedatum, of laat het veld leeg.",
        ("geboortedatum",), 0.01, "", True,
    ),
    NO_POSTCODE: CheckText(
        NO_POSTCODE, "De postcode is er", "Postcode ontbreekt", "compleetheid", "waarschuwing",
        "Vul de postcode van het leveringsadres in.", ("postcode",), 0.02, "", True,
    ),
    LEGAL: CheckText(
        LEGAL, "Het gaat over een persoon", "Signaal over een rechtspersoon", "validiteit", "fout",
        "Meld alleen natuurlijke personen.", ("volledige_naam",), 0.0, "RECHTSPERSOON", True,
    ),
}  # fmt: skip

SIGNAL_COLUMNS = (
    "signaal_id", "vlp", "sector", "klantnummer", "signaaldatum", "soort_signaal", "bedrag",
    "termijnbedrag", "voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam",
    "geboortedatum", "straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode",
    "plaatsnaam", "telefoon", "email", "kvk_nummer",
)  # fmt: skip

RESIDENT = {
    "voornamen": PLANTED_NAMES[3], "voorvoegsel": None, "geslachtsnaam": PLANTED_NAMES[0],
    "naamgebruik": "E", "partner_voorvoegsel": None, "partner_geslachtsnaam": PLANTED_NAMES[1],
    "geboortedatum": PLANTED_DATES[0], "geslacht": "V", "functie_adres": "W", "gemeente": "0392",
    "opschorting_reden": None, "overlijdensdatum": None, "geheim": 0,
    "straat": PLANTED_ADDRESS[0], "huisnummer": "7", "huisletter": None,
    "huisnummertoevoeging": None, "postcode": PLANTED_ADDRESS[2], "woonplaats": PLANTED_NAMES[2],
    "onderzoek_adres": None,
}  # fmt: skip
AGREE = {"achternaam": 10.0, "voornaam": 6.0, "geboortedatum": 13.5, "adres": 12.0}


@dataclass(frozen=True)
class Vlp:
    """How one deliverer delivers: numbers of signals of each kind in one month."""

    naam: str
    sector: str
    goed: int = 60
    standaard_twee: int = 0
    standaard_weg: int = 0
    standaard_goed: int = 0
    zonder_postcode: int = 0
    rechtspersoon: int = 0
    onbekend: int = 5
    overleden: int = 0


@dataclass
class Rows:
    """The rows of the three tables while they are being made."""

    signals: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    candidates: list[dict[str, Any]] = field(default_factory=list)


def make_run(folder: Path, month: Month, vlps: Sequence[Vlp], **record: Any) -> Path:
    """Write a run of `month`; `record` is laid over run.json."""
    rows = Rows()
    for place, vlp in enumerate(vlps):
        kinds = [(kind, getattr(vlp, kind)) for kind in KINDS]
        number = 0
        for kind, size in kinds:
            for _ in range(size):
                number += 1
                _add(rows, place, vlp, kind, number, month)
    folder.mkdir(parents=True, exist_ok=True)
    _parquet(folder / "signals.parquet", rows.signals)
    _parquet(folder / "decisions.parquet", rows.decisions)
    _parquet(folder / "candidates.parquet", rows.candidates)
    counts = {"signalen": len(rows.signals), "quarantaine": 2}
    content = {
        "versie": "0.1.0", "gemeente": "0392", "beleid": load_policy().as_dict(),
        "aantallen": counts, "bronkansen": {v.naam: _accuracy(v) for v in vlps},
    } | record  # fmt: skip
    (folder / "run.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "quarantine.csv").write_text(
        "bestand;regel;code;melding;tekst\n"
        f"s.csv;7;DUBBEL_ID;dit signaal_id komt twee keer voor;{';'.join(PLANTED)}\n"
        f"s.csv;9;DUBBEL_ID;dit signaal_id komt twee keer voor;{PLANTED_NAMES[0]}\n",
        encoding="utf-8",
    )
    return folder


KINDS: dict[str, tuple[float, ...]] = {
    # kind → posterior of each candidate; the rest is nobody
    "goed": (0.9999,),
    "standaard_goed": (0.9999,),
    "standaard_twee": (0.4999, 0.4998),
    "standaard_weg": (0.06,),
    "zonder_postcode": (0.6,),
    "rechtspersoon": (),
    "onbekend": (0.01,),
    "overleden": (0.9999,),
}


def surname(number: int) -> str:
    """A surname of its own for every customer: a delivery is about as many persons as it has signals."""
    heads, tails = (
        "bdgklmnprt",
        ("aal", "oom", "iek", "uin", "erp", "ost", "ank", "ilm", "ols", "arg"),
    )
    return f"v{heads[number // 100]}o{heads[number // 10 % 10]}{tails[number % 10]}".capitalize()


def person_id(rank: int, number: int) -> str:
    """The planted number of a resident, another for every customer."""
    return f"{PLANTED_BSN[rank]}{number:04d}"


def _add(rows: Rows, place: int, vlp: Vlp, kind: str, number: int, month: Month) -> None:
    """Add a signal of the deliverer at a place: its customers are nobody else's."""
    which = vlp.naam[-1] if vlp.naam[-1].isdigit() else ""
    signal_id = f"{vlp.naam[:3].upper()}{which}-{month.code}-{number:04d}"
    line = len(rows.signals) + 2
    placeholder = kind.startswith("standaard")
    signal = dict.fromkeys(SIGNAL_COLUMNS) | {
        "signaal_id": signal_id, "vlp": vlp.naam, "sector": vlp.sector,
        "klantnummer": f"K{number:05d}", "signaaldatum": f"15-{month.maand:02d}-{month.jaar}",
        "volledige_naam": f"Stichting {surname(number)}" if kind == "rechtspersoon" else f"{chr(65 + place)}. {surname(number)}",
        "geboortedatum": "1-1-1900" if placeholder else f"{1 + number % 28}-4-{1940 + (number + 7 * place) % 60}",
        "postcode": None if kind == "zonder_postcode" else f"{1234 + place} AB", "huisnummer": str(number), "straatnaam": "Dorpsstraat",
    }  # fmt: skip
    rows.signals.append({"bron": 0, "regel": line, "tekst": ""} | signal | {"bestand": "s.csv"})
    chances = KINDS[kind]
    for rank, chance in enumerate(chances, start=1):
        rows.candidates.append(_candidate(signal_id, kind, rank, chance, person_id(rank, number)))
    besluit, reasons, feedback = OUTCOME[kind]
    rows.decisions.append(
        {
            "signaal_id": signal_id, "vlp": vlp.naam, "sector": vlp.sector, "besluit": besluit,
            "persoon_id": person_id(0, number) if chances else "", "kans": max(chances, default=0.0),
            "kans_geen": 1 - sum(chances), "tweede_persoon_id": PLANTED_BSN[1], "tweede_kans": 0.0,
            "redenen": reasons, "toelichting": f"{PLANTED_NAMES[0]} {PLANTED_DATES[1]}",
            "terugkoppeling": feedback, "terugkoppeling_status": "voorstel" if feedback else "",
            "steekproef": "nee", "signalen_persoon": 1, "signalen_adres": 1,
        }
    )  # fmt: skip


OUTCOME = {
    "goed": ("match", "NAAM_GELIJK|ADRES_GELIJK", ""),
    "standaard_goed": ("match", "NAAM_GELIJK|ADRES_GELIJK", ""),
    "standaard_twee": ("review", "MEERDERE_KANDIDATEN|NAAM_GELIJK", ""),
    "standaard_weg": ("reject", "NIET_GEVONDEN", "niet_opgepakt"),
    "zonder_postcode": ("review", "ADRES_AFWIJKEND", ""),
    "rechtspersoon": ("reject", "RECHTSPERSOON", "onterecht_signaal"),
    "onbekend": ("reject", "NIET_GEVONDEN", "niet_opgepakt"),
    "overleden": ("reject", "OVERLEDEN", "overleden"),
}


def _candidate(
    signal_id: str, kind: str, rank: int, chance: float, person_id: str
) -> dict[str, Any]:
    levels = {c: ("gelijk", w) for c, w in AGREE.items()}
    if kind.startswith("standaard"):
        levels["geboortedatum"] = ("standaard_anders", -0.1)
    if kind in ("standaard_weg", "onbekend"):
        levels["adres"] = ("afwijkend", -4.0)
    if kind == "onbekend":
        levels["geboortedatum"] = ("afwijkend", -6.5)
    if kind == "zonder_postcode":
        levels["adres"] = ("ontbreekt", 0.0)
    person = RESIDENT | {"geslachtsnaam": PLANTED_NAMES[rank % 2]}
    if rank > 1:
        person |= {"geboortedatum": "19720304"}
    if kind == "overleden":
        person |= {"opschorting_reden": "O", "overlijdensdatum": PLANTED_DATES[0]}
    row: dict[str, Any] = {
        "signaal_id": signal_id, "rang": rank, "persoon_id": person_id, "kans": chance,
        "gewicht": sum(w for _, w in levels.values()),
    }  # fmt: skip
    for name, (level, weight) in levels.items():
        row |= {f"{name}_niveau": level, f"{name}_gewicht": weight}
    status = "overleden" if kind == "overleden" else "inwoner"
    row |= {"redenen": "", "huidig_adres": kind == "goed", "adres_dagen": None}
    return row | {"status": status, "leeftijd": 44} | person


def _accuracy(vlp: Vlp) -> dict[str, Any]:
    n = float(vlp.goed + vlp.standaard_goed + vlp.standaard_twee)
    return {
        name: {"schatting": share, "van": share - 0.05, "tot": min(1.0, share + 0.03), "n": n, "ontbreekt": 0.04}
        for name, share in (("achternaam", 0.96), ("voornaam", 0.9), ("geboortedatum", 0.72), ("adres", 0.85))
    }  # fmt: skip


def _parquet(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    shuffled = list(rows)
    random.Random(4).shuffle(shuffled)
    table = pa.Table.from_pylist([dict(row) for row in shuffled])
    texts = pa.schema(
        [f if f.type != pa.null() else pa.field(f.name, pa.string()) for f in table.schema]
    )
    pq.write_table(table.cast(texts), path)


def validate(runs: Sequence[Connection]) -> None:
    """A small validator with the tables of the real one."""
    rules = {
        PLACEHOLDER: "geboortedatum = '1-1-1900'",
        NO_POSTCODE: "postcode IS NULL",
        LEGAL: "volledige_naam LIKE 'Stichting%'",
    }
    for con in runs:
        create_table(
            con,
            "bevindingen",
            " UNION ALL ".join(
                f"SELECT '{code}' AS code, vlp, bron, regel, signaal_id FROM signalen WHERE {rule}"
                for code, rule in rules.items()
            ),
        )
        create_table(
            con,
            "bevindingen_telling",
            " UNION ALL ".join(
                f"""SELECT '{code}' AS code, vlp, count(*) AS noemer, count(*) FILTER ({rule}) AS teller
                FROM signalen GROUP BY vlp"""
                for code, rule in rules.items()
            ),
        )


def seven_vlps(placeholders: int = 40) -> list[Vlp]:
    """Seven deliverers; the water company delivers placeholder dates."""
    return [
        Vlp("Waterbedrijf Noord", "Water", 80, placeholders // 2, placeholders // 4,
            placeholders - placeholders // 2 - placeholders // 4, 6, 3, 14, 2),
        Vlp("Energie Direct", "Energie", 150, 6, 4, 6, 12, 12, 16, 3),
        Vlp("Woonstichting De Sluis", "Huur", 90, 0, 0, 2, 2, 0, 4, 1),
        Vlp("Zorgverzekeraar Aandacht", "Zorg", 140, 1, 0, 0, 1, 0, 9, 4),
        Vlp("Stroom & Gas Zuid", "Energie", 60, 2, 2, 2, 11, 10, 12, 0),
        Vlp("Hypotheek Huis", "Hypotheek", 14, 0, 0, 0, 0, 0, 1, 0),
        Vlp("Watermaatschappij West", "Water", 70, 2, 1, 2, 3, 2, 9, 1),
    ]  # fmt: skip
