"""The filter of the queue, as an address carries it from case to case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from brp_match.review.queue import Filters


@dataclass(frozen=True)
class QueueFilter:
    """The filters of the queue; '' for none. `leeftijd` in days; `tweede` only second looks; `sorteer` the order.

    It goes along from case to case: who works through one deliverer stays with that deliverer.
    """

    vlp: str = ""
    reden: str = ""
    leeftijd: str = ""
    tweede: bool = False
    sorteer: str = ""

    @property
    def any(self) -> bool:
        """Whether any filter is set."""
        return bool(self.vlp or self.reden or self.leeftijd or self.sorteer)

    @property
    def of_store(self) -> Filters:
        """The same filter as the store has it."""
        age = int(self.leeftijd) if self.leeftijd else None
        return Filters(self.vlp, self.reden, age, second=self.tweede, order=self.sorteer)

    @property
    def list_path(self) -> str:
        """The list that its cases stand in."""
        return "/tweede-blik" if self.tweede else "/werkvoorraad"

    def link(self, path: str, **more: str) -> str:
        """Return an address of ours with this filter and what else is given; '' leaves out."""
        values = {
            "vlp": self.vlp,
            "reden": self.reden,
            "leeftijd": self.leeftijd,
            "sorteer": self.sorteer,
        }
        if self.tweede:
            values = {"tweede": "ja"}
        kept = {key: value for key, value in (values | more).items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path


async def _of_address(
    vlp: Annotated[str, Query(max_length=200)] = "",
    reden: Annotated[str, Query(max_length=60)] = "",
    leeftijd: Annotated[str, Query(pattern=r"^(|7|14|21|28)$")] = "",
    tweede: Annotated[str, Query(pattern=r"^(|ja)$")] = "",
    sorteer: Annotated[str, Query(pattern=r"^(|oudste|vlp)$")] = "",
) -> QueueFilter:
    return QueueFilter(vlp, reden, leeftijd, tweede == "ja", sorteer)


Chosen = Annotated[QueueFilter, Depends(_of_address)]
"""The filter in the address of a request, as a parameter of a route."""
