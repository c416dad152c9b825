"""The profile of the delivery in the database: `raw_signalen` mended, what was delivered kept beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from brp_match.database import Connection, create_table, run_step, table_exists
from brp_match.delivery.alignment import Address, There
from brp_match.delivery.asked import with_questions
from brp_match.delivery.findings import Answers, DeliveredRow
from brp_match.delivery.known import KnownWords, plain
from brp_match.delivery.moved_register import refuse_moved
from brp_match.delivery.profile import Profile, no_register, profile
from brp_match.delivery.unknown_columns import guess_columns
from brp_match.ingest.columns import SIGNALS
from brp_match.reading import read_day
from brp_match.reading.word_lists import given_name_shares, name_groups, surname_shares
from brp_match.register.people import OPEN

DELIVERED = "geleverd"
"""The signals as they were delivered: `raw_signalen` before anything was mended."""

MOST = 0.9
"""A source writes a placeholder in at most this share of its rows, whatever it does in one delivery."""

PER_MILLION = 1_000_000
"""The shares of the national lists count as bearers among so many people."""


def profile_delivery(con: Connection, answers: Answers, *, register: str | None = "") -> Profile:
    """Profile `raw_signalen` and mend it; what was delivered stays in `geleverd`.

    `register`: schema prefix of the register's tables, None when there is none. Raises BrpMatchError INWONERS_GEBOORTEDATUM
    where the delivery shows that the register's birth dates were moved.
    """
    rows, known, today = _rows(con), known_words(con, register), _today(con)
    layouts, unread = _layouts(con)
    guesses = guess_columns(rows, layouts, unread, known, today)

    def residents(asked: frozenset[Address]) -> Mapping[Address, There]:
        return no_register(asked) if register is None else _residents(con, asked, register)

    found = profile(rows, layouts, known, today, answers, residents, guesses)
    refuse_moved(found.register_moved)
    found = with_questions(found, rows, layouts, known, today, answers, residents, guesses)
    create_table(con, DELIVERED, "FROM raw_signalen")
    _write_mends(con, found)
    return found


def leave_delivery(con: Connection, answers: Answers, *, register: str | None = "") -> Profile:
    """Do what `profile_delivery` does for a delivery in which nothing is looked at: keep it as it is."""
    create_table(con, DELIVERED, "FROM raw_signalen")
    return Profile({}, {}, ())


def drop_quarantined(con: Connection) -> None:
    """Take rows that went to quarantine out of `geleverd`: it holds what is judged."""
    run_step(
        con,
        f"DELETE FROM {DELIVERED} g WHERE NOT EXISTS (FROM raw_signalen r WHERE r.bron = g.bron AND r.regel = g.regel)",
    )


def known_words(con: Connection, register: str | None) -> KnownWords:
    """Return the words that are known: of the register where there is one, and of the national lists.

    A town that several rows of the delivery name is known as well.
    """
    given = {name: round(share * PER_MILLION) for name, share in given_name_shares().items()}
    surnames = {name: round(share * PER_MILLION) for name, share in surname_shares().items()}
    for name in name_groups():
        given.setdefault(name, 1)
    towns = frozenset(
        plain(str(row[0]))
        for row in con.execute(
            """SELECT plaatsnaam FROM raw_signalen WHERE regexp_full_match(plaatsnaam, '[^0-9?]+')
            GROUP BY 1 HAVING count(*) >= greatest(3, (SELECT count(*) FROM raw_signalen) / 50)"""
        ).fetchall()
    )
    if register is None:
        return KnownWords(given, surnames, frozenset(), towns)
    for table, column, into in (
        ("tel_voornaam", "deel", given),
        ("tel_achternaam", "vorm", surnames),
    ):
        for word, n in con.execute(
            f"SELECT {column}, n FROM {register}{table} WHERE n > 0 ORDER BY 1"
        ).fetchall():
            into[word] = into.get(word, 0) + int(n)
    streets, places = _places(con, register)
    return KnownWords(given, surnames, streets, towns | places)


def _places(con: Connection, register: str) -> tuple[frozenset[str], frozenset[str]]:
    found = []
    for column in ("straat", "woonplaats"):
        rows = con.execute(
            f"SELECT DISTINCT {column} FROM {register}raw_inwoners WHERE {column} IS NOT NULL AND {OPEN}"
        ).fetchall()
        found.append(frozenset(plain(str(row[0])) for row in rows))
    return found[0], found[1]


def _residents(con: Connection, asked: frozenset[Address], register: str) -> dict[Address, There]:
    """Return who is or was registered at each address that is asked for; nobody with secrecy, or a row that is put
    right by them would tell."""
    rows = con.execute(
        f"""SELECT v.postcode, v.nummer, list(DISTINCT i.eigen) AS eigen, list(DISTINCT i.partner) AS partner,
            list(DISTINCT printf('%04d-%02d-%02d', i.jaar, i.maand, i.dag)) FILTER (i.dag IS NOT NULL),
            list(DISTINCT i.voor) AS voor
        FROM {register}std_verblijf v JOIN {register}std_inwoners i USING (persoon_nr)
        JOIN (SELECT rij[1] AS postcode, rij[2]::INTEGER AS nummer
            FROM (SELECT unnest(from_json($1::JSON, '[["VARCHAR"]]')) AS rij)) a
            ON a.postcode = v.postcode AND a.nummer = v.nummer
        WHERE i.geteld GROUP BY ALL""",
        [json.dumps([[postcode, str(number)] for postcode, number in sorted(asked)])],
    ).fetchall()
    return {
        (postcode, number): There(
            frozenset(word for words in (*own, *partner) for word in words),
            frozenset(births or ()),
            frozenset(word for words in given for word in words),
        )
        for postcode, number, own, partner, births, given in rows
    }


def _rows(con: Connection) -> list[DeliveredRow]:
    columns = ", ".join(f"r.{column}" for column in SIGNALS)
    cells = table_exists(con, "levering_cellen")
    join = "LEFT JOIN levering_cellen c USING (bron, regel)" if cells else ""
    rows = con.execute(
        f"""SELECT bron, regel, {"c.cellen" if cells else "NULL"}, {columns}
        FROM raw_signalen r {join} ORDER BY bron, regel"""
    ).fetchall()
    place = SIGNALS.index("vlp")
    return [
        DeliveredRow(
            row[0], row[1], row[3 + place] or "", dict(zip(SIGNALS, row[3:], strict=True)), tuple(row[2] or ())
        )
        for row in rows
    ]  # fmt: skip


def _layouts(con: Connection) -> tuple[dict[int, Sequence[str | None]], dict[int, dict[int, str]]]:
    """By file what each place of a row is of ours, and place → heading of the columns that may be looked into."""
    if not table_exists(con, "levering_kolommen"):
        return {}, {}
    rows = con.execute(
        "SELECT bron, kolommen, onbekend FROM levering_kolommen ORDER BY bron"
    ).fetchall()
    unread = {bron: {p: name for p, name in enumerate(names) if name} for bron, _, names in rows}
    return {bron: tuple(columns) for bron, columns, _ in rows}, {
        bron: names for bron, names in unread.items() if names
    }


def _today(con: Connection) -> date:
    """Return the day of the delivery: its latest date of a signal that is no future; else today's."""
    texts = con.execute("SELECT DISTINCT signaaldatum FROM raw_signalen").fetchall()
    found = [day for (text,) in texts if (day := read_day(text))]
    latest = date.today() + timedelta(days=366)
    return max((day for day in found if day <= latest), default=date.today())


def _write_mends(con: Connection, found: Profile) -> None:
    by_column: dict[str, list[tuple[int, int, str | None]]] = {}
    for (source, line), cells in sorted(found.mends.items()):
        for column, text in cells.items():
            if column in SIGNALS:
                by_column.setdefault(column, []).append((source, line, text))
    for column in SIGNALS:
        if column not in by_column or column == "signaal_id":
            continue
        run_step(
            con,
            f"""UPDATE raw_signalen SET {column} = m.rij[3]
            FROM (SELECT unnest(from_json($1::JSON, '[["VARCHAR"]]')) AS rij) m
            WHERE bron = m.rij[1]::INTEGER AND regel = m.rij[2]::BIGINT""",
            [json.dumps([[str(s), str(n), text] for s, n, text in by_column[column]])],
        )


def add_placeholders(con: Connection, no_births: Mapping[tuple[str, date], float]) -> None:
    """Add the dates that are nobody's birth date to `standaarddatums`, where they are not in it yet.

    `no_births`: VLP and date → share of its rows with this date. Needs the table of `find_placeholders`.
    """
    rows = [
        [vlp, str(day.year), str(day.month), str(day.day), repr(min(MOST, share))]
        for (vlp, day), share in sorted(no_births.items())
    ]
    if not rows:
        return
    run_step(
        con,
        """INSERT INTO standaarddatums BY NAME
        SELECT g.* FROM (SELECT rij[1] AS vlp, rij[2]::SMALLINT AS jaar, rij[3]::SMALLINT AS maand,
                rij[4]::SMALLINT AS dag, rij[5]::DOUBLE AS kans, true AS ontdekt
            FROM (SELECT unnest(from_json($1::JSON, '[["VARCHAR"]]')) AS rij)) g
        ANTI JOIN standaarddatums s USING (vlp, jaar, maand, dag)""",
        [json.dumps(rows)],
    )
