"""Where the people of a register live and have lived, and the addresses of an address file."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.database import Connection, create_reading, create_table, run_step
from brp_match.reading import read_day, read_postcode, street_key
from brp_match.reading.house_numbers import read_house_number
from brp_match.reading.towns import town_key

_NUMBER = ("huisnummer", "huisletter", "huisnummertoevoeging")

_READ = """JOIN {0}_huisnummers h ON {same_number}
        LEFT JOIN {0}_postcodes p ON p.tekst = {1}.postcode LEFT JOIN {0}_straten s ON s.tekst = {1}.straat"""
"""SQL to join addresses with what was read of them; to be formatted with the prefix of the tables and an alias."""

_NO_DWELLING = (
    "coalesce(trim(gebruiksdoel) <> '' AND NOT contains(lower(gebruiksdoel), 'woonfunctie'), false)"
)
"""SQL condition on an address: uses are given and none is a home. A houseboat or caravan site has no use."""


def _read(prefix: str, alias: str) -> str:
    same = " AND ".join(f"h.{column} IS NOT DISTINCT FROM {alias}.{column}" for column in _NUMBER)
    return _READ.format(prefix, alias, same_number=same)


def _read_texts(con: Connection, prefix: str, sources: Sequence[str]) -> None:
    """Make `<prefix>_huisnummers`, `_postcodes` and `_straten`: what is read of every number, postcode and
    street as the sources write it; towns hold the same few hundred over and over."""

    def every(columns: str) -> str:
        return " UNION ALL ".join(f"SELECT {columns} FROM {source}" for source in sources)

    create_reading(
        con, f"{prefix}_postcodes", every("postcode"), {"postcode": "VARCHAR"},
        lambda text: (read_postcode(text),),
    )  # fmt: skip
    create_reading(
        con, f"{prefix}_straten", every("straat"), {"sleutel": "VARCHAR"},
        lambda text: (street_key(text) or None,),
    )  # fmt: skip
    create_reading(
        con, f"{prefix}_huisnummers", every(", ".join(_NUMBER)),
        {"nummer": "INTEGER", "toevoeging": "VARCHAR"}, read_house_number, inputs=_NUMBER,
    )  # fmt: skip


def _drop_texts(con: Connection, prefix: str) -> None:
    for kind in ("postcodes", "straten", "huisnummers"):
        run_step(con, f"DROP TABLE {prefix}_{kind}")


def build_stays(con: Connection) -> None:
    """Make std_verblijf, where people live and have lived, and tel_adres: how many of COUNTED at each address."""
    _read_texts(con, "verblijf", ("raw_inwoners", "raw_vorige_adressen"))
    create_reading(
        con, "verblijf_plaatsen",
        "SELECT woonplaats FROM raw_inwoners UNION ALL SELECT woonplaats FROM raw_vorige_adressen",
        {"plaats": "VARCHAR"}, lambda text: (town_key(text) or None,),
    )  # fmt: skip
    create_reading(
        con, "verblijf_tot", "SELECT datum_tot FROM raw_vorige_adressen", {"dag": "DATE"},
        lambda text: (read_day(text),),
    )  # fmt: skip
    columns = f"persoon_id, straat, postcode, woonplaats, {', '.join(_NUMBER)}"
    create_table(
        con,
        "std_verblijf",
        f"""SELECT i.persoon_nr, a.huidig, p.postcode, h.nummer, coalesce(h.toevoeging, '') AS toevoeging, s.sleutel AS straat, w.plaats,
            t.dag AS datum_tot
        FROM (SELECT {columns}, true AS huidig, NULL AS datum_tot FROM raw_inwoners
            WHERE huisnummer IS NOT NULL OR postcode IS NOT NULL
            UNION ALL SELECT {columns}, false, datum_tot FROM raw_vorige_adressen) a
        JOIN std_inwoners i USING (persoon_id)
        LEFT {_read("verblijf", "a")} LEFT JOIN verblijf_tot t ON t.tekst = a.datum_tot
        LEFT JOIN verblijf_plaatsen w ON w.tekst = a.woonplaats
        WHERE i.bestaat""",
    )
    for helper in ("verblijf_tot", "verblijf_plaatsen"):
        run_step(con, f"DROP TABLE {helper}")
    _drop_texts(con, "verblijf")
    create_table(
        con,
        "tel_adres",
        """SELECT postcode, nummer, toevoeging, count(*) FILTER (huidig) AS n, count(*) AS n_ooit
        FROM std_verblijf JOIN std_inwoners USING (persoon_nr) WHERE geteld AND postcode IS NOT NULL AND nummer IS NOT NULL GROUP BY ALL""",
    )


def build_addresses(con: Connection) -> None:
    """Make `std_adressen(postcode, straat, nummer, toevoeging, geen_woning, box)` from raw_adressen.

    `geen_woning`: uses are given and none is a home; `box`: nothing but `overige gebruiksfunctie`
    (garage boxes and the like). Boxes often have no postcode in the BAG: then the street finds them.
    """
    _read_texts(con, "bag", ("raw_adressen",))
    create_table(
        con,
        "std_adressen",
        f"""SELECT p.postcode, s.sleutel AS straat, h.nummer, h.toevoeging,
            bool_and(geen_woning) AS geen_woning, bool_and(geen_woning AND overig) AS box
        FROM (SELECT straat, postcode, {", ".join(_NUMBER)},
                lower(trim(gebruiksdoel)) = 'overige gebruiksfunctie' AS overig,
                {_NO_DWELLING}
                    AND coalesce(object_type, 'VBO') NOT IN ('LIG', 'STA', 'ligplaats', 'standplaats') AS geen_woning
            FROM raw_adressen) a
        {_read("bag", "a")}
        WHERE coalesce(p.postcode, s.sleutel) IS NOT NULL AND h.nummer IS NOT NULL GROUP BY ALL""",
    )
    _drop_texts(con, "bag")
