"""A single match says what a delivery of one signal says, and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from brp_match.content import load_comparators
from brp_match.database import connect, run_step
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register, load_signals
from brp_match.ingest.columns import SIGNALS
from brp_match.link import candidates, placeholders
from brp_match.link.engine import score_pairs
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.policy import load_policy
from brp_match.prepare import prepare
from brp_match.register.build import build_register
from brp_match.review import schema
from brp_match.standardise.signals import build_signals
from brp_match.web.api.single_match import (
    RAW_COLUMNS,
    Prefixes,
    SingleMatcher,
    decide_one,
    understood,
    weigh_pairs,
)
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from web.conftest import Town
from web.town import PEOPLE, signal, write


@pytest.fixture(scope="module")
def matcher(register: Path) -> Iterator[SingleMatcher]:
    made = SingleMatcher(register)
    made.open()
    yield made
    made.close()


def test_a_resident_is_found(matcher: SingleMatcher) -> None:
    found = matcher.match(signal(1, 3), secrecy=True)
    assert (found.besluit, found.persoon_id) == ("match", PEOPLE[3]["persoon_id"])
    assert found.kans > 0.98
    assert found.kans + found.kans_geen <= 1 + 1e-9
    assert sum(one.kans for one in found.kandidaten) + found.kans_geen == pytest.approx(1, abs=1e-6)
    assert {"GEBOORTEDATUM_GELIJK", "ADRES_GELIJK", "NAAM_GELIJK"} <= set(found.redenen)


def test_nobody_is_found(matcher: SingleMatcher) -> None:
    away = signal(
        1, 3, voornamen="Quirine", achternaam="Onbekendsma", geboortedatum="01-02-1931",
        straatnaam="Elders", postcode="1111AA", huisnummer="9",
    )  # fmt: skip
    found = matcher.match(away, secrecy=True)
    assert (found.besluit, found.persoon_id) == ("reject", "")
    assert found.kans_geen > 0.9


def test_order_of_questions_plays_no_part_and_nothing_stays(matcher: SingleMatcher) -> None:
    first = matcher.match(signal(1, 5), secrecy=True)
    for person in (9, 3, 44):
        matcher.match(signal(2, person), secrecy=True)
    assert matcher.match(signal(1, 5), secrecy=True) == first
    assert matcher._con is not None
    assert matcher._kept is not None
    assert matcher._kept._tables == {}
    tables = matcher._con.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_catalog = current_database()"
    ).fetchall()
    assert tables == []


ODD: tuple[dict[str, str], ...] = (
    {},
    {"voornamen": "Šárka", "achternaam": "MÃ¼ller", "straatnaam": "Kerkstr. 12-A", "huisnummer": ""},
    {"volledige_naam": "Fam. P.J. van der Berg e/o mw. A. Bakker", "achternaam": "", "voornamen": ""},
    {"volledige_naam": "Installatiebedrijf Jansen V.O.F.", "achternaam": "", "voornamen": ""},
    {"geboortedatum": "1-1-2000"},
    {"geboortedatum": "31-02-1990", "postcode": ""},
    {"geboortedatum": "", "voornamen": "", "voorletters": "J.", "huisnummer": "1"},
    {"achternaam": "B.V. Proef Holding B.V."},
    {"sector": "Huur", "huisnummer": "9999"},
    {"sector": "Huur", "huisnummer": "5", "voornamen": "Quirine", "geboortedatum": ""},
    {"sector": "Huur", "huisnummer": "5", "postcode": "", "achternaam": "Onbekendsma"},
    {"huisnummer": "9", "postcode": "1111AA"},
    {"soort_signaal": "eindelevering", "signaaldatum": "2031-01-01"},
)  # fmt: skip
"""What makes a signal take another way through the steps."""


@pytest.fixture(scope="module")
def with_addresses(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register with an address file: homes, and numbers that are no home."""
    folder = tmp_path_factory.mktemp("adressen")
    homes = {(one["straat"], one["huisnummer"], one["postcode"]) for one in PEOPLE}
    rows = [
        {"straat": street, "huisnummer": number, "postcode": postcode, "woonplaats": "Verzonnenstad",
         "gebruiksdoel": "overige gebruiksfunctie" if number == "5" else "woonfunctie"}
        for street, number, postcode in sorted(homes - {("Proefstraat", "9", "9999ZZ")})
    ]  # fmt: skip
    path = folder / "register.duckdb"
    prepare(town.residents, path, addresses=write(folder / "adressen.csv", rows))
    return path


def test_kept_plans_answer_as_the_steps_on_the_whole_register_do(with_addresses: Path) -> None:
    matcher = SingleMatcher(with_addresses)
    con = connect(threads=1)
    run_step(con, f"ATTACH '{with_addresses}' AS reg (READ_ONLY)")
    columns = ", ".join(f"{name} {kind}" for name, kind in RAW_COLUMNS.items())
    comparators, policy = load_comparators(), load_policy()
    seen = set()
    for number, change in enumerate(ODD):
        asked = signal(1, number) | change
        run_step(con, f"CREATE OR REPLACE TABLE raw_signalen ({columns})")
        delivered = {name: (asked.get(name) or "").strip() or None for name in SIGNALS}
        mended, marks = understood(delivered)
        values = [0, 1, "", *(mended[name] for name in SIGNALS)]
        run_step(con, f"INSERT INTO raw_signalen VALUES ({', '.join('?' for _ in values)})", values)
        plain = decide_one(con, comparators, policy, Prefixes("reg.", "reg.", "reg."), marks)
        assert matcher.match(asked, secrecy=True) == plain
        seen.add(plain.besluit)
    assert seen == {"match", "review", "reject"}
    matcher.close()
    con.close()


def test_a_signal_without_a_name_is_refused(matcher: SingleMatcher) -> None:
    with pytest.raises(BrpMatchError) as caught:
        matcher.match({"signaal_id": "S-1", "vlp": "Waterbron"}, secrecy=True)
    assert caught.value.http_status == 400
    assert matcher.match(signal(1, 3), secrecy=True).besluit == "match"


def test_a_file_that_is_no_register_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    connect(path).close()
    with pytest.raises(BrpMatchError) as caught:
        SingleMatcher(path).open()
    assert caught.value.faults[0].code == "REGISTER_ONLEESBAAR"


def test_our_weights_are_those_of_splink(town: Town) -> None:
    con = connect()
    load_signals(con, (town.signals,))
    load_register(con, town.residents, None, None)
    build_register(con, None)
    build_signals(con)
    placeholders.find_placeholders(con)
    candidates.find_candidates(con)
    prepare_signals(con)
    compare_pairs(con)
    comparators = load_comparators()
    names = [f"{one.naam}_gewicht" for one in comparators]
    rows = []
    for weigh in (score_pairs, weigh_pairs):
        weigh(con, comparators)
        query = f"SELECT paar_nr, {', '.join(names)} FROM gewichten ORDER BY paar_nr"
        rows.append(con.execute(query).fetchall())
        run_step(con, "DROP TABLE gewichten")
    splink, ours = rows
    assert len(splink) > 100
    for theirs, own in zip(splink, ours, strict=True):
        assert own == pytest.approx(theirs, abs=1e-9)


class TestOverHttp:
    """The same through the API: what is logged, and who sees a resident with secrecy."""

    @pytest.fixture
    def settings(self, settings: WebSettings, register: Path) -> WebSettings:
        return replace(settings, register=register)

    def test_answer_audit_and_processing_log(self, api: Callable[..., TestClient]) -> None:
        client = api("beoordelaar")
        answer = client.post("/v1/vergelijkingen", json=body(signal(1, 3)))
        assert answer.status_code == 200
        found = answer.json()
        assert (found["besluit"], found["persoonId"]) == ("match", PEOPLE[3]["persoon_id"])
        assert "API-Version" in answer.headers
        app = client.app
        with app.state.engine.begin() as con:  # type: ignore[attr-defined]
            kinds = con.execute(select(schema.audit.c.kind)).scalars().all()
            logged = con.execute(select(schema.processing_log)).all()
        # the key of the caller was made first
        assert kinds == ["sleutel_gemaakt", "los_signaal_vergeleken"]
        assert len(logged) == len(found["kandidaten"])
        assert PEOPLE[3]["persoon_id"] not in str(logged)

    def test_a_resident_with_secrecy_answers_as_somebody_who_is_not_there(
        self, api: Callable[..., TestClient]
    ) -> None:
        client = api("coordinator")
        guesses = ({}, {"straatnaam": "Elders", "postcode": "1111AA"}, {"voornamen": "Xander"})
        for guess in guesses:
            found = client.post("/v1/vergelijkingen", json=body(signal(1, 7, **guess))).json()
            assert PEOPLE[7]["persoon_id"] not in str(found)
            said = {*found["redenen"], *(r for k in found["kandidaten"] for r in k["redenen"])}
            assert "GEHEIMHOUDING" not in said

    def test_without_a_register_it_is_503(self, settings: WebSettings) -> None:
        from brp_match.review.accounts import Role
        from brp_match.review.clients import add_client
        from brp_match.web import deps

        app = create_app(replace(settings, register=None))
        with app.state.engine.begin() as con:
            token = add_client(con, "x", [Role.COORDINATOR], deps.now())
        client = TestClient(app, "http://127.0.0.1", headers={"Authorization": f"Bearer {token}"})
        assert client.post("/v1/vergelijkingen", json=body(signal(1, 3))).status_code == 503


def body(row: dict[str, str]) -> dict[str, str]:
    """A row of a delivery as the API takes it."""
    from pydantic.alias_generators import to_camel

    return {to_camel(key): value for key, value in row.items()}


SECRET = {
    **PEOPLE[7], "persoon_id": "777777", "voornamen": "Iduna", "geslachtsnaam": "Zonderlingsma", "straat": "Stillepad",
    "geboortedatum": "19661229", "huisnummer": "81", "postcode": "9999QQ",
}  # fmt: skip


def test_without_the_right_the_answer_is_that_of_a_register_without_them(tmp_path: Path) -> None:
    from brp_match.prepare import prepare
    from web.town import write

    others = [one for one in PEOPLE if one["geheim"] == "0"]
    matchers = []
    for name, people in (("met", [*others, SECRET]), ("zonder", others)):
        prepare(write(tmp_path / f"{name}.csv", people), tmp_path / f"{name}.duckdb")
        matchers.append(SingleMatcher(tmp_path / f"{name}.duckdb"))
    there, absent = matchers
    asked = signal(
        1, 7, voornamen="Iduna", achternaam="Zonderlingsma", geboortedatum="29-12-1966", straatnaam="Stillepad",
        huisnummer="81", postcode="9999QQ",
    )  # fmt: skip
    guesses = (
        {}, {"geboortedatum": ""}, {"straatnaam": "Elders", "postcode": "1111AA"}, {"voornamen": "Xander"},
        {"achternaam": "Qureshi"}, {"huisnummer": "83"},
    )  # fmt: skip
    try:
        assert there.match(asked, secrecy=True).persoon_id == "777777"
        for changes in guesses:
            hidden = there.match({**asked, **changes}, secrecy=False)
            nobody = absent.match({**asked, **changes}, secrecy=True)
            assert (hidden.besluit, hidden.persoon_id, hidden.redenen, hidden.toelichting) == (
                nobody.besluit, nobody.persoon_id, nobody.redenen, nobody.toelichting,
            )  # fmt: skip
            assert hidden.kans_geen == pytest.approx(nobody.kans_geen, abs=1e-3)
            assert "777777" not in str(hidden)
    finally:
        for one in matchers:
            one.close()


def test_one_signal_is_mended_and_marked_as_a_row_of_a_delivery_is(matcher: SingleMatcher) -> None:
    plain = matcher.match(signal(1, 3), secrecy=True)
    damaged = {**signal(1, 3), "plaatsnaam": "1234 AB Verzonnenstad", "postcode": "onbekend"}
    assert matcher.match(damaged, secrecy=True).persoon_id == plain.persoon_id
    stranger = {
        "signaal_id": "S-9", "vlp": "Waterbron", "achternaam": "Kwarfelsema", "voornamen": "Xandertje",
        "geboortedatum": "01-02-1903", "straatnaam": "Nergensweg", "huisnummer": "7", "postcode": "9998XY",
    }  # fmt: skip
    assert matcher.match(stranger, secrecy=True).besluit == "reject"
    unread = matcher.match({**stranger, "geboortedatum": "31-02-19x3q"}, secrecy=True)
    assert (unread.besluit, unread.persoon_id) == ("review", "")
    assert unread.redenen == ("GEBOORTEDATUM_ONLEESBAAR",)
