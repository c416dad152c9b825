"""The policy as a form: fields of the table of keys, values back out of it, faults at their field. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brp_match.content import ddas_rows
from brp_match.dutch import sentence
from brp_match.model import Ending
from brp_match.policy import Policy, load_policy
from brp_match.policy_checks import KeyFault, dutch
from brp_match.policy_keys import EVERY_SECTOR, KEYS, RULED, SECTORS, WORDS, Key
from brp_match.web.pages.seat import Context

TABLES = ("amounts", "partners", "days", "rulings")

NOTHING = "geen"


def values_of(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the values that a form says, by key; what is no number stays the text it is, for the checks."""
    return {key.name: _value(key, form) for key in KEYS}


def form_of(policy: Policy) -> dict[str, str]:
    """Return the texts of the fields that say this policy; empty fields are left out."""
    found: dict[str, str] = {}
    for key in KEYS:
        value = policy.as_dict()[key.name]
        if key.kind == "days":
            for sector, span in value.items():
                for end, days in zip(("van", "tot"), span, strict=True):
                    found[f"{key.name}.{sector}.{end}"] = "" if days is None else dutch(days)
        elif key.kind in TABLES:
            for line, one in value.items():
                found[f"{key.name}.{line}"] = one if isinstance(one, str) else dutch(one)
        else:
            found[key.name] = value if isinstance(value, str) else dutch(value)
    return found


def fields(form: Mapping[str, str], faults: Sequence[KeyFault]) -> list[Context]:
    """Return the fields in the order of the table, each with its texts, what it stands at, and its fault."""
    shipped = load_policy()
    return [
        {
            "naam": key.name,
            "titel": key.title,
            "betekenis": key.meaning,
            "bron": key.source,
            "standaard": said(key, shipped.as_dict()[key.name]),
            "soort": "tabel" if key.kind in TABLES else "keuze" if key.choices else "tekst",
            "waarde": form.get(key.name, ""),
            "keuzes": [(word, WORDS[word]) for word in key.choices],
            "fouten": [fault_told(one) for one in faults if one.key == key.name],
            "regels": list(_lines(key, form, faults)),
            "ingevuld": sum(1 for name, text in form.items() if text and name.startswith(f"{key.name}.")),
        }
        for key in KEYS
    ]  # fmt: skip


def fault_told(fault: KeyFault) -> str:
    """Return a fault as people read it: the key by its title."""
    title = next(key.title for key in KEYS if key.name == fault.key)
    words = re.sub(r"\b[a-z]+_[a-z]+\b", lambda found: WORDS.get(found[0], found[0]), fault.said)
    return sentence(words.replace(f"'{fault.key}'", title, 1))


def said(key: Key, value: Any) -> str:
    """Return a value of a policy (as `as_dict` has it) in words."""
    if key.kind == "choice":
        return WORDS[value]
    if key.kind in ("amounts", "partners"):
        parts = [f"{_line_title(key, line)}: € {dutch(one)}" for line, one in value.items()]
    elif key.kind == "rulings":
        parts = [f"{_line_title(key, line)}: {WORDS[one]}" for line, one in value.items()]
    elif key.kind == "days":
        parts = [f"{_line_title(key, line)}: {_span(*span)}" for line, span in value.items()]
    else:
        return dutch(value)
    return "; ".join(parts) or NOTHING


def differences(before: Policy, after: Policy) -> list[Context]:
    """Return what changed, in words: title, before, after."""
    old, new = before.as_dict(), after.as_dict()
    return [
        {"titel": key.title, "van": said(key, old[key.name]), "naar": said(key, new[key.name])}
        for key in KEYS
        if old[key.name] != new[key.name]
    ]


def _span(low: int, high: int | None) -> str:
    return f"vanaf {dutch(low)} dagen" if high is None else f"{dutch(low)} tot {dutch(high)} dagen"


def _value(key: Key, form: Mapping[str, str]) -> Any:
    if key.kind == "rulings":
        return {line: word for line in RULED if (word := _text(form, f"{key.name}.{line}"))}
    if key.kind == "partners":
        return {
            line: number_of(text)
            for line in _names(key, form)
            if (text := _text(form, f"{key.name}.{line}"))
        }
    if key.kind == "amounts":
        texts = {line: _text(form, f"{key.name}.{line}") for line in SECTORS}
        return {line: number_of(text) for line, text in texts.items() if text}
    if key.kind == "days":
        spans = {
            line: [_text(form, f"{key.name}.{line}.{end}") for end in ("van", "tot")]
            for line in SECTORS
        }
        return {line: _days(*span) for line, span in spans.items() if any(span)}
    text = _text(form, key.name)
    return text if key.kind == "choice" else number_of(text)


def _text(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").strip()


def _days(low: str, high: str) -> list[int | float | str]:
    return [number_of(low or "0"), *([number_of(high)] if high else [])]


def field_id(name: str) -> str:
    """Return the id of a field by its name: of letters, figures and signs that an id may have."""
    return re.sub(r"[^\w.-]", "-", name)


def _names(key: Key, form: Mapping[str, str]) -> list[str]:
    """The deliverers of a table that a form has."""
    prefix = f"{key.name}."
    return sorted(name.removeprefix(prefix) for name in form if name.startswith(prefix))


def number_of(text: str) -> int | float | str:
    """Return a number as it is written in Dutch; text that is none stays as it came."""
    plain = text.replace(" ", "")
    if "," in plain or re.fullmatch(r"[1-9][0-9]{0,2}(\.[0-9]{3})+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", plain):
        return text
    value = float(plain)
    return int(value) if value == int(value) else value


def _lines(key: Key, form: Mapping[str, str], faults: Sequence[KeyFault]) -> Iterator[Context]:
    """The lines of a table: sectors with an amount or two days, outcomes with a choice."""
    if key.kind not in TABLES:
        return
    lines = RULED if key.kind == "rulings" else SECTORS
    for line in _names(key, form) if key.kind == "partners" else lines:
        wrong = [fault_told(one) for one in faults if (one.key, one.line) == (key.name, line)]
        ends = (
            (("van", "Vanaf (dagen)"), ("tot", "Tot en met (dagen)"))
            if key.kind == "days"
            else (("", "Bedrag (euro)"),)
        )
        names = [(f"{key.name}.{line}.{end}".rstrip("."), label) for end, label in ends]
        yield {
            "titel": _line_title(key, line),
            "fouten": wrong,
            "keuzes": [(word, WORDS[word]) for word in RULED[line]] if key.kind == "rulings" else [],
            "standaard": ddas_rows()[Ending(line)].status if key.kind == "rulings" else "",
            "velden": [
                {
                    "naam": name, "id": field_id(name), "label": label,
                    "waarde": form.get(name, ""),
                }
                for name, label in names
            ],
        }  # fmt: skip


def _line_title(key: Key, line: str) -> str:
    if key.kind == "rulings":
        title = ddas_rows()[Ending(line)].title
        return title[:1].upper() + title[1:]
    return (
        "Alle andere sectoren"
        if (key.kind, line) != ("partners", EVERY_SECTOR) and line == EVERY_SECTOR
        else line
    )
