"""Encoding damage in a text undone: letters that one program wrote and another read by the wrong table.

`mend` knows UTF-8 read as Windows-1252 or Latin-1 (`MÃ¼ller` → `Müller`, also after lower-casing), Teletex
(T.61) read as Latin-1 inside a word (`RÈoell` → `Röell`, as RvIG's test set has it), code page 850 read as
Windows-1252 (`Dani‰ls` → `Daniëls`) and HTML entities (`M&uuml;ller` → `Muller`, without the diacritic).
`plain_forms` writes letters and figures of another width or font as the usual ones (`Ｊａｎｓｅｎ １２`, `ﬁ`).
"""

from __future__ import annotations

import re
import unicodedata

from brp_match.reading.letters import LETTER

_CP1252 = {
    0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ",
    0x89: "‰", 0x8A: "Š", 0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“",
    0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—", 0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›",
    0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
}  # fmt: skip
"""Bytes 80-9F as Windows-1252 shows them; the five missing ones come out as control characters."""

_BYTES = {shown: code for code, shown in _CP1252.items()}

_TAIL = "[" + "".join(_CP1252.values()) + "\u0080-\u00bf]"
"""What a continuation byte (80-BF) of UTF-8 looks like when it was read as one character."""

_DAMAGED = re.compile(
    f"[\u00c2-\u00c9\u00e3]{_TAIL}|\u00e2\u20ac{_TAIL}|\u00e1[\u00ba\u00bb]{_TAIL}"
)
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

_TELETEX_INSIDE = re.compile(f"[A-Za-z][{''.join(_TELETEX)}][a-z]")
_TELETEX_RULES = tuple(
    (re.compile(f"([A-Za-z]){mark}([{letters}])"), rf"\1\2{accent}")
    for mark, (letters, accent) in _TELETEX.items()
)

_OEM = ("€ƒ†‡ˆ‰‹˜™›¡¢£¤¥", "ÇâåçêëïÿÖøíóúñÑ")
"""Letters of code page 850 as Windows-1252 shows them, that stand in no name."""

_OEM_INSIDE = ("‚„…“”•", "éäàôöò")
"""The same, for characters that may stand beside a word: only between two letters."""

_OEM_MARKS = re.compile(f"[{_OEM[0]}{_OEM_INSIDE[0]}&]")
_OEM_LETTERS = str.maketrans(*_OEM)
_OEM_BESIDE = re.compile(f"{LETTER}[{_OEM[0]}]|[{_OEM[0]}]{LETTER}")
_OEM_BETWEEN = tuple(
    (re.compile(f"({LETTER}){damaged}({LETTER})"), rf"\1{letter}\2")
    for damaged, letter in zip(*_OEM_INSIDE, strict=True)
)

_ENTITIES = tuple(
    (re.compile(pattern), target)
    for pattern, target in (
        (r"&([A-Za-z])(?:uml|acute|grave|circ|tilde|cedil|ring|slash|caron);", r"\1"),
        ("&szlig;", "ß"), ("&(?:apos|quot|#0?39);", "'"), ("&nbsp;", " "), ("&amp;", "&"), (r"&#\d+;", "?"),
    )
)  # fmt: skip


_OTHER_FORMS = re.compile("[\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]+")
"""Ligatures (fi, fl, st), the wide forms of ASCII, and the letters and figures of mathematics (bold, script)."""


def plain_forms(text: str) -> str:
    """Return `text` with letters, figures and signs of another width or font as the usual ones (Unicode NFKC)."""
    if text.isascii():
        return text
    return _OTHER_FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def mend(text: str) -> str:
    """Return `text` with encoding damage undone and in plain forms; other text as it came."""
    if text.isascii() and "&" not in text:
        return text
    text = plain_forms(text)
    if _DAMAGED.search(text):
        text = _mend_utf8(text)
    if _TELETEX_INSIDE.search(text):
        text = _mend_teletex(text)
    if _OEM_MARKS.search(text):
        text = _mend_code_page_850(text)
    return text


def _mend_utf8(text: str) -> str:
    """Decode every damaged run of characters, keep the rest; a run that will not decode stays."""

    def decoded(run: re.Match[str]) -> str:
        shown = run[0].replace("\u00e3", "\u00c3")
        try:
            return bytes(_BYTES.get(letter, ord(letter)) for letter in shown).decode("utf-8")
        except (UnicodeDecodeError, ValueError):
            return shown

    return _DAMAGED.sub(decoded, text)


def _mend_teletex(text: str) -> str:
    """Turn `letter, accent mark, letter` into letter and accented letter; inside a word only."""
    # twice would be needed for a doubled mark only; that does not occur
    for rule, target in _TELETEX_RULES:
        text = rule.sub(target, text)
    return unicodedata.normalize("NFC", text)


def _mend_code_page_850(text: str) -> str:
    """Read code page 850 inside and beside words, and HTML entities, as the letters they were."""
    for rule, target in (*_ENTITIES, *_OEM_BETWEEN):
        text = rule.sub(target, text)
    return text.translate(_OEM_LETTERS) if _OEM_BESIDE.search(text) else text
