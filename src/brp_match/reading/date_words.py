"""Words and times in a date: months, days of the week, what stands in front, and what a program puts behind it."""

from __future__ import annotations

import re
import unicodedata

from brp_match.reading.text import is_near, plain_letters, spaced

_MONTHS = (
    "jan januari january janvier", "feb febr februari february fevrier février", "mrt maa maart mar march mars märz", "apr april avril",
    "mei may mai", "jun juni june juin", "jul juli july juillet", "aug augustus august août aout", "sep sept september septembre",
    "okt oct oktober october octobre", "nov november novembre", "dec december decembre décembre dezember",
)  # fmt: skip
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "", "xi", "xii")
"""Months in Roman figures; X alone is a mark for the unknown."""
_ELSEWHERE = (
    "ocak styczen stycznia enero gennaio janeiro ianuarie januar jänner يناير січня січень января январь",
    "subat luty lutego febrero febbraio fevereiro februarie februar فبراير شباط лютого лютий февраля февраль",
    "mart marzec marca marzo março martie مارس آذار اذار березня березень марта март",
    "nisan kwiecien kwietnia abril aprile aprilie أبريل ابريل نيسان квітня квітень апреля апрель",
    "mayis maj maja mayo maggio maio mai مايو أيار ايار травня травень мая май",
    "haziran czerwiec czerwca junio giugno junho iunie يونيو حزيران червня червень июня июнь",
    "temmuz lipiec lipca julio luglio julho iulie يوليو تموز липня липень июля июль",
    "agustos sierpien sierpnia agosto أغسطس اغسطس آب серпня серпень августа август",
    "eylul wrzesien wrzesnia septiembre settembre setembro septembrie سبتمبر أيلول ايلول вересня вересень сентября сентябрь",
    "ekim pazdziernik pazdziernika octubre ottobre outubro octombrie oktober أكتوبر اكتوبر жовтня жовтень октября октябрь",
    "kasim listopad listopada noviembre novembro noiembrie نوفمبر листопада листопад ноября ноябрь",
    "aralik grudzien grudnia diciembre dicembre dezembro decembrie ديسمبر грудня грудень декабря декабрь",
)
"""Months in Turkish, Polish, Spanish, Italian, Portuguese, Romanian, German, Arabic, Ukrainian and Russian."""
_TWO_WORDS = {
    "كانون الثاني": "يناير", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر", "كانون الأول": "ديسمبر",
}  # fmt: skip
"""Months of the Levant in two words, as the same in one."""
_LONG = tuple(name for line in _MONTHS for name in line.split() if len(name) >= 6)
_NUMBERS = {name: number for number, name in enumerate(_ROMAN, 1) if name}
_NUMBERS |= {
    plain_letters(name): number
    for lines in (_ELSEWHERE, _MONTHS)
    for number, line in enumerate(lines, 1)
    for name in line.split()
}

_DAYS = (
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|vrij|za|zat|zo|zon"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thur?s?|fri|sat|sun"
)
_IN_FRONT = re.compile(
    r"^[\s*=±~\"'`(\[]*(?:(?:geboortedatum|geboren(?:\s+op)?|geb\.?\s?dat(?:um)?|geb(?:\s?dd)?|gb|d\.?o\.?b|datum|dd|d\.d|op|de|ca|circa|(?:"
    + _DAYS
    + r"))\b[.,:]*[\s*]*)*"
    # a place with a comma, before a whole date; not what happened that day, or to whom
    r"(?:(?!overl|ovl|part|kind|echt|gehuwd|sinds|vanaf|tot\b|eind|begin|onbek|geen|mogelijk)[a-z’'][a-z’' -]{2,},\s*(?:op\s+)?(?=[0-9]{1,2}(?:[-/.][0-9]{1,2}[-/.]|\s+[a-z]{3,}\.?\s+)[0-9]{4}$))?"
)
_BEHIND = re.compile(
    r"(?:\s*\([^)]*\)?|(?<=[0-9]{4})\s+(?:te|in)\s+[a-z’' -]+|(?<=[-/. a-z][0-9]{4}),\s+[a-z’' -]{3,}|(?<=[0-9]{4})[\s,]+[mvx]|(?<=[0-9]{4})\?|[\s.,;*\"')\]]|\b(?:ad|a\.d|ce)\b)+$"
)
_WEEKDAY = re.compile(rf"\b(?:{_DAYS})\b\.?,?")
_ZONE = r"(?:\s*(?:z|utc|gmt|ces?t|mes?z|wes?t|europe/amsterdam|[+-][0-9]{2}:?(?:[0-9]{2})?|\([^)]*\)))*"
_TIME = re.compile(
    r"(?:(?<=[0-9])t|[\s,]+(?:om\s+|at\s+)?|(?<=[0-9])-(?=[0-9]{2}\.[0-9]{2}\.[0-9]{2}))"
    r"(?P<hour>[0-9]{1,2})(?P<colon>[:.])[0-9]{2}(?:(?P=colon)[0-9]{2}(?:[.,][0-9]+)?)?"
    rf"\s*(?:a\.?m\.?|p\.?m\.?|uur|u)?(?P<zone>{_ZONE})(?=\s|$)"
)
_COMPACT = re.compile(
    r"(?:(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:z|[+-][0-9]{2}:[0-9]{2})"
    r"|(?P<figures>[0-9]{8})t(?P<hour>[0-9]{2})[0-9]{2}(?:[0-9]{2})?(?:[.,][0-9]+)?(?P<utc>z)?)"
)
"""A zone without a time (dates of XML), and a time without colons."""
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")


def cleaned(text: str) -> str:
    """Return the text in lower case, figures and dashes of any script as the usual ones, without what stands
    around a date (`geb.`, a day of the week, a remark in brackets)."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_DASHES))
        text = "".join(
            str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
        )
        for two, single in _TWO_WORDS.items():
            text = text.replace(two, single)
    lowered = spaced(text).strip().lower()
    bare = _BEHIND.sub("", _IN_FRONT.sub("", lowered))
    # a text of nothing else stays what it is: the word itself may say that there is no date
    return bare or lowered


def without_time(text: str) -> tuple[str, bool]:
    """Return the text without a time, its zone and days of the week; and whether the time says that it is the
    next day in the Netherlands (from 22:00 in UTC)."""
    if found := _COMPACT.fullmatch(text):
        return found["date"] or found["figures"], bool(found["utc"]) and found["hour"] >= "22"
    next_day = False

    def dropped(found: re.Match[str]) -> str:
        nonlocal next_day
        # a point may stand between parts of a date as well: then a year has to stand before the time
        if found["colon"] == "." and not re.search(r"[0-9]{4}$|[0-9]{2}$", text[: found.start()]):
            return found[0]
        next_day = int(found["hour"]) >= 22 and found["zone"].strip() in (
            "z",
            "utc",
            "gmt",
            "+00:00",
            "+0000",
        )
        return " "

    bare = _WEEKDAY.sub(" ", _TIME.sub(dropped, text, count=1))
    return bare.strip(" ,.-"), next_day


def month_number(word: str) -> int:
    """Return 1 to 12 for the name of a month, else 0: in Dutch or English whole or shortened or with one typing
    error, in the other languages of `_MONTHS` and `_ELSEWHERE` as it is written."""
    word = plain_letters(word)
    number = _NUMBERS.get(word)
    if number is None and len(word) >= 6 and word.isalpha():
        number = next((_NUMBERS[plain_letters(name)] for name in _LONG if is_near(word, name)), 0)
    return number or 0
