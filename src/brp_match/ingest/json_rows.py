"""JSON deliveries: an array of objects, one object holding such an array, or an object a line."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brp_match.database import Connection
from brp_match.errors import BrpMatchError
from brp_match.ingest.files import Delivered, Format
from brp_match.ingest.rows import Broken, Rows, clean, stage
from brp_match.ingest.text import read_lines


class Fields(dict[str, Any]):
    """An object of the file; `keys_written` counts its keys as they stand there, twice if they come twice."""

    keys_written = 0


def _fields(pairs: list[tuple[str, Any]]) -> Fields:
    fields = Fields(pairs)
    fields.keys_written = len(pairs)
    return fields


def read_json(con: Connection, path: Path) -> tuple[Delivered, list[Broken]]:
    """Read a JSON file of flat objects into `levering`; the header is every key, in order of coming.

    Raises BrpMatchError JSON_ONLEESBAAR with the line where reading stopped.
    """
    lines, encoding = read_lines(path)
    found = list(objects("\n".join(lines), path.name))
    header = list(
        dict.fromkeys(key for _, _, item in found if isinstance(item, dict) for key in item)
    )
    rows, broken = Rows(len(header)), list[Broken]()
    for regel, text, item in found:
        fault = _fault(item, text)
        if fault:
            broken.append(Broken(regel, *fault, text))
        else:
            values = [clean(_text(item.get(key))) for key in header]
            if any(values):
                rows.add(regel, text, values)
            else:
                broken.append(Broken(regel, "RIJ_LEEG", "Dit onderdeel heeft geen gegevens.", text))
    stage(con, rows)
    return Delivered(tuple(header), len(rows.regel) + len(broken), Format.JSON, encoding), broken


def objects(text: str, name: str) -> Iterator[tuple[int, str, Any]]:
    """Yield (line, text, value) of every object in the array, in order."""
    decoder = json.JSONDecoder(object_pairs_hook=_fields)
    breaks = [place for place, letter in enumerate(text) if letter == "\n"]
    at = _skip(text, 0)
    try:
        if text[at : at + 1] == "{":
            whole, end = decoder.raw_decode(text, at)
            lists = [(key, value) for key, value in whole.items() if isinstance(value, list)]
            if (
                len(lists) == 1
                and not text[end:].strip()
                and (not lists[0][1] or isinstance(lists[0][1][0], dict))
            ):
                at = text.index("[", text.index(json.dumps(lists[0][0], ensure_ascii=False), at))
            else:
                yield from _one_a_line(text, at, decoder, breaks)
                return
        at = _skip(text, at + 1)
        while text[at : at + 1] != "]":
            value, end = decoder.raw_decode(text, at)
            yield bisect_right(breaks, at) + 1, text[at:end], value
            at = _skip(text, end)
            if text[at : at + 1] == ",":
                at = _skip(text, at + 1)
            elif text[at : at + 1] != "]":
                raise json.JSONDecodeError("no comma", text, at)
        at = _skip(text, at + 1)
        if at < len(text) and (text[at] != "}" or text[_skip(text, at + 1) :]):
            # a second list behind the first would be left unread
            raise json.JSONDecodeError("more behind the list", text, at)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise BrpMatchError(
            "JSON_ONLEESBAAR",
            f"{name}, regel {line}",
            "hier houdt de json op of is hij niet goed geschreven; is het bestand heel aangekomen?",
        ) from error


def _one_a_line(
    text: str, at: int, decoder: json.JSONDecoder, breaks: list[int]
) -> Iterator[tuple[int, str, Any]]:
    while at < len(text):
        value, end = decoder.raw_decode(text, at)
        yield bisect_right(breaks, at) + 1, text[at:end], value
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
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
