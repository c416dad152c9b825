"""The audit's page: a filter on the day, and every kind of event in words."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brp_match
from brp_match.review import audit
from brp_match.web.pages.audit_views import KINDS, LINES
from web.pages.service import Service


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
