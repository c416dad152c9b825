"""Made-up cases of municipalities for the tests of export and merge; no signal of a real person."""

from __future__ import annotations

from pathlib import Path
from random import Random

from brp_match.benchmark.own_data.files import Checked
from brp_match.benchmark.own_data.own_signals import FILE, OwnSignal, write_cases
from brp_match.benchmark.own_data.summary import Sample, summary
from brp_match.json_file import write_json
from brp_match.model import Besluit

DELIVERERS = (("Energie", "Stroom Noord"), ("Energie", "Gas Zuid"), ("Water", "Waterbedrijf"),
             ("Huur", "Wonen Goed"), ("Huur", "Klein Beheer"))  # fmt: skip
CAUSES = ("NAAM_OMGEDRAAID", "VERTROKKEN", "GEBOORTEDATUM_STANDAARDWAARDE", "GEEN_WONING")


def make_cases(
    number: int,
    seed: int,
    *,
    months: tuple[str, ...] = ("2026-01", "2026-02", "2026-03"),
    drop: float = 0.3,
    wrongful: float = 0.4,
    reviewed: float = 1.0,
) -> list[OwnSignal]:
    """Draw cases: today's check drops a share, of which a share wrongly; ours drops the rest."""
    rng = Random(seed)
    cases = []
    for i in range(number):
        sector, vlp = rng.choices(DELIVERERS, weights=(5, 4, 4, 3, 1))[0]
        dropped = rng.random() < drop
        wrong = dropped and rng.random() < wrongful
        besluit = Besluit.REJECT if dropped and not wrong else Besluit.MATCH
        if wrong and rng.random() < 0.2:
            besluit = Besluit.REVIEW
        seen = dropped and rng.random() < reviewed
        checked = (Checked.WRONGFUL if wrong else Checked.RIGHTFUL) if seen else None
        cases.append(
            OwnSignal(
                f"S{seed}-{i}", vlp, sector, rng.choice(months), dropped, besluit,
                rng.choice(CAUSES), checked,
            )
        )  # fmt: skip
    return cases


def write_folder(cases: list[OwnSignal], folder: Path, sample: Sample = Sample.RANDOM) -> Path:
    """Write what `benchmark --data` leaves and `export` reads."""
    folder.mkdir(parents=True)
    write_cases(cases, folder / FILE)
    write_json(summary(cases, 0, "exact", sample, (0.05,)), folder / "eigen.json")
    return folder
