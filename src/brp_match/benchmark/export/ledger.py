"""What this municipality sent before, under which code name, and the key of its noise: a small file that stays at home.

Two exports that share a month could be subtracted: what the second adds would stand bare. So a
month goes out once. The same export again, to the letter, is no second one.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from brp_match.beside import replaced
from brp_match.errors import BrpMatchError

KEY_BYTES = 32
CODE_NAME = re.compile(r"gemeente-[a-f][a-f0-9]{3}-[a-f][a-f0-9]{3}")


def default_path() -> Path:
    """Return `brp-match/federatie.json` in the user's folder for what programs must remember."""
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "brp-match" / "federatie.json"


@dataclass(frozen=True)
class Sent:
    """One export that went out: its months (jjjj-mm) and the SHA-256 of its text."""

    months: tuple[str, ...]
    digest: str


@dataclass(frozen=True)
class Ledger:
    """The code name and everything sent, in the order it was sent. `key`: the secret that noise comes from; it never
    leaves this file.
    """

    code_name: str
    sent: tuple[Sent, ...] = ()
    key: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES), repr=False)

    def check(self, months: Sequence[str], text: str) -> None:
        """Raise BrpMatchError when a month was sent before in an export that said otherwise."""
        for earlier in self.sent:
            shared = sorted(set(months) & set(earlier.months))
            if shared and earlier.digest != digest(text):
                raise BrpMatchError(
                    "MAAND_AL_VERSTUURD",
                    "export",
                    f"{', '.join(shared)} ging al eerder naar buiten, met andere aantallen; uit het "
                    "verschil zijn kleine aantallen af te leiden, dus een maand gaat één keer",
                )

    def with_sent(self, months: Sequence[str], text: str) -> Ledger:
        """Return the ledger with this export added; once, however often it is written."""
        new = Sent(tuple(months), digest(text))
        return self if new in self.sent else replace(self, sent=(*self.sent, new))


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimals."""
    return sha256(text.encode("utf-8")).hexdigest()


def new_ledger() -> Ledger:
    """Return an empty ledger with a code name drawn at random: it follows from nothing."""
    parts = ("abcdef"[secrets.randbelow(6)] + secrets.token_hex(2)[:3] for _ in range(2))
    return Ledger("gemeente-" + "-".join(parts))


def read_ledger(path: Path) -> Ledger:
    """Read the ledger; a new one when there is none. Raises BrpMatchError for a damaged one."""
    if not path.exists():
        return new_ledger()
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if not CODE_NAME.fullmatch(values["schuilnaam"]):
            raise ValueError("code name")
        sent = tuple(Sent(tuple(one["maanden"]), str(one["sha256"])) for one in values["verstuurd"])
        if "sleutel" not in values:
            # a ledger from before there was noise
            return Ledger(values["schuilnaam"], sent)
        key = bytes.fromhex(values["sleutel"])
        if len(key) != KEY_BYTES:
            raise ValueError("key")
        return Ledger(values["schuilnaam"], sent, key)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrpMatchError(
            "LOGBOEK_ONLEESBAAR",
            path.name,
            "het bestand met schuilnaam en verstuurde maanden is beschadigd; zet een kopie terug",
        ) from error


def write_ledger(ledger: Ledger, path: Path) -> None:
    """Write the ledger beside and rename it; only the owner may read it."""
    values = {
        "schuilnaam": ledger.code_name,
        "sleutel": ledger.key.hex(),
        "verstuurd": [{"maanden": list(s.months), "sha256": s.digest} for s in ledger.sent],
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replaced(path) as beside:
            beside.touch(mode=0o600)
            beside.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise BrpMatchError(
            "UITVOER_MISLUKT", path.name, "dit bestand kan niet worden geschreven"
        ) from error
