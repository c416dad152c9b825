"""`brp-match benchmark --data MAP --out MAP`: a municipality measures its own drop-out.

MAP holds `signalen*` (one or more files) and `inwoners*`, in any format that `link` reads, and if
there are any `vorige_adressen*`, `adressen*`, `mapping.toml`, `uitval*` (what today's system really dropped, in the place of
an imitation of its check) and `uitkomsten.csv`
(`signaal_id; persoon_id; uitkomst` with onterecht, terecht or onbekend): what a person found of
signals that dropped out. Nothing leaves the municipality; `benchmark export` makes counts of it.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from brp_match.csv_file import write_csv
from brp_match.errors import BrpMatchError, ExitCode

PRECISIONS = (0.02, 0.05, 0.10)
"""Half widths of the interval for which the number to review is told."""


def add_own_data(parser: argparse.ArgumentParser) -> None:
    """Add the options that go with `--data` and `--out`."""
    group = parser.add_argument_group("eigen gegevens, bij --data")
    group.add_argument(
        "--controle",
        default="exact",
        choices=("exact", "exact_voornamen", "exact_zonder_toevoeging"),
        help="de controle van vandaag: achternaam, voorletter, geboortedatum en adres (exact), met "
        "de hele voornaam, of zonder toevoeging",
    )
    group.add_argument(
        "--steekproef",
        default="loting",
        choices=("loting", "loting-per-vlp", "loting-per-sector", "gekozen"),
        help="hoe de nagekeken signalen zijn gekozen; bij 'gekozen' komt er geen schatting",
    )
    group.add_argument("--policy", type=Path, metavar="BESTAND")
    group.add_argument("--gemeente", metavar="CODE")
    group.add_argument("--zonder-geheimhouding", action="store_true")


def run(args: argparse.Namespace) -> int:
    """Measure the files of `args.data`; writes to `args.out` and prints the outcome.

    Writes eigen.json, gevallen.csv, te_bekijken.csv, rapport.html and koppeling/ (our run).
    Raises BrpMatchError for missing or faulty files.
    """
    from brp_match.benchmark.own_data.files import find_files
    from brp_match.benchmark.own_data.own_signals import FILE, make_cases, write_cases
    from brp_match.benchmark.own_data.summary import (
        Sample,
        beside_imitation,
        drawing_order,
        summary,
    )
    from brp_match.benchmark.reports.words import REAL_LIST
    from brp_match.benchmark.reports.write import write_report
    from brp_match.json_file import write_json
    from brp_match.output import written_beside
    from brp_match.policy import load_policy
    from brp_match.terminal import clear_progress, progress_printer

    if args.out is None:
        raise BrpMatchError("OPTIE_ONTBREEKT", "--out", "geef een map voor de uitkomsten")
    policy = load_policy(args.policy)
    files = find_files(args.data)
    sample = Sample(args.steekproef)
    with written_beside(args.out) as beside:
        cases = make_cases(
            files,
            beside,
            variant=args.controle,
            policy=args.policy,
            gemeente=args.gemeente,
            without_secrecy=args.zonder_geheimhouding,
            progress=progress_printer(),
        )
        clear_progress()
        check = REAL_LIST if files.drop_out else args.controle
        results = summary(cases.rows, cases.quarantined, check, sample, PRECISIONS)
        if cases.imitated is not None:
            results["nabootsing"] = beside_imitation(cases.rows, cases.imitated, args.controle)
        write_json(results, beside / "eigen.json")
        write_cases(cases.rows, beside / FILE)
        drawn = enumerate(drawing_order(cases.rows, policy.seed), start=1)
        write_csv(
            beside / "te_bekijken.csv",
            ("volgorde", "signaal_id", "vlp"),
            ((place, one.signaal_id, one.vlp) for place, one in drawn),
        )
        write_report(results, beside / "rapport.html")
    print("\n".join(lines(results)))
    print(f"Het verslag: {args.out / 'rapport.html'}")
    return int(ExitCode.DONE)


def read_results(folder: Path) -> dict[str, Any]:
    """Read eigen.json of a folder that this command wrote; raises BrpMatchError for anything else."""
    import json

    from brp_match.benchmark.own_data.summary import SCHEMA, Sample

    try:
        results = json.loads((folder / "eigen.json").read_text(encoding="utf-8"))
        if results["schema"] != SCHEMA or results["steekproef"] not in set(Sample):
            raise ValueError("schema")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrpMatchError(
            "EIGEN_ONLEESBAAR",
            f"{folder.name}/eigen.json",
            "dit bestand ontbreekt of is niet van 'brp-match benchmark --data'",
        ) from error
    return dict(results)


def lines(results: dict[str, Any]) -> list[str]:
    """Say the outcome in plain Dutch, a line each; no personal data."""
    from brp_match.dutch import counted, decimal, whole

    today, ours = results["methoden"]["exact"], results["methoden"]["brp_match"]
    does = results["wat_wij_doen"]
    n = results["signalen"]
    text = [
        f"{counted(n, 'signaal', 'signalen')}; {whole(results['quarantaine'])} in quarantaine",
        f"De controle van vandaag laat {whole(today['uitval'])} uitvallen, brp-match {whole(ours['uitval'])}.",
        f"Van die {whole(today['uitval'])} maakt brp-match {whole(does['match'])} match, "
        f"{whole(does['review'])} beoordelen, {whole(does['reject'])} afgewezen.",
        estimate_line("de controle van vandaag", today),
        estimate_line("brp-match", ours),
    ]
    if today["nagekeken"] < today["uitval"]:
        text += [
            f"Kijk er in totaal {whole(row['signalen'])} van de {whole(today['uitval'])} na om het aandeel "
            f"op {decimal(100 * row['precisie'], 0)} procentpunt nauwkeurig te weten."
            for row in results["nakijken"]["aantal"]
        ]
        if today["nagekeken"]:
            text.append(f"Er zijn er al {whole(today['nagekeken'])} nagekeken.")
        text.append("te_bekijken.csv heeft de rest in gelote volgorde: begin bovenaan.")
    return text


def estimate_line(method: str, fields: dict[str, Any]) -> str:
    """Say the wrongful drop-out of one method, or why it is not known."""
    from brp_match.dutch import decimal, percent, whole

    found = fields["schatting"]
    if fields["uitval"] == 0:
        return f"Bij {method} viel niets uit."
    if found is None:
        return f"Onterechte uitval bij {method}: niet bekend, want er is geen gelote steekproef nagekeken."
    if fields["nagekeken"] == fields["uitval"]:
        return (
            f"Onterechte uitval bij {method}: {whole(round(found['aantal']))} van de "
            f"{whole(fields['uitval'])} (alles is nagekeken)."
        )
    text = (
        f"Onterechte uitval bij {method}: naar schatting {decimal(found['aantal'], 0)} van de "
        f"{whole(found['over'])} ({percent(found['aandeel'])}), met 95% zekerheid tussen "
        f"{decimal(found['van'], 0)} en {decimal(found['tot'], 0)}; {whole(fields['nagekeken'])} nagekeken."
    )
    if found["niet_bekeken_groepen"]:
        text += f" {whole(found['niet_bekeken_groepen'])} signalen zitten in groepen waarvan niets is nagekeken."
    return text
