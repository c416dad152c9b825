"""The accuracy report: every method over scenarios and seeds, and what each choice of ours adds.

`python benchmarks/accuracy_report.py --scenario NAAM… --seeds N --out MAP` runs what `brp-match benchmark` runs,
with its options, and writes accuracy.md, its drawings and accuracy.html beside the results. An instrument of
the makers, so no part of the wheel. Needs the extra `benchmark`.
"""

from __future__ import annotations

import sys
from importlib import import_module

from accuracy.report import write_report

from brp_match.arguments import Parser
from brp_match.benchmark.command import options, plan_of, run_methods
from brp_match.output import growing_folder
from brp_match.terminal import progress_printer


def main() -> int:
    parser = Parser(description=__doc__)
    options(parser)
    args = parser.parse_args()
    if args.out is None:
        parser.error("--out: geef een map voor de uitkomsten")
    plan = plan_of(args)
    # the pictures come last: without what draws them, hours of work would end in a refusal
    import_module("vl_convert")
    with growing_folder(args.out):
        table, results = run_methods(args, plan)
        print(f"Nauwkeurigheid: {write_report(table, results, args.out, progress_printer())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
