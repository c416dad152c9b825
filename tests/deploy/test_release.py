"""A release: the tag held against the version, notes, licences that may come along, pinned parts, an update routine."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", TOP / "deploy" / "release.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_a_tag_is_the_version_and_has_notes(release: ModuleType) -> None:
    version = str(release.project()["version"])
    assert release.check(f"v{version}") == []
    assert len(release.check("v9.9.9")) == 2
    assert release.notes(f"v{version}").startswith("- ")


def test_what_is_published_says_where_and_by_whom(
    release: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag, place = f"v{release.project()['version']}", "https://code.stad.example/brp-match"
    # there is no public repository yet, and the file says so
    assert len(release.check(tag, place)) == 2
    told = (TOP / "publiccode.yml").read_text(encoding="utf-8")
    told = re.sub(r"^url: .*$", f'url: "{place}.git"', told, flags=re.MULTILINE)
    told = re.sub(r'"IN TE VULLEN[^"]*"', '"A. Beheerder"', told)
    for name in ("pyproject.toml", "CHANGELOG.md"):
        (tmp_path / name).write_bytes((TOP / name).read_bytes())
    (tmp_path / "publiccode.yml").write_text(told, encoding="utf-8")
    monkeypatch.setattr(release, "TOP", tmp_path)
    assert release.check(tag, place) == []


def test_every_part_that_comes_along_has_a_licence_that_may(release: ModuleType) -> None:
    names = release.installed()
    assert {"duckdb", "splink", "fastapi", "sqlalchemy"} <= set(names)
    assert release.not_allowed(names) == []
    assert not release._fine("GPL-3.0-only")
    assert not release._fine("")


def test_every_part_that_comes_along_is_pinned(release: ModuleType) -> None:
    lines = (TOP / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines if "==" in line}
    # what comes with another system or Python only
    assert [name for name in release.installed() if name not in pinned] == []


def test_the_workflows_are_whole_and_the_routine_looks_at_python_and_actions() -> None:
    folder = TOP / ".github"
    routine = yaml.safe_load((folder / "dependabot.yml").read_text(encoding="utf-8"))
    assert {one["package-ecosystem"] for one in routine["updates"]} == {
        "pip",
        "github-actions",
        "docker",
    }
    text = (folder / "workflows" / "uitbrengen.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["uitbrengen"]["steps"]
    made = "\n".join(step.get("run", "") for step in steps)
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"make ([a-z ]+)", made)[0].split()
    assert targets == ["bundle", "sbom", "licences"]
    assert [name for name in targets if f"\n{name}:" not in makefile] == []
    assert (
        made.index("deploy/release.py check")
        < made.index(".ci/run")
        < made.index("gh release create")
    )
