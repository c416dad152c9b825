"""Amounts of money in Dutch or English notation.

`bedrag_waarde(t)` → DOUBLE in euros, or NULL where the text is no amount. Understood: `1.234,56`,
`1234,56`, `1,234.56`, `1234.56`, `1 234,56`, `€ 1.234,-`, `1234 euro`, `EUR 12,50`, `-12,50`,
`12,50-` and `(12,50)` (negative). A point or comma with exactly three digits behind it and one to
three before it, not starting with 0, separates thousands (`1.234` is 1234 euros): amounts have
two decimals. Cents are not rounded.
"""

from __future__ import annotations

from brp_match.database import Connection, quote_literal, run_step
from brp_match.standardise.text import known

_DUTCH = r"\d{1,3}(\.\d{3})+(,\d*)?"
_ENGLISH = r"\d{1,3}(,\d{3})+(\.\d*)?"
_GROUPED = r"[1-9]\d{0,2}([.]\d{3})+|[1-9]\d{0,2}(,\d{3})+"


def create_macros(con: Connection) -> None:
    """Create `bedrag_waarde`; scalar, no Python in the row loop."""
    run_step(con, f"CREATE OR REPLACE MACRO bedrag_waarde(t) AS {known('t', _amount())}")


def _digits() -> str:
    """Strip currency, spaces and the dash for whole euros; leave sign, figures and separators."""
    currency = quote_literal(r"€|eur(o('?s)?)?|[\s\x{a0}'_]")
    dashes = quote_literal(r"[.,](-{1,2}|–|—|=)$")
    bare = f"regexp_replace(regexp_replace(lower(t), {currency}, '', 'g'), {dashes}, '')"
    return f"replace(replace({bare}, '−', '-'), '–', '-')"


def _amount() -> str:
    """Read the sign, decide which separator is the decimal one, and cast."""
    dutch, english, grouped = (quote_literal(p) for p in (_DUTCH, _ENGLISH, _GROUPED))
    number = f"""CASE
        WHEN regexp_full_match(g, '\\d+') THEN g
        WHEN regexp_full_match(g, {grouped}) THEN regexp_replace(g, '[.,]', '', 'g')
        WHEN regexp_full_match(g, '\\d*,\\d+') THEN replace(g, ',', '.')
        WHEN regexp_full_match(g, '\\d*[.]\\d+(e[+]?\\d{{1,2}})?') THEN g
        WHEN regexp_full_match(g, '\\d+[.,]') THEN regexp_replace(g, '[.,]', '')
        WHEN regexp_full_match(g, {dutch}) THEN replace(replace(g, '.', ''), ',', '.')
        WHEN regexp_full_match(g, {english}) THEN replace(g, ',', '') END"""
    value = f"list_transform([trim(s, '+-()')], lambda g: TRY_CAST({number} AS DOUBLE))[1]"
    sign = "CASE WHEN regexp_full_match(s, '-[^-]+|[^-]+-|[(][^()]+[)]') THEN -1 ELSE 1 END"
    shape = "regexp_full_match(s, '[+-]?[^()+-]+-?|[(][^()+-]+[)]|[^()-]*e[+]?\\d+')"
    return (
        f"list_transform([{_digits()}], lambda s: CASE WHEN {shape} THEN {value} * {sign} END)[1]"
    )
