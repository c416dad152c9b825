"""`brp-match conformance`: a set of signals with the right answers, and a check's answers held against it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from brp_match.arguments import file_option, folder_option
from brp_match.errors import BrpMatchError, ExitCode

if TYPE_CHECKING:
    from brp_match.conformance.answers import Answers
    from brp_match.conformance.make import TestSet

EXAMPLES = ("exact", "splink", "brp-match")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command `conformance` with its options."""
    parser = commands.add_parser(
        "conformance",
        help="een toetsset voor wie een BRP-controle maakt, en het verslag van de antwoorden",
        description="Zonder --answers of --example: schrijft de toetsset in --out.",
    )
    file_option(
        parser,
        "--answers",
        "wat uw controle van de set maakte (signaal_id, besluit, persoon_id), of alleen wat uitviel",
    )
    parser.add_argument(
        "--mapping", type=Path, metavar="BESTAND",
        help="TOML met uw eigen kolommen onder [antwoorden] en uw eigen woorden onder [besluit]",
    )  # fmt: skip
    parser.add_argument(
        "--example", nargs="+", choices=EXAMPLES, default=[], metavar="NAAM",
        help="uitgewerkte voorbeelden: " + ", ".join(EXAMPLES),
    )  # fmt: skip
    folder_option(parser, "--out", "map voor de set of het verslag", required=True)
    parser.set_defaults(run=run, writes=True)


def run(args: argparse.Namespace) -> int:
    """Write the set, or the report of answers; prints what came out and where it is."""
    from brp_match.conformance.make import make_set, write_set
    from brp_match.output import written_beside

    if args.answers and args.example:
        raise BrpMatchError("OPTIES_SAMEN", "--answers, --example", "kies een van deze twee")
    if args.mapping and not args.answers:
        raise BrpMatchError("OPTIES_SAMEN", "--mapping", "deze optie hoort bij --answers")
    one = make_set()
    if args.answers or args.example:
        return _report(args, one)
    with written_beside(args.out) as folder:
        write_set(one, folder)
    print(
        f"{len(one.signals)} signalen, uitgave {one.edition}. Lees eerst: {args.out / 'LEESMIJ.md'}"
    )
    return int(ExitCode.DONE)


def _report(args: argparse.Namespace, one: TestSet) -> int:
    from datetime import date

    from brp_match.conformance.page import PAGE, ROWS, lines, side_by_side, write_report
    from brp_match.conformance.score import score
    from brp_match.output import written_beside

    answered = _answers(args, one)
    results = [(name, score(one.expected, answers)) for name, answers in answered]
    who = "Uw controle" if args.answers else "Deze controle"
    with written_beside(args.out, inputs=(args.answers, args.mapping)) as folder:
        write_report(results, one.expected, one.edition, folder, date.today(), who)
    for name, result in results:
        if args.example:
            print(f"{name}:")
        print("\n".join(lines(result, who)) + "\n")
    if len(results) > 1:
        print(side_by_side(results))
    print(f"Verslag: {args.out / PAGE}; per signaal: {args.out / ROWS}")
    return int(ExitCode.DONE)


def _answers(args: argparse.Namespace, one: TestSet) -> list[tuple[str, Answers]]:
    from tempfile import TemporaryDirectory

    from brp_match.conformance.answers import read_answers
    from brp_match.conformance.examples import NAMES, answers_of
    from brp_match.conformance.make import write_set
    from brp_match.conformance.words import load_terms
    from brp_match.scratch import scratch

    if args.answers:
        answers = read_answers(args.answers, load_terms(args.mapping)).by_id(one.town.residents)
        return [(args.answers.stem, answers)]
    with TemporaryDirectory(dir=scratch()) as work:
        write_set(one, Path(work))
        return [(NAMES[name], answers_of(name, Path(work))) for name in dict.fromkeys(args.example)]
