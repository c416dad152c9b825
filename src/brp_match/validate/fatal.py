"""Rows that cannot be used at all go to quarantine, before anything is compared; plain SQL.

The rules are the fatal expectations of `expectations/*_fataal.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content.expectations import Expectation, load_expectations
from brp_match.database import Connection, quote_literal, run_step, scalar, table_exists
from brp_match.ingest.bsn_texts import without_bsn_sql
from brp_match.ingest.columns import RESIDENTS, SIGNALS

KEYS = {"signalen": "signaal_id", "inwoners": "persoon_id"}
"""What a fatal expectation is about → the column that must come once."""

NAMES = ("voornamen", "voorletters", "achternaam", "volledige_naam")
"""The columns of a signal of which one must name somebody."""

COLUMNS = {"signalen": SIGNALS, "inwoners": tuple(c for c in RESIDENTS if c != "bsn")}
"""The columns that are read; a BSN is not."""


def quarantine_fatal(con: Connection, about: Sequence[str] = tuple(KEYS)) -> int:
    """Move rows of `raw_signalen` and `raw_inwoners` that break a fatal expectation to `quarantaine`.

    `about` names one of the two where the other has its turn elsewhere. One line in quarantine per row,
    with the first expectation it breaks. Tables that are not there are passed over. Returns how many
    rows moved; a second call moves none.
    """
    return sum(
        _move(con, over, fatal_rules(over)) for over in about if table_exists(con, f"raw_{over}")
    )


def fatal_rules(over: str) -> list[Expectation]:
    """Return the fatal expectations about `over`, in the order in which a row is held against them."""
    return [rule for rule in load_expectations(fatal_only=True) if rule.over == over]


WITHDRAWN = (
    r"^\s*(signaal )?(ingetrokken|intrek|afgemeld|afmeld|geannuleerd|annul|vervallen|vervalt)"
)
"""Kinds of a signal that say that it is none any more."""

FROM_DDAS = "bron IN (SELECT bron FROM bronnen WHERE indeling = 'ddas')"
"""SQL of: the row came in an exchange file of DDAS, a standard without names."""


def with_fatal_columns(over: str, nameless: str = "false") -> str:
    """Give the SELECT of `raw_<over>` with what conditions of fatal expectations may use besides:
    `nummer` (which row with this id it is, in order of file and line), `langste_veld` (characters),
    `alle_velden` (all fields in one text), of a signal `heeft_letter` (in one of NAMES), `naam_hoeft_niet` (the SQL `nameless`), `ingetrokken` (it, or another row
    with its id and deliverer, takes the signal back)."""
    table, key = f"raw_{over}", KEYS[over]
    # numbering every id would sort the whole table: only ids that come twice are numbered
    gone = _withdrawn(over)
    together = f"bool_or({gone}) OVER (PARTITION BY {key}, vlp)" if over == "signalen" else "false"
    return f"""SELECT t.*, coalesce(d.nummer, 1) AS nummer, {_whole_row(over)}, {nameless} AS naam_hoeft_niet,
            coalesce(d.ingetrokken, {gone}) AS ingetrokken
        FROM {table} t LEFT JOIN (
            SELECT bron, regel, row_number() OVER (PARTITION BY {key} ORDER BY bron, regel) AS nummer,
                {together} AS ingetrokken
            FROM {table} WHERE {key} IN (SELECT {key} FROM {table} GROUP BY 1 HAVING count(*) > 1)
        ) d USING (bron, regel)"""


def _withdrawn(over: str) -> str:
    if over != "signalen":
        return "false"
    return f"regexp_matches(lower(coalesce(soort_signaal, '')), {quote_literal(WITHDRAWN)})"


def _whole_row(over: str) -> str:
    columns = COLUMNS[over]
    lengths = ", ".join(f"coalesce(length({column}), 0)" for column in columns)
    whole = (
        f"greatest({lengths}) AS langste_veld, concat_ws(' ', {', '.join(columns)}) AS alle_velden"
    )
    if over != "signalen":
        return whole
    return (
        rf"{whole}, regexp_matches(concat_ws(' ', {', '.join(NAMES)}), '\p{{L}}') AS heeft_letter"
    )


def row_text(over: str) -> str:
    """SQL of what is kept of a row: the fields of columns that are used, each with our name for it, in our order.

    A BSN in one of them is left out; the number that a row is known by stays as it is.
    """
    named = (
        f"'{column}: ' || {column if column == KEYS[over] else without_bsn_sql(column)}"
        for column in COLUMNS[over]
    )
    return f"concat_ws('; ', {', '.join(named)})"


def first_broken_sql(over: str, rules: Sequence[Expectation]) -> str:
    """Return the SELECT, for SQLite, of the place in `rules` of the first that one row breaks, NULL where it breaks none.

    Its parameters are the columns of COLUMNS, by name, and what `with_fatal_columns` tells of all fields: `langste_veld`,
    `alle_velden` and `heeft_letter`. It needs the functions of DuckDB that the conditions ask: `lower`, `regexp_matches`.
    """
    given = (*COLUMNS[over], "langste_veld", "alle_velden", "heeft_letter")
    return f"""SELECT {_first(rules)} FROM (
        SELECT *, 1 AS nummer, false AS naam_hoeft_niet, {_withdrawn(over)} AS ingetrokken
        FROM (SELECT {", ".join(f":{name} AS {name}" for name in given)}))"""


def _first(rules: Sequence[Expectation]) -> str:
    whens = " ".join(f"WHEN {rule.voorwaarde} THEN {n}" for n, rule in enumerate(rules))
    return f"CASE {whens} END"


def _broken(over: str, rules: Sequence[Expectation], nameless: str = "false") -> str:
    """SELECT of `bron, regel, verwachting` (its place in `rules`) of every row that breaks one."""
    return f"""SELECT * FROM (SELECT bron, regel, {_first(rules)} AS verwachting
            FROM ({with_fatal_columns(over, nameless)}))
        WHERE verwachting IS NOT NULL"""


def _move(con: Connection, over: str, rules: Sequence[Expectation]) -> int:
    run_step(con, f"CREATE OR REPLACE TEMP TABLE fataal AS {_broken(over, rules, FROM_DDAS)}")
    moved = int(scalar(con, "SELECT count(*) FROM fataal"))
    if moved:
        named = ", ".join(
            f"({n}, {quote_literal(rule.id)}, {quote_literal(rule.melding)})"
            for n, rule in enumerate(rules)
        )
        run_step(
            con,
            f"""INSERT INTO quarantaine (bron, bestand, regel, code, melding, tekst)
            SELECT f.bron, b.bestand, f.regel, n.code, n.melding, replace({row_text(over)}, chr(0), '\\0')
            FROM fataal f JOIN raw_{over} r USING (bron, regel) JOIN bronnen b ON b.bron = f.bron
            JOIN (VALUES {named}) n(nr, code, melding) ON n.nr = f.verwachting""",
        )
        run_step(
            con,
            f"DELETE FROM raw_{over} r USING fataal f WHERE r.bron = f.bron AND r.regel = f.regel",
        )
    run_step(con, "DROP TABLE fataal")
    return moved
