"""`brp-match rates export` and `rates merge`: what is known of the VLP's, shared without a record of anybody."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from brp_match.arguments import file_option, folder_option
from brp_match.errors import BrpMatchError, ExitCode, Fault


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command with its two parts."""
    rates = commands.add_parser(
        "rates", help="delen wat van vastelastenpartners bekend is, zonder gegevens van iemand"
    )
    parts = rates.add_subparsers(metavar="deel")
    export = parts.add_parser("export", help="de aantallen van één gemeente in tientallen")
    folder_option(
        export,
        "--run",
        "uitvoer van 'link' van deze gemeente, alle maanden die er zijn",
        dest="runs",
        nargs="+",
        required=True,
    )
    file_option(export, "--reviews", "wat mensen besloten")
    export.add_argument("--naam", help="naam van de gemeente; zonder deze een schuilnaam")
    export.add_argument(
        "--vlps",
        nargs="+",
        metavar="NAAM",
        help="alleen deze; een plaatselijke verhuurder verraadt de gemeente",
    )
    file_option(export, "--policy", "voor minimum_cell")
    file_option(
        export,
        "--logboek",
        "waar schuilnaam en sleutel van de ruis staan; standaard in uw eigen map",
    )
    export.add_argument("--out", type=Path, required=True, metavar="BESTAND.json")
    export.set_defaults(run=run_export, writes=True)
    merge = parts.add_parser("merge", help="de bestanden van veel gemeenten in één tabel")
    merge.add_argument("files", nargs="+", type=Path, metavar="BESTAND.json")
    merge.add_argument("--out", type=Path, required=True, metavar="BESTAND.json")
    merge.set_defaults(run=run_merge, writes=True)


def run_export(args: argparse.Namespace) -> int:
    """Count the runs and write what may go out; prints it by VLP."""
    from brp_match.benchmark.export.groups import NAME
    from brp_match.benchmark.export.ledger import default_path, read_ledger, write_ledger
    from brp_match.content import load_comparators
    from brp_match.database import connect
    from brp_match.policy import load_policy
    from brp_match.rates.counts import count_runs
    from brp_match.rates.export import as_document

    minimum = load_policy(args.policy).minimum_cell
    if args.naam is not None and not NAME.fullmatch(args.naam):
        raise BrpMatchError(
            "EXPORT_NAAM", "--naam", "deze naam van de gemeente mag hier niet staan"
        )
    place = args.logboek or default_path()
    ledger = read_ledger(place)
    with connect() as con:
        sources = count_runs(con, args.runs, args.reviews)
    document = as_document(
        sources, load_comparators(), args.naam or ledger.code_name, minimum, ledger.key, args.vlps
    )
    # the key of the noise stands in it: another time the same counts must be told the same
    write_ledger(ledger, place)
    _write(document, args.out, args.runs)
    for entry in document["vlps"]:
        told = sum(len(levels) for levels in entry["niveaus"].values())
        print(f"{entry['vlp']} ({entry['sector']}): {entry['rijen']} signalen of meer, {told} aantallen, "
              f"{len(entry['gewoonten'])} gewoonten, {len(entry['datums'])} standaarddatums")  # fmt: skip
    print(
        f"{len(document['vlps'])} van {len(sources)} VLP's hebben aantallen die naar buiten mogen: {args.out}"
    )
    return int(ExitCode.DONE)


def run_merge(args: argparse.Namespace) -> int:
    """Read the files of municipalities and write the table of all; prints its size."""
    from brp_match.content import load_comparators
    from brp_match.dutch import counted
    from brp_match.rates.merge import merged

    documents = read_all(args.files)
    table = merged(documents, load_comparators())
    _write(table, args.out, args.files)
    told = (
        counted(len(documents), "gemeente", "gemeenten"),
        counted(len(table["vlps"]), "VLP", "VLP's"),
    )
    print(f"{', '.join(told)}: {args.out}")
    return int(ExitCode.DONE)


def read_all(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Read the files of municipalities. Raises BrpMatchError with the faults of all: KANSEN_SOORT for a table,
    KANSEN_DUBBEL for a municipality that comes twice."""
    from brp_match.link.shared import MUNICIPALITY, read_document

    found: list[dict[str, Any]] = []
    faults: list[Fault] = []
    names: set[str] = set()
    for path in paths:
        try:
            document = read_document(path)
        except BrpMatchError as error:
            faults.extend(error.faults)
            continue
        if document["soort"] != MUNICIPALITY:
            faults.append(
                Fault("KANSEN_SOORT", path.name, "dit is al een tabel van meer gemeenten")
            )
        elif str(document.get("gemeente")) in names:
            faults.append(
                Fault("KANSEN_DUBBEL", path.name, "van deze gemeente is er al een bestand")
            )
        names.add(str(document.get("gemeente")))
        found.append(document)
    if faults:
        raise BrpMatchError.from_faults(faults)
    return found


def _write(document: dict[str, Any], out: Path, inputs: Sequence[Path]) -> None:
    from brp_match.json_file import write_json
    from brp_match.output import written_beside

    with written_beside(
        out.parent, name=out.name, inputs=inputs, files=(out.name,), whole=False
    ) as beside:
        write_json(document, beside / out.name)
