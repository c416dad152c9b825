"""What one run says of every deliverer: its month, decisions, causes and the accuracy of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from brp_match.database import (
    Connection,
    connect,
)
from brp_match.delivery.month import month_of
from brp_match.dutch import Month
from brp_match.errors import BrpMatchError, Fault
from brp_match.link.accuracy import field_accuracy
from brp_match.link.history import counts_of_run, expected_counts, keep_judgements
from brp_match.model import Besluit, Feedback, Reason, Sector
from brp_match.policy import Policy, policy_of_record
from brp_match.report.cards import Cause, FieldAccuracy, HabitFinding, Outcomes
from brp_match.report.release_noise import key_of
from brp_match.report.run_files import WHOLE, Part
from brp_match.run_tables import read_record, refused_run

FIELDS = ("achternaam", "voornaam", "geboortedatum", "adres")


@dataclass(frozen=True)
class RunFacts:
    """What one run says of every VLP; `naam` is the folder's base name, `sleutel` that of its
    noise (`release_noise.key_of`)."""

    naam: str
    maand: Month
    gemeente: str
    beleid: Policy
    sectoren: dict[str, Sector]
    uitkomsten: dict[str, Outcomes]
    oorzaken: dict[str, tuple[Cause, ...]]
    velden: dict[str, tuple[FieldAccuracy, ...]]
    quarantaine: int
    gewoonten: dict[str, tuple[HabitFinding, ...]]
    sleutel: bytes = field(default=b"", repr=False)


def read_facts(
    con: Connection, folder: Path, undated: Month | None = None, part: Part = WHOLE
) -> RunFacts:
    """Return the facts of an opened part of a run; `undated`: its month where no date tells.

    Raises BrpMatchError for a faulty run.json or no month."""
    record = read_record(folder)
    try:
        sectors = {
            str(vlp): _sector(sector)
            for vlp, sector in con.execute(
                "SELECT vlp, min(sector) FROM besluiten GROUP BY vlp ORDER BY vlp"
            ).fetchall()
        }
        return RunFacts(
            naam=folder.name,
            maand=_month(con, folder, undated),
            gemeente=part.gemeente or str(record.get("gemeente") or ""),
            beleid=policy_of_record(record),
            sectoren=sectors,
            uitkomsten=read_outcomes(con),
            oorzaken=read_causes(con),
            velden={vlp: _accuracy(record, vlp) for vlp in sectors},
            quarantaine=int(record.get("aantallen", {}).get("quarantaine", 0)),
            gewoonten=_habits(record.get("profiel") or []),
            sleutel=key_of(record),
        )
    except (KeyError, TypeError, AttributeError, duckdb.Error) as error:
        raise refused_run(folder, "deze run heeft niet de kolommen van deze versie") from error


def reviewed(facts: RunFacts, folder: Path, judgements: Mapping[str, str]) -> RunFacts:
    """Return the facts with fields counted over people's decisions (signaal_id → persoon_id, '' for
    nobody) where there are, and over the model's probabilities for the rest."""
    with connect() as con:
        keep_judgements(con, judgements)
        counts = counts_of_run(con, folder)
    record = {"bronkansen": field_accuracy(facts.sectoren, counts)}
    return replace(facts, velden={vlp: _accuracy(record, vlp) for vlp in facts.sectoren})


def _habits(profile: Sequence[Mapping[str, Any]]) -> dict[str, tuple[HabitFinding, ...]]:
    """Return the findings of a profile by VLP, over all its files."""
    found: dict[str, list[HabitFinding]] = {}
    for group in profile:
        for one in group["bevindingen"]:
            found.setdefault(str(group["vlp"]), []).append(
                HabitFinding(
                    one["soort"], one["kolom"], one["aantal"], one["van"], one["tekst"],
                    one["hersteld"], one["uit_levering"], one.get("vraag", {}).get("tekst", ""),
                )
            )  # fmt: skip
    return {vlp: tuple(items) for vlp, items in found.items()}


def _sector(text: object) -> Sector:
    try:
        return Sector(str(text))
    except ValueError:
        return Sector.OVERIGE


def _month(con: Connection, folder: Path, undated: Month | None) -> Month:
    """The month of the delivery; without readable dates `undated`, else jjjj-mm in the folder's name."""
    code = month_of(
        con.execute("SELECT signaaldatum, count(*) FROM alle_datums GROUP BY 1").fetchall()
    )
    if code:
        return Month.parse(code)
    found = re.search(r"(?<!\d)(20\d\d-(0[1-9]|1[0-2]))(?!\d)", folder.name)
    if undated is None and found is None:
        raise BrpMatchError(
            "MAAND_ONBEKEND",
            folder.name,
            "geen signaal heeft een datum; noem de map naar de maand, zoals 2026-04",
        )
    return undated or Month.parse(found.group(1) if found else "")


def read_outcomes(con: Connection, decisions: str = "besluiten") -> dict[str, Outcomes]:
    """Count decisions by VLP; `decisions` is a table, or a part of it as SQL."""
    counts = ", ".join(
        f"count(*) FILTER (besluit = '{b}')"
        for b in (Besluit.MATCH, Besluit.REVIEW, Besluit.REJECT)
    )
    rows = con.execute(
        f"SELECT vlp, count(*), {counts} FROM {decisions} GROUP BY vlp ORDER BY vlp"
    ).fetchall()
    return {str(vlp): Outcomes(n, match, review, drop) for vlp, n, match, review, drop in rows}


def read_causes(con: Connection, decisions: str = "besluiten") -> dict[str, tuple[Cause, ...]]:
    """Drop-outs by ground, the largest first; the ground is the first reason code."""
    rows = con.execute(
        f"""SELECT vlp, split_part(coalesce(redenen, ''), '|', 1) AS reden,
            coalesce(terugkoppeling, '') AS code,
            coalesce(terugkoppeling_status, '') = 'bevestigd' AS zeker, count(*) AS aantal
        FROM {decisions} WHERE besluit = 'reject' GROUP BY ALL ORDER BY vlp, aantal DESC, reden, code"""
    ).fetchall()
    causes: dict[str, list[Cause]] = {}
    for vlp, reason, feedback, sure, number in rows:
        ground = Reason.__members__.get(reason, Reason.NIET_GEVONDEN)
        causes.setdefault(str(vlp), []).append(Cause(ground, Feedback(feedback), sure, number))
    return {vlp: tuple(parts) for vlp, parts in causes.items()}


COUNTED = "(signalen SEMI JOIN telt USING (signaal_id))"
"""The signals that count for a release (`count_persons`)."""


def read_accuracy(
    con: Connection,
    vlps: Iterable[str],
    judgements: Mapping[str, str] | None,
    signals: str = COUNTED,
) -> dict[str, tuple[FieldAccuracy, ...]]:
    """Return the fields over `signals`, a table or a part of it as SQL, by VLP, as `reviewed` counts them."""
    keep_judgements(con, judgements or {})
    counts = expected_counts(con, "kandidaten", signals)
    record = {"bronkansen": field_accuracy(vlps, counts)}
    return {vlp: _accuracy(record, vlp) for vlp in vlps}


def _accuracy(record: dict[str, Any], vlp: str) -> tuple[FieldAccuracy, ...]:
    by_field = (record.get("bronkansen") or {}).get(vlp) or {}
    return tuple(
        FieldAccuracy(
            veld=name,
            schatting=by_field[name]["schatting"],
            laag=float(by_field[name]["van"]),
            hoog=float(by_field[name]["tot"]),
            n=float(by_field[name]["n"]),
            ontbreekt=by_field[name]["ontbreekt"],
        )
        for name in FIELDS
        if name in by_field
    )


def check_months(run: RunFacts, earlier: Sequence[RunFacts]) -> None:
    """Raise BrpMatchError with every fault of the months before: another municipality
    (ANDERE_GEMEENTE), a month twice (DUBBELE_MAAND), a month after that of `run` (GESCHIEDENIS_LATER).
    """
    seen = {run.maand: run.naam}
    faults: list[Fault] = []
    for one in earlier:
        if run.gemeente and one.gemeente and one.gemeente != run.gemeente:
            faults.append(
                Fault(
                    "ANDERE_GEMEENTE",
                    one.naam,
                    f"deze run is van gemeente {one.gemeente}, '{run.naam}' van {run.gemeente}",
                )
            )
        if one.maand in seen:
            faults.append(
                Fault(
                    "DUBBELE_MAAND",
                    one.naam,
                    f"deze run gaat over {one.maand.words}, net als '{seen[one.maand]}'",
                )
            )
        elif one.maand > run.maand:
            faults.append(
                Fault(
                    "GESCHIEDENIS_LATER",
                    one.naam,
                    f"deze run is van na {run.maand.words}; geef alleen eerdere maanden",
                )
            )
        seen.setdefault(one.maand, one.naam)
    if faults:
        raise BrpMatchError.from_faults(faults)
