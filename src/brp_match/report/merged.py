"""One card for a deliverer over many municipalities, made of the cards that each of them released.

Nothing else goes in, so nothing can come out that was not released: own counts are added up, and shares only over
the municipalities that told theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brp_match.dutch import Month
from brp_match.errors import BrpMatchError, Fault
from brp_match.json_file import read_json
from brp_match.model import Sector
from brp_match.report import firewall as fw
from brp_match.report.data import SCHEMA_VERSION

LARGEST_CARD = 10_000_000
"""Bytes of a card; a larger file is none."""


@dataclass(frozen=True)
class Told:
    """A share as a released card has it: `teller` of `noemer`, or at least so many; None where it was withheld."""

    teller: int
    noemer: int
    ten_minste: bool = False


@dataclass(frozen=True)
class Place:
    """What one municipality released of the month: its name, where questions go, the signals, the drop-out, and how much of
    that was the deliverer's own data; `verbeteren`: codes of what to mend, what helps most first; `fouten` by expectation:
    faults and signals checked."""

    gemeente: str
    contact: str
    geleverd: int
    uitval: Told | None
    uw_gegevens: Told | None
    verbeteren: tuple[str, ...]
    fouten: Mapping[str, tuple[int, int]]

    @property
    def eerst(self) -> str:
        """Return what to mend first; '' where nothing costs much."""
        return next(iter(self.verbeteren), "")


@dataclass(frozen=True)
class MergedCard:
    """One deliverer in one month over the municipalities, by the alphabet: no ranking."""

    vlp: str
    sector: Sector
    maand: Month
    gemeenten: tuple[Place, ...]

    @property
    def geleverd(self) -> int:
        """Return the signals delivered, over all."""
        return sum(one.geleverd for one in self.gemeenten)

    def over(self, name: str) -> tuple[Told | None, int]:
        """Return a share over the municipalities that told it whole, and how many those are."""
        told = [s for one in self.gemeenten if (s := getattr(one, name)) and not s.ten_minste]
        whole = Told(sum(s.teller for s in told), sum(s.noemer for s in told)) if told else None
        return whole, len(told)

    def verbeteren(self) -> tuple[str, ...]:
        """Return what to mend: what most municipalities put first, then what most of them name, then most faults."""
        found = self.controles()
        codes = {code for one in self.gemeenten for code in one.verbeteren if code in found}

        def weight(code: str) -> tuple[int, int, int, str]:
            first = sum(one.eerst == code for one in self.gemeenten)
            named = sum(code in one.verbeteren for one in self.gemeenten)
            return -first, -named, -found[code][0], code

        return tuple(sorted(codes, key=weight))

    def controles(self) -> dict[str, tuple[int, int, int]]:
        """Return by expectation: faults, signals checked, municipalities with a fault; most faults first."""
        found: dict[str, list[int]] = {}
        for one in self.gemeenten:
            for code, (faults, checked) in one.fouten.items():
                total = found.setdefault(code, [0, 0, 0])
                total[0], total[1], total[2] = (
                    total[0] + faults,
                    total[1] + checked,
                    total[2] + (faults > 0),
                )
        order = sorted(found, key=lambda code: (-found[code][0], code))
        return {code: (found[code][0], found[code][1], found[code][2]) for code in order}


def read_card(path: Path) -> tuple[str, Sector, Month, Place]:
    """Read a released card (scorekaart.json, or its folder): deliverer, sector, month, and what is in it.

    Raises BrpMatchError KAART_ONLEESBAAR, or KAART_VAN_GEMEENTE for a card that is not for a deliverer.
    """
    path = path / "scorekaart.json" if path.is_dir() else path
    refused = "KAART_ONLEESBAAR", "dit is geen vrijgegeven scorekaart van deze versie"
    card = read_json(path, LARGEST_CARD, *refused)
    try:
        if card["voor"] != "vlp":
            raise BrpMatchError(
                "KAART_VAN_GEMEENTE",
                path.name,
                "dit is een kaart voor de gemeente zelf; geef kaarten die zijn vrijgegeven",
            )
        if card["schema"] != SCHEMA_VERSION:
            raise ValueError("schema")
        sender = fw.Sender(str(card["afzender"]["gemeente"]), str(card["afzender"]["contact"]))
        parts = {one["deel"]: _told(one["aandeel"]) for one in card["verdeling"]}
        month = card["maanden"][-1]
        place = Place(
            sender.gemeente,
            sender.contact,
            _count(month["geleverd"]["teller"]),
            _told(month["uitval"]),
            parts.get(str(fw.Part.UW_GEGEVENS)),
            tuple(fw.ExpectationCode(one["code"]).value for one in card["verbeteren"]),
            {
                fw.ExpectationCode(one["code"]).value: (
                    _count(one["maanden"][-1]["aantal"]["teller"]), _count(one["maanden"][-1]["aantal"]["noemer"])
                )
                for one in card["controles"]
            },
        )  # fmt: skip
        return (
            fw.DelivererName(card["vlp"]).value,
            Sector(card["sector"]),
            Month.parse(card["maand"]),
            place,
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise BrpMatchError(refused[0], path.name, refused[1]) from error


def merge(paths: Sequence[Path]) -> MergedCard:
    """Put released cards of one deliverer and month together.

    Raises BrpMatchError with every fault: as `read_card`; KAARTEN_VLP or KAARTEN_MAAND where they are not of one
    deliverer or month; KAARTEN_DUBBEL where a municipality comes twice.
    """
    faults: list[Fault] = []
    read = []
    for path in paths:
        try:
            read.append(read_card(path))
        except BrpMatchError as error:
            faults += error.faults
    names, months = {one[0] for one in read}, {one[2] for one in read}
    if len(names) > 1:
        faults.append(
            Fault("KAARTEN_VLP", "kaarten", "deze kaarten zijn niet van één vastelastenpartner")
        )
    if len(months) > 1:
        faults.append(
            Fault("KAARTEN_MAAND", "kaarten", "deze kaarten gaan niet over dezelfde maand")
        )
    places = [one[3] for one in read]
    if len({one.gemeente for one in places}) < len(places):
        faults.append(
            Fault("KAARTEN_DUBBEL", "kaarten", "van een gemeente is er meer dan één kaart")
        )
    if faults:
        raise BrpMatchError.from_faults(faults)
    vlp, sector, month, _ = read[0]
    return MergedCard(
        vlp, sector, month, tuple(sorted(places, key=lambda one: one.gemeente.casefold()))
    )


def _told(share: Any) -> Told | None:
    if share == "niet getoond":
        return None
    if "ten_minste" in share:
        return Told(_count(share["ten_minste"]), _count(share["noemer"]), ten_minste=True)
    return Told(_count(share["teller"]), _count(share["noemer"]))


def _count(value: Any) -> int:
    """A count as the firewall lets it out; raises ValueError for anything else."""
    if type(value) is not int or not 0 <= value <= fw.LARGEST:
        raise ValueError("not a count")
    return value
