"""The wheel holds its content, and reads it from where it is installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as an installation has it: the wheel's own files."""
    folder = tmp_path_factory.mktemp("wiel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "inhoud")
    return folder / "inhoud"


def test_content_is_in_the_wheel(unpacked: Path) -> None:
    content = unpacked / "brp_match" / "_content"
    for kind, source in (
        ("comparators", ROOT / "comparators"),
        ("expectations", ROOT / "expectations"),
        ("scenarios", ROOT / "benchmarks" / "scenarios"),
        ("peers", ROOT / "benchmarks" / "peers"),
    ):
        mine = {
            str(p.relative_to(source))
            for p in source.rglob("*")
            if p.is_file() and "__pycache__" not in p.parts
        }
        held = {
            str(p.relative_to(content / kind)) for p in (content / kind).rglob("*") if p.is_file()
        }
        assert held == mine
    for name in ("policy.toml", "web/templates/base.html", "web/static/brp-match.css",
                 "review/migrations/versions/0001_start.py", "report/templates/card.html", "py.typed"):  # fmt: skip
        assert (unpacked / "brp_match" / name).is_file(), name


def test_an_installed_package_reads_its_own_content(unpacked: Path, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r}); import brp_match; "
        "from brp_match.settings import content_root; from brp_match.content import load_comparators, load_expectations; "
        "print(brp_match.__file__); print(content_root('comparators')); print(len(load_comparators()), len(load_expectations()) > 40)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    assert lines[0].startswith(str(unpacked))
    assert lines[1] == str(unpacked / "brp_match" / "_content" / "comparators")
    assert lines[2] == "4 True"
