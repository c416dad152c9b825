"""Rows that cannot be used at all go to quarantine, before anything is compared; plain SQL."""

from __future__ import annotations

from dataclasses import dataclass

from brp_match.database import Connection, quote_literal, run_step, scalar, table_exists
from brp_match.ingest.columns import RESIDENTS, SIGNALS

LONGEST_FIELD = 10_000
"""Characters; the longest field of the register's standard has 200."""


@dataclass(frozen=True)
class FatalRule:
    """One fatal expectation: stable `code`, Dutch `message` without a value, SQL `condition`
    that is true for a row to set aside (columns of the raw table and `nummer`: which one
    with this id it is, in order of file and line)."""

    code: str
    message: str
    condition: str


def _letters(*columns: str) -> str:
    joined = ", ".join(f"coalesce({column}, '')" for column in columns)
    return rf"NOT regexp_matches(concat({joined}), '\p{{L}}')"


def _fields(columns: tuple[str, ...]) -> tuple[FatalRule, FatalRule]:
    joined = ", ".join(columns)
    return (
        FatalRule(
            "VELD_TE_LANG",
            f"In deze rij staat een veld van meer dan {LONGEST_FIELD} tekens.",
            f"greatest({', '.join(f'coalesce(length({c}), 0)' for c in columns)}) > {LONGEST_FIELD}",
        ),
        FatalRule(
            "TEKEN_ONLEESBAAR",
            "In deze rij staat een teken dat geen tekst is.",
            rf"regexp_matches(concat_ws(' ', {joined}), '[\x01-\x08\x0b\x0c\x0e-\x1f]')",
        ),
    )


SIGNAL_RULES = (
    FatalRule("SIGNAAL_ID_ONTBREEKT", "Het signaal heeft geen signaal_id.", "signaal_id IS NULL"),
    FatalRule(
        "SIGNAAL_ID_DUBBEL",
        "Dit signaal_id staat al eerder in de levering; de eerste rij telt.",
        "nummer > 1",
    ),
    FatalRule(
        "VLP_ONTBREEKT",
        "Het signaal zegt niet van welke vaste-lastenpartner het komt.",
        "vlp IS NULL",
    ),
    FatalRule(
        "NAAM_ONTBREEKT",
        "Het signaal heeft geen naam.",
        _letters("voornamen", "voorletters", "achternaam", "volledige_naam"),
    ),
    *_fields(SIGNALS),
)
RESIDENT_RULES = (
    FatalRule("PERSOON_ID_ONTBREEKT", "Deze inwoner heeft geen persoon_id.", "persoon_id IS NULL"),
    FatalRule(
        "PERSOON_ID_DUBBEL",
        "Dit persoon_id staat al eerder in het bestand; de eerste rij telt.",
        "nummer > 1",
    ),
    FatalRule(
        "NAAM_ONTBREEKT",
        "Deze inwoner heeft geen naam.",
        "geslachtsnaam IS NULL AND voornamen IS NULL",
    ),
    *_fields(tuple(c for c in RESIDENTS if c != "bsn")),
)


def quarantine_fatal(con: Connection) -> int:
    """Move rows of `raw_signalen` and `raw_inwoners` that break a fatal rule to `quarantaine`.

    One line in quarantine per row, with the first rule it breaks. Tables that are not there are
    passed over. Returns how many rows moved; a second call moves none.
    """
    return sum(
        _move(con, table, key, rules, text)
        for table, key, rules, text in (
            ("raw_signalen", "signaal_id", SIGNAL_RULES, "tekst"),
            ("raw_inwoners", "persoon_id", RESIDENT_RULES, _row_text(RESIDENTS)),
        )
        if table_exists(con, table)
    )


def _row_text(columns: tuple[str, ...]) -> str:
    return "concat_ws(';', " + ", ".join(f"coalesce({c}, '')" for c in columns if c != "bsn") + ")"


def _move(con: Connection, table: str, key: str, rules: tuple[FatalRule, ...], text: str) -> int:
    whens = " ".join(f"WHEN {rule.condition} THEN {number}" for number, rule in enumerate(rules))
    # numbering every id would sort the whole table: only ids that come twice are numbered
    run_step(
        con,
        f"""CREATE OR REPLACE TEMP TABLE fataal AS
        WITH dubbel AS (
            SELECT bron, regel, row_number() OVER (PARTITION BY {key} ORDER BY bron, regel) AS nummer
            FROM {table} WHERE {key} IN (SELECT {key} FROM {table} GROUP BY 1 HAVING count(*) > 1))
        SELECT * FROM (
            SELECT r.bron, r.regel, CASE {whens} END AS regelnummer
            FROM (SELECT t.*, coalesce(d.nummer, 1) AS nummer
                FROM {table} t LEFT JOIN dubbel d USING (bron, regel)) r)
        WHERE regelnummer IS NOT NULL""",
    )
    moved = int(scalar(con, "SELECT count(*) FROM fataal"))
    if moved:
        named = ", ".join(
            f"({number}, {quote_literal(rule.code)}, {quote_literal(rule.message)})"
            for number, rule in enumerate(rules)
        )
        run_step(
            con,
            f"""INSERT INTO quarantaine
            SELECT f.bron, b.bestand, f.regel, n.code, n.melding, {text}
            FROM fataal f JOIN {table} r USING (bron, regel) JOIN bronnen b ON b.bron = f.bron
            JOIN (VALUES {named}) n(nr, code, melding) ON n.nr = f.regelnummer""",
        )
        run_step(
            con,
            f"DELETE FROM {table} r USING fataal f WHERE r.bron = f.bron AND r.regel = f.regel",
        )
    run_step(con, "DROP TABLE fataal")
    return moved
