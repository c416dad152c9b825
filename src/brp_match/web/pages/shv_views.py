"""Debt counselling as its template wants it: the file that is kept, and its rows beside the residents."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brp_match.cases.shv import FILE, MAYBE
from brp_match.database import connect, parquet_sql
from brp_match.errors import BrpMatchError
from brp_match.review import processing_log, runs, shv
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.words import day

SHOWN = 100
"""Pairs on the page; those that wait for a judgement first."""

_RESIDENT = (
    "voornamen", "voorvoegsel", "geslachtsnaam", "geboortedatum", "straat", "huisnummer", "huisletter",
    "huisnummertoevoeging", "postcode", "woonplaats", "geheim", "gemeente",
)  # fmt: skip


def shv_page(seat: Seat) -> Context:
    """Return the context of shv.html, without `fouten`; a line in the processing log for everybody shown."""
    with seat.reading() as con:
        kept = shv.current(con, seat.now.date())
        told = shv.said(con)
        newest = _newest(con)
    pairs = _pairs(seat, kept, newest, told) if kept and newest else []
    if pairs:
        with seat.writing() as con:
            processing_log.log_all(
                con, operation="bekend bij schuldhulpverlening bekijken",
                subjects=[pair["persoon_id"] for pair in pairs], now=seat.now,
            )  # fmt: skip
    return {
        "bestand": kept and {"rijen": kept.rows, "sinds": kept.received, "tot": kept.until},
        "dagen": shv.KEPT_DAYS,
        "hoogstens": shv.KEPT_MOST,
        "grens_mb": seat.settings.upload_limit // (1024 * 1024),
        "paren": pairs,
        "levering": newest and f"/leveringen/{newest.id}",
    }


def _newest(con: Any) -> runs.Run | None:
    try:
        return runs.finished_run(con, "")
    except BrpMatchError:
        return None


def _pairs(
    seat: Seat, kept: shv.ShvFile, run: runs.Run, told: Mapping[str, bool]
) -> list[dict[str, Any]]:
    """The residents of the newest delivery who are a client, or perhaps, with their row; none of another file."""
    folder = Path(run.folder)
    if not (folder / FILE).is_file() or kept.sha256 not in shv.used(run.record):
        return []
    with (folder / FILE).open(encoding="utf-8", newline="") as stream:
        listed = {row["persoon_id"]: row for row in csv.DictReader(stream, delimiter=";")}
    residents = _residents(folder, sorted(listed))
    own, sight = run.municipalities, seat.user.sight
    residents = {who: row for who, row in residents.items() if not sight.hides(row, own)}
    order = sorted(
        residents,
        key=lambda who: (who in told, listed[who]["bekend"] != MAYBE, int(listed[who]["regel"])),
    )[:SHOWN]
    rows = shv.rows_of(kept, [int(listed[who]["regel"]) for who in order])
    return [
        {
            "persoon_id": who,
            "zeker": listed[who]["bekend"] != MAYBE,
            "gezegd": told.get(who),
            "velden": _fields(rows.get(int(listed[who]["regel"]), {}), residents[who]),
            "traject": _track(rows.get(int(listed[who]["regel"]), {})),
        }
        for who in order
    ]


def _residents(folder: Path, people: list[str]) -> dict[str, dict[str, Any]]:
    con = connect(threads=1)
    try:
        rows = con.execute(
            f"""SELECT DISTINCT ON (persoon_id) persoon_id, {", ".join(_RESIDENT)}
            FROM {parquet_sql(folder / "candidates.parquet")}
            WHERE list_contains($1::VARCHAR[], persoon_id) ORDER BY persoon_id, signaal_id""",
            [people],
        ).fetchall()
    finally:
        con.close()
    return {row[0]: dict(zip(_RESIDENT, row[1:], strict=True)) for row in rows}


def _joined(*parts: Any) -> str:
    return " ".join(str(part) for part in parts if part)


def _fields(row: Mapping[str, str], resident: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Name, what the file says, what the BRP says."""

    def of(*names: str) -> str:
        return _joined(*(row.get(name, "") for name in names))

    name = of("volledige_naam") or of("voornamen", "voorletters", "voorvoegsel", "achternaam")
    number = ("huisnummer", "huisletter", "huisnummertoevoeging")
    return [
        ("Naam", name, _joined(*(resident[c] for c in ("voornamen", "voorvoegsel", "geslachtsnaam")))),
        ("Geboortedatum", of("geboortedatum"), day(str(resident["geboortedatum"] or ""))),
        ("Adres", of("straatnaam", *number), _joined(resident["straat"], *(resident[c] for c in number))),
        ("Postcode", of("postcode", "plaatsnaam"), _joined(resident["postcode"], resident["woonplaats"])),
    ]  # fmt: skip


def _track(row: Mapping[str, str]) -> str:
    kind, since = row.get("soort_signaal", ""), row.get("signaaldatum", "")
    return ", sinds ".join(part for part in (kind, since) if part)
