"""Debt counselling as its template wants it: the file that is kept, and its rows beside the residents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from brp_match.cases.shv import FILE, MAYBE
from brp_match.csv_file import read_csv
from brp_match.database import connect, parquet_sql
from brp_match.errors import BrpMatchError
from brp_match.review import processing_log, runs, shv
from brp_match.review.schema import cases
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
    listed = _listed(kept, newest) if kept and newest else []
    pairs = _pairs(seat, kept, newest, told, listed) if kept and newest else []
    strangers = _strangers(seat, kept, newest, listed) if kept and newest else []
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
        "zonder": strangers,
        "levering": newest and f"/leveringen/{newest.id}",
    }


def _newest(con: Any) -> runs.Run | None:
    try:
        return runs.finished_run(con, "")
    except BrpMatchError:
        return None


def _listed(kept: shv.ShvFile, run: runs.Run) -> list[dict[str, str]]:
    """The rows of shv.csv of a delivery; none where it was held against another file."""
    path = Path(run.folder) / FILE
    if not path.is_file() or kept.sha256 not in shv.used(run.record):
        return []
    return read_csv(path)


def _strangers(
    seat: Seat, kept: shv.ShvFile, run: runs.Run, listed: Sequence[Mapping[str, str]]
) -> list[dict[str, Any]]:
    """The signals about nobody known that may be about a client, each beside the client's row."""
    found = {row["signaal_id"]: row for row in listed if row.get("signaal_id")}
    query = select(cases.c.id, cases.c.signaal_id, cases.c.signal, cases.c.decision)
    query = query.where(cases.c.run_id == run.id, cases.c.signaal_id.in_(sorted(found)))
    with seat.reading() as con:
        rows = con.execute(query.where(seat.user.sight.cases()).order_by(cases.c.id)).all()
    shown = [row for row in rows if not row.decision["persoon_id"]][:SHOWN]
    clients = shv.rows_of(kept, [int(found[row.signaal_id]["regel"]) for row in shown])
    return [
        {
            "href": f"/zaak/{row.id}",
            "vlp": row.signal.get("vlp", ""),
            "zeker": found[row.signaal_id]["bekend"] != MAYBE,
            "velden": _beside(client, row.signal),
            "traject": _track(client),
        }
        for row in shown
        for client in (clients.get(int(found[row.signaal_id]["regel"]), {}),)
    ]


def _pairs(
    seat: Seat,
    kept: shv.ShvFile,
    run: runs.Run,
    told: Mapping[str, bool],
    rows_listed: Sequence[Mapping[str, str]],
) -> list[dict[str, Any]]:
    """The residents of the newest delivery who are a client, or perhaps, with their row."""
    folder = Path(run.folder)
    listed = {row["persoon_id"]: row for row in rows_listed if row["persoon_id"]}
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
    with connect(threads=1) as con:
        rows = con.execute(
            f"""SELECT DISTINCT ON (persoon_id) persoon_id, {", ".join(_RESIDENT)}
            FROM {parquet_sql(folder / "candidates.parquet")}
            WHERE list_contains($1::VARCHAR[], persoon_id) ORDER BY persoon_id, signaal_id""",
            [people],
        ).fetchall()
    return {row[0]: dict(zip(_RESIDENT, row[1:], strict=True)) for row in rows}


def _joined(*parts: Any) -> str:
    return " ".join(str(part) for part in parts if part)


NUMBER = ("huisnummer", "huisletter", "huisnummertoevoeging")
NAMES = ("Naam", "Geboortedatum", "Adres", "Postcode")


def _delivered(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """What a row of a delivery or a list says under each of NAMES."""

    def of(*names: str) -> str:
        return _joined(*(row.get(name, "") for name in names))

    name = of("volledige_naam") or of("voornamen", "voorletters", "voorvoegsel", "achternaam")
    return name, of("geboortedatum"), of("straatnaam", *NUMBER), of("postcode", "plaatsnaam")


def _beside(row: Mapping[str, str], signal: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Name, what the file says, what the signal says."""
    return list(zip(NAMES, _delivered(row), _delivered(signal), strict=True))


def _fields(row: Mapping[str, str], resident: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Name, what the file says, what the BRP says."""
    registered = (
        _joined(*(resident[c] for c in ("voornamen", "voorvoegsel", "geslachtsnaam"))),
        day(str(resident["geboortedatum"] or "")),
        _joined(resident["straat"], *(resident[c] for c in NUMBER)),
        _joined(resident["postcode"], resident["woonplaats"]),
    )
    return list(zip(NAMES, _delivered(row), registered, strict=True))


def _track(row: Mapping[str, str]) -> str:
    kind, since = row.get("soort_signaal", ""), row.get("signaaldatum", "")
    return ", sinds ".join(part for part in (kind, since) if part)
