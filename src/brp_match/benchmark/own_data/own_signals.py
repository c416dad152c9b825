"""One line a signal: what today's check does, what we do, what a person found. Stays at home.

`gevallen.csv` holds signal numbers and no name, date or address; it is what `export` counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from brp_match.benchmark.own_data.files import Checked, DataFolder, read_outcomes
from brp_match.csv_file import read_csv, write_csv
from brp_match.database import connect, parquet_sql
from brp_match.delivery.probing import counting, read_delivered
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit, Reason, Sector
from brp_match.pipeline import LinkRequest, link
from brp_match.prepare import Progress
from brp_match.reading import read_day
from brp_match.report.persons import residents_of
from brp_match.synthetic.exact_check import exact_check

FILE = "gevallen.csv"
RUN_FOLDER = "koppeling"
HEADER = ("signaal_id", "vlp", "sector", "maand", "exact", "besluit", "reden", "uitkomst", "telt")

AGREES = frozenset({Reason.NAAM_GELIJK, Reason.GEBOORTEDATUM_GELIJK, Reason.ADRES_GELIJK})
"""Reasons that say what is the same to us."""

NO_DIFFERENCE = frozenset(
    {
        Reason.GEHEIMHOUDING, Reason.MINDERJARIG, Reason.BRIEFADRES, Reason.ADRES_IN_ONDERZOEK,
        Reason.MEERDERE_KANDIDATEN, Reason.HUISGENOOT_MOGELIJK,
    }
)  # fmt: skip
"""Reasons that say nothing of how signal and register differ."""


@dataclass(frozen=True)
class OwnSignal:
    """One signal. `dropped`: by today's exact check; `besluit`: ours; `reason`: the cause, see `cause`.

    `maand` is jjjj-mm, "" where the signal has no date; `sector` as the contract spells it;
    `checked` is None where no person looked. `counts`: it counts in what goes out, where a person is one signal
    and one that probes is none (`delivery.probing`).
    `family` is only there where an export is made.
    """

    signaal_id: str
    vlp: str
    sector: str
    maand: str
    dropped: bool
    besluit: Besluit
    reason: str
    checked: Checked | None
    counts: bool = True
    family: str = ""


@dataclass(frozen=True)
class OwnSignals:
    """All signals decided, by signal number, and how many rows went to quarantine.

    `imitated`: where the real list was given, the signals that an imitation of the check drops; None without one.
    """

    rows: tuple[OwnSignal, ...]
    quarantined: int
    imitated: frozenset[str] | None = None


def make_cases(
    files: DataFolder,
    out: Path,
    *,
    variant: str = "exact",
    policy: Path | None = None,
    gemeente: str | None = None,
    without_secrecy: bool = False,
    progress: Progress = lambda _step: None,
) -> OwnSignals:
    """Run today's check and ours on the same files; our run stays in `out`/koppeling for `explain`.

    Raises BrpMatchError for files that cannot be read, and for signal numbers that stand twice.
    """
    if files.outcomes:
        # a wrong word need not wait for the linking
        read_outcomes(files.outcomes)
    run = out / RUN_FOLDER
    result = link(
        LinkRequest(
            files.signals, run, files.residents, files.previous_addresses, files.addresses,
            policy=policy, mapping=files.mapping, gemeente=gemeente,
            without_secrecy=without_secrecy, uitval=files.drop_out,
        ),
        progress,
    )  # fmt: skip
    progress("de controle van vandaag")
    rows = _decided(run)
    # the rows as our reader took them, with the mapping applied and without the quarantined ones
    found = exact_check((run / "signals.parquet",), files.residents, variant=variant)
    imitated = frozenset(row[0] for row in rows if not found.get(row[0], ""))
    dropped = _really_dropped(run) if files.drop_out else imitated
    known = frozenset(row[0] for row in rows)
    if len(known) != len(rows):
        raise BrpMatchError(
            "SIGNAAL_DUBBEL",
            "signalen*",
            f"{len(rows) - len(known)} signaalnummers staan er twee keer",
        )
    checked: Mapping[str, Checked] = read_outcomes(files.outcomes, known) if files.outcomes else {}
    counted = _counted(run)
    return OwnSignals(
        tuple(
            OwnSignal(
                signal, vlp, sector, month, signal in dropped, Besluit(besluit), reason,
                checked.get(signal), signal in counted,
            )
            for signal, vlp, sector, month, besluit, reason in rows
        ),
        result.quarantined,
        imitated if files.drop_out else None,
    )  # fmt: skip


def _counted(run: Path) -> frozenset[str]:
    """The signals of a run that count in what goes out; months of one folder are told apart by the day."""
    with connect() as con:
        delivered = read_delivered(con, parquet_sql(run / "signals.parquet"))
        residents = residents_of(con, parquet_sql(run / "decisions.parquet"))
    months = sorted({row.day[:7] for rows in delivered.values() for row in rows})
    parts = [
        {vlp: [row for row in rows if row.day.startswith(month)] for vlp, rows in delivered.items()}
        for month in months
    ]
    found = (counting(month, parts[:place], residents) for place, month in enumerate(parts))
    return frozenset(signal for one in found for signal in one.signalen)


def _really_dropped(run: Path) -> frozenset[str]:
    """The signals of a run that stand on the list of today's system."""
    with connect() as con:
        file = parquet_sql(run / "signals.parquet")
        there = {row[0] for row in con.execute(f"DESCRIBE FROM {file}").fetchall()}
        if "uitval_reden" not in there:
            return frozenset()
        rows = con.execute(
            f"SELECT signaal_id FROM {file} WHERE uitval_reden IS NOT NULL"
        ).fetchall()
    return frozenset(str(row[0]) for row in rows)


def _decided(run: Path) -> list[tuple[str, str, str, str, str, str]]:
    """Signal, VLP, sector, month, decision and first reason of every signal of a run, in order."""
    with connect() as con:
        rows = con.execute(
            f"""SELECT d.signaal_id, d.vlp, coalesce(d.sector, ''),
                s.signaaldatum, d.besluit,
                coalesce(d.redenen, '')
            FROM {parquet_sql(run / "decisions.parquet")} d
            LEFT JOIN {parquet_sql(run / "signals.parquet")} s USING (signaal_id)
            ORDER BY d.signaal_id, d.vlp"""
        ).fetchall()
    sectors = {str(sector) for sector in Sector}
    return [
        (
            str(signal),
            str(vlp),
            sector if sector in sectors else str(Sector.OVERIGE),
            _month(read_day(sent)),
            besluit,
            cause(Besluit(besluit), reasons),
        )
        for signal, vlp, sector, sent, besluit, reasons in rows
    ]


def _month(day: date | None) -> str:
    """Return jjjj-mm, '' for no date or one that no delivery of our time has."""
    return f"{day:%Y-%m}" if day and 1990 <= day.year < 2100 else ""


def cause(besluit: Besluit, reasons: str) -> str:
    """Return the code that says best why an exact check drops this signal.

    `reasons` are ours, joined by |, the most telling first. A reject keeps the first, its ground;
    otherwise it is the first that tells of a difference, and where all is the same to us it was only
    written otherwise: NAAM_GELIJK.
    """
    codes = [code for code in reasons.split("|") if code in Reason.__members__]
    if besluit is not Besluit.REJECT:
        agrees = any(Reason[code] in AGREES for code in codes)
        codes = [code for code in codes if Reason[code] not in AGREES]
        differ = [code for code in codes if Reason[code] not in NO_DIFFERENCE]
        codes = differ or ([str(Reason.NAAM_GELIJK)] if agrees else codes)
    return codes[0] if codes else str(Reason.NIET_GEVONDEN)


def write_cases(cases: Sequence[OwnSignal], path: Path) -> None:
    """Write `gevallen.csv`, `;`-separated, in the order given."""
    rows = (
        (case.signaal_id, case.vlp, case.sector, case.maand,
                 "uitval" if case.dropped else "opgepakt", case.besluit, case.reason,
                 case.checked or "", "ja" if case.counts else "nee")
        for case in cases
    )  # fmt: skip
    write_csv(path, HEADER, rows)


def read_cases(folder: Path) -> list[OwnSignal]:
    """Read `gevallen.csv` of a folder that `benchmark --data` wrote.

    Raises BrpMatchError when it is absent or changed into something else.
    """
    path = folder / FILE
    try:
        return [
            OwnSignal(
                row["signaal_id"], row["vlp"], str(Sector(row["sector"])), row["maand"],
                {"uitval": True, "opgepakt": False}[row["exact"]], Besluit(row["besluit"]),
                str(Reason[row["reden"]]), Checked(row["uitkomst"]) if row["uitkomst"] else None,
                {"ja": True, "nee": False}[row["telt"]],
            )
            for row in read_csv(path)
        ]  # fmt: skip
    except (OSError, UnicodeDecodeError, KeyError, ValueError, TypeError) as error:
        raise BrpMatchError(
            "GEVALLEN_ONLEESBAAR",
            f"{folder.name}/{FILE}",
            "dit bestand ontbreekt of is niet van deze versie van 'brp-match benchmark --data'",
        ) from error
