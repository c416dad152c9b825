"""What people chose to report back to the keepers of the register; it goes with the delivery that told it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from brp_match.cases.doubts import Choice, Doubt, home_of
from brp_match.cases.doubts_of_runs import Found, doubts_of_runs
from brp_match.cases.report_back import visible
from brp_match.cases.residents import Resident
from brp_match.cases.run_files import Judged
from brp_match.errors import BrpMatchError
from brp_match.reading.status import code_of
from brp_match.review import audit, casework, runs, values
from brp_match.review.kept_work import Kept as KeptWork
from brp_match.review.sight import Sight

VALUE = "report_back"


@dataclass(frozen=True)
class Kept:
    """What is kept of a doubt, or of the post of a resident: `run` the delivery it goes with, `adres` the address
    of the register that the post came back from, `gemeld` the day it was reported (jjjj-mm-dd), '' before that."""

    run: str
    adres: str = ""
    gemeld: str = ""


@dataclass(frozen=True)
class Choices:
    """`melden`: key of a doubt → chosen, and reported once it has a day; `retour`: persoon_id → post came back."""

    melden: Mapping[str, Kept]
    retour: Mapping[str, Kept]

    def returned(self, resident: Resident) -> bool:
        """Tell whether post came back from the address that the register has of a resident now."""
        kept, home = self.retour.get(resident.persoon_id), home_of(resident)
        return kept is not None and kept.adres == (home.text if home else "")

    def of(self, doubt: Doubt, resident: Resident) -> Choice:
        """Return what was chosen of a doubt."""
        return Choice(doubt.key in self.melden, self.returned(resident))


@dataclass(frozen=True)
class Deliveries:
    """The finished deliveries that doubts come from, old to new, and what people judged of them; without `secrecy` as if
    nobody who has it stood in the register."""

    ids: tuple[str, ...]
    folders: tuple[Path, ...]
    judged: Judged
    secrecy: bool = True


def forget_person(con: Connection, persoon_id: str) -> None:
    """Forget the post and the doubts of one resident."""
    was = read(con)
    mine = of_person(was, persoon_id)
    if mine.melden or mine.retour:
        melden = {key: kept for key, kept in was.melden.items() if key not in mine.melden}
        retour = {who: kept for who, kept in was.retour.items() if who not in mine.retour}
        _write(con, Choices(melden, retour))


def of_person(choices: Choices, persoon_id: str) -> Choices:
    """Return what is kept of one resident. Pure."""
    # the key of a doubt begins with its resident, and the address behind it may hold the same figures
    return Choices(
        {key: kept for key, kept in choices.melden.items() if key.split("|", 1)[0] == persoon_id},
        {who: kept for who, kept in choices.retour.items() if who == persoon_id},
    )


def deliveries(con: Connection, *, secrecy: bool) -> Deliveries:
    """Return the deliveries of the newest month and the months before it that the pick-up list looks back on;
    none where there is no finished one."""
    try:
        files = casework.month_files(con, secrecy=secrecy)
    except BrpMatchError:
        return Deliveries((), (), {})
    names = {Path(run.folder): run.id for run in runs.list_runs(con, finished=True)}
    folders = (*files.history, *files.folders)
    return Deliveries(tuple(names[folder] for folder in folders), folders, files.judged, secrecy)


_DOUBTS: KeptWork[Deliveries, Found] = KeptWork()


def doubts(given: Deliveries, choices: Choices, sight: Sight) -> Found:
    """Return the doubts an account may see, those about post that came back behind them. Reads the files of the
    deliveries: no transaction should be open meanwhile."""
    made = _DOUBTS.of(
        given, given.folders, lambda: doubts_of_runs(given.folders, given.judged, secrecy=given.secrecy)
    )  # fmt: skip
    found = visible(
        made, lambda who: (sight.secrecy or not who.geheim) and sight.of({code_of(who.gemeente)})
    )
    named = {one.persoon_id for one in found.doubts}
    alone = [
        Doubt(who, None, 0, run=len(given.folders) - 1)
        for who, resident in sorted(found.residents.items())
        if who not in named and choices.returned(resident)
    ]
    return Found((*found.doubts, *alone), found.residents)


def read(con: Connection) -> Choices:
    """Return what is kept."""
    given = values.read_json(con, VALUE) or {}
    return Choices(*(
        {key: Kept(**kept) for key, kept in given.get(name, {}).items()} for name in ("melden", "retour")
    ))  # fmt: skip


def _write(con: Connection, choices: Choices) -> None:
    values.write_json(con, VALUE, choices)


def choose(
    con: Connection,
    shown: Sequence[tuple[Doubt, Resident, str]],
    report: Collection[str],
    returned: Collection[str],
    *,
    account_id: str,
    now: datetime,
) -> None:
    """Keep what a person ticked of the doubts `shown` (with resident and delivery): `report` keys of doubts,
    `returned` persoon_ids. What is not shown, or reported already, stays as it was."""
    was = read(con)
    melden, retour = dict(was.melden), dict(was.retour)
    for doubt, resident, run in shown:
        if not (doubt.key in melden and melden[doubt.key].gemeld):
            melden.pop(doubt.key, None)
            if doubt.key in report:
                melden[doubt.key] = Kept(run)
        _set_returned(retour, resident, run, yes=resident.persoon_id in returned)
    _write(con, Choices(melden, retour))
    audit.write(
        con, "terugmelding_gekozen", account_id=account_id, now=now,
        detail={"getoond": len(shown), "melden": len(report)},
    )  # fmt: skip


def set_returned(
    con: Connection, resident: Resident, run: str, *, yes: bool, account_id: str, now: datetime
) -> None:
    """Keep whether the post to a resident came back."""
    was = read(con)
    retour = dict(was.retour)
    _set_returned(retour, resident, run, yes=yes)
    _write(con, replace(was, retour=retour))
    audit.write(con, "post_retour", account_id=account_id, now=now, detail={"retour": yes})


def _set_returned(retour: dict[str, Kept], resident: Resident, run: str, *, yes: bool) -> None:
    home = home_of(resident)
    retour.pop(resident.persoon_id, None)
    if yes:
        retour[resident.persoon_id] = Kept(run, home.text if home else "")


def reported(
    con: Connection, keys: Collection[str], today: date, *, account_id: str, now: datetime
) -> None:
    """Keep that these doubts were reported today."""
    was = read(con)
    melden = {
        key: replace(kept, gemeld=today.isoformat()) if key in keys and not kept.gemeld else kept
        for key, kept in was.melden.items()
    }
    _write(con, replace(was, melden=melden))
    audit.write(con, "terugmelding_gedaan", account_id=account_id, now=now, detail={"meldingen": len(keys)})  # fmt: skip


def forget(con: Connection, run_id: str) -> None:
    """Delete what is kept with a delivery that goes."""
    was = read(con)
    left = Choices(
        {key: kept for key, kept in was.melden.items() if kept.run != run_id},
        {key: kept for key, kept in was.retour.items() if kept.run != run_id},
    )
    if left != was:
        _write(con, left)
