"""The only home of defaults: the policy a municipality may change, and where content lies."""

from __future__ import annotations

import os
import tomllib
from dataclasses import asdict, dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError, Fault

SEED = 20_260_101
"""Seed of every random draw that is not given one."""

KEY_VARIABLE = "BRP_MATCH_PERSOON_SLEUTEL"
KEY_LENGTH = 32
"""Signs that the key of a BSN has at least."""

POLICY_FILE = "policy.toml"


@dataclass(frozen=True)
class Policy:
    """What a municipality decides; see policy.toml for each key's meaning and bounds."""

    false_match: float
    missed_resident: float
    review: float
    moved_within: str
    minor_below: int
    audit_sample: float
    minimum_cell: int
    feedback_version: str
    seed: int

    @property
    def match_at(self) -> float:
        """Posterior probability at or above which a signal is matched automatically."""
        return 1.0 - self.review / self.false_match

    @property
    def reject_below(self) -> float:
        """Probability that it is any resident, below which a signal is rejected."""
        return self.review / self.missed_resident

    def as_dict(self) -> dict[str, Any]:
        """Return the keys and values, for the run record."""
        return asdict(self)


def content_root(kind: str) -> Path:
    """Return the folder of `comparators`, `expectations` or `scenarios`.

    In an installed wheel they lie inside the package, in a checkout at the top level.
    """
    bundled = Path(str(resources.files("brp_match"))) / "_content" / kind
    if bundled.is_dir():
        return bundled
    top = Path(__file__).resolve().parents[2]
    return top / "benchmarks" / kind if kind == "scenarios" else top / kind


def person_key() -> bytes | None:
    """Return the key that makes a `persoon_id` of a BSN, from the environment; None where none is set.

    It stands in `BRP_MATCH_PERSOON_SLEUTEL`, or in the file that `BRP_MATCH_PERSOON_SLEUTEL_BESTAND`
    names. Raises BrpMatchError PERSOON_SLEUTEL when it is shorter than 32 signs or cannot be read: a
    short one is found by trying, and then every BSN with it.
    """
    text = os.environ.get(KEY_VARIABLE, "")
    path = os.environ.get(f"{KEY_VARIABLE}_BESTAND", "")
    if path:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            said = "het bestand met deze sleutel is niet te lezen"
            raise BrpMatchError("PERSOON_SLEUTEL", f"{KEY_VARIABLE}_BESTAND", said) from error
    key = text.strip().encode()
    if key and len(key) < KEY_LENGTH:
        said = f"deze sleutel is te kort: neem ten minste {KEY_LENGTH} tekens"
        raise BrpMatchError("PERSOON_SLEUTEL", KEY_VARIABLE, said)
    return key or None


def load_policy(path: Path | None = None) -> Policy:
    """Read the shipped policy, with the keys of `path` laid over it.

    Raises BrpMatchError with every fault: unreadable file, unknown key, wrong type, out of bounds.
    """
    text = resources.files("brp_match").joinpath(POLICY_FILE).read_text(encoding="utf-8")
    values: dict[str, Any] = tomllib.loads(text)
    if path is not None:
        values = {**values, **_read_toml(path)}
    where = path.name if path else POLICY_FILE
    faults = _policy_faults(values, where)
    if faults:
        raise BrpMatchError.from_faults(faults)
    return Policy(**{field.name: values[field.name] for field in fields(Policy)})


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BrpMatchError(
            "BELEID_ONLEESBAAR", path.name, "het beleidsbestand is niet te lezen als TOML"
        ) from error


_WHOLE = {"minor_below", "minimum_cell", "seed"}


def _dutch(number: float) -> str:
    """Write a bound as it is read in Dutch: 0,001 and 1.000.000.000."""
    if number == int(number):
        return f"{int(number):,}".replace(",", ".")
    return f"{number}".replace(".", ",")


def _policy_faults(values: dict[str, Any], where: str) -> list[Fault]:
    known = {field.name for field in fields(Policy)}
    faults = [
        Fault("BELEID_ONBEKEND", where, f"de sleutel '{key}' bestaat niet")
        for key in sorted(values.keys() - known)
    ]
    bounds = {
        "false_match": (0.001, 1e9),
        "missed_resident": (0.001, 1e9),
        "review": (0.0001, 1e9),
        "minor_below": (0, 30),
        "audit_sample": (0, 1),
        "minimum_cell": (2, 10_000),
        "seed": (0, 2**31),
    }
    for key, (low, high) in bounds.items():
        value = values.get(key)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            faults.append(
                Fault(
                    "BELEID_WAARDE", where,
                    f"'{key}' moet een getal van {_dutch(low)} tot {_dutch(high)} zijn",
                )
            )  # fmt: skip
        elif key in _WHOLE and not isinstance(value, int):
            faults.append(Fault("BELEID_WAARDE", where, f"'{key}' moet een heel getal zijn"))
    if values.get("moved_within") not in {"pick_up", "review", "reject"}:
        faults.append(Fault("BELEID_WAARDE", where, "'moved_within' is pick_up, review of reject"))
    if values.get("feedback_version") != "ddas-1.2":
        faults.append(Fault("BELEID_WAARDE", where, "'feedback_version' is ddas-1.2"))
    if not faults and values["review"] >= min(values["false_match"], values["missed_resident"]):
        faults.append(
            Fault("BELEID_WAARDE", where, "'review' moet lager zijn dan de kosten van een fout")
        )
    return faults
