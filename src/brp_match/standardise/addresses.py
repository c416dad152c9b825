"""Addresses: postcode, house number and what follows it, streets, towns.

Needs `vouw` (text.py); `create_macros` also creates `straat_sleutel` (streets.py). Macros:
- `postcode_sleutel(t)` → '1234AB' or NULL; `postcode_gelezen(t)` the same, and O and I among the
  figures are read as 0 and 1 (for deliveries; the register has no such errors).
- `huisnummer_delen(nummer, letter, toevoeging)` → STRUCT(nummer INTEGER or NULL, letter VARCHAR,
  toevoeging VARCHAR), upper case, '' for none. All three fields are read as one text, so that
  `12A-3`, `12 a 3` and the separate fields `12`, `a`, `03` give the same parts. One letter that
  stands alone or before a figure is the letter, whichever field it came in. In the addition:
  HS, HUIS, BG, BEGANE GROND and PARTERRE are `HS`; BOVEN and BENEDEN are `BOV` and `BEN`; ZWART
  and ROOD (Haarlem) are `ZW` and `RD`; floors are figures (`III`, `3 hoog`, `3e etage` → `3`,
  and `I` where it came as an addition or behind a hyphen); BIS is kept; leading zeros are dropped.
- `straat_en_nummer(straat)` → STRUCT(straat VARCHAR, rest VARCHAR): a house number at the end of
  the street field, else rest NULL. A year or a number that belongs to the name (`Plein 1944`) stays.
- `straat_sleutel(t)`, `plaats_sleutel(t)` → key to compare, or NULL.
- `is_postbus(straat)` → BOOLEAN, false for NULL: a P.O. box or reply number.
"""

from __future__ import annotations

from brp_match.database import Connection, quote_literal, run_step
from brp_match.standardise import streets
from brp_match.standardise.text import LETTER, LETTERS, known, let

_SUFFIX_WORDS: tuple[tuple[str, str], ...] = (
    (r"\b(N ?V ?T|NULL|NIL|GEEN|NONE|LEEG|NABIJ)\b", ""),
    (r"^[0 ]+$", ""), (r"^([A-Z])BS$", r"\1 BIS"),
    (r"\b(EEN|I) ?(HOOG|HG)\b", "1"), (r"\bTWEE ?(HOOG|HG)\b", "2"), (r"\bDRIE ?(HOOG|HG)\b", "3"),
    (r"\bVIER ?(HOOG|HG)\b", "4"), (r"\bBS\b", "BIS"), (r"^(BIS|HS|BOV|BEN) ?([A-Z])$", r"\2 \1"),
    (r"\b(HUIS|BG|BGG|BEGANE ?GROND|PARTERRE|PART)\b", "HS"),
    (r"\b(BOVEN|BOVE|BVN)\b", "BOV"),
    (r"\b(BENEDEN|BENE|BND)\b", "BEN"),
    (r"\b(ZWART|ZWRT)\b", "ZW"),
    (r"\bROOD\b", "RD"),
    (r"\b(SOUTERRAIN|SOUT|SOU)\b", "SOUS"),
    (r"\b(ACHTER|ACHT)\b", "ACH"),
    (r"\b(APPARTEMENT|APPT?|APT|NUMMER|NR|UNIT) ?(\d)", r"\2"),
    (r"\b(KAMER|KMR|KAM|KM) ?(\d)", r"K\2"),
    (r"\b(\d) ?(HOOG|HG|DE ETAGE|E ETAGE|ETAGE|E VERDIEPING|E VERD|VERD|E)\b", r"\1"),
    (r"\b(ETAGE|ET|VERDIEPING|VERD) ?(\d)\b", r"\2"),
    (r"\bVIII\b", "8"), (r"\bVII\b", "7"), (r"\bVI\b", "6"), (r"\bIV\b", "4"),
    (r"\bIII\b", "3"), (r"\bII\b", "2"),
)  # fmt: skip
"""Ways to write an addition → the usual one, in this order, on upper case text with spaces."""

_KNOWN_SUFFIX = "HS|BIS|BOV|BEN|ZW|RD|SOUS|ACH"

_FLOOR = r"(?i:hoog|hg|etage|et|verdieping|verd)"
_BEHIND_STREET = (
    r"\d{1,5}(?:\s?[-/ ]?\s?(?:[a-zA-Z]{1,3}|(?i:[a-z]? ?bis|huis|boven|beneden|zwart|rood|achter|begane grond|parterre"
    r"|souterrain))\b\.?|[-/\s]?[a-zA-Z]\d{1,4}[a-zA-Z]?)?"
    r"(?:\s?[-/ ]\s?(?:\d{1,4}[a-zA-Z]?|[a-zA-Z]{1,3}|(?i:(?:kamer|kmr|k|app?t?|unit) ?\d{1,4}))|\s?\([^)]*\)"
    rf"|\s?[-/ ]?\s?(?:\d{{1,2}}|[iI]{{1,3}}|(?i:een|twee|drie|vier)) ?(?i:e|de|ste)? ?{_FLOOR}"
    r"|(?:\s?\+|,| t/m| en)\s?\d{1,4})?"
)
"""A house number and what may follow it."""

_BEFORE_NUMBER = r"(?i:nr\.?|no\.?|nummer|t/?o\.?|tegenover|naast|nabij|bij|wb|woonboot|ark)\s+"
_PLACE = rf"(?:[\s,;]+(?i:te\s+)?\(?{LETTER}[{LETTERS}’'-]{{3}}[{LETTERS}’' .-]*\)?)?"
"""A town behind the house number."""

_POSTCODE_IN_STREET = r"[\s,;(]*\b[1-9]\d{3}\s?[A-Za-z]{2}\b.*$"
_TOWNS = {
    "den haag": "sgravenhage", "the hague": "sgravenhage", "s gravenhage": "sgravenhage",
    "den bosch": "shertogenbosch", "s hertogenbosch": "shertogenbosch",
    "a dam": "amsterdam", "adam": "amsterdam", "r dam": "rotterdam", "rdam": "rotterdam",
}  # fmt: skip


def create_macros(con: Connection) -> None:
    """Create the macros of this module and of streets.py; needs `vouw` of text.py."""
    streets.create_macros(con)
    run_step(
        con,
        "CREATE OR REPLACE MACRO postcode_sleutel(t) AS nullif(regexp_replace(regexp_extract("
        "upper(t), '^\\s*(?:NL[- ]*)?([1-9]\\d{3}[\\s.\\-]*[A-Z]{2})(?:[^A-Z0-9].*)?$', 1), "
        "'[^0-9A-Z]', '', 'g'), '')",
    )
    # a letter for a figure (12O1 AB, I201 AB), or a space in the figures
    misread = "regexp_replace(regexp_extract(upper(t), '^\\s*([1-9IL][\\dOIL] ?[\\dOIL]{2}[ .-]*[A-Z]{2})\\s*$', 1), '[^0-9A-Z]', '', 'g')"
    run_step(
        con,
        "CREATE OR REPLACE MACRO postcode_gelezen(t) AS coalesce(postcode_sleutel(t), "
        f"list_transform([{misread}], lambda p: CASE WHEN p <> '' "
        "THEN postcode_sleutel(translate(left(p, 4), 'OIL', '011') || right(p, 2)) END)[1])",
    )
    run_step(
        con,
        f"CREATE OR REPLACE MACRO huisnummer_delen(nummer, letter, toevoeging) AS {_number_parts()}",
    )
    run_step(con, f"CREATE OR REPLACE MACRO plaats_sleutel(t) AS {_town_key()}")
    postbox = quote_literal(
        r"(?i)^\s*(post\s?bus|p\.?\s?o\.?\s?box|postbox|antwoord\s?nummer|antw\.?\s?nr|pb\.?\s*\d)(\b|\d|\.).*"
    )
    run_step(
        con,
        "CREATE OR REPLACE MACRO is_postbus(straat) AS "
        f"coalesce(regexp_full_match(straat, {postbox}), false)",
    )
    run_step(
        con,
        f"CREATE OR REPLACE MACRO straat_en_nummer(straat) AS {known('straat', _street_and_number())}",
    )


def _suffix_words(s: str) -> str:
    """Write the words of an addition the usual way."""
    sql = s
    for pattern, target in _SUFFIX_WORDS:
        sql = f"regexp_replace({sql}, {quote_literal(pattern)}, {quote_literal(target)}, 'g')"
    return f"CASE WHEN regexp_matches({s}, '[A-Z0-9]{{2}}|[0-9] [A-Z]|^[0 ]+$|N V T') THEN {sql} ELSE {s} END"


def _letter_and_addition(r: str) -> str:
    """Split the text behind the number (upper case, single spaces) in letter and addition."""
    split = f"^([A-Z])(?: ?(\\d.*)| (.*)|({_KNOWN_SUFFIX}))?$"
    zeros = "regexp_replace(replace({0}, ' ', ''), '(^|[A-Z])0+(\\d)', '\\1\\2', 'g')"
    rest = f"regexp_replace({r}, {quote_literal(split)}, '\\2\\3\\4')"
    has_letter = f"regexp_matches({r}, {quote_literal(split)})"
    return (
        f"CASE WHEN {r} = '' THEN {{'letter': '', 'toevoeging': ''}} WHEN {has_letter} "
        f"THEN {{'letter': left({r}, 1), 'toevoeging': {zeros.format(rest)}}} "
        f"ELSE {{'letter': '', 'toevoeging': {zeros.format(r)}}} END"
    )


def _number_parts() -> str:
    """Read number, letter and addition as one text and take it apart again."""

    def clean(sql: str) -> str:
        return f"trim(regexp_replace(upper(strip_accents({sql})), '[^A-Z0-9]+', ' ', 'g'))"

    lead = r"(?i)^\s*(?:nr\.?|no\.?|t\.?/?o\.?|bij|by|tegenover|naast|nabij|woonboot|ark|wb|#)?\s*0*(\d{1,5})(?:[.,]0+)?(\D.*)?$"
    tail = f"regexp_extract(nummer, {quote_literal(lead)}, 2)"
    floor = r"\s*[-/]\s*[iI]\s*"
    pieces = (
        f"{{'n': TRY_CAST(regexp_extract(nummer, {quote_literal(lead)}, 1) AS INTEGER), "
        f"'r': CASE WHEN TRY_CAST(nummer AS INTEGER) IS NOT NULL THEN '' "
        f"WHEN regexp_full_match({tail}, {quote_literal(floor)}) THEN '1' ELSE {clean(tail)} END, "
        f"'l': coalesce({clean('letter')}, ''), "
        "'t': CASE WHEN trim(upper(toevoeging)) = 'I' AND coalesce(letter, '') = '' THEN '1' "
        f"ELSE coalesce({clean('toevoeging')}, '') END}}"
    )
    joined = (
        "CASE WHEN coalesce(q.r, '') = '' THEN trim(q.l || ' ' || q.t) "
        "WHEN replace(q.r, ' ', '') = q.l || replace(q.t, ' ', '') THEN trim(q.l || ' ' || q.t) "
        "WHEN replace(q.r, ' ', '') IN (q.l, replace(q.t, ' ', '')) THEN trim(q.l || ' ' || q.t) "
        "ELSE trim(q.r || ' ' || trim(q.l || ' ' || q.t)) END"
    )
    words = let(let(joined, _suffix_words("x")), _letter_and_addition("x"))
    # most are a number and no more
    bare = "regexp_full_match(nummer, '[1-9]\\d{0,4}') AND coalesce(letter, '') = '' AND coalesce(toevoeging, '') = ''"
    return (
        f"CASE WHEN {bare} THEN {{'nummer': nummer::INTEGER, 'letter': '', 'toevoeging': ''}} "
        f"ELSE list_transform(list_transform([{pieces}], lambda q: "
        f"{{'n': q.n, 's': {words}}}), lambda q: "
        "{'nummer': q.n, 'letter': q.s.letter, 'toevoeging': q.s.toevoeging})[1] END"
    )


def _street_and_number() -> str:
    spaced = f"^(.*?[{LETTERS}.'’)\\d])[\\s,]+(?:{_BEFORE_NUMBER})?({_BEHIND_STREET}){_PLACE}\\s*$"
    glued = f"^(.*?{LETTER}{{4,}})({_BEHIND_STREET}){_PLACE}\\s*$"
    ahead = (
        r"^\s*(\d{1,5} ?[a-zA-Z]?(?:[- ]\d{1,3})?),?\s+"
        rf"({LETTER}{{2}}\D*(?:straat|str\.?|laan|weg|plein|kade|dijk|gracht|singel|hof|dreef|steeg|pad|park|plantsoen))\s*$"
    )
    part_of_name = (
        r"(?i).*\b(plein|laan|straat|weg|park|hof|rijksweg|plantsoen)\s+((1[5-9]|20)\d\d|'?40[- ]'?45)"
        r"|\d+\s*(?:(?:e|de|ste)\b|mei|januari|september|oktober).*\D"
    )

    def cut(pattern: str, street: int = 1, rest: int = 2) -> str:
        """Street and rest by the numbers of their groups."""
        p = quote_literal(pattern)
        return (
            f"WHEN regexp_matches(s, {p}) THEN {{'straat': regexp_extract(s, {p}, {street}), "
            f"'rest': regexp_extract(s, {p}, {rest})}}"
        )

    return (
        "CASE WHEN NOT regexp_matches(straat, '\\d') THEN {'straat': trim(straat), 'rest': NULL::VARCHAR} "
        f"ELSE list_transform([trim(regexp_replace(straat, {quote_literal(_POSTCODE_IN_STREET)}, ''))], lambda s: CASE "
        f"WHEN NOT regexp_matches(s, '\\d') OR regexp_full_match(s, {quote_literal(part_of_name)}) "
        f"OR is_postbus(s) THEN {{'straat': s, 'rest': NULL::VARCHAR}} {cut(spaced)} {cut(glued)} "
        f"{cut(ahead, street=2, rest=1)} "
        "ELSE {'straat': s, 'rest': NULL::VARCHAR} END)[1] END"
    )


def _town_key() -> str:
    towns = ", ".join(f"{quote_literal(a)}: {quote_literal(b)}" for a, b in _TOWNS.items())
    province = quote_literal(r" (gld|gl|ge|ov|o|nh|zh|nb|lb|li|l|fr|frl|gn|gr|ut|dr|ze|zld|fl)$")
    along = quote_literal(r"\b(aan|a) d(en|er|e)?\b")
    return (
        "list_transform([vouw(t)], lambda x: "
        f"coalesce((MAP {{{towns}}})[x], replace(replace(regexp_replace(regexp_replace("
        f"regexp_replace(x, {province}, ''), {along}, 'ad'), '^sint ', 'st '), ' ', ''), 'ij', 'y')))[1]"
    )
