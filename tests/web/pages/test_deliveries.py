"""From upload to export on the real store, with a worker that links in its own process."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from brp_match.review import audit, mending, mending_acts, runs
from brp_match.review.schema import accounts, candidates, cases
from brp_match.review.worker import Worker
from brp_match.web import deps
from web.pages.service import Service, csrf_of, hidden
from web.pages.test_work import first_case, judge
from web.pages.town import NASTY, write_residents, write_signals


def run_of(client: Any) -> str:
    found = re.search(r'href="(/leveringen/[0-9a-f]{32})"', client.get("/leveringen").text)
    assert found
    return found.group(1)


def upload(client: Any, *files: tuple[str, Path]) -> Any:
    page = client.get("/leveringen/nieuw").text
    return client.post(
        "/leveringen/nieuw",
        data={"csrf_token": csrf_of(page)},
        files=[(field, (path.name, path.read_bytes())) for field, path in files],
    )


def test_a_delivery_from_upload_to_result(service: Service, tmp_path: Path) -> None:
    client = service.sign_in("coor")
    signals = write_signals(tmp_path, "nieuw.csv", prefix="N")
    text = signals.read_text(encoding="utf-8").replace("signaal_id", "Ref", 1)
    signals.write_text(text, encoding="utf-8")
    sent = upload(client, ("signalen", signals), ("inwoners", write_residents(tmp_path)))
    columns = sent.headers["location"]
    run = columns.removesuffix("/kolommen")
    page = client.get(columns).text
    assert "15 rijen" not in page
    assert "14 rijen, gelezen als CSV" in page
    refused = client.post(columns, data={"csrf_token": csrf_of(page), "k0_0": ""})
    assert refused.status_code == 400
    assert "nieuw.csv: kies een kolom voor signaal_id." in refused.text
    started = client.post(columns, data={"csrf_token": csrf_of(page), "k0_0": "signaal_id"})
    assert started.headers["location"] == run
    waiting = client.get(run)
    assert "Wacht op zijn beurt." in waiting.text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in waiting.text
    still = client.get(f"{run}?ververs=nee")
    assert "http-equiv" not in still.text
    assert "data-progress" not in still.text
    assert client.get(f"{run}/voortgang").json() == {
        "bezig": True, "stap": "Wacht op zijn beurt.", "procent": None, "resterend": "",
    }  # fmt: skip
    assert Worker(service.app.state.engine, service.data, deps.now).run_once()
    assert client.get(f"{run}/voortgang").json()["bezig"] is False
    rows = client.get(f"{run}/apart-gezet.csv")
    assert rows.headers["content-disposition"] == 'attachment; filename="apart-gezet.csv"'
    first, second, *_ = rows.text.removeprefix("\ufeff").splitlines()
    assert first == "bestand;regel;wat er mis is;wat er stond"
    assert second.startswith("nieuw.csv;15;")
    done = client.get(run).text
    assert "van dezelfde maand" in done
    assert '<span class="figure">13</span> te beoordelen' in done
    assert "14 rijen geleverd = 13 besloten + 1 apart gezet. Er is niets kwijt." in done
    again = client.post(columns, data={"csrf_token": csrf_of(page), "k0_0": "signaal_id"})
    assert again.status_code == 409
    mend_the_row_set_aside(service, client, run)


def mend_the_row_set_aside(service: Service, client: TestClient, run: str) -> None:
    """The row joins the delivery; what was delivered, who mended it and how that is known stay."""
    page = client.get(f"{run}/apart-gezet").text
    form = f"{run}/apart-gezet/1"
    assert f'<a href="{form}">Verbeter' in page
    shown = client.get(form).text
    found = re.findall(r'name="(\w+)" value="([^"]*)"', shown)
    fields = {name: html.unescape(text) for name, text in found if name != "bevestigd"}
    sent = {
        **fields,
        "csrf_token": csrf_of(shown),
        "achternaam": "Aardbeek",
        "signaaldatum": "2-11-2026",
    }

    other = f"=cmd{NASTY}"

    def refused(**more: str) -> set[str]:
        answer = client.post(form, data=sent | more)
        assert answer.status_code == 400
        return set(re.findall(r'<li><a href="#(\w+)">', answer.text))

    # whom it is about changes only as who delivered it confirmed; an id is nobody else's
    assert refused(reden="") == {"reden", "bevestigd"}
    known = {"reden": "nagevraagd", "bevestigd": "ja"}
    assert refused(**known, signaal_id=other) == {"signaal_id"}
    assert refused(**known, achternaam="") == {"voornamen"}
    assert refused(**known, signaal_id="", signaaldatum="32-13-2026") == {
        "signaal_id",
        "signaaldatum",
    }
    assert refused(**known, vlp="") == {"vlp"}
    kept = client.post(form, data=sent | known)
    assert kept.headers["location"] == f"{run}/apart-gezet?m=rij"
    page = client.get(f"{run}/apart-gezet").text
    assert "Verbeterd door coor" in page
    assert "1 verbeterde rij wacht om mee te doen" in page
    assert "1 verbeterde rij doet nog niet mee" in client.get("/bord").text
    joined = client.post(f"{run}/apart-gezet/vergelijken", data={"csrf_token": csrf_of(page)})
    child = joined.headers["location"]
    twice = client.post(f"{run}/apart-gezet/vergelijken", data={"csrf_token": csrf_of(page)})
    assert twice.status_code == 409
    assert Worker(service.app.state.engine, service.data, deps.now).run_once()
    of_child = client.get(child).text
    assert "1 rij geleverd = 1 besloten + 0 apart gezet. Er is niets kwijt." in of_child
    assert "Dit zijn verbeterde rijen van" in of_child
    done = client.get(run).text
    assert (
        "14 rijen geleverd = 13 besloten + 1 apart gezet. Van de apart gezette rijen is er 1 verbeterd"
        in done
    )
    assert client.get(form).status_code == 409
    assert "doet nog niet mee" not in client.get("/bord").text
    with service.app.state.engine.begin() as con:
        parent, made = (runs.get_run(con, one.rsplit("/", 1)[1]) for one in (run, child))
        newest = runs.finished_run(con, "")
        lines = [
            (one.kind, one.detail) for one in audit.read(con, size=100) if one.kind in (mending.MENDED, mending.COMPARED)
        ]  # fmt: skip
    assert (made.month, made.request.mends, made.request.rows) == (parent.month, parent.id, (1,))
    # its cards are those of the delivery, not of a row
    assert newest.id != made.id
    ((_, one),) = mending.kept(parent).items()
    assert (one.before.get("achternaam"), one.after["achternaam"]) == (None, "Aardbeek")
    assert (one.reason, one.after["signaaldatum"]) == ("nagevraagd", "2026-11-02")
    assert lines == [
        (mending.COMPARED, {"levering": made.id, "rijen": 1}),
        (mending.MENDED, {"rij": 1, "regel": 15, "code": "NAAM_ONTBREEKT", "velden": ["signaaldatum", "achternaam"]}),
    ]  # fmt: skip
    mending_acts.forget(made, parent, [fields["signaal_id"]])
    with (Path(parent.folder) / "quarantine.csv").open(encoding="utf-8") as file:
        (left,) = csv.DictReader(file, delimiter=";")
    assert (left["code"], left["tekst"]) == ("NAAM_ONTBREEKT", "")
    assert not (service.data / parent.id / "in").exists()


def test_what_the_sender_calls_a_file_is_shown_and_stands_nowhere_else(
    service: Service, tmp_path: Path
) -> None:
    client = service.sign_in("coor")
    secret = "Klaproos van der Veer.csv"
    files = {
        "signalen": write_signals(tmp_path),
        "inwoners": write_residents(tmp_path),
        "vorige_adressen": tmp_path / "v.csv",
        "adressen": tmp_path / "a.csv",
    }
    files["vorige_adressen"].write_text(
        "persoon_id;straat;huisnummer;postcode;woonplaats;datum_van;datum_tot\n"
        "9000000000;Verzonnenlaan;40;1234AB;Verzonnenstad;20200101;20240101\n",
        encoding="utf-8",
    )
    files["adressen"].write_text(
        "straat;huisnummer;postcode;woonplaats;gebruiksdoel\n"
        "Verzonnenlaan;1;1234AB;Verzonnenstad;woonfunctie\n",
        encoding="utf-8",
    )
    sent = client.post(
        "/leveringen/nieuw",
        data={"csrf_token": csrf_of(client.get("/leveringen/nieuw").text)},
        files=[(field, (f"{field} {secret}", path.read_bytes())) for field, path in files.items()],
    )
    columns = sent.headers["location"]
    run = columns.removesuffix("/kolommen")
    page = client.get(columns).text
    assert f"<h2>signalen {secret}</h2>" in page
    assert "<bdi>Aardbeek</bdi>" in page
    client.post(columns, data={"csrf_token": csrf_of(page)})
    assert Worker(service.app.state.engine, service.data, deps.now).run_once()
    done = client.get(run).text
    for field in files:
        assert f"<bdi>{field} {secret}</bdi>" in done
    assert f"signalen {secret}, regel 15" in client.get(f"{run}/apart-gezet").text
    folder = service.data / run.rsplit("/", 1)[1]
    assert sorted(path.name for path in (folder / "in").iterdir()) == [
        "adressen.csv", "inwoners.csv", "kolommen.toml", "signalen-1.csv", "vorige-adressen.csv",
    ]  # fmt: skip
    record = json.loads((folder / "uitkomst" / "run.json").read_text(encoding="utf-8"))
    assert [one["soort"] for one in record["invoer"]] == [
        "signalen", "inwoners", "vorige_adressen", "adressen",
    ]  # fmt: skip
    written = [path for path in service.data.rglob("*") if path.is_file()]
    kept = [path.name for path in written if b"Klaproos" in path.read_bytes()]
    assert kept, "the name is kept in the database only"
    assert all(name.startswith("brp-match.sqlite") for name in kept)
    client.post(f"{run}/verwijderen", data={"csrf_token": csrf_of(done), "akkoord": "ja"})
    assert not [p for p in service.data.rglob("*") if p.is_file() and b"Klaproos" in p.read_bytes()]


def test_a_register_whose_columns_will_not_do_is_refused_at_once(
    service: Service, tmp_path: Path
) -> None:
    client = service.sign_in("coor")
    form = client.get("/leveringen/nieuw").text
    assert (
        "Een tabel heeft ten minste deze kolommen: persoon_id, geslachtsnaam, geboortedatum, gemeente."
        in form
    )
    files = {}
    for name, header in (
        ("inwoners", "persoon_id;geboortedatum;gemeente;Klaproos"),
        ("vorige_adressen", "persoon_id;straat;Klaproos"),
        ("adressen", "straat;huisnummer;Klaproos"),
    ):
        files[name] = tmp_path / f"mijn {name}.csv"
        files[name].write_text(f"{header}\n1;2;3;4\n", encoding="utf-8")
    refused = upload(client, ("signalen", write_signals(tmp_path)), *files.items())
    assert refused.status_code == 400
    for told in (
        "mijn inwoners.csv: De kolom geslachtsnaam ontbreekt.",
        "mijn vorige_adressen.csv: De kolom huisnummer ontbreekt.",
        "mijn adressen.csv: De kolom gebruiksdoel ontbreekt.",
    ):
        assert told in refused.text
    assert "Klaproos" not in refused.text
    assert not list(service.data.glob("*/in/*"))


def test_previous_addresses_want_residents(service: Service, tmp_path: Path) -> None:
    register = tmp_path / "register.duckdb"
    register.write_bytes(b"-")
    object.__setattr__(service.app.state.settings, "register", register)
    client = service.sign_in("coor")
    files = (("signalen", write_signals(tmp_path)), ("vorige_adressen", write_residents(tmp_path)))
    refused = upload(client, *files)
    assert refused.status_code == 400
    assert "Vorige adressen horen bij een bestand met inwoners." in refused.text
    assert not list(service.data.glob("*/in/*"))


def test_a_wrong_delivery_goes_away_for_real_and_with_proof(
    service: Service, tmp_path: Path
) -> None:
    client = service.sign_in("coor")
    sent = upload(
        client, ("signalen", write_signals(tmp_path)), ("inwoners", write_residents(tmp_path))
    )
    run = sent.headers["location"].removesuffix("/kolommen")
    folder = service.data / run.rsplit("/", 1)[1]
    page = client.get(run).text
    assert "wacht op uw keuze" in page
    token = csrf_of(page)
    refused = client.post(f"{run}/verwijderen", data={"csrf_token": token})
    assert refused.status_code == 400
    assert "Zet een vinkje" in refused.text
    assert folder.is_dir()
    data = {"csrf_token": token, "akkoord": "ja"}
    assert service.sign_in("bea").post(f"{run}/verwijderen", data=data).status_code == 403
    gone = client.post(f"{run}/verwijderen", data=data)
    assert gone.headers["location"] == "/leveringen?m=verwijderd"
    assert not folder.exists()
    assert client.get(run).status_code == 404
    assert "Gegevens verwijderd" in client.get("/audit").text


def test_a_delivery_that_fails_says_why(service: Service, tmp_path: Path) -> None:
    client = service.sign_in("coor")
    wrong = tmp_path / "inwoners.csv"
    # only who reads the rows sees that nobody has a municipality
    columns = "persoon_id;geslachtsnaam;geboortedatum;gemeente;geheim"
    wrong.write_text(f"{columns}\n1;Proef;19800101;;0\n", encoding="utf-8")
    sent = upload(client, ("signalen", write_signals(tmp_path)), ("inwoners", wrong))
    columns = sent.headers["location"]
    client.post(columns, data={"csrf_token": csrf_of(client.get(columns).text)})
    Worker(service.app.state.engine, service.data, deps.now).run_once()
    page = client.get(columns.removesuffix("/kolommen")).text
    assert "Deze levering is niet verwerkt" in page
    assert "geen enkele inwoner heeft een gemeentecode" in page.lower()


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ([("signalen", "leeg.csv", b"")], "leeg.csv: Dit bestand is leeg"),
        ([("signalen", "a.csv", b"vlp;naam;signaal_id\n1;2;3\n")], "Kies een bestand met inwoners"),
        ([("signalen", "b.xlsx", b"PK\x03\x04" + b"\0" * 40)], "b.xlsx"),
        ([("signalen", "p.csv", bytes(range(256)) * 20)], "p.csv: Dit is geen tekst; lever csv"),
        ([("signalen", "c.csv", b"\xff\xfe\x00\x00" * 9)], "c.csv"),
        (
            [
                ("signalen", "s.csv", b"vlp;naam;signaal_id\n1;2;3\n"),
                ("inwoners", "i.pdf", b"%PDF"),
            ],
            "i.pdf: Dit is een pdf; lever csv",
        ),
    ],
)
def test_a_bad_upload_is_told_on_the_form(
    service: Service, files: list[tuple[str, str, bytes]], fault: str
) -> None:
    client = service.sign_in("coor")
    page = client.get("/leveringen/nieuw").text
    answer = client.post(
        "/leveringen/nieuw",
        data={"csrf_token": csrf_of(page)},
        files=[(field, (name, content)) for field, name, content in files],
    )
    assert answer.status_code == 400
    assert fault in answer.text
    assert not list(service.data.glob("*/in/*"))


def test_quarantine_in_plain_dutch(service: Service) -> None:
    client = service.sign_in("coor")
    page = client.get(f"{run_of(client)}/apart-gezet").text
    assert "1 keer: Het signaal heeft geen naam." in page
    assert "signalen.csv, regel 15" in page
    assert "LEEG;" in page
    assert "<script>alert" not in page


def test_a_reject_is_not_told_as_somebody_who_was_not_found(service: Service) -> None:
    client = service.sign_in("coor")
    cards = client.get(run_of(client)).text.split('<div class="cards">')[1].split("<p>")[0]
    assert "niet opgepakt" in cards
    assert "niet gevonden" not in cards


def test_decisions_of_people_stand_in_the_export_and_no_cell_is_a_formula(service: Service) -> None:
    client = service.sign_in("coor")
    case = first_case(client)
    html = client.get(case).text
    assert judge(client, case, "geen_van_deze").status_code == 303
    text = client.get(f"{run_of(client)}/besluiten.csv").text
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 13
    assert [row["besluit"] for row in rows if row["beoordeeld"] == "ja"] == ["reject"]
    assert hidden(html, "versie") == "1"
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell]
    assert f"'=cmd{NASTY}" in {row["signaal_id"] for row in rows}


def test_a_proposal_is_refused_on_its_page_and_comes_into_the_queue(service: Service) -> None:
    client, bea = service.sign_in("coor"), service.sign_in("bea")
    case = first_case(client)
    with service.app.state.engine.begin() as con:
        of_case = cases.c.id == case.rsplit("/", 1)[1]
        row = con.execute(select(cases).where(of_case)).one()
        proposed = row.decision | {"besluit": "reject", "terugkoppeling": "overleden"}
        con.execute(update(cases).where(of_case).values(decision=proposed, state="klaar"))
    run = run_of(client)
    assert "Er wacht 1 terugkoppeling op een mens: overleden 1." in client.get(run).text
    assert "Terugkoppeling</h2>" not in bea.get(case).text
    # the delivery leads to the work and has no form of it; who did not open the case is refused
    listed = client.get(run).text
    assert "/terugkoppeling/volgende?levering=" in listed
    assert f'action="{case}/terugkoppeling"' not in listed
    unseen = client.post(
        f"{case}/terugkoppeling", data={"csrf_token": csrf_of(listed), "code": "overleden"}
    )
    assert unseen.status_code == 409
    assert "Open eerst de zaak" in unseen.text
    page = client.get(case).text
    assert "Voorstel aan" in page
    # one click or one key; without a script it is a form with one button
    assert 'value="overleden" data-key="b">Bevestig de terugkoppeling' in page
    sent = {"csrf_token": csrf_of(page), "code": "niet_opgepakt"}
    path = f"{case}/terugkoppeling"
    without = client.post(path, data=sent | {"waarom": "nee"})
    assert without.status_code == 400
    assert "Zeg kort waarom het voorstel niet klopt." in without.text
    assert '<option value="niet_opgepakt" selected>' in without.text
    assert ">nee</textarea>" in without.text
    assert bea.post(path, data=sent | {"waarom": "Hij belde."}).status_code == 403
    done = client.post(path, data=sent | {"waarom": f"Hij belde. {NASTY}"})
    assert done.headers["location"] == f"{run}?m=geweigerd#terugkoppeling"
    assert "Het voorstel is geweigerd." in client.get(done.headers["location"]).text
    again = client.post(path, data=sent | {"waarom": "Hij belde."})
    assert again.status_code == 409
    # who refused it sees what was said; who must judge now does not see what was proposed
    mine = client.get(case).text
    assert "is geweigerd" in mine
    assert "<script>alert" not in mine
    theirs = bea.get(case).text
    assert 'value="geen_van_deze"' in theirs
    assert "geweigerd" not in theirs
    # the choices of every case name it; nothing else does
    assert "Overleden" not in re.sub(
        r'<details class="grounds">.*?</details>', "", theirs, flags=re.S
    )
    assert "Terugkoppeling geweigerd" in client.get("/audit").text
    back = client.post(f"{path}/terug", data={"csrf_token": sent["csrf_token"]})
    assert back.headers["location"] == f"{case}?m=teruggezet"
    assert "Voorstel aan" in client.get(case).text
    assert "Inwoner is overleden" not in client.get(f"{run}/besluiten.csv").text
    with service.app.state.engine.begin() as con:
        other = (
            con.execute(select(cases.c.id).where(~of_case, ~cases.c.stand_in).order_by(cases.c.id))
            .scalars()
            .first()
        )
        con.execute(
            update(cases).where(cases.c.id == other).values(decision=proposed, state="klaar")
        )
    yes = {"csrf_token": sent["csrf_token"], "code": "overleden"}
    confirmed = client.post(path, data=yes)
    # on to the next proposal of the delivery, whose page says what was done with the last
    assert confirmed.headers["location"] == f"/zaak/{other}?m=bevestigd#terugkoppeling"
    following = client.get(confirmed.headers["location"]).text
    assert "De terugkoppeling is bevestigd." in following
    assert "Voorstel aan" in following
    last = client.post(f"/zaak/{other}/terugkoppeling", data=yes)
    assert last.headers["location"] == f"{run}?m=bevestigd#terugkoppeling"
    assert client.get(f"{run}/besluiten.csv").text.count("Inwoner is overleden") == 2


def test_feedback_that_is_final_says_so_on_the_page_of_a_judged_case(service: Service) -> None:
    client = service.sign_in("coor")
    case = first_case(client)
    assert "Terugkoppeling</h2>" not in client.get(case).text
    assert judge(client, case, "geen_van_deze").status_code == 303
    with service.app.state.engine.begin() as con:
        of_case = cases.c.id == case.rsplit("/", 1)[1]
        # whether a second person looks as well is another matter
        con.execute(update(cases).where(of_case).values(state="klaar", second_look=False))
        # somebody else's secrecy hides nothing of this case
        others = ~of_case & ~cases.c.stand_in
        con.execute(update(cases).where(others).values(secret=True))
        others = candidates.c.case_id != case.rsplit("/", 1)[1]
        con.execute(update(candidates).where(others).values(geheim=7))
        con.execute(update(accounts).where(accounts.c.name == "coor").values(secrecy=False))
    page = client.get(case).text
    assert "hoort: <strong>Niet opgepakt</strong>. Dit volgt uit een vaste regel." in page
    assert "Bevestig de terugkoppeling" not in page
    assert "vaste regel" not in service.sign_in("bea").get(case).text


def test_scorecards_release_with_preview(service: Service) -> None:
    client = service.sign_in("coor")
    page = client.get("/scorekaarten").text
    assert "November 2026, levering" in page
    card = re.search(r'href="(/scorekaarten/[0-9a-f]{32}/\d+)">Stroomwerk', page)
    assert card
    own = client.get(card.group(1)).text
    assert "Scorekaart Stroomwerk" in own
    assert service.sign_in("data").get(f"{card.group(1)}/vrijgave").status_code == 403
    preview = client.get(f"{card.group(1)}/vrijgave").text
    assert "Dit krijgt Stroomwerk" in preview
    form = {"csrf_token": csrf_of(preview), "versie": hidden(preview, "versie")}
    assert client.post(f"{card.group(1)}/vrijgave", data=form).status_code == 400
    stale = form | {"versie": "0" * 64, "akkoord": "ja"}
    assert client.post(f"{card.group(1)}/vrijgave", data=stale).status_code == 409
    done = client.post(f"{card.group(1)}/vrijgave", data=form | {"akkoord": "ja"})
    assert done.status_code == 303
    assert (
        "Kaart 1 is vrijgegeven op 10-11-2026 10:00 door coor."
        in client.get(done.headers["location"]).text
    )
    assert "Scorekaart vrijgegeven" in client.get("/audit").text


def test_audit_log_and_accounts(service: Service) -> None:
    bea, beheer = service.sign_in("bea"), service.sign_in("beheer")
    case = first_case(bea)
    judge(bea, case, "geen_van_deze")
    page = beheer.get("/audit").text
    assert "Zaak beoordeeld" in page
    assert case[6:14].upper() in page
    assert "Zaak beoordeeld<" not in beheer.get("/audit?wat=zaak_gezien").text.split("<table")[1]
    log = beheer.get("/audit/verwerkingen").text
    assert "dpl.core.data_subject_id" not in log
    assert beheer.get("/audit/verwerkingen.jsonl").status_code == 400
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql("UPDATE accounts SET secrecy = true WHERE name = 'beheer'")
    log = beheer.get("/audit/verwerkingen").text
    assert "dpl.core.data_subject_id" in log
    assert "bea" not in re.sub(r"[0-9a-f]{32}", "", log.split("<table")[1])
    lines = beheer.get("/audit/verwerkingen.jsonl").text.splitlines()
    assert len(lines) >= 2
    assert "900000" not in "".join(lines)
    accounts = beheer.get("/accounts").text
    new = {
        "csrf_token": csrf_of(accounts),
        "naam": NASTY,
        "wachtwoord": "een lang wachtwoord",
        "bereik": "alle",
    }
    assert beheer.post("/accounts", data=new | {"rol": "beoordelaar"}).status_code == 303
    after = beheer.get("/accounts").text
    assert "<script>alert" not in after
    assert "&lt;script&gt;alert" in after
    weak = beheer.post("/accounts", data=new | {"wachtwoord": "kort", "rol": "beoordelaar"})
    assert weak.status_code == 400
    assert "minstens 12 tekens" in weak.text
    own = re.search(
        r'action="(/accounts/[0-9a-f]{32})">(?:(?!</form>).)*Rollen van beheer<', after, re.S
    )
    assert own
    out = beheer.post(own.group(1), data={"csrf_token": csrf_of(accounts), "rol": "beheerder"})
    assert out.status_code == 400
    assert "U kunt uzelf niet blokkeren" in out.text


def test_a_key_opens_the_api_until_it_is_withdrawn(service: Service) -> None:
    beheer = service.sign_in("beheer")
    page = beheer.get("/sleutels").text
    new = {"csrf_token": csrf_of(page), "naam": NASTY, "rol": "coordinator", "bereik": "alle"}
    made = beheer.post("/sleutels", data=new).text
    assert "<script>alert" not in made
    token = re.findall(r'<code class="key">([^<]+)</code>', made)[0]
    assert made.count(token) == 1
    assert token not in beheer.get("/sleutels").text
    bearer = {"Authorization": f"Bearer {token}"}
    caller = service.visitor()
    assert caller.get("/v1/leveringen", headers=bearer).status_code == 200
    withdraw = re.findall(r'action="(/sleutels/[0-9a-f]{32}/intrekken)"', made)[0]
    form = {"csrf_token": new["csrf_token"]}
    assert service.sign_in("coor").post(withdraw, data=form).status_code == 403
    gone = beheer.post(withdraw, data=form)
    assert gone.headers["location"] == "/sleutels?m=ingetrokken"
    assert caller.get("/v1/leveringen", headers=bearer).status_code == 401
    assert beheer.post(withdraw, data=form).status_code == 409
    log = beheer.get("/audit").text
    assert "API-sleutel gemaakt" in log
    assert "API-sleutel ingetrokken" in log


def test_a_delivery_full_of_injection_is_shown_as_text_on_every_page(service: Service) -> None:
    client = service.sign_in("coor")
    run = run_of(client)
    queue = client.get("/werkvoorraad").text
    pages = ["/werkvoorraad", "/tweede-blik", run, f"{run}/apart-gezet", "/scorekaarten", "/audit"]
    pages += sorted(set(re.findall(r"/zaak/[0-9a-f]{32}", queue)))
    card = re.findall(r'href="(/scorekaarten/[0-9a-f]{32}/\d+)"', client.get("/scorekaarten").text)
    pages += card + [f"{one}/vrijgave" for one in card]
    seen = 0
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.text.count("<script") == 1, path
        assert "<b onmouseover" not in answer.text, path
        assert not re.search(r'="[^"]*"\'>', answer.text), path
        seen += answer.text.count("&lt;script&gt;alert(1)")
    assert seen > 10
