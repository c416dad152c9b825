"""Name parts: folded tokens, surnames without their prefix, semi-phonetic Dutch keys, parsing.

All of it is SQL macros on DuckDB, so that a register of millions is one scan.
Needs the macros of `text` (`vouw`) and the content tables of `comparators/tables`.
"""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.database import Connection, create_table, run_step

_SOUNDS = (
    # RE2 pattern and replacement, applied in this order to a folded token (a-z, 0-9).
    (r"sch([mnlw])", r"s\1"),
    (r"tsch|tsj|tch|cz|tj", "s"),
    (r"sch$", "s"),
    (r"sch", "sg"),
    (r"sh|sj|sz|ss|zh", "s"),
    (r"dzh|dj", "j"),
    (r"gi([aou])", r"j\1"),
    (r"ch|gh|kh|qh", "g"),
    (r"ck|cq|kk|qu|q", "k"),
    (r"c([eiy])", r"s\1"),
    (r"c", "k"),
    (r"x", "ks"),
    (r"ph|v|w", "f"),
    (r"z", "s"),
    (r"th|dt|d$", "t"),
    (r"eij|aij|ij|ey|ei|ay|ai|ie|y|j$|^j", "i"),
    (r"oe|ou|au|uw|eu|ue", "u"),
    (r"ae", "a"),
    (r"([^aeiou])h|h$", r"\1"),
)


def sound_sql(expression: str) -> str:
    """SQL for the semi-phonetic key of a folded token: text in, lower-case text out.

    Own design; the classes follow the spelling variants the Dutch register shows (ij/y, ck/k,
    ss/s, c/k, v/f/w, z/s, d/t, oe/ou/u) and the usual transliterations of Arabic, Turkish,
    Polish, Tigrinya and Ukrainian names. A run of one letter becomes that letter; vowels stay.
    """
    sql = expression
    for pattern, replacement in _SOUNDS:
        sql = f"regexp_replace({sql}, '{pattern}', '{replacement}', 'g')"
    for letter in "abefgiklmnoprstu":
        sql = f"regexp_replace({sql}, '{letter}{letter}+', '{letter}', 'g')"
    return sql


def create_macros(con: Connection) -> None:
    """Create the name macros; `lijst_voorvoegsels` must exist (see `tables.load_tables`).

    - `klank(t)`: folded token → semi-phonetic key.
    - `woorden(f)`: folded text → VARCHAR[] of tokens (a-z, 0-9), empty list for NULL.
    - `delen(t)`: any text → the same; folds first. A macro is expanded where it is used and folding
      is a long expression: fold a column once in an inner SELECT where several macros need it.
    - `zonder_voorvoegsel(l)`: tokens → tokens without prefix words, unless nothing would be left.
    - `aaneen(l)`: tokens → one word; NULL for an empty list.
    - `letters(l)`: tokens → VARCHAR[] of their first letters.
    - `op_elkaar(x, y)`: BOOLEAN, a typing distance that scales with length: Damerau-Levenshtein
      1 from four letters on, 2 from nine (Splink's guidance for names, tightened for short ones).
      For folded words: a letter is a byte. The distance is dear, and only asked where the letters leave it
      room: one edit leaves the first or the last letter, and in words of three different letters or more half
      of them; and it is at least half of Levenshtein's, which costs a sixth.
    """
    run_step(con, f"CREATE OR REPLACE MACRO klank(t) AS {sound_sql('t')}")
    run_step(
        con,
        """CREATE OR REPLACE MACRO woorden(f) AS
        coalesce(list_filter(string_split(regexp_replace(f, '[^a-z0-9]+', ' ', 'g'), ' '),
            lambda d: d <> ''), []::VARCHAR[])""",
    )
    run_step(con, "CREATE OR REPLACE MACRO delen(t) AS woorden(vouw(t))")
    prefixes = con.execute(
        "SELECT DISTINCT woord FROM lijst_voorvoegsels ORDER BY woord"
    ).fetchall()
    words = ", ".join("'" + row[0].replace("'", "''") + "'" for row in prefixes)
    run_step(
        con,
        f"""CREATE OR REPLACE MACRO zonder_voorvoegsel(l) AS list_transform(
            [{{'alle': l, 'over': list_filter(l, lambda d: d NOT IN ({words}))}}],
            lambda x: CASE WHEN len(x.over) > 0 THEN x.over ELSE x.alle END)[1]""",
    )
    run_step(
        con,
        "CREATE OR REPLACE MACRO aaneen(l) AS nullif(array_to_string(l, ''), '')",
    )
    run_step(con, "CREATE OR REPLACE MACRO letters(l) AS list_transform(l, lambda d: d[1])")
    run_step(
        con,
        """CREATE OR REPLACE MACRO op_elkaar(x, y) AS
        CASE WHEN abs(strlen(x) - strlen(y)) > 2 OR least(strlen(x), strlen(y)) < 4 THEN false
            WHEN least(strlen(x), strlen(y)) >= 9
                THEN CASE WHEN jaccard(x, y) < 0.2 THEN false WHEN levenshtein(x, y) > 4 THEN false
                    ELSE damerau_levenshtein(x, y) <= 2 END
            WHEN abs(strlen(x) - strlen(y)) <= 1 AND (ascii(x) = ascii(y) OR x[-1] = y[-1])
                THEN CASE WHEN jaccard(x, y) < 0.3 THEN false WHEN levenshtein(x, y) > 2 THEN false
                    ELSE damerau_levenshtein(x, y) <= 1 END
            ELSE false END""",
    )


def fold_texts(con: Connection, name: str, sources: Sequence[str]) -> None:
    """Make table `name(tekst, delen)`: every distinct text of the sources, folded and cut up once.

    A source is `column FROM table`. Folding is a long expression, and names repeat: the callers
    join on the text instead of folding a column in place.
    """
    texts = " UNION ALL ".join(f"SELECT {source}" for source in sources)
    create_table(
        con,
        name,
        f"""SELECT tekst, delen(tekst) AS delen
        FROM (SELECT DISTINCT tekst FROM ({texts}) AS t(tekst) WHERE tekst IS NOT NULL)""",
    )
