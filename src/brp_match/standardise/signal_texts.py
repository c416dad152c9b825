"""The texts in which a signal names its person, cleaned and cut into one text a person.

One field may hold several people (`M. de Vries e/o J.P. van den Berg`), an administrator
(`Bewindvoerder … inzake …`), a phone number, titles, an earlier surname behind `geb.`. Every text
that may be the person goes on; the comparison keeps the one that fits best.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table, quote_literal
from brp_match.standardise.text import LETTER, LETTERS

Rule = tuple[str, str, str]
"""RE2 pattern, replacement, options."""

_MARRIED = (
    r"(?:e\.?\s?v\.?|e/v|echtg(?:enote|enoot)?\.?(?:\s+van)?|geb(?:oren)?\.?|gb\.?|gehuwd\s+met"
    r"|wed(?:uwe)?\.?(?:\s+van)?|gesch(?:eiden)?\.?(?:\s+van)?|x)"
)
"""Between two surnames of one person."""

_PERSON: tuple[Rule, ...] = (
    # no part of a name: addresses of mail and web, phone and other numbers
    (r"\S+@\S+|https?://\S+|www\.\S+", " ", "g"),
    (r"(?i)\b(?:tel|telefoon|telnr|mob|mobiel|gsm|fax|e-?mail|kvk|btw|bsn|klantnr|klantnummer)\b[.:]?\s*(?:nr\.?)?", " ", "g"),
    (r"\+?\d[\d\s()./-]{5,}\d|\b\d{3,}\b", " ", "g"),
    # an administrator names the person behind `inzake`; a `c/o` names somebody else
    (r"(?i)^.*\b(?:inzake|inz|i[/.]z|betreffende|betr|o\.?b\.?v|ten behoeve van|t\.?b\.?v|bewindvoerder (?:van|over)|namens)\b[.:]?\s+", "", ""),
    (r"(?i)^\s*(?:p/a|c/o|per adres|t\.?\s?a\.?\s?v|ter attentie van)\b[.:]?\s+", "", ""),
    (r"(?i)^(\s*\S.*?)[\s,(]+(?:p/a|c/o|per adres|zorg van|(?:als )?bewindvoer(?:der|ing|ster)|onder (?:bewind|curatele|beheer|budgetbeheer)|curator|gemachtigde|budgetbeheer(?:der)?)\b.*$", r"\1", ""),
    # the own name behind the partner's, or the other way round, also across a comma
    (rf"(?i)\s*,\s*({_MARRIED}\s)", r" \1", ""),
    (rf"(?i)^([^,]+),\s*([^,]*?)\s+{_MARRIED}\s+([^,]+)$", r"\1 \3, \2", ""),
    (rf"(?i)({LETTER}{LETTER}.*?|\s)[\s(-]+{_MARRIED}[\s]+({LETTER})", r"\1 \2", ""),
    (r"(?i)\bv\s*/\s*d\b\.?", "vd", "g"),
    (r"(?i)\bv\s*/\s*h\b\.?", "van het", "g"),
    # two people on both sides of a comma: initials before the surname on each
    (rf"^([^,]*\b[A-Z]\.[^,]*),\s*((?:[A-Z][a-z]?\.\s?)+[^,]*{LETTER}{{3}})", r"\1 & \2", ""),
)  # fmt: skip
"""From the whole field to the people in it, in this order."""

_SEVERAL = (
    r"(?i)\s+(?:e/o|en/of|en|and|und|&|\+|e\.\s?o\.?|eo|t\.\s?a\.\s?v\.?|tav|ter attentie van)\s+"
    r"|\s*[/;+&]\s*"
)

_NAMELESS = r"(?i)\b(?:onbekend|unknown|onbek|n\.?v\.?t|n\.?n\.?b|nnb|fnu|lnu|null|geen|leeg|overleden|x{2,})\b\.?"
"""Words for no name at all."""


def chain(sql: str, rules: tuple[Rule, ...]) -> str:
    """SQL that applies the rules one after another to the text `sql`."""
    for pattern, target, options in rules:
        sql = (
            f"regexp_replace({sql}, {quote_literal(pattern)}, {quote_literal(target)}, '{options}')"
        )
    return sql


GLUED = 2000
"""From this variant on a text is the same text with its first or last word read as initials."""

_CAPITALS = r"([A-Z])([A-Z])([A-Z])?([A-Z])?([A-Z])?"
_PREFIXES_BEHIND = r"(?:\s+(?i:van|de|der|den|ten|ter|te|vd|v\s?d))*"
_GLUED: tuple[tuple[str, str], ...] = (
    (rf"^\s*{_CAPITALS}(\s+{LETTER}{{2}}.*)$", r" \1. \2. \3. \4. \5. \6"),
    (rf"^(.*?{LETTER}{{2}}[,\s]+){_CAPITALS}({_PREFIXES_BEHIND}\s*)$", r"\1\2. \3. \4. \5. \6.\7"),
)
"""`GHA Krones` and `MARTENS NE`: letters glued together with a vowel among them may be initials."""

CUT_AT_LEAST = 3
"""So many names of exactly the greatest length, and more than of each of the two lengths below, tell that
a source's field is too short: the last word of those names may be cut off."""


def build_texts(con: Connection) -> None:
    """Make `sig_vrij(signaal_nr, variant, soort, tekst)`: cleaned texts without titles.

    `soort` delen: the surname field, given names stand elsewhere; geheel: a whole name. Also
    `sig_afgekapt(signaal_nr)`. Needs std_signalen, sig_organisaties, lijst_titels.
    """
    _cut_off(con)
    plain = quote_literal(f"[{LETTERS} .'’-]*")
    busy = quote_literal(
        rf"(?i)[^{LETTERS} .'’-]|\b(?:inzake|inz|betr\w*|namens|bewind\w*|budget\w*|curator|gemachtigde|per adres|zorg van|onder (?:bewind|curatele|beheer|budgetbeheer)|t\.?a\.?v"
        r"|ter attentie van|o\.?b\.?v|t\.?b\.?v|ten behoeve van|e\.?v|echtg\w*|geb\w*|gb|gehuwd|wed\w*|gesch\w*|x|en|and|und|eo|e\.o|tel\w*|mob\w*)\b"
    )
    person = chain("tekst", _PERSON)
    create_table(
        con,
        "sig_bron",
        f"""SELECT signaal_nr, variant, soort, CASE WHEN regexp_full_match(tekst, {plain}) AND NOT regexp_matches(tekst, {busy})
                THEN tekst ELSE {person} END AS tekst
        FROM (SELECT signaal_nr, 1 AS variant, 'delen' AS soort, coalesce(achternaam, '') AS tekst
            FROM std_signalen WHERE achternaam IS NOT NULL OR volledige_naam IS NULL
        UNION ALL SELECT signaal_nr, 100, 'geheel', volledige_naam FROM std_signalen WHERE volledige_naam IS NOT NULL
        UNION ALL SELECT signaal_nr, 300, 'geheel', o.persoon FROM std_signalen JOIN sig_organisaties o ON o.tekst = naam
            WHERE (onderneming OR o.handelswoord) AND o.persoon IS NOT NULL
        -- a whole name in the field of one part
        UNION ALL SELECT signaal_nr, 400, 'geheel', achternaam FROM std_signalen
            WHERE voornamen IS NULL AND voorletters IS NULL AND contains(trim(achternaam), ' ')
        UNION ALL SELECT signaal_nr, 500, 'geheel', voornamen FROM std_signalen
            WHERE achternaam IS NULL AND volledige_naam IS NULL AND contains(trim(voornamen), ' '))""",
    )
    several = quote_literal(_SEVERAL)
    create_table(
        con,
        "sig_stuk",
        rf"""WITH gesplitst AS (
            SELECT signaal_nr, variant, soort, tekst, list_filter(string_split_regex(tekst, {several}),
                lambda s: trim(s) <> '') AS stukken FROM sig_bron)
        SELECT signaal_nr, variant, soort, tekst FROM gesplitst WHERE soort = 'delen' OR len(stukken) <= 1
        UNION ALL
        SELECT signaal_nr, variant + i, CASE WHEN soort = 'delen' AND i = 1 THEN 'delen' ELSE 'geheel' END, stukken[i]
        FROM (SELECT *, unnest(range(1, len(stukken) + 1)) AS i FROM gesplitst WHERE len(stukken) > 1)
        UNION ALL
        -- "Jan en Marie Jansen": the first goes by the surname of the last
        SELECT signaal_nr, variant + 10 + i, 'geheel', stukken[i] || ' ' || regexp_replace(stukken[-1],
            '^\s*(?:(?:{LETTER}{{1,3}}\.\s*)+|{LETTER}+\s+)', '')
        FROM (SELECT *, unnest(range(1, len(stukken))) AS i FROM gesplitst WHERE len(stukken) > 1 AND soort = 'geheel')
        WHERE regexp_full_match(trim(stukken[i]), '(?:{LETTER}{{1,3}}[. ]*)+|{LETTER}+')""",
    )
    titles = quote_literal(_title_pattern(con))
    behind = quote_literal(_behind_pattern(con))
    nameless = quote_literal(_NAMELESS)
    create_table(
        con,
        "sig_vrij",
        # a title that stands last may be a surname (Dokter, de Heer): then the text counts as it is, too
        rf"""WITH bloot AS (SELECT signaal_nr, variant, soort, tekst AS heel, regexp_replace(regexp_replace(
                regexp_replace(tekst, {titles}, ' ', 'g'), {behind}, '\1'), {nameless}, ' ', 'g') AS tekst FROM sig_stuk)
        SELECT signaal_nr, variant, soort, tekst FROM bloot
        UNION ALL
        SELECT signaal_nr, variant + 50, soort, heel FROM bloot
        WHERE regexp_extract(heel, '({LETTER}+)\W*$', 1) <> regexp_extract(tekst, '({LETTER}+)\W*$', 1)
        {" ".join(_glued_sql(place, *rule) for place, rule in enumerate(_GLUED))}""",
    )


def _glued_sql(place: int, pattern: str, target: str) -> str:
    """SQL that adds the reading with initials; a first or last word that is a prefix is none."""
    word = quote_literal(pattern)
    group = r"\1\2\3\4\5" if place == 0 else r"\2\3\4\5\6"
    return f"""UNION ALL
        SELECT signaal_nr, variant + {GLUED} + {100 * place}, soort, regexp_replace(tekst, {word}, {quote_literal(target)})
        FROM bloot WHERE soort = 'geheel' AND regexp_matches(tekst, {word})
            AND regexp_matches(regexp_replace(tekst, {word}, {quote_literal(group)}), '[AEIOUY]')
            AND lower(regexp_replace(tekst, {word}, {quote_literal(group)})) NOT IN (SELECT woord FROM lijst_voorvoegsels)"""


def _cut_off(con: Connection) -> None:
    """Make `sig_afgekapt(signaal_nr)`: signals whose name fills a field that is too short."""
    create_table(
        con,
        "sig_afgekapt",
        f"""WITH lengtes AS (SELECT signaal_nr, vlp, veld, len(tekst) AS lang FROM (
                SELECT signaal_nr, vlp, 'geheel' AS veld, volledige_naam AS tekst FROM std_signalen
                UNION ALL SELECT signaal_nr, vlp, 'delen', achternaam FROM std_signalen) WHERE tekst IS NOT NULL),
        langste AS (SELECT vlp, veld, max(lang) AS lang FROM lengtes GROUP BY ALL)
        SELECT DISTINCT signaal_nr FROM lengtes JOIN (
            SELECT vlp, veld, l.lang FROM langste l JOIN lengtes n USING (vlp, veld) GROUP BY vlp, veld, l.lang
            HAVING count(*) FILTER (n.lang = l.lang) >= {CUT_AT_LEAST}
                AND count(*) FILTER (n.lang = l.lang) > count(*) FILTER (n.lang = l.lang - 1)
                AND count(*) FILTER (n.lang = l.lang) > count(*) FILTER (n.lang = l.lang - 2)) USING (vlp, veld, lang)""",
    )


def _words(con: Connection, places: str) -> str:
    rows = con.execute(
        f"""SELECT string_agg(regexp_escape(woord), '|' ORDER BY len(woord) DESC, woord) FROM lijst_titels
        WHERE plaats IN ({places})"""
    ).fetchall()
    return str(rows[0][0])


def _title_pattern(con: Connection) -> str:
    """RE2 pattern of the words to strip from a full name; a constant, so that it compiles once."""
    everywhere, start = _words(con, "'overal'"), _words(con, "'begin', 'overal'")
    return (
        rf"(?i)(?:^|\b)(?:{everywhere})(?:\.|\s|:|$)"
        rf"|^\s*(?:(?:{start})(?:\.|\s|:|$)\s*)+"
    )


def _behind_pattern(con: Connection) -> str:
    """RE2 pattern of the titles that only stand behind a name."""
    words = _words(con, "'eind'")
    return rf"(?i)(?:[\s,(]+(?:{words})[.)]*)+\s*(,|$)"
