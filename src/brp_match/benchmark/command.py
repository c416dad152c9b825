"""`brp-match benchmark`: every method on made-up municipalities, or today's drop-out in one's own files."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brp_match.arguments import Parser, file_option, folder_option
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.terminal import clear_progress, progress_printer

if TYPE_CHECKING:
    from brp_match.benchmark.runner import Plan, Table

SCENARIOS = ("geijkt", "gemiddeld", "slordig", "statushouders", "ondernemers")
"""Run when none is named: different sizes, sources of error and people."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `benchmark` with its options and its own `export` and `merge`."""
    parser = commands.add_parser(
        "benchmark",
        help="uitval van elke methode naast elkaar",
        description="Elke methode op verzonnen gemeenten, of de uitval van vandaag in eigen bestanden.",
    )
    options(parser)
    parser.set_defaults(run=run)
    inner = parser.add_subparsers(metavar="opdracht", parser_class=LateParser)
    for name, said in (
        ("export", "telcijfers voor de werkgroep, zonder personen"),
        ("merge", "het landelijke verslag uit veel telbestanden"),
    ):
        late = inner.add_parser(name, help=said)
        late.federated = name


class LateParser(Parser):
    """A parser that gets its options when it is used: those of the federation load the database,
    which no other command should wait for.
    """

    federated = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Add the options and the function to run, once, and parse."""
        from brp_match.benchmark.export.command import add_export, export
        from brp_match.benchmark.merge.command import add_merge, merge

        if self.get_default("run") is None:
            add_options, function = {
                "export": (add_export, export),
                "merge": (add_merge, merge),
            }[self.federated]
            add_options(self)
            self.set_defaults(run=function)
        return super().parse_known_args(args, namespace)


REPORT = ("rapport.html", "rapport-cijfers.csv")
"""The page of a report, and the figures that `write_report` puts beside it."""


def options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark itself."""
    parser.add_argument(
        "--scenario", nargs="+", default=[], metavar="NAAM",
        help="verzonnen gemeenten; standaard " + ", ".join(SCENARIOS),
    )  # fmt: skip
    parser.add_argument(
        "--seeds", type=int, default=1, metavar="N", help="aantal zaden per scenario"
    )
    parser.add_argument(
        "--method", nargs="+", default=[], metavar="NAAM", help="standaard alle methoden"
    )
    folder_option(parser, "--names", "map met echte naamlijsten")
    file_option(parser, "--addresses", "een BAG-bestand")
    folder_option(parser, "--data", "eigen bestanden van een gemeente")
    parser.add_argument(
        "--speed", action="store_true", help="meet alleen seconden en geheugen van de opdrachten"
    )
    parser.add_argument(
        "--gevoeligheid",
        action="store_true",
        help="draai elk scenario ook met de helft en het dubbele van de aannames",
    )
    parser.add_argument("--out", type=Path, metavar="MAP")
    from brp_match.benchmark.own_data.command import add_own_data

    add_own_data(parser)


def run(args: argparse.Namespace) -> int:
    """Run the benchmark; prints the table and writes results.json and results.csv to `--out`."""
    if args.out is None:
        raise BrpMatchError("OPTIE_ONTBREEKT", "--out", "geef een map voor de uitkomsten")
    if args.data is not None:
        from brp_match.benchmark.own_data import command as own_data

        return own_data.run(args)
    from brp_match.output import growing_folder

    plan = plan_of(args)
    with growing_folder(args.out):
        if args.speed:
            return run_speed(args, plan)
        run_methods(args, plan)
    return int(ExitCode.DONE)


def plan_of(args: argparse.Namespace) -> Plan:
    """Return what the options ask to run. Raises BrpMatchError OPTIE_WAARDE."""
    from brp_match.benchmark.peers import ORDER
    from brp_match.benchmark.runner import Plan

    if args.seeds < 1:
        raise BrpMatchError("OPTIE_WAARDE", "--seeds", "geef een aantal van 1 of meer")
    return Plan(
        tuple(args.scenario or SCENARIOS),
        tuple(range(1, args.seeds + 1)),
        tuple(args.method or ORDER),
        args.names,
        args.addresses,
        sensitivity=args.gevoeligheid,
    )


def run_methods(args: argparse.Namespace, plan: Plan) -> tuple[Table, dict[str, Any]]:
    """Write the results of every method after every town, and the report; prints the tables. Returns
    the runs and results.json.
    """
    from brp_match.benchmark.runner import run_plan
    from brp_match.benchmark.tables import (
        MAIN_HEADER,
        as_bytes,
        as_csv,
        as_json,
        as_text,
        main_rows,
    )
    from brp_match.output import written_beside

    def write(table: Table) -> dict[str, Any]:
        results = as_json(table, command_line(args))
        # a report of earlier results says nothing of these
        for name in REPORT:
            (args.out / name).unlink(missing_ok=True)
        with written_beside(args.out, whole=False) as folder:
            (folder / "results.json").write_text(as_bytes(results), encoding="utf-8")
            (folder / "results.csv").write_text(as_csv(results), encoding="utf-8")
        return results

    # written after every town: a long run that is broken off leaves what it has
    table = run_plan(plan, progress_printer(), write)
    clear_progress()
    results = write(table)
    for scenario in [*plan.scenarios, *([None] if len(plan.scenarios) > 1 else [])]:
        print(f"\n{scenario or 'alle scenario’s samen'} ({seed_count(plan.seeds)})")
        print(as_text(MAIN_HEADER, main_rows(results, scenario)))
    for method, reason in table.absent.items():
        print(f"{method} is niet gedraaid: {reason}")
    for left_out in results["too_large"]:
        print(f"{left_out}: niet gedraaid, te veel inwoners voor deze methode")
    for failed in results["failed"]:
        print(f"{failed}: de methode stopte met een fout")
    print(f"\nUitkomsten: {args.out / 'results.json'}")
    from brp_match.benchmark.reports.write import write_report as write_working_group_report

    with written_beside(args.out, whole=False) as folder:
        write_working_group_report(results, folder / REPORT[0])
    print(f"Verslag: {args.out / REPORT[0]}")
    return table, results


def run_speed(args: argparse.Namespace, plan: Plan) -> int:
    """Time the commands on the first seed of every scenario; prints a table and writes speed.json."""
    import json
    from dataclasses import asdict

    from brp_match.benchmark.runner import versions
    from brp_match.benchmark.speed import as_rows, measure_speed
    from brp_match.benchmark.tables import as_text
    from brp_match.output import put_text

    timed = measure_speed(plan, progress_printer())
    clear_progress()
    header = ("scenario", "inwoners", "signalen", "opdracht", "seconden", "MiB")
    print(as_text(header, as_rows(timed)))
    record = {
        "command": command_line(args),
        "versions": versions(),
        "threads": plan.threads,
        "timed": [
            asdict(one) | {"seconds": round(one.seconds, 2), "peak_mib": round(one.peak_mib)}
            for one in timed
        ],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    put_text(text, args.out / "speed.json")
    print(f"\nUitkomsten: {args.out / 'speed.json'}")
    return int(ExitCode.DONE)


def seed_count(seeds: Sequence[int]) -> str:
    """Say how many seeds in Dutch."""
    return "1 zaad" if len(seeds) == 1 else f"{len(seeds)} zaden"


def command_line(args: argparse.Namespace) -> str:
    """The command that does this again; a list of the user's own is named, not its path."""
    parts = ["brp-match benchmark"]
    for name in ("scenario", "method"):
        if getattr(args, name):
            parts.append(f"--{name} {' '.join(getattr(args, name))}")
    parts.append(f"--seeds {args.seeds}")
    for name in ("names", "addresses"):
        if getattr(args, name) is not None:
            parts.append(f"--{name} {getattr(args, name).name}")
    parts += [f"--{flag}" for flag in ("gevoeligheid", "speed") if getattr(args, flag)]
    return " ".join([*parts, "--out MAP"])
