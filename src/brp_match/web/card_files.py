"""Files of a card that goes out: made for a preview, and kept as released in the folder of their run."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from brp_match.report import release_log
from brp_match.report.firewall import Sender, VlpScorecard
from brp_match.report.released_files import NAME, card_hash, write_card
from brp_match.review.municipality import Municipality
from brp_match.web.overviews import catalogue
from brp_match.web.pages.words import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "vrijgave"


@dataclass(frozen=True)
class Outgoing:
    """A card as it would go out now, and what it is known by."""

    card: VlpScorecard
    minimum: int
    gemeente: str
    code: str = ""
    """The municipality of a cooperation, '' where the run is for one."""

    @property
    def vlp(self) -> str:
        """The deliverer."""
        return self.card.vlp.value

    @property
    def key(self) -> str:
        """What its release is known by."""
        return release_log.release_key(self.vlp, self.code)

    @property
    def etag(self) -> str:
        """The SHA-256 of the card."""
        return card_hash(self.card)


def sender_of(told: Municipality, gemeente: str, now: datetime) -> Sender:
    """Return who gives a card: as the settings tell, else the municipality by its code."""
    name = told.name or (f"gemeente {gemeente}" if gemeente else "")
    return Sender(name, told.contact, now.astimezone(HERE).date())


@contextmanager
def made(
    data: Path, run_id: str, cards: Sequence[Outgoing], told: Municipality, now: datetime
) -> Iterator[list[Path]]:
    """Write the files of cards in folders of their own, one a card, that go on leaving.

    A PDF is not among them where Pango is not installed.
    """
    from brp_match.report.pdf import pdf_writer

    # under a name that is swept after a kill
    (data / run_id).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="brp-match-", dir=data / run_id) as name:
        folders = [Path(name) / str(place) for place in range(len(cards))]
        with pdf_writer(len(cards)) as pdfs:
            for one, folder in zip(cards, folders, strict=True):
                folder.mkdir()
                sender = sender_of(told, one.gemeente, now)
                write_card(one.card, catalogue(), one.minimum, sender, folder, pdfs)
            pdfs.finish()
        yield folders


def as_page(card: Outgoing, told: Municipality, now: datetime) -> bytes:
    """Return the page of a card as `made` writes it."""
    from brp_match.report.html import released_page

    sender = sender_of(told, card.gemeente, now)
    return released_page(card.card, catalogue(), card.minimum, sender).encode()


def kept_folder(data: Path, run_id: str, vlp: str, number: int) -> Path:
    """Return where the files of a released card lie; the name of the deliverer is not in it."""
    key = hashlib.sha256(vlp.encode()).hexdigest()[:12]
    return data / run_id / FOLDER / f"{key}-{number}"


def keep(folder: Path, data: Path, run_id: str, vlp: str, number: int) -> None:
    """Lay the files of a card that is released where they stay as long as their run."""
    place = kept_folder(data, run_id, vlp, number)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        # of a release whose row never came
        shutil.rmtree(place)
    shutil.move(folder, place)


def tell_command(folder: Path, vlp: str, content: str, what: str, now: datetime) -> None:
    """Tell the command what became of a card; where the run's folder is not ours to write in, only the service
    knows."""
    with suppress(OSError):
        release_log.note(folder, vlp, content, release_log.BY_SERVICE, now, what)


def kept_files(data: Path, run_id: str, vlp: str, number: int) -> dict[str, Path]:
    """Return ending → file of a released card, of those that are there."""
    folder = kept_folder(data, run_id, vlp, number)
    return {path.suffix[1:]: path for path in sorted(folder.glob(f"{NAME}.*"))}
