"""`brp-match register-check`: how clean a list of persons is before anything is done with it."""

from __future__ import annotations

import argparse

from brp_match.arguments import file_option, folder_option, thread_count
from brp_match.errors import ExitCode


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command `register-check` with its options."""
    parser = commands.add_parser(
        "register-check",
        help="een lijst met personen (CAK) toetsen aan de BRP voordat u haar gebruikt",
    )
    file_option(parser, "--lijst", "de lijst", required=True)
    file_option(parser, "--register", "register uit 'prepare'", required=True)
    file_option(parser, "--vorige", "de vorige lijst: wat is er nieuw sinds toen")
    parser.add_argument(
        "--naam", default="Lijst", metavar="NAAM", help="hoe de lijst heet op de bladzijden"
    )
    file_option(parser, "--mapping", "kolomnamen in TOML")
    file_option(parser, "--policy", "beleid in TOML")
    parser.add_argument(
        "--geheim", action="store_true",
        help="ook personen met geheimhouding tonen; zonder dit gelden zij als niet gevonden",
    )  # fmt: skip
    parser.add_argument("--threads", type=thread_count, metavar="N", help="aantal rekendraden")
    folder_option(parser, "--out", "map voor de uitkomsten", required=True)
    parser.set_defaults(run=run, writes=True)


def run(args: argparse.Namespace) -> int:
    """Check the list; prints the sentence and where the files are."""
    from brp_match.lists.check import SENDER_FILES, ListRequest, check_list
    from brp_match.terminal import clear_progress, progress_printer

    result = check_list(
        ListRequest(
            lijst=args.lijst,
            register=args.register,
            out=args.out,
            vorige=args.vorige,
            mapping=args.mapping,
            policy=args.policy,
            geheim=args.geheim,
            name=args.naam,
            threads=args.threads,
        ),
        progress_printer(),
    )
    clear_progress()
    print(result.sentence)
    print(f"Alleen voor de gemeente: {args.out / 'lijst.html'} (tabel: lijst.csv, lijst.xlsx)")
    print(f"Mag naar wie de lijst stuurde: {args.out / SENDER_FILES[0]}")
    return int(ExitCode.DONE)
