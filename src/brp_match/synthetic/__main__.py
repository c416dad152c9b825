"""`python -m brp_match.synthetic SCENARIO --out MAP`: write a made-up municipality as files."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from brp_match.arguments import file_option, folder_option
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.settings import SEED
from brp_match.synthetic import HELP_DUE, Town, generate, load_scenario
from brp_match.synthetic.country import cut_up


def main(argv: Sequence[str] | None = None) -> int:
    """Make one municipality; prints its size and, with --exact, what today's check drops."""
    parser = argparse.ArgumentParser(
        prog="python -m brp_match.synthetic",
        description="Schrijft een verzonnen gemeente als bestanden.",
    )
    parser.add_argument("scenario", help="naam van een scenario, of een YAML-bestand")
    parser.add_argument("--out", type=Path, required=True, metavar="MAP")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N")
    folder_option(parser, "--names", "naamlijsten met aantallen")
    file_option(parser, "--addresses", "adressen uit de BAG")
    parser.add_argument(
        "--exact",
        action="store_true",
        help="ook tellen wat de exacte controle laat uitvallen, en er uitval.csv van schrijven",
    )
    parser.add_argument(
        "--gemeenten", type=int, metavar="N", help="de gemeente daarna in zoveel gemeenten verdelen"
    )
    args = parser.parse_args(argv)
    named = Path(args.scenario) if args.scenario.endswith((".yaml", ".yml")) else args.scenario
    start = time.perf_counter()
    try:
        town = generate(
            load_scenario(named),
            args.out,
            seed=args.seed,
            names=args.names,
            addresses=args.addresses,
        )
        if args.gemeenten:
            cut_up(args.out, args.gemeenten)
        taken = f"{time.perf_counter() - start:.1f}".replace(".", ",")
        print(
            f"{town.count_residents} inwoners en {town.count_signals} signalen in {taken} seconden"
        )
        if args.exact:
            print(_dropped(town))
    except BrpMatchError as error:
        for fault in error.faults:
            print(f"fout: {fault}", file=sys.stderr)
        return int(error.exit_code)
    return int(ExitCode.DONE)


def _dropped(town: Town) -> str:
    from brp_match.csv_file import read_csv
    from brp_match.synthetic.drop_out import write_drop_out
    from brp_match.synthetic.exact_check import exact_check

    found = exact_check(town.signals, town.residents)
    write_drop_out(town.signals, found, town.residents.parent / "uitval.csv")
    dropped = [row for row in read_csv(town.truth[0]) if not found[row["signaal_id"]]]
    wrongly = sum(row["soort"] in HELP_DUE for row in dropped)
    return f"de exacte controle laat {len(dropped)} signalen uitvallen, {wrongly} daarvan onterecht"


if __name__ == "__main__":
    sys.exit(main())
