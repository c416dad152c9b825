"""Which municipality a row of a delivery, a register or an address file of many is for.

A signal goes to the municipality it says it was sent to; where it says none, to that of its postcode, else of its
town, as the residents show them. A resident goes to the municipality of registration, and to those in which a
former address stands: who moved away is looked for there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from brp_match.database import Connection, create_reading, create_table, create_table_of, run_step
from brp_match.errors import BrpMatchError, Fault
from brp_match.reading import read_postcode, town_key
from brp_match.register.municipalities import CODE, parse_codes

CLEAR_TOWN = 0.9
"""Share of the residents of a town that are of one municipality, for its name to say which."""


def groups_of(asked: Sequence[str], held: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return, by municipality of the register, the municipalities that are decided as one with it.

    `asked`: cooperations, each codes with a comma between them; the others stand on their own. `held`: residents
    by code. Raises BrpMatchError GEMEENTE_ONGELDIG, GEMEENTE_ONBEKEND for a code that no resident carries,
    GEMEENTE_DUBBEL for one that stands in two cooperations.
    """
    together = [parse_codes(text) for text in asked]
    named = Counter(code for codes in together for code in codes)
    faults = [
        Fault("GEMEENTE_ONBEKEND", f"--per-gemeente {code}", "geen inwoner heeft deze gemeentecode")
        for code in sorted(named)
        if code not in held
    ]
    faults += [
        Fault(
            "GEMEENTE_DUBBEL",
            f"--per-gemeente {code}",
            "deze gemeente staat in twee samenwerkingen",
        )
        for code, times in sorted(named.items())
        if times > 1
    ]
    if faults:
        raise BrpMatchError.from_faults(faults)
    own: dict[str, tuple[str, ...]] = {code: (code,) for code in sorted(held)}
    return own | {code: codes for codes in together for code in codes}


def residents_by_code(con: Connection, register: str) -> dict[str, int]:
    """Count the residents of `raw_inwoners` (with the schema prefix `register`) by four-figure code.

    Raises BrpMatchError GEMEENTE_ONTBREEKT where nobody has one.
    """
    rows = con.execute(
        f"""SELECT {CODE} AS code, count(*) FROM {register}raw_inwoners
        WHERE regexp_full_match({CODE}, '[0-9]{{4}}') GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    if not rows:
        raise BrpMatchError(
            "GEMEENTE_ONTBREEKT",
            "inwoners",
            "geen enkele inwoner heeft een gemeentecode; vul de kolom gemeente",
        )
    return {str(code): int(count) for code, count in rows}


def build_routes(con: Connection, groups: Mapping[str, tuple[str, ...]], register: str) -> None:
    """Make `deel_signaal(bron, regel, deel, code)`, `deel_inwoner(bron, regel, persoon_id, deel)` and
    `deel_adres(bron, regel, deel)`.

    `groups` as `groups_of` gives it; `deel` is the name of a part, `code` what the signal itself says. A signal that
    goes nowhere has no `deel`; residents and addresses that go nowhere are in no row. Needs `raw_signalen` and,
    with the schema prefix `register`, the raw tables of the register.
    """
    rows = [(code, "-".join(codes)) for code, codes in groups.items()]
    create_table_of(con, "delen", {"code": "VARCHAR", "deel": "VARCHAR"}, rows)
    _places(con, register)
    _residents(con, register)
    _signals(con)
    _addresses(con, register)
    for helper in ("postcode_deel", "plaats_deel", "deel_postcodes", "deel_plaatsen", "delen"):
        run_step(con, f"DROP TABLE {helper}")


def _places(con: Connection, register: str) -> None:
    """Make `postcode_deel` and `plaats_deel`: the part of most residents of a postcode or town."""
    tables = ("raw_inwoners", "raw_vorige_adressen", "raw_adressen")
    texts = [f"SELECT postcode FROM {register}{table}" for table in tables]
    create_reading(
        con, "deel_postcodes", " UNION ALL ".join([*texts, "SELECT postcode FROM raw_signalen"]),
        {"postcode": "VARCHAR"}, lambda text: (read_postcode(text),),
    )  # fmt: skip
    texts = [
        f"SELECT woonplaats FROM {register}{table}" for table in ("raw_inwoners", "raw_adressen")
    ]
    create_reading(
        con, "deel_plaatsen", " UNION ALL ".join([*texts, "SELECT plaatsnaam FROM raw_signalen"]),
        {"plaats": "VARCHAR"}, lambda text: (town_key(text) or None,),
    )  # fmt: skip
    for place, column, least in (
        ("postcode", "postcode", 0.0),
        ("plaats", "woonplaats", CLEAR_TOWN),
    ):
        # of two parts with as many the first
        create_table(
            con,
            f"{place}_deel",
            f"""SELECT {place}, min({{'n': -n, 'deel': deel}}).deel AS deel FROM (
                SELECT p.{place}, d.deel, count(*) AS n FROM {register}raw_inwoners r
                JOIN delen d ON d.code = {CODE} JOIN deel_{place}{"s" if place == "postcode" else "en"} p ON p.tekst = r.{column}
                WHERE p.{place} IS NOT NULL GROUP BY ALL)
            GROUP BY {place} HAVING max(n) >= {least} * sum(n)""",
        )


def _residents(con: Connection, register: str) -> None:
    create_table(
        con,
        "deel_inwoner",
        f"""SELECT r.bron, r.regel, r.persoon_id, d.deel FROM {register}raw_inwoners r
            JOIN delen d ON d.code = {CODE}
        UNION
        SELECT r.bron, r.regel, r.persoon_id, o.deel FROM {register}raw_inwoners r
            JOIN (SELECT v.persoon_id, p.deel FROM {register}raw_vorige_adressen v
                JOIN deel_postcodes t ON t.tekst = v.postcode JOIN postcode_deel p ON p.postcode = t.postcode
                UNION
                -- a code of no municipality here, at an address that is: who left, or is wiped
                SELECT r.persoon_id, p.deel FROM {register}raw_inwoners r
                JOIN deel_postcodes t ON t.tekst = r.postcode JOIN postcode_deel p ON p.postcode = t.postcode
                WHERE coalesce({CODE}, '') NOT IN (SELECT code FROM delen)) o ON o.persoon_id = r.persoon_id""",
    )


def _signals(con: Connection) -> None:
    create_table(
        con,
        "deel_signaal",
        f"""SELECT s.bron, s.regel, s.code, CASE WHEN s.code IS NOT NULL THEN d.deel
                ELSE coalesce(p.deel, w.deel) END AS deel
        FROM (SELECT *, CASE WHEN regexp_full_match({CODE}, '[0-9]{{4}}') THEN {CODE} END AS code FROM raw_signalen) s
        LEFT JOIN delen d ON d.code = s.code
        LEFT JOIN deel_postcodes t ON t.tekst = s.postcode LEFT JOIN postcode_deel p ON p.postcode = t.postcode
        LEFT JOIN deel_plaatsen n ON n.tekst = s.plaatsnaam LEFT JOIN plaats_deel w ON w.plaats = n.plaats""",
    )


def _addresses(con: Connection, register: str) -> None:
    create_table(
        con,
        "deel_adres",
        f"""SELECT a.bron, a.regel, coalesce(p.deel, w.deel) AS deel FROM {register}raw_adressen a
        LEFT JOIN deel_postcodes t ON t.tekst = a.postcode LEFT JOIN postcode_deel p ON p.postcode = t.postcode
        LEFT JOIN deel_plaatsen n ON n.tekst = a.woonplaats LEFT JOIN plaats_deel w ON w.plaats = n.plaats
        WHERE coalesce(p.deel, w.deel) IS NOT NULL""",
    )
