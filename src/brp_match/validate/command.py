"""`brp-match validate`: how good a delivery is, before anything is linked."""

from __future__ import annotations

import argparse
from pathlib import Path

from brp_match.arguments import file_option, folder_option
from brp_match.errors import BrpMatchError, ExitCode

OUTPUT = "expectations.json"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command `validate` with its options."""
    parser = commands.add_parser(
        "validate", help="kijken hoe goed een levering is, zonder te vergelijken met de BRP"
    )
    parser.add_argument("--signals", type=Path, nargs="+", required=True, metavar="BESTAND")
    file_option(parser, "--residents", "ook dit uittreksel van de BRP bekijken")
    file_option(parser, "--addresses", "adressen met gebruiksdoel (BAG)")
    file_option(parser, "--mapping", "kolomnamen in TOML")
    folder_option(parser, "--history", "eerdere runs", nargs="+", default=[])
    folder_option(parser, "--data-docs", "ook de pagina's van Great Expectations")
    parser.add_argument("--out", type=Path, required=True, metavar="MAP")
    parser.add_argument(
        "--strict", action="store_true", help="code 3 als een rij niet te gebruiken is"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Validate; prints how each expectation did and writes `expectations.json` in `--out`.

    With `--strict` the exit code is 3 when a row was unreadable or breaks a fatal expectation.
    """
    from brp_match.content.expectations import Severity
    from brp_match.database import connect, scalar
    from brp_match.delivery.record import answers_of, profile_record
    from brp_match.delivery.store import profile_delivery
    from brp_match.delivery.summary import summary_lines
    from brp_match.ingest import load_addresses, load_register, load_signals
    from brp_match.ingest.mapping import load_mapping
    from brp_match.validate.outcome import as_json, lines, summary
    from brp_match.validate.run import validate_residents, validate_signals

    if args.out.exists() and not args.out.is_dir():
        raise BrpMatchError(
            "UITVOER_IS_BESTAND", args.out.name, "de uitvoer moet een map zijn, geen bestand"
        )
    with connect() as con:
        load_signals(con, args.signals, args.mapping)
        if args.residents is not None:
            load_register(con, args.residents, None, args.addresses)
        elif args.addresses is not None:
            load_addresses(con, args.addresses)
        results = list(validate_signals(con, args.history))
        if args.residents is not None:
            results += validate_residents(con)
        path = _write(args.out, as_json(con, results))
        if args.data_docs is not None:
            from brp_match.validate.data_docs import write_data_docs

            write_data_docs(con, args.data_docs)
        # after the expectations, which are about the delivery as it came
        found = profile_delivery(con, answers_of(load_mapping(args.mapping)), register=None)
        habits = summary_lines(profile_record(found, con))
        unread = int(scalar(con, "SELECT count(*) FROM quarantaine"))
    for line in lines(results):
        print(line)
    print(f"\n{summary(results)}")
    for line in habits:
        print(line)
    if unread:
        rows = "1 rij was" if unread == 1 else f"{unread} rijen waren"
        print(f"{rows} niet te lezen en niet te toetsen")
    print(f"Uitkomsten: {path}")
    if args.data_docs is not None:
        print(f"Data Docs: {args.data_docs / 'index.html'}")
    fatal = any(r.teller for r in results if r.verwachting.ernst == Severity.FATAAL)
    return int(ExitCode.QUARANTINED if args.strict and (unread or fatal) else ExitCode.DONE)


def _write(folder: Path, text: str) -> Path:
    """Write beside and rename; raises BrpMatchError UITVOER_MISLUKT."""
    from brp_match.output import written_beside

    with written_beside(folder) as beside:
        (beside / OUTPUT).write_text(text, encoding="utf-8")
    return folder / OUTPUT
