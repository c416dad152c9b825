"""What a deliverer reads of one person through its card: the probing attacks, without what holds them off and with it.

    python benchmarks/probing.py [--attack month address guess]

Every attack is played from register to released card, once for each answer the register may have; it succeeds where the cards
for the deliverer tell the answers apart. "Before" is the card as it was made until 29 November 2026: over signals instead of
persons, nothing set aside as probing, in steps of one. Ends with code 1 when an attack succeeds now.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from report.test_probing import (
    TARGET,
    TOWN,
    Person,
    addresses_of,
    months_of,
    released,
)

PARTS = ("uitkomsten", "gemiddelde_uitval", "velden", "maanden", "verbeteren")
"""What a card tells from the register; how many rows were delivered the deliverer knows itself."""


def attacks() -> dict[str, list[tuple[Person, Sequence[Person]]]]:
    """By attack, the resident as the register may have them and what the deliverer sends, for every answer."""
    known = TOWN[:22]
    homes = [TOWN[number] for number in (100, 104, 109)]
    other = replace(TARGET, geboren="19710908", voornaam="Hubertus")
    return {
        "month": [(replace(TARGET, geboren=f"1963{m}17"), [*known, *months_of(TARGET)]) for m in ("02", "05", "11")],
        "address": [
            (
                replace(TARGET, straat=at.straat, huisnummer=at.huisnummer, postcode=at.postcode, geheim=1),
                [*known, *addresses_of(TARGET)],
            )
            for at in homes
        ],
        "guess": [(TARGET, [*known[:10], *[guess] * 10]) for guess in (TARGET, other)],
    }  # fmt: skip


@contextmanager
def unguarded() -> Iterator[None]:
    """Make cards as they were made before."""
    with (
        patch("brp_match.report.persons.probes", lambda rows, earlier=(): frozenset()),
        patch("brp_match.report.persons.persons", lambda rows: [[row] for row in rows]),
        patch("brp_match.report.persons._residents", lambda con: {}),
        patch("brp_match.report.release_tables.step", lambda minimum: 1),
    ):
        yield


def told(target: Person, people: Sequence[Person]) -> dict[str, Any]:
    """Return what the deliverer's card tells."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        files = released(Path(folder) / "x", target, people)
    card = json.loads(files["scorekaart.json"])
    return {part: card[part] for part in PARTS}


def read_off(cases: Sequence[tuple[Person, Sequence[Person]]]) -> int:
    """Return how many of the answers have a card that no other answer has."""
    cards = [told(*case) for case in cases]
    return sum(cards.count(card) == 1 for card in cards)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--attack", nargs="+", choices=list(attacks()), default=list(attacks()))
    now = 0
    for name in parser.parse_args().attack:
        cases = attacks()[name]
        with unguarded():
            before = read_off(cases)
        found = read_off(cases)
        now += found
        print(f"{name:8s} before {before} of {len(cases)}, now {found} of {len(cases)}", flush=True)
    return 1 if now else 0


if __name__ == "__main__":
    raise SystemExit(main())
