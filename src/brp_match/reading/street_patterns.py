"""Patterns for a street field that holds more than a street; `street_lines` puts them to work."""

from __future__ import annotations

import re

from brp_match.reading.additions import ROOMS, UNITS
from brp_match.reading.letters import LETTER, letter_or

PO_BOX = re.compile(
    r"\s*(?:post\s?bus|p\.?\s?o\.?\s?box|postbox|(?:vrij\s?)?antwoord\s?(?:nummer|nr)|antw\.?\s?nr|pb\.?\s*[0-9])(?:\b|[0-9]|\.).*",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
POSTCODE = re.compile(
    r"[\s,;(]*\b(?:NL[- ]?)?([1-9][0-9]{3}\s?([A-Za-z]{2}))\b(?![-/0-9]).*$", re.ASCII | re.DOTALL
)
CARE_OF = re.compile(
    r"[\s,(]+(?:c/o|p/a|per adres|t\.?a\.?v\.?|ter attentie van|zorg van|adres van)(?:\s.*)?$"
    r"|^\s*(?:p/a|c/o|per adres|adres|woonadres)\b[.:\s]*",
    re.IGNORECASE,
)
"""Whose address it is, behind or in front."""

STREET_TYPE = re.compile(
    r"(?:straat|str|strt|strjitte|laan|ln|loane|leane|weg|wg|wei|plein|pln|pl|kade|kd|dijk|dk|dyk|gracht|singel|sngl|hof|dreef|drf|dr|steeg|stg"
    r"|pad|pd|park|prk|plantsoen|plnts|markt|mrkt|boulevard|blvd|haven|hvn|plaats|plts|kanaal|polder|baan|ring|wal|zijde|wz|oz|nz|zz"
    r"|oord|oost|west|noord|zuid|einde|pas|allee|avenue)\.?$",
    re.IGNORECASE,
)
"""A name that ends so is whole: a second figure behind it is an addition."""

STREET = re.compile(
    r"(?:straat|laan|weg|plein|gracht|singel|steeg|dreef|kade)\)?\s*$", re.IGNORECASE
)
"""What stands behind a building and its number is the street."""

_MONTH = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_YEAR = r"['’‘`]?(?:1[5-9]|20)?[0-9]{2}"
YEARS_IN_NAME = re.compile(
    r"(?:^|[\s-])(?:van|plein|laan|straat|weg|park|hof|rijksweg|plantsoen|kade|singel|dreef|pad)"
    rf"\s+(?:{_YEAR}\s?-\s?{_YEAR}|(?:1[5-9]|20)[0-9]{{2}}|['’‘`][0-9]{{2}})(?![0-9])",
    re.IGNORECASE,
)
"""A year, or a span of years, that is part of the name (`Plein 1953`, `Laan '40-'45`)."""
ORDINAL = re.compile(
    rf"[0-9]{{1,2}}\s?(?:e|de|ste)\s+(?!etage|verd|hoog|hg\b){LETTER}{{2}}", re.IGNORECASE
)
KNOWN_PAIRS = frozenset(("HS", "BG", "BS", "ZW", "RD", "BV", "BN"))
"""Two letters that are an addition where nothing else is a number, and not those of a postcode."""
DAY_AND_MONTH = re.compile(rf"[0-9]{{1,2}}\s+(?:{_MONTH})", re.IGNORECASE)
MONTH_BEFORE = re.compile(rf"(?:^|\s)(?:{_MONTH})\s*$", re.IGNORECASE)

BEFORE_NUMBER = re.compile(
    r"(?:[\s,]+(?:huis\s?(?:nummer|nr)|nummer|nr|no|t/?o|tegenover|naast|nabij|bij|by|wb|woonboot|ark|tussen)[.:]*)+\s*$",
    re.IGNORECASE,
)
"""Words between the street and the number."""

NUMBER = re.compile(r"(?<![0-9])[0-9]{1,5}(?![0-9])")

_NO_ADDITION = r"(?!(?:DEN|DE|DER|HET|TER|TEN|TE|ST|OUD|BAD|IN|EN|EDE|EPE|OSS|URK|ENS|ELP|ERM|ELL)\b(?:[\s.]|$))"
"""Short words of towns, which are no letters of an addition."""

_ADDITION = (
    rf"(?:{UNITS}|{ROOMS}|K)\b\.?\s?(?:[0-9]{{1,4}}[A-Z]?|[A-Z][0-9]{{0,3}})\b"
    r"|(?:[0-9]{1,2}|I{1,3}|IV|V|VI|EEN|TWEE|DRIE|VIER|VIJF|EERSTE|TWEEDE|DERDE|VIERDE|BOVENSTE|ONDERSTE|HOOGSTE)[\s-]?(?:E|DE|STE)?[\s-]?"
    r"(?:HOOG|HG|ETAGE|ET|VERDIEPING|VERD)\b\.?"
    r"|(?:BEGANE\s?GROND|PARTERRE|HUIS|BOVEN|BENEDEN|ONDER|ACHTER|VOOR)(?:HUIS|WONING|VERDIEPING|ETAGE)?\b\.?"
    r"|(?:SOUTERRAIN|KELDER|ZWART|ROOD|LINKS|RECHTS|MIDDEN|WOONBOOT|ARK\s?[0-9]{1,3}|[A-Z]\s?BIS|BIS\s?[A-Z]?)\b\.?"
    r"|(?:T/?M|EN|TOT)\s+[0-9]{1,4}\s?[A-Z]?\b|EN EEN HALF\b|\([^)]*\)?"
    r"|[A-Z]{1,4}-?[0-9]{1,4}[A-Z]{0,2}\b|[A-Z](?:III|II|IV|VI{0,3})\b|(?-i:[A-Z][A-Z][a-z]{1,3})\b"
    rf"|{_NO_ADDITION}[A-Z]{{1,3}}\b\.?|[0-9]{{1,4}}[A-Z]{{0,3}}(?:[0-9]{{1,3}})?\b"
)
"""One part of what may follow a house number, without regard to case."""

_TOWN = (
    r"(?:TE\s+|IN\s+)?\(?(?:(?:DEN|DE|DER|HET|'S|’S|TER|TEN|ST|SINT|OUD|BAD)[\s.-]+)?"
    + LETTER
    + letter_or("’'-")
    + "{2}"
    + letter_or("’' .,()/-")
    + r"*\)?"
)
TAIL = re.compile(
    rf"(?P<number>[0-9]{{1,5}})(?P<addition>(?:[\s,.:/+&-]*(?:{_ADDITION}))*)"
    rf"[\s.,;:-]*(?P<place>(?:(?<=[\s,;(.-]){_TOWN})?)\s*",
    re.IGNORECASE,
)
"""A house number to the end of the field: the number, its addition, a town or remark without figures."""

AHEAD = re.compile(
    rf"\s*(?P<number>[0-9]{{1,5}} ?[A-Z]?(?:[- ][0-9]{{1,3}})?),?\s+(?P<street>{LETTER}{{2}}[^0-9]*)\s*",
    re.IGNORECASE,
)
"""A number in front of a street."""
