"""What a municipality says of itself and of its deliverers in the service: names, contacts, delivery days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from brp_match.errors import BrpMatchError, Fault
from brp_match.review import audit, values

KEPT = "instellingen"
"""Name under which the service keeps it."""

CHANGED = "instellingen_gewijzigd"
LONGEST = 80
"""Signs of a name or a contact: as many as a card has room for."""

LAST_DAY = 28
"""A delivery day that every month has."""

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(
    rf"(?=.{{1,254}}$)(?!.*=\?)[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})+"
)
"""An address as the HTML standard has it, so that a mail program reads what was written: not a part of it, nor the
encoded word `=?…?=` as other letters."""


@dataclass(frozen=True)
class Partner:
    """A deliverer: the name it delivers under, where its card goes, and on which day of the month it delivers.

    `email` '' and `day` 0 for not known.
    """

    name: str
    email: str = ""
    day: int = 0


@dataclass(frozen=True)
class Municipality:
    """`name` stands above every page and on the cards, `contact` is where deliverers ask; '' for not told."""

    name: str = ""
    contact: str = ""
    partners: tuple[Partner, ...] = field(default=())

    def partner(self, name: str) -> Partner:
        """Return what is known of a deliverer; its name alone when nothing is."""
        return next((one for one in self.partners if one.name == name), Partner(name))


def read(con: Connection) -> Municipality:
    """Return what is kept."""
    found = values.read_json(con, KEPT) or {}
    partners = tuple(Partner(**one) for one in found.pop("partners", []))
    return Municipality(**found, partners=partners)


def keep(con: Connection, told: Municipality, *, account_id: str, now: datetime) -> None:
    """Keep it; the audit tells what changed, by key. Raises BrpMatchError 400 with every fault."""
    if faults := checked(told):
        raise BrpMatchError.from_faults(faults)
    before = read(con)
    values.write_json(con, KEPT, told)
    old, new = asdict(before), asdict(told)
    changed = sorted(key for key in new if old[key] != new[key])
    audit.write(con, CHANGED, account_id=account_id, now=now, detail={"wat": changed})


def checked(told: Municipality) -> list[Fault]:
    """Return what is wrong with it."""
    found = [
        Fault("TEKST_TE_LANG", where, f"geef hoogstens {LONGEST} gewone tekens")
        for where, text in (("naam", told.name), ("contact", told.contact))
        if len(text) > LONGEST or not text.isprintable()
    ]
    for place, one in enumerate(told.partners):
        if one.email and not ADDRESS.fullmatch(one.email):
            found.append(Fault("ADRES_ONGELDIG", f"email-{place}", "dit is geen e-mailadres"))
        if not 0 <= one.day <= LAST_DAY:
            said = f"een leverdag is een getal van 1 tot en met {LAST_DAY}"
            found.append(Fault("DAG_ONGELDIG", f"dag-{place}", said))
    return found


def with_names(told: Municipality, names: Sequence[str]) -> list[Partner]:
    """Return the deliverers that are kept and those that delivered, by name."""
    known = {one.name: one for one in told.partners}
    return [known.get(name, Partner(name)) for name in sorted({*known, *names}, key=str.casefold)]
