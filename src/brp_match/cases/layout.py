"""How the pick-up list is laid out for the system that must read it: columns and words, set by a municipality.

There is no public layout of RIS or VPS: who needs another than ours writes a TOML file and keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError, Fault
from brp_match.toml_file import parse_toml, read_toml

COLUMNS = (
    "bakje", "uiterste_dag", "naam", "straat", "huisnummer", "huisletter", "huisnummertoevoeging",
    "postcode", "woonplaats", "gemeente", "telefoon", "email", "bedrag", "signalen", "combinatie",
    "crisis", "eindelevering", "einddatum_contract", "warme_overdracht", "leeftijdsgroep",
    "zaken_6_maanden", "maanden_zelfde_vlp", "huishouden", "bekend_bij_shv", "let_op",
    "bakje_waarom", "zaak_id", "laatste_zaak",
)  # fmt: skip
"""The columns of the list in our own order."""

BSN = "bsn"
"""The column that is there only where a municipality asks for it."""

_UNREADABLE = (
    "INDELING_ONLEESBAAR", "deze indeling van de oppaklijst is er niet of is geen TOML",
)  # fmt: skip
_TOP = {"kolommen", "woorden", "datum", "decimaal", "scheiding"}
_DATES = {"dd-mm-jjjj": "%d-%m-%Y", "jjjj-mm-dd": "%Y-%m-%d", "jjjjmmdd": "%Y%m%d"}


@dataclass(frozen=True)
class Column:
    """A column as the reader names it. `uit`: one of ours, or a text with ours in braces (`{straat} {huisnummer}`)."""

    naam: str
    uit: str


@dataclass(frozen=True)
class Layout:
    """`columns` in order; `words`: our column → our word → theirs; how a date and an amount are written."""

    columns: tuple[Column, ...] = tuple(Column(name, name) for name in COLUMNS)
    words: Mapping[str, Mapping[str, str]] | None = None
    date_format: str = "%d-%m-%Y"
    decimal: str = ","
    separator: str = ";"

    def with_bsn(self) -> Layout:
        """The same with the BSN at the end, where no column asks for it."""
        if any(BSN in asked(column.uit) for column in self.columns):
            return self
        more = (*self.columns, Column(BSN, BSN))
        return Layout(more, self.words, self.date_format, self.decimal, self.separator)


_OURS = re.compile(r"\{(\w+)\}")
_BRACE = re.compile(r"[{}]")


def asked(uit: str) -> list[str]:
    """Return our columns that a column is made of."""
    return _OURS.findall(uit) if _BRACE.search(uit) else [uit]


def load_layout(path: Path | None) -> Layout:
    """Read a layout; ours for None. Raises BrpMatchError INDELING_ONLEESBAAR, INDELING_FOUT with every fault."""
    if path is None:
        return Layout()
    return _checked(read_toml(path, *_UNREADABLE), path.name)


def read_layout(text: str, where: str) -> Layout:
    """Read the text of a layout; `where` names it in a fault. Raises as `load_layout`."""
    return _checked(parse_toml(text, where, *_UNREADABLE), where)


def _checked(given: Mapping[str, Any], where: str) -> Layout:
    if said := _faults(given):
        raise BrpMatchError.from_faults([Fault("INDELING_FOUT", where, one) for one in said])
    usual = Layout()
    columns = tuple(Column(one["naam"], one["uit"]) for one in given.get("kolommen", []))
    return Layout(
        columns or usual.columns, given.get("woorden", {}), _DATES[given.get("datum", "dd-mm-jjjj")],
        given.get("decimaal", ","), given.get("scheiding", ";"),
    )  # fmt: skip


def _faults(given: Mapping[str, Any]) -> list[str]:
    said = [f"de sleutel '{key[:40]}' bestaat niet" for key in given if key not in _TOP]
    listed = given.get("kolommen", [])
    listed = listed if isinstance(listed, list) else [listed]
    said += [
        f"kolom {place}: elke kolom heeft een 'naam' en 'uit', beide tekst"
        for place, one in enumerate(listed, start=1)
        if not _is_column(one)
    ]
    columns = [one for one in listed if _is_column(one)]
    known = {*COLUMNS, BSN}
    for one in columns:
        names = asked(one["uit"])
        if _BRACE.search(_OURS.sub("", one["uit"])):
            said.append(
                f"kolom '{one['naam'][:40]}': schrijf een kolom tussen accolades, zoals {{straat}}"
            )
        said += [
            f"kolom '{one['naam'][:40]}': '{name[:40]}' is geen kolom van de oppaklijst"
            for name in names
            if name not in known
        ]
    headers = [one["naam"] for one in columns]
    if len(set(headers)) < len(headers):
        said.append("een kolomnaam staat er twee keer")
    words = given.get("woorden", {})
    if not isinstance(words, dict) or not all(
        key in known and isinstance(table, dict) and all(isinstance(w, str) for w in table.values())
        for key, table in words.items()
    ):
        said.append("'woorden' geeft per kolom van de oppaklijst welk woord welk wordt")
    if (
        not isinstance(given.get("datum", ""), str)
        or given.get("datum", "dd-mm-jjjj") not in _DATES
    ):
        said.append(f"'datum' is een van {', '.join(_DATES)}")
    if given.get("decimaal", ",") not in (",", "."):
        said.append("'decimaal' is een komma of een punt")
    if given.get("scheiding", ";") not in (";", ",", "\t", "|"):
        said.append("'scheiding' is ; of , of | of een tab")
    return said


def _is_column(one: Any) -> bool:
    return isinstance(one, dict) and all(
        isinstance(one.get(key), str) and one[key] for key in ("naam", "uit")
    )


def laid_out(row: Mapping[str, Any], layout: Layout) -> list[Any]:
    """Return the values of a row under the columns of the layout. A column of its own keeps its date or number
    unless a word is set for it; one made of several is text."""
    found: list[Any] = []
    for column in layout.columns:
        if _BRACE.search(column.uit):
            text = _OURS.sub(lambda m: said_as(row.get(m[1], ""), m[1], layout), column.uit)
            found.append(" ".join(text.split()))
        else:
            value = row.get(column.uit, "")
            words = (layout.words or {}).get(column.uit)
            found.append(said_as(value, column.uit, layout) if words else value)
    return found


def laid_out_text(row: Mapping[str, Any], layout: Layout) -> dict[str, str]:
    """Return the names of the columns of the layout with their values as text."""
    texts = [value_text(value, layout) for value in laid_out(row, layout)]
    return dict(zip(headers(layout), texts, strict=True))


def said_as(value: Any, name: str, layout: Layout) -> str:
    """Return a value as text: the reader's word for it, its date and its decimal sign."""
    text = value_text(value, layout)
    return (layout.words or {}).get(name, {}).get(text, text)


def value_text(value: Any, layout: Layout) -> str:
    """Return a date, amount, number or text as the layout writes it; '' for None."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime(layout.date_format)
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", layout.decimal)
    return str(value)


def headers(layout: Layout) -> Sequence[str]:
    """Return the names of the columns."""
    return [column.naam for column in layout.columns]
