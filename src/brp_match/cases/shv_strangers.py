"""Clients of debt counselling whom the register does not know, as a register of their own.

A signal about nobody may be about one of them. Their rows stand in for residents and go through the same comparison
and posterior; what comes of it is a chance and a line of the file, and the rows go again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brp_match.cases.shv import Row
from brp_match.database import Connection, own_schema, run_step, scalar
from brp_match.ingest.columns import KINDS, PREVIOUS_NAMES, RESIDENTS
from brp_match.ingest.rows import create_raw_table
from brp_match.link.candidates import find_candidates
from brp_match.link.engine import Scorer
from brp_match.link.history import load_judgements
from brp_match.link.outcome import build_candidates
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.link.placeholders import find_placeholders
from brp_match.link.posterior_tables import learn_rates
from brp_match.policy import Policy
from brp_match.reading import read_address, read_date, read_name
from brp_match.register.build import build_register

NAMES = ("voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam")
PLACE = ("straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode")
FIELDS = (*NAMES, "geboortedatum", *PLACE)
"""What is asked of a row of the file."""

Fields = Mapping[str, str | None]


def as_resident(row: Fields) -> dict[str, str] | None:
    """Return a row of FIELDS as the register would write that person; None without a surname. Pure.

    Initials are no given names: of who has nothing else the given names stay empty.
    """
    readings = read_name(**{name: row[name] for name in NAMES})
    if not readings or not readings[0].surname:
        return None
    name, born = readings[0], read_date(row["geboortedatum"])
    at = read_address(*(row[column] for column in PLACE))
    return {
        "voornamen": " ".join(name.given),
        "voorvoegsel": name.prefix,
        "geslachtsnaam": " ".join(name.surname),
        "naamgebruik": "E",
        "geboortedatum": f"{born.year:04d}{born.month or 0:02d}{born.day or 0:02d}" if born.year else "",
        "geheim": "0",
        "straat": row["straatnaam"] or "",
        "huisnummer": str(at.number or ""),
        "huisnummertoevoeging": at.addition,
        "postcode": at.postcode or "",
    }  # fmt: skip


def signals_of_strangers(
    con: Connection,
    lines: Sequence[int],
    rows: str,
    scorer: Scorer,
    policy: Policy,
    *,
    register: str,
    addresses: str,
) -> dict[str, Row]:
    """Return signaal_id → the row most like it, of the signals of a delivery that may be about one of these clients.

    `lines`: their lines in the table `rows`, which has FIELDS; `register` and `addresses`: the schema prefixes of the
    real ones. Reads std_signalen and its friends; nothing stays in the database.
    """
    codes, population = con.execute(
        f"SELECT gemeente, inwoners FROM {register}std_kenmerken"
    ).fetchall()[0]
    with own_schema(con, "shv_los") as own:
        people = _load(own, lines, rows, str(codes).split(",")[0])
        if not people:
            return {}
        build_register(own, str(codes), int(population) + people)
        load_judgements(own, None)
        find_placeholders(own)
        find_candidates(own)
        prepare_signals(own, addresses=addresses)
        compare_pairs(own, comparators=scorer.comparators)
        scorer.score(own)
        learn_rates(own, scorer.comparators, teach=False)
        build_candidates(own, scorer.comparators)
        found = own.execute(
            """SELECT signaal_id, persoon_id, kans FROM uitkomst WHERE kans >= $1
            ORDER BY kans, persoon_id DESC""",
            [policy.reject_below],
        ).fetchall()
    return {str(signal): Row(int(line), float(chance)) for signal, line, chance in found}


def _load(con: Connection, lines: Sequence[int], rows: str, code: str) -> int:
    """Make the raw tables of a register of these rows; returns how many people it has."""
    for kind in KINDS.values():
        if kind.soort != "signalen":
            create_raw_table(con, kind.table, kind.columns)
    create_raw_table(con, "raw_vorige_namen", PREVIOUS_NAMES)
    given = con.execute(
        f"SELECT regel, {', '.join(FIELDS)} FROM {rows} WHERE list_contains($1::BIGINT[], regel) ORDER BY regel",
        [list(lines)],
    ).fetchall()
    for line, *cells in given:
        person = as_resident(dict(zip(FIELDS, cells, strict=True)))
        if person is not None:
            values = person | {"persoon_id": str(line), "gemeente": code}
            run_step(
                con,
                f"""INSERT INTO raw_inwoners BY NAME SELECT 0 AS bron, {int(line)} AS regel,
                {", ".join(f"${place} AS {name}" for place, name in enumerate(RESIDENTS, start=1))}""",
                [values.get(name, "") for name in RESIDENTS],
            )
    return int(scalar(con, "SELECT count(*) FROM raw_inwoners"))
