"""The logo of the municipality: a PNG or JPEG in the data folder, shown above every page."""

from __future__ import annotations

from pathlib import Path

from brp_match.beside import replaced
from brp_match.errors import BrpMatchError

LARGEST = 200 * 1024
"""Bytes of a logo: it goes with every page."""

KINDS = {"png": (b"\x89PNG\r\n\x1a\n", "image/png"), "jpg": (b"\xff\xd8\xff", "image/jpeg")}
"""Ending → how such a file begins, and its media type. SVG is none: it may hold a program."""


def logo_of(data: Path) -> Path | None:
    """Return the logo; None without one."""
    return next((path for end in KINDS if (path := data / f"logo.{end}").is_file()), None)


def keep(data: Path, content: bytes) -> None:
    """Keep a logo in the place of the one before. BrpMatchError 400 for what is none."""
    end = next((end for end, (start, _) in KINDS.items() if content.startswith(start)), None)
    if end is None:
        raise BrpMatchError("LOGO_ONGELDIG", "logo", "kies een PNG of een JPEG")
    if len(content) > LARGEST:
        said = f"het logo is te groot: kies er een van ten hoogste {LARGEST // 1024} kB"
        raise BrpMatchError("LOGO_GROOT", "logo", said)
    # a stop in between leaves the one before, or both: never half a picture
    with replaced(data / f"logo.{end}") as beside:
        beside.write_bytes(content)
    for other in KINDS.keys() - {end}:
        (data / f"logo.{other}").unlink(missing_ok=True)


def remove(data: Path) -> None:
    """Take the logo away."""
    for end in KINDS:
        (data / f"logo.{end}").unlink(missing_ok=True)


def media_type(path: Path) -> str:
    """Return the media type of a logo of ours."""
    return KINDS[path.suffix[1:]][1]
