"""run.json: what went in, with which versions, content and policy, and the proof nothing was lost."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from brp_match import __version__
from brp_match.content import content_hash
from brp_match.database import Connection, StepTimes, scalar
from brp_match.ingest.files import sha256_of
from brp_match.link.accuracy import field_accuracy
from brp_match.link.history import expected_counts
from brp_match.link.posterior import Mixture
from brp_match.policy import Policy
from brp_match.register.municipalities import count_elsewhere

PACKAGES = ("splink", "duckdb", "pandas", "jellyfish", "pyyaml")
"""Packages whose version can change a result."""


def build_record(
    con: Connection,
    settings: Sequence[Mapping[str, Any]],
    policy: Policy,
    mixture: Mixture,
    times: StepTimes,
    register: str,
) -> dict[str, Any]:
    """Return the run record of docs/tables.md. Raises RuntimeError when a row was lost."""
    counts = _counts(con, register)
    reconciliation = _reconciliation(con)
    if not reconciliation["klopt"]:
        raise RuntimeError("rows in do not equal rows decided plus rows quarantined")
    return {
        "versie": __version__,
        "gemeente": scalar(con, f"SELECT gemeente FROM {register}std_kenmerken"),
        "invoer": _inputs(con, register),
        "instellingen": [*_judgements(con), *settings],
        "versies": {"python": sys.version.split()[0], **{name: version(name) for name in PACKAGES}},
        "inhoud": {
            kind: content_hash(kind) for kind in ("comparators", "expectations", "feedback")
        },
        "beleid": policy.as_dict(),
        "beleid_versie": policy.version,
        "drempels": {"match_vanaf": policy.match_at, "afwijzen_onder": policy.reject_below},
        "seeds": {"steekproef": policy.seed},
        "aantallen": counts,
        "afstemming": reconciliation,
        "kandidaten": _candidate_counts(con),
        "standaarddatums": _placeholders(con),
        "mengsel": {
            "inwoner": mixture.resident,
            "verwant_onder_niemand": _relatives(con),
        },
        "bronkansen": field_accuracy(_sources(con), expected_counts(con)),
        "tijden": {name: round(seconds, 3) for name, seconds in times.seconds.items()},
    }


def settings_files(
    *,
    policy: Path | None,
    mapping: Path | None,
    register: Path | None,
    history: Sequence[Path],
    shv: Path | None = None,
    rates: Path | None = None,
) -> list[dict[str, Any]]:
    """Return what a run was given besides deliveries: `soort`, `bestand` (a name, never a path), `sha256`.

    An earlier run is known by its signals and its candidates. What a prepared register was made from
    stands among the inputs.
    """
    files = [("beleid", policy), ("mapping", mapping), ("register", register), ("shv", shv)]
    files.append(("kansen", rates))
    found = [
        {"soort": soort, "bestand": path.name, "sha256": sha256_of(path)}
        for soort, path in files
        if path is not None
    ]
    for run in sorted(set(history)):
        for name in ("signals.parquet", "candidates.parquet"):
            found.append(
                {
                    "soort": "eerdere run",
                    "bestand": f"{run.name}/{name}",
                    "sha256": sha256_of(run / name),
                }
            )
    return found


def _judgements(con: Connection) -> list[dict[str, Any]]:
    """Return the file of reviewed decisions, as an input: which decisions there are grows by the day, so
    it is no part of what a delivery is known by."""
    return [one for one in _read_sources(con, "bronnen") if one["soort"] == "oordelen"]


def _inputs(con: Connection, register: str) -> list[dict[str, Any]]:
    tables = ["bronnen"] + ([f"{register}bronnen"] if register else [])
    return [
        one for table in tables for one in _read_sources(con, table) if one["soort"] != "oordelen"
    ]


def _read_sources(con: Connection, table: str) -> list[dict[str, Any]]:
    keys = (
        "bron", "soort", "bestand", "sha256", "formaat", "indeling", "codering", "scheidingsteken",
        "rijen", "weggelaten", "hernoemd",
    )  # fmt: skip
    rows = con.execute(f"SELECT {', '.join(keys)} FROM {table} ORDER BY bron").fetchall()
    records = [dict(zip(keys, row, strict=True)) for row in rows]
    for record in records:
        renamed = record["hernoemd"]
        record["hernoemd"] = json.loads(renamed) if isinstance(renamed, str) else (renamed or {})
    return records


def _by_decision(con: Connection, table: str) -> dict[str, int]:
    found = dict(con.execute(f"SELECT besluit, count(*) FROM {table} GROUP BY 1").fetchall())
    return {name: int(found.get(name, 0)) for name in ("match", "review", "reject")}


def _counts(con: Connection, register: str) -> dict[str, Any]:
    decisions = _by_decision(con, "besluiten")
    return {
        "signalen": sum(decisions.values()),
        "inwoners": int(scalar(con, f"SELECT count(*) FROM {register}raw_inwoners")),
        "elders": count_elsewhere(con, register),
        "besluiten": decisions,
        "besluiten_zonder_geheim": _by_decision(con, "besluiten_open"),
        "steekproef": int(scalar(con, "SELECT count(*) FROM besluiten WHERE steekproef = 'ja'")),
        "quarantaine": int(scalar(con, "SELECT count(*) FROM quarantaine")),
    }


def _reconciliation(con: Connection) -> dict[str, Any]:
    """Rows of signals delivered against rows decided and rows quarantined."""
    delivered = int(
        scalar(con, "SELECT coalesce(sum(rijen), 0) FROM bronnen WHERE soort = 'signalen'")
    )
    decided = int(scalar(con, "SELECT count(*) FROM besluiten"))
    aside = int(
        scalar(
            con,
            """SELECT count(DISTINCT (bron, blad, regel)) FROM quarantaine
            WHERE bron IN (SELECT bron FROM bronnen WHERE soort = 'signalen')""",
        )
    )
    return {
        "rijen_in": delivered,
        "besloten": decided,
        "quarantaine": aside,
        "klopt": delivered == decided + aside,
    }


def _candidate_counts(con: Connection) -> dict[str, Any]:
    pairs = int(scalar(con, "SELECT count(*) FROM paren"))
    signals = int(scalar(con, "SELECT count(*) FROM std_signalen"))
    by_key = con.execute(
        """SELECT sleutel, count(*), count(*) FILTER (len(sleutels) = 1)
        FROM (SELECT unnest(sleutels) AS sleutel, sleutels FROM paren) GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    return {
        "paren": pairs,
        "per_signaal": round(pairs / signals, 2) if signals else 0.0,
        "per_sleutel": {key: {"paren": n, "alleen_hier": alone} for key, n, alone in by_key},
    }


def _placeholders(con: Connection) -> list[dict[str, Any]]:
    rows = con.execute(
        """SELECT vlp, printf('%02d-%02d-%04d', dag::INTEGER, maand::INTEGER, jaar::INTEGER), round(kans, 4), ontdekt
        FROM standaarddatums ORDER BY vlp, kans DESC, jaar, maand, dag"""
    ).fetchall()
    # a date delivered this often by one source is the source's habit, not somebody's birth date
    return [
        {"vlp": vlp, "datum": date, "kans": share, "ontdekt": found}
        for vlp, date, share, found in rows
        if found is False or share >= 0.01
    ]


def _relatives(con: Connection) -> float | None:
    """The share of relatives and housemates in P(nobody) of the signals with a candidate; None without."""
    related, nobody = con.execute(
        """SELECT list_sum(list(kans_verwant ORDER BY signaal_nr)), list_sum(list(kans_geen ORDER BY signaal_nr))
        FROM signaal_kans"""
    ).fetchall()[0]
    return related / nobody if nobody else None


def _sources(con: Connection) -> list[str]:
    rows = con.execute("SELECT DISTINCT vlp FROM std_signalen ORDER BY vlp").fetchall()
    return [str(row[0]) for row in rows]
