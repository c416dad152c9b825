"""`brp-match benchmark export`: counts of a municipality in one small file, shown before it is written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from brp_match.arguments import file_option, folder_option
from brp_match.benchmark.export.keys import MEASURES
from brp_match.dutch import Month, counted, listed, whole
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.toml_file import read_toml


def add_export(parser: argparse.ArgumentParser) -> None:
    """Add the options of `benchmark export`."""
    folder_option(
        parser,
        "--from",
        "mappen die 'benchmark --data' schreef; samen één levering aan de werkgroep",
        dest="sources",
        nargs="+",
        required=True,
    )
    parser.add_argument("--out", type=Path, required=True, metavar="BESTAND.json")
    parser.add_argument("--naam", help="naam van de gemeente; zonder deze een schuilnaam")
    file_option(
        parser,
        "--vlps",
        'TOML met onder [vlp] "naam in de levering" = "landelijke naam"; de rest heet overige',
    )
    file_option(parser, "--policy", "voor minimum_cell")
    file_option(parser, "--logboek", "schuilnaam en wat al verstuurd is; standaard in uw eigen map")
    parser.add_argument("--yes", action="store_true", help="schrijf zonder te vragen")


def export(args: argparse.Namespace) -> int:
    """Make the export, show it, and write it when that is agreed; the ledger is written with it.

    Raises BrpMatchError: cases that cannot be read, a month that went out before, no consent.
    """
    from brp_match.benchmark.export.file import as_text, content_faults, schema_faults
    from brp_match.benchmark.export.ledger import default_path, read_ledger, write_ledger
    from brp_match.output import put_text
    from brp_match.policy import load_policy

    minimum = load_policy(args.policy).minimum_cell
    place = args.logboek or default_path()
    ledger = read_ledger(place)
    document = make_document(
        args.sources, minimum, args.naam or ledger.code_name, _names(args.vlps), ledger.key
    )
    faults = [*schema_faults(document, "export"), *content_faults(document, "export")]
    if faults:
        raise BrpMatchError.from_faults(faults)
    text = as_text(document)
    months = [entry["naam"] for entry in document["groepen"] if entry["soort"] == "maand"]
    ledger.check(months, text)
    print("\n".join(preview(document)))
    if args.vlps is None:
        print(LOCAL_NAMES)
    if not args.yes and not _agreed():
        print("Niets geschreven.")
        return int(ExitCode.DONE)
    # first the ledger: a file that went out and is forgotten is worse than the other way round
    write_ledger(ledger.with_sent(months, text), place)
    put_text(text, args.out)
    print(f"Geschreven: {args.out}")
    return int(ExitCode.DONE)


def make_document(
    sources: Sequence[Path],
    minimum: int,
    gemeente: str,
    names: Mapping[str, str] | None = None,
    key: bytes | None = None,
) -> dict[str, Any]:
    """Count the cases of folders that `benchmark --data` wrote, and withhold what must be. `key`: the secret that noise
    comes from; without it no withheld count is told with noise.

    Raises BrpMatchError: unreadable or differing folders, a signal twice, fewer signals than the
    minimum.
    """
    from brp_match.benchmark.export.cells import delivered, floors, make_cells
    from brp_match.benchmark.export.file import as_document
    from brp_match.benchmark.export.groups import prepared, reviewed_kinds
    from brp_match.benchmark.export.noise import with_noise
    from brp_match.benchmark.export.suppression import hidden_counts
    from brp_match.benchmark.own_data.command import read_results
    from brp_match.benchmark.own_data.own_signals import read_cases
    from brp_match.benchmark.own_data.summary import Sample

    ways = {(r["controle"], r["steekproef"]) for r in map(read_results, sources)}
    if len(ways) != 1:
        raise BrpMatchError(
            "MAPPEN_VERSCHILLEN",
            "--from",
            "deze mappen zijn met een andere controle of een andere steekproef gemaakt",
        )
    ((variant, sample),) = ways
    cases = [case for folder in sources for case in read_cases(folder)]
    if len({case.signaal_id for case in cases}) != len(cases):
        raise BrpMatchError("SIGNAAL_DUBBEL", "--from", "een signaal staat in twee van deze mappen")
    # a person is one signal here, and who is probed is none: a deliverer knows what it sent
    cases = [case for case in cases if case.counts]
    if len(cases) < minimum:
        raise BrpMatchError(
            "TE_WEINIG", "--from", f"er zijn minder dan {minimum} personen; daar gaat niets van uit"
        )
    rows = prepared(cases, minimum, names)
    cells = make_cells(rows, reviewed_kinds(rows, Sample(sample)))
    hidden = hidden_counts(
        cells.table, cells.slack, minimum, floors(cells, minimum), delivered(cells), cells.unshown
    )
    months = sorted({row.maand for row in rows})
    noisy = {} if key is None else with_noise(cells, hidden, minimum, key, months)
    return as_document(cells, hidden, gemeente, minimum, variant, noisy)


def _names(path: Path | None) -> dict[str, str] | None:
    if path is None:
        return None
    refused = "VLP_LIJST", 'dit is geen TOML met onder [vlp] "naam" = "landelijke naam"'
    names = read_toml(path, *refused).get("vlp")
    if not isinstance(names, dict):
        raise BrpMatchError(refused[0], path.name, refused[1])
    return {str(name): str(national) for name, national in names.items()}


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise BrpMatchError(
            "TOESTEMMING", "--yes", "lees wat hierboven staat, en geef --yes om het te schrijven"
        )
    return input("Dit bestand schrijven? (ja/nee) ").strip().lower() in {"ja", "j"}


LOCAL_NAMES = (
    "Let op: de namen van de vastelastenpartners gaan mee zoals ze in de levering staan. Een plaatselijke "
    "verhuurder kan ook onder een schuilnaam verraden welke gemeente dit is; met --vlps kiest u wat meegaat."
)

COLUMNS = tuple((measure, measure.rpartition(".")[2]) for measure in MEASURES)
"""Every measure that may stand in an export, with its heading in the preview."""


def preview(document: Mapping[str, Any]) -> list[str]:
    """Say line by line everything that the file will hold; `-` is a count that is not
    given, `t/m 19` one of which only a bound is given, `±7` one that is given with noise."""
    seen = {"geen": "niets", "loting": "een gelote steekproef", "alles": "alles"}
    months = [Month.parse(e["naam"]).words for e in document["groepen"] if e["soort"] == "maand"]
    lines = [
        f"Dit gaat naar buiten, onder de naam {document['gemeente']}:",
        f"  maanden: {listed(months)}",
        f"  kleinste aantal dat erin staat: {document['minimum']}",
        f"  nagekeken van de uitval: {seen[document['nagekeken']['exact']]}",
        "  geen naam, adres, datum, nummer of signaal van een persoon",
        "  t/m 19: alleen dat het niet meer is; ±7: het aantal met een geloot getal erbij of eraf, zodat het echte niet te zien is",
        "",
        f"{'':<40}{'controle van vandaag':>61}{'brp-match':>62}",
        f"{'groep':<40}" + "".join(f"{heading:>12}" for _, heading in COLUMNS),
    ]
    given = 0
    for entry in document["groepen"]:
        counts = entry["aantallen"]
        name = " ".join(entry[k] for k in ("soort", "sector", "naam") if k in entry)
        most, noisy = entry.get("hoogstens", {}), entry.get("met_ruis", {})
        lines.append(
            f"{name:<40.40}"
            + "".join(f"{_shown(counts, most, noisy, key):>12}" for key, _ in COLUMNS)
        )
        given += len(counts)
    total = len(document["groepen"])
    lines += ["", f"{counted(given, 'aantal', 'aantallen')} in {whole(total)} groepen.", ""]
    return lines


def _shown(
    counts: Mapping[str, int], most: Mapping[str, int], noisy: Mapping[str, int], key: str
) -> str:
    told = [f"t/m {whole(most[key])}"] if key in most else []
    told += [f"±{whole(noisy[key])}"] if key in noisy else []
    if told:
        return " ".join(told)
    return whole(counts[key]) if key in counts else "-"
