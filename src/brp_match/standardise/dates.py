"""Dates in any usual Dutch form, in parts.

Two SQL macros:
- `datum_delen(t)` → STRUCT(jaar SMALLINT, maand SMALLINT, dag SMALLINT, soort VARCHAR), for birth
  dates. `soort` is `geldig` (a real, full date of the years 1 to 9999), `onvolledig` (parts
  unknown, 00), `ongeldig` (cannot exist, or not understood) or `ontbreekt` (NULL, empty, zeros,
  'onbekend'). An unknown part is NULL; of an `ongeldig` date the parts that could stand in a date
  by themselves are kept, so that 31-02-1990 can still be compared part by part.
- `datum_waarde(t)` → DATE or NULL, for signal and address dates: full real dates only.

Understood: `1-1-2000`, `1/1/2000`, `1.1.2000`, `1 1 2000`, `01012000`, `1012000`, `010100`,
`1-1-00`, `2000-01-01` and `20000101` (with 00 for unknown parts), the forms with separators also
with a time behind them, `1 januari 2000`, `1-jan-00`, `1-2000` and `2000` (day or month unknown),
and Excel serial numbers of five digits (18-05-1927 to 31-12-2099). A time of 22:00Z or 23:00Z is
midnight of the next day in the Netherlands, written in UTC by an export, and counts as that day.
Month before day (`1/13/2000`) is not guessed at: it is `ongeldig`. `datum_volgorde(t)` → VARCHAR puts the
day first where it cannot be the other way round, for comparing what a deliverer meant.

Years of two digits: a birth date `20` to `99` is 1920 to 1999 and `00` to `19` is 2000 to 2019,
because signals are about adults; of other dates `70` to `99` is 1970 to 1999 and the rest 20jj.
"""

from __future__ import annotations

from brp_match.database import Connection, quote_literal, run_step
from brp_match.standardise.text import known, split

BIRTH_PIVOT = 20
"""First two-digit year read as 19jj in a birth date."""
OTHER_PIVOT = 70
"""First two-digit year read as 19jj in any other date."""
PLAUSIBLE_YEARS = (1850, 2100)
"""Years kept of a date that cannot exist."""

MISSING = (
    "", "onbekend", "onbek", "onb", "nvt", "n.v.t.", "n.v.t", "n/a", "na", "null", "none", "nan",
    "nat", "geen", "leeg", "niet bekend", "unknown", "-", "--", "---", ".", "?", "??", "x", "xx",
)  # fmt: skip
"""What deliverers write for no date."""

_MONTHS = (
    "jan januari january", "feb febr februari february", "mrt maa maart mar march", "apr april",
    "mei may", "jun juni june", "jul juli july", "aug augustus august", "sep sept september",
    "okt oct oktober october", "nov november", "dec december",
)  # fmt: skip

_PAD = r"[\s\x{a0}]*"
_BEGIN = rf"{_PAD}(?i:[*]|(?:geb|geboren|ma|di|wo|do|vr|za|zo)\b\.?)?{_PAD}"
_END = rf"(?:[.,;]|{_PAD}\([^)]*\))?{_PAD}"
_GAP = r"\s*[-/. –—_]\s*"
_TIME = r"(?:[tT ]\s*\d{1,2}[:.]\d{2}.*)?"
_CENTURY = "(?:1[89]|20)"
_UTC_MIDNIGHT = rf"{_PAD}\d{{4}}-\d{{2}}-\d{{2}}T2[23]:00(:00([.]0+)?)?Z{_PAD}"


def _forms(pivot: int) -> tuple[tuple[str, str], ...]:
    """Form → `jjjj-0mm-0dd`; the first that fits counts. `pivot` is a multiple of ten.

    What is written apart and what is written together is one form with groups for each: the plan of a
    chain grows with the square of its length.
    """
    parts = rf"(\d{{1,2}}){_GAP}(\d{{1,2}}){_GAP}"
    old, new = rf"([{pivot // 10}-9]\d)", rf"([0-{pivot // 10 - 1}]\d)"
    full = rf"({_CENTURY}\d{{2}})"
    return (
        (
            rf"(?:{parts}(\d{{4}}){_TIME}|(\d{{2}})(\d{{2}}){full}|(\d)(\d{{2}}){full})",
            r"\3\6\9-0\2\5\8-0\1\4\7",
        ),
        (
            rf"(?:(\d{{4}}){_GAP}(\d{{1,2}}){_GAP}(\d{{1,2}}){_TIME}|(\d{{4}})(\d{{2}})(\d{{2}})(?:000000)?)",
            r"\1\4-0\2\5-0\3\6",
        ),
        (rf"(?:{parts}'?{old}{_TIME}|(\d{{2}})(\d{{2}}){old})", r"19\3\6-0\2\5-0\1\4"),
        (rf"(?:{parts}'?{new}{_TIME}|(\d{{2}})(\d{{2}}){new})", r"20\3\6-0\2\5-0\1\4"),
        (rf"(0?1){_GAP}(0?1){_GAP}1", "0001-01-01"),
        (full, r"\1-00-00"),
        (rf"(\d{{1,2}}){_GAP}{full}", r"\2-0\1-00"),
        # a figure too few or too many: only the year can be trusted
        (rf"{full}\d{{3}}", r"\1-99-99"),
    )


_FITTED = "#"
"""Put before a date in a form we know, so that no later form is looked for in it."""


def create_macros(con: Connection) -> None:
    """Create `datum_delen` and `datum_waarde`; scalar, no Python in the row loop."""
    month_first = quote_literal(
        rf"^{_PAD}(0?[1-9]|1[0-2]){_GAP}(1[3-9]|2\d|3[01]){_GAP}(\d{{4}})\b"
    )
    run_step(
        con,
        "CREATE OR REPLACE MACRO datum_volgorde(t) AS "
        f"regexp_replace(t, {month_first}, '\\2-\\1-\\3')",
    )
    run_step(con, f"CREATE OR REPLACE MACRO datum_delen(t) AS {_parts()}")
    run_step(con, f"CREATE OR REPLACE MACRO datum_waarde(t) AS {_value()}")


def _month_numbers() -> str:
    """Write a month in letters as a number between hyphens."""
    text = r"regexp_replace(regexp_replace(lower(t), '(\d)([a-z])', '\1 \2', 'g'), '([a-z])(\d)', '\1 \2', 'g')"
    names = [(name, number) for number, line in enumerate(_MONTHS, 1) for name in line.split()]
    found = rf"\b({'|'.join(name for name, _ in names)})\b"
    place = f"list_position({split(name for name, _ in names)}, regexp_extract({text}, {quote_literal(found)}, 1))"
    number = f"{split(str(number) for _, number in names)}[{place}]"
    around = quote_literal(f"[-/., ]*{found}[-/., ]*")
    return f"trim(coalesce(regexp_replace({text}, {around}, '-' || {number} || '-'), {text}), '- ')"


def _by_form(sql: str, pivot: int) -> str:
    """Give `jjjjmmdd` by the first form that fits, else NULL.

    One replacement a form: to ask first whether it fits costs three times as much to plan.
    """
    sql = f"replace({sql}, '{_FITTED}', '?')"
    for form, target in _forms(pivot):
        pattern = quote_literal(f"^{_BEGIN}{form}{_END}$")
        sql = f"regexp_replace({sql}, {pattern}, {quote_literal(_FITTED + target)})"
    fitted = f"regexp_replace({sql}, '(?s)^[^{_FITTED}].*', '')"
    return f"nullif(regexp_replace({fitted}, '{_FITTED}|-0?(\\d\\d)', '\\1', 'g'), '')"


def _eight_digits(pivot: int) -> str:
    """Give `jjjjmmdd` with 00 for unknown parts, NULL when the text has no form we know.

    Every regular expression stands outside a lambda or in a branch that few rows take: DuckDB
    compiles those inside a lambda again for every 2048 rows.
    """
    year_first = r"'\d{4}([02-9]\d|1[0-7])\d{2}'"
    excel = rf"'{_PAD}[1-7]\d{{4}}([.,]0*)?{_PAD}'"
    in_letters = r"'(\d|^|[-/. ])[A-Za-z]{3,10}[-/., ]*\d'"
    numbered = f"CASE WHEN regexp_matches(t, {in_letters}) THEN {_month_numbers()} ELSE t END"
    # the first three are forms too; most dates are one of them, and need no look at the others
    return f"""CASE
        WHEN regexp_full_match(t, {year_first}) AND substr(t, 5, 2) <> '20' THEN t
        WHEN regexp_full_match(t, '\\d{{2}}[-/]\\d{{2}}[-/]\\d{{4}}') THEN right(t, 4) || substr(t, 4, 2) || left(t, 2)
        WHEN regexp_full_match(t, '\\d{{4}}-\\d{{2}}-\\d{{2}}') THEN replace(t, '-', '')
        WHEN regexp_full_match(t, {excel}) AND left(trim(t), 5) BETWEEN '10000' AND '73050'
            THEN strftime(DATE '1899-12-30' + left(trim(t), 5)::INTEGER, '%Y%m%d')
        WHEN regexp_full_match(t, {quote_literal(_UTC_MIDNIGHT)})
            THEN strftime(TRY_CAST(left(trim(t), 10) AS DATE) + 1, '%Y%m%d')
        ELSE {_by_form(numbered, pivot)} END"""


def _parts() -> str:
    """Build the struct of `datum_delen` out of the eight digits."""
    low, high = PLAUSIBLE_YEARS
    missing = ", ".join(quote_literal(word) for word in MISSING)
    nothing = (
        "{'jaar': NULL::SMALLINT, 'maand': NULL::SMALLINT, 'dag': NULL::SMALLINT, "
        "'soort': 'ontbreekt'}"
    )
    cut = (
        "{'j': substr(n, 1, 4)::SMALLINT, 'm': substr(n, 5, 2)::SMALLINT, "
        f"'d': substr(n, 7, 2)::SMALLINT, 'w': {_AS_DATE}}}"
    )
    return f"""CASE
        WHEN t IS NULL OR lower(trim(t)) IN ({missing}) OR regexp_full_match(t, '[-0/. ]+')
        THEN {nothing}
        ELSE list_transform(list_transform([{_eight_digits(BIRTH_PIVOT)}], lambda n: {cut}), lambda p: CASE
            WHEN p.w IS NOT NULL THEN {{'jaar': p.j, 'maand': p.m, 'dag': p.d, 'soort': 'geldig'}}
            WHEN p.j > 0 AND p.m <= 12 AND p.d = 0
            THEN {{'jaar': p.j, 'maand': nullif(p.m, 0), 'dag': NULL::SMALLINT, 'soort': 'onvolledig'}}
            ELSE {{'jaar': CASE WHEN p.j BETWEEN {low} AND {high} THEN p.j END,
                'maand': CASE WHEN p.m BETWEEN 1 AND 12 THEN p.m END,
                'dag': CASE WHEN p.d BETWEEN 1 AND 31 THEN p.d END, 'soort': 'ongeldig'}} END)[1] END"""


_AS_DATE = (
    "TRY_CAST(nullif(substr(n, 1, 4), '0000') || '-' || substr(n, 5, 2) || '-' || "
    "substr(n, 7, 2) AS DATE)"
)


def _value() -> str:
    """Build the DATE of `datum_waarde`; NULL for anything but a full real date."""
    return known("t", f"list_transform([{_eight_digits(OTHER_PIVOT)}], lambda n: {_AS_DATE})[1]")
