"""A signal's texts taken apart into given names, initials, prefix and surname.

Initials are marked first, on the text as it came (a capital with a point, a capital alone, capitals
glued together); then words, prefixes and initials in their order say where a name may be cut. Where
that order leaves more than one reading, each is a variant: the comparison keeps the one that fits.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table, quote_literal
from brp_match.standardise.names import fold_texts
from brp_match.standardise.signal_texts import Rule, build_texts, chain
from brp_match.standardise.text import LETTER, LETTERS, NUMBERS

_C = "[BCDFGHJKLMNPQRSTVWXZ]"
_SMALL = r"(?:van|de|den|der|het|ten|ter|te|in|op|v|vd|el|al|la|le|di|da)"

_NEVER_LAST = "van|de|den|der|het|ten|ter|te|t|in|op|aan|v|vd|el|al|voor"
"""Prefix words that are no surname: behind a name they are a prefix put last (Berg, van den)."""

_SHORT: tuple[Rule, ...] = (
    (rf"({LETTER})['’`´]({LETTER})", r"\1\2", "g"),
    (r"(?i)(^|[\s,])['’`´]\s?t\b", r"\1t", "g"),
    (r"\bv\.\s?d\.?([en]?r?)\b\.?\s?", r"vd ", "g"),
)
"""Prefixes cut short, in small letters: they are no initials."""

_CAPITALS: tuple[Rule, ...] = (
    (r"(?i)\b(van|in|op|aan|voor|uit|onder|over)\s+t\b", r"\1 t", "g"),
    (rf"(\S\s+)V[.\s]\s?D[.\s]\s*({LETTER}{{2}})", r"\1vd \2", ""),
    (rf"^\s*V[.\s]\s?D[.\s]\s*({LETTER}{{3}}.*\b[A-Z]\b)", r"vd \1", ""),
    (r"(^|[\s,])VD([\s,]|$)", r"\1vd\2", "g"),
)  # fmt: skip

_MIXED: tuple[Rule, ...] = (
    (r"\bv\.\s*", "van ", "g"),
    (rf"^\s*([A-Z])([A-Z])([A-Z])?([A-Z])?(\s+{_SMALL}\s)", r" 1\1 1\2 1\3 1\4\5", ""),
    (r"^\s*([A-Z])([A-Z])(\s+[A-Z][a-z])", r" 1\1 1\2 \3", ""),
    (r"([,\s])\s*([A-Z])([A-Z])\s*$", r"\1 1\2 1\3", ""),
    (r",\s*([A-Z])([A-Z])([A-Z])?\s*$", r", 1\1 1\2 1\3", ""),
)  # fmt: skip
"""Glued capitals with a vowel among them, only where small letters stand beside them."""

_BRACKETS: tuple[Rule, ...] = (
    (r"\(\s*(?:[A-Z]\.?\s*){1,4}\)", " ", ""),
    (
        rf"^\W*((?:{LETTER}{{1,2}}\.\s*)+|[A-Z]{{1,4}}\s+|(?:[A-Z]\s+)+)\(\s*({LETTER}{{2,}})\s*\)",
        r"\2 \1 ",
        "",
    ),
)
"""`Jan (J.P.)` and `J.P. (Jan)`: the given name in front."""

_MARK: tuple[Rule, ...] = (
    (
        rf"(^|[^{LETTERS}{NUMBERS}])(IJ|Th|TH|Chr|CHR|Ch|CH|Ph|PH|Sj|Tj|Kl|St|Fr|Wm)\.",
        r"\1 1\2 ",
        "g",
    ),
    (r"\.", ". ", "g"),
    (r"(^|[\s,.(-])([A-Z])\.?([\s,)/-]|$)", r"\1 1\2 \3", "g"),
    (r"(^|[\s,.(-])([A-Z])\.?([\s,)/-]|$)", r"\1 1\2 \3", "g"),
    (rf"(^|[\s,.(-])({_C})({_C})({_C})?({_C})?([\s,.)]|$)", r"\1 1\2 1\3 1\4 1\5 \6", "g"),
)
"""Initials get a 1 in front: figures occur in no name."""


def build_name_variants(con: Connection) -> None:
    """Make `std_signaal_namen(signaal_nr, variant, a, v, letters, voorvoegsel, a_vol)`.

    `a` surname without prefix, `v` given names, `letters` initials: VARCHAR[] of folded text;
    `voorvoegsel` the prefix and `a_vol` prefix and surname, glued. Needs std_signalen, lijst_*.
    """
    build_texts(con)
    _mark_initials(con)
    _words(con)
    _split(con)
    _finish(con)


def _mark_initials(con: Connection) -> None:
    """Make `sig_komma`: texts with initials marked, cut at the first comma."""
    plain = quote_literal(rf"\s*[{LETTERS}'’-]{{5,}}\s*")
    short, brackets, capitals, mixed, marked = (
        chain("tekst", rules) for rules in (_SHORT, _BRACKETS, _CAPITALS, _MIXED, _MARK)
    )
    create_table(
        con,
        "sig_gemerkt",
        # nothing of all this is in one word with one capital, as most names are
        f"""SELECT signaal_nr, variant, soort, tekst AS heel, CASE WHEN woord OR regexp_full_match(tekst, {plain}) THEN tekst
            ELSE {marked} END AS tekst
        FROM (SELECT signaal_nr, variant, soort, woord, CASE WHEN NOT woord AND regexp_matches(tekst, '[a-z]')
                THEN {mixed} ELSE tekst END AS tekst
            FROM (SELECT signaal_nr, variant, soort, woord, CASE WHEN woord THEN tekst ELSE {capitals} END AS tekst
                FROM (SELECT signaal_nr, variant, soort, woord, CASE WHEN woord THEN tekst ELSE {brackets} END AS tekst
                    FROM (SELECT signaal_nr, variant, soort, woord,
                            CASE WHEN regexp_matches(tekst, '[A-Z]') THEN tekst ELSE upper(tekst) END AS tekst
                        FROM (SELECT signaal_nr, variant, soort, woord, CASE WHEN woord THEN tekst ELSE {short} END AS tekst
                            FROM (SELECT signaal_nr, variant, soort, tekst, regexp_full_match(tekst, '[A-Z][a-z]{{4,}}') AS woord
                                FROM (SELECT signaal_nr, variant, soort,
                                    strip_accents(herstel_codering(tekst)) AS tekst FROM sig_vrij)))))))""",
    )
    create_table(
        con,
        "sig_komma",
        """SELECT signaal_nr, variant, soort, split_part(tekst, ',', 1) AS voor_komma,
            replace(substr(tekst, strpos(tekst || ',', ',') + 1), ',', ' ') AS achter_komma,
            CASE WHEN heel <> tekst THEN heel END AS heel
        FROM sig_gemerkt""",
    )
    fold_texts(
        con,
        "sig_gevouwen",
        [f"{column} FROM std_signalen" for column in ("voornamen", "voorvoegsel", "voorletters")]
        + ["unnest([voor_komma, achter_komma, heel]) FROM sig_komma"],
    )


def _words(con: Connection) -> None:
    """Make `sig_woorden(signaal_nr, variant, soort, alle, g0, s0)`: tokens in reading order.

    With a comma and a given name behind it g0 and s0 hold the two sides; else they are NULL and
    `alle` is still to be cut.
    """
    create_table(
        con,
        "sig_woorden",
        """WITH voorzetsels AS (SELECT list(woord ORDER BY woord) AS woorden FROM lijst_voorvoegsels),
        kanten AS (SELECT k.signaal_nr, k.variant, k.soort, list_filter(coalesce(v.delen, []), lambda d: d <> '1') AS voor,
                list_filter(coalesce(a.delen, []), lambda d: d <> '1') AS achter, coalesce(h.delen, []) AS heel
            FROM sig_komma k LEFT JOIN sig_gevouwen v ON v.tekst = voor_komma
            LEFT JOIN sig_gevouwen a ON a.tekst = achter_komma LEFT JOIN sig_gevouwen h ON h.tekst = heel),
        zinvol AS (SELECT * EXCLUDE (voor, achter, heel), achter,
                -- nothing but initials is left: a short surname was taken for initials
                CASE WHEN len(achter) = 0 AND len(list_filter(voor, lambda d: d[1] <> '1')) = 0
                    AND len(heel) > 0 THEN
                    list_transform(heel, lambda d: CASE WHEN len(d) = 1 AND NOT list_contains(woorden, d)
                        THEN '1' || d ELSE d END) ELSE voor END AS voor
            FROM kanten CROSS JOIN voorzetsels),
        gedeeld AS (SELECT * EXCLUDE (achter), list_filter(achter, lambda d: list_contains(woorden, d)) AS voorzetsel,
                list_filter(achter, lambda d: NOT list_contains(woorden, d)) AS achter
            FROM zinvol)
        SELECT signaal_nr, variant, soort,
            -- "L. Zon, van": only a prefix behind the comma
            list_filter(voor, lambda d: d[1] = '1') || voorzetsel || list_filter(voor, lambda d: d[1] <> '1') AS alle_komma,
            CASE WHEN len(achter) = 0 AND len(voorzetsel) > 0 THEN alle_komma ELSE voor || achter END AS alle,
            CASE WHEN len(achter) > 0 AND len(voor) > 0 THEN list_filter(voor, lambda d: d[1] = '1') || achter END AS g0,
            CASE WHEN len(achter) > 0 AND len(voor) > 0
                THEN voorzetsel || list_filter(voor, lambda d: d[1] <> '1') END AS s0
        FROM gedeeld""",
    )


def _split(con: Connection) -> None:
    """Make `sig_splitsing(signaal_nr, variant, soort, ini, g, s)`: every reading of a text.

    `v` is the pattern of the words without initials: V a prefix word, N another.
    """
    create_table(
        con,
        "sig_patroon",
        """SELECT *, array_to_string(list_transform(alle, lambda d: CASE WHEN d[1] = '1' THEN 'I'
                WHEN len(d) = 1 OR list_contains(woorden, d) THEN 'V' ELSE 'N' END), '') AS patroon,
            list_filter(alle, lambda d: d[1] <> '1') AS w,
            list_transform(list_filter(alle, lambda d: d[1] = '1'), lambda d: d[2]) AS ini
        FROM sig_woorden
        CROSS JOIN (SELECT list(woord ORDER BY woord) AS woorden FROM lijst_voorvoegsels)""",
    )
    create_table(
        con,
        "sig_lezing",
        """SELECT * EXCLUDE (p), CASE WHEN regexp_matches(p, 'N.*V+$') THEN len(regexp_extract(p, 'V+$')) ELSE 0 END AS los,
            len(regexp_extract(p, '^V*')) AS kop, len(regexp_extract(p, '^N*')) AS eerste,
            len(regexp_extract(p, '^V*N')) AS kop_naam, len(regexp_extract(p, '^NV+')) AS naam_kop, p,
            len(regexp_extract(patroon, '^([^I]*)I', 1)) AS voor_ini,
            len(regexp_extract(patroon, 'I([^I]*)$', 1)) AS na_ini
        FROM (SELECT *, replace(patroon, 'I', '') AS p FROM sig_patroon)""",
    )

    def reading(number: int, condition: str, given: str, surname: str) -> str:
        return (
            f"SELECT signaal_nr, variant * 10 + {number} AS variant, soort, ini, {given} AS g, {surname} AS s "
            f"FROM sig_lezing WHERE {condition}"
        )

    whole, nothing = "w[-los:] || w[:len(w) - los]", "[]::VARCHAR[]"
    turned = f"CASE WHEN los > 0 THEN {whole} ELSE w END"
    open_ = "soort = 'geheel' AND s0 IS NULL"
    both = "voor_ini > 0 AND na_ini > 0 AND regexp_matches(patroon, '^[^I]*N[^I]*I') AND regexp_matches(patroon, 'I[^I]*N[^I]*$')"
    readings = (
        reading(0, "soort = 'delen'", nothing, "CASE WHEN s0 IS NULL THEN w ELSE list_filter(g0, lambda d: d[1] <> '1') || s0 END"),
        reading(0, "soort = 'geheel' AND s0 IS NOT NULL", "g0", "s0"),
        # everything is the surname, prefixes that hang behind it in front
        reading(1, f"{open_} AND NOT coalesce({both}, false)", nothing, turned),
        # initials between given name and surname, whichever comes first
        reading(2, f"{open_} AND {both} AND kop = 0", "w[:voor_ini]", "w[voor_ini + 1:]"),
        reading(2, f"{open_} AND {both} AND kop > 0", "w[len(w) - na_ini + 1:]", "w[:len(w) - na_ini]"),
        # a prefix in the middle: the surname begins there, or the given name stands behind it
        reading(3, f"{open_} AND regexp_matches(p, '^N+V+N')", "w[:eerste]", "w[eerste + 1:]"),
        reading(4, f"{open_} AND regexp_matches(p, '^NV+N+$')", "w[naam_kop + 1:]", "w[2:naam_kop] || w[:1]"),
        # a prefix in front: one word of surname, then given names
        reading(5, f"{open_} AND regexp_matches(p, '^V+NN+$')", "w[kop_naam + 1:]", "w[:kop_naam]"),
        # a surname that is a prefix word too (van Es), behind the given names
        reading(5, f"{open_} AND regexp_matches(p, '^N+V+$') AND NOT regexp_full_match(w[-1], '{_NEVER_LAST}')", "w[:eerste]", "w[eerste + 1:]"),
        # prefixes behind: surname first, given names between
        reading(6, f"{open_} AND regexp_matches(p, '^NN+V+$')", "w[2:len(w) - los]", "w[-los:] || w[:1]"),
        # words only: the last is the surname, or all but the first; a chain of names is both
        reading(7, f"{open_} AND regexp_matches(p, '^NN+$')", "w[:len(w) - 1]", "w[len(w):]"),
        reading(0, f"{open_} AND regexp_matches(p, '^NNNN+$')", "w[:2]", "w[3:]"),
        reading(8, f"{open_} AND regexp_matches(p, '^NNN+$')", "w[:1]", "w[2:]"),
        reading(9, f"{open_} AND regexp_matches(p, '^N.*N$') AND len(ini) = 0", "w[:1]", "w"),
    )  # fmt: skip
    create_table(con, "sig_splitsing", " UNION ALL ".join(readings))


def _finish(con: Connection) -> None:
    # a given name in the field of the initials, initials glued in the field of the given names
    named = quote_literal(r"[A-Z][a-z]{2,}|^[a-z]{4,}$")
    glued = quote_literal(rf"{_C}{{2,4}}")
    create_table(
        con,
        "std_signaal_namen",
        f"""SELECT signaal_nr, variant, a, a_vol, v, letters, voorvoegsel FROM (
        SELECT signaal_nr, variant,
            list_filter(kern, lambda d: len(d) > 1 OR len(s) = 1) AS a, aaneen(vv || s) AS a_vol,
            list_filter(voor, lambda d: len(d) > 1 AND d[1] <> '1') AS v,
            coalesce(nullif(ini, []), nullif(x_ini, []), list_transform(
                list_filter(voor, lambda d: len(d) = 1 OR d[1] = '1'), lambda d: d[-1])) AS letters,
            -- only words in front of the surname are its prefix as it should stand
            coalesce(aaneen(vv || s[:coalesce(list_position(s, kern[1]), 1) - 1]), '') AS voorvoegsel
        FROM (SELECT *, zonder_voorvoegsel(s) AS kern FROM (
            SELECT x.signaal_nr, x.variant, x.s, x.ini AS x_ini,
                CASE WHEN x.soort = 'delen' THEN t.voor_delen ELSE x.g END AS voor,
                CASE WHEN x.soort = 'delen' THEN t.vv_delen ELSE []::VARCHAR[] END AS vv,
                -- dotted initials count per dot ("Th.J." is T, J), glued ones per letter ("JC")
                CASE WHEN x.soort <> 'delen' OR t.voorletters IS NULL THEN []::VARCHAR[]
                     WHEN len(t.voorletters) <= 5 AND NOT regexp_matches(t.voorletters, '[. ]')
                     THEN string_split(aaneen(t.letter_delen), '')
                     ELSE letters(t.letter_delen) END AS ini
              FROM sig_splitsing x JOIN (
                SELECT signaal_nr, letters AS voorletters, coalesce(v.delen, []) AS voor_delen,
                    coalesce(p.delen, []) AS vv_delen, coalesce(l.delen, []) AS letter_delen
                FROM (SELECT signaal_nr, voorvoegsel,
                        CASE WHEN regexp_full_match(voornamen, {glued}) THEN NULL
                            WHEN voornamen IS NULL AND regexp_matches(voorletters, {named}) THEN voorletters
                            ELSE voornamen END AS namen,
                        CASE WHEN regexp_full_match(voornamen, {glued}) THEN coalesce(voorletters, voornamen)
                            WHEN voornamen IS NULL AND regexp_matches(voorletters, {named}) THEN NULL
                            ELSE voorletters END AS letters
                    FROM std_signalen)
                LEFT JOIN sig_gevouwen v ON v.tekst = namen
                LEFT JOIN sig_gevouwen p ON p.tekst = voorvoegsel
                LEFT JOIN sig_gevouwen l ON l.tekst = letters) t USING (signaal_nr))))
        WHERE len(a) + len(v) + len(letters) > 0
        -- one reading a name: the first of those that come out the same
        QUALIFY row_number() OVER (PARTITION BY signaal_nr, a, v, letters, a_vol, voorvoegsel ORDER BY variant) = 1""",
    )
