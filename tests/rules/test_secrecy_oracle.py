"""Who lacks the right gets, byte for byte, the decisions of a register in which nobody with secrecy stands.

Whoever delivers or holds a key could else ask where somebody lives who is hidden: by a chance that moves, of that signal
or of another in the delivery, by a count, or by a key that one holder more makes too common.
"""

from __future__ import annotations

import json

import pytest

from brp_match.cli import main
from rules.town import TownOf, filler, resident, signal

FULL = 80
"""Residents at one address above which its key finds nobody: `holders_at_most` of the model."""

HOME = {"straat": "Stillepad", "huisnummer": "9", "postcode": "9912AB"}
AT_HOME = {"straatnaam": "Stillepad", "huisnummer": "9", "postcode": "9912AB"}

SECRET = [
    resident("G1", voornamen="Iduna", geslachtsnaam="Zonderlingsma", geboortedatum="19661229", geheim="7", **HOME),
    resident("G2", voornamen="Okke", geslachtsnaam="Bakker", geboortedatum="19400101", geheim="1", straat="Volpad",
             huisnummer="1", postcode="9913AB"),
    resident("G3", voornamen="Sjoerd", geslachtsnaam="Wiekema", geboortedatum="19770707", geheim="7", straat="Namenpad",
             huisnummer="5", postcode="9914AB"),
]  # fmt: skip
NAMESAKE = resident("N3", voornamen="Sjoerd", geslachtsnaam="Wiekema", geboortedatum="19770707", straat="Naampad", huisnummer="8",
                    postcode="9915AB")  # fmt: skip
HOUSEMATES = [
    resident("H1", voornamen="Harm", geslachtsnaam="Zonderlingsma", geboortedatum="19900304", **HOME),
    resident("H2", voornamen="Jelle", geslachtsnaam="Terpstra", geboortedatum="19681111", **HOME),
]  # fmt: skip
CROWD = [
    resident(f"V{n:03d}", voornamen="Arie", geslachtsnaam=f"Vol{chr(97 + n % 26)}{chr(97 + n // 26)}stra", straat="Volpad",
             geboortedatum=f"{1940 + n % 50}{1 + n % 12:02d}{1 + n % 28:02d}", huisnummer="1", postcode="9913AB")
    for n in range(FULL)
]  # fmt: skip
OTHERS = [*filler(60), NAMESAKE, *HOUSEMATES, *CROWD]

ABOUT_OTHERS = [
    signal(f"A{n:02d}", voornamen=one["voornamen"], achternaam=one["geslachtsnaam"] + ("s" if n % 3 == 0 else ""), huisnummer=one["huisnummer"],
           straatnaam="Vulstraat", postcode="9998AA", klantnummer=f"K{n}",
           geboortedatum="" if n % 4 == 0 else f"{one['geboortedatum'][6:]}-{one['geboortedatum'][4:6]}-{one['geboortedatum'][:4]}")
    for n, one in enumerate(filler(16))
]  # fmt: skip
HER = {"voornamen": "Iduna", "achternaam": "Zonderlingsma", "geboortedatum": "29-12-1966"}
ABOUT_HER = [
    signal("S01", **HER, **AT_HOME),
    signal("S02", **HER | {"geboortedatum": ""}, **AT_HOME),
    signal("S03", **HER, straatnaam="Vulstraat", huisnummer="7", postcode="9998AA"),
    signal("S04", **HER | {"voornamen": "Xander"}, **AT_HOME),
    signal("S05", **HER | {"voornamen": "", "geboortedatum": ""}, **AT_HOME),
    signal("S06", voornamen="Jelle", achternaam="Terpstra", geboortedatum="", **AT_HOME),
    # found by the address alone, of which the key is full with one more
    signal("S07", voornamen="Gerlof", achternaam="Volcastra", geboortedatum="", straatnaam="Volpad", huisnummer="1", postcode="9913AB"),
    # who lacks the right sees somebody else found
    signal("S08", voornamen="Sjoerd", achternaam="Wiekema", geboortedatum="07-07-1977", straatnaam="Namenpad", huisnummer="5",
           postcode="9914AB"),
]  # fmt: skip


def test_a_delivery_decides_for_who_lacks_the_right_as_if_they_were_not_there(town: TownOf) -> None:
    sent = [*ABOUT_OTHERS, *ABOUT_HER]
    later = [
        one | {"signaal_id": f"L{one['signaal_id']}", "signaaldatum": "2026-12-10"} for one in sent
    ]
    for name, people in (("met", [*OTHERS, *SECRET]), ("zonder", OTHERS)):
        assert town.link(people, sent, out=name, policy="audit_sample = 1.0\n") == 0
        before = ("--history", str(town.folder / name))
        assert (
            town.link(people, later, *before, out=f"{name}-later", policy="audit_sample = 1.0\n")
            == 0
        )
    # also of the month after: what was picked up before, and in which case a signal comes, tell nothing either
    for month in ("", "-later"):
        there = (
            (town.folder / f"met{month}" / "decisions_zonder_geheim.csv")
            .read_text("utf-8")
            .splitlines()
        )
        absent = (town.folder / f"zonder{month}" / "decisions.csv").read_text("utf-8").splitlines()
        assert there == absent
    repeated = town.decisions("met-later", name="decisions_zonder_geheim.csv")["LS08"]
    assert (repeated["persoon_id"], repeated["terugkoppeling"]) == ("N3", "herhaalde_melding")
    # what is hidden is there for who has the right
    assert [town.decisions("met")[one]["persoon_id"] for one in ("S01", "S08")] == ["G1", "G3"]


def test_who_dropped_out_and_what_differs_between_runs_tell_of_nobody_hidden(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list of today's system goes back to who keeps that, and the table of differences to who makes a version."""
    sent = [*ABOUT_OTHERS, *ABOUT_HER]
    dropped = town.folder / "bak.csv"
    dropped.write_text(
        "signaal_id;reden\n" + "".join(f"{one['signaal_id']};Naam wijkt af\n" for one in sent),
        encoding="utf-8",
    )
    told, tables = [], []
    for name, people in (("met", [*OTHERS, *SECRET]), ("zonder", OTHERS)):
        runs = [f"{name}-{policy or 'zo'}" for policy in ("", "streng")]
        for run, policy in zip(runs, ("", "missed_resident = 200.0\n"), strict=True):
            assert town.link(people, sent, "--uitval", str(dropped), out=run, policy=policy) == 0
        files = [(town.folder / run / "uitval.csv").read_bytes() for run in runs]
        counts = [
            json.loads((town.folder / run / "run.json").read_text("utf-8"))["uitval"]
            for run in runs
        ]
        told.append((files, counts))
        capsys.readouterr()
        before, after = (str(town.folder / run) for run in runs)
        assert main(["differences", "--before", before, "--after", after]) == 0
        tables.append(capsys.readouterr().out)
        assert main(["differences", "--before", before, "--after", after, "--geheim"]) == 0
        tables.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert tables[0] == tables[2] == tables[3] != tables[1]
