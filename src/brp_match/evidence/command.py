"""`brp-match evidence --out MAP`: the evidence pack in a folder, to be opened at index.html."""

from __future__ import annotations

import argparse

from brp_match.arguments import file_option, folder_option
from brp_match.errors import ExitCode


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `evidence` with its options."""
    parser = commands.add_parser(
        "evidence", help="stukken voor FG, CISO en jurist: DPIA, algoritmeregister, rollen, cijfers"
    )
    folder_option(parser, "--out", "map voor de stukken", required=True)
    file_option(parser, "--testverslag", "uitkomst van de tests (JUnit XML van pytest)")
    parser.set_defaults(run=run, writes=True)


def run(args: argparse.Namespace) -> int:
    """Write the pack; prints where it is and how many gaps are left to the municipality."""
    from brp_match.evidence.pack import write_pack

    gaps = write_pack(args.out, tests=args.testverslag)
    print(f"Stukken: {args.out / 'index.html'} ({gaps} gaten die alleen de gemeente kan invullen)")
    return int(ExitCode.DONE)
