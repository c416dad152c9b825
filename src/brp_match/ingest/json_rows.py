"""JSON deliveries: a list of objects, an object a line, rows by column or by number, or a DDAS exchange file.

A row is known by its place among the rows, from 1: a whole file may stand on one line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from brp_match.cells import yes_no
from brp_match.database import Connection
from brp_match.dutch import whole
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import Kind
from brp_match.ingest.ddas import LAYOUT, ddas_signals, is_ddas
from brp_match.ingest.files import Delivered, Format
from brp_match.ingest.json_shapes import rows_of_lists, rows_within
from brp_match.ingest.rows import WIDEST, Broken, Rows, clean, stage
from brp_match.ingest.text import read_lines


class Fields(dict[str, Any]):
    """An object of the file; `keys_written` counts its keys as they stand there, twice if they come twice."""

    keys_written = 0


def _fields(pairs: list[tuple[str, Any]]) -> Fields:
    fields = Fields(pairs)
    fields.keys_written = len(pairs)
    return fields


_DECODER = json.JSONDecoder(object_pairs_hook=_fields)


def read_json(con: Connection, path: Path, kind: Kind) -> tuple[Delivered, list[Broken]]:
    """Read a JSON file into `levering`; the header is every key, in order of coming.

    Raises BrpMatchError JSON_ONLEESBAAR with the line where reading stopped, JSON_KOLOMMEN_ONGELIJK for columns
    that do not have the same rows, JSON_ZONDER_NAMEN for lists without names of columns.
    """
    lines, encoding = read_lines(path)
    text = "\n".join(lines)
    layout, found = _rows(text, path.name, kind)
    header, too_wide = _header(found)
    rows, broken = Rows(len(header)), list[Broken]()
    for place, (written, item) in enumerate(found, start=1):
        fault = _TOO_WIDE if place in too_wide else _fault(item, written)
        if fault:
            broken.append(Broken(place, *fault, written))
            continue
        values = [clean(_text(item.get(key))) for key in header]
        if any(values):
            rows.add(place, written, values)
        else:
            empty = "Dit onderdeel heeft geen gegevens."
            broken.append(Broken(place, "RIJ_LEEG", empty, written))
    stage(con, rows)
    count = len(found)
    return Delivered(tuple(header), count, Format.JSON, encoding, indeling=layout), broken


_TOO_WIDE = (
    "RIJ_TE_LANG",
    f"Met dit onderdeel zijn er meer dan {whole(WIDEST)} verschillende velden.",
)


def _header(found: Sequence[tuple[str, Any]]) -> tuple[list[str], set[int]]:
    """Return every field in order of coming, and the places (from 1) of rows with which there would be too many."""
    header: dict[str, None] = {}
    too_wide = set()
    for place, (_, item) in enumerate(found, start=1):
        new = [key for key in item if key not in header] if isinstance(item, dict) else []
        if len(header) + len(new) > WIDEST:
            too_wide.add(place)
        else:
            header |= dict.fromkeys(new)
    return list(header), too_wide


def _rows(text: str, name: str, kind: Kind) -> tuple[str, list[tuple[str, Any]]]:
    """Return how the file is laid out and its rows, each as text and as value."""
    whole = _one_object(text)
    if whole is not None and kind.soort == "signalen" and is_ddas(whole):
        return LAYOUT, _written(ddas_signals(whole))
    inside = rows_within(whole, kind, name) if whole is not None else None
    if inside is not None:
        return "plat", _written(inside)
    found = list(objects(text, name))
    if found and all(isinstance(value, list) for _, value in found):
        return "plat", _written(rows_of_lists([value for _, value in found], kind, name))
    return "plat", found


def _written(rows: Iterable[Any]) -> list[tuple[str, Any]]:
    """Return rows that stand nowhere in the file as one, as text and value."""
    made = []
    for row in rows:
        fields = row if isinstance(row, Fields) else _fields(list(row.items()))
        made.append((json.dumps(fields, ensure_ascii=False), fields))
    return made


def _one_object(text: str) -> dict[str, Any] | None:
    """Return the value of a file that is one object; None for any other."""
    at = _skip(text, 0)
    if text[at : at + 1] != "{":
        return None
    try:
        whole, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None
    return whole if _skip(text, end) == len(text) else None


def objects(text: str, name: str) -> Iterator[tuple[str, Any]]:
    """Yield (text, value) of every object in the list, or of one object after another.

    Raises BrpMatchError JSON_ONLEESBAAR with the line where reading stopped.
    """
    at, inside = _skip(text, 0), None
    try:
        if text[at : at + 1] == "{":
            inside = _only_list(text)
            if inside is None:
                yield from _one_a_line(text, at)
                return
            at = inside
        at = _skip(text, at + 1)
        while text[at : at + 1] != "]":
            value, end = _DECODER.raw_decode(text, at)
            yield text[at:end], value
            at = _skip(text, end)
            if text[at : at + 1] == ",":
                at = _skip(text, at + 1)
            elif text[at : at + 1] != "]":
                raise json.JSONDecodeError("no comma", text, at)
        at = _skip(text, at + 1)
        if inside is None and at < len(text):
            # a second list behind the first would be left unread
            raise json.JSONDecodeError("more behind the list", text, at)
    except (RecursionError, ValueError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise BrpMatchError(
            "JSON_ONLEESBAAR",
            f"{name}, regel {line}",
            "hier houdt de json op of is hij niet goed geschreven; is het bestand heel aangekomen?",
        ) from error


def _only_list(text: str) -> int | None:
    """Return where the list stands in a file that is one object with one list of objects; None for any other."""
    whole = _one_object(text)
    lists = [(key, value) for key, value in (whole or {}).items() if isinstance(value, list)]
    if len(lists) != 1 or (lists[0][1] and not isinstance(lists[0][1][0], dict)):
        # one object a line, or a list with something behind it
        return None
    return text.index("[", text.index(json.dumps(lists[0][0], ensure_ascii=False)))


def _one_a_line(text: str, at: int) -> Iterator[tuple[str, Any]]:
    while at < len(text):
        value, end = _DECODER.raw_decode(text, at)
        yield text[at:end], value
        at = _skip(text, end)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _fault(item: Any, text: str) -> tuple[str, str] | None:
    if not isinstance(item, Fields):
        return "JSON_GEEN_OBJECT", "Dit onderdeel is geen object met velden."
    if any(isinstance(value, dict | list) for value in item.values()):
        return "JSON_GENEST", "In dit onderdeel zit een veld dat zelf velden heeft."
    if len(item) < item.keys_written:
        return "JSON_SLEUTEL_DUBBEL", "In dit onderdeel komt een veld twee keer voor."
    if "\\u0000" in text or ("\\ud" in text.lower() and not _is_text(item)):
        return "TEKEN_ONLEESBAAR", "In deze rij staat een teken dat geen tekst is."
    return None


def _is_text(item: Fields) -> bool:
    """Tell whether every name and value can be written: half of a surrogate pair cannot."""
    try:
        "".join(f"{key}{value}" for key, value in item.items()).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
