"""Worked examples: the exact check of today, Splink as its manual has it, and brp-match, on the same set."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from brp_match.conformance.answers import Answers, Given
from brp_match.conformance.make import EARLIER, KNOWN, POLICY, SIGNALS
from brp_match.csv_file import read_csv
from brp_match.model import Besluit
from brp_match.scratch import scratch

NAMES: Mapping[str, str] = {
    "exact": "exacte controle",
    "splink": "Splink 5",
    "brp-match": "brp-match",
}
"""Name of an example → what it is called in the report."""

THREADS = 2


def answers_of(name: str, folder: Path) -> Answers:
    """Return what an example makes of the set in `folder`.

    The exact check and Splink see one delivery and the register, as today: no policy, no month before.
    """
    if name == "brp-match":
        return _ours(folder)
    from brp_match.benchmark.measure import run_method

    method = "splink_stock" if name == "splink" else name
    found, _ = run_method(method, folder, THREADS)
    return Answers({one.signaal_id: Given(one.besluit, one.persoon_id) for one in found})


def _ours(folder: Path) -> Answers:
    """Link the month before and then the month, with the policy and the file of debt counselling of the set."""
    from brp_match.pipeline import LinkRequest, link

    ask = partial(
        LinkRequest,
        residents=folder / "inwoners.csv",
        previous_addresses=folder / "vorige_adressen.csv",
        addresses=folder / "adressen.csv",
    )
    with TemporaryDirectory(dir=scratch()) as work:
        before, out = Path(work) / "oktober", Path(work) / "november"
        link(ask(signals=(folder / EARLIER,), out=before))
        month, policy, known = folder / SIGNALS, folder / POLICY, folder / KNOWN
        link(ask(signals=(month,), out=out, policy=policy, shv=known, history=(before,)))
        rows = read_csv(out / "decisions.csv")
    return Answers({r["signaal_id"]: Given(Besluit(r["besluit"]), r["persoon_id"]) for r in rows})
