"""Scorecards of finished deliveries, their release, and the benchmark, as their pages want them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from brp_match.report.cards import Overview
from brp_match.report.dutch import Month
from brp_match.review import accounts, export, releases, runs
from brp_match.review.engine import reading
from brp_match.web.errors import WebError
from brp_match.web.overviews import card_hash, catalogue, overview_of, wrongful_share
from brp_match.web.overviews import released_card as shown_to_vlp
from brp_match.web.pages.benchmark_views import benchmark_page
from brp_match.web.pages.card_views import overview_rows, own_card, released_card
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.desk import Context


class CardsOfStore:
    """Reads the folders of finished runs; keeps only what was released."""

    def __init__(self, engine: Engine, user: accounts.Account, now: datetime, data: Path) -> None:
        self.engine = engine
        self.user = user
        self.now = now
        self.data = data

    def cards(self, run_id: str) -> Context:
        """Return the context of scorecards.html; the newest finished run when `run_id` is ''."""
        with reading(self.engine) as con:
            finished = _finished(con)
            if not finished:
                return {
                    "maanden": [], "gekozen": "", "maand": "", "kaarten": [], "steekproef": None,
                }  # fmt: skip
            run = _chosen(finished, run_id)
            sample = export.audit_sample(con, run.id)
        overview = overview_of(self.engine, run, finished)
        return {
            "maanden": [(one.id, _name(one)) for one in finished],
            "gekozen": run.id,
            "maand": _name(run),
            "kaarten": overview_rows(overview, f"/scorekaarten/{run.id}"),
            "steekproef": _sample(sample),
        }

    def card(self, run_id: str, number: int) -> Context:
        """Return the context of scorecard.html."""
        overview = self._overview(run_id)
        card = overview.kaarten[_place(overview, number)]
        return {
            "kaart": own_card(card, catalogue()),
            "mag_vrijgeven": accounts.Role.COORDINATOR in self.user.roles,
            "vrijgave_href": f"/scorekaarten/{run_id}/{number}/vrijgave",
        }

    def preview(self, run_id: str, number: int) -> Context:
        """Return the context of release.html, without `fouten`."""
        overview = self._overview(run_id)
        card = shown_to_vlp(overview, _place(overview, number))
        with reading(self.engine) as con:
            held = [one for one in releases.list_releases(con, run_id) if one.vlp == card.vlp.value]
            names = {account.id: account.name for account in accounts.list_accounts(con)}
        last = held[-1] if held else None
        return {
            "kaart": released_card(card, catalogue()),
            "hier": f"/scorekaarten/{run_id}/{number}/vrijgave",
            "terug": f"/scorekaarten/{run_id}/{number}",
            "etag": card_hash(card),
            "vrijgegeven": None
            if last is None
            else {"moment": last.at, "wie": names.get(last.account_id, last.account_id)},
        }

    def release(self, run_id: str, number: int, versie: str) -> None:
        """Release the card as it was previewed; WebError 409 when it is another by now."""
        overview = self._overview(run_id)
        card = shown_to_vlp(overview, _place(overview, number))
        if card_hash(card) != versie:
            raise WebError(
                409,
                "KAART_VERANDERD",
                "De scorekaart is veranderd sinds u het voorbeeld zag. Bekijk hem opnieuw.",
            )
        with self.engine.begin() as con:
            releases.release_card(
                con, run_id=run_id, vlp=card.vlp.value, card_hash=versie,
                account_id=self.user.id, now=self.now,
            )  # fmt: skip

    def benchmark(self) -> Context:
        """Return the context of benchmark.html."""
        return benchmark_page(self.data)

    def _overview(self, run_id: str) -> Overview:
        with reading(self.engine) as con:
            finished = _finished(con)
        return overview_of(self.engine, _chosen(finished, run_id), finished)


def _finished(con: Connection) -> list[runs.Run]:
    """Finished runs, the newest first."""
    return [run for run in runs.list_runs(con) if run.state is runs.RunState.KLAAR]


def _chosen(finished: list[runs.Run], run_id: str) -> runs.Run:
    for run in finished:
        if run.id == run_id or not run_id:
            return run
    raise WebError(404, "LEVERING_ONBEKEND", "Deze levering bestaat niet, of is nog niet klaar.")


def _name(run: runs.Run) -> str:
    """The month of a run in words, with the number of the delivery."""
    month = Month.parse(run.month).words.capitalize() if run.month else "Zonder datum"
    return f"{month}, levering {number_of(run.id)}"


def _place(overview: Overview, number: int) -> int:
    if number >= len(overview.kaarten):
        raise WebError(404, "KAART_ONBEKEND", "Deze scorekaart bestaat niet.")
    return number


def _sample(counts: export.SampleCounts) -> dict[str, Any] | None:
    found = wrongful_share(counts)
    if found is None:
        return None
    return {
        "n": counts.reviewed, "schatting": found.share, "laag": found.low, "hoog": found.high,
    }  # fmt: skip
