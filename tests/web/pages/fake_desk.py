"""A desk that answers with the samples and remembers what it was asked: for tests of the routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from brp_match.web.errors import WebError
from brp_match.web.pages.desk import QueueFilter, Refused, Uploaded, Verdict
from web.pages.samples import SAMPLES


def context_of(name: str, *without: str) -> dict[str, Any]:
    """Return what the store gives for one state: the sample without what the route adds."""
    _, _, context = SAMPLES[name]
    return {key: value for key, value in deepcopy(context).items() if key not in without}


class FakeDesk:
    """Case K4QX2M is there in version 3; a risky confirmation wants a reason."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[Any] = []

    def queue(self, chosen: QueueFilter, cursor: str) -> dict[str, Any]:
        self.asked.append((chosen, cursor))
        return context_of("werkvoorraad")

    def case(
        self, case_id: str, rang: int | None, score: bool, chosen: QueueFilter
    ) -> dict[str, Any]:
        if case_id != "K4QX2M":
            raise WebError(404, "ZAAK_ONBEKEND", "Deze zaak bestaat niet.")
        self.asked.append((case_id, rang, score))
        return context_of(
            "beslis", "fouten", "reden", "reden_fout", "fouten_terug", "gekozen", "waarom"
        )

    def decide(self, case_id: str, verdict: Verdict, chosen: QueueFilter) -> str:
        self.asked.append((case_id, verdict))
        if verdict.versie != "3":
            raise WebError(409, "ZAAK_VERANDERD", "Een ander heeft deze zaak intussen beoordeeld.")
        if verdict.uitkomst == "dezelfde_persoon" and not verdict.reden:
            raise Refused(["Schrijf op waarom dit dezelfde persoon is."])
        return "/zaak/VOLGENDE" if verdict.uitkomst != "weet_ik_niet" else ""

    def undo(self, case_id: str, versie: str) -> None:
        self.asked.append((case_id, versie))

    def second_look(self) -> dict[str, Any]:
        return context_of("tweede-blik")

    def say_feedback(self, case_id: str, code: str, reason: str) -> tuple[str, str]:
        self.asked.append((case_id, code, reason))
        if code != "overleden" and not reason:
            raise Refused(["Zeg kort waarom het voorstel niet klopt."])
        return "/leveringen/r7", "bevestigd" if code == "overleden" else "geweigerd"

    def take_back_feedback(self, case_id: str) -> None:
        self.asked.append(case_id)

    def runs(self) -> dict[str, Any]:
        return context_of("leveringen")

    def upload_form(self) -> dict[str, Any]:
        return context_of("upload", "fouten")

    def keep_upload(self, files: Uploaded) -> str:
        kept = []
        for path in files.signals:
            target = self.folder / path.name
            target.write_bytes(path.read_bytes())
            kept.append(target)
        self.asked.append((kept, files.residents.name if files.residents else None))
        self.waiting = Uploaded(kept, names=files.names)
        return "r8"

    def waiting_files(self, run_id: str) -> Uploaded:
        return self.waiting

    def start(self, run_id: str, mapping: str) -> None:
        self.asked.append((run_id, mapping))

    def run(self, run_id: str) -> dict[str, Any]:
        return context_of("bezig" if run_id == "r8" else "klaar", "ververst", "fouten")

    def remove(self, run_id: str) -> None:
        self.asked.append(run_id)

    def quarantine(self, run_id: str, start: int) -> dict[str, Any]:
        self.asked.append((run_id, start))
        return context_of("apart")

    def export(self, run_id: str) -> Iterator[bytes]:
        yield b"signaal_id;besluit\n"

    def cards(self, run_id: str) -> dict[str, Any]:
        return context_of("scorekaarten")

    def card(self, run_id: str, number: int) -> dict[str, Any]:
        return context_of("scorekaart")

    def preview(self, run_id: str, number: int) -> dict[str, Any]:
        return context_of("vrijgave", "fouten")

    def release(self, run_id: str, number: int, versie: str) -> None:
        self.asked.append((run_id, number, versie))

    def benchmark(self) -> dict[str, Any]:
        return context_of("benchmark")

    def audit(self, kind: str, user: str, before: str, until: date | None = None) -> dict[str, Any]:
        self.asked.append((kind, user, before))
        return context_of("audit")

    def processing(self, before: str) -> dict[str, Any]:
        return context_of("verwerkingen")

    def processing_lines(self) -> Iterator[bytes]:
        yield b"{}\n"

    def password(self) -> dict[str, Any]:
        return context_of("wachtwoord", "fouten")

    def change_password(self, old: str, new: str, again: str, token: str) -> None:
        self.asked.append((old, new, again))

    def clients(self) -> dict[str, Any]:
        return context_of("sleutels", "fouten", "nieuw", "gemaakt")

    def add_client(self, name: str, roles: Sequence[str]) -> str:
        self.asked.append((name, roles))
        if not roles:
            raise Refused(["Kies een rol."])
        return "sleutel-1"

    def withdraw_client(self, client_id: str) -> None:
        self.asked.append(client_id)

    def accounts(self) -> dict[str, Any]:
        return context_of("accounts", "fouten", "nieuw")

    def add_account(self, values: Mapping[str, Any]) -> None:
        self.asked.append(values)
        if len(values["wachtwoord"]) < 12:
            raise Refused(["Een wachtwoord heeft minstens 12 tekens."])

    def change_account(self, account_id: str, values: Mapping[str, Any]) -> None:
        self.asked.append((account_id, values))
