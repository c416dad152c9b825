"""`brp-match scorecard`: the scorecards of one run, or of a year of runs."""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from brp_match.arguments import folder_option
from brp_match.errors import BrpMatchError, ExitCode

if TYPE_CHECKING:
    from brp_match.report.cards import Overview
    from brp_match.report.checks import Catalogue
    from brp_match.report.firewall import Sender, VlpScorecard
    from brp_match.report.pdf import PdfWriter

RESERVED = ("index",)
"""Names of the folder's own pages."""

_OTHER_FORMS = "; de html, xlsx en json zijn compleet"

_NOT_TOLD = "let op: de map van de run is niet te beschrijven; de dienst weet niet dat deze kaarten zijn vrijgegeven"

_NEW = (
    "Niet vrijgegeven, want in de maanden van --history kreeg deze naam geen kaart: {}. Is het een eigen "
    "vastelastenpartner, en geen tweede naam van een andere? Noem haar dan bij --release."
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command `scorecard` with its options."""
    parser = commands.add_parser(
        "scorecard", help="scorekaarten per vastelastenpartner: wat eerst te verbeteren"
    )
    parser.add_argument("--run", dest="run_dir", type=Path, metavar="MAP")
    folder_option(parser, "--history", "eerdere runs", nargs="+", default=[])
    parser.add_argument("--out", type=Path, metavar="MAP")
    parser.add_argument(
        "--release", nargs="*", metavar="VLP",
        help="ook de kaarten maken die naar een vastelastenpartner mogen; zonder naam van allemaal die er eerder een kregen",
    )  # fmt: skip
    parser.add_argument(
        "--replace", action="store_true",
        help="vervang ook een kaart die al met een andere inhoud is vrijgegeven, hier of in de dienst",
    )  # fmt: skip
    parser.add_argument(
        "--gemeente", metavar="CODE",
        help="van een run voor meer gemeenten: alleen de kaarten van deze; standaard van elk, in een eigen map",
    )  # fmt: skip
    parser.add_argument(
        "--gemeente-naam",
        default="",
        metavar="NAAM",
        help="hoe de gemeente heet, voor op de kaarten",
    )
    parser.add_argument(
        "--contact", default="", metavar="ADRES", help="waar vragen over de kaarten naartoe gaan"
    )
    parser.set_defaults(run=run)
    inner = parser.add_subparsers(metavar="opdracht")
    merging = inner.add_parser(
        "merge", help="één kaart van een vastelastenpartner over de gemeenten die er een vrijgaven"
    )
    merging.add_argument(
        "cards", type=Path, nargs="+", metavar="KAART",
        help="vrijgegeven kaarten van dezelfde maand: scorekaart.json, of de map ervan",
    )  # fmt: skip
    merging.add_argument("--out", dest="merged", type=Path, required=True, metavar="MAP")
    merging.set_defaults(run=run_merge)


def run_merge(args: argparse.Namespace) -> int:
    """Write one card over the cards of many municipalities; prints what it says and where it is."""
    from brp_match.output import written_beside
    from brp_match.report.catalogue import load_catalogue
    from brp_match.report.merged import merge
    from brp_match.report.merged_files import headline, write_merged
    from brp_match.report.pdf import NO_PDF, pdf_writer

    catalogue, card = load_catalogue(), merge(args.cards)
    with pdf_writer(1) as pdfs, written_beside(args.merged, inputs=args.cards) as folder:
        write_merged(card, catalogue, folder, pdfs, date.today())
        pdfs.finish()
        if not pdfs.possible:
            print(NO_PDF + _OTHER_FORMS, file=sys.stderr)
    print(headline(card, catalogue))
    print(f"Begin hier: {args.merged / 'scorekaart.html'}")
    return int(ExitCode.DONE)


def run(args: argparse.Namespace) -> int:
    """Write the cards in `--out`; prints where the first page is."""
    missing = [name for name, given in (("--run", args.run_dir), ("--out", args.out)) if not given]
    if missing:
        raise BrpMatchError("OPTIE_ONTBREEKT", ", ".join(missing), "geef deze optie")
    sender = sender_of(args.gemeente_naam, args.contact)
    from brp_match.report.run_files import of_no_municipality

    for code in _codes(args.run_dir, args.gemeente):
        out = args.out / code if code else args.out
        written = write_scorecards(
            args.run_dir,
            tuple(args.history),
            out,
            args.release,
            sender=sender,
            replaces=args.replace,
            gemeente=code,
        )
        cards = "1 scorekaart" if written == 1 else f"{written} scorekaarten"
        print(f"{cards}. Begin hier: {out / 'gemeente' / 'index.html'}")
        if args.release is not None:
            print(f"Voor de vastelastenpartners: {out / 'vlp'}")
    if left := of_no_municipality(args.run_dir):
        print(
            f"Op geen kaart: {left} signalen waarvan niet vaststaat van welke gemeente ze zijn. Vraag de "
            "vastelastenpartners om de kolom gemeente."
        )
    return int(ExitCode.DONE)


def _codes(run_dir: Path, asked: str | None) -> list[str]:
    """Return the municipalities whose cards are made: of a run for several each on its own, '' for all of a run for
    one. Raises BrpMatchError GEMEENTE_ONGELDIG."""
    from brp_match.register.municipalities import parse_codes
    from brp_match.report.run_files import municipalities_of

    codes = municipalities_of(run_dir)
    if asked is None:
        return codes
    return list(parse_codes(asked)) if codes != [""] else [""]


def sender_of(name: str, contact: str) -> Sender:
    """Return who gives the cards, made today. Raises BrpMatchError AFZENDER_ONGELDIG."""
    from brp_match.report.firewall import Sender

    try:
        return Sender(name.strip(), contact.strip(), date.today())
    except ValueError as error:
        raise BrpMatchError(
            "AFZENDER_ONGELDIG", "--gemeente-naam, --contact",
            "geef hoogstens 80 gewone tekens",
        ) from error  # fmt: skip


def write_scorecards(
    run_dir: Path,
    history: tuple[Path, ...],
    out: Path,
    released: list[str] | None = None,
    *,
    sender: Sender,
    replaces: bool = False,
    gemeente: str = "",
) -> int:
    """Write the municipality's pages in `out/gemeente`, released cards in `out/vlp`; returns cards.

    `released`: None for none, an empty list for every deliverer, else their names. `sender` without a name is
    the municipality by its code. Everything is
    written beside and renamed, and the run folder tells which cards went out, for the service too. Raises
    BrpMatchError for a folder that is no run, VLP_ONBEKEND, or AL_VRIJGEGEVEN where another card stands and
    `replaces` is not given. `gemeente`: the one whose cards are made, of a run for several.
    """
    from brp_match.output import written_beside
    from brp_match.report.catalogue import load_catalogue
    from brp_match.report.maker import Order, OverviewMaker
    from brp_match.report.pdf import NO_PDF, pdf_writer
    from brp_match.report.release_log import new_names, release_key
    from brp_match.report.released_files import write_card
    from brp_match.report.run_files import Part

    catalogue, maker = load_catalogue(), OverviewMaker()
    order = Order(run_dir, history, part=Part(gemeente))
    overview = maker.make(order)
    if not sender.gemeente and overview.gemeente:
        sender = replace(sender, gemeente=f"gemeente {overview.gemeente}")
    names = file_names([card.vlp for card in overview.kaarten])
    unknown = [name for name in released or [] if name not in names]
    if unknown:
        raise BrpMatchError(
            "VLP_ONBEKEND", "--release", "er is geen scorekaart van een VLP met deze naam"
        )
    cards = {}
    if released is not None:
        # a deliverer has no right to who has secrecy
        seen = maker.make(replace(order, part=Part(gemeente, secrecy=False)))
        new = [] if released else new_names(list(names), history, gemeente)
        if new:
            print(_NEW.format(", ".join(new)), file=sys.stderr)
        cards = _released(seen, released or [n for n in names if n not in new], catalogue)
    known = {release_key(vlp, gemeente): card for vlp, card in cards.items()}
    if not replaces:
        _check_released(run_dir, known)
    with pdf_writer(len(names)) as pdfs, ExitStack() as folders:
        folder = folders.enter_context(written_beside(out / "gemeente"))
        _write_municipality(overview, catalogue, names, folder, pdfs, sender)
        for vlp, card in cards.items():
            folder = folders.enter_context(written_beside(out / "vlp" / names[vlp]))
            write_card(card, catalogue, overview.minimum, sender, folder, pdfs)
        pdfs.finish()
        if not pdfs.possible:
            print(NO_PDF + _OTHER_FORMS, file=sys.stderr)
    _tell_service(run_dir, known)
    return len(names)


def _write_municipality(
    overview: Overview,
    catalogue: Catalogue,
    names: Mapping[str, str],
    folder: Path,
    pdfs: PdfWriter,
    sender: Sender,
) -> None:
    from brp_match.json_file import write_json
    from brp_match.report.data import municipality_json
    from brp_match.report.html import municipality_page, overview_page
    from brp_match.report.workbook import municipality_workbook

    files = {vlp: f"{name}.html" for vlp, name in names.items()}
    index = overview_page(overview, catalogue, files, pdf=pdfs.possible, sender=sender)
    (folder / "index.html").write_text(index, encoding="utf-8")
    pdfs.write(folder / "index.html")
    for card in overview.kaarten:
        name = names[card.vlp]
        page = municipality_page(card, overview, catalogue, name, pdf=pdfs.possible, sender=sender)
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
        pdfs.write(folder / f"{name}.html")
        municipality_workbook(card, catalogue, folder / f"{name}.xlsx", sender)
        write_json(municipality_json(card, sender), folder / f"{name}.json", indent=1)


def _released(
    overview: Overview, vlps: Sequence[str], catalogue: Catalogue
) -> dict[str, VlpScorecard]:
    """Return deliverer → the card it gets."""
    from brp_match.report.release import ReleaseOrder, release

    return {vlp: release(overview, ReleaseOrder(vlp, overview.maand), catalogue) for vlp in vlps}


def _check_released(run_dir: Path, cards: Mapping[str, VlpScorecard]) -> None:
    """Raise AL_VRIJGEGEVEN where a card with another content was released before, here or in the service."""
    from brp_match.report import release_log
    from brp_match.report.released_files import card_hash

    standing = release_log.standing(run_dir)
    other = sum(
        vlp in standing and standing[vlp].inhoud != card_hash(card) for vlp, card in cards.items()
    )
    if other:
        raise BrpMatchError(
            "AL_VRIJGEGEVEN", "--release",
            f"{other} van deze kaarten {'is' if other == 1 else 'zijn'} al met een andere inhoud vrijgegeven; "
            "geef --replace om te vervangen",
        )  # fmt: skip


def _tell_service(run_dir: Path, cards: Mapping[str, VlpScorecard]) -> None:
    """Write in the run folder which cards went out; where that may not be, say so."""
    from brp_match.report import release_log
    from brp_match.report.released_files import card_hash

    standing = release_log.standing(run_dir)
    try:
        for vlp, card in cards.items():
            content = card_hash(card)
            if vlp not in standing or standing[vlp].inhoud != content:
                release_log.note(run_dir, vlp, content, release_log.BY_COMMAND, datetime.now(UTC))
    except OSError:
        print(_NOT_TOLD, file=sys.stderr)


def file_names(vlps: Sequence[str]) -> dict[str, str]:
    """Return a file name for each deliverer: small letters and figures, the same every month.

    Two names that come to the same get a number, in the order given.
    """
    names: dict[str, str] = {}
    for vlp in vlps:
        plain = unicodedata.normalize("NFKD", vlp).encode("ascii", "ignore").decode().lower()
        name = base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "vlp"
        number = 1
        while name in names.values() or name in RESERVED:
            number += 1
            name = f"{base}-{number}"
        names[vlp] = name
    return names
