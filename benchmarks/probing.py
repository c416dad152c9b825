"""What a deliverer reads of one person, or of another deliverer: the probing attacks, without what holds them off and with it.

    python benchmarks/probing.py [--attack month address guess step names tens birth sector late]

Every attack is played to what goes out, once for each answer there may be; it succeeds where that tells the answers apart.
`month`, `address` and `guess`: the card of a deliverer that sends variants of one person beside customers it knows, without the
noise on its counts, which may hide no more than chance does. `step`: one guess beside customers that it made up until a step of
the card begins there; with noise an answer is read where something is told that only this one gives. `names`: the
shared rates (`rates export`), with one variant under each of twelve names of deliverers. `tens`: the same file,
with one guess beside customers it knows until a ten begins there, read as `step` is. `birth`: a birth date with twelve names at three addresses, of
which one may have somebody born that day: it was told as nobody's birth date by that alone. `sector`: the drop-out export beside the
own card of one of two deliverers in a sector. `late`: two drop-out exports of a month, the second with signals that came late.
"Before" is as it was until 29 November 2026: over signals instead of persons, nothing set aside as probing, in steps
of one, the drop-out of ours of a sector told, no book of what was sent; `step` and `tens`: without noise; `birth`: as linking found it. Ends with code 1 when an attack succeeds now.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import numpy

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from benchmark.attacker import Attack as Reader
from benchmark.attacker import key, truth
from benchmark.federation_samples import make_cases
from benchmark.test_export_attack import OWN, exported
from brp_match.benchmark.export.file import as_text
from brp_match.benchmark.export.ledger import Ledger
from brp_match.benchmark.own_data.own_signals import OwnSignal
from brp_match.cli import main as main_of
from brp_match.content import load_comparators
from brp_match.database import connect
from brp_match.delivery.probing import Month
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit
from brp_match.noise import ratio
from brp_match.rates.cells import Draws
from brp_match.rates.cells import told as ten
from brp_match.rates.counts import count_runs
from brp_match.rates.export import as_document
from brp_match.run_tables import read_record
from rates.test_rates import make_run, row
from report.test_probing import (
    SURNAMES,
    TARGET,
    TOWN,
    Person,
    addresses_of,
    delivery,
    link,
    months_of,
    register,
    released,
)  # fmt: skip
from report.test_step_attack import KEYS, told

PARTS = ("uitkomsten", "gemiddelde_uitval", "velden", "maanden", "verbeteren")
"""What a card tells from the register; how many rows were delivered the deliverer knows itself."""

MINIMUM, KEY = 10, b"sleutel"


@dataclass(frozen=True)
class Attack:
    """The answers there may be, as what is played for each; `told` gives what the attacker sees of one."""

    answers: Sequence[object]
    told: Callable[..., object]


@dataclass(frozen=True)
class Sent:
    """The resident as the register has them, and what the deliverer sends."""

    target: Person
    people: Sequence[Person]


def attacks() -> dict[str, Attack]:
    """Every attack by name."""
    known = TOWN[:22]
    homes = [TOWN[number] for number in (100, 104, 109)]
    other = replace(TARGET, geboren="19710908", voornaam="Hubertus")
    months = [
        Sent(replace(TARGET, geboren=f"1963{m}17"), [*known, *months_of(TARGET)])
        for m in ("02", "05", "11")
    ]
    addresses = [
        Sent(
            replace(
                TARGET, straat=at.straat, huisnummer=at.huisnummer, postcode=at.postcode, geheim=1
            ),
            [*known, *addresses_of(TARGET)],
        )
        for at in homes
    ]
    guesses = [Sent(TARGET, [*known[:10], *[guess] * 10]) for guess in (TARGET, other)]
    return {
        "month": Attack(months, card),
        "address": Attack(addresses, card),
        "guess": Attack(guesses, card),
        "step": Attack((True, False), step_of),
        "names": Attack((2, 5, 11), rates),
        "tens": Attack((True, False), tens_of),
        "birth": Attack((homes[0], homes[1]), birth),
        "sector": Attack(range(2, 10), sector),
        "late": Attack(range(1, 9), late),
    }  # fmt: skip


@contextmanager
def unguarded() -> Iterator[None]:
    """Let everything go out as it did before."""

    def nobody(month: Month, before: Sequence[Month] = ()) -> dict[str, frozenset[str]]:
        return dict.fromkeys(month, frozenset())

    with (
        patch("brp_match.delivery.probing.probes_of", nobody),
        patch("brp_match.rates.counts.probes_of", nobody),
        patch("brp_match.rates.counts.under_one_name", lambda month: month.values()),
        patch("brp_match.delivery.probing.persons", lambda rows: [[row] for row in rows]),
        patch("brp_match.report.persons.residents_of", lambda con, decisions: {}),
        patch("brp_match.report.release_tables.step", lambda minimum: 1),
    ):
        yield


def card(sent: Sent, *, before: bool) -> object:
    """What the deliverer's card tells."""
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.redirect_stdout(io.StringIO()),
        patch("brp_match.report.run_facts.key_of", lambda record: b""),
    ):
        files = released(Path(folder) / "x", sent.target, sent.people)
    found = json.loads(files["scorekaart.json"])
    return {part: found[part] for part in PARTS}


def step_of(lives_there: bool, *, before: bool) -> object:
    """What the drop-out on a card is told as, of 22 made up, 77 known and a guess: with noise in one of fifty draws at least."""
    if before:
        return told(22, lives_there, b"")
    seen = Counter(told(22, lives_there, f"{n}".encode()) for n in range(KEYS))
    return frozenset(share for share, often in seen.items() if often >= KEYS / 50)


def tens_of(lives_there: bool, *, before: bool) -> object:
    """What the shared rates tell of 39 customers it knows and a guess: with noise what the other answer hardly gives."""
    if before:
        return ten(39 + lives_there, MINIMUM)
    draws = [Draws(f"{n}".encode(), "Stroom", MINIMUM) for n in range(KEYS)]
    here, else_ = (Counter(one.told("adres", 39 + n) for one in draws) for n in (lives_there, not lives_there))  # fmt: skip
    return frozenset(told for told, n in here.items() if n >= KEYS / 50 and else_[told] < n / 2)


def birth(home: Person, *, before: bool) -> object:
    """What is told of a birth date at three addresses: where nobody lives, and where the guess says that somebody does."""
    target = replace(TARGET, straat=home.straat, huisnummer=home.huisnummer, postcode=home.postcode)
    places = [replace(TOWN[100], number=n, huisnummer=900 + n) for n in (0, 1)] + [TOWN[100]]
    names = [replace(TARGET, voornaam="Xeno", achternaam=f"{SURNAMES[n]}a", straat=at.straat, huisnummer=at.huisnummer, postcode=at.postcode)
             for n, at in enumerate(places * 4)]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        work = Path(folder)
        prepared, signals = work / "register.duckdb", delivery(work / "s.csv", [*TOWN[:60], *names])
        residents = str(register(work / "i.csv", target))
        assert main_of(["prepare", "--residents", residents, "--out", str(prepared)]) == 0
        run = link(work / "run", prepared, signals)
        if before:
            return read_record(run)["standaarddatums"]
        with connect() as con:
            document = as_document(
                count_runs(con, [run]), load_comparators(), "gemeente-a", MINIMUM, KEY
            )
        return document["vlps"][0]["datums"]


def chances() -> Iterator[str]:
    """How often a reader of noise is right that chooses what is likelier, where guessing is right half of the time: of figures
    on a card, and of the cards of more names, where a guess moves every sum by the other names, or by one person."""
    draw = numpy.random.default_rng(1)
    fall = 1 - ratio(MINIMUM)
    played = {f"{figures} figure(s)": [1] * figures for figures in (1, 2, 3)}
    for names in (2, 5, 12):
        # three figures on each card, and the sum of the others beside it
        played[f"{names} names, every sum counting each"] = [1, 1, 1, names - 1] * names
        played[f"{names} names"] = [1] * (4 * names - 1)
    for of, moves in played.items():
        told_of = []
        for months in (1, 12, 36):
            says = numpy.zeros(20_000)
            for step in moves:
                size = (20_000, months)
                off = draw.geometric(fall, size) - draw.geometric(fall, size)
                says += (abs(off - step) - abs(off)).sum(1)
            right = (says > 0).mean() + (says == 0).mean() / 2
            told_of.append(f"{100 * right:.0f}% after {months}")
        yield f"  with noise, of {of}: right {', '.join(told_of)} month(s)"


def rates(right: int, *, before: bool) -> object:
    """What the shared rates tell where the first name agrees under name number `right`: nine customers are known."""
    customers = [
        row(100 * n + k, 9 * n + k, vlp=f"Stroom {NAMES[n - 1]}", volledige_naam=f"N. Klant{k}x", straatnaam="Weg", huisnummer=f"{n}{k}", postcode="1234AB",
            geboortedatum=f"19{30 + k}-{n:02}-11")
        for n in range(1, 13)
        for k in range(9)
    ]  # fmt: skip
    variants = [
        row(5000 + n, 900, vlp=f"Stroom {NAMES[n - 1]}", volledige_naam=f"Q. {name}", straatnaam="Kade", huisnummer="3", postcode="1234AC",
            voornaam="gelijk" if n == right else "afwijkend", geboortedatum="1963-05-17")
        for n, name in enumerate(NAMES, start=1)
    ]  # fmt: skip
    con = connect()
    try:
        with tempfile.TemporaryDirectory() as folder:
            counts = count_runs(con, [make_run(Path(folder) / "x", [*customers, *variants])])
    finally:
        con.close()
    # what noise hides must not hide that this attack is held off without it
    with (
        patch("brp_match.rates.cells.noise", lambda key, about, minimum: 0),
        patch("brp_match.rates.cells.widest", lambda minimum: 0),
    ):
        return as_document(counts, load_comparators(), "gemeente-a", MINIMUM, KEY)


NAMES = (
    "Bakkeren", "Dorenbos", "Galjaard", "Hoogland", "Kuipers", "Lammerts", "Molenaar", "Nagtegaal", "Oosterom", "Pelgrim",
    "Roelofs", "Schepers",
)  # fmt: skip


def sector(dropped: int, *, before: bool) -> object:
    """The range in which one of two deliverers in a sector knows of how many of the other's ours dropped."""
    sizes = (("Groot", "Water", 120, 40), ("Ander", "Water", 60, dropped), ("Wonen", "Huur", 90, 30))  # fmt: skip
    cases = [
        OwnSignal(
            f"{vlp}{n}", vlp, kind, "2026-01", n < many, Besluit.REJECT if n < many else Besluit.MATCH, "VERTROKKEN", None,
        )
        for vlp, kind, size, many in sizes
        for n in range(size)
    ]  # fmt: skip
    document, rows = exported(cases, MINIMUM)
    own, other = ({"soort": "vlp", "sector": "Water", "naam": name} for name in ("Groot", "Ander"))
    knows = {key(own, measure): truth(rows, own, measure) for measure in OWN}
    if before:
        total = {"soort": "sector", "naam": "Water"}
        knows[key(total, "brp_match.uitval")] = truth(rows, total, "brp_match.uitval")
    return Reader(document, knows).range(key(other, "brp_match.uitval"))


def late(number: int, *, before: bool) -> object:
    """What the difference of two exports of a month tells of so many signals that came late."""
    month = make_cases(400, 1, months=("2026-01",))
    more = [replace(one, signaal_id=f"L{n}") for n, one in enumerate(make_cases(number, 2, months=("2026-01",)))]  # fmt: skip
    first, _ = exported(month, MINIMUM)
    second, _ = exported([*month, *more], MINIMUM)
    if not before:
        try:
            Ledger("gemeente-abcd-abcd").with_sent(["2026-01"], as_text(first)).check(
                ["2026-01"], as_text(second)
            )
        except BrpMatchError:
            return None
    counts = [document["groepen"][0]["aantallen"]["signalen"] for document in (first, second)]
    return counts[1] - counts[0]


def read_off(attack: Attack, *, before: bool) -> int:
    """Return how many of the answers are told apart from all others."""
    seen = [attack.told(answer, before=before) for answer in attack.answers]
    return sum(seen.count(one) == 1 and not _wide(one) for one in seen)


def _wide(seen: object) -> bool:
    """Tell whether what is seen is a range that leaves at least the minimum open."""
    return isinstance(seen, tuple) and seen[1] - seen[0] >= MINIMUM


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--attack", nargs="+", choices=list(attacks()), default=list(attacks()))
    now = 0
    for name in parser.parse_args().attack:
        attack = attacks()[name]
        with unguarded():
            before = read_off(attack, before=True)
        found = read_off(attack, before=False)
        now += found
        print(
            f"{name:8s} before {before} of {len(attack.answers)}, now {found} of {len(attack.answers)}",
            flush=True,
        )
        if name == "step":
            print("\n".join(chances()), flush=True)
    return 1 if now else 0


if __name__ == "__main__":
    raise SystemExit(main())
