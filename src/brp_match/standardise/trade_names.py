"""Which signals name an organisation, and which person stands in a trade name.

The expressions of `organisations` are long: they run once over the distinct names, in steps, and the
rest of the signals joins on the text.
"""

from __future__ import annotations

import re

from brp_match.database import Connection, create_table, quote_literal
from brp_match.standardise.organisations import (
    CUT_OFF,
    NAME_IN_TEXT,
    legal_form,
    texts,
    trade_name,
    trade_word,
    trade_words,
    word_table,
)

_TRADING = (
    r"(?:^|[\s,(]+)(?:tevens\s+|mede\s+)?(?:t[. ]*h[. ]*o[. ]*d[. ]*n\b\.?|h[. ]*o[. ]*d[. ]*n\b\.?"
    r"|h\s?/\s?o(?:\s?/\s?d\s?/\s?n)?\b\.?|ho/dn\b|handelende?\s+onder(?:\s+de\s+naam)?\b|trading\s+as\b)\s*:?\s*"
)
"""RE2, case-insensitive: `t.h.o.d.n.`, `h/o`, `handelend onder de naam` and their like."""


def build_organisations(con: Connection) -> None:
    """Make `sig_organisaties(tekst, vorm, soort, handelsnaam, handelswoord, persoon)` over the names delivered.

    `vorm` code and `soort` of the legal form (`rechtspersoon`, `natuurlijk`, NULL), `handelsnaam`
    BOOLEAN, `handelswoord` BOOLEAN (a trade word that is a surname too), `persoon` the text in which a
    person's name may stand: NULL where the text holds no trade word, belongs to a legal person, or
    holds trade words only. Needs raw_signalen.
    """
    pattern = quote_literal(f"(?i)^(.*?){_TRADING}(.*)$")
    create_table(
        con,
        "sig_stukken",
        f"""SELECT tekst, kant, stuk FROM (
            SELECT tekst, 'heel' AS kant, tekst AS stuk FROM namen
            UNION ALL SELECT tekst, 'links', regexp_extract(tekst, {pattern}, 1) FROM namen
            UNION ALL SELECT tekst, 'rechts', regexp_extract(tekst, {pattern}, 2) FROM namen)
        WHERE kant = 'heel' OR stuk <> ''""".replace(
            "FROM namen",
            """FROM (SELECT DISTINCT unnest([achternaam, volledige_naam]) AS tekst FROM raw_signalen)
            WHERE tekst IS NOT NULL""",
        ),
    )
    create_table(
        con,
        "sig_vormen",
        f"""SELECT stuk, nullif(split_part(vorm, ' ', 1), '') AS vorm, nullif(split_part(vorm, ' ', 2), '') AS soort,
            handelsnaam, handelswoord,
            CASE WHEN handelsnaam OR handelswoord OR ends_with(vorm, ' natuurlijk') THEN stuk END AS handel
        FROM (SELECT stuk, {legal_form("stuk", "t[1]", "t[2]", "t[3]")} AS vorm,
                {trade_name("t[2]")} AS handelsnaam, {trade_word("stuk", "t[1]")} AS handelswoord
            FROM (SELECT stuk, {texts("stuk")} AS t FROM (SELECT DISTINCT stuk FROM sig_stukken)))""",
    )
    create_table(
        con,
        "sig_resten",
        f"""SELECT stuk, CASE WHEN {NAME_IN_TEXT.format("ruim")} THEN ruim
                WHEN {NAME_IN_TEXT.format("streng")} THEN streng END AS rest
        FROM (SELECT stuk, {_without_trade_words("kaal", loosely=True)} AS ruim,
                {_without_trade_words("kaal", loosely=False)} AS streng
            FROM (SELECT stuk, {_without_forms("stuk")} AS kaal FROM (SELECT stuk FROM sig_vormen WHERE handel IS NOT NULL
                UNION SELECT stuk FROM sig_stukken WHERE kant <> 'heel')))""",
    )
    # of `X h/o Y` the side that is no trade name is the person; else what is left without trade words
    create_table(
        con,
        "sig_organisaties",
        """WITH kanten AS (
            SELECT k.tekst, k.kant, v.vorm, v.soort, v.handelsnaam, v.handelswoord, r.rest,
                v.handelsnaam OR v.soort IS NOT NULL AS zakelijk
            FROM sig_stukken k JOIN sig_vormen v USING (stuk) LEFT JOIN sig_resten r USING (stuk))
        SELECT h.tekst, h.vorm, h.soort, h.handelsnaam, h.handelswoord,
            CASE WHEN h.soort = 'natuurlijk' AND (l.tekst IS NOT NULL OR r.tekst IS NOT NULL) THEN
                    CASE WHEN l.zakelijk AND NOT coalesce(r.zakelijk, false) THEN coalesce(r.rest, l.rest)
                        ELSE coalesce(l.rest, r.rest) END
                WHEN h.soort = 'natuurlijk' OR (h.soort IS NULL AND (h.handelsnaam OR h.handelswoord)) THEN h.rest
            END AS persoon
        FROM (FROM kanten WHERE kant = 'heel') h
        LEFT JOIN (FROM kanten WHERE kant = 'links') l USING (tekst)
        LEFT JOIN (FROM kanten WHERE kant = 'rechts') r USING (tekst)""",
    )


def _without_forms(t: str) -> str:
    """SQL that takes forms of natural persons out of the text `t`, and diacritics."""
    forms = [
        row
        for row in word_table("rechtsvormen")
        if row["soort"] == "natuurlijk" and row["code"] != "HANDELEND"
    ]

    def written(place: str) -> str:
        found = {row["vorm"] for row in forms if row["plaats"] in (place, "overal")}
        spelled = {
            re.sub(" ", "[. ]*", f) if re.fullmatch(r"\w( \w)+", f) else re.escape(f) for f in found
        }
        return "|".join(sorted(spelled, key=lambda f: (-len(f), f)))

    end = rf"(?i)[\s,(]+(?:{written('einde')})[.)]*\s*$"
    begin = rf"(?i)^\s*(?:{written('begin')})[.:]?\s+"
    sons = r"(?i)\s*(?:&|\ben\b)\s*(?:zn|zonen|zoon|zoons|dochters?|co|partners|vennoten)\b\.?"
    sql = f"strip_accents(herstel_codering({t}))"
    for step, options in ((end, ""), (begin, ""), (sons, "g")):
        sql = f"regexp_replace({sql}, {quote_literal(step)}, ' ', '{options}')"
    return sql


def _without_trade_words(bare: str, *, loosely: bool) -> str:
    """SQL that takes trade words out of `bare`, what `_without_forms` gave; `loosely` also those that are
    surnames too."""
    alone, ending, weak = (trade_words(place) for place in ("los", "deel", "zwak"))
    wanted = f"{alone}|{weak}" if loosely else alone
    cut = rf"\b[a-z]{{3,}}(?:{CUT_OFF})\s*$"
    pattern = quote_literal(rf"(?i)\b(?:{wanted}|[a-z]{{3,}}(?:{ending}))\b\.?|{cut}")
    outer = r"^[^A-Za-z]+|[^A-Za-z.)]+$"
    return (
        f"regexp_replace(regexp_replace(regexp_replace({bare}, {pattern}, ' ', 'g'), '\\s+', ' ', 'g'), "
        f"'{outer}', '', 'g')"
    )
