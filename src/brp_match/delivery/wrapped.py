"""What a program put around the cells of a row: quotes, brackets, tags, the name of the column, marks of a line's end.

`"Smit"`, `b'Smit'`, `['Smit']`, `<![CDATA[Smit]]>`, `<achternaam>Smit</achternaam>`, `achternaam: Smit`, `Smit\\n` and
`Smit_x000D_` are Smit, in whatever column; what stands in front of or behind every name, date and address of a row, or
says each of them twice, is none of theirs; and a word that stands in front of many names of a VLP with a sign behind it, or in
front or behind more of them than people have it for a name, is nobody's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import takewhile

from brp_match.delivery.cells import NO_VALUE
from brp_match.delivery.findings import Finding, Kind, Mends, Step, Values
from brp_match.delivery.known import KnownWords, plain
from brp_match.delivery.too_frequent import CHANCE, binomial_tail
from brp_match.ingest.column_names import SYNONYMS, header_key
from brp_match.reading import legal_form
from brp_match.reading.name_texts import read_texts
from brp_match.reading.surname_prefixes import prefixes

_KEPT = ("signaal_id", "vlp")
"""Columns by which rows are told apart: they stay as they came."""

_PERSONAL = (
    "voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam", "geboortedatum", "straatnaam",
    "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "plaatsnaam",
)  # fmt: skip
"""Columns that share no sign in front or behind, unless a program put it there."""

_NAMES = ("voornamen", "achternaam", "volledige_naam")

AT_LEAST = 4
"""So many cells of a row, or rows of a VLP, before what they share is none of theirs."""

SHARE = 0.1
"""So large a part of a VLP's names has the same word in front, before it is no name."""

PLAIN = re.compile(r"\w(?:[\w .,'/-]*[\w.)])?")
"""Most cells: nothing stands around them."""

_ESCAPED = re.compile(r"_x00([0-9A-Fa-f]{2})_")
"""A sign as workbooks write those that XML cannot hold (ECMA-376, 22.9.2.19)."""

_ENDS = re.compile(r"(?:\s|\\[rnt])*\\[rnt](?:\s|\\[rnt])*$|^(?:\s|\\[rnt])*\\[rnt](?:\s|\\[rnt])*")

_BACKSLASH = re.compile(r"\\(?=[^\w\s\\])")
"""In front of a sign that some program takes for its own."""

_SPACED = re.compile(r"(?:\S ){2,}\S(?: {2,}\S(?: \S)*)*|\S(?: \S)*(?: {2,}\S(?: \S)*)+")
"""Letters with a space between each."""

_AROUND = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"<!\[CDATA\[(?P<text>.*)\]\]>", r"<(?P<tag>[A-Za-z][\w:.-]*)(?:\s[^<>]*)?>(?P<text>.*)</(?P=tag)>",
        r"b?\"(?P<text>[^\"]*)\"", r"b?'(?P<text>.*)'", r"[“”„](?P<text>[^“”„]*)[“”„]",
        r"\[\s*(?P<text>[\"'].*[\"'])\s*\]", r"\{\s*(?P<text>[\"'].*[\"'])\s*\}",
    )
)  # fmt: skip

_LABELLED = re.compile(
    r"\s*(?P<label>[A-Za-z][A-Za-z _.-]{1,28}?)\s*(?::|=>?)\s*(?P<text>.*)", re.DOTALL
)
_SAID_FIRST = re.compile(r"\s*(?P<label>[^\W\d_][^:|>/]{1,38}?)\s*(?:[:|>]|\s[-–/])\s+(?=\S)")

_FIRST = re.compile(r"\W*(?P<label>[^\W\d_]{3,})\W+(?P<rest>\w.*)")
_LAST = re.compile(r"(?P<rest>^.*[\w.])\W+(?P<label>[^\W\d_]{3,})\W*$")

RARE, TOGETHER = 0.001, 5
"""Share of people with a name that fewer bear than a deliverer has it, at most; and how many times more often people of one name may be
together at a VLP (`CHANCE` of the placeholders is that of a binomial tail)."""

SIGNS, LABEL, MARKS = "tekens eromheen", "de kolomnaam ervoor", "een woord ervoor"
"""How a finding tells what stood around."""


def mend_wrapped(rows: Sequence[Values], known: KnownWords = KnownWords()) -> Step:
    """Take off what stands around the cells of one group; a cell of nothing else is empty. `known`: names of the register."""
    mends: Mends = {}
    found: dict[tuple[str, bool], list[tuple[int, str]]] = defaultdict(list)
    for place, row in enumerate(rows):
        for column, (text, what) in unwrapped(row).items():
            mends.setdefault(place, {})[column] = text or None
            found[what, True].append((place, column))
    now = [{**row, **mends.get(place, {})} for place, row in enumerate(rows)]
    for column in _NAMES:
        for place, (text, own) in _without_shared_words(now, column, known).items():
            mends.setdefault(place, {})[column] = text
            found[MARKS, own].append((place, column))
    return Step(
        mends, tuple(_finding(what, cells, rows, own=own) for (what, own), cells in found.items())
    )


def unwrapped(row: Values) -> dict[str, tuple[str, str]]:
    """Return the cells of a row that have something around them: column → the text inside, and what it was."""
    found: dict[str, tuple[str, str]] = {}
    for column, text in row.items():
        if not text or column in _KEPT or (PLAIN.fullmatch(text) and "_x00" not in text):
            continue
        bare, what = inside(text, column)
        if bare != text:
            found[column] = bare.strip(), what
    now = {c: found[c][0] if c in found else row.get(c) or "" for c in _PERSONAL}
    for column, text in _letters_together(now).items():
        found[column], now[column] = (text, SIGNS), text
    for column, text in _without_shared(now).items():
        found[column] = text, found[column][1] if column in found else SIGNS
    return found


def inside(text: str, column: str) -> tuple[str, str]:
    """Return the text inside what a program put around a cell, and what that was; the text and '' where nothing is."""
    what = ""
    for _ in range(4):
        before = text
        text = _BACKSLASH.sub("", _ENDS.sub("", _ESCAPED.sub(lambda one: _sign(one[1]), text)))
        for pattern in _AROUND:
            if found := pattern.fullmatch(text.strip()):
                text = found["text"]
        if text != before:
            what = what or SIGNS
        if (labelled := _LABELLED.fullmatch(text)) and _names(labelled["label"], column):
            text, what = labelled["text"], LABEL
        if text == before:
            break
    return text, what


def _sign(code: str) -> str:
    """A sign by its code in hexadecimals; one that nobody sees is a space."""
    letter = chr(int(code, 16))
    return letter if letter.isprintable() else " "


def _names(label: str, column: str) -> bool:
    key = header_key(label)
    return key == header_key(column) or key in SYNONYMS.get(column, ())


def _letters_together(row: Mapping[str, str]) -> dict[str, str]:
    """The cells that have a space behind every letter, where street and name have: initials alone do not tell it."""
    spaced = [c for c, text in row.items() if _SPACED.fullmatch(text)]
    if "straatnaam" not in spaced or not any(column in _NAMES for column in spaced):
        return {}
    return {c: " ".join(w.replace(" ", "") for w in re.split(" {2,}", row[c])) for c in spaced}


def _without_shared(row: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row without what all of them have in front, or behind, up to a sign (`Smit None`, `12;#Smit`), and
    once where every one stands twice."""
    filled = {c: text for c, text in row.items() if text and text.lower() not in NO_VALUE}
    if len(filled) < AT_LEAST:
        return {}
    halves = {column: _TWICE.fullmatch(text) for column, text in filled.items()}
    if all(halves.values()):
        return {column: found["text"] for column, found in halves.items() if found}
    front = _shared(filled.values())
    behind = _shared([text[::-1] for text in filled.values()])
    if not (front or behind):
        return {}
    bare = {c: t[front : len(t) - behind].strip() for c, t in filled.items()}
    return bare if all(any(map(str.isalnum, text)) for text in bare.values()) else {}


_TWICE = re.compile(r"(?P<text>.+?),? ?(?P=text)", re.DOTALL)
"""A text that stands twice."""


def _shared(texts: Collection[str]) -> int:
    """Return with how many letters and signs all texts begin, up to the last sign that is no letter or figure."""
    shared = [ones[0] for ones in takewhile(lambda ones: len({*ones}) == 1, zip(*texts, strict=False))]  # fmt: skip
    while shared and shared[-1].isalnum():
        shared.pop()
    return len(shared)


def _without_shared_words(
    rows: Sequence[Values], column: str, known: KnownWords
) -> dict[int, tuple[str, bool]]:
    """The names without a word in front that is set apart by a sign, or a word in front or behind that no name has so often,
    where many of the group have it (`Particulier: J. Smit`, `Polis J. Smit`, `J. Smit actief`); with whether the sign tells
    it, and not how many people the register has of that name."""
    said: dict[tuple[str, bool], dict[int, str]] = defaultdict(dict)
    filled = [(place, text) for place, row in enumerate(rows) if (text := row.get(column))]
    for place, text in filled:
        if found := _SAID_FIRST.match(text):
            said[found["label"].casefold(), True][place] = text[found.end() :]
        elif column != "voornamen":
            few = column == "achternaam"
            for one in (_FIRST.match(text), _LAST.search(text)):
                if one and (few or len(one["rest"].split()) > 1 or "." in one["rest"][:-1]):
                    said[one["label"].casefold(), False][place] = one["rest"]
    bare: dict[int, tuple[str, bool]] = {}
    for (label, signed), rests in said.items():
        people = len({*rests.values()})
        if people >= max(AT_LEAST, SHARE * len(filled)) and (
            signed or _is_nobodys(label, people, len(filled), known)
        ):
            bare |= {place: (rest, signed) for place, rest in rests.items()}
    return bare


def _is_nobodys(word: str, people: int, of: int, known: KnownWords) -> bool:
    """Tell whether a word stands with more people than have it for a name, here and in the country, and is none that a
    name is read with. Without a register nobody knows which names are common here."""
    bearers = known.surnames.get(plain(word), 0) + known.given.get(plain(word), 0)
    if not known.of_register or bearers >= people or word in prefixes():
        return False
    if binomial_tail(people, of, TOGETHER * RARE) > CHANCE:
        return False
    name = f"{word} Smit"
    read = read_texts(voornamen=None, voorletters=None, achternaam=None, volledige_naam=name)
    return legal_form(name) == "persoon" and all(word in one.text.casefold() for one in read)


def _finding(
    what: str, cells: Sequence[tuple[int, str]], rows: Sequence[Values], *, own: bool
) -> Finding:
    """One finding of one kind, of the column that has most of it."""
    columns = Counter(column for _, column in cells)
    column, _ = columns.most_common(1)[0]
    touched = len({place for place, _ in cells})
    return Finding(
        Kind.OMHULD, column, touched, len(rows), 1.0, "vorm", True, dict(sorted(columns.items())), what,
        own=own,
    )  # fmt: skip


def bare_cells(cells: Sequence[str | None], layout: Sequence[str | None]) -> Sequence[str | None]:
    """Return the cells of a row without what stands around them; `layout`: what each is of ours."""
    named = {
        column or str(n): cell for n, (column, cell) in enumerate(zip(layout, cells, strict=False))
    }
    inside = unwrapped(named)
    if not inside:
        return cells
    return [
        inside[column or str(n)][0] if (column or str(n)) in inside else cell
        for n, (column, cell) in enumerate(zip(layout, cells, strict=False))
    ]
