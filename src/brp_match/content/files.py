"""YAML content files: read safely, list every fault, hash what was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError, Fault
from brp_match.settings import content_root


def read_yaml(path: Path) -> dict[str, Any]:
    """Read one YAML mapping with the safe loader.

    Raises BrpMatchError INHOUD_ONLEESBAAR when it is no YAML or no mapping.
    """
    return parse_yaml(path.name, read_content(path))


def read_content(path: Path) -> bytes:
    """Read the bytes of a content file. Raises BrpMatchError INHOUD_ONLEESBAAR."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BrpMatchError("INHOUD_ONLEESBAAR", path.name, _NO_YAML) from error


def parse_yaml(name: str, content: bytes) -> dict[str, Any]:
    """Return the mapping that the bytes of the file `name` hold, in UTF-8. Raises as `read_yaml`."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        value = yaml.load(content.decode("utf-8"), Loader=loader)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise BrpMatchError("INHOUD_ONLEESBAAR", name, _NO_YAML) from error
    if not isinstance(value, dict):
        raise BrpMatchError("INHOUD_ONLEESBAAR", name, "dit bestand is geen lijst van sleutels")
    return value


_NO_YAML = "dit bestand is geen leesbare YAML"


def unknown_keys(entry: Mapping[str, Any], allowed: Iterable[str], where: str) -> list[Fault]:
    """One fault for every key of `entry` that is not allowed."""
    return [
        Fault("INHOUD_ONBEKEND", where, f"de sleutel '{key}' bestaat niet")
        for key in sorted(set(entry) - set(allowed))
    ]


def content_hash(kind: str, only: str = "") -> str:
    """sha256 (hex) over names and bytes of all files of a kind of content (`content_root`), in order; `only`
    those with this suffix (.yaml or .csv)."""
    root = content_root(kind)
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in ({only} if only else {".yaml", ".csv"}):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(b"\0")
            digest.update(path.read_bytes())
            digest.update(b"\0")
    return digest.hexdigest()
