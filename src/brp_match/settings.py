"""Defaults that are no policy, where content lies, secret settings, and the key of what a BSN becomes."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from brp_match.errors import BrpMatchError

SEED = 20_260_101
"""Seed of every random draw that is not given one."""

KEY_VARIABLE = "BRP_MATCH_PERSOON_SLEUTEL"
KEY_LENGTH = 32
"""Signs that the key of a BSN has at least."""


LOG_KEY_VARIABLE = "BRP_MATCH_LOG_KEY"
"""Holds the key of the one-way form in which the processing log names who it is about."""

ACTIVITY_VARIABLE = "BRP_MATCH_ACTIVITY"
"""Holds the URI of this processing activity in the municipality's own register; lines made without it
leave `dpl.core.processing_activity_id` out, as nobody else can know it."""


def subject_of(key: bytes, persoon_id: str) -> str:
    """Return the keyed one-way form of a person's number: a number of ten digits is soon guessed without a key."""
    return hmac.new(key, persoon_id.encode(), hashlib.sha256).hexdigest()[:32]


def person_of_bsn(key: bytes, bsn: str) -> str:
    """Return the persoon_id of who has no A-number: the BSN under the key of `person_key`."""
    return "p" + hmac.new(key, bsn.encode(), hashlib.sha256).hexdigest()[:20]


def content_root(kind: str) -> Path:
    """Return the folder of `comparators`, `expectations`, `feedback`, `evidence`, `scenarios`, `peers` or `results`.

    In an installed wheel they lie inside the package, in a checkout at the top level.
    """
    bundled = Path(str(resources.files("brp_match"))) / "_content" / kind
    if bundled.is_dir():
        return bundled
    top = Path(__file__).resolve().parents[2]
    return top / "benchmarks" / kind if kind in ("scenarios", "peers", "results") else top / kind


def secret_text(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return a secret setting, without space around it: `name`, or the file that `name`_BESTAND names.

    Empty where neither is set. A file is for what mounts secrets (containers, systemd credentials) and
    goes before. Raises BrpMatchError GEHEIM_ONLEESBAAR when it cannot be read.
    """
    path = environment.get(f"{name}_BESTAND", "")
    if not path:
        return environment.get(name, "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        said = "het bestand met deze sleutel is niet te lezen"
        raise BrpMatchError("GEHEIM_ONLEESBAAR", f"{name}_BESTAND", said) from error


def person_key() -> bytes | None:
    """Return the key that makes a `persoon_id` of a BSN (see `secret_text`); None where none is set.

    Raises BrpMatchError PERSOON_SLEUTEL when it is shorter than 32 signs: a short one is found by
    trying, and then every BSN with it.
    """
    key = secret_text(KEY_VARIABLE).encode()
    if key and len(key) < KEY_LENGTH:
        said = f"deze sleutel is te kort: neem ten minste {KEY_LENGTH} tekens"
        raise BrpMatchError("PERSOON_SLEUTEL", KEY_VARIABLE, said)
    return key or None
