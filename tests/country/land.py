"""A small country of three municipalities, made once a session."""

from __future__ import annotations

from pathlib import Path

from brp_match.pipeline import LinkRequest
from brp_match.synthetic import generate, load_scenario
from brp_match.synthetic.country import cut_up

SCENARIO = """naam: land
titel: Land
toelichting: Drie gemeenten.
inwoners: 900
signalen: 60
gemeente: "9001"
maand: "2026-11"
herkomst: {nl: 0.9, tr: 0.1}
soorten: {ter_plaatse: 0.7, verhuisd: 0.05, vertrokken: 0.05, familielid: 0.05, vreemde: 0.1, ondernemer: 0.05}
vlps: standaard
"""


def make_land(folder: Path) -> Path:
    """Write the files of the country to `folder`."""
    (folder / "land.yaml").write_text(SCENARIO, encoding="utf-8")
    generate(load_scenario(folder / "land.yaml"), folder, seed=1)
    cut_up(folder, 3)
    return folder


def asked(land: Path, out: Path) -> LinkRequest:
    """What is asked of all files of the country."""
    return LinkRequest(
        signals=(land / "signalen.csv",), residents=land / "inwoners.csv",
        previous_addresses=land / "vorige_adressen.csv", addresses=land / "adressen.csv", out=out, threads=1,
    )  # fmt: skip


def contents(
    folder: Path, *, but: tuple[str, ...] = ("run.json", "ddas.json", "samenvatting.json")
) -> dict[str, bytes]:
    """Every file under `folder` by its path there, without those that tell when and how long."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in but]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(files)}
