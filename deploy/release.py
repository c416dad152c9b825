"""What a release needs: the tag held against the version, the notes of one version, the licences of what comes along.

python deploy/release.py check v0.1.0 [ADDRESS]   where it is published: then publiccode.yml must say so
python deploy/release.py notes v0.1.0
python deploy/release.py licences out/release/licences.md
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]

ALLOWED = (
    "apache", "bsd", "mit", "isc", "mpl", "mozilla", "psf", "python", "unlicense", "zlib", "hpnd", "eupl", "lgpl", "lesser",
    "zpl", "cc0", "0bsd", "ofl",
)  # fmt: skip
"""What a licence must say to come along with a EUPL-1.2 program: permissive, or weak copyleft by file or library."""

NAMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def project() -> dict[str, object]:
    """Return the table `project` of pyproject.toml."""
    found: dict[str, object] = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    return found


def check(tag: str, address: str = "") -> list[str]:
    """Return what keeps a tag from being a release: another version, no part of the changelog; with the address where
    it is published, a publiccode.yml that says another or has something to fill in."""
    version, wrong = str(project()["version"]), []
    if tag != f"v{version}":
        wrong.append(f"tag {tag} is not version {version}")
    if not notes(tag):
        wrong.append(f"CHANGELOG.md has no part about {tag.removeprefix('v')}")
    if address:
        told = (TOP / "publiccode.yml").read_text(encoding="utf-8")
        if not re.search(rf'^url: "{re.escape(address)}(\.git)?"$', told, re.MULTILINE):
            wrong.append(f"publiccode.yml: url is not {address}")
        if '"IN TE VULLEN' in told:
            wrong.append("publiccode.yml has something to fill in")
    return wrong


def notes(tag: str) -> str:
    """Return the part of the changelog about a version, '' where there is none."""
    text = (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(
        rf"^## {re.escape(tag.removeprefix('v'))}\b[^\n]*\n(.*?)(?=^## |\Z)",
        text,
        re.MULTILINE | re.DOTALL,
    )
    return found[1].strip() if found else ""


def installed(extras: tuple[str, ...] = ("", "web")) -> list[str]:
    """Return the names of all packages that these extras bring, as they are installed here, in order."""
    seen: dict[str, metadata.Distribution] = {}
    todo = [(_name(line), line) for line in _asked(extras)]
    while todo:
        name, _ = todo.pop()
        if name in seen:
            continue
        try:
            seen[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system, or another Python
        todo += [
            (_name(line), line) for line in seen[name].requires or () if "extra ==" not in line
        ]
    return sorted(seen)


def _asked(extras: tuple[str, ...]) -> list[str]:
    told = project()
    optional = told["optional-dependencies"]
    assert isinstance(optional, dict)
    lines = list(told["dependencies"]) if "" in extras else []  # type: ignore[call-overload]
    return lines + [line for extra in extras if extra for line in optional[extra]]


def _name(line: str) -> str:
    found = NAMED.match(line)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def licence_of(name: str) -> str:
    """Return the licence of an installed package in one line."""
    about = metadata.metadata(name)
    said = about.get("License-Expression") or ""
    if not said:
        classes = [
            c.split(" :: ")[-1]
            for c in about.get_all("Classifier") or ()
            if c.startswith("License ::")
        ]
        said = ", ".join(classes) or (about.get("License") or "").strip().splitlines()[0:1] or ""
    return said if isinstance(said, str) else "".join(said)


def not_allowed(names: list[str]) -> list[str]:
    """Return the packages whose licence is not one of ALLOWED."""
    return [
        f"{name}: {licence_of(name) or 'unknown'}" for name in names if not _fine(licence_of(name))
    ]


def _fine(licence: str) -> bool:
    return any(word in licence.lower() for word in ALLOWED)


def licences(path: Path) -> None:
    """Write the list of packages with version and licence."""
    rows = [
        f"| {name} | {metadata.version(name)} | {licence_of(name) or 'onbekend'} |"
        for name in installed()
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    head = "# Licenties\n\nWat met `brp-match[web]` meekomt.\n\n| pakket | versie | licentie |\n|---|---|---|\n"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def main(argv: list[str]) -> int:
    """Do one of the commands above; 1 when a check fails."""
    what, about, *more = argv
    if what == "check":
        wrong = check(about, *more)
        for line in wrong:
            print(line, file=sys.stderr)
        return int(bool(wrong))
    if what == "notes":
        print(notes(about))
        return 0
    licences(Path(about))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
