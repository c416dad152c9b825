"""Cards go out: seen as they will be, released, fetched, sent, withdrawn and replaced; who did so is kept."""

from __future__ import annotations

import email
import hashlib
import html
import json
import re
import smtplib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from brp_match.errors import BrpMatchError
from brp_match.report import release_log
from brp_match.report.command import sender_of, write_scorecards
from brp_match.review import audit, municipality, releases, runs
from brp_match.web import card_files, mail
from web.pages.conftest import NOW
from web.pages.service import Service, csrf_of, hidden
from web.pages.test_deliveries import run_of
from web.pages.test_work import first_case, judge


def cards_of(service: Service) -> tuple[Any, str, str]:
    client = service.sign_in("coor")
    run = run_of(client)[-32:]
    return client, run, f"/scorekaarten/{run}/0/vrijgave"


def post(client: Any, page: str, path: str, **form: Any) -> Any:
    return client.post(path, data={"csrf_token": csrf_of(client.get(page).text), **form})


def released(client: Any, path: str) -> None:
    seen = hidden(client.get(path).text, "versie")
    assert post(client, path, path, versie=seen, akkoord="ja").status_code == 303


@pytest.mark.pdfs
def test_the_preview_is_the_card_that_goes_out(service: Service) -> None:
    client, _, path = cards_of(service)
    shown = client.get(path)
    assert "frame-src 'self'" in shown.headers["content-security-policy"]
    base = path.removesuffix("/vrijgave")
    assert f'<iframe class="preview" src="{base}/voorbeeld.html"' in shown.text
    card = client.get(f"{base}/voorbeeld.html")
    assert card.headers["x-frame-options"] == "SAMEORIGIN"
    assert "sandbox" in card.headers["content-security-policy"]
    released(client, path)
    kept = client.get(f"{path}/1/scorekaart.html")
    assert kept.content == card.content
    data = client.get(f"{base}/voorbeeld.json").json()
    assert (data["voor"], data["afzender"]["gemeente"]) == ("vlp", "gemeente 9001")
    book = client.get(f"{path}/1/scorekaart.xlsx")
    assert book.headers["content-disposition"] == 'attachment; filename="scorekaart.xlsx"'
    assert book.content[:2] == b"PK"
    assert client.get(f"{path}/1/scorekaart.pdf").content[:5] == b"%PDF-"
    assert client.get(f"{path}/2/scorekaart.html").status_code == 404


def test_who_fetched_a_card_stands_beside_it(service: Service) -> None:
    client, run, path = cards_of(service)
    released(client, path)
    client.get(f"{path}/1/scorekaart.json")
    text = client.get(path).text
    assert "opgehaald als gegevens (JSON)" in text
    with service.app.state.engine.begin() as con:
        (given,) = releases.handed_over(con, run)
    assert (given.kind, given.how, given.number) == ("scorekaart_opgehaald", "json", 1)


def test_a_withdrawn_card_is_released_anew_under_the_next_number(service: Service) -> None:
    client, run, path = cards_of(service)
    released(client, path)
    refused = post(client, path, f"{path}/intrekken", reden="ja")
    assert (refused.status_code, "Zeg kort waarom" in refused.text) == (400, True)
    done = post(client, path, f"{path}/intrekken", reden="Een verkeerd getal.")
    assert done.headers["location"] == f"{path}?m=kaart_weg"
    assert "Een verkeerd getal." in client.get(path).text
    released(client, path)
    with service.app.state.engine.begin() as con:
        held = releases.list_releases(con, run)
    assert [(one.number, one.withdrawn is None, one.reason) for one in held] == [
        (1, False, "Een verkeerd getal."), (2, True, ""),
    ]  # fmt: skip


def test_a_card_that_was_mended_replaces_the_one_before(service: Service) -> None:
    _, run, _ = cards_of(service)
    with service.app.state.engine.begin() as con:
        for content in ("a" * 64, "b" * 64):
            releases.release_card(
                con, run_id=run, vlp="Stroomwerk", card_hash=content, account_id="c", now=NOW
            )
        with pytest.raises(BrpMatchError, match="al vrijgegeven"):
            releases.release_card(
                con, run_id=run, vlp="Stroomwerk", card_hash="b" * 64, account_id="c", now=NOW
            )
        held = releases.list_releases(con, run)
    assert [(one.card_hash[0], one.reason) for one in held] == [
        ("a", "vervangen door een nieuwe kaart"), ("b", ""),
    ]  # fmt: skip


def test_all_cards_go_out_together_to_who_has_an_address(service: Service) -> None:
    client, run, _ = cards_of(service)
    path = f"/scorekaarten/{run}/vrijgeven"
    with service.app.state.engine.begin() as con:
        told = municipality.Municipality(
            "Gemeente Verzonnenstad", "vragen@verzonnenstad.example",
            (municipality.Partner("Waterbron", "data@waterbron.example"),),
        )  # fmt: skip
        municipality.keep(con, told, account_id="", now=NOW)
    text = client.get(path).text
    ticks = [part.split('"')[0] for part in text.split('name="kaart" value="')[1:]]
    assert len(ticks) == 3
    assert post(client, path, path, akkoord="ja").status_code == 400
    assert post(client, path, path, kaart=ticks).status_code == 400
    changed = post(client, path, path, kaart=["0:" + "0" * 64], akkoord="ja")
    assert changed.status_code == 409
    done = post(client, path, path, kaart=ticks, akkoord="ja", versturen="ja")
    # two of three have no address: that is told, not passed over
    assert done.headers["location"] == f"{path}?m=zonder_adres"
    assert "Aan wie geen e-mailadres heeft, ging niets" in client.get(f"{path}?m=zonder_adres").text
    (letter,) = (service.data / "post").glob("*.eml")
    sent = email.message_from_bytes(letter.read_bytes())
    assert sent["To"] == "data@waterbron.example"
    names = [part.get_filename() for part in sent.walk() if part.get_filename()]
    assert {"scorekaart.html", "scorekaart.json", "scorekaart.xlsx"} <= set(names)
    assert "verzonnenstad" in sent.get_payload(0).get_payload(decode=True).decode().lower()  # type: ignore[union-attr]
    with service.app.state.engine.begin() as con:
        assert [one.vlp for one in releases.handed_over(con, run)] == ["Waterbron"]
        kinds = [one.kind for one in audit.read(con) if one.run_id == run]
    assert kinds.count("scorekaart_vrijgegeven") == 3
    assert "Alle scorekaarten zijn vrijgegeven." in client.get(path).text


def test_a_name_that_never_had_a_card_waits_for_a_person(service: Service) -> None:
    """Who is a deliverer is not for a file to say: one with five names would read five cards."""
    client, run, _ = cards_of(service)
    path = f"/scorekaarten/{run}/vrijgeven"
    assert "nieuwe naam" not in client.get(path).text, (
        "the first cards of all: nobody is newer than another"
    )
    with service.app.state.engine.begin() as con:
        earlier = runs.submit(con, name="x", request=runs.RunRequest(()), account_id="", now=NOW)
        for vlp in ("Stroomwerk", "Waterbron"):
            releases.release_card(
                con, run_id=earlier, vlp=vlp, card_hash="a" * 64, account_id="c", now=NOW
            )
        known = {"Stroomwerk", "Waterbron"}
        names = {one.vlp for one in service.app.state.overviews.of(runs.get_run(con, run)).kaarten}
        assert releases.new_names(con, run, names) == names - known != set()
    text = client.get(path).text
    assert text.count('" checked>') == 2
    assert text.count(">nieuwe naam<") == len(names - known)
    # by its address in the settings a person has said so
    with service.app.state.engine.begin() as con:
        partners = tuple(municipality.Partner(name, "a@b.example") for name in names - known)
        municipality.keep(con, municipality.Municipality(partners=partners), account_id="", now=NOW)
        assert releases.new_names(con, run, names) == set()


def test_a_mail_server_that_is_away_is_told_and_the_cards_stand_released(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def away(*_: object, **__: object) -> None:
        tried.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(smtplib, "SMTP", away)
    client, run, _ = cards_of(service)
    server = mail.MailServer("smtp", "mail.example", 587, "schuld@gemeente.example")
    service.app.state.settings = replace(service.app.state.settings, mail=server)
    path = f"/scorekaarten/{run}/vrijgeven"
    text = client.get(path).text
    names = [html.unescape(one) for one in re.findall(r"Geef de kaart van (.*?) vrij<", text)]
    with service.app.state.engine.begin() as con:
        partners = tuple(municipality.Partner(one, "a@b.example") for one in names)
        municipality.keep(con, municipality.Municipality(partners=partners), account_id="", now=NOW)
    ticks = [part.split('"')[0] for part in text.split('name="kaart" value="')[1:]]
    done = post(client, path, path, kaart=ticks, akkoord="ja", versturen="ja")
    assert done.headers["location"] == f"{path}?m=niet_verstuurd"
    # the others would wait for the same server, twenty seconds each
    assert tried == [1]
    shown = client.get(done.headers["location"]).text
    assert "De mailserver nam niet elk bericht aan." in shown
    assert "Alle scorekaarten zijn vrijgegeven." in shown
    assert ", verstuurd" not in shown


def test_the_command_and_the_service_know_of_each_other(service: Service, tmp_path: Path) -> None:
    client, run, path = cards_of(service)
    with service.app.state.engine.begin() as con:
        folder = Path(con.exec_driver_sql("SELECT folder FROM runs").scalar_one())
    vlp = next(iter(release_log_names(client, run)))
    write_scorecards(folder, (), tmp_path / "kaarten", [vlp], sender=sender_of("", ""))
    text = client.get(f"/scorekaarten/{run}/vrijgeven").text
    assert "vrijgegeven met de opdracht" in text
    # the service released another card since: the command does not go over it unasked
    release_log.note(folder, vlp, "0" * 64, release_log.BY_SERVICE, NOW)
    with pytest.raises(BrpMatchError, match="--replace"):
        write_scorecards(folder, (), tmp_path / "weer", [vlp], sender=sender_of("", ""))
    assert not (tmp_path / "weer").exists()
    released(client, path)
    assert release_log.read(folder)[-1].door == release_log.BY_SERVICE


def release_log_names(client: Any, run: str) -> list[str]:
    data = client.get(f"/scorekaarten/{run}/0/voorbeeld.json").json()
    return [data["vlp"]]


def test_mail_goes_to_the_server_that_is_set(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[EmailMessage] = []

    class Server:
        def __init__(self, host: str, port: int, timeout: float) -> None:
            assert (host, port) == ("127.0.0.1", 2525)

        def __enter__(self) -> Server:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def send_message(self, made: EmailMessage) -> None:
            taken.append(made)

    client, _, path = cards_of(service)
    server = mail.server_of({"BRP_MATCH_SMTP": "smtp://127.0.0.1:2525", "BRP_MATCH_SMTP_FROM": "schuld@gemeente.example"})  # fmt: skip
    service.app.state.settings = replace(service.app.state.settings, mail=server)
    released(client, path)
    assert "zet eerst bij Instellingen" in post(client, path, f"{path}/versturen").text.replace("Zet", "zet")  # fmt: skip
    vlp = client.get(f"{path.removesuffix('/vrijgave')}/voorbeeld.json").json()["vlp"]
    with service.app.state.engine.begin() as con:
        told = municipality.Municipality(partners=(municipality.Partner(vlp, "a@b.example"),))
        municipality.keep(con, told, account_id="", now=NOW)
    assert post(client, path, f"{path}/versturen").status_code == 400  # nothing listens there
    monkeypatch.setattr(smtplib, "SMTP", Server)
    assert post(client, path, f"{path}/versturen").headers["location"] == f"{path}?m=verstuurd"
    assert [(one["To"], one["From"]) for one in taken] == [("a@b.example", "schuld@gemeente.example")]  # fmt: skip


@pytest.mark.parametrize("address", ["ftp://x", "smtp://", "smtp://x:y", "mail.example"])
def test_a_mail_server_that_cannot_be_is_refused(address: str) -> None:
    with pytest.raises(BrpMatchError, match="BRP_MATCH_SMTP"):
        mail.server_of({"BRP_MATCH_SMTP": address, "BRP_MATCH_SMTP_FROM": "a@b.example"})
    assert mail.server_of({}) is None


def test_cards_released_while_people_judge_are_whole_and_of_one_moment(service: Service) -> None:
    """What is kept is what its hash says, each number once, and none stands beside another."""
    client, run, path = cards_of(service)
    bea = service.sign_in("bea")

    def judging() -> None:
        for _ in range(6):
            judge(bea, first_case(bea), "geen_van_deze")

    def releasing(_: int) -> int:
        text = client.get(path).text
        if 'name="versie"' not in text:
            # the newest stands
            return 409
        seen = hidden(text, "versie")
        return int(post(client, path, path, versie=seen, akkoord="ja").status_code)

    with ThreadPoolExecutor(4) as pool:
        busy = pool.submit(judging)
        answers = Counter(pool.map(releasing, range(6)))
        busy.result()
    assert set(answers) <= {303, 409}
    assert answers[303] >= 1
    with service.app.state.engine.begin() as con:
        held = releases.list_releases(con, run)
    assert [one.number for one in held] == list(range(1, answers[303] + 1))
    assert sum(one.withdrawn is None for one in held) == 1
    for one in held:
        folder = card_files.kept_folder(service.data, run, one.vlp, one.number)
        told = json.loads((folder / "scorekaart.json").read_text(encoding="utf-8"))
        told.pop("afzender")
        text = json.dumps(told, sort_keys=True, ensure_ascii=False)
        assert hashlib.sha256(text.encode()).hexdigest() == one.card_hash
