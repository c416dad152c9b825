"""A delivery that is not certain how to be read asks before it is compared; what is answered counts."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from sqlalchemy import select

from brp_match.review import schema
from brp_match.review.worker import Worker
from brp_match.web import deps
from web.pages.service import Service, csrf_of
from web.pages.test_deliveries import upload
from web.pages.town import SIGNAL_FIELDS, write_residents


def unsure(folder: Path) -> Path:
    """Two signals: one date that is month-day beyond doubt, one that may be either."""
    path = folder / "onzeker.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, SIGNAL_FIELDS, delimiter=";", restval="")
        writer.writeheader()
        for number, (surname, born) in enumerate(
            (("Aardbeek", "03-25-1970"), ("Cuypersma", "03-04-1985"))
        ):
            writer.writerow(
                {
                    "signaal_id": f"Q{number}", "vlp": "Waterbron", "sector": "Water", "klantnummer": f"K{number}",
                    "signaaldatum": "2026-11-02", "soort_signaal": "vroegsignaal", "bedrag": "120,50",
                    "voorletters": "J", "achternaam": surname, "geboortedatum": born,
                    "straatnaam": "Verzonnenlaan", "huisnummer": str(1 + 2 * number), "postcode": "1234AB",
                    "plaatsnaam": "Verzonnenstad",
                }
            )  # fmt: skip
    return path


def test_what_is_not_certain_is_asked_before_comparing(service: Service, tmp_path: Path) -> None:
    client = service.sign_in("coor")
    sent = upload(client, ("signalen", unsure(tmp_path)), ("inwoners", write_residents(tmp_path)))
    columns = sent.headers["location"]
    run = columns.removesuffix("/kolommen")
    client.post(columns, data={"csrf_token": csrf_of(client.get(columns).text)})
    worker = Worker(service.app.state.engine, service.data, deps.now)
    assert worker.run_once()
    waiting = client.get(run).text
    assert "Er is 1 vraag over deze levering" in waiting
    page = client.get(f"{run}/vragen").text
    assert "klopt dat?" in page
    for text in ("03-04-1985", "04-03-1985"):
        assert f"<bdi>{text}</bdi>" in page
    refused = client.post(f"{run}/vragen", data={"csrf_token": csrf_of(page)})
    assert refused.status_code == 400
    assert "Kies bij elke vraag een antwoord." in refused.text
    answered = client.post(
        f"{run}/vragen", data={"csrf_token": csrf_of(page), "v0": "zoals_geleverd"}
    )
    assert answered.headers["location"] == run
    assert client.post(
        f"{run}/vragen", data={"csrf_token": csrf_of(page), "v0": "herstellen"}
    ).status_code == 409  # fmt: skip
    assert worker.run_once()
    assert "2 rijen geleverd" in client.get(run).text
    record = json.loads((service.data / run[-32:] / "uitkomst" / "run.json").read_text())
    assert record["antwoorden"] == {"datumvolgorde/Waterbron/geboortedatum": "zoals_geleverd"}
    habits = client.get(f"{run}/gewoonten").text
    assert "Waterbron, geboortedatum: gelezen zoals geleverd" in habits
    assert not (service.data / run[-32:] / "vragen.json").exists()
    with service.app.state.engine.begin() as con:
        told = con.execute(
            select(schema.audit.c.detail).where(schema.audit.c.kind == "levering_beantwoord")
        ).scalars().all()  # fmt: skip
    assert told == [
        {
            "antwoorden": [
                {
                    "vraag": "datumvolgorde",
                    "kolom": "geboortedatum",
                    "rijen": 2,
                    "antwoord": "zoals_geleverd",
                }
            ]
        }
    ]
