"""Two municipalities that work as one: who is held to one of them gets nothing of the other's residents."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

import brp_match
from brp_match.benchmark.own_data.files import find_files
from brp_match.benchmark.own_data.own_signals import RUN_FOLDER, make_cases
from brp_match.cli import main
from brp_match.pipeline import LinkRequest, link
from brp_match.prepare import prepare
from brp_match.report.build import build_overview
from brp_match.report.cards import Overview
from brp_match.report.catalogue import load_catalogue
from brp_match.report.run_files import Part
from brp_match.review import load_run
from brp_match.review.accounts import Role
from brp_match.review.schema import cases
from brp_match.web import deps
from brp_match.web.settings import WebSettings
from report.run_fixture import validate
from web.auth.test_secret_person import asked
from web.town import PEOPLE, SIGNALS, about, write

HERE, THERE = "9999", "9998"
PLANTED = ("777781", "777782", "777783", "Planteria")
THEIRS = [
    {**PEOPLE[8], "gemeente": THERE, "geheim": "0", "postcode": "9990QQ", "straat": "Verrestraat"} | one
    for one in (
        # found; a person must look; died
        {"persoon_id": "777781", "voornamen": "Iduna Planteria", "geslachtsnaam": "Overkantsma", "geboortedatum": "19661229", "huisnummer": "81"},
        {"persoon_id": "777782", "voornamen": "Okke Planteria", "geslachtsnaam": "Andersoevera", "geboortedatum": "19710430", "huisnummer": "83"},
        {"persoon_id": "777783", "voornamen": "Ulbe Planteria", "geslachtsnaam": "Heengaansma", "geboortedatum": "19820815", "huisnummer": "85", "opschorting_reden": "O"},
    )
]  # fmt: skip
RESIDENTS = [
    {"opschorting_reden": "", **one}
    for one in (*(p for p in PEOPLE if p["geheim"] == "0"), *THEIRS)
]


SENT = [
    *SIGNALS, about(70, 8, THEIRS[0]), about(71, 8, THEIRS[1]) | {"voornamen": "Xander", "geboortedatum": ""},
    about(72, 8, THEIRS[2]),
]  # fmt: skip
ABOUT_THEM = {"S-0070", "S-0071", "S-0072"}
ROLES = [str(role) for role in Role]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run of the two municipalities, and their register."""
    folder = tmp_path_factory.mktemp("samen")
    signals, residents = write(folder / "s.csv", SENT), write(folder / "i.csv", RESIDENTS)
    policy = folder / "beleid.toml"
    policy.write_text("audit_sample = 1.0\n", encoding="utf-8")
    link(LinkRequest(signals=(signals,), residents=residents, out=folder / "uit", policy=policy, gemeente=f"{HERE},{THERE}"))  # fmt: skip
    prepare(residents, folder / "register.duckdb", gemeente=f"{HERE},{THERE}")
    return folder / "uit", folder / "register.duckdb"


@pytest.fixture
def settings(settings: WebSettings, both: tuple[Path, Path]) -> WebSettings:
    return replace(settings, register=both[1])


@pytest.fixture
def run_id(app: FastAPI, both: tuple[Path, Path]) -> str:
    with app.state.engine.begin() as con:
        return load_run.import_run(con, both[0], account_id="", now=deps.now())


def shows(text: str) -> list[str]:
    return [one for one in PLANTED if one in text]


def test_no_route_tells_of_a_resident_of_another_municipality(
    app: FastAPI,
    logged_in: Callable[..., TestClient],
    api: Callable[..., TestClient],
    run_id: str,
) -> None:
    with app.state.engine.begin() as con:
        theirs_or_some = set(
            con.execute(select(cases.c.id).where(cases.c.municipalities != f"{HERE} ")).scalars()
        )

    def wanted(path: str) -> bool:
        """Cards count and name nobody; of the cases those that are not of the own municipality alone."""
        case = re.search(r"/(?:zaak|zaken)/([0-9a-f]{32})", path)
        return (
            "scorekaarten" not in path
            and "benchmark" not in path
            and (case is None or case[1] in theirs_or_some)
        )

    def enough(path: str) -> bool:
        return wanted(path) and any(
            word in path for word in ("besluiten", "/zaak/", "/v1/oppak", "/v1/vroeg")
        )

    found: dict[str, set[str]] = {}
    for code in (HERE, THERE):
        browser = logged_in(*ROLES, name=code, secrecy=True, municipalities=(code,))
        caller = api(*ROLES, secrecy=True, municipalities=(code,))
        found[code] = {
            path.split("?")[0]
            for path, text in asked(
                app, browser, caller, run_id, SENT[-3:], wanted if code == HERE else enough
            )
            if shows(text)
        }
    assert found[HERE] == set()
    # what is looked for would be found: their own municipality has it on every way out
    theirs = {path.replace(run_id, "…") for path in found[THERE]}
    assert theirs >= {
        "/leveringen/…/besluiten.csv",
        "/v1/leveringen/…/besluiten",
        "/v1/vergelijkingen",
    }
    assert any(path.startswith("/zaak/") for path in theirs)
    assert any(path.startswith("/v1/oppaklijst") for path in theirs)
    assert any(path.startswith("/v1/vroegsignaalzaken") for path in theirs)


def test_each_sees_its_own_and_who_is_held_to_none_sees_all(
    app: FastAPI, api: Callable[..., TestClient], run_id: str
) -> None:
    def of(*codes: str) -> tuple[set[str], dict[str, int], int]:
        client = api("coordinator", "beheerder", secrecy=True, municipalities=codes)
        rows = client.get(f"/v1/leveringen/{run_id}/besluiten?limit=200").json()["items"]
        delivery = client.get(f"/v1/leveringen/{run_id}").json()
        kinds = {one["besluit"] for one in rows}
        counted = {kind: sum(one["besluit"] == kind for one in rows) for kind in kinds}
        assert {kind: n for kind, n in delivery["aantallen"].items() if n} == counted
        assert delivery["steekproef"]["afgewezen"] == counted.get("reject", 0)
        queue = client.get("/v1/zaken?limit=200").json()["items"]
        return {one["signaalId"] for one in rows}, counted, len(queue)

    here, there, all_of_it = of(HERE), of(THERE), of()
    assert there[0] == ABOUT_THEM
    assert here[0].isdisjoint(ABOUT_THEM)
    # of no municipality known: seen by who may see both
    nobody = {f"S-{n:04d}" for n in range(40, 46)}
    assert all_of_it[0] - here[0] - there[0] >= nobody
    assert of(HERE, THERE)[0] == here[0] | there[0]
    assert there[2] >= 1
    assert here[2] + there[2] < all_of_it[2]
    with app.state.engine.begin() as con:
        kept = set(con.execute(select(cases.c.municipalities)).scalars())
    assert kept == {f"{HERE} ", f"{THERE} ", ""}


def test_what_is_of_all_municipalities_is_closed_to_who_may_see_some(
    logged_in: Callable[..., TestClient], api: Callable[..., TestClient], run_id: str
) -> None:
    browser = logged_in(*ROLES, secrecy=True, municipalities=(HERE,))
    for path in ("/leveringen/nieuw", f"/leveringen/{run_id}/apart-gezet", "/schuldhulpverlening"):
        answer = browser.get(path)
        assert (answer.status_code, "alle gemeenten" in answer.text) == (403, True), path
    refused = api(*ROLES, municipalities=(HERE,)).post("/v1/leveringen")
    assert (refused.status_code, refused.json()["code"]) == (403, "ALLE_GEMEENTEN")
    assert browser.get(f"/leveringen/{run_id}").status_code == 200


def test_an_account_is_held_to_municipalities_on_its_page(
    logged_in: Callable[..., TestClient],
) -> None:
    browser = logged_in("beheerder")
    page = browser.get("/accounts").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    new = {
        "csrf_token": token,
        "naam": "held",
        "wachtwoord": "een heel lang wachtwoord",
        "rol": "beoordelaar",
        "bereik": "deze",
    }
    wrong = browser.post("/accounts", data=new | {"gemeenten": "Haarlem"})
    assert wrong.status_code == 400
    assert "gemeentecode van vier cijfers" in wrong.text
    assert browser.post("/accounts", data=new | {"gemeenten": "296, 0225"}).status_code == 303
    assert ">0225, 0296</td>" in browser.get("/accounts").text


def test_one_place_says_who_may_see_a_case() -> None:
    """A query that asks for secrecy by itself forgets the municipality: `Sight.cases` says both."""
    root = Path(brp_match.__file__).parent
    asking = [
        path.relative_to(root).as_posix()
        for room in ("review", "web")
        for path in sorted((root / room).rglob("*.py"))
        if "cases.c.secret" in path.read_text(encoding="utf-8")
    ]
    assert asking == ["review/sight.py"]


@pytest.fixture
def quick_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards whose expectations are those of the report's tests: no Great Expectations."""
    quick = lambda history, gemeente="", secrecy=True: validate  # noqa: E731
    for place in ("maker", "catalogue"):
        monkeypatch.setattr(f"brp_match.report.{place}.validator", quick)


@pytest.mark.usefixtures("quick_checks")
def test_cards_and_releases_are_those_of_a_municipality(
    app: FastAPI, api: Callable[..., TestClient], logged_in: Callable[..., TestClient], run_id: str
) -> None:
    def cards(*codes: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (
            api("coordinator", municipalities=codes).get("/v1/scorekaarten").json()["items"]
        )
        return found

    everything = cards()
    assert {one["gemeente"] for one in everything} == {HERE, THERE}
    own = cards(THERE)
    assert own == [one for one in everything if one["gemeente"] == THERE]
    client = api("coordinator", secrecy=True, municipalities=(THERE,))
    others = next(one["scorekaartId"] for one in everything if one["gemeente"] == HERE)
    assert client.get(f"/v1/scorekaarten/{others}").status_code == 404
    delivered = 0
    for one in own:
        card = client.get(f"/v1/scorekaarten/{one['scorekaartId']}").json()["kaart"]
        assert card["vlp"] == one["vlp"]
        delivered += card["uitkomsten"]["geleverd"]
    assert delivered == len(ABOUT_THEM)

    # released for one municipality, it stays to be released for the other
    path = f"/v1/scorekaarten/{own[0]['scorekaartId']}"
    etag = client.get(f"{path}/voorbeeld").headers["etag"]
    done = client.post(f"{path}/vrijgaven", headers={"If-Match": etag})
    assert done.status_code == 201, done.text
    assert done.json()["vlp"] == f"{own[0]['vlp']}, gemeente {THERE}"
    out = {one["scorekaartId"] for one in cards() if one["vrijgegeven"]}
    assert out == {own[0]["scorekaartId"]}
    released = {
        codes: [
            one["vlp"]
            for one in api("coordinator", municipalities=codes).get("/v1/vrijgaven").json()["items"]
        ]
        for codes in ((THERE,), (HERE,), ())
    }
    mine = [f"{own[0]['vlp']}, gemeente {THERE}"]
    assert released == {(THERE,): mine, (HERE,): [], (): mine}
    browser = logged_in("coordinator", name="daar", municipalities=(THERE,))
    page = browser.get("/scorekaarten").text
    assert page.count(f"gemeente {THERE}") == len(own)
    assert f"gemeente {HERE}" not in page
    everyone = logged_in("coordinator", name="allen")
    assert "Op geen kaart: 6 signalen" in everyone.get("/scorekaarten").text
    assert "Op geen kaart" not in page
    everybody = everyone.get(f"/scorekaarten/{run_id}/vrijgeven").text
    assert f"{own[0]['vlp']}, gemeente {HERE}" in everybody


@pytest.mark.usefixtures("quick_checks")
def test_the_command_makes_the_cards_of_each_municipality_in_a_folder_of_its_own(
    both: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = ["scorecard", "--run", str(both[0]), "--out", str(tmp_path)]
    assert main([*made, "--gemeente", THERE]) == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == [THERE]
    text = (tmp_path / THERE / "gemeente" / "index.html").read_text(encoding="utf-8")
    assert f"gemeente {THERE}" in text
    assert "Op geen kaart: 6 signalen" in capsys.readouterr().out
    assert main([*made, "--gemeente", "0363"]) == 2
    assert "GEMEENTE_ONBEKEND" in capsys.readouterr().err


def test_the_benchmark_takes_both_and_who_lacks_the_right_gets_cards_without_secret_persons(
    tmp_path: Path,
) -> None:
    secret = [one | {"geheim": "7"} if one["persoon_id"] == "777781" else one for one in RESIDENTS]
    data = tmp_path / "eigen"
    data.mkdir()
    write(data / "signalen.csv", SENT)
    write(data / "inwoners.csv", secret)
    cases_of = make_cases(find_files(data), tmp_path, gemeente=f"{HERE},{THERE}")
    # a resident of either is one: today's check and ours find them
    found = {one.signaal_id: (one.dropped, str(one.besluit)) for one in cases_of.rows}
    assert found["S-0070"] == (False, "match")
    assert found["S-0001"] == (False, "match")
    run = tmp_path / RUN_FOLDER
    with_them, without = (
        build_overview(run, (), load_catalogue(), validate, part=Part("", secrecy))
        for secrecy in (True, False)
    )

    def counted(overview: Overview) -> tuple[int, int, int]:
        every = [one.uitkomsten for one in overview.kaarten]
        return (
            sum(one.geleverd for one in every),
            sum(one.opgepakt for one in every),
            sum(one.uitval for one in every),
        )

    delivered, matched, dropped = counted(with_them)
    # the signal is there for both; whom it is about is not, so it is one that was not found
    assert counted(without) == (delivered, matched - 1, dropped + 1)
