"""The business a name names, and the person who stands in a trade name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from brp_match.reading import word_lists
from brp_match.reading.mending import mend
from brp_match.reading.organisations import (
    CUT_OFF,
    NO_ORGANISATION,
    TRADING_AS,
    Organisation,
    any_of,
    has_name,
    is_cut_off,
    read_organisation,
)
from brp_match.reading.text import spaced, strip_accents

_TRADING = re.compile(
    r"^(.*?)(?:^|[\s,(]+)(?:tevens\s+|mede\s+)?(?:t[. ]*h[. ]*o[. ]*d[. ]*n\b\.?|h[. ]*o[. ]*d[. ]*n\b\.?"
    r"|h\s?/\s?o(?:\s?/\s?d\s?/\s?n)?\b\.?|ho/dn\b|handelende?\s+onder(?:\s+de\s+naam)?\b|trading\s+as\b)\s*:?\s*(.*)$",
    re.IGNORECASE,
)
"""`t.h.o.d.n.`, `h/o`, `handelend onder de naam` and their like, with what stands on both sides."""

_SONS = re.compile(
    r"\s*(?:&|\ben\b)\s*(?:zn|zonen|zoon|zoons|dochters?|co|partners|vennoten)\b\.?", re.IGNORECASE
)
_OUTER = re.compile("^[^A-Za-z]+|[^A-Za-z.)]+$")


@dataclass(frozen=True, slots=True)
class Business:
    """What a name says of a business, and `person`, the text in which a person's name may stand: '' where the
    name holds no trade word, belongs to a legal person, or holds trade words only."""

    organisation: Organisation = NO_ORGANISATION
    person: str = ""

    @property
    def kind(self) -> str:
        """`rechtspersoon`, `natuurlijk` or '' for no legal form."""
        return self.organisation.form.kind if self.organisation.form else ""

    @property
    def is_business(self) -> bool:
        """Tell whether the name is that of a business of natural persons, or may be."""
        return self.organisation.trade_name or self.kind == "natuurlijk"


NO_BUSINESS = Business()


def read_business(text: str | None) -> Business:
    """Return what a surname or whole name says of a business; `NO_BUSINESS` for None and empty."""
    text = spaced(text or "")
    found = read_organisation(text)
    if not text or found == NO_ORGANISATION:
        return NO_BUSINESS
    person = ""
    if found.form is None or found.form.kind == "natuurlijk":
        sides = _TRADING.match(text) if found.form is not None else None
        person = (
            _beside_trading(*sides.groups())
            if sides and any(sides.groups())
            else _without_trade(text)
        )
    return Business(found, person)


def _beside_trading(left: str, right: str) -> str:
    """Of `X h/o Y` the side that is no trade name is the person; else what is left without trade words."""
    left_person, right_person = _without_trade(left), _without_trade(right)
    if _is_commercial(left) and not _is_commercial(right):
        return right_person or left_person
    return left_person or right_person


def _is_commercial(text: str) -> bool:
    found = read_organisation(text)
    return found.trade_name or found.form is not None


def _without_trade(text: str) -> str:
    """The text without legal forms and trade words; '' when no name is left. Trade words that are surnames
    too go first, and stay where nothing would be left without them."""
    bare = _without_forms(text)
    for loosely in (True, False):
        left = _without_words(bare, loosely=loosely)
        if has_name(left):
            return left
    return ""


def _without_forms(text: str) -> str:
    """The text without the forms of natural persons, and without diacritics."""
    text = strip_accents(mend(text))
    text = _forms_at("einde").sub(" ", text, count=1)
    text = _forms_at("begin").sub(" ", text, count=1)
    return _SONS.sub(" ", text)


def _without_words(bare: str, *, loosely: bool) -> str:
    before, _, last = bare.rpartition(" ")
    left = _trade_pattern(loosely).sub(" ", before if is_cut_off(last.lower()) else bare)
    return _OUTER.sub("", re.sub(r"\s+", " ", left))


@cache
def _forms_at(place: str) -> re.Pattern[str]:
    """The forms of natural persons at the end or the beginning of a text, with or without points."""
    found = {
        row.form
        for row in word_lists.legal_forms()
        if row.kind == "natuurlijk"
        and row.code != TRADING_AS.code
        and row.place in (place, "overal")
    }
    spelled = {
        re.sub(" ", "[. ]*", f) if re.fullmatch(r"\w( \w)+", f) else re.escape(f) for f in found
    }
    either = "|".join(sorted(spelled))
    at_end = rf"[\s,(]+(?:{either})[.)]*\s*$"
    return re.compile(at_end if place == "einde" else rf"^\s*(?:{either})[.:]?\s+", re.IGNORECASE)


@cache
def _trade_pattern(loosely: bool) -> re.Pattern[str]:
    """Trade words; `loosely` also those that are surnames too, but for one of two surnames (Smit-Bakker)."""
    alone, ending = any_of(word_lists.trade_words("los")), any_of(word_lists.trade_words("deel"))
    weak = rf"|(?<!-)\b(?:{any_of(word_lists.trade_words('zwak'))})\b(?!-)\.?" if loosely else ""
    return re.compile(
        rf"\b(?:{alone}|[a-z]{{3,}}(?:{ending}))\b\.?{weak}|\b[a-z]{{3,}}(?:{CUT_OFF})\s*$",
        re.IGNORECASE,
    )
