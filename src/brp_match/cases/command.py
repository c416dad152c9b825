"""`brp-match oppaklijst`, `bakjes` and `terugmelding`: the work of a month as files and side by side."""

from __future__ import annotations

import argparse

from brp_match.arguments import file_option, folder_option
from brp_match.errors import ExitCode


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands with their options."""
    listed = commands.add_parser(
        "oppaklijst", help="de oppaklijst van een run: wie, waar, waarom en voor welke dag"
    )
    _run_options(listed)
    list_options(listed)
    folder_option(listed, "--out", "map voor de lijst", required=True)
    listed.set_defaults(run=run_list, writes=True)
    trays = commands.add_parser(
        "bakjes", help="naast elkaar: wat elke manier van werken met de zaken van een run doet"
    )
    _run_options(trays)
    trays.add_argument(
        "--bakjes", nargs="+", default=[], metavar="BESTAND",
        help="manieren van werken: bestanden of namen; standaard alle die meekomen",
    )  # fmt: skip
    trays.add_argument(
        "--geheim", action="store_true", help="ook zaken van mensen met geheimhouding"
    )
    folder_option(trays, "--out", "map voor bakjes.csv, zaak voor zaak")
    trays.set_defaults(run=run_trays, writes=True)
    back = commands.add_parser(
        "terugmelding",
        help="twijfel over een adres in de BRP, voor Burgerzaken (art. 2.34 Wet BRP)",
    )
    _run_options(back)
    file_option(
        back,
        "--keuze",
        "de lijst met twijfel waarin u invulde wat gemeld wordt; zonder dit krijgt u die lijst",
    )
    back.add_argument(
        "--geheim", action="store_true", help="ook mensen met geheimhouding in de lijst"
    )
    folder_option(back, "--out", "map voor de lijst", required=True)
    back.set_defaults(run=run_back, writes=True)


def list_options(parser: argparse.ArgumentParser) -> None:
    """Add what a pick-up list can be asked: also options of `link`."""
    parser.add_argument(
        "--bakjes", metavar="BESTAND", help="regels voor de bakjes in TOML, of een naam die meekomt"
    )
    file_option(parser, "--indeling", "kolommen en woorden van de oppaklijst in TOML")
    file_option(
        parser,
        "--bsn",
        "bestand met persoon_id en bsn: zet het BSN in de oppaklijst, en alleen daar",
    )
    parser.add_argument(
        "--geheim", action="store_true", help="ook mensen met geheimhouding in de oppaklijst"
    )


def _run_options(parser: argparse.ArgumentParser) -> None:
    folder_option(parser, "--run", "uitvoer van 'link'", dest="run_dir", required=True)
    folder_option(parser, "--history", "eerdere runs", nargs="+", default=[])


def run_list(args: argparse.Namespace) -> int:
    """Write the list; prints how many cases and where it is."""
    from brp_match.cases.desk import bsns_of, write_pick_up
    from brp_match.cases.exchange import FILE as DDAS
    from brp_match.cases.layout import load_layout
    from brp_match.cases.pick_up_files import FILES
    from brp_match.cases.run_files import work_of_run
    from brp_match.cases.summary import case_lines, cases_record
    from brp_match.cases.ways import load_way
    from brp_match.output import written_beside

    way, layout = load_way(args.bakjes), load_layout(args.indeling)
    work = seen = work_of_run(args.run_dir, args.history, way)
    if not args.geheim:
        seen = work_of_run(args.run_dir, args.history, way, secrecy=False)
    numbers = bsns_of(work, args.bsn)
    inputs = [args.indeling, args.bsn]
    with written_beside(args.out, files=(*FILES, DDAS), inputs=inputs, whole=False) as folder:
        write_pick_up(work, layout, folder, secrecy=args.geheim, bsn=numbers, seen=seen)
    for line in case_lines(cases_record(work, way), secrecy=args.geheim):
        print(line)
    print(f"Oppaklijst: {args.out / FILES[1]}")
    return int(ExitCode.DONE)


def run_trays(args: argparse.Namespace) -> int:
    """Print each way of working beside the others; with --out also where every case would go."""
    from brp_match.cases.compare import compare_ways, table_lines, written_ways
    from brp_match.cases.run_files import work_of_run
    from brp_match.cases.ways import load_way, shipped
    from brp_match.output import written_beside

    ways = [load_way(one) for one in args.bakjes or shipped()]
    work = work_of_run(args.run_dir, args.history, ways[0], secrecy=args.geheim)
    compared = compare_ways([one.case for one in work], ways)
    print("\n".join(table_lines(compared)))
    if args.out:
        with written_beside(args.out, files=("bakjes.csv",), whole=False) as folder:
            written_ways(compared, folder / "bakjes.csv")
        print(f"\nZaak voor zaak: {args.out / 'bakjes.csv'}")
    return int(ExitCode.DONE)


def run_back(args: argparse.Namespace) -> int:
    """Write the doubts to choose from, or with --keuze what was chosen; prints how many and where."""
    from brp_match.cases.doubts import ENOUGH, in_inquiry
    from brp_match.cases.doubts_of_runs import doubts_of_runs
    from brp_match.cases.report_back import (  # fmt: skip
        CHOOSE,
        REPORT,
        read_choices,
        report_rows,
        visible,
        write_doubts,
        write_report,
    )
    from brp_match.cases.run_files import ordered
    from brp_match.output import written_beside

    found = visible(
        doubts_of_runs([*ordered(args.history), args.run_dir]),
        lambda who: args.geheim or not who.geheim,
    )
    if args.keuze is None:
        with written_beside(args.out, files=(CHOOSE,), whole=False) as folder:
            write_doubts(found, folder)
        many = sum(one.bronnen >= ENOUGH for one in found.doubts)
        print(
            f"Twijfel over een adres: {len(found.doubts)}, waarvan {many} door meer dan één vastelastenpartner; "
            f"{in_inquiry(found.residents)} inwoners niet, want hun adres is al in onderzoek"
        )
        print(f"Kies in {args.out / CHOOSE}, en geef dat bestand met --keuze")
        return int(ExitCode.DONE)
    rows = report_rows(read_choices(args.keuze, found), found)
    with written_beside(args.out, files=REPORT, inputs=[args.keuze], whole=False) as folder:
        write_report(rows, folder)
    print(
        f"{len(rows)} {'melding' if len(rows) == 1 else 'meldingen'} voor Burgerzaken: {args.out / REPORT[1]}"
    )
    return int(ExitCode.DONE)
