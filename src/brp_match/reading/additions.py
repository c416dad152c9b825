"""Additions to a house number in one normal form.

Upper case, letters and figures glued, no zeros in front. A ground floor is `HS`, above and below `BOV` and `BEN`, black
and red (Haarlem) `ZW` and `RD`, basement `SOUS`, behind `ACH`; floors are figures (`III`, `3 hoog`, `derde
etage` → `3`); a room is K with its number (`kamer 12` → `K12`); of an apartment, dwelling, studio, flat, block or unit
only the number counts; `BIS` is kept. What says where the house lies (`t/o`, `bij`) is no addition.
"""

from __future__ import annotations

import re

from brp_match.reading.text import strip_accents

UNITS = (
    "APPARTEMENTEN|APPARTEMENTNR|APPARTEMENT|APPARTM|APP|APPT|APT|AP|WONINGNUMMER|WONINGNR|WONING|WON|WNG|STUDIO|FLAT|FLATNR|BLOK|UNIT|WOONEENHEID"
    "|EENHEID|ZELFST|RUIMTE|LOGIES|LOG|HUISNUMMER|HUISNR|NUMMER|NR|NO|BUS|TOREN|INGANG|DEUR|LIGPLAATS|STANDPLAATS|KAVEL|VAK|BOX"
)
"""Words for a part of a house that has a number or letter of its own, in upper case."""

ROOMS = "KAMERNUMMER|KAMERNR|KAMER|KMR|KAM|KM"

_NUMBER_WORDS = {
    "EERSTE": "1", "TWEEDE": "2", "DERDE": "3", "VIERDE": "4", "VIJFDE": "5", "ZESDE": "6", "EEN": "1", "TWEE": "2", "DRIE": "3", "VIER": "4",
    "VIJF": "5", "I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6",
}  # fmt: skip
_ROMAN = {"VIII": "8", "VII": "7", "VI": "6", "IV": "4", "III": "3", "II": "2"}
_FLOOR = "HOOG|HG|ETAGE|ET|VERDIEPING|VERD|VERDIEP"

_RULES = tuple(
    (re.compile(pattern), target)
    for pattern, target in (
        (r"\b(?:N ?V ?T|NULL|NIL|GEEN|NONE|LEEG|NABIJ|NAN|ONBEKEND)\b", ""),
        (r"\b(?:T ?O|TEGENOVER|BY|BIJ|NAAST)\b", ""),
        (r"^[0 ]+$", ""),
        (r"^([A-Z])BS$", r"\1 BIS"),
        (r"\bBS\b", "BIS"),
        (r"\b(?:BEGANE ?GROND|BENEDENVLOER|HUIS|BGG?|B G G?|PARTERRE|PART|GELIJKVLOERS)\b", "HS"),
        (r"\b(?:(?:BOVENSTE|HOOGSTE) ?(?:VERDIEPING|ETAGE|WONING)?|BOVEN(?:HUIS|WONING|VERDIEPING|ETAGE)?|BOVENW|BOVE|BVN)\b", "BOV"),
        (r"\b(?:(?:ONDERSTE) ?(?:VERDIEPING|ETAGE|WONING)?|BENEDEN(?:HUIS|WONING|VERDIEPING|ETAGE)?|BENEDENW|BENE|BND|ONDER(?:HUIS|WONING)?)\b", "BEN"),
        (r"^(BIS|HS|BOV|BEN) ?([A-Z])$", r"\2 \1"),
        (r"\b(?:ZWART|ZWRT)\b", "ZW"),
        (r"\bROOD\b", "RD"),
        (r"\b(?:SOUTERRAIN|SOUT|SOU|KELDER)\b", "SOUS"),
        (r"\b(?:ACHTERHUIS|ACHTER|ACHT)\b", "ACH"),
        (r"\b(?:VOORHUIS)\b", "VOOR"),
        (rf"\b(?:{UNITS}) ?(\d)", r"\1"),
        (rf"\b(?:{UNITS}) ([A-Z]\d{{0,3}})\b", r"\1"),
        (rf"\b(?:{ROOMS}) ?(\d)", r"K\1"),
        (rf"\b(\d{{1,2}}) ?(?:E|DE|STE)? ?(?:{_FLOOR})\b", r"\1"),
        (r"\b(?:ETAGE|ET|VERDIEPING|VERD) ?(\d{1,2})\b", r"\1"),
        (r"\b(\d) ?E\b", r"\1"),
        (rf"\b({'|'.join(_NUMBER_WORDS)}) ?(?:{_FLOOR})\b", lambda found: _NUMBER_WORDS[found[1]]),
        (r"\b(?:VIII|VII|VI|IV|III|II)\b", lambda found: _ROMAN[found[0]]),
        (r"^([A-Z]?) ?I$", r"\1 1"),
        (r"^([A-Z])(VIII|VII|VI|IV|III|II)$", lambda found: f"{found[1]} {_ROMAN[found[2]]}"),
    )
)  # fmt: skip
"""Ways to write an addition → the usual one, in this order, on upper case text with single spaces."""

_PLAIN = re.compile(r"[A-HJ-Z]?|[1-9][0-9]?")
_OTHER = re.compile(r"[^A-Z0-9]+")
_ZEROS = re.compile(r"(^|[A-Z])0+(?=[0-9])")


def cleaned(text: str | None) -> str:
    """Return the text in upper case without accents, words of letters and figures with one space between them."""
    if not text:
        return ""
    return _OTHER.sub(" ", strip_accents(text).upper()).strip()


def normal_form(words: str) -> str:
    """Return the normal form of an addition whose text is `cleaned`; '' for none."""
    if _PLAIN.fullmatch(words):
        return words
    for rule, target in _RULES:
        words = rule.sub(target, words)
    return _ZEROS.sub(r"\1", words.replace(" ", ""))


_SHORT_FORMS = frozenset(
    frozenset(pair)
    for pair in (("H", "HS"), ("R", "RD"), ("Z", "ZW"), ("BV", "BOV"), ("BN", "BEN"))
)
"""Forms that the address file itself uses for the same."""

_ROOM = re.compile(r"K([0-9]+[A-Z]?)")


def same_addition(one: str, other: str) -> bool:
    """Tell whether two additions in normal form are the same, also where one is the short form of the other or one
    has a room's number without the K."""
    if one == other or frozenset((one, other)) in _SHORT_FORMS:
        return True
    return any(
        (room := _ROOM.fullmatch(a)) is not None and room[1] == b
        for a, b in ((one, other), (other, one))
    )
