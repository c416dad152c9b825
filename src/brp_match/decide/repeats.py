"""What makes a signal a repeated one: the same resident, picked up a short while ago. Pure.

DDAS: herhaalde melding. Never by a customer number, which different people may share, and never because
of a signal that was dropped: whose data were mended is picked up. Who signals every month is a fact for
the case, no ground. In one month nothing was picked up yet, in one delivery of it or in several: there only the
same contract twice is a repeat, as a deliverer may have two arrears of one resident, and whichever came first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

HALF_A_CENT = 0.005


@dataclass(frozen=True)
class PickUp:
    """A signal that is or was picked up: who delivered it, about whom, what kind, how much, when, which.

    `bedrag` in EUR and `datum` are None where the delivery did not say. `contract` is the customer number
    (`reading.customer_key`, '' for none). `now`: it is of the delivery that is decided.
    """

    vlp: str
    persoon_id: str
    soort: str
    bedrag: float | None
    datum: date | None
    signaal_id: str = ""
    contract: str = ""
    now: bool = False


class PickUps:
    """What was picked up so far, by deliverer, resident and kind of signal."""

    def __init__(self, earlier: Iterable[PickUp] = ()) -> None:
        self._kept: dict[tuple[str, str, str], list[PickUp]] = {}
        for one in earlier:
            self.add(one)

    def add(self, one: PickUp) -> None:
        """Keep one more."""
        self._kept.setdefault((one.vlp, one.persoon_id, one.soort), []).append(one)

    def repeated(self, signal: PickUp, within_days: int) -> bool:
        """Tell whether a signal repeats one that was picked up at most `within_days` before, and is not higher.

        Without a date or an amount, of either, nothing is called repeated.
        """
        same = self._kept.get((signal.vlp, signal.persoon_id, signal.soort), [])
        return any(_repeats(signal, before, within_days) for before in same)


def kind_of(text: str | None) -> str:
    """Return a kind of signal in small letters; a signal without one is a vroegsignaal."""
    return (text or "").strip().lower() or "vroegsignaal"


def _repeats(signal: PickUp, before: PickUp, within_days: int) -> bool:
    if signal.datum is None or before.datum is None or within_days <= 0:
        return False
    if signal.bedrag is None or before.bedrag is None:
        return False
    together = (signal.datum.year, signal.datum.month) == (before.datum.year, before.datum.month)
    if together and signal.signaal_id == before.signaal_id:
        # the same signal, decided once more or corrected
        return False
    if (together or before.now) and not _one_contract(signal, before):
        return False
    days = (signal.datum - before.datum).days
    recent = (-within_days if together else 0) <= days <= within_days
    return recent and signal.bedrag <= before.bedrag + HALF_A_CENT


def _one_contract(signal: PickUp, before: PickUp) -> bool:
    """Tell whether two signals of a month are of one contract. Of another delivery that gives no number, the same
    amount is the same contract: one list is sent once more, with new numbers of signals."""
    if signal.contract and before.contract:
        return signal.contract == before.contract
    if before.now or signal.bedrag is None or before.bedrag is None:
        return False
    return abs(signal.bedrag - before.bedrag) <= HALF_A_CENT
