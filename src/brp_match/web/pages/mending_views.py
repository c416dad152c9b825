"""A row that was set aside as its form shows it, and the form read back. Pure but for reading the row."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brp_match.delivery.date_forms import Order
from brp_match.delivery.findings import Kind
from brp_match.delivery.wording import column_name
from brp_match.dutch import sentence
from brp_match.errors import Fault
from brp_match.ingest.bsn_texts import without_bsn
from brp_match.ingest.columns import SIGNALS
from brp_match.ingest.row_again import row_again
from brp_match.reading.dates import read_date
from brp_match.review import mending
from brp_match.review.mending import IDENTITY, LONGEST_FIELD, Aside, Mend
from brp_match.review.runs import Run
from brp_match.web.pages.cells_read import DATES
from brp_match.web.pages.run_views import as_sent
from brp_match.web.pages.seat import Context

FIRST = (
    "signaal_id", "vlp", "sector", "signaaldatum", "soort_signaal", "bedrag", *IDENTITY[1:], "straatnaam", "huisnummer",
    "huisletter", "huisnummertoevoeging", "postcode", "plaatsnaam",
)  # fmt: skip
"""Fields that stand open; the others where somebody asks for them."""


@dataclass(frozen=True)
class Found:
    """A row: `before` as delivered, without signs that are no text and without a BSN; `shown` the same as the form has
    it, its dates as dd-mm-jjjj; `days` the dates that could be read, as jjjj-mm-dd; `mended` what was kept before."""

    run: Run
    row: Aside
    before: Mapping[str, str]
    shown: Mapping[str, str]
    days: Mapping[str, str]
    mended: Mend | None
    cleaned: tuple[str, ...]


def read(run: Run, row: Aside, path: Path) -> Found:
    """Read a row from its file again."""
    mapping = Path(run.request.mapping) if run.request.mapping else None
    delivered = row_again(path, mapping, row.line)
    plain = {name: _plain(text) for name, text in delivered.items()}
    before = {name: without_bsn(text) for name, text in plain.items()}
    orders = _orders(run, row.file, before.get("vlp", ""))
    shown, days = dict(before), {}
    for name in DATES & before.keys():
        day = read_date(before[name], order="mdy" if name in orders else "dmy").date
        if day is not None:
            shown[name], days[name] = f"{day:%d-%m-%Y}", day.isoformat()
    cleaned = tuple(name for name in SIGNALS if delivered.get(name, "") != plain.get(name, ""))
    return Found(run, row, before, shown, days, mending.kept(run).get(row.number), cleaned)


def of_form(
    found: Found, values: Mapping[str, str]
) -> tuple[dict[str, str], list[str], list[Fault]]:
    """Return the row as the form says it (dates as jjjj-mm-dd), the columns it changes, and dates that cannot be read."""
    after: dict[str, str] = {}
    changed, wrong = list(found.cleaned), []
    for name in SIGNALS:
        text = _plain(values.get(name, ""))
        if text == found.shown.get(name, ""):
            after[name] = found.days.get(name, found.before.get(name, ""))
            continue
        changed.append(name)
        after[name] = text
        if name in DATES and text:
            day = read_date(text).date
            if day is None:
                said = "deze datum is niet te lezen: geef dag, maand en jaar"
                wrong.append(Fault("DATUM_ONGELDIG", name, said))
            else:
                after[name] = day.isoformat()
    return after, sorted(set(changed), key=SIGNALS.index), wrong


def mend_page(
    found: Found, values: Mapping[str, str] | None = None, faults: Sequence[Fault] = ()
) -> Context:
    """Return the context of mend.html; `values`: a form that is shown again, with what is wrong with it."""
    here = f"/leveringen/{found.run.id}/apart-gezet"
    kept = found.mended
    at_field = {fault.where: sentence(fault.detail) for fault in faults}
    return {
        "hier": f"{here}/{found.row.number}",
        "terug": here,
        "regel": found.row.line,
        "bestand": as_sent(found.run, found.row.file),
        "melding": sentence(found.row.message),
        "reden": values.get("reden", "") if values is not None else kept.reason if kept else "",
        "bevestigd": values is not None and values.get("bevestigd") == "ja",
        "fouten": [{"veld": fault.where, "tekst": sentence(fault.detail)} for fault in faults],
        "velden": [
            {
                "naam": name,
                "titel": _title(name),
                "waarde": _value(found, name, values),
                "geleverd": found.before.get(name, ""),
                "fout": at_field.get(name, ""),
                "eerst": name in FIRST,
                "wie": name in IDENTITY,
            }
            for name in (*FIRST, *(one for one in SIGNALS if one not in FIRST))
        ],
    }


def _value(found: Found, name: str, values: Mapping[str, str] | None) -> str:
    if values is not None:
        return values.get(name, "")
    if found.mended is None:
        return found.shown.get(name, "")
    text = found.mended.after.get(name, "")
    day = read_date(text).date if name in DATES else None
    return f"{day:%d-%m-%Y}" if day else text


def _title(name: str) -> str:
    title = column_name(name)
    return title[:1].upper() + title[1:]


def _plain(text: str) -> str:
    """A text without signs that are none, at most as long as a field is."""
    signs = "".join(" " if sign.isspace() else sign for sign in text)
    kept = "".join(sign for sign in signs if unicodedata.category(sign)[0] != "C")
    return " ".join(kept.split())[:LONGEST_FIELD]


def _orders(run: Run, file: str, vlp: str) -> set[str]:
    """The dates that the delivery turned out to write month first, by its deliverer where known."""
    groups = [one for one in run.record.get("profiel") or [] if one["bestand"] == file]
    own = [one for one in groups if one["vlp"] == vlp] or groups
    return {
        finding["kolom"]
        for group in own
        for finding in group["bevindingen"]
        if finding["soort"] == Kind.DATUMVOLGORDE
        and finding["hersteld"]
        and finding["wat"] == Order.MDY
    }
