"""The rows of one VLP in one file while the steps mend them, in one order of steps.

First where cells stand (shifted, exchanged), then what their letters and figures were, then in which
order dates are written, then what stands for nothing; what is left over is unreadable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from brp_match.delivery.ages import mend_ages
from brp_match.delivery.alignment import (
    Address,
    Evidence,
    There,
    address_of,
    evidence_of,
    given_columns,
    mend_alignment,
)
from brp_match.delivery.amounts import mend_amount_signs
from brp_match.delivery.cut_dates import mend_cut_dates
from brp_match.delivery.damage import mend_damage
from brp_match.delivery.date_order import mend_dates
from brp_match.delivery.day_counts import mend_day_counts
from brp_match.delivery.day_numbers import mend_day_numbers, odd_numbers
from brp_match.delivery.findings import (
    NOT_OF_ROW,
    Answers,
    DeliveredRow,
    Finding,
    Kind,
    Mends,
    Step,
    column_of,
)
from brp_match.delivery.homes import Fit
from brp_match.delivery.joined import split_dated, split_joined, split_keys
from brp_match.delivery.known import KnownWords, plain
from brp_match.delivery.known_by_cells import Guesses
from brp_match.delivery.numbers import mend_numbers
from brp_match.delivery.placeholders import mend_placeholders, no_birth_dates
from brp_match.delivery.series import mend_series
from brp_match.delivery.shift import mend_shifts
from brp_match.delivery.stray_signs import mend_stray_signs
from brp_match.delivery.surnames import SURNAMES, is_made_a_company
from brp_match.delivery.swap import mend_swaps
from brp_match.delivery.two_dates import choose_dates
from brp_match.delivery.unknown_columns import read_columns, tells_nothing
from brp_match.delivery.unreadable import Field, tells_who, unreadable_by_habit, unreadable_fields
from brp_match.delivery.unsupported import AT_LEAST as NUMBERS_AT_LEAST
from brp_match.delivery.unsupported import drop_unsupported
from brp_match.delivery.wrapped import bare_cells, mend_wrapped
from brp_match.reading.date_parts import DateReading
from brp_match.reading.dates import read_date

DATES = ("geboortedatum", "signaaldatum", "ontstaansdatum", "einddatum_contract")


class Look:
    """The rows of one group while the steps mend them."""

    def __init__(
        self, members: Sequence[DeliveredRow], vlp: str, answers: Answers, guesses: Guesses
    ) -> None:
        self.members, self.vlp, self.answers, self.guesses = members, vlp, answers, guesses
        self.values: list[dict[str, str | None]] = [dict(m.values) for m in members]
        self.mends: Mends = {}
        self.findings: list[Finding] = []
        self.shifted: set[int] = set()
        self.unreadable: dict[int, tuple[Field, ...]] = {}
        self.by_register: set[Field] = set()
        self.evidence: Sequence[Evidence] = ()
        self.no_births: Counter[date] = Counter()
        self.other_births: dict[int, str] = {}
        self.written: list[str | None] = []
        self.told: set[int] = set()
        self.streets = KnownWords()

    def columns(self, layout: Sequence[str | None]) -> Sequence[str | None]:
        """Read columns under unknown names that are known by their cells; returns the layout with them."""
        if not self.guesses:
            return layout
        whole = [m.cells for m in self.members]
        step, mended = read_columns(whole, self.guesses, self.vlp, self.answers, layout)
        self._take(step)
        return mended

    def cells(self, layout: Sequence[str | None], known: KnownWords) -> None:
        """Mend what the cells of the group show by themselves."""
        self.streets = KnownWords(streets=known.streets)
        # streets and towns are public; where cells stand must not depend on who lives there
        fit = Fit(KnownWords(streets=known.streets, towns=known.towns))
        self._take(mend_wrapped(self.values, known))
        if layout and all(m.cells for m in self.members):
            bare = [bare_cells(m.cells, layout) for m in self.members]
            step = mend_shifts(bare, layout, self.vlp, fit, self.answers)
            self.shifted = set(step.mends)
            self._take(step)
        self._take(mend_stray_signs(self.values))
        self._take(split_keys(self.values))
        self._take(mend_swaps(self.values, self.vlp, fit, known, self.answers))
        self._take(split_joined(self.values))
        self._take(split_dated(self.values))
        self._take(mend_damage(self.values, known))
        self._take(mend_numbers(self.values))
        self._take(mend_amount_signs(self.values))
        self._take(mend_cut_dates(column_of(self.values, "geboortedatum"), self.vlp, self.answers))
        self.written = column_of(self.values, "geboortedatum")
        for column in DATES:
            self._take(mend_dates(column_of(self.values, column), self.vlp, column, self.answers))

    def customers(self) -> Iterator[tuple[Address, str]]:
        """Yield the address of every row, as it reads after mending the cells, with the surname."""
        for row in self.values:
            if address := address_of(row):
                yield address, plain(row.get("achternaam") or row.get("volledige_naam") or "")

    def rows(self, there: Mapping[Address, There], today: date) -> None:
        """Mend what rows show beside each other and beside the register; then mark what is left unreadable."""
        lost: Mapping[int, Field] = {}
        evidence: Sequence[Evidence] = ()
        if there:
            evidence = self.evidence = evidence_of(self.values, there)
            step, lost = mend_alignment(self.values, evidence, self.vlp, self.answers)
            self._take(step)
            if step.mends:
                evidence = ()
            else:
                self._take(self._counted(evidence))
        self._take(mend_ages(self.values, today, self.vlp, self.answers, there))
        self._take(mend_placeholders(self.values))
        filled_down = mend_series(self.values, [one.date for one in self._readings()])
        self._take(filled_down)
        odd = odd_numbers(self.written)
        nobodys = self._nobodys(odd, evidence, today)
        readings = self._readings()
        births = [one.date for one in readings]
        places, findings = no_birth_dates(self.values, births, today, self.vlp, self.answers)
        self.no_births.update(born for p in places if (born := births[p]))
        self.findings.extend(findings)
        came = [m.values for m in self.members]
        by_habit = unreadable_by_habit(self.values, came, self.streets)
        renamed = self._renamed()
        untold = _untold(odd, evidence)
        nowhere = (
            (Field.GEBOORTEDATUM, Field.ADRES) if tells_nothing(self.values, self.guesses) else ()
        )
        for place, (row, read) in enumerate(zip(self.values, readings, strict=True)):
            unread = unreadable_fields(row, read.kind, self.streets, dated=tells_who(read, today))
            fields = (*unread, *([lost[place]] if place in lost else ()))
            if place in filled_down.mends or place in nobodys.mends or place in untold:
                fields = (*fields, Field.GEBOORTEDATUM)
            if place in renamed and is_made_a_company(row, came[place]):
                fields = (*fields, Field.NAAM)
            fields = (*fields, *nowhere, *by_habit.get(place, ()))
            if fields:
                self.unreadable[place] = tuple(dict.fromkeys(fields))
        self.by_register.update(lost.values())

    def _renamed(self) -> set[int]:
        """The rows with another name than they came with, where those are not most of them."""
        found = {p for p, cells in self.mends.items() if not cells.keys().isdisjoint(SURNAMES)}
        return found if len(found) * 2 < len(self.values) else set()

    def lose(self, places: Iterable[int], field: Field) -> None:
        """Mark a field of these rows as unreadable, as the register tells."""
        for place in places:
            self.unreadable[place] = tuple(dict.fromkeys((*self.unreadable.get(place, ()), field)))
            self.by_register.add(field)

    def lose_given(self, places: Sequence[int]) -> None:
        """Take out the given names of these rows, which are of other rows or none, with initials that are theirs."""
        if not places:
            return
        columns = given_columns(self.values)
        filled = sum(1 for row in self.values if row.get("voornamen"))
        finding = Finding(
            Kind.STANDAARDWAARDE, "voornamen", len(places), filled, 1.0, "likelihood ratio", True,
            {NOT_OF_ROW: len(places)}, NOT_OF_ROW, own=False,
        )  # fmt: skip
        self._take(Step({place: dict.fromkeys(columns) for place in places}, (finding,)))

    def _counted(self, evidence: Sequence[Evidence]) -> Step:
        """What the register tells of two dates in a cell, of numbers, and of dates counted from another day."""
        self._take(choose_dates(self.written, evidence))
        step = mend_day_numbers(self.written, evidence, self.vlp, self.answers)
        self.told = set(step.mends)
        return step if step.findings else mend_day_counts(evidence, self.vlp, self.answers)

    def _nobodys(self, odd: Mapping[int, str], evidence: Sequence[Evidence], today: date) -> Step:
        """Take out the birth dates that are none; a number that the register told how to read is no number any more."""
        left = {p: n for p, n in odd.items() if p not in self.told}
        step = drop_unsupported(self._readings(), left, evidence, today)
        self._take(step)
        return step

    def _readings(self) -> list[DateReading]:
        """The birth dates as they read now."""
        return [read_date(text) for text in column_of(self.values, "geboortedatum")]

    def _take(self, step: Step) -> None:
        for place, cells in step.mends.items():
            if "geboortedatum" in cells:
                self.other_births.pop(place, None)
            self.values[place].update(cells)
            self.mends.setdefault(place, {}).update(cells)
        self.other_births.update(step.others)
        self.findings.extend(step.findings)

    def report_unreadable(self) -> None:
        """Add a finding per field; one that the register had a part in does not show from the delivery alone."""
        counts = Counter(field for fields in self.unreadable.values() for field in fields)
        for name, count in sorted(counts.items()):
            self.findings.append(
                Finding(
                    Kind.ONLEESBAAR, str(name), count, len(self.members), 1.0, "vorm", False,
                    {"rijen": count}, own=name not in self.by_register,
                )
            )  # fmt: skip


def _untold(odd: Mapping[int, str], evidence: Sequence[Evidence]) -> set[int]:
    """Numbers too few to tell how they are meant, read as a date of nobody at the address of their row."""
    if len(odd) >= NUMBERS_AT_LEAST or not evidence:
        return set()
    return {p for p in odd if evidence[p].birth not in evidence[p].births_there}
