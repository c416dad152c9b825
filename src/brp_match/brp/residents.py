"""A link without an extract: the residents of one delivery asked of the BRP, for as long as the run takes."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from brp_match.brp.ask import Asked, Asks
from brp_match.brp.client import Client, access_from
from brp_match.brp.log import FILE as LOG_FILE
from brp_match.brp.log import open_log
from brp_match.brp.queries import Wanted
from brp_match.database import Connection, connect
from brp_match.delivery.record import answers_of
from brp_match.delivery.store import leave_delivery, profile_delivery
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_addresses, load_signals
from brp_match.ingest.mapping import load_mapping
from brp_match.pipeline import LinkRequest
from brp_match.prepare import Progress, load_and_build, silent
from brp_match.reading import read_postcode
from brp_match.reading.house_numbers import read_house_number
from brp_match.register.municipalities import parse_codes
from brp_match.scratch import scratch
from brp_match.standardise.signals import build_signals
from brp_match.validate.fatal import quarantine_fatal

FILE = "brp-bevragen.json"


@dataclass(frozen=True)
class BrpRequest:
    """How the BRP is asked: inhabitants of the own municipalities together (a run of a hundred residents must not
    take a common name for a rare one), and where the log goes, None for beside the outcome."""

    population: int
    log: Path | None = None


@contextmanager
def residents_from_brp(
    request: LinkRequest, how: BrpRequest, progress: Progress = silent, line: Asks | None = None
) -> Iterator[LinkRequest]:
    """Give the request with the residents the BRP knows of its signals; they are gone when the block ends.

    `line` stands in for the BRP of the environment. Raises BrpMatchError GEMEENTE_ONTBREEKT without own
    municipalities, BRP_NIEMAND where no question found anybody, and those of `access_from`, `open_log` and
    `Client`.
    """
    if not request.gemeente:
        said = "zeg voor welke gemeente de BRP wordt bevraagd"
        raise BrpMatchError("GEMEENTE_ONTBREEKT", "--gemeente", said)
    codes = parse_codes(request.gemeente)
    log = open_log(how.log or request.out.absolute().parent / LOG_FILE)
    client = None if line is not None else Client(access_from())
    try:
        asked = Asked(line or client, log, codes)  # type: ignore[arg-type]
        with tempfile.TemporaryDirectory(dir=scratch()) as folder:
            found = Path(folder) / FILE
            asked.round(_wanted(request, None, how), progress)
            _write(asked, found)
            asked.round(_wanted(request, found, how), progress)
            _write(asked, found)
            yield replace(
                request, residents=found, register=None, population=how.population,
                unanswered=frozenset(asked.unanswered), asked=_told(asked),
            )  # fmt: skip
    finally:
        if client is not None:
            client.close()


def _write(asked: Asked, path: Path) -> None:
    if not asked.persons:
        said = "op geen enkele vraag gaf de BRP een persoon; klopt het adres en de autorisatie?"
        raise BrpMatchError("BRP_NIEMAND", "BRP bevragen", said)
    persons = [asked.persons[number] for number in sorted(asked.persons)]
    path.write_text(json.dumps({"personen": persons}, ensure_ascii=False), encoding="utf-8")


def _told(asked: Asked) -> dict[str, Any]:
    """What run.json says of it: no value of a person or a signal."""
    return {
        "vragen": dict(sorted(asked.questions.items())),
        "personen": len(asked.persons),
        "te_veel_antwoorden": sum(found is None for found in asked.answers.values()),
        "signalen_zonder_antwoord": len(asked.unanswered),
    }


def _wanted(request: LinkRequest, residents: Path | None, how: BrpRequest) -> list[Wanted]:
    """Read the delivery as far as is needed to ask; with residents it is mended as the link will mend it."""
    with connect(threads=request.threads) as con:
        load_signals(con, request.signals, request.mapping)
        answers = answers_of(load_mapping(request.mapping), request.answers)
        if residents is None:
            if request.addresses is not None:
                load_addresses(con, request.addresses)
            leave_delivery(con, answers)
        else:
            load_and_build(
                con,
                residents,
                None,
                request.addresses,
                request.gemeente,
                silent,
                population=how.population,
            )
            profile_delivery(con, answers)
        quarantine_fatal(con, ["signalen"])
        build_signals(con)
        return _signals(con, _objects(con) if request.addresses is not None else {})


def _signals(con: Connection, objects: dict[tuple[str, int], tuple[str, ...]]) -> list[Wanted]:
    names: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for number, surname, given in con.execute(
        "SELECT signaal_nr, a, v FROM std_signaal_namen ORDER BY signaal_nr, variant"
    ).fetchall():
        names[number][0].extend(surname)
        names[number][1].extend(given)
    rows = con.execute(
        """SELECT signaal_nr, signaal_id, postcode, nummer, CASE WHEN geb_soort = 'geldig' THEN
            make_date(jaar, maand, dag) END, coalesce(trim(achternaam), '') FROM std_signalen ORDER BY signaal_nr"""
    ).fetchall()
    return [
        Wanted(
            signaal_id, postcode, house, objects.get((postcode or "", house or 0), ()), _day(birth),
            tuple(dict.fromkeys(names[number][0])), tuple(dict.fromkeys(names[number][1])), written,
        )
        for number, signaal_id, postcode, house, birth, written in rows
    ]  # fmt: skip


def _day(value: date | None) -> date | None:
    # nobody alive was born before, and dates of 0001 are a program's emptiness
    return value if value is not None and value.year >= 1890 else None


def _objects(con: Connection) -> dict[tuple[str, int], tuple[str, ...]]:
    """Return the BAG numbers at each postcode and number of the signals."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for postcode, house, bag in con.execute(
        """SELECT a.postcode, a.huisnummer, a.bag_id FROM raw_adressen a
        WHERE a.bag_id IS NOT NULL AND upper(replace(a.postcode, ' ', '')) IN (
            SELECT postcode FROM std_signalen WHERE postcode IS NOT NULL)"""
    ).fetchall():
        number, _ = read_house_number(house)
        if number is not None:
            found[read_postcode(postcode) or "", number].add(bag.strip())
    return {place: tuple(sorted(bags)) for place, bags in found.items()}
