"""`brp-match benchmark merge`: the national report out of the exports of many municipalities."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from brp_match.arguments import file_option
from brp_match.benchmark.export.file import Export, read_export
from brp_match.benchmark.export.keys import ALL, REST, Group
from brp_match.benchmark.families import SIDES
from brp_match.benchmark.merge.guesses import (
    Guessed,
    guess_fields,
    guessed,
    pooled_share,
    same_files,
    unsure_places,
)
from brp_match.benchmark.merge.methods import (
    beside,
    both_methods,
    by_kind,
    guess_of,
    method_rows,
    size_class,
)
from brp_match.benchmark.merge.noisy import rounded
from brp_match.benchmark.merge.ranges import Reader
from brp_match.benchmark.merge.statistics import heterogeneity
from brp_match.benchmark.merge.totals import (
    Total,
    by_municipality,
    by_size,
    fields,
    groups_of,
    overdispersion,
    position,
    total,
)
from brp_match.dutch import counted
from brp_match.errors import BrpMatchError, ExitCode, Fault

SCHEMA = "brp-match-landelijk/1"

REAL_LIST = "uitval"
"""Today's check of an export where the municipality gave the list of what really dropped."""


def add_merge(parser: argparse.ArgumentParser) -> None:
    """Add the options of `benchmark merge`."""
    parser.add_argument("files", nargs="+", type=Path, metavar="BESTAND.json")
    parser.add_argument("--out", type=Path, required=True, metavar="MAP")
    parser.add_argument(
        "--eigen", default="", metavar="GEMEENTE", help="welke gemeente in de tekening wordt aangewezen"
    )  # fmt: skip
    parser.add_argument("--uitgever", default="", metavar="NAAM", help="wie het verslag uitgeeft")
    parser.add_argument(
        "--licentie",
        default="",
        metavar="TEKST",
        help="hoe het verslag hergebruikt mag worden, bijvoorbeeld CC BY 4.0",
    )
    parser.add_argument(
        "--datum", type=date.fromisoformat, default=None, metavar="JJJJ-MM-DD", help="dag van uitgave; standaard vandaag"
    )  # fmt: skip
    file_option(
        parser, "--vorige", "landelijk.json van de vorige uitgave, voor de lijst van uitgaven"
    )


def merge(args: argparse.Namespace) -> int:
    """Read every export, and write landelijk.json, rapport.html with its PDF, and the figures to `args.out`.

    Raises BrpMatchError with the faults of all files.
    """
    from brp_match.benchmark.merge.edition import earlier, publication
    from brp_match.benchmark.reports.data import write_data
    from brp_match.benchmark.reports.words import best
    from brp_match.benchmark.reports.write import write_report
    from brp_match.json_file import write_json
    from brp_match.output import written_beside
    from brp_match.report.pdf import NO_PDF, pdf_writer

    exports = read_all(args.files)
    results = merged(exports)
    if args.eigen:
        if args.eigen not in {row["naam"] for row in results["per_gemeente"]}:
            raise BrpMatchError(
                "GEMEENTE_ONBEKEND", "--eigen", "van deze gemeente is er geen bestand bij"
            )
        results["eigen"] = args.eigen
    results["uitgave"] = publication(
        results, args.uitgever, args.licentie, args.datum or date.today(), earlier(args.vorige)
    )
    results["bestanden"] = sorted(sha256(path.read_bytes()).hexdigest() for path in args.files)
    with pdf_writer(1) as pdfs, written_beside(args.out) as beside:
        write_json(results, beside / "landelijk.json")
        pdfs.write(write_report(results, beside / "rapport.html"))
        write_data(results, beside)
        pdfs.finish()
        if not pdfs.possible:
            print(f"{NO_PDF}; al het andere is compleet", file=sys.stderr)
    places, signals = len(results["per_gemeente"]), best(results["totaal"])["signalen"]
    print(f"{counted(places, 'gemeente', 'gemeenten')}, {counted(signals, 'signaal', 'signalen')}.")
    print(f"Het verslag: {args.out / 'rapport.html'}")
    return int(ExitCode.DONE)


def read_all(paths: Sequence[Path]) -> list[Export]:
    """Read the files; raises BrpMatchError with all faults, also a municipality's month twice."""
    exports: list[Export] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            exports.append(read_export(path))
        except BrpMatchError as error:
            faults.extend(error.faults)
    seen: set[tuple[str, str]] = set()
    for path, export in zip(paths, exports, strict=False) if not faults else ():
        months = {(export.gemeente, month) for month in export.months}
        if months & seen:
            faults.append(
                Fault("MAAND_DUBBEL", path.name, "deze gemeente gaf een van deze maanden al eerder")
            )
        seen |= months
    if faults:
        raise BrpMatchError.from_faults(faults)
    return exports


def merged(exports: Sequence[Export]) -> dict[str, Any]:
    """Return everything the national report says. Shares are 0 to 1.

    A count that was withheld stands as its two bounds; see `ranges`.
    """
    readers = [Reader(export) for export in exports]
    places = by_municipality(readers)
    whole = total(readers, ALL)
    per_place = {name: total(own, ALL) for name, own in places.items()}
    known = [t for t in per_place.values() if t.seen and t.wrongful.exact]
    country = guessed(readers, [ALL])
    target = pooled_share(country)
    spread = heterogeneity([(t.wrongful.low, t.seen) for t in known], unsure_places(places))
    per_vlp = {group: total(readers, group) for group in groups_of(exports, "vlp")}
    phi = overdispersion(list(per_place.values()))
    phi_vlps = overdispersion(list(per_vlp.values()))
    return {
        "schema": SCHEMA,
        "maanden": sorted({month for export in exports for month in export.months}),
        "controles": sorted({export.controle for export in exports}),
        "per_controle": [
            by_kind(kind, [one for one in readers if (one.export.controle == REAL_LIST) == real])
            for kind, real in (("echte lijst", True), ("nabootsing", False))
            if any((one.export.controle == REAL_LIST) == real for one in readers)
        ],
        "minimum": max(export.minimum for export in exports),
        "totaal": {**fields("alle", whole), "geschat": guess_fields(country)},
        "methoden": [method_rows(readers, method) for method in ("exact", "brp_match")],
        "zelfde_signalen": same_files(readers, ALL),
        "beide": both_methods(readers),
        "streef": target,
        "per_gemeente": [
            _place(name, one, places[name], target, phi) for name, one in per_place.items()
        ],
        "per_vlp": [
            {
                "sector": group.sector,
                **fields(group.name, one, target, phi_vlps),
                "brp_match": fields(group.name, total(readers, group, "brp_match")),
                "zelfde_signalen": same_files(readers, group),
            }
            for group, one in per_vlp.items()
        ],
        "per_sector": [beside(readers, group) for group in groups_of(exports, "sector")],
        "per_grootte": [size_class(name, group) for name, group in by_size(places).items()],
        "per_maand": [
            fields(group.name, total(readers, group)) for group in groups_of(exports, "maand")
        ],
        "zijden": _sides(readers),
        "families": _causes(readers, exports, "familie"),
        "oorzaken": _causes(readers, exports, "oorzaak"),
        "overspreiding": {
            "gemeenten": round(phi, 4),
            "vlps": round(phi_vlps, 4),
        },
        "spreiding": spread
        and {k: round(v, 6) if isinstance(v, float) else v for k, v in asdict(spread).items()},
    }


def _place(
    name: str, one: Total, own: Sequence[Reader], target: float, phi: float
) -> dict[str, Any]:
    """One municipality, placed by the same interval that its share is told with."""
    guess = guess_fields(guessed(own, [ALL])) or {}
    shares = (guess["aandeel_van"], guess["aandeel_tot"]) if guess.get("nagekeken") else None
    place = position(one, target, phi, shares)
    return {**fields(name, one), "geschat": guess or None, "positie": place}


def _sides(readers: Sequence[Reader]) -> list[dict[str, Any]]:
    """Return the two sides, each its families together and what is left of it."""
    found = []
    for side, own in SIDES.items():
        one = guessed(readers, [Group("familie", name) for name in (*own, side)])
        if one.files:
            exact = {
                "naam": side,
                "uitval": rounded(one.dropped.guess())[0],
                "nagekeken": rounded(one.seen.guess())[0],
                **_bounds(one),
            }
            found.append({**exact, "geschat": guess_fields(one)})
    return found


def _bounds(one: Guessed) -> dict[str, Any]:
    """Return the bounds of the wrongful ones that are certain."""
    low, high = one.wrongful.bounds.low, one.wrongful.bounds.high
    if not one.seen.bounds.high or high == float("inf"):
        return dict.fromkeys(("onterecht_van", "onterecht_tot", "aandeel_van", "aandeel_tot"))
    least, most = low / one.seen.bounds.high, min(1.0, high / max(1, one.seen.bounds.low))
    return {
        "onterecht_van": low,
        "onterecht_tot": int(high),
        "aandeel_van": round(least, 6),
        "aandeel_tot": round(most, 6),
    }


def _causes(
    readers: Sequence[Reader], exports: Sequence[Export], kind: str
) -> list[dict[str, Any]]:
    """Groups of drop-out, the largest first and what is put together last."""
    rows = (
        {**fields(g.name, total(readers, g)), "geschat": guess_of(readers, g)}
        for g in groups_of(exports, kind)
    )
    return sorted(rows, key=lambda row: (row["naam"] == REST, -row["uitval"], row["naam"]))
