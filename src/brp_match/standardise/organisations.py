"""Legal forms, trade names, and the person behind them; homes and other uses.

Reads `comparators/tables/rechtsvormen.csv` and `handelswoorden.csv` (see the README there). SQL by
function, for a statement that has a column for each text they need (`texts`):
- `legal_form` → VARCHAR, code and kind with a space between, or NULL. The kind is `rechtspersoon` or
  `natuurlijk` (eenmanszaak, vof, cv, maatschap, trading as). Give it one field, a surname or a whole
  name, never initials glued in front. Where a form stands counts: BV behind a name is a company,
  `B.V. Jansen` and `Jansen, B.V.` are initials, `van der Stichting` a surname. What cannot be told
  apart is `Jansen B.V.` without a comma where a deliverer puts initials behind the surname.
- `trade_name` → BOOLEAN, false for NULL: a word that only trade names have, not that of an
  administrator who writes about a person (`Bewindvoering Jansen inzake …`). Words that are
  surnames too (`zwak`: Bakker, Bouw, Winkel) do not count.
- `trade_word` → BOOLEAN, false for NULL: such a weak word beside another word of two letters or
  more. `Sarac Bouw` may be a business of Sarac, or a person called Bouw.

Macros, for statements that ask it of one text: `rechtsvorm(t)` → STRUCT(code VARCHAR, soort VARCHAR),
`is_onderneming(t)` and `is_handelswoord(t)` (`create_name_macros`), and
`is_geen_woning(gebruiksdoel)` → BOOLEAN: uses are given and none is `woonfunctie`. False for NULL
and empty (a houseboat or caravan site has no use).
"""

from __future__ import annotations

import csv
import re
from functools import cache

from brp_match.database import Connection, quote_literal, run_step
from brp_match.settings import content_root
from brp_match.standardise.text import let, split

_PREFIXES = "van|der|de|den|het|ter|ten|te|t|s|el|al|la|le|en|v|d|op|in|aan|bij|voor"
_OPENING = "i ?o|in oprichting|in liquidatie|in faillissement"
_ATTENTION = "(?:tav|t ?a ?v|p/a|c/o)"
_TRADING = "trading as|(?:tevens |mede )?(?:t ?h ?o ?d ?n|h ?o ?d ?n|h ?/ ?o(?: ?/ ?d ?/ ?n)?|ho/dn|handelende? onder(?: de naam)?)"
NAME_IN_TEXT = (
    "regexp_matches(regexp_replace(regexp_replace(lower({0}), '[a-z]\\.', '', 'g'), "
    f"'\\b(?:{_PREFIXES})\\b', ' ', 'g'), '[a-z]{{{{2}}}}')"
)
"""SQL condition, `{0}` a text column: a word of two letters or more is left beside prefixes and initials."""

_CONCERNING = r"(?i)^.*\b(?:inzake|inz|betreffende|ten behoeve van|t\.?b\.?v)\b[.:]?\s+"
_SONS = "(?:&|en) (?:zn|zonen|zoon|zoons|dochter|dochters|co|partners|vennoten)"
CUT_OFF = "bedr|bedri|bedrij"
"""`Schildersbedrijf` at the end of a field that was too short; no surname ends so."""

_INITIALS = r"^\s*(?:[A-Za-z]{1,2}\.[ -]?)+\s*"


def create_macros(con: Connection) -> None:
    """Create `is_geen_woning`."""
    run_step(
        con,
        "CREATE OR REPLACE MACRO is_geen_woning(gebruiksdoel) AS "
        "coalesce(trim(gebruiksdoel) <> '' AND NOT contains(lower(gebruiksdoel), 'woonfunctie'), false)",
    )


def create_name_macros(con: Connection) -> None:
    """Create `rechtsvorm`, `is_onderneming` and `is_handelswoord`; needs `herstel_codering` of text.py."""
    form = let(texts("t"), let(legal_form("t", "x[1]", "x[2]", "x[3]"), _as_struct("x")))
    for name, sql in (
        ("rechtsvorm", form),
        ("is_onderneming", let(texts("t"), trade_name("x[2]"))),
        ("is_handelswoord", let(texts("t"), trade_word("t", "x[1]"))),
    ):
        run_step(con, f"CREATE OR REPLACE MACRO {name}(t) AS {sql}")


def texts(t: str) -> str:
    """SQL of the three texts that the rules read, VARCHAR[3], for the text `t`: without punctuation, the
    same of the person it is about (behind `inzake`), the same without the initials in front."""
    person = f"regexp_replace({t}, {quote_literal(_CONCERNING)}, '')"
    bare = f"regexp_replace({person}, {quote_literal(_INITIALS)}, '')"
    plain = (
        "trim(regexp_replace(regexp_replace(replace(regexp_replace("
        r"lower(strip_accents(herstel_codering(d))), '([a-z]{2})\.', '\1 ', 'g'), '.', ''), "
        "'[''’`]', '', 'g'), '[^a-z0-9&/]+', ' ', 'g'))"
    )
    # written out once for the three: mending is a long expression
    return f"list_transform([{t}, {person}, {bare}], lambda d: {plain})"


def trade_name(person: str) -> str:
    """SQL of `trade_name`; `person` is the second of `texts`."""
    return f"coalesce({_trade_word(person)}, false)"


def trade_word(t: str, plain: str) -> str:
    """SQL of `trade_word` for the text `t`; `plain` is the first of `texts`."""
    weak = trade_words("zwak")
    beside = NAME_IN_TEXT.format(rf"regexp_replace({t}, '(?i)\b(?:{weak})\b', ' ', 'g')")
    return f"coalesce(regexp_matches({plain}, '(?:^| )(?:{weak})(?: |$)') AND {beside}, false)"


@cache
def word_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of `comparators/tables`, in its order; not to be changed."""
    path = content_root("comparators") / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def any_of(words: list[str]) -> str:
    """One alternation, the longest first, so that `bv i o` is tried before `bv`."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def trade_words(place: str) -> str:
    """One alternation of the trade words of a place in the table: `los`, `deel` or `zwak`."""
    return any_of([row["woord"] for row in word_table("handelswoorden") if row["plaats"] == place])


def _trade_word(text: str) -> str:
    alone, ending = trade_words("los"), trade_words("deel")
    pattern = f"(?:^| )(?:{alone}|[a-z]{{3,}}(?:{ending})|{_SONS})(?: |$)|[a-z]{{3}}(?:{CUT_OFF})$"
    return f"regexp_matches({text}, {quote_literal(pattern)})"


def _as_struct(form: str) -> str:
    return f"{{'code': nullif(split_part({form}, ' ', 1), ''), 'soort': nullif(split_part({form}, ' ', 2), '')}}"


def legal_form(t: str, plain: str, person: str, bare: str) -> str:
    """SQL of `legal_form` for the text `t`; the others are its `texts`.

    Decided by place: end, beginning, anywhere, part of a word; the first rule that fires wins. The words
    of a place are one list or one pattern, in the order of the table: DuckDB takes a third of a
    millisecond for a pattern, and there were a few dozen.
    """
    forms = word_table("rechtsvormen")

    def group(place: str) -> dict[str, list[str]]:
        """The words of a place by what they say, the longest first."""
        found: dict[str, list[str]] = {}
        for row in forms:
            if row["plaats"] == place and row["code"] != "HANDELEND" and "." not in row["vorm"]:
                found.setdefault(f"{row['code']} {row['soort']}", []).append(row["vorm"])
        return {
            said: sorted(set(words), key=lambda w: (-len(w), w)) for said, words in found.items()
        }

    def lists(place: str) -> tuple[str, str]:
        """The words of a place as a list, and what each of them says."""
        pairs = [(word, said) for said, words in group(place).items() for word in words]
        return split(word for word, _ in pairs), split(said for _, said in pairs)

    def among(place: str, condition: str) -> str:
        """What the first word `w` of a place says for which the condition holds."""
        words, said = lists(place)
        return f"{said}[list_position(list_transform({words}, lambda w: {condition}), true)]"

    def leading(place: str) -> str:
        """What the first word of a place says with which the text begins."""
        words, said = lists(place)
        every = "|".join(re.escape(word) for words in group(place).values() for word in words)
        return f"{said}[list_position({words}, regexp_extract({person}, {quote_literal(f'^({every}) .')}, 1))]"

    inside = " ".join(
        f"WHEN regexp_matches({person}, {quote_literal(f'[a-z]{{3}}(?:{any_of(words)})(?: |$)')}) "
        f"THEN {quote_literal(said)}"
        for said, words in group("woorddeel").items()
    )
    tail = f"(?: (?:{_OPENING}|{_ATTENTION} .*))?"
    at_end = group("einde")
    ends = any_of([word for words in at_end.values() for word in words])
    before = f"regexp_extract({bare}, {quote_literal(f'^(.+) (?:{ends}){tail}$')}, 1)"
    prefixes = quote_literal(rf"\b(?:{_PREFIXES})\b")
    named = f"regexp_matches(regexp_replace({before}, {prefixes}, ' ', 'g'), '[a-z0-9]{{2}}')"
    # a bar wherever a name may end before what follows it
    cut = f"regexp_replace({bare}, '( (?:{_OPENING}))$', '|\\1')"
    cut = f"regexp_replace({cut}, '( {_ATTENTION} )', '|\\1', 'g')"
    at_an_end = f"ends_with({bare}, ' ' || w) OR contains(s, ' ' || w || '|')"
    after_comma = (
        rf"regexp_matches({t}, '(?i),\s*(?:[bnc][. ]*v|v[. ]*o[. ]*f|v[. ]*v[. ]*e|u[. ]*a)\.?\s*$') "
        f"AND NOT {_trade_word(person)}"
    )
    traded = f"regexp_matches({person}, {quote_literal(f'(?: |^)(?:{_TRADING})(?: |$)')})"
    dotted = any_of([row["vorm"] for row in forms if "." in row["vorm"]])
    dotted_first = quote_literal(rf"^\s*(?:{dotted})\s*[a-z]")
    company = any_of(at_end["BV rechtspersoon"] + at_end["NV rechtspersoon"])
    company_before_trading = quote_literal(
        f"^.*[a-z0-9]{{2}}.* (?:{company}){tail} (?:{_TRADING})(?: |$)"
    )
    loose_gate = quote_literal(
        f"(?:^| |[a-z]{{3}})(?:{any_of([row['vorm'] for row in forms])}|{_TRADING})(?: |$)|^fa "
    )
    return f"""CASE WHEN regexp_matches({plain}, {loose_gate}) THEN CASE
        WHEN {traded} THEN CASE WHEN regexp_matches({bare}, {company_before_trading})
            THEN 'BV rechtspersoon' ELSE 'HANDELEND natuurlijk' END
        WHEN {after_comma} THEN NULL
        ELSE coalesce(
            CASE WHEN {named} THEN list_transform([{cut}], lambda s: {among("einde", at_an_end)})[1] END,
            CASE WHEN regexp_matches(lower({t}), {dotted_first}) THEN 'VOF natuurlijk' END,
            {among("overal", f"contains(' ' || {person} || ' ', ' ' || w || ' ')")},
            {leading("begin")},
            CASE WHEN {_trade_word(person)} THEN {leading("begin_bedrijf")} END,
            CASE {inside} END) END END"""
