"""run.json: what went in, with which versions, content and policy, and the proof nothing was lost."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from brp_match import __version__
from brp_match.content import content_hash
from brp_match.database import Connection, scalar
from brp_match.ingest.files import sha256_of
from brp_match.link.accuracy import field_accuracy
from brp_match.link.history import expected_counts
from brp_match.link.posterior import Mixture
from brp_match.policy import Policy
from brp_match.register.municipalities import count_elsewhere, missed_columns

PACKAGES = ("splink", "duckdb", "pandas", "jellyfish", "pyyaml")
"""Packages whose version can change a result."""

_version = cache(version)


def build_record(
    con: Connection,
    settings: Sequence[Mapping[str, Any]],
    policy: Policy,
    mixture: Mixture,
    seconds: Mapping[str, float],
    register: str,
) -> dict[str, Any]:
    """Return the run record of docs/tables.md; `seconds` by stage. Raises RuntimeError when a row was lost."""
    counts, reconciliation = _counts(con, register)
    own = _read_sources(con, "bronnen")
    judgements = [one for one in own if one["soort"] == "oordelen"]
    inputs = [*own, *(_read_sources(con, f"{register}bronnen") if register else [])]
    if not reconciliation["klopt"]:
        raise RuntimeError("rows in do not equal rows decided plus rows quarantined")
    return {
        "versie": __version__,
        "gemeente": scalar(con, f"SELECT gemeente FROM {register}std_kenmerken"),
        "register_zonder": list(missed_columns(con, register)),
        "invoer": [one for one in inputs if one["soort"] != "oordelen"],
        # which decisions there are grows by the day, so they are no part of what a delivery is known by
        "instellingen": [*judgements, *settings],
        "versies": {
            "python": sys.version.split()[0],
            **{name: _version(name) for name in PACKAGES},
        },
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
        "tijden": {stage: round(each, 3) for stage, each in seconds.items()},
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


def _counts(con: Connection, register: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return `aantallen`, and `afstemming`: rows of signals delivered against rows decided and quarantined."""
    decided: dict[str, dict[str, int]] = {
        table: dict.fromkeys(("match", "review", "reject"), 0)
        for table in ("besluiten", "besluiten_open")
    }
    each = " UNION ALL ".join(
        f"SELECT '{table}' AS tabel, besluit FROM {table}" for table in decided
    )
    for table, besluit, number in con.execute(
        f"SELECT tabel, besluit, count(*) FROM ({each}) GROUP BY ALL"
    ).fetchall():
        decided[table][besluit] = int(number)
    ((residents, drawn, aside, rows_in, rows_aside),) = con.execute(
        f"""SELECT (SELECT count(*) FROM {register}raw_inwoners),
            (SELECT count(*) FROM besluiten WHERE steekproef = 'ja'),
            (SELECT count(*) FROM quarantaine),
            (SELECT coalesce(sum(rijen), 0)::BIGINT FROM bronnen WHERE soort = 'signalen'),
            (SELECT count(DISTINCT (bron, blad, regel)) FROM quarantaine
             WHERE bron IN (SELECT bron FROM bronnen WHERE soort = 'signalen'))"""
    ).fetchall()
    signals = sum(decided["besluiten"].values())
    return {
        "signalen": signals,
        "inwoners": residents,
        "elders": count_elsewhere(con, register),
        "besluiten": decided["besluiten"],
        "besluiten_zonder_geheim": decided["besluiten_open"],
        "steekproef": drawn,
        "quarantaine": aside,
    }, {
        "rijen_in": rows_in,
        "besloten": signals,
        "quarantaine": rows_aside,
        "klopt": rows_in == signals + rows_aside,
    }


def _candidate_counts(con: Connection) -> dict[str, Any]:
    ((pairs, signals),) = con.execute(
        "SELECT (SELECT count(*) FROM paren), (SELECT count(*) FROM std_signalen)"
    ).fetchall()
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
