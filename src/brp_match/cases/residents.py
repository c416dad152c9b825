"""The residents of cases: name as the register writes it, current address, who lives together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brp_match.cases.facts import Case
from brp_match.database import Connection, rows_by_name
from brp_match.reading.status import HELPED, Status

_UNKNOWN = frozenset({"", ".", "-"})
"""What the register writes for a surname that nobody knows."""


@dataclass(frozen=True)
class Resident:
    """A resident as a municipality needs it to act. `geheim`: no name or address may go out without the right.
    `verhuisd`: a signal names an address this resident left; `status`: whether they live here, by the newest register. Address fields are '' where the register has none."""

    persoon_id: str
    naam: str
    gemeente: str
    straat: str
    huisnummer: str
    huisletter: str
    huisnummertoevoeging: str
    postcode: str
    woonplaats: str
    geboortedatum: str
    geslacht: str
    geheim: bool
    briefadres: bool
    onderzoek: bool
    verhuisd: bool
    status: Status = Status.INWONER

    @property
    def home(self) -> tuple[str, ...] | None:
        """What is equal for who lives at one address; None at a postal address, where nobody lives together."""
        if self.briefadres or not self.huisnummer:
            return None
        return (
            self.postcode or f"{self.straat} {self.woonplaats}", self.huisnummer, self.huisletter.upper(),
            self.huisnummertoevoeging.upper(),
        )  # fmt: skip


def name_in_use(person: Mapping[str, Any]) -> str:
    """Return the name somebody goes by: given names and the surnames in the order of `naamgebruik` (E own, P the
    partner's, V the partner's before the own, N after). `person` has the register's fields."""
    own = _joined(person.get("voorvoegsel"), person.get("geslachtsnaam"))
    partner = _joined(person.get("partner_voorvoegsel"), person.get("partner_geslachtsnaam"))
    use = str(person.get("naamgebruik") or "E").upper()
    surname = own
    if partner:
        surname = {
            "P": partner, "V": "-".join(filter(None, (partner, own))),
            "N": "-".join(filter(None, (own, partner))),
        }.get(use, own)  # fmt: skip
    return " ".join(filter(None, (str(person.get("voornamen") or "").strip(), surname)))


def _joined(before: Any, name: Any) -> str:
    """A name with what stands before it; a prefix without a name says nothing."""
    first, last = (str(part or "").strip() for part in (before, name))
    return "" if last in _UNKNOWN else f"{first} {last}".strip()


COLUMNS = (
    "voornamen", "voorvoegsel", "geslachtsnaam", "naamgebruik", "partner_voorvoegsel",
    "partner_geslachtsnaam", "gemeente", "straat", "huisnummer", "huisletter",
    "huisnummertoevoeging", "postcode", "woonplaats", "geboortedatum", "geslacht", "geheim",
    "functie_adres", "onderzoek_adres", "status",
)  # fmt: skip
"""Fields of candidates.parquet that a resident is made of."""


BY_SIGNAL, BY_RUN = "signaal_id", "printf('%06d', run_nr) || signaal_id"
"""SQL of the order of rows in `uitkomst`: of one run, and of several (`run_nr`, the newest the highest)."""


def load_residents(
    con: Connection, people: Iterable[str], order: str = BY_SIGNAL
) -> dict[str, Resident]:
    """Return persoon_id → resident of those `people` that `uitkomst` knows (a table or view like
    candidates.parquet), as the last row by `order` has them."""
    columns = ", ".join(f"arg_max({name}, {order}) AS {name}" for name in COLUMNS)
    rows = rows_by_name(
        con,
        f"""SELECT persoon_id, {columns}, bool_or(coalesce(adres_niveau, '') LIKE 'vorig%') AS verhuisd
        FROM uitkomst SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS persoon_id) USING (persoon_id)
        GROUP BY persoon_id ORDER BY persoon_id""",
        [sorted(set(people))],
    )
    return {row["persoon_id"]: resident_of(row) for row in rows}


def resident_of(row: Mapping[str, Any]) -> Resident:
    """Return the resident of a row with `persoon_id`, COLUMNS and `verhuisd`."""

    def text(name: str) -> str:
        return str(row[name] or "").strip()

    return Resident(
        persoon_id=text("persoon_id"), naam=name_in_use(row), gemeente=text("gemeente"), straat=text("straat"),
        huisnummer=text("huisnummer"), huisletter=text("huisletter"),
        huisnummertoevoeging=text("huisnummertoevoeging"), postcode=text("postcode"),
        woonplaats=text("woonplaats"), geboortedatum=text("geboortedatum"), geslacht=text("geslacht"),
        geheim=int(row["geheim"] or 0) > 0, briefadres=text("functie_adres") == "B",
        onderzoek=bool(text("onderzoek_adres")), verhuisd=bool(row["verhuisd"]),
        status=Status(text("status") or Status.INWONER),
    )  # fmt: skip


def households(
    cases: Sequence[Case], residents: Mapping[str, Resident]
) -> dict[str, tuple[str, ...]]:
    """Return zaak_id → the other matched cases of the period about residents at the same home."""
    homes: dict[tuple[Any, ...], list[str]] = {}
    place: dict[str, tuple[Any, ...]] = {}
    for case in cases:
        resident = residents.get(case.persoon_id)
        home = resident.home if resident else None
        if case.besluit == "match" and home and resident and resident.status in HELPED:
            place[case.zaak_id] = (case.period, *home)
            homes.setdefault(place[case.zaak_id], []).append(case.zaak_id)
    return {
        name: tuple(other for other in sorted(homes[at]) if other != name)
        for name, at in place.items()
    }
