"""Folded text: the form in which names, streets and places are compared.

Two SQL macros:
- `herstel_codering(t)` → VARCHAR: text with encoding damage mended. UTF-8 read as Windows-1252 or
  Latin-1 (`MÃ¼ller` → `Müller`, also after lower-casing), Teletex (T.61) read as Latin-1 inside a
  word (`RÈoell` → `Röell`, as RvIG's test set has it), code page 850 read as Windows-1252
  (`Dani‰ls` → `Daniëls`) and HTML entities (`M&uuml;ller`, without the diacritic). Other text is returned
  as it came; NULL for NULL.
- `vouw(t)` → VARCHAR: mended, lower case, without diacritics, special letters as the register's
  own transliteration has them (ö→o, ü→u, å→a, ß→ss, æ→ae, œ→oe, ø→o, ð→d, þ→th, đ→d, ł→l, ı→i,
  ħ→h, ŧ→t, ŋ→ng, ĸ→q, ĳ→ij), apostrophes and question marks for a lost letter
  dropped (`d'Hont` → `dhont`, `'t Hart` → `t hart`, `Do?an` → `doan`), every
  other character that is no letter or digit one space. NULL when nothing is left.
"""

from __future__ import annotations

from collections.abc import Iterable

from brp_match.database import Connection, quote_literal, run_step

LETTERS = (
    r"A-Za-zªµºÀ-ÖØ-öø-\x{2c1}\x{2c6}-\x{2d1}\x{2e0}-\x{2e4}\x{2ec}\x{2ee}\x{370}-\x{374}\x{376}-\x{37d}\x{37f}"
    r"\x{386}\x{388}-\x{3f5}\x{3f7}-\x{481}\x{48a}-\x{559}\x{560}-\x{588}\x{5d0}-\x{5f2}\x{620}-\x{64a}\x{66e}-\x{6d3}"
    r"\x{6d5}-\x{1fff}\x{2c00}-\x{2dff}\x{3005}-\x{d7ff}\x{f900}-\x{fdff}\x{fe70}-\x{fefc}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}"
    r"\x{ff66}-\x{ffdc}\x{10000}-\x{1efff}\x{20000}-\x{3ffff}"
)
"""Letters, for inside the brackets of an RE2 class. It says what `\\pL` says of Latin, Greek, Cyrillic and
Armenian, and takes other scripts block by block with their marks. `\\pL` itself has 659 ranges, and DuckDB
compiles a pattern up to three times a statement: at a millisecond each they took a third of a small month."""

LETTER = f"[{LETTERS}]"

NUMBERS = r"0-9²³¹¼-¾\x{660}-\x{669}\x{6f0}-\x{6f9}\x{2070}-\x{2089}\x{2150}-\x{2189}\x{2460}-\x{249b}\x{24ea}-\x{24ff}\x{ff10}-\x{ff19}"
"""Figures, numerals and fractions, as LETTERS."""

_CP1252 = {
    0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ",
    0x89: "‰", 0x8A: "Š", 0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“",
    0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—", 0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›",
    0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
}  # fmt: skip
"""Bytes 80-9F as Windows-1252 shows them; the five missing ones come out as control characters."""

_TAIL = "[" + "".join(_CP1252.values()) + "\u0080-\u00bf]"
"""What a continuation byte (80-BF) of UTF-8 looks like when it was read as one character."""

_DAMAGED = f"[\u00c2-\u00c9\u00e3]{_TAIL}|\u00e2\u20ac{_TAIL}|\u00e1[\u00ba\u00bb]{_TAIL}"
"""Lead byte C2-C9 (U+0080 to U+027F), also lower-cased C3; E2 80 (quotes and dashes); E1 BA/BB."""

_TELETEX = {
    "Á": ("aeiou", "\u0300"),
    "Â": ("aeiouycnsz", "\u0301"),
    "Ã": ("aeiou", "\u0302"),
    "Ä": ("ano", "\u0303"),
    "È": ("aeiouy", "\u0308"),
    "Ê": ("au", "\u030a"),
    "Ë": ("cst", "\u0327"),
    "Ï": ("cenrsz", "\u030c"),
}
"""T.61 accent byte as Latin-1 shows it → the letters it stands before, and the combining accent."""

_SPECIAL_ONE = ("ıøðđłŀħŧĸŉ", "ioddllhtqn")
_SPECIAL_MORE = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "ng", "ĳ": "ij"}

_DROPPED = "'’‘`´ʼʹ′?\ufffd"
"""Apostrophes, and the marks that stand where a letter was lost."""

_OEM = ("€ƒ†‡ˆ‰‹˜™›¡¢£¤¥", "ÇâåçêëïÿÖøíóúñÑ")
"""Letters of code page 850 as Windows-1252 shows them, that stand in no name."""

_OEM_INSIDE = ("‚„…“”•", "éäàôöò")
"""The same, for characters that may stand beside a word: only between two letters."""

_ENTITIES = (
    (r"&([A-Za-z])(?:uml|acute|grave|circ|tilde|cedil|ring|slash|caron);", r"\1"),
    ("&szlig;", "ß"), ("&(?:apos|quot|#0?39);", "'"), ("&nbsp;", " "), ("&amp;", "&"), (r"&#\d+;", "?"),
)  # fmt: skip


def create_macros(con: Connection) -> None:
    """Create `herstel_codering` and `vouw`; scalar, no Python in the row loop."""
    marks = quote_literal(f"[ÃÂÄÅÆÇÈÉÁÊËÏãâá{_OEM[0]}{_OEM_INSIDE[0]}&]")
    mended = "[t]"
    for gate, body in (
        (_DAMAGED, _repair_utf8("y")),
        (f"[A-Za-z][{''.join(_TELETEX)}][a-z]", _repair_teletex("y")),
        (f"[{_OEM[0]}{_OEM_INSIDE[0]}&]", _repair_oem("y")),
    ):
        # patterns in a lambda are only compiled when a row comes to it
        mended = (
            f"list_transform({mended}, lambda x: CASE WHEN regexp_matches(x, {quote_literal(gate)}) "
            f"THEN list_transform([x], lambda y: {body})[1] ELSE x END)"
        )
    run_step(
        con,
        """CREATE OR REPLACE MACRO list_distinct_in_order(l) AS
        list_filter(l, lambda x, i: list_position(l, x) = i)""",
    )
    run_step(
        con,
        "CREATE OR REPLACE MACRO herstel_codering(t) AS "
        f"CASE WHEN regexp_matches(t, {marks}) THEN {mended}[1] ELSE t END",
    )
    # in plain ASCII these are the same letters and figures, and the pattern is small
    spaced = (
        "nullif(trim(CASE WHEN strlen(x) = length(x) THEN regexp_replace(x, '[^a-z0-9]+', ' ', 'g') "
        f"ELSE regexp_replace(x, '[^{LETTERS}{NUMBERS}]+', ' ', 'g') END), '')"
    )
    # damage is only looked for where it can be
    lowered = (
        "CASE WHEN strlen(t) = length(t) AND NOT contains(t, '&') THEN lower(t) "
        f"ELSE {_plain_letters('herstel_codering(t)')} END"
    )
    letters = f"translate({lowered}, {quote_literal(_DROPPED)}, '')"
    run_step(
        con,
        "CREATE OR REPLACE MACRO vouw(t) AS CASE WHEN regexp_full_match(t, '[A-Za-z]+( [A-Za-z]+)*') "
        f"THEN lower(t) ELSE {let(letters, spaced)} END",
    )


def let(value: str, body: str) -> str:
    """SQL of `body` with `x` for `value`: a macro writes its argument out wherever it names it, and a
    long one many times over costs more to plan than to run."""
    return f"list_transform([{value}], lambda x: {body})[1]"


def known(t: str, body: str) -> str:
    """SQL of `body`, NULL for NULL. DuckDB binds a macro when it is made, with all its patterns, and again
    wherever it is used; not before, when it cannot tell the type of `t`: of what may be NULL it cannot."""
    return f"CASE WHEN {t} IS NOT NULL THEN {body} END"


def split(words: Iterable[str]) -> str:
    """SQL of a list of words: one literal, which DuckDB reads sooner than many."""
    return f"string_split({quote_literal('|'.join(words))}, '|')"


def _repair_utf8(t: str) -> str:
    """Decode every damaged run of characters, keep the rest; a run that will not decode stays."""
    shown = quote_literal("".join(_CP1252.values()))
    bytes_ = quote_literal("".join(chr(code) for code in _CP1252))
    # every character is one byte: in UTF-8 `C2 xx` stands for xx, `C3 8x` for Cx, `C3 Ax` for Ex
    hexed = f"hex(translate(p, {shown}, {bytes_}))"
    hexed = (
        f"CASE length(p) WHEN 2 THEN 'C' ELSE 'E' END || substr({hexed}, 4, 1) "
        f"|| substr({hexed}, 7, 2) || substr({hexed}, 11, 2)"
    )
    pieces = quote_literal(f"(?s){_DAMAGED}|.")
    lowered = quote_literal(f"ã({_TAIL})")
    return (
        f"array_to_string(list_transform("
        f"regexp_extract_all(regexp_replace({t}, {lowered}, 'Ã\\1', 'g'), {pieces}), "
        f"lambda p: CASE WHEN length(p) > 1 THEN coalesce(TRY(decode(unhex({hexed}))), p) ELSE p END), '')"
    )


def _repair_oem(t: str) -> str:
    """Read code page 850 inside and beside words, and HTML entities, as the letters they were."""
    sql = t
    for pattern, target in _ENTITIES:
        sql = f"regexp_replace({sql}, {quote_literal(pattern)}, {quote_literal(target)}, 'g')"
    for damaged, letter in zip(*_OEM_INSIDE, strict=True):
        sql = f"regexp_replace({sql}, '({LETTER}){damaged}({LETTER})', '\\1{letter}\\2', 'g')"
    beside = quote_literal(f"{LETTER}[{_OEM[0]}]|[{_OEM[0]}]{LETTER}")
    return let(
        sql,
        f"CASE WHEN regexp_matches(x, {beside}) "
        f"THEN translate(x, {quote_literal(_OEM[0])}, {quote_literal(_OEM[1])}) ELSE x END",
    )


def _repair_teletex(t: str) -> str:
    """Turn `letter, accent mark, letter` into letter and accented letter; inside a word only."""
    sql = t
    for mark, (letters, accent) in _TELETEX.items():
        pattern = quote_literal(f"([A-Za-z]){mark}([{letters}])")
        sql = f"regexp_replace({sql}, {pattern}, '\\1\\2{accent}', 'g')"
    # twice would be needed for a doubled mark only; that does not occur
    return f"nfc_normalize({sql})"


def _plain_letters(t: str) -> str:
    """Lower case without diacritics, special letters as the register's transliteration has them."""
    sql = f"translate(lower(strip_accents({t})), '{_SPECIAL_ONE[0]}', '{_SPECIAL_ONE[1]}')"
    for letter, plain in _SPECIAL_MORE.items():
        sql = f"replace({sql}, '{letter}', '{plain}')"
    return sql
