"""The expectations as scorecards need them, and the validator that counts them in a run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from brp_match.content.expectations import load_expectations
from brp_match.report.checks import Catalogue, CheckText, Validator


def load_catalogue() -> Catalogue:
    """Return every expectation on deliveries that does not quarantine, by code, in content order.

    Fatal ones are not counted in a run: their rows were set aside before it.
    """
    return {
        one.id: CheckText(
            one.id, one.titel, one.melding, str(one.dimensie), str(one.ernst), one.advies, one.velden,
            one.hoogste_foutdeel, one.reden, one.uit_levering, str(one.norm_van),
        )
        for one in load_expectations()
        if one.over != "inwoners" and one.ernst != "fataal"
    }  # fmt: skip


def validator(history: Sequence[Path], gemeente: str = "", secrecy: bool = True) -> Validator:
    """Return what runs the expectations over an opened run; `history` holds earlier runs, of which what is of
    `gemeente` counts, '' for all, with residents who have secrecy or as if these were not there."""
    from brp_match.validate.run import write_findings

    return partial(write_findings, history=tuple(history), gemeente=gemeente, secrecy=secrecy)
