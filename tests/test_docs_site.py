"""The site of docs: every page is in it, every link and place is there, its figures are the policy's, publiccode.yml is whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from brp_match.dutch import decimal
from brp_match.errors import ExitCode
from brp_match.options import build_parser
from brp_match.policy import load_policy

TOP = Path(__file__).resolve().parents[1]
DOCS = TOP / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if path.parent.name != "decisions")


def _leaves(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        node = list(node.values())
    return [leaf for one in node for leaf in _leaves(one)]


def test_every_page_stands_in_the_menu() -> None:
    site = yaml.safe_load((TOP / "mkdocs.yml").read_text(encoding="utf-8"))
    named = _leaves(site["nav"])
    assert len(named) == len(set(named))
    assert [name for name in named if not (DOCS / name).is_file()] == []
    assert {str(path.relative_to(DOCS)) for path in PAGES} <= set(named)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_and_picture_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    assert [one for one in links if "://" not in one and not (path.parent / one).exists()] == []


@pytest.mark.parametrize(
    "name", ["compatibiliteit", "toegankelijkheid", "publieke-code", "uitbrengen"]
)
def test_every_place_a_promise_names_is_there(name: str) -> None:
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|src|docs|deploy|\.github|\.ci)/[\w./-]+)`", text)
    assert named
    assert [one for one in named if not (TOP / one).exists()] == []


def test_who_decides_has_the_figures_of_the_policy() -> None:
    text, policy = (DOCS / "wat-beslist-wie.md").read_text(encoding="utf-8"), load_policy(None)
    assert f"ten minste {decimal(policy.match_at, 3)} is" in text
    assert f"kleiner is dan {decimal(policy.reject_below, 3)}?" in text
    assert f"; {policy.audit_sample:.0%} daarvan" in text
    assert f"jonger dan {policy.minor_below}," in text


def test_every_role_has_a_page() -> None:
    from brp_match.review.accounts import Role

    assert {path.stem for path in (DOCS / "rollen").glob("*.md")} == set(map(str, Role))


def test_the_commands_of_the_pages_are_ours() -> None:
    for name in ("index", "uitbrengen", "toegankelijkheid"):
        for command in re.findall(
            r"`brp-match ([a-z-]+)", (DOCS / f"{name}.md").read_text(encoding="utf-8")
        ):
            assert command in build_parser().format_help(), command


CATEGORIES = {
    "business-process-management", "compliance-management", "data-analytics", "data-collection", "data-visualization", "workflow-management",
}  # fmt: skip
"""Those of the standard's list that could be ours."""
SCOPES = {"finance-and-economic-development", "local-authorities", "society", "welfare"}


def test_publiccode_is_what_the_standard_asks() -> None:
    """By docs/standard of github.com/publiccodeyml/publiccode.yml, read on 29 November 2026."""
    said = yaml.safe_load((TOP / "publiccode.yml").read_text(encoding="utf-8"))
    needed = {
        "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType", "description",
        "legal", "maintenance", "localisation",
    }  # fmt: skip
    assert (
        needed
        <= set(said)
        <= needed | {"softwareVersion", "releaseDate", "intendedAudience", "dependsOn"}
    )
    assert re.fullmatch(r"https://[\w.-]+/\S+", said["url"])
    assert set(said["platforms"]) <= {"web", "windows", "mac", "linux", "ios", "android"}
    assert set(said["categories"]) <= CATEGORIES
    assert set(said["intendedAudience"]["scope"]) <= SCOPES
    assert all(re.fullmatch("[a-z]{2}", code) for code in said["intendedAudience"]["countries"])
    assert said["developmentStatus"] in ("concept", "development", "beta", "stable", "obsolete")
    assert said["softwareType"] == "standalone/web"
    assert said["legal"]["license"] == "EUPL-1.2"
    assert said["maintenance"]["type"] in ("internal", "contract", "community", "none")
    # a contact is a person: until there is one, the gap is marked and a release is refused
    assert [set(one) for one in said["maintenance"]["contacts"]] == [{"name"}]
    assert all(set(one) <= {"name", "versionMin", "optional"} for one in said["dependsOn"]["open"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", said["releaseDate"])
    told = said["description"]["nl"]
    assert set(told) == {"shortDescription", "longDescription", "features"}
    assert len(told["shortDescription"]) <= 150
    assert 150 <= len(told["longDescription"]) <= 10_000
    assert 5 <= len(told["features"]) <= 20
    import tomllib

    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert said["softwareVersion"] == project["version"]


def test_exit_codes_stay() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0, "OUR_FAULT": 1, "BAD_INPUT": 2, "QUARANTINED": 3,
    }  # fmt: skip
