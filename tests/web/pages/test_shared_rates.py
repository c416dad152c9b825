"""What other municipalities know: a table is checked, shown, kept in the place of the one before, and taken away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from brp_match.benchmark.export.ledger import CODE_NAME
from brp_match.content import load_comparators
from brp_match.database import connect
from brp_match.rates.counts import count_runs
from brp_match.rates.export import as_document
from brp_match.review import audit, shared_rates, values
from brp_match.review.runs import list_runs
from brp_match.review.schema import runs
from brp_match.web import deps, own_rates
from rates.test_rates import PLANTED, make_run, row
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


def delivered(service: Service, folder: Path) -> None:
    """Finished deliveries with people to find in them, one of a month before."""
    rows = [row(n, n) for n in range(60)] + [row(50 + n, n, vlp="Klein BV") for n in range(9)]
    rows += [row(777, 9, voornamen="Quetzalcoatl", geboortedatum="19790317")]
    rows += [row(300 + n, n, vlp="J. de Vries 12345 verhuur") for n in range(12)]
    with service.app.state.engine.begin() as con:
        for name, made in (("nov", rows), ("okt", [row(900 + n, 20 + n) for n in range(9)])):
            run = make_run(folder / name, made)
            con.execute(
                insert(runs).values(
                    id=name, name=name, state="klaar", month="2026-11", folder=str(run), request={}, record={}, fault=[],
                    created=deps.now(),
                )
            )  # fmt: skip


def test_what_the_own_deliveries_show_goes_out_as_on_the_command_line_and_nobody_with_it(
    service: Service, tmp_path: Path
) -> None:
    client = service.sign_in("coor")
    delivered(service, tmp_path)
    post(client, TABLE)
    text = client.get(PAGE).text
    # a name that may not go out cannot be chosen
    assert [one for one in ("Klein BV", "Stroom", "Vries") if f'value="{one}' in text] == ["Klein BV", "Stroom"]  # fmt: skip

    def asked(*names: str) -> Any:
        form = {"csrf_token": csrf_of(text), "vlp": list(names)}
        return client.post(f"{PAGE}/uitvoer", data=form)

    sent = asked("Stroom", "Klein BV")
    assert sent.headers["content-disposition"] == 'attachment; filename="kansen.json"'
    made = json.loads(sent.content)
    assert CODE_NAME.fullmatch(made["gemeente"])
    con = connect(threads=1)
    try:
        with service.app.state.engine.begin() as store:
            folders = [Path(run.folder) for run in list_runs(store, finished=True)]
            key = bytes.fromhex(values.read(store, own_rates._KEY) or "")
        counted = count_runs(con, folders)
    finally:
        con.close()
    assert made == as_document(
        counted, load_comparators(), made["gemeente"], 10, key, ["Stroom", "Klein BV"]
    )
    # nine people of one deliverer stay home, and no value of anybody is in it
    assert [one["vlp"] for one in made["vlps"]] == ["Stroom"]
    assert not [value for value in (*PLANTED, "Vries", "87654321", "Naam") if value in sent.text]
    # the same file another time: name and noise are kept, so nobody takes the mean of many
    assert asked("Stroom").content == sent.content
    for names, said in (((), "kies ten minste één"), (("Vreemde",), "kies ten minste één"), (("Klein BV",), "minder dan 10")):  # fmt: skip
        refused = asked(*names)
        assert refused.status_code == 400, names
        assert said in refused.text.lower(), names
        assert "Vreemde" not in refused.text
    with service.app.state.engine.begin() as con:
        lines = audit.read(con, kind=own_rates.SENT)
    assert [line.detail["vlps"] for line in lines] == [1, 1]
