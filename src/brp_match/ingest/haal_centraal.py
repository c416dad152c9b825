"""Persons as Haal Centraal BRP gives them (GBA variant and public v2) → the raw register tables.

`regel` is the place of the person in the file, from 1. Source of the names of fields: the
OpenAPI files of Haal Centraal BRP bevragen, v2.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from brp_match.database import Connection, exact, quote_literal, run_step, scalar
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import Kind
from brp_match.ingest.files import LOOK, Delivered, Format
from brp_match.ingest.json_rows import objects
from brp_match.ingest.rows import BATCH, WITHHELD
from brp_match.ingest.sources import add_source
from brp_match.ingest.text import encoding_of, read_lines
from brp_match.settings import person_key, person_of_bsn

LARGEST_PERSON = 256 << 20
"""Bytes of one JSON value: the public API wraps all its persons in one object."""


def is_haal_centraal(path: Path) -> bool:
    """Tell Haal Centraal persons from flat objects by the names of their fields."""
    with path.open("rb") as stream:
        # a letter of UTF-16 has a zero beside it
        first = stream.read(LOOK).replace(b"\x00", b"")
    return any(
        word in first for word in (b'"burgerservicenummer"', b'"aNummer"', b'"personen"')
    ) and (b'"naam"' in first)


def load_haal_centraal(con: Connection, path: Path, kind: Kind) -> None:
    """Fill raw_inwoners and raw_vorige_namen from a file of persons.

    Raises BrpMatchError JSON_ONLEESBAAR with the line when the file is cut off or broken,
    GEEN_RIJEN when it holds no person, and PERSOON_SLEUTEL_ONTBREEKT for persons without an A-number
    while no key is set.
    """
    number = int(scalar(con, "SELECT count(*) FROM bronnen"))
    encoding = _persons(con, path).removesuffix("-le").removesuffix("-be")
    _set_aside(con, number, path.name)
    count = int(scalar(con, "SELECT count(*) FROM hc"))
    if not count:
        raise BrpMatchError("GEEN_RIJEN", path.name, "er staan geen personen in dit bestand")
    _keyed(con, path.name)
    gba = bool(scalar(con, "SELECT bool_or(json_type(p, '$.geboorte.datum') = 'VARCHAR') FROM hc"))
    columns = ", ".join(f"{sql} AS {column}" for column, sql in _COLUMNS.items())
    run_step(
        con,
        f"""INSERT INTO raw_inwoners BY NAME
        WITH alle AS (SELECT regel, p, sleutel, {_PARTNERS} AS partners FROM hc LEFT JOIN hc_sleutels USING (regel)),
        met_partner AS (SELECT *, coalesce(list_filter(partners, lambda x: (x ->> {_ENDED}) IS NULL)[1],
            partners[1]) AS partner FROM alle)
        SELECT {number} AS bron, regel, * EXCLUDE (regel, beeindigd)
            REPLACE (CASE WHEN NOT beeindigd OR naamgebruik IN ('P', 'V', 'N') THEN partner_geslachtsnaam
                END AS partner_geslachtsnaam,
                CASE WHEN NOT beeindigd OR naamgebruik IN ('P', 'V', 'N') THEN partner_voorvoegsel
                END AS partner_voorvoegsel)
        FROM (SELECT regel, {columns}, partner IS NOT NULL AND (partner ->> {_ENDED}) IS NOT NULL AS beeindigd
            FROM met_partner)""",
    )
    run_step(
        con,
        f"""INSERT INTO raw_vorige_namen BY NAME
        SELECT DISTINCT {number} AS bron, regel, persoon_id, NULL AS voornamen,
            x ->> '$.naam.voorvoegsel' AS voorvoegsel, x ->> '$.naam.geslachtsnaam' AS geslachtsnaam,
            {_date("x", "ontbindingHuwelijkPartnerschap.datum")} AS datum_tot
        FROM (SELECT i.regel, i.persoon_id, i.partner_geslachtsnaam,
                unnest({_PARTNERS}) AS x
            FROM hc h JOIN raw_inwoners i ON i.bron = {number} AND i.regel = h.regel)
        WHERE (x ->> '$.naam.geslachtsnaam') IS NOT NULL
            AND (x ->> '$.naam.geslachtsnaam') IS DISTINCT FROM partner_geslachtsnaam""",
    )
    # whole persons, with their BSN: nothing of that may stay in a prepared register
    for table in ("hc", "hc_sleutels"):
        run_step(con, f"DROP TABLE IF EXISTS {table}")
    name = "haalcentraal-gba" if gba else "haalcentraal-v2"
    aside = int(scalar(con, "SELECT count(*) FROM quarantaine WHERE bron = ?", [number]))
    add_source(
        con,
        number,
        kind,
        path,
        Delivered((), count + aside, Format.JSON, encoding),
        tuple(_COLUMNS),
        name,
    )


def _persons(con: Connection, path: Path) -> str:
    """Make `hc (regel, p)` and return the encoding of the file."""
    source = quote_literal(exact(path))
    encoding = _encoding(path)
    if encoding != "utf-8":
        _persons_by_line(con, path)
        return encoding
    try:
        run_step(
            con,
            f"""CREATE OR REPLACE TEMP TABLE hc AS SELECT row_number() OVER () AS regel, p FROM (
            SELECT unnest(CASE WHEN json_type(json, '$.personen') = 'ARRAY'
                THEN CAST(json -> '$.personen' AS JSON[]) ELSE [json] END) AS p
            FROM read_json_objects({source}, format = 'auto', hive_partitioning = false,
                compression = 'none', maximum_object_size = {LARGEST_PERSON}))""",
        )
    except duckdb.Error as error:
        lines, _ = read_lines(path)
        for _ in objects("\n".join(lines), path.name):
            pass
        raise BrpMatchError(
            "JSON_ONLEESBAAR",
            path.name,
            "deze json is niet te lezen als personen van Haal Centraal",
        ) from error
    return encoding


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        return encoding_of(stream.read(LOOK))


def _persons_by_line(con: Connection, path: Path) -> None:
    """Make `hc` of a file that DuckDB does not read: it only knows UTF-8 without a BOM."""
    lines, _ = read_lines(path)
    found = [text for text, _ in objects("\n".join(lines), path.name)]
    run_step(con, "CREATE OR REPLACE TEMP TABLE hc (regel BIGINT, p JSON)")
    for start in range(0, len(found), BATCH):
        part = found[start : start + BATCH]
        run_step(
            con,
            """INSERT INTO hc SELECT unnest(range($2::BIGINT + 1, $3::BIGINT + 1)),
            unnest(CAST($1::JSON AS JSON[]))""",
            ["[" + ",".join(part) + "]", start, start + len(part)],
        )


def _set_aside(con: Connection, number: int, name: str) -> None:
    """Take what is no person (a number, a text, null) out of `hc`, and into quarantine; a number may be a BSN."""
    run_step(
        con,
        """INSERT INTO quarantaine (bron, bestand, regel, code, melding, tekst) SELECT ?, ?, regel, 'JSON_GEEN_OBJECT',
        'Dit onderdeel is geen object met velden.', ? FROM hc
        WHERE json_type(p) IS DISTINCT FROM 'OBJECT'""",
        [number, name, WITHHELD],
    )
    run_step(con, "DELETE FROM hc WHERE json_type(p) IS DISTINCT FROM 'OBJECT'")


def _keyed(con: Connection, name: str) -> None:
    """Make `hc_sleutels(regel, sleutel)`: who has no A-number is known by the BSN under a secret key.

    A hash without a key would be the BSN itself: there are so few that all can be tried in a minute.
    """
    bsn = _text("burgerservicenummer")
    found = con.execute(
        f"SELECT regel, {bsn} FROM hc WHERE {_text('aNummer')} IS NULL AND {bsn} IS NOT NULL"
    ).fetchall()
    key = person_key() if found else b""
    if key is None:
        raise BrpMatchError(
            "PERSOON_SLEUTEL_ONTBREEKT",
            name,
            f"{len(found)} personen hebben geen A-nummer; lever dat mee, of zet BRP_MATCH_PERSOON_SLEUTEL "
            "op een eigen geheime sleutel",
        )
    keyed = [person_of_bsn(key or b"", number) for _, number in found]
    run_step(
        con,
        "CREATE OR REPLACE TEMP TABLE hc_sleutels AS SELECT unnest($1::BIGINT[]) AS regel, unnest($2::VARCHAR[]) AS sleutel",
        [[regel for regel, _ in found], keyed],
    )


def person_of(person: Mapping[str, Any]) -> str:
    """Return the persoon_id that a person of Haal Centraal gets: the A-number, else the keyed BSN ('' without key)."""
    number, bsn = (
        str(person.get(name) or "").strip() for name in ("aNummer", "burgerservicenummer")
    )
    key = person_key()
    return number or (person_of_bsn(key, bsn) if key else "")


def _text(*paths: str) -> str:
    """SQL for the first of these paths that holds a value."""
    found = ", ".join(f"nullif(trim(p ->> '$.{path}'), '')" for path in paths)
    return f"coalesce({found})"


def _date(column: str, path: str) -> str:
    """SQL for a date as `jjjjmmdd`: a text (GBA) or a polymorphic object (v2), 00 for unknown."""
    at = f"{column} ->> '$.{path}"
    return f"""CASE json_type({column}, '$.{path}') WHEN 'VARCHAR' THEN replace({at}', '-', '')
        WHEN 'OBJECT' THEN coalesce(replace({at}.datum', '-', ''),
            lpad({at}.jaar', 4, '0') || lpad(coalesce({at}.maand', '0'), 2, '0') || '00', '00000000') END"""


_PARTNERS = "CASE WHEN json_type(p, '$.partners') = 'ARRAY' THEN CAST(p -> '$.partners' AS JSON[]) ELSE [] END"
_ENDED = "'$.ontbindingHuwelijkPartnerschap'"
_STAY = "verblijfplaats"
_HOME = f"{_STAY}.verblijfadres"


def _investigation(path: str, code: str) -> str:
    """SQL WHEN: v2 says by a field `path` of the stay that part of it is under investigation; the LO's `code`."""
    return f"WHEN json_extract_string(p, '$.{_STAY}.{path}') NOT IN ('false', '') THEN '{code}'"


_INVESTIGATED = f"""CASE WHEN p ->> '$.{_STAY}.indicatieVastgesteldVerblijftNietOpAdres' = 'true' THEN '089999'
    WHEN {_text(f"{_STAY}.inOnderzoek.aanduidingGegevensInOnderzoek")} IS NOT NULL
        THEN {_text(f"{_STAY}.inOnderzoek.aanduidingGegevensInOnderzoek")}
    {_investigation("inOnderzoek.type", "080000")}
    {_investigation("verblijfadres.inOnderzoek", "081100")}
    {_investigation("inOnderzoek.adresseerbaarObjectIdentificatie", "081180")}
    {_investigation("inOnderzoek.nummeraanduidingIdentificatie", "081190")}
    {_investigation("inOnderzoek.functieAdres", "081010")}
    {_investigation("inOnderzoek.datumVan", "081030")}
    WHEN json_type(p, '$.{_STAY}.inOnderzoek') = 'OBJECT' THEN '080000' END"""
"""What is under investigation as the LO writes it (08.83.10). Established not to live there goes first: it
holds after the investigation too. Source: Haal Centraal, features in-onderzoek and vastgesteld-verblijft-niet-op-adres."""

_COLUMNS = {
    "persoon_id": f"coalesce({_text('aNummer')}, sleutel)",
    "voornamen": _text("naam.voornamen"),
    "voorvoegsel": _text("naam.voorvoegsel"),
    "geslachtsnaam": _text("naam.geslachtsnaam"),
    "naamgebruik": _text("naam.aanduidingNaamgebruik.code"),
    "partner_voorvoegsel": "partner ->> '$.naam.voorvoegsel'",
    "partner_geslachtsnaam": "partner ->> '$.naam.geslachtsnaam'",
    "geboortedatum": _date("p", "geboorte.datum"),
    "geslacht": _text("geslacht.code"),
    "functie_adres": _text(f"{_STAY}.functieAdres.code"),
    "gemeente": _text("gemeenteVanInschrijving.code"),
    "opschorting_reden": f"""coalesce({_text("opschortingBijhouding.reden.code")},
        CASE WHEN json_exists(p, '$.overlijden') THEN 'O' END)""",
    "overlijdensdatum": _date("p", "overlijden.datum"),
    "geheim": "CASE lower(p ->> '$.geheimhoudingPersoonsgegevens') WHEN 'true' THEN '1' "
    "WHEN 'false' THEN '0' ELSE p ->> '$.geheimhoudingPersoonsgegevens' END",
    "straat": _text(
        f"{_STAY}.naamOpenbareRuimte", f"{_STAY}.straat", f"{_HOME}.officieleStraatnaam",
        f"{_HOME}.korteStraatnaam",
    ),
    "huisnummer": _text(f"{_STAY}.huisnummer", f"{_HOME}.huisnummer"),
    "huisletter": _text(f"{_STAY}.huisletter", f"{_HOME}.huisletter"),
    "huisnummertoevoeging": _text(f"{_STAY}.huisnummertoevoeging", f"{_HOME}.huisnummertoevoeging"),
    "aanduiding_bij_huisnummer": _text(
        f"{_STAY}.aanduidingBijHuisnummer.code", f"{_HOME}.aanduidingBijHuisnummer.code"
    ),
    "postcode": _text(f"{_STAY}.postcode", f"{_HOME}.postcode"),
    "woonplaats": _text(f"{_STAY}.woonplaats", f"{_HOME}.woonplaats"),
    "locatie": _text(f"{_STAY}.locatiebeschrijving", f"{_HOME}.locatiebeschrijving"),
    "bag_id": _text(f"{_STAY}.adresseerbaarObjectIdentificatie"),
    "onderzoek_adres": _INVESTIGATED,
    "land_vertrek": f"""CASE WHEN p ->> '$.{_STAY}.type' = 'VerblijfplaatsOnbekend' THEN '0000'
        ELSE {_text(f"{_STAY}.land.code", f"{_HOME}.land.code")} END""",
    "datum_vertrek": f"""coalesce({_date("p", f"{_STAY}.datumAanvangAdresBuitenland")},
        CASE WHEN p ->> '$.{_STAY}.type' IN ('VerblijfplaatsOnbekend', 'VerblijfplaatsBuitenland')
            THEN {_date("p", f"{_STAY}.datumVan")} END)""",
}  # fmt: skip
