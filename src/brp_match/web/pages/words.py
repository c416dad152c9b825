"""How values read on a page: dates as dd-mm-jjjj, a comma for decimals, codes in plain Dutch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from brp_match import dutch
from brp_match.dutch import NOT_KNOWN, Month, date_text, euros
from brp_match.model import Reason
from brp_match.report import wording

HERE = ZoneInfo("Europe/Amsterdam")
"""The clock on the wall of a Dutch municipality."""

ROLES = {
    "beoordelaar": "beoordelaar",
    "coordinator": "coördinator",
    "beheerder": "beheerder",
    "datakwaliteit": "datakwaliteit",
}

FEEDBACK = {one.value: text for one, text in wording.FEEDBACK.items()}

OUTCOMES = {
    "dezelfde_persoon": "Dezelfde persoon",
    "geen_van_deze": "Geen van deze",
    "weet_ik_niet": "Weet ik niet",
    "overslaan": "Overslaan",
}

GROUNDS = {
    "rechtspersoon": "Rechtspersoon",
    "garagebox": "Garagebox of iets anders dat geen woning is",
    "overleden": "Overleden",
    "vertrokken": "Vertrokken uit de gemeente",
    "bewind": "Staat onder bewind",
}
"""What a reviewer may say is going on, in the order of their keys."""

REASONS = (
    "Nagevraagd bij de vastelastenpartner.",
    "Zelf gebeld of geschreven.",
    "Gezien in een ander systeem van de gemeente.",
    "Nagevraagd bij Burgerzaken.",
)
"""How a reviewer knows, where that is one of the usual ways: an arrow in the field of the reason gives them."""

DECISIONS = {"match": "Gevonden", "review": "Beoordelen", "reject": "Niet opgepakt"}
"""Decisions in words: who is below a threshold was found, and is not picked up."""


def day(value: object) -> str:
    """Return a date, moment, `jjjj-mm-dd` or `jjjjmmdd` as dd-mm-jjjj; other text as it came.

    Unknown parts of a register date (00) read as `??`. A moment is told in Dutch time.
    """
    if value is None or value == "":
        return NOT_KNOWN
    if isinstance(value, datetime):
        return date_text(_here(value))
    if isinstance(value, date):
        return date_text(value)
    text = str(value)
    digits = text.replace("-", "") if len(text) == 10 and text[4] == text[7] == "-" else text
    if len(digits) == 8 and digits.isdecimal() and digits.isascii():
        return dutch.register_day(digits)
    moment = _moment(text)
    return date_text(_here(moment)) if moment else text


def moment(value: object) -> str:
    """Return a moment (datetime or ISO text) as `dd-mm-jjjj uu:mm` in Dutch time."""
    if value is None or value == "":
        return NOT_KNOWN
    found = value if isinstance(value, datetime) else _moment(str(value))
    return _here(found).strftime("%d-%m-%Y %H:%M") if found else str(value)


def decimal(value: float | int | None, places: int = 1) -> str:
    """Return a number with a decimal comma and points between thousands: `1.234,5`."""
    return NOT_KNOWN if value is None else dutch.decimal(value, places)


def count(value: int | None) -> str:
    """Return a whole number with points between thousands."""
    return decimal(value, 0)


def weight(value: float | None) -> str:
    """Return a weight in bits with its sign and one decimal."""
    return NOT_KNOWN if value is None else dutch.signed(value)


def euro(value: float | str | None) -> str:
    """Return an amount in euros as `€ 1.234,56`; text that is no number as it came."""
    if value is None or value == "":
        return NOT_KNOWN
    try:
        return euros(float(value))
    except ValueError:
        return str(value)


def sentence(code: str) -> str:
    """Return the Dutch sentence of a reason code; a code we do not know stays a code."""
    return Reason[code].sentence if code in Reason.__members__ else code


def role(code: str) -> str:
    """Return the Dutch name of a role; a code we do not know stays a code."""
    return ROLES.get(code, code)


def month_words(code: str) -> str:
    """Return jjjj-mm as it is said (april 2026); a dash for none, or what is no month."""
    try:
        return Month.parse(code).words
    except ValueError:
        return NOT_KNOWN


def address_line(home: Mapping[str, str]) -> str:
    """Return a home (straat, huisnummer, …) on one line; '' for who has none."""
    number = f"{home['huisnummer']}{home['huisletter']} {home['huisnummertoevoeging']}".strip()
    parts = (f"{home['straat']} {number}", f"{home['postcode']} {home['woonplaats']}")
    return ", ".join(part.strip() for part in parts if part.strip())


def _moment(text: str) -> datetime | None:
    if len(text) < 16:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def midnight_after(value: date) -> datetime:
    """Return the moment (UTC) at which a day ends in Dutch time; years 1900 to 2099."""
    end = datetime.combine(value + timedelta(days=1), time.min, HERE)
    return end.astimezone(ZoneInfo("UTC"))


def _here(value: datetime) -> datetime:
    aware = value if value.tzinfo else value.replace(tzinfo=ZoneInfo("UTC"))
    return aware.astimezone(HERE)
