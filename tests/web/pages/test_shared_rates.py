"""What other municipalities know: a table is checked, shown, kept in the place of the one before, and taken away."""

from __future__ import annotations

from typing import Any

from brp_match.review import audit, shared_rates
from review.test_worker import TABLE
from web.pages.service import Service, csrf_of

PAGE = "/instellingen/kansen"


def post(client: Any, content: bytes | None, path: str = PAGE) -> Any:
    files = None if content is None else {"bestand": ("landelijk.json", content)}
    return client.post(path, data={"csrf_token": csrf_of(client.get(PAGE).text)}, files=files)


def test_a_table_is_kept_shown_and_taken_away(service: Service) -> None:
    client = service.sign_in("coor")
    folder = service.data / shared_rates.FOLDER
    for wrong, said in (
        (None, "Kies een bestand."),
        (b"{", "niet te lezen als JSON"),
        (TABLE.replace(b"landelijk", b"gemeente").replace(b'"rijen"', b'"totalen": {}, "rijen"'), "rates merge"),
        (b" " * (shared_rates.LARGEST_FILE + 1), "ten hoogste 20 MB"),
    ):  # fmt: skip
        refused = post(client, wrong)
        assert (refused.status_code, said in refused.text) == (400, True), wrong and wrong[:20]
        assert not [path for path in folder.rglob("*") if path.is_file()]
    assert post(client, TABLE).headers["location"] == f"{PAGE}?m=kansen"
    assert post(client, TABLE + b"\n").status_code == 303
    (kept,) = [path for path in folder.rglob("*") if path.is_file()]
    assert kept.read_bytes() == TABLE + b"\n"
    shown = client.get(PAGE).text
    assert "Er is een tabel van 12 gemeenten" in shown
    assert "geboortedatum in een andere volgorde van dag, maand en jaar" in shown
    with service.app.state.engine.begin() as con:
        (_, line, *_) = audit.read(con, kind=shared_rates.RECEIVED)
        assert (line.detail["gemeenten"], line.detail["vlps"]) == (12, 1)
        # of a version that writes it otherwise: told on the page, and no 500
        kept.write_bytes(TABLE.replace(b"kansen/1", b"kansen/9"))
    assert "past niet bij deze versie" in client.get(PAGE).text
    assert post(client, None, f"{PAGE}/verwijderen").headers["location"] == f"{PAGE}?m=kansen_weg"
    assert "Er is nu geen tabel" in client.get(PAGE).text
    assert not list(folder.glob("*"))
