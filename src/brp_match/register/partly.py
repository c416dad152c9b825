"""A register of which only the residents that a delivery is about were read: what it counts is put right.

Those who were read are chosen by the signals: of a common name a handful stands among them and thousands live in
the municipality. Where the national lists know better, they go before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from brp_match.content import model_figures
from brp_match.database import Connection, run_step, scalar
from brp_match.reading.word_lists import given_name_shares, name_groups, surname_shares

AT_A_POSTCODE = 40
"""Residents of one postcode: 17.9 million people at some 460,000 of them (CBS, 2024). Only what lies near an
address is reckoned with it; who lives at the address itself was asked."""


def reckon_with(con: Connection, residents: int) -> None:
    """Raise the counts of `build_register` to a municipality of `residents` inhabitants, of whom a part was read.

    Changes std_kenmerken and tel_*; a count never becomes less than what was read.
    """
    read = max(int(scalar(con, "SELECT bestaand FROM std_kenmerken")), 1)
    total = max(residents, read)
    run_step(
        con, "UPDATE std_kenmerken SET inwoners = greatest(inwoners, $1), bestaand = $1", [total]
    )
    _at_least(con, "tel_achternaam", "vorm", {"n": surname_shares()}, total)
    given = given_name_shares()
    run_step(
        con,
        """UPDATE tel_voornaam SET n_januari = ceil(n_januari * greatest(1, verwacht / greatest(n_eerste, 1)))
        FROM (SELECT rij[1] AS naam, rij[2]::DOUBLE AS verwacht
            FROM (SELECT unnest(from_json($1::JSON, '[["VARCHAR"]]')) AS rij)) WHERE deel = naam""",
        [json.dumps([[name, str(share * total)] for name, share in given.items()])],
    )
    _at_least(con, "tel_voornaam", "deel", {"n_eerste": given, "n": given}, total)
    _at_least(con, "tel_groep", "groep", {"n_formeel": given, "n_roep": _daily(given)}, total)
    run_step(con, f"UPDATE tel_letter SET n = ceil(n * {total / read!r})")
    # of 1 January the share among who was read, of the other days that of a day
    day = total / model_figures().birth_dates
    run_step(
        con,
        f"""UPDATE tel_datum SET n = CASE WHEN maand = 1 AND dag = 1 THEN ceil(n * {total / read!r})
            ELSE greatest(n, round({day!r})) END""",
    )
    run_step(
        con,
        f"""INSERT INTO tel_adres BY NAME SELECT postcode, 0 AS nummer, '' AS toevoeging, {AT_A_POSTCODE} - sum(n) AS n,
            0 AS n_ooit FROM tel_adres GROUP BY postcode
            HAVING sum(n) < least({AT_A_POSTCODE}, {total - read} + sum(n))""",
    )


def _at_least(
    con: Connection, table: str, key: str, columns: Mapping[str, Mapping[str, float]], total: int
) -> None:
    """Raise columns of a table of counts to the national share of `total` people, by name."""
    for column, shares in columns.items():
        run_step(
            con,
            f"""UPDATE {table} SET {column} = greatest({column}, verwacht)
            FROM (SELECT rij[1] AS naam, rij[2]::BIGINT AS verwacht
                FROM (SELECT unnest(from_json($1::JSON, '[["VARCHAR"]]')) AS rij)) WHERE {key} = naam""",
            [json.dumps([[name, str(round(share * total))] for name, share in shares.items()])],
        )


def _daily(given: Mapping[str, float]) -> Mapping[str, float]:
    """Return formal name → share of people with another form of it as their given name."""
    shares: dict[str, float] = defaultdict(float)
    for name, groups in name_groups().items():
        for group in groups:
            if group != name:
                shares[group] += given.get(name, 0.0)
    return shares
