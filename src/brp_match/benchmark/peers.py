"""The methods that are compared: modules in `benchmarks/peers/`, loaded by path.

Every peer has `LABEL`, `NEEDS` (packages it imports), `MOST_RESIDENTS` (largest register it is
tried on, None: any) and `run(town: TownFiles, threads: int) -> list[Answer]`; one that learns from
labelled pairs beforehand also has `learn(out: Path, threads: int) -> None`. They lie outside the
package's rooms, because they are evidence and no part of the product; a wheel carries them as content.
Run as a module, this is the process in which one method runs: files in, one CSV out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from brp_match.benchmark.truth import Answer
from brp_match.csv_file import write_csv
from brp_match.errors import BrpMatchError
from brp_match.settings import content_root

COLUMNS = ("signaal_id", "besluit", "persoon_id", "kans", "kandidaten")

ORDER = ("ours", "splink_stock", "recordlinkage_ecm", "dedupe_gazetteer", "lenient", "exact",
         "exact_voornamen", "exact_zonder_toevoeging")  # fmt: skip
"""Names of the methods, in the order of the tables. `ours` is `brp_match link` as it stands."""


@dataclass(frozen=True)
class TownFiles:
    """The files of one municipality and one month, in the contract's layouts.

    `learned` is what the method that runs made beforehand with `learn`, where it has that.
    """

    signals: tuple[Path, ...]
    residents: Path
    previous_addresses: Path | None = None
    addresses: Path | None = None
    learned: Path | None = None

    @classmethod
    def of_folder(cls, folder: Path, learned: Path | None = None) -> TownFiles:
        """Find the files by the names that `synthetic.generate` gives them."""
        previous, addresses = folder / "vorige_adressen.csv", folder / "adressen.csv"
        return cls(
            tuple(sorted(folder.glob("signalen*.csv"))),
            folder / "inwoners.csv",
            previous if previous.is_file() else None,
            addresses if addresses.is_file() else None,
            learned,
        )


class Peer(Protocol):
    """What a module in `benchmarks/peers/` offers."""

    LABEL: str
    NEEDS: tuple[str, ...]
    MOST_RESIDENTS: int | None

    def run(self, town: TownFiles, threads: int) -> list[Answer]:
        """Answer every signal of the town, once."""


def load_peer(name: str) -> Peer:
    """Import one method by name. Raises BrpMatchError for an unknown one or a missing package."""
    folder = content_root("peers")
    if name not in ORDER or not (folder / f"{name}.py").is_file():
        raise BrpMatchError(
            "METHODE_ONBEKEND",
            "--method",
            f"onbekende methode '{name}'; er zijn: " + ", ".join(ORDER),
        )
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    peer = cast(Peer, import_module(name))
    missing = [package for package in peer.NEEDS if find_spec(package) is None]
    if missing:
        raise BrpMatchError("METHODE_PAKKET", name, "niet geïnstalleerd: " + ", ".join(missing))
    return peer


def available(names: Sequence[str] = ORDER) -> tuple[list[str], dict[str, str]]:
    """Split names into those that can run here and those that cannot, with the reason."""
    ready: list[str] = []
    absent: dict[str, str] = {}
    for name in names:
        try:
            load_peer(name)
        except BrpMatchError as error:
            if error.faults[0].code != "METHODE_PAKKET":
                raise
            absent[name] = error.faults[0].detail
        else:
            ready.append(name)
    return ready, absent


def write_answers(answers: Sequence[Answer], path: Path) -> None:
    """Write answers ordered by signal; `kandidaten` is `-` where the method has none to show."""
    rows = (
        (
            one.signaal_id, one.besluit, one.persoon_id, "" if one.kans is None else f"{one.kans:.6f}",
            "-" if one.kandidaten is None else "|".join(one.kandidaten),
        )
        for one in sorted(answers, key=lambda answer: answer.signaal_id)
    )  # fmt: skip
    write_csv(path, COLUMNS, rows)


def main(argv: Sequence[str]) -> int:
    """Run one method: `METHOD FOLDER OUT THREADS [LEARNED]` on the town in FOLDER, its answers to OUT;
    `--learn METHOD OUT THREADS` what it learns beforehand, to OUT.
    """
    if argv[0] == "--learn":
        load_peer(argv[1]).learn(Path(argv[2]), int(argv[3]))  # type: ignore[attr-defined]
        return 0
    name, folder, out, threads, *learned = argv
    town = TownFiles.of_folder(Path(folder), Path(learned[0]) if learned else None)
    write_answers(load_peer(name).run(town, int(threads)), Path(out))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
