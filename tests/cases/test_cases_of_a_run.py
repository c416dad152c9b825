"""zaken.csv as `link` writes it: every signal in one case, over two deliveries, whatever the order of the rows."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from rules.town import TownOf, filler, resident, signal

WATER = {"vlp": "Waterpartij", "sector": "Water", "bedrag": "100,00"}
NOBODY = {
    "achternaam": "Onbekendsma", "voornamen": "Xanthippe", "geboortedatum": "01-03-1933",
    "straatnaam": "Nergensweg", "huisnummer": "77", "postcode": "9977ZZ",
}  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> TownOf:
    """A folder to link in."""
    return TownOf(tmp_path)


def cases(town: TownOf, out: str = "uit") -> list[dict[str, str]]:
    """The rows of zaken.csv."""
    with (town.folder / out / "zaken.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_signals_of_one_resident_are_one_case_and_every_signal_stands_in_one(town: TownOf) -> None:
    people = [*filler(), resident("P1")]
    sent = [signal("S1"), signal("S2", **WATER), signal("S3", **NOBODY), signal("S4", **NOBODY)]
    assert town.link(people, sent) == 0
    found = cases(town)
    assert sorted(one["signalen"] for one in found) == ["S1|S2", "S3", "S4"]
    case = next(one for one in found if one["persoon_id"] == "P1")
    assert case | {"zaak_id": ""} == {
        "zaak_id": "", "gemeente": "9999", "persoon_id": "P1", "signalen": "S1|S2",
        "vlps": "Proefpartij|Waterpartij", "sectoren": "Energie|Water", "bedrag": "312.85",
        "oudste_signaal": "2026-11-02", "eindelevering": "nee", "crisis": "nee", "leeftijdsgroep": "67+",
        "zaken_6_maanden": "0", "laatste_zaak": "", "bekend_bij_shv": "", "besluit": "match",
        "uiterste_dag": "2026-11-30", "klokken": "zaak 2026-11-30", "combinatie": "E+W",
        "bedragen": "Proefpartij 212.85|Waterpartij 100.00", "warme_overdracht": "nee", "einddatum": "",
        "maanden_zelfde_vlp": "1", "huishouden": "", "bakje": "huisbezoek",
        "bakje_waarom": "Match: meer vastelastenpartners: signalen van 2 vastelastenpartners",
    }  # fmt: skip
    told = {key: row["zaak_id"] for key, row in town.decisions().items()}
    assert told == {s: one["zaak_id"] for one in found for s in one["signalen"].split("|")}


def test_a_late_delivery_joins_the_case_and_the_next_month_knows_of_it(town: TownOf) -> None:
    people = [*filler(), resident("P1")]
    first, late = (str(town.folder / name) for name in ("een", "laat"))
    assert town.link(people, [signal("S1")], out="een") == 0
    late_one = signal("S2", **WATER, signaaldatum="2026-11-20")
    assert town.link(people, [late_one], "--history", first, out="laat") == 0
    (before,), (after,) = cases(town, "een"), cases(town, "laat")
    assert after["zaak_id"] == before["zaak_id"] == town.decisions("laat")["S2"]["zaak_id"]
    assert (after["signalen"], after["bedrag"]) == ("S1|S2", "312.85")
    # the same contract once more, and an older one that comes last: whichever came first is picked up
    again = [
        signal("S4", signaaldatum="2026-11-25"),
        signal("S5", signaaldatum="2026-11-01", klantnummer="0010001"),
    ]
    assert (
        town.link(
            people, [*again, signal("S6", klantnummer="7")], "--history", first, late, out="meer"
        )
        == 0
    )
    told = {
        key: row["redenen"].split("|")[0]
        for key, row in town.decisions("meer").items()
        if row["besluit"] == "reject"
    }
    assert told == {"S4": "HERHAALDE_MELDING", "S5": "HERHAALDE_MELDING"}
    (grown,) = cases(town, "meer")
    assert (grown["zaak_id"], grown["signalen"]) == (before["zaak_id"], "S5|S1|S6|S2|S4")
    later = signal("S3", **WATER | {"vlp": "Derde", "signaaldatum": "2026-12-03"})
    assert town.link(people, [later], "--history", late, first, out="december") == 0
    (next_one,) = cases(town, "december")
    assert (next_one["zaken_6_maanden"], next_one["laatste_zaak"]) == ("1", before["zaak_id"])


def test_the_cases_are_the_same_bytes_in_any_order_of_the_rows(town: TownOf) -> None:
    people = [*filler(), resident("P1")]
    sent = [signal("S1"), signal("S2", **WATER), signal("S3", **NOBODY)]
    assert town.link(people, sent, out="een") == 0
    assert town.link(people[::-1], sent[::-1], out="twee") == 0
    for name in ("zaken.csv", "zaken.parquet"):
        one, other = ((town.folder / out / name).read_bytes() for out in ("een", "twee"))
        assert one == other, name


def test_without_the_right_to_secret_persons_no_case_tells_which_signals_belong_together(
    town: TownOf,
) -> None:
    people = [*filler(), resident("P1", geheim="7")]
    assert town.link(people, [signal("S1"), signal("S2", **WATER)]) == 0
    seen = town.decisions(name="decisions_zonder_geheim.csv")
    assert seen["S1"]["zaak_id"] != seen["S2"]["zaak_id"]
    known = town.decisions()
    assert known["S1"]["zaak_id"] == known["S2"]["zaak_id"]


def test_an_earlier_run_without_cases_still_counts(town: TownOf) -> None:
    people = [*filler(), resident("P1")]
    assert town.link(people, [signal("S1", signaaldatum="2026-10-05")], out="oud") == 0
    old = town.folder / "oud" / "decisions.parquet"
    con = duckdb.connect()
    con.execute(f"CREATE TABLE d AS SELECT * EXCLUDE (zaak_id) FROM read_parquet('{old}')")
    con.execute(f"COPY d TO '{old}' (FORMAT parquet)")
    con.close()
    found = signal("S2", **WATER)
    assert town.link(people, [found], "--history", str(old.parent)) == 0
    (case,) = cases(town)
    assert case["zaken_6_maanden"] == "1"
    assert case["laatste_zaak"].startswith("2026-10-")


def test_a_name_of_a_deliverer_runs_as_no_formula(town: TownOf) -> None:
    assert town.link([*filler(), resident("P1")], [signal("S1", vlp="=1+1")]) == 0
    assert cases(town)[0]["vlps"] == "'=1+1"
