"""What a municipality decides: the keys of policy.toml, their bounds and meaning, read and checked.

One table, `KEYS`, says of every key what it is; the policy file, the policy page and the docs are held
against it by tests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError, Fault
from brp_match.policy_checks import faults_of, plain
from brp_match.policy_keys import EVERY_SECTOR, KEYS
from brp_match.toml_file import parse_toml, read_toml

POLICY_FILE = "policy.toml"
_UNREADABLE = "BELEID_ONLEESBAAR", "het beleidsbestand is niet te lezen als TOML"


@dataclass(frozen=True)
class Policy:
    """What a municipality decides; see policy.toml for each key's meaning and bounds.

    `threshold` is EUR by sector, `threshold_vlp` EUR by deliverer and goes before it, `arrears_days` (from, to) in days by sector, None for no upper bound;
    the key `alle` stands for every sector without one of its own. `ddas_status` is a municipality's own word
    (onterecht_signaal or andere_reden) by outcome.
    """

    false_match: float
    missed_resident: float
    review: float
    moved_within: str
    minor_below: int
    threshold: Mapping[str, float]
    threshold_vlp: Mapping[str, float]
    arrears_days: Mapping[str, tuple[int, int | None]]
    repeat_within_days: int
    legal_person: str
    legal_person_status: str
    garage_box_status: str
    ddas_status: Mapping[str, str]
    shv: str
    matching_period: str
    crisis_working_days: int
    case_days: int
    end_working_days: int
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

    @property
    def version(self) -> str:
        """The first twelve signs of a hash over all keys: the same policy has the same version."""
        text = json.dumps(self.as_dict(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @cached_property
    def _of_partners(self) -> Mapping[str, float]:
        return {partner_key(name): amount for name, amount in self.threshold_vlp.items()}

    def own_threshold(self, vlp: str) -> float | None:
        """EUR below which a signal of this deliverer is not picked up; None where it has no threshold of its own."""
        return self._of_partners.get(partner_key(vlp)) if self.threshold_vlp else None

    def lowest_amount(self, sector: str, vlp: str = "") -> float:
        """EUR below which a signal of this deliverer and sector is not picked up; 0 for no threshold."""
        own = self.own_threshold(vlp)
        if own is not None:
            return own
        return self.threshold.get(sector, self.threshold.get(EVERY_SECTOR, 0.0))

    def age_bounds(self, sector: str) -> tuple[int, int | None]:
        """Days that arrears of this sector must and may be old; (0, None) for no bounds."""
        return self.arrears_days.get(sector, self.arrears_days.get(EVERY_SECTOR, (0, None)))

    def as_dict(self) -> dict[str, Any]:
        """Return the keys and values as JSON has them, for the run record."""
        values = asdict(self)
        return values | {
            "threshold": dict(sorted(self.threshold.items())),
            "threshold_vlp": dict(sorted(self.threshold_vlp.items())),
            "ddas_status": dict(sorted(self.ddas_status.items())),
            "arrears_days": {s: list(days) for s, days in sorted(self.arrears_days.items())},
        }


def partner_key(name: str) -> str:
    """Return what the name of a deliverer is known by: capitals and spaces make no difference."""
    return " ".join(name.split()).casefold()


def load_policy(path: Path | None = None) -> Policy:
    """Read the shipped policy, with the keys of `path` laid over it.

    Raises BrpMatchError with every fault: unreadable file, unknown key, wrong type, out of bounds.
    """
    if path is None:
        return policy_of({})
    return policy_of(read_toml(path, *_UNREADABLE), path.name)


def policy_of(values: Mapping[str, Any], where: str = POLICY_FILE) -> Policy:
    """Make a policy of `values` laid over the shipped one; `where` names them in a fault.

    Raises BrpMatchError with every fault: BELEID_ONBEKEND, BELEID_WAARDE.
    """
    text = resources.files("brp_match").joinpath(POLICY_FILE).read_text(encoding="utf-8")
    merged = {**parse_toml(text, POLICY_FILE, *_UNREADABLE), **values}
    known = {field.name for field in fields(Policy)}
    faults = [
        Fault("BELEID_ONBEKEND", where, f"de sleutel '{key[:60]}' bestaat niet")
        for key in sorted(merged.keys() - known)
    ]
    faults += [Fault("BELEID_WAARDE", where, fault.said) for fault in faults_of(merged)]
    if faults:
        raise BrpMatchError.from_faults(faults)
    return Policy(**{key.name: plain(key, merged[key.name]) for key in KEYS})


def as_toml(policy: Policy) -> str:
    """Write a policy as a file for `--policy`: every key with its meaning, the same policy when read again."""
    lines = []
    for key in KEYS:
        lines += [
            f"# {key.title}. {key.meaning}",
            f"{key.name} = {_toml(policy.as_dict()[key.name])}",
        ]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """A value as TOML: a number, a text, a list, an inline table."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{json.dumps(key)} = {_toml(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        # no upper bound of days is left out
        return f"[{', '.join(_toml(one) for one in value if one is not None)}]"
    return json.dumps(value, ensure_ascii=False)


def policy_of_record(record: Mapping[str, Any]) -> Policy:
    """Return the policy a run was made with (`beleid` of run.json); keys it lacks come from the shipped one."""
    given = record.get("beleid")
    known = {key.name for key in KEYS}
    values = given if isinstance(given, Mapping) else {}
    return policy_of({key: value for key, value in values.items() if key in known}, "run.json")
