"""ddas.json: the signals and cases of a period as the exchange file of DDAS vroegsignalering 1.2. Pure.

Source: VNG-Realisatie, uitwisselmodel 1.2; its rules stand in `ddas.schema.json`, against which tests hold the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from brp_match.cases.facts import CaseSignal
from brp_match.cases.periods import bounds
from brp_match.cases.pick_up_files import OWNER_ONLY
from brp_match.cases.residents import Resident
from brp_match.cases.work import Work
from brp_match.json_file import write_json
from brp_match.reading import read_day, read_postcode

FILE = "ddas.json"
SUPPLIER = "brp-match"
"""Who delivers the file: the software (codeGegevensleverancier)."""

NOT_YET = "Nog niet opgepakt"
_PARTNERS = frozenset(
    {
        "Belastingdienst", "CAK Eigen bijdrage", "CAK Zorgverzekeringen", "Dienst Toeslagen", "DUO", "Energie",
        "Huur", "Hypotheek", "Overige", "Water", "Zorg",
    }
)  # fmt: skip
_SEX = {"M": "Man", "V": "Vrouw", "O": "Onbekend"}


@dataclass(frozen=True)
class Exchange:
    """The file as a value, and how many signals could not stand in it: `onvolledig` without a postcode and
    number of a home, `geheim` of residents with secrecy, `zonder_gemeente` of no municipality."""

    file: dict[str, Any]
    onvolledig: int
    geheim: int
    zonder_gemeente: int


def exchange(
    work: Sequence[Work],
    moment: datetime,
    *,
    secrecy: bool = False,
    bsn: Mapping[str, str] | None = None,
) -> Exchange:
    """Return the exchange file of these cases, a delivery a municipality.

    A client is the resident of a matched signal at the current address, else what was delivered. `moment`: when
    the file is made. `bsn`: persoon_id → BSN where the municipality asked for it; a client then is that alone.
    """
    counts = {"onvolledig": 0, "geheim": 0, "zonder_gemeente": 0}
    places: dict[str, dict[str, list[Any]]] = {}
    for one in work:
        number = len(one.case.signalen)
        if one.resident is not None and one.resident.geheim and not secrecy:
            counts["geheim"] += number
            continue
        if not one.case.gestuurd_aan:
            counts["zonder_gemeente"] += number
            continue
        signals = [_signal(signal, one.resident, bsn) for signal in one.case.signalen]
        told = [signal for signal in signals if signal is not None]
        counts["onvolledig"] += number - len(told)
        if told:
            place = places.setdefault(
                one.case.gestuurd_aan, {"vroegsignalen": [], "vroegsignaalzaken": []}
            )
            place["vroegsignalen"] += told
            place["vroegsignaalzaken"].append(_case(one, told))
    days = [day for period in {one.case.period for one in work} if (day := bounds(period))]
    first = min((one[0] for one in days), default=moment.date())
    last = max((one[1] for one in days), default=moment.date())
    file = {
        "aanleverdatumEnTijd": moment.isoformat(timespec="seconds"),
        "codeGegevensleverancier": SUPPLIER,
        "startdatumLevering": first.isoformat(),
        "einddatumLevering": last.isoformat(),
        "leveringen": [
            {
                "teller": number,
                "gemeentecode": code,
                "aanleverendeOrganisatie": code,
                **places[code],
            }
            for number, code in enumerate(sorted(places), start=1)
        ],
    }
    return Exchange(file, **counts)


def write_exchange(made: Exchange, folder: Path) -> None:
    """Write ddas.json, readable by its owner only. Raises OSError."""
    path = folder / FILE
    path.touch(mode=OWNER_ONLY)
    write_json(made.file, path, indent=None)


def _signal(
    signal: CaseSignal, resident: Resident | None, bsn: Mapping[str, str] | None
) -> dict[str, Any] | None:
    matched = resident if signal.besluit == "match" else None
    client = _client(signal, matched, bsn)
    if client is None:
        return None
    found: dict[str, Any] = {
        "ID": signal.signaal_id,
        "crisissignaal": signal.crisis,
        "warmeOverdracht": signal.warm,
        "status": signal.sent.ddas_status or NOT_YET,
        "signaalpartner": {"type": signal.sector if signal.sector in _PARTNERS else "Overige"},
        "client": client,
    }
    if signal.bedrag is not None:
        found["bedrag"] = int(signal.bedrag.quantize(Decimal(1), ROUND_HALF_UP))
    if signal.datum is not None:
        found["signaaldatum"] = signal.datum.isoformat()
    begun = read_day(signal.sent.ontstaansdatum)
    if begun is not None:
        found["ontstaansdatum"] = begun.isoformat()
    return found


def _client(
    signal: CaseSignal, resident: Resident | None, bsn: Mapping[str, str] | None
) -> dict[str, Any] | None:
    """Who a signal is about; None where postcode or number is not there, without which the standard takes none."""
    if resident is not None and bsn and bsn.get(resident.persoon_id):
        return {"burgerservicenummer": bsn[resident.persoon_id]}
    if resident is not None:
        postcode, number = resident.postcode, resident.huisnummer
        addition = f"{resident.huisletter}{resident.huisnummertoevoeging}"
        born, sex = resident.geboortedatum, _SEX.get(resident.geslacht, "Onbekend")
    else:
        postcode, number = signal.sent.postcode, signal.sent.huisnummer
        addition, born, sex = signal.sent.huisnummertoevoeging, signal.sent.geboortedatum, "Leeg"
    postcode = read_postcode(postcode) or ""
    if not postcode or not number.isdecimal():
        return None
    found: dict[str, Any] = {
        "postcode": postcode,
        "huisnummer": int(number),
        "geslachtsaanduiding": sex,
    }
    if addition:
        found["huisnummertoevoeging"] = addition
    day: date | None = read_day(born)
    if day is not None:
        found["geboortedatum"] = day.isoformat()
    return found


def _case(work: Work, told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    case = work.case
    found: dict[str, Any] = {"vroegsignalen": [{"ID": one["ID"]} for one in told]}
    days = bounds(case.period)
    if days is not None:
        found["startdatumMatchingperiode"], found["einddatumMatchingperiode"] = (
            day.isoformat() for day in days
        )
    if case.oudste_signaal is not None and len(told) > 1:
        # two signals make a match from the day the second came
        second = sorted(one.datum for one in case.signalen if one.datum)[1:2]
        if second:
            found["matchingsdatum"] = second[0].isoformat()
    return found
