"""Letters damaged on their way, by a known mistake, and undone where the result is a known word.

A mistake is a pair (read as, written as): the bytes of `Zoë` written in one code page and shown in another.
Undoing it is encoding with the one and decoding with the other. UTF-8 shown as something else proves
itself: other text hardly ever decodes as UTF-8 (M. Dürst, "The Properties and Promises of UTF-8", 1997).
Between code pages of one byte a letter every result is a text; there the words decide: a mistake is
taken when it makes more words of a group known than stand there known already (likelihood ratio).
"""

from __future__ import annotations

import html
import math
import quopri
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from brp_match.delivery.findings import (
    CERTAIN,
    Finding,
    Kind,
    Mends,
    Step,
    Values,
    probability,
)
from brp_match.delivery.known import KnownWords, plain

COLUMNS = ("voornamen", "voorvoegsel", "achternaam", "volledige_naam", "straatnaam", "plaatsnaam")
"""Columns whose words are looked at."""

SHOWN_AS = ("cp1252", "latin-1", "cp850", "cp437", "mac_roman", "iso8859_15", "cp1250", "cp1254")
ONE_BYTE = (
    ("cp1252", "cp850"), ("cp850", "cp1252"), ("latin-1", "cp850"), ("cp437", "cp1252"), ("cp1252", "cp437"),
    ("cp1252", "mac_roman"), ("mac_roman", "cp1252"), ("cp1250", "cp1252"), ("cp1252", "cp1254"),
)  # fmt: skip
"""Mistakes between code pages of one byte a letter: shown as, written as."""

TELLS = math.log(0.5 / 0.005)
"""Log-likelihood ratio of a word that becomes known: half of the names of a delivery are known to a register,
one in two hundred recoded by chance."""

MADE = math.log(0.01)
"""Natural logarithm of the prior odds of such a mistake, where no sign shows that something is damaged."""

LOST = "?\ufffd"
"""What stands where a letter was lost."""

_BYTES = re.compile(r"\\x([0-9a-fA-F]{2})|\\([0-3][0-7]{2})")
_LETTERS = re.compile(r"[^\W\d_]")
_CAPITAL_INSIDE = re.compile("[a-z][À-ÖØ-Þ]")
_ESCAPE = re.compile(
    r"\\u([0-9a-fA-F]{4})|\\x[0-9a-fA-F]{2}|\\[0-3][0-7]{2}|<U\+[0-9A-Fa-f]{4,6}>|&#?\w+;|%[0-9A-Fa-f]{2}|=[0-9A-F]{2}|\+A[A-Za-z0-9]{2,3}-"
)


def mend_damage(rows: Sequence[Values], known: KnownWords) -> Step:
    """Undo damage in the words of one group. The column of a finding is the one with most of it."""
    mends: Mends = {}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    trusted = _trusted(rows, known)
    for place, row in enumerate(rows):
        for column in COLUMNS:
            text = row.get(column)
            if not text or (text.isascii() and not _ESCAPE.search(text) and "?" not in text):
                continue
            mended, mistake = undone(text, known, trusted)
            if mended != text:
                mends.setdefault(place, {})[column] = mended
                found[mistake][column] += 1
    findings = []
    for mistake, columns in sorted(found.items()):
        column, _ = columns.most_common(1)[0]
        filled = sum(1 for row in rows if row.get(column))
        findings.append(
            Finding(
                Kind.TEKENS, column, columns.total(), max(filled, columns.total()), 1.0,
                "bekende fout", True, dict(sorted(columns.items())), mistake, own=_proves_itself(mistake),
            )
        )  # fmt: skip
    return Step(mends, tuple(findings))


def _proves_itself(mistake: str) -> bool:
    """Tell whether a mistake shows from the letters alone, without a word that is known."""
    return all(
        part.startswith("utf-8 ") or part in dict(_ESCAPES) for part in mistake.split(" en ")
    )


def undone(text: str, known: KnownWords, trusted: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return a text with its damage undone and the name of the mistake; the text itself and '' where none is known.

    Escapes and UTF-8 shown as another code page are undone by themselves, up to three times over;
    `trusted` mistakes between one-byte code pages where the text is not a known word; a lost letter
    where one known word fits.
    """
    plainer, mistakes = text, []
    for _ in range(3):
        step, mistake = _self_proving(plainer)
        if not mistake:
            break
        plainer = step
        mistakes.append(mistake)
    if not plainer.isascii() and not _undamaged(plainer, known):
        for shown, written in trusted:
            other = recoded(plainer, shown, written)
            if other and _is_word(other):
                plainer = other
                mistakes.append(f"{written} gelezen als {shown}")
                break
    if any(mark in plainer for mark in LOST):
        full = _completed(plainer, known)
        if full:
            plainer = full
            mistakes.append("verloren letter")
    return plainer, " en ".join(dict.fromkeys(mistakes))


@lru_cache(maxsize=20_000)
def recoded(text: str, shown: str, written: str) -> str | None:
    """Return the text of bytes shown in one code page and written in another; None where that cannot be."""
    try:
        return b"".join(_byte(letter, shown) for letter in text).decode(written)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


@lru_cache(maxsize=5_000)
def _byte(letter: str, code: str) -> bytes:
    """Return the byte of a letter in a code page; a byte without a letter is shown as a control character."""
    try:
        return letter.encode(code)
    except UnicodeEncodeError:
        if "\x80" <= letter <= "\x9f":
            return letter.encode("latin-1")
        raise


def _self_proving(text: str) -> tuple[str, str]:
    for name, undo in _ESCAPES:
        other = undo(text)
        if other != text and _is_word(other):
            return other, name
    if text.isascii():
        return text, ""
    for shown in SHOWN_AS:
        decoded = _utf8_runs(text, shown)
        # what went wrong twice is no word yet after the first step back
        if decoded != text and (_is_word(decoded) or _again(decoded)):
            return decoded, f"utf-8 gelezen als {shown}"
    return text, ""


def _again(text: str) -> bool:
    return any((other := _utf8_runs(text, shown)) != text and _is_word(other) for shown in SHOWN_AS)


def _utf8_runs(text: str, shown: str) -> str:
    """Decode the text whole; where that fails, each run of other than ASCII by itself."""
    whole = recoded(text, shown, "utf-8")
    if whole is not None:
        return whole
    return re.sub(r"[^\x00-\x7f]+", lambda run: recoded(run[0], shown, "utf-8") or run[0], text)


def _is_word(text: str) -> bool:
    """Tell whether a text holds letters of names, and no sign that names do not have."""
    return bool(_LETTERS.search(text)) and not re.search(
        r"[^\w\s.,'’‘`´()/&+@:;°\"-]|[\x00-\x1f\x7f-\x9f]|[²³¹ªº]", text
    )


def _quoted(text: str) -> str:
    if not re.search(r"=[C-F][0-9A-F](?:=[89AB][0-9A-F])?", text) or not text.isascii():
        return text
    return _bytes_as_text(quopri.decodestring(text.encode()), text)


def _percent(text: str) -> str:
    return (
        _bytes_as_text(unquote_to_bytes(text), text)
        if re.search(r"%[0-9A-Fa-f]{2}", text)
        else text
    )


def _bytes_as_text(raw: bytes, text: str) -> str:
    for code in ("utf-8", "cp1252"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    return text


def _backslash(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text)


def _by_bytes(text: str) -> str:
    """Undo bytes written as `\\xeb` or `\\303\\253`."""
    if not text.isascii() or not _BYTES.search(text):
        return text
    raw = _BYTES.sub(lambda one: chr(int(one[1], 16) if one[1] else int(one[2], 8)), text)
    return _bytes_as_text(raw.encode("latin-1"), text)


def _code_point(text: str) -> str:
    return re.sub(r"<U\+([0-9A-Fa-f]{4,6})>", lambda one: chr(int(one[1], 16) % 0x110000), text)


def _utf7(text: str) -> str:
    if not re.search(r"\+A[A-Za-z0-9]{2,3}-", text) or not text.isascii():
        return text
    try:
        return text.encode().decode("utf-7")
    except UnicodeDecodeError:
        return text


_ESCAPES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("html", html.unescape),
    ("\\u", _backslash),
    ("bytes als cijfers", _by_bytes),
    ("U+", _code_point),
    ("procenttekens", _percent),
    ("quoted-printable", _quoted),
    ("utf-7", _utf7),
)


def _trusted(rows: Sequence[Values], known: KnownWords) -> list[tuple[str, str]]:
    """Return the one-byte mistakes that make more words of the group known than chance would."""
    odd = {
        word
        for row in rows
        for column in COLUMNS
        for word in (row.get(column) or "").split()
        if not word.isascii() and not _undamaged(word, known) and not _self_proving(word)[1]
    }
    # a word that is known as it stands says that the mistake was not made
    worse = len(
        {
            word
            for row in rows
            for column in COLUMNS
            for word in (row.get(column) or "").split()
            if not word.isascii() and _undamaged(word, known)
        }
    )
    scores = []
    for shown, written in ONE_BYTE:
        results = [other for word in odd if (other := recoded(word, shown, written))]
        better = sum(known.knows(other) for other in results if _is_word(other))
        odds = better * TELLS - worse * TELLS + (0.0 if _impossible(odd) else MADE)
        if better and probability(odds) >= CERTAIN:
            scores.append((-better, (shown, written)))
    return [pair for _, pair in sorted(scores)]


def _undamaged(text: str, known: KnownWords) -> bool:
    """Tell whether a text is known as it stands; a capital with a mark inside a word (`AndrÈ`) is damage."""
    return not _CAPITAL_INSIDE.search(text) and known.knows(text)


def _impossible(words: set[str]) -> bool:
    """Tell whether some word has a sign inside that no name has: then something is damaged for certain."""
    return any(
        _CAPITAL_INSIDE.search(word) or re.search(r"\w[^\w\s.,'’‘`´()/&-]+\w|[a-z][Þß]", word)
        for word in words
    )


def _completed(text: str, known: KnownWords) -> str | None:
    """Return a text with its lost letters filled in, where for every word just one known word fits."""
    words = []
    for word in text.split():
        if not any(mark in word for mark in LOST):
            words.append(word)
            continue
        fitting = known.fitting(plain(word).replace("\ufffd", "?"))
        if fitting is None:
            return None
        words.append(fitting.title() if word[0].isupper() or word[0] in LOST else fitting)
    return " ".join(words)
