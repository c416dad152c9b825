"""The audit's page: a filter on the day, and every kind of event in words."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brp_match
from brp_match.review import audit
from brp_match.web.pages.audit_views import KINDS, LINES
from web.pages.conftest import NOW
from web.pages.service import Service
from web.pages.test_work import first_case


def test_the_audit_up_to_a_day(service: Service) -> None:
    """A day ends at midnight in Dutch time; with the filter a reader pages on."""
    client = service.sign_in("coor")
    with service.app.state.engine.begin() as con:
        for second in range(LINES):
            at = datetime(2020, 6, 1, 12, 0, second, tzinfo=UTC)
            audit.write(con, "uitgelogd", account_id="x", now=at)
        for minute in (58, 59, 60):
            at = datetime(2020, 7, 1, 21, tzinfo=UTC) + timedelta(minutes=minute)
            audit.write(con, "los_signaal_vergeleken", account_id="x", now=at)
    page = client.get("/audit?tot=2020-07-01").text
    rows = page.split("<tbody>")[1]
    assert "01-07-2020 23:59" in rows
    assert "02-07-2020" not in rows
    assert (
        "Los signaal vergeleken"
        in client.get("/audit?tot=2020-07-01&wat=los_signaal_vergeleken").text
    )
    assert 'value="2020-07-01"' in page
    following = re.search(r'href="(/audit\?[^"]*)" rel="next"', page)
    assert following
    assert "tot=2020-07-01" in following[1]
    for wrong in ("2020-02-31", "0001-01-01", "9999-12-31", "morgen"):
        assert client.get(f"/audit?tot={wrong}").status_code == 400


def test_every_kind_of_event_is_told_in_words() -> None:
    """What the code writes to the audit has a Dutch sentence."""
    source = Path(brp_match.__file__).parent
    written = {
        node.args[1].value
        for path in sorted(source.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "audit.write"
        and isinstance(node.args[1], ast.Constant)
    }
    assert len(written) > 10
    assert written - set(KINDS) == set()


def test_the_audit_is_searched_by_case_and_day_and_goes_both_ways(service: Service) -> None:
    coor = service.sign_in("coor")
    case = "ab" + "0" * 30
    with service.app.state.engine.begin() as con:
        for number in range(120):
            audit.write(
                con, "zaak_gezien", account_id="x", now=NOW + timedelta(days=number // 60),
                case_id=case if number % 2 else "cd" + "0" * 30,
            )  # fmt: skip

    def moments(page: str) -> int:
        return page.count('data-label="Moment"')

    first = coor.get("/audit?zaak=AB000&van=2026-11-10&tot=2026-11-10").text
    assert (moments(first), "Oudere regels" in first) == (30, False)
    assert moments(coor.get("/audit?zaak=ee").text) == 0
    page = coor.get("/audit?wat=zaak_gezien").text
    assert "Nieuwere regels" not in page
    older = re.search(r'href="([^"]+)" rel="next"', page)
    assert older
    second = coor.get(older[1].replace("&amp;", "&")).text
    newer = re.search(r'href="([^"]+)" rel="prev">Nieuwere regels', second)
    assert newer
    back = coor.get(newer[1].replace("&amp;", "&")).text
    rows = re.compile(r"<tbody>.*</tbody>", re.S)
    assert rows.search(back).group() == rows.search(page).group()  # type: ignore[union-attr]
    assert coor.get("/audit?zaak=xyz").status_code == 400


def test_names_are_told_to_who_may_see_the_case_and_that_is_noted(service: Service) -> None:
    bea, coor, keeper = (service.sign_in(one) for one in ("bea", "coor", "beheer"))
    case = first_case(bea)
    bea.get(case)
    address = f"/audit?wat=zaak_gezien&zaak={case[-32:][:8]}"
    assert "Aardbeek" not in coor.get(address).text
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql(f"UPDATE cases SET signal = json_set(signal, '$.achternaam', 'Aardbeek') WHERE id = '{case[-32:]}'")  # fmt: skip
    named = coor.get(f"{address}&namen=ja").text
    assert "Aardbeek</bdi>" in named
    assert f'<a href="{case}">' in named
    assert "Aardbeek" not in keeper.get(f"{address}&namen=ja").text
    with service.app.state.engine.begin() as con:
        (line,) = audit.read(con, kind="audit_namen_gezien")
    assert line.detail == {"zaken": 1}


def test_the_audit_goes_out_as_csv_without_names_of_persons(service: Service) -> None:
    bea, keeper = service.sign_in("bea"), service.sign_in("beheer")
    case = first_case(bea)
    bea.get(case)
    answer = keeper.get("/audit.csv?wat=zaak_gezien")
    assert answer.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    header, *lines = answer.text.removeprefix("\ufeff").splitlines()
    assert header == "moment;wie;wat;bijzonderheid;zaak;levering;zegelregel"
    assert [line.split(";")[1:5:3] for line in lines] == [["bea", case[-32:]]]
    assert "Audit opgehaald" in keeper.get("/audit").text
