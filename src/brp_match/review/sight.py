"""What of the residents an account may see: those with secrecy or not, and those of which municipalities.

A cooperation works for several municipalities, and rights stay per municipality. A case is of every
municipality that it may well be about, and is seen by who may see all of them. What is of no municipality
known is seen by who may see every one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, literal, not_, true

from brp_match.reading.status import code_of
from brp_match.review.schema import cases

LIKELY_FROM = 0.01
"""A case is about a resident who has at least this posterior, or who stands first."""


@dataclass(frozen=True)
class Sight:
    """`secrecy`: residents with secrecy too; `municipalities`: codes of four figures, none for every one."""

    secrecy: bool
    municipalities: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether every municipality of the service may be seen."""
        return not self.municipalities

    @property
    def everything(self) -> bool:
        """Whether nothing is hidden."""
        return self.whole and self.secrecy

    def of(self, codes: Collection[str]) -> bool:
        """Tell whether what is about these municipalities may be seen."""
        return self.whole or (bool(codes) and self.municipalities.issuperset(codes))

    def sees(self, row: Any) -> bool:
        """Tell whether a case may be seen, a row of the table of cases; as `cases` says in SQL."""
        kept = row.stand_in if self.secrecy else row.secret
        return not kept and self.of(str(row.municipalities).split())

    def hides(self, person: Mapping[str, Any], own: Collection[str]) -> bool:
        """Tell whether a resident may not be seen; `person` has `geheim` and `gemeente`, `own` are the codes of the
        municipalities a delivery is for. Who is registered elsewhere is nobody's of these."""
        if (person["geheim"] or 0) > 0 and not self.secrecy:
            return True
        home = code_of(person["gemeente"])
        return not self.whole and home in own and home not in self.municipalities

    def cases(self) -> ColumnElement[bool]:
        """The condition on the table of cases."""
        return self.ours() if self.whole else and_(self.ours(), self._here())

    def elsewhere(self) -> ColumnElement[bool]:
        """The condition on the table of cases for those that are of another municipality."""
        return and_(self.ours(), not_(self._here()))

    def ours(self) -> ColumnElement[bool]:
        """The condition on the table of cases of every municipality: of a case with somebody who has secrecy there is another
        for who lacks the right, and each sees one of the two."""
        return ~cases.c.stand_in if self.secrecy else ~cases.c.secret

    def _here(self) -> ColumnElement[bool]:
        if self.whole:
            return true()
        left: ColumnElement[str] = cases.c.municipalities
        for code in sorted(self.municipalities):
            left = func.replace(left, f"{code} ", "", type_=String)
        return and_(cases.c.municipalities != literal(""), left == literal(""))


EVERYTHING = Sight(secrecy=True)


def kept_codes(codes: Iterable[str]) -> str:
    """Return municipalities as the table of cases keeps them: each with a space behind it."""
    return "".join(f"{code} " for code in sorted(set(codes)))


def own_codes(record: Mapping[str, Any] | None) -> list[str]:
    """Return the codes of the municipalities that a run was decided for, by its record; none until it is done."""
    return [code for code in str((record or {}).get("gemeente") or "").split(",") if code]


def codes_of(
    gemeente: str | None, people: Iterable[Mapping[str, Any]], own: Collection[str]
) -> frozenset[str]:
    """Return the municipalities a decision is about: the one the signal is of, and where those live whom it may
    well mean.

    `people`: candidates with `rang`, `kans` and `gemeente`; `own`: the codes the delivery is for.
    """
    likely = (code_of(p["gemeente"]) for p in people if p["rang"] == 1 or p["kans"] >= LIKELY_FROM)
    return frozenset({*([gemeente] if gemeente else []), *(code for code in likely if code in own)})
