"""A single match through the API: what is logged, who sees a resident with secrecy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from brp_match.lookup.rows import RowStore
from brp_match.policy import load_policy, policy_of
from brp_match.prepare import prepare
from brp_match.review import policies, schema
from brp_match.review.accounts import Account
from brp_match.review.load_run import import_run
from brp_match.review.sight import Sight
from brp_match.web import deps
from brp_match.web.api.single_match import SingleMatcher
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from web.town import PEOPLE, signal, write


class TestOverHttp:
    """The same through the API: what is logged, and who sees a resident with secrecy."""

    @pytest.fixture
    def settings(self, settings: WebSettings, register: Path) -> WebSettings:
        return replace(settings, register=register)

    def test_answer_audit_and_processing_log(self, api: Callable[..., TestClient]) -> None:
        client = api("beoordelaar")
        trace, span = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
        answer = client.post(
            "/v1/vergelijkingen",
            json=body(signal(1, 3)),
            headers={"traceparent": f"00-{trace}-{span}-01"},
        )
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
        assert {(line.trace_id, line.parent_span_id) for line in logged} == {(trace, span)}
        assert span not in {line.span_id for line in logged}
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

    def test_what_the_months_before_picked_up_makes_a_repeat(
        self, api: Callable[..., TestClient], run_folder: Path
    ) -> None:
        client = api("coordinator")
        engine = client.app.state.engine  # type: ignore[attr-defined]
        later = signal(91, 3, signaaldatum="02-12-2026", vlp="Waterbron", sector="Water")

        def asked(**changes: str) -> tuple[str, str]:
            found = client.post("/v1/vergelijkingen", json=body(later | changes)).json()
            return found["besluit"], (found["redenen"] or [""])[0]

        assert asked()[0] == "match"
        with engine.begin() as con:
            import_run(con, run_folder, account_id="", now=deps.now())
        assert asked() == ("reject", "HERHAALDE_MELDING")
        # of the same month the same contract is one
        same = {"signaaldatum": "03-11-2026", "klantnummer": "K3"}
        assert asked(**same) == ("reject", "HERHAALDE_MELDING")
        # higher, another deliverer, another contract of the same month, too long ago: picked up
        for changes in (
            {"bedrag": "120,51"}, {"vlp": "Woonstichting Proef"}, {"signaaldatum": "03-11-2026"},
            {"signaaldatum": "03-03-2027"}, {"signaaldatum": ""},
        ):  # fmt: skip
            assert asked(**changes)[0] == "match", changes
        with engine.begin() as con:
            never = policy_of({"repeat_within_days": 0})
            keeper = Account("a" * 32, "fee", frozenset(), False, True)
            policies.change(con, keeper, never, based_on=1, reason="Afspraak", now=deps.now())
        found = client.post("/v1/vergelijkingen", json=body(later)).json()
        assert found["besluit"] == "match"
        assert found["beleid"] == {"nummer": 2, "versie": never.version}

    def test_without_a_register_it_is_503(self, settings: WebSettings) -> None:
        from brp_match.review.accounts import Role
        from brp_match.review.clients import add_client

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


CROWD = [
    {**PEOPLE[3], "persoon_id": f"70{n:04d}", "geslachtsnaam": f"Vol{chr(97 + n % 26)}{chr(97 + n // 26)}stra", "huisnummer": "81",
     "straat": "Stillepad", "postcode": "9999QQ", "geboortedatum": f"{1940 + n % 50}{1 + n % 12:02d}{1 + n % 28:02d}"}
    for n in range(80)
]  # fmt: skip
"""As many at one address as its key may have: one more who counted would make it too common."""


def test_without_the_right_the_answer_is_that_of_a_register_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also how likely nobody is, to the last figure, and how much work it takes."""
    questions: list[str] = []
    ask = RowStore._ask
    monkeypatch.setattr(
        RowStore, "_ask", lambda store, sql, *of: (questions.append(sql), ask(store, sql, *of))[1]
    )
    others = [*(one for one in PEOPLE if one["geheim"] == "0"), *CROWD]
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
        {"achternaam": "Qureshi"}, {"huisnummer": "83"}, {"voornamen": "Gerlof", "achternaam": "Volcastra", "geboortedatum": ""},
    )  # fmt: skip
    try:
        assert there.match(asked, load_policy(), sight=Sight(True)).persoon_id == "777777"
        absent.match(asked, load_policy(), sight=Sight(True))  # opened, as the other is
        for changes in guesses:
            questions.clear()
            hidden = there.match({**asked, **changes}, load_policy(), sight=Sight(False))
            asked_there = questions.copy()
            questions.clear()
            nobody = absent.match({**asked, **changes}, load_policy(), sight=Sight(True))
            assert hidden == nobody
            assert asked_there == questions
            assert "777777" not in str(hidden)
    finally:
        for one in matchers:
            one.close()
