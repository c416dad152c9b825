"""Legal forms and trade words in a name: whether it names a legal person, a business or a person.

The words stand in `comparators/tables/rechtsvormen.csv` and `handelswoorden.csv` (see the README there).
Where a form stands counts: BV behind a name is a company, `B.V. Jansen` and `Jansen, B.V.` are initials,
`van der Stichting` a surname. What cannot be told apart is `Jansen B.V.` without a comma where a
deliverer puts initials behind the surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from brp_match.reading import word_lists
from brp_match.reading.mending import mend
from brp_match.reading.name_roles import split_roles
from brp_match.reading.text import plain_letters, spaced

_PREFIXES = "van|der|de|den|het|ter|ten|te|t|s|el|al|la|le|en|v|d|op|in|aan|bij|voor"
_PREFIX = re.compile(rf"\b(?:{_PREFIXES})\b")
_OPENING = "i ?o|i ?l|in oprichting|in liquidatie|in faillissement|cs|(?:nr )?[0-9]+"
_ATTENTION = "(?:tav|t ?a ?v|p/a|c/o)"
_TRADING = (
    "trading as|(?:tevens |mede )?(?:t ?h ?o ?d ?n|h ?o ?d ?n|h ?/ ?o(?: ?/ ?d ?/ ?n)?|ho/dn"
    "|handelende? onder(?: de naam)?)"
)
_BRANCH = "(?:afd|afdeling|filiaal|vestiging|locatie|kvk|kvknr|kvknummer|tnv|t n v|dd)"
_TAIL = f"(?: (?:{_OPENING}|(?:{_ATTENTION}|{_BRANCH}) .*))?"
_TRADED = re.compile(f"(?: |^)(?:{_TRADING})(?: |$)")
_FOLLOWED = re.compile(f" (?:(?:{_OPENING})$|(?:{_ATTENTION}|{_BRANCH}) )")
_OTHERS = re.compile(
    r"(?i)[/(,;:-]|\b(?:inz|inzake|betr\w*|namens|t\.?b\.?v|o\.?b\.?v|ten \w+ van|per adres|zorg van|onder|van|over|voor|als|in|met|via|is|t\.?\s?a\.?\s?v|q\.?q)\b"
)
"""What may tell somebody else's role; `split_roles` looks closer."""

_INITIALS = re.compile(r"^\s*(?:[A-Za-z]{1,2}\.[ -]?)+\s*")
_AFTER_COMMA = re.compile(
    r",\s*(?:[bnc][. ]*v|v[. ]*o[. ]*f|v[. ]*v[. ]*e|u[. ]*a)\.?\s*$", re.IGNORECASE
)
_POINT, _APOSTROPHE, _OTHER = (
    re.compile(r"([a-z]{2})\."),
    re.compile("['’`]"),
    re.compile("[^a-z0-9&/]+"),
)
_COMPANY = re.compile(r"\bven{1,2}o{1,2}t{1,2}sch?ap\b")
_SONS = "(?:&|en) (?:zn|zonen|zoon|zoons|dochter|dochters|co|partners|vennoten)"

CUT_OFF = "bedr|bedri|bedrij"
"""`Schildersbedrijf` at the end of a field that was too short; no surname ends so."""


BEGINNING = 7
"""So many letters of a trade word at least, where the field was cut inside it: a shorter one may be a name."""


@dataclass(frozen=True, slots=True)
class Form:
    """A legal form that was found: `code` of the table, `kind` rechtspersoon or natuurlijk."""

    code: str
    kind: str


TRADING_AS = Form("HANDELEND", "natuurlijk")
"""`X h/o Y`: a person who trades under a name."""


@dataclass(frozen=True, slots=True)
class _Texts:
    """A text as the rules read it: without punctuation, the same of the person it is about (behind
    `inzake`), the same without the initials in front."""

    raw: str
    plain: str
    person: str
    bare: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """What a name says of an organisation: its legal form, or None; `trade_name`: a word that only trade names
    have; `weak_word`: a trade word that is a surname too, beside another word of two letters or more.

    `Sarac Bouw` may be a business of Sarac, or a person called Bouw. The trade word of an administrator who
    writes about a person (`Bewindvoering Jansen inzake …`) does not count.
    """

    form: Form | None = None
    trade_name: bool = False
    weak_word: bool = False


NO_ORGANISATION = Organisation()


def legal_form(text: str | None) -> str:
    """Return what a name names: `rechtspersoon`, `natuurlijk` (eenmanszaak, vof, cv, maatschap, trading as),
    `onderneming` (a trade name without a legal form) or `persoon`; the last for None and empty too.

    Give it one field, a surname or a whole name, never initials glued in front.
    """
    found = read_organisation(text)
    if found.form is not None:
        return found.form.kind
    return "onderneming" if found.trade_name else "persoon"


def read_organisation(text: str | None) -> Organisation:
    """Return what a name says of an organisation; NO_ORGANISATION for None and empty."""
    if not text:
        return NO_ORGANISATION
    texts = _texts(spaced(text))
    cut = is_cut_off(texts.person.rpartition(" ")[2])
    trade_name = cut or _trade_words().search(texts.person) is not None
    return Organisation(_form(texts, trade_name), trade_name, _weak_word(texts))


def is_cut_off(word: str) -> bool:
    """Tell whether the last word of a text, in small letters, is the beginning of a trade word (`transportb`), and not the
    trade of a person, which is a surname too (`brouwer` of `brouwerij`)."""
    return word in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    every = word_lists.trade_words("los")
    found = {word[:end] for word in every for end in range(BEGINNING, len(word))}
    return frozenset(word for word in found - every if not word.endswith(("er", "ers", "man")))


def _form(texts: _Texts, trade_name: bool) -> Form | None:
    """The legal form, decided by place; the first rule that fires wins: end, beginning, anywhere, part of a word."""
    if not _any_form().search(texts.plain):
        return None
    if _TRADED.search(texts.person):
        company = _company_before_trading().match(texts.bare)
        return Form("BV", "rechtspersoon") if company else TRADING_AS
    if _AFTER_COMMA.search(texts.raw) and not trade_name:
        return None
    return (
        _at_end(texts)
        or (_behind_trade_name(texts) if trade_name else None)
        or (Form("VOF", "natuurlijk") if _dotted_first().search(texts.raw.lower()) else None)
        or _anywhere(texts)
        or _leading("begin", texts)
        or (_leading("begin_bedrijf", texts) if trade_name else None)
        or _inside(texts)
    )


def _weak_word(texts: _Texts) -> bool:
    alone, beside = _weak_words()
    return alone.search(texts.plain) is not None and has_name(beside.sub(" ", texts.raw))


def has_name(text: str) -> bool:
    """Tell whether a word of two letters or more is left beside prefixes and initials."""
    words = _PREFIX.sub(" ", re.sub(r"[a-z]\.", "", text.lower()))
    return re.search("[a-z]{2}", words) is not None


def any_of(words: Iterable[str]) -> str:
    """Return one alternation, the longest first, so that `bv i o` is tried before `bv`."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _texts(text: str) -> _Texts:
    person = split_roles(text, offices=False).holder if _OTHERS.search(text) else text
    bare = _INITIALS.sub("", person, count=1)
    plain = _plain(text)
    of_person = plain if person == text else _plain(person)
    return _Texts(text, plain, of_person, of_person if bare == person else _plain(bare))


def _plain(text: str) -> str:
    lowered = plain_letters(mend(text))
    spaced = _POINT.sub(r"\1 ", lowered).replace(".", "")
    plain = _OTHER.sub(" ", _APOSTROPHE.sub("", spaced)).strip()
    return _COMPANY.sub("vennootschap", plain)


@cache
def _forms(place: str) -> tuple[tuple[str, Form], ...]:
    """The forms of a place with what they say: those of one meaning together, the longest first."""
    found: dict[Form, set[str]] = {}
    for row in word_lists.legal_forms():
        if row.place == place and row.code != TRADING_AS.code and "." not in row.form:
            found.setdefault(Form(row.code, row.kind), set()).add(row.form)
    return tuple(
        (word, form)
        for form, words in found.items()
        for word in sorted(words, key=lambda w: (-len(w), w))
    )


def _at_end(texts: _Texts) -> Form | None:
    before = _before_end().match(texts.bare)
    if before is None or not re.search("[a-z0-9]{2}", _PREFIX.sub(" ", before[1])):
        return None
    # a bar wherever a name may end before what follows it
    cut = _FOLLOWED.sub(r"|\g<0>", texts.bare)
    for word, form in _forms("einde"):
        if texts.bare.endswith(f" {word}") or f" {word}|" in cut:
            return form
    return None


def _behind_trade_name(texts: _Texts) -> Form | None:
    """BV or NV behind a trade word and a name, whatever follows: `Bakkerij B.V. Jansen` has initials there."""
    found = _company_inside().match(texts.bare)
    if found is None or not _trade_words().search(found[1]):
        return None
    named = re.findall("[a-z0-9]{2,}", _PREFIX.sub(" ", found[1]))
    return dict(_forms("einde"))[found[2]] if len(named) > 1 else None


def _anywhere(texts: _Texts) -> Form | None:
    spaced = f" {texts.person} "
    return next((form for word, form in _forms("overal") if f" {word} " in spaced), None)


def _leading(place: str, texts: _Texts) -> Form | None:
    person = texts.person
    return next(
        (
            f
            for word, f in _forms(place)
            if person.startswith(f"{word} ") and len(person) > len(word) + 1
        ),
        None,
    )


def _inside(texts: _Texts) -> Form | None:
    for word, form in _forms("woorddeel"):
        if re.search(f"[a-z]{{3}}{re.escape(word)}(?: |$)", texts.person):
            return form
    return None


@cache
def _before_end() -> re.Pattern[str]:
    ends = any_of(word for word, _ in _forms("einde"))
    return re.compile(f"^(.+) (?:{ends}){_TAIL}$")


@cache
def _company() -> str:
    return any_of(word for word, form in _forms("einde") if form.code in ("BV", "NV"))


@cache
def _company_inside() -> re.Pattern[str]:
    return re.compile(f"^(.+?) ({_company()}) ")


@cache
def _company_before_trading() -> re.Pattern[str]:
    return re.compile(f"^.*[a-z0-9]{{2}}.* (?:{_company()}){_TAIL} (?:{_TRADING})(?: |$)")


@cache
def _dotted_first() -> re.Pattern[str]:
    dotted = any_of(row.form for row in word_lists.legal_forms() if "." in row.form)
    return re.compile(rf"^\s*(?:{dotted})\s*[a-z]")


@cache
def _any_form() -> re.Pattern[str]:
    """A word of a legal form, wherever it stands: most names have none, and need no more."""
    forms = any_of(row.form for row in word_lists.legal_forms())
    return re.compile(f"(?:^| |[a-z]{{3}})(?:{forms}|{_TRADING})(?: |$)|^fa ")


@cache
def _weak_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    weak = any_of(word_lists.trade_words("zwak"))
    return re.compile(f"(?:^| )(?:{weak})(?: |$)"), re.compile(rf"\b(?:{weak})\b", re.IGNORECASE)


@cache
def _trade_words() -> re.Pattern[str]:
    alone, ending = any_of(word_lists.trade_words("los")), any_of(word_lists.trade_words("deel"))
    return re.compile(
        f"(?:^| )(?:{alone}|[a-z]{{3,}}(?:{ending})|{_SONS})(?: |$)|[a-z]{{3}}(?:{CUT_OFF})$"
    )
