"""Legal forms, trade names, and the person behind them; homes and other uses.

Reads `comparators/tables/rechtsvormen.csv` and `handelswoorden.csv` (see the README there). Macros:
- `rechtsvorm(t)` → STRUCT(code VARCHAR, soort VARCHAR): `soort` is `rechtspersoon`, `natuurlijk`
  (eenmanszaak, vof, cv, maatschap, trading as) or NULL. Give it one field, a surname or a whole
  name, never initials glued in front. Where a form stands counts: BV behind a name is a company,
  `B.V. Jansen` and `Jansen, B.V.` are initials, `van der Stichting` a surname. What cannot be told
  apart is `Jansen B.V.` without a comma where a deliverer puts initials behind the surname.
- `is_onderneming(t)` → BOOLEAN, false for NULL: a word that only trade names have, not that of an
  administrator who writes about a person (`Bewindvoering Jansen inzake …`). Words that are
  surnames too (`zwak`: Bakker, Bouw, Winkel) do not count.
- `is_handelswoord(t)` → BOOLEAN, false for NULL: such a weak word beside another word of two letters or
  more. `Sarac Bouw` may be a business of Sarac, or a person called Bouw.
- `handelsnaam_ruim(t)`, `handelsnaam_streng(t)` → VARCHAR: a trade name without diacritics, trade
  words and natural-person forms; `ruim` also takes out words that are surnames too.
- `is_geen_woning(gebruiksdoel)` → BOOLEAN: uses are given and none is `woonfunctie`. False for NULL
  and empty (a houseboat or caravan site has no use).
"""

from __future__ import annotations

import csv
import re

from brp_match.database import Connection, quote_literal, run_step
from brp_match.settings import content_root

_PREFIXES = "van|der|de|den|het|ter|ten|te|t|s|el|al|la|le|en|v|d|op|in|aan|bij|voor"
_OPENING = "i ?o|in oprichting|in liquidatie|in faillissement|(?:tav|t ?a ?v|p/a|c/o) .*"
_TRADING = "trading as|(?:tevens |mede )?(?:t ?h ?o ?d ?n|h ?o ?d ?n|h ?/ ?o(?: ?/ ?d ?/ ?n)?|ho/dn|handelende? onder(?: de naam)?)"
TRADING = (
    r"(?:^|[\s,(]+)(?:tevens\s+|mede\s+)?(?:t[. ]*h[. ]*o[. ]*d[. ]*n\b\.?|h[. ]*o[. ]*d[. ]*n\b\.?"
    r"|h\s?/\s?o(?:\s?/\s?d\s?/\s?n)?\b\.?|ho/dn\b|handelende?\s+onder(?:\s+de\s+naam)?\b|trading\s+as\b)\s*:?\s*"
)
"""RE2, case-insensitive: `t.h.o.d.n.`, `h/o`, `handelend onder de naam` and their like."""

NAME_IN_TEXT = (
    "regexp_matches(regexp_replace(regexp_replace(lower({0}), '[a-z]\\.', '', 'g'), "
    f"'\\b(?:{_PREFIXES})\\b', ' ', 'g'), '[a-z]{{{{2}}}}')"
)
"""SQL condition, `{0}` a text column: a word of two letters or more is left beside prefixes and initials."""

_CONCERNING = r"(?i)^.*\b(?:inzake|inz|betreffende|ten behoeve van|t\.?b\.?v)\b[.:]?\s+"
_SONS = "(?:&|en) (?:zn|zonen|zoon|zoons|dochter|dochters|co|partners|vennoten)"
_CUT_OFF = "bedr|bedri|bedrij"
"""`Schildersbedrijf` at the end of a field that was too short; no surname ends so."""

_INITIALS = r"^\s*(?:[A-Za-z]{1,2}\.[ -]?)+\s*"


def create_macros(con: Connection) -> None:
    """Create the macros of this module; needs `herstel_codering` of text.py and the two tables."""
    run_step(
        con,
        "CREATE OR REPLACE MACRO organisatie_tekst(t) AS trim(regexp_replace(regexp_replace("
        "replace(regexp_replace(lower(strip_accents(herstel_codering(t))), "
        r"'([a-z]{2})\.', '\1 ', 'g'), '.', ''), '[''’`]', '', 'g'), "
        "'[^a-z0-9&/]+', ' ', 'g'))",
    )
    words = _read("handelswoorden")
    run_step(con, f"CREATE OR REPLACE MACRO is_onderneming_tekst(x) AS {_trade_word(words)}")
    run_step(
        con,
        "CREATE OR REPLACE MACRO is_onderneming(t) AS "
        f"coalesce(is_onderneming_tekst(organisatie_tekst(regexp_replace(t, {quote_literal(_CONCERNING)}, ''))), false)",
    )
    weak = _any_of([row["woord"] for row in words if row["plaats"] == "zwak"])
    beside = NAME_IN_TEXT.format(rf"regexp_replace(t, '(?i)\b(?:{weak})\b', ' ', 'g')")
    run_step(
        con,
        "CREATE OR REPLACE MACRO is_handelswoord(t) AS coalesce("
        f"regexp_matches(organisatie_tekst(t), '(?:^| )(?:{weak})(?: |$)') AND {beside}, false)",
    )
    forms = _read("rechtsvormen")
    run_step(con, f"CREATE OR REPLACE MACRO rechtsvorm(t) AS {_legal_form(forms)}")
    for name, sql in _stripping(words, forms).items():
        run_step(con, f"CREATE OR REPLACE MACRO {name}(t) AS {sql}")
    run_step(
        con,
        "CREATE OR REPLACE MACRO is_geen_woning(gebruiksdoel) AS "
        "coalesce(trim(gebruiksdoel) <> '' AND NOT contains(lower(gebruiksdoel), 'woonfunctie'), false)",
    )


def _read(name: str) -> list[dict[str, str]]:
    path = content_root("comparators") / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _any_of(words: list[str]) -> str:
    """One alternation, the longest first, so that `bv i o` is tried before `bv`."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _trade_word(words: list[dict[str, str]]) -> str:
    alone = _any_of([row["woord"] for row in words if row["plaats"] == "los"])
    ending = _any_of([row["woord"] for row in words if row["plaats"] == "deel"])
    pattern = f"(?:^| )(?:{alone}|[a-z]{{3,}}(?:{ending})|{_SONS})(?: |$)|[a-z]{{3}}(?:{_CUT_OFF})$"
    return f"regexp_matches(x, {quote_literal(pattern)})"


def _legal_form(forms: list[dict[str, str]]) -> str:
    """Decide by place: end, beginning, anywhere, part of a word; the first rule that fires wins."""
    none = "{'code': NULL::VARCHAR, 'soort': NULL::VARCHAR}"

    def result(code: str, sort: str) -> str:
        return f"{{'code': {quote_literal(code)}, 'soort': {quote_literal(sort)}}}"

    def group(place: str) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for row in forms:
            if row["plaats"] == place and row["code"] != "HANDELEND" and "." not in row["vorm"]:
                found.setdefault((row["code"], row["soort"]), []).append(row["vorm"])
        return found

    def rules(place: str, pattern: str, text: str, condition: str) -> str:
        return " ".join(
            f"WHEN {condition} AND regexp_matches({text}, "
            f"{quote_literal(pattern.replace('VORM', _any_of(words)))}) "
            f"THEN {result(code, sort)}"
            for (code, sort), words in group(place).items()
        )

    tail = f"(?: (?:{_OPENING}))?"
    ends = _any_of([w for words in group("einde").values() for w in words])
    gate = _any_of([row["vorm"] for row in forms])
    before = f"regexp_extract(o.y, {quote_literal(f'^(.+) (?:{ends}){tail}$')}, 1)"
    prefixes = quote_literal(rf"\b(?:{_PREFIXES})\b")
    named = f"regexp_matches(regexp_replace({before}, {prefixes}, ' ', 'g'), '[a-z0-9]{{2}}')"
    after_comma = (
        r"regexp_matches(t, '(?i),\s*(?:[bnc][. ]*v|v[. ]*o[. ]*f|v[. ]*v[. ]*e|u[. ]*a)\.?\s*$') "
        "AND NOT is_onderneming_tekst(o.x)"
    )
    traded = f"regexp_matches(o.x, {quote_literal(f'(?: |^)(?:{_TRADING})(?: |$)')})"
    dotted = _any_of([row["vorm"] for row in forms if "." in row["vorm"]])
    dotted_first = quote_literal(rf"^\s*(?:{dotted})\s*[a-z]")
    company_before_trading = quote_literal(
        f"^.*[a-z0-9]{{2}}.* (?:{_any_of(group('einde')[('BV', 'rechtspersoon')] + group('einde')[('NV', 'rechtspersoon')])})"
        f"{tail} (?:{_TRADING})(?: |$)"
    )
    person = f"regexp_replace(t, {quote_literal(_CONCERNING)}, '')"
    decide = f"""CASE
        WHEN {traded} AND regexp_matches(o.y, {company_before_trading})
            THEN {result("BV", "rechtspersoon")}
        WHEN {traded} THEN {result("HANDELEND", "natuurlijk")}
        WHEN {after_comma} THEN {none}
        {rules("einde", f"^.+ (?:VORM){tail}$", "o.y", "o.n")}
        WHEN regexp_matches(lower(t), {dotted_first}) THEN {result("VOF", "natuurlijk")}
        {rules("overal", "(?:^| )(?:VORM)(?: |$)", "o.x", "true")}
        {rules("begin", "^(?:VORM) .", "o.x", "true")}
        {rules("begin_bedrijf", "^(?:VORM) .", "o.x", "is_onderneming_tekst(o.x)")}
        {rules("woorddeel", "[a-z]{3}(?:VORM)(?: |$)", "o.x", "true")}
        ELSE {none} END"""
    loose_gate = quote_literal(f"(?:^| |[a-z]{{3}})(?:{gate}|{_TRADING})(?: |$)|^fa ")
    return f"""CASE WHEN regexp_matches(organisatie_tekst(t), {loose_gate}) THEN
        list_transform(list_transform([{{'x': organisatie_tekst({person}),
            'y': organisatie_tekst(regexp_replace({person}, {quote_literal(_INITIALS)}, ''))}}],
            lambda o: {{'x': o.x, 'y': o.y, 'n': {named}}}), lambda o: {decide})[1]
        ELSE {none} END"""


def _stripping(words: list[dict[str, str]], forms: list[dict[str, str]]) -> dict[str, str]:
    """Macros that take trade words and natural-person forms out of a text, strictly and loosely."""
    alone = _any_of([row["woord"] for row in words if row["plaats"] == "los"])
    ending = _any_of([row["woord"] for row in words if row["plaats"] == "deel"])
    weak = _any_of([row["woord"] for row in words if row["plaats"] == "zwak"])
    natural = [row for row in forms if row["soort"] == "natuurlijk" and row["code"] != "HANDELEND"]

    def written(place: set[str]) -> str:
        found = {row["vorm"] for row in natural if row["plaats"] in place}
        spelled = {
            re.sub(" ", "[. ]*", f) if re.fullmatch(r"\w( \w)+", f) else re.escape(f) for f in found
        }
        return "|".join(sorted(spelled, key=lambda f: (-len(f), f)))

    end = rf"(?i)[\s,(]+(?:{written({'einde', 'overal'})})[.)]*\s*$"
    begin = rf"(?i)^\s*(?:{written({'begin', 'overal'})})[.:]?\s+"
    sons = r"(?i)\s*(?:&|\ben\b)\s*(?:zn|zonen|zoon|zoons|dochters?|co|partners|vennoten)\b\.?"
    cut = rf"\b[a-z]{{3,}}(?:{_CUT_OFF})\s*$"
    strict = rf"(?i)\b(?:{alone}|[a-z]{{3,}}(?:{ending}))\b\.?|{cut}"
    loose = rf"(?i)\b(?:{alone}|{weak}|[a-z]{{3,}}(?:{ending}))\b\.?|{cut}"

    def chain(pattern: str) -> str:
        sql = "strip_accents(herstel_codering(t))"
        for step, options in ((end, ""), (begin, ""), (sons, "g"), (pattern, "g")):
            sql = f"regexp_replace({sql}, {quote_literal(step)}, ' ', '{options}')"
        outer = r"^[^A-Za-z]+|[^A-Za-z.)]+$"
        tidy = f"regexp_replace(regexp_replace({sql}, '\\s+', ' ', 'g'), '{outer}', '', 'g')"
        return tidy

    return {"handelsnaam_streng": chain(strict), "handelsnaam_ruim": chain(loose)}
