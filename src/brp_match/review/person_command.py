"""`brp-match person`: find, export and erase everything about one person, for who answers requests under the AVG."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError, ExitCode


def run_person(args: argparse.Namespace) -> int:
    """Print how much is held of the person read from standard input; write it, or erase it, when asked.

    BrpMatchError PERSOON_ONTBREEKT without a number.
    """
    from datetime import UTC, datetime

    from brp_match.review import person, processing_log
    from brp_match.review.command import open_store
    from brp_match.review.person_erase import erase

    who = _who()
    engine, now = open_store(args), datetime.now(UTC)
    with engine.begin() as con:
        found = person.find(con, who)
        processing_log.log(con, operation="persoon zoeken", subject=who, now=now)
        told = person.export(con, found, now) if args.export else None
    for name, count in found.counts().items():
        print(f"{name}: {count}")
    if told is not None:
        _write(args.export, told)
        print(f"Inzage: {args.export}")
    if args.wis:
        proof = erase(engine, who, ground=args.wis, account_id="", now=now)
        rows = ", ".join(f"{name} {count}" for name, count in sorted(proof.rows.items()) if count)
        print(
            f"gewist: {proof.rewritten} bestanden herschreven, {proof.gone} verwijderd, rijen: {rows or 'geen'}, "
            f"inhoud {proof.content_hash[:12]}; het bewijs staat in de audit"
        )
    return int(ExitCode.DONE)


def _who() -> str:
    """Read the number from standard input: a command line stays in the history of a shell."""
    import getpass

    if sys.stdin.isatty():
        found = getpass.getpass("persoon_id (A-nummer): ")
    else:
        found = sys.stdin.readline()
    if not found.strip():
        raise BrpMatchError(
            "PERSOON_ONTBREEKT", "persoon", "geef het persoon_id op de standaardinvoer"
        )
    return found.strip()


def _write(path: Path, told: dict[str, Any]) -> None:
    import os

    from brp_match.output import written_beside

    with written_beside(path.parent, name=path.name, files=(path.name,), whole=False) as beside:
        handle = os.open(beside / path.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False, indent=2, default=str)
            file.write("\n")
