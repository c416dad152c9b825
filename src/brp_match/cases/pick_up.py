"""The pick-up list: one row a matched case with what a municipality needs to act. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.cases.facts import Case, CaseSignal
from brp_match.cases.layout import BSN
from brp_match.cases.residents import Resident
from brp_match.cases.work import Work
from brp_match.cells import yes_no
from brp_match.dutch import euros
from brp_match.reading.status import LEFT, Status

LINE = "\n"
"""Between the signals of a case."""


def pick_up_rows(
    work: Sequence[Work], *, secrecy: bool = False, bsn: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return the rows, first the day that comes first; keys as `layout.COLUMNS`.

    Without `secrecy` no row is about a resident with secrecy, and no row names the case of one as household.
    `bsn`: persoon_id → BSN where the municipality asked for it.
    """
    shown = [one for one in work if _listed(one) and _open(one, secrecy)]
    names = {one.case.zaak_id for one in shown}
    rows = [_row(one, names) for one in shown]
    if bsn is not None:
        for one, row in zip(shown, rows, strict=True):
            row[BSN] = bsn.get(one.case.persoon_id, "")
    return sorted(rows, key=_order)


def _listed(work: Work) -> bool:
    return work.case.besluit == "match" and work.placed is not None and work.resident is not None


def _open(work: Work, secrecy: bool) -> bool:
    return secrecy or not (work.resident and work.resident.geheim)


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    day = row["uiterste_dag"]
    return (day is None, day, -row["bedrag"], row["zaak_id"]) if day else (True, row["zaak_id"])


def _row(work: Work, names: set[str]) -> dict[str, Any]:
    case, resident, placed = work.case, work.resident, work.placed
    assert resident is not None
    assert placed is not None
    return {
        "bakje": placed.bakje, "uiterste_dag": case.uiterste_dag, "naam": resident.naam,
        "straat": resident.straat, "huisnummer": resident.huisnummer, "huisletter": resident.huisletter,
        "huisnummertoevoeging": resident.huisnummertoevoeging, "postcode": resident.postcode,
        "woonplaats": resident.woonplaats, "gemeente": resident.gemeente or case.gemeente,
        "telefoon": _each(one.sent.telefoon for one in case.signalen),
        "email": _each(one.sent.email for one in case.signalen),
        "bedrag": case.bedrag, "signalen": LINE.join(_told(one) for one in case.tellend),
        "combinatie": case.combinatie, "crisis": yes_no(case.crisis), "eindelevering": yes_no(case.eindelevering),
        "einddatum_contract": case.einddatum, "warme_overdracht": yes_no(case.warme_overdracht),
        "leeftijdsgroep": case.leeftijdsgroep, "zaken_6_maanden": case.zaken_6_maanden,
        "maanden_zelfde_vlp": case.maanden_zelfde_vlp,
        "huishouden": ", ".join(name for name in work.household if name in names),
        "bekend_bij_shv": case.bekend_bij_shv, "let_op": ", ".join((*work.notes, *_notes(case, resident))),
        "bakje_waarom": placed.why, "zaak_id": case.zaak_id, "laatste_zaak": case.laatste_zaak,
    }  # fmt: skip


def _told(signal: CaseSignal) -> str:
    """`Stroomwerk (Energie), vroegsignaal, € 312,85`; of a repeat that it is one."""
    sector = f" ({signal.sector})" if signal.sector else ""
    kind = signal.sent.soort or "vroegsignaal"
    amount = euros(signal.bedrag) if signal.bedrag is not None else "bedrag onbekend"
    again = ", herhaalde melding" if signal.repeat else ""
    return f"{signal.vlp}{sector}, {kind}, {amount}{again}"


def _each(values: Any) -> str:
    return ", ".join(dict.fromkeys(value for value in values if value))


_GONE = {
    Status.OVERLEDEN: "overleden sinds het signaal: schrijf deze persoon niet aan",
    **dict.fromkeys(LEFT, "woont sinds het signaal niet meer in de gemeente"),
}
"""What the newest register says of who was a resident when the signal was decided."""


def _notes(case: Case, resident: Resident) -> list[str]:
    said = [_GONE[resident.status]] if resident.status in _GONE else []
    if resident.verhuisd:
        said.append("verhuisd: dit is het huidige adres")
    if resident.briefadres:
        said.append("briefadres")
    if resident.onderzoek:
        said.append("adres in onderzoek")
    if any(one.besluit == "review" for one in case.signalen):
        said.append("nog een signaal te beoordelen")
    return said
