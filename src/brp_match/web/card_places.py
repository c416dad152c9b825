"""Which cards a run has and who may see them: every deliverer, in a cooperation of every municipality on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, select

from brp_match.errors import BrpMatchError
from brp_match.report.cards import MunicipalityScorecard, Overview
from brp_match.report.release_log import release_key
from brp_match.report.run_files import Part, deliverers, municipalities_of
from brp_match.review import releases, runs
from brp_match.review.releases import Release
from brp_match.review.runs import Run
from brp_match.review.schema import cases
from brp_match.review.sight import Sight
from brp_match.web.card_files import Outgoing
from brp_match.web.errors import WebError
from brp_match.web.overviews import Overviews, released_card


@dataclass(frozen=True)
class Place:
    """A card: its number in the run, the municipality of a cooperation ('' for the only one), the deliverer."""

    number: int
    code: str
    vlp: str


def delivered_by(run: Run) -> list[str] | None:
    """Return the deliverers of a finished run; None where its files are lost or damaged: a page about all deliveries
    goes on without it."""
    try:
        return deliverers(Path(run.folder))
    except BrpMatchError:
        return None


def known_deliverers(con: Connection, sight: Sight) -> list[str]:
    """Return who delivered: in the newest delivery that is done, and of cases that stand and may be seen."""
    names = list(con.execute(select(cases.c.vlp).where(sight.cases()).distinct()).scalars())
    newest = runs.list_runs(con, size=1, finished=True, own=True)
    return names + [name for run in newest for name in delivered_by(run) or ()]


def lost(run: Run) -> bool:
    """Tell whether what was decided in a finished run is not on the disk any more."""
    return not (Path(run.folder) / "decisions.parquet").is_file()


def places(run: Run, sight: Sight) -> list[Place]:
    """Return the cards of a finished run that may be seen, by municipality and deliverer; the numbers are the same
    for everybody."""
    folder = Path(run.folder)
    found = [(code, vlp) for code in municipalities_of(folder) for vlp in deliverers(folder, code)]
    return [
        Place(number, code, vlp)
        for number, (code, vlp) in enumerate(found)
        if sight.of([code] if code else run.municipalities)
    ]


def place_at(run: Run, sight: Sight, number: int) -> Place:
    """Return one of these. WebError 404 for one that is not there, or not for this account."""
    for one in places(run, sight):
        if one.number == number:
            return one
    raise WebError(404, "KAART_ONBEKEND", "Deze scorekaart bestaat niet.")


def releases_seen(con: Connection, sight: Sight, *, start: int, size: int) -> list[Release]:
    """Return the releases of all runs that may be seen, the newest first, from the one at place `start` on."""
    if sight.whole:
        return releases.newest(con, start=start, size=size)
    of_runs = {run.id: run.municipalities for run in runs.list_runs(con, finished=True)}
    seen = (
        one
        for one in releases.newest(con)
        if sight.of(_codes_of(one.vlp, of_runs.get(one.run_id, [])))
    )
    return list(islice(seen, start, start + size))


def _codes_of(key: str, codes: Sequence[str]) -> Sequence[str]:
    """The municipality that a released card is of, by what it is known by; all of its run where it names none."""
    named = [code for code in codes if len(codes) > 1 and key.endswith(release_key("", code))]
    return named or codes


def codes_seen(run: Run, sight: Sight) -> list[str]:
    """Return the municipalities whose cards may be seen; '' for the only one."""
    return [
        code
        for code in municipalities_of(Path(run.folder))
        if sight.of([code] if code else run.municipalities)
    ]


def card_of(overview: Overview, place: Place) -> tuple[int, MunicipalityScorecard]:
    """Return the place in the overview, and the card. WebError 404 where this account has none: every signal of the
    deliverer may be about somebody with secrecy."""
    for index, card in enumerate(overview.kaarten):
        if card.vlp == place.vlp:
            return index, card
    raise WebError(404, "KAART_ONBEKEND", "Deze scorekaart bestaat niet.")


def outgoing_at(overviews: Overviews, run: Run, place: Place) -> Outgoing:
    """Return a card as it would go out now: the same whoever asks, as if nobody with secrecy stood in the register."""
    overview = overviews.of(run, Part(place.code, secrecy=False))
    index, _ = card_of(overview, place)
    return Outgoing(released_card(overview, index), overview.minimum, overview.gemeente, place.code)


def outgoing(overviews: Overviews, run: Run, sight: Sight) -> list[Outgoing]:
    """Return all cards that may be seen as they would go out now."""
    return [outgoing_at(overviews, run, place) for place in places(run, sight)]
