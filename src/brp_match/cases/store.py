"""Decisions of a run to cases: the tables `zaken` and `zaak_signalen`, zaken.csv and zaken.parquet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from brp_match.cases.build import build_cases
from brp_match.cases.clocks import Terms
from brp_match.cases.facts import AsSent, Case, CaseSignal
from brp_match.cases.work import Work
from brp_match.cells import safe_sql, yes_no
from brp_match.database import Connection, create_table, create_table_of, parquet_sql, rows_by_name
from brp_match.decide.feedback import going_out
from brp_match.decide.grounds import CLEAR
from brp_match.delivery.month import month_of
from brp_match.link.history import unreadable_run
from brp_match.model import Reason
from brp_match.output import copy_csv, copy_parquet
from brp_match.reading import customer_key, read_amount, read_day
from brp_match.run_tables import seen_sql

YES = frozenset({"ja", "j", "true", "waar", "1", "x", "yes"})
"""What a delivery writes for yes."""

_SENT = (
    "telefoon", "email", "ontstaansdatum", "geboortedatum", "postcode", "huisnummer",
    "huisnummertoevoeging",
)  # fmt: skip
_FIELDS = {
    "signaal_id": "b.signaal_id",
    "vlp": "b.vlp",
    "sector": "coalesce(b.sector, '')",
    "gemeente": "coalesce(b.gemeente, '')",
    "besluit": "b.besluit",
    "persoon_id": f"CASE WHEN b.kans >= {CLEAR} THEN coalesce(b.persoon_id, '') ELSE '' END",
    "datum": "b.signaaldatum_gelezen",
    "grond": "split_part(coalesce(b.redenen, ''), '|', 1)",
    "bedrag": "s.bedrag",
    "soort": "s.soort_signaal",
    "crisis": "s.crisissignaal",
    "einde": "s.einddatum_contract",
    "warm": "s.warme_overdracht",
    "contract": "s.klantnummer",
    "ddas_status": "b.ddas_status",
    "terugkoppeling_status": "b.terugkoppeling_status",
    **{name: f"s.{name}" for name in _SENT},
}
"""What is asked of a decision `b` and its signal `s`, and the SQL of it. A person who is likelier not the one
is not who the signal is about."""


SIGNAL, OF_RUN = "signaal_id", "signaal_id, run_nr"
"""SQL of what tells which signal a row of `besluiten`, raw_signalen and uitkomst is of: in one run, and in several."""


def make_cases_of(
    con: Connection,
    history: Sequence[Path],
    kind: str,
    terms: Terms,
    decisions: str,
    same: str = SIGNAL,
    *,
    secrecy: bool = True,
) -> list[Case]:
    """Return the cases of `decisions` (a table like `besluiten`). `kind`: the matching period of the policy,
    `terms`: its clocks; `same`: SIGNAL or OF_RUN; without `secrecy` earlier runs count as if nobody who has it stood in
    the register.

    Reads raw_signalen, uitkomst, oordelen_alle. Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR. `history`: earlier runs, old to new. Only their signals about these residents are read, once: memory does not
    grow with history.
    """
    signals = _decided(con, decisions, same)
    people = sorted({one.persoon_id for one in signals if one.persoon_id})
    earlier = (one for run in dict.fromkeys(history) for one in _earlier(con, run, people, secrecy))
    here = {one.persoon_id for one in signals}
    before = _newest(one for one in earlier if one.persoon_id in here)
    month = read_day(
        f"{month_of((one.datum.isoformat() if one.datum else None, 1) for one in signals)}-01"
    )
    return build_cases(signals, before, kind=kind, month=month, terms=terms)


def _decided(con: Connection, decisions: str, same: str) -> list[CaseSignal]:
    select = ", ".join(f"{sql} AS {name}" for name, sql in _FIELDS.items())
    rows = rows_by_name(
        con,
        f"""SELECT {select}, u.leeftijd FROM {decisions} b
        JOIN raw_signalen s USING ({same}) LEFT JOIN uitkomst u USING ({same}, persoon_id)
        ORDER BY b.signaal_id, b.vlp""",
    )
    return [_signal(row) for row in rows]


def _earlier(con: Connection, run: Path, people: Sequence[str], secrecy: bool) -> list[CaseSignal]:
    """Signals of an earlier run about these residents, as it decided or as people judged after."""
    decisions, signals = run / "decisions.parquet", run / "signals.parquet"
    try:
        has, given = (
            {row[0] for row in con.execute(f"DESCRIBE FROM {parquet_sql(one)}").fetchall()}
            for one in (decisions, signals)
        )
        # a run of an earlier version has neither cases nor dates read
        fields = {name: _known(sql, has, given) for name, sql in _FIELDS.items()} | {
            "zaak_id": "b.zaak_id" if "zaak_id" in has else "''",
            "datum": _FIELDS["datum"] if "signaaldatum_gelezen" in has else "s.signaaldatum",
            "geoordeeld": "o.signaal_id IS NOT NULL",
            "wie": f"CASE WHEN o.signaal_id IS NULL THEN {_FIELDS['persoon_id']} ELSE coalesce(o.persoon_id, '') END",
        }
        select = ", ".join(f"{sql} AS {name}" for name, sql in fields.items())
        rows = rows_by_name(
            con,
            f"""SELECT * FROM (SELECT {select} FROM {seen_sql(run, "decisions", secrecy=secrecy)} b
                JOIN {parquet_sql(signals)} s USING (signaal_id)
                LEFT JOIN oordelen_alle o USING (signaal_id))
            SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS wie) USING (wie) ORDER BY signaal_id""",
            [list(people)],
        )
    except duckdb.Error as error:
        raise unreadable_run(run) from error
    return [_signal(row) for row in rows]


def _known(sql: str, decisions: Collection[str], signals: Collection[str]) -> str:
    """SQL of a field, or of nothing where the run is of a version that had no such column."""
    asked = re.findall(r"\b([bs])\.(\w+)", sql)
    there = all(name in (decisions if table == "b" else signals) for table, name in asked)
    return sql if there else "NULL"


def _newest(signals: Iterable[CaseSignal]) -> list[CaseSignal]:
    """Each signal once, as the last run that has it decided, in the case where it first stood."""
    found: dict[tuple[str, str], CaseSignal] = {}
    for one in signals:
        found[one.key] = one
    return list(found.values())


def _signal(row: Mapping[str, Any]) -> CaseSignal:
    kind = (row["soort"] or "").strip().lower()
    judged = bool(row.get("geoordeeld"))
    person = row["wie"] if judged else row["persoon_id"]
    return CaseSignal(
        signaal_id=row["signaal_id"],
        vlp=row["vlp"] or "",
        sector=row["sector"],
        gemeente=row["gemeente"] or "",
        persoon_id=person,
        besluit=_besluit(row["besluit"], person) if judged else row["besluit"],
        datum=_day(row["datum"]),
        bedrag=read_amount(row["bedrag"]),
        repeat=row["grond"] == Reason.HERHAALDE_MELDING,
        eindelevering=kind.startswith("einde"),
        einde=read_day(row["einde"]),
        crisis=kind.startswith("crisis") or (row["crisis"] or "").strip().lower() in YES,
        leeftijd=row.get("leeftijd"),
        zaak_id=row.get("zaak_id") or "",
        left=judged and person != row["persoon_id"],
        alone=judged and not row["persoon_id"],
        warm=(row["warm"] or "").strip().lower() in YES,
        contract=customer_key(row["contract"]) or "",
        sent=AsSent(
            soort=kind,
            ddas_status=going_out(row["ddas_status"] or "", row["terugkoppeling_status"] or ""),
            **{name: str(row[name] or "").strip() for name in _SENT},
        ),
    )  # fmt: skip


def _besluit(decided: str, person: str) -> str:
    """What a decision is after a person said who it is ('' for nobody)."""
    if decided != "review":
        return decided
    return "match" if person else "reject"


def _day(text: str | None) -> date | None:
    return read_day(text) if text else None


COLUMNS = {
    "zaak_id": "VARCHAR", "gemeente": "VARCHAR", "persoon_id": "VARCHAR", "signalen": "VARCHAR",
    "vlps": "VARCHAR", "sectoren": "VARCHAR", "bedrag": "DOUBLE", "oudste_signaal": "VARCHAR",
    "eindelevering": "VARCHAR", "crisis": "VARCHAR", "leeftijdsgroep": "VARCHAR",
    "zaken_6_maanden": "INTEGER", "laatste_zaak": "VARCHAR", "bekend_bij_shv": "VARCHAR",
    "besluit": "VARCHAR", "uiterste_dag": "VARCHAR", "klokken": "VARCHAR", "combinatie": "VARCHAR",
    "bedragen": "VARCHAR", "warme_overdracht": "VARCHAR", "einddatum": "VARCHAR",
    "maanden_zelfde_vlp": "INTEGER", "huishouden": "VARCHAR", "bakje": "VARCHAR", "bakje_waarom": "VARCHAR",
}  # fmt: skip
"""Columns of zaken.csv in the order of the contract; from `klokken` on beside it."""


def no_cases(con: Connection) -> None:
    """Make the tables of a list of persons, of which nobody makes cases: every row in none."""
    keep_cases(con, [])
    for name, decisions in (
        ("zaak_signalen", "besluiten"),
        ("zaak_signalen_open", "besluiten_open"),
    ):
        create_table(con, name, f"SELECT signaal_id, '' AS zaak_id FROM {decisions}")


def keep_cases(con: Connection, work: Sequence[Work]) -> None:
    """Make `zaken`, one row a case, with the columns of zaken.csv."""
    create_table_of(con, "zaken", COLUMNS, [case_row(one) for one in work])


def keep_places(con: Connection, cases: Sequence[Case], name: str = "zaak_signalen") -> None:
    """Make `name(signaal_id, zaak_id)`: the case of every signal."""
    rows = [(one.signaal_id, case.zaak_id) for case in cases for one in case.signalen]
    create_table_of(con, name, {"signaal_id": "VARCHAR", "zaak_id": "VARCHAR"}, rows)


def case_row(work: Work) -> tuple[Any, ...]:
    """Return a case as the row of zaken.csv; lists are joined by `|`."""
    case, placed = work.case, work.placed
    return (
        case.zaak_id, case.gemeente, case.persoon_id,
        "|".join(one.signaal_id for one in case.signalen),
        "|".join(case.vlps), "|".join(case.sectoren),
        float(case.bedrag), _iso(case.oudste_signaal), yes_no(case.eindelevering), yes_no(case.crisis),
        case.leeftijdsgroep, case.zaken_6_maanden, case.laatste_zaak, case.bekend_bij_shv,
        case.besluit, _iso(case.uiterste_dag),
        "|".join(f"{clock.naam} {clock.dag.isoformat()}" for clock in case.klokken), case.combinatie,
        "|".join(f"{vlp} {amount:.2f}" for vlp, amount in case.bedragen.items()),
        yes_no(case.warme_overdracht), _iso(case.einddatum), case.maanden_zelfde_vlp,
        "|".join(work.household), placed.bakje if placed else "", placed.why if placed else "",
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


_CELLS = {"signalen", "vlps", "sectoren", "combinatie", "bedragen"}
"""Columns of a deliverer's own text: no cell of them runs as a formula."""


def write_cases(con: Connection, folder: Path) -> None:
    """Write zaken.csv and zaken.parquet, ordered by zaak_id."""
    columns = ", ".join(
        safe_sql(name) if name in _CELLS
        else "printf('%.2f', bedrag) AS bedrag" if name == "bedrag"
        else f"nullif({name}, '') AS {name}" if kind == "VARCHAR"
        else name
        for name, kind in COLUMNS.items()
    )  # fmt: skip
    copy_csv(con, f"SELECT {columns} FROM zaken ORDER BY zaak_id", folder / "zaken.csv")
    copy_parquet(con, "SELECT * FROM zaken ORDER BY zaak_id", folder / "zaken.parquet")
