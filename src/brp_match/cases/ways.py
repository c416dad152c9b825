"""Ways of working as content: TOML files with trays, rules and cases that run whenever a file is read."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from brp_match.cases.build import AGE_GROUPS
from brp_match.cases.tray_rules import CONDITIONS, fact_faults, written_facts
from brp_match.cases.trays import Rule, Tray, Way, chosen
from brp_match.dutch import listed
from brp_match.errors import BrpMatchError, Fault
from brp_match.model import Sector
from brp_match.toml_file import parse_toml, read_toml

USUAL = "standaard"
"""The way that is used where a municipality gives none."""

LARGEST_NUMBER = 1e9
"""Below this lies every number of a rule; no amount or count of a case comes near it."""

WORDS = {
    **dict.fromkeys(
        ("sectoren_een_van", "sectoren_alle", "sectoren_alleen", "sectoren_zonder"),
        tuple(str(one) for one in Sector),
    ),
    "leeftijd": tuple(name for _, name in AGE_GROUPS),
}
"""Condition → the words it can ask for: a rule that asks for another never holds."""

_TOP = {"titel", "bron", "bakje", "regel", "geval"}
_TRAY = {"naam", "uitleg", "capaciteit", "overloop", "aanvullen"}


def shipped() -> list[str]:
    """Return the names of the ways that come with the product: the usual one first."""
    folder = resources.files("brp_match.cases").joinpath("ways")
    names = [
        one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")
    ]
    return sorted(names, key=lambda name: (name != USUAL, name))


def shipped_text(name: str) -> str:
    """Return the text of a shipped way: a start for a municipality's own."""
    return resources.files("brp_match.cases").joinpath(f"ways/{name}.toml").read_text("utf-8")


def load_way(chosen_one: Path | str | None = None) -> Way:
    """Read a way of working: a file, or the name of a shipped one; the usual one for None.

    Raises BrpMatchError with every fault: BAKJES_ONLEESBAAR, BAKJES_FOUT.
    """
    named = str(chosen_one or USUAL)
    if named in shipped():
        return read_way(shipped_text(named), named)
    path, known = Path(named), ", ".join(shipped())
    said = f"dit bestand met bakjes is er niet of is geen TOML; geef een bestand of een van {known}"
    return _checked(read_toml(path, "BAKJES_ONLEESBAAR", said), path.stem)


def read_way(text: str, naam: str) -> Way:
    """Read the text of a way of working. Raises BrpMatchError as `load_way`."""
    return _checked(parse_toml(text, naam, "BAKJES_ONLEESBAAR", "de bakjes zijn geen TOML"), naam)


def _checked(given: Mapping[str, Any], naam: str) -> Way:
    faults = _faults(given)
    if not faults:
        way = _way(given, naam)
        faults = _failed_cases(given, way)
    if faults:
        raise BrpMatchError.from_faults(
            [Fault("BAKJES_FOUT", f"{naam}.toml", said) for said in faults]
        )
    return way


def _tables(given: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = given.get(key, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _faults(given: Mapping[str, Any]) -> list[str]:
    said = [f"de sleutel '{key[:40]}' bestaat niet" for key in given if key not in _TOP]
    said += [
        f"'{key}' is een tekst"
        for key in ("titel", "bron")
        if not isinstance(given.get(key, ""), str)
    ]
    said += [
        f"schrijf elk onderdeel als [[{key}]] met zijn sleutels eronder"
        for key in ("bakje", "regel", "geval")
        if len(_tables(given, key)) < _size(given.get(key, []))
    ]
    trays, rules = _tables(given, "bakje"), _tables(given, "regel")
    if not trays or not rules:
        return [*said, "geef bakjes met elk een eigen naam, en regels"]
    names = [_text(tray.get("naam")) for tray in trays]
    for place, tray in enumerate(trays):
        said += _tray_faults(tray, place, names)
    for place, rule in enumerate(rules, start=1):
        said += _rule_faults(rule, place, names)
    if set(rules[-1]) - {"naam", "bakje"}:
        said.append("de laatste regel vraagt niets: dan blijft geen zaak zonder bakje")
    return said


def _size(value: Any) -> int:
    """How many parts a key is to have; one that is no list is a part that cannot be."""
    return len(value) if isinstance(value, list) else 1


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _where(kind: str, place: int, name: str) -> str:
    return f"{kind} '{name[:40]}'" if name else f"{kind} {place}"


def _tray_faults(tray: Mapping[str, Any], place: int, names: list[str]) -> list[str]:
    where, later = _where("bakje", place + 1, names[place]), names[place + 1 :]
    said = [f"{where}: de sleutel '{key[:40]}' bestaat niet" for key in tray if key not in _TRAY]
    if not names[place]:
        said.append(f"{where}: elk bakje heeft een naam")
    elif names[place] in names[:place]:
        said.append(f"{where}: deze naam heeft een eerder bakje ook")
    if not isinstance(tray.get("uitleg", ""), str):
        said.append(f"{where}: 'uitleg' is een tekst")
    limit = tray.get("capaciteit")
    if limit is not None:
        if type(limit) is not int or limit < 0:
            said.append(f"{where}: de capaciteit is een heel getal vanaf 0")
        if tray.get("overloop") not in later:
            said.append(f"{where}: 'overloop' noemt een bakje dat er later in het bestand staat")
    elif "overloop" in tray or "aanvullen" in tray:
        said.append(f"{where}: 'overloop' en 'aanvullen' horen bij een capaciteit")
    fill = tray.get("aanvullen", [])
    others = [name for name in names if name != names[place]]
    if not isinstance(fill, list) or any(one not in others for one in fill):
        said.append(f"{where}: 'aanvullen' noemt andere bakjes uit dit bestand")
    return said


def _rule_faults(rule: Mapping[str, Any], place: int, names: list[str]) -> list[str]:
    where, said = _where("regel", place, _text(rule.get("naam"))), []
    if not _text(rule.get("naam")):
        said.append(f"{where}: elke regel heeft een naam")
    if not _text(rule.get("bakje")) or rule["bakje"] not in names:
        said.append(f"{where}: dit bakje staat niet in het bestand")
    for key, value in rule.items():
        if key in ("naam", "bakje"):
            continue
        if key not in CONDITIONS:
            said.append(f"{where}: de voorwaarde '{key[:40]}' bestaat niet")
        elif not _fits(value, CONDITIONS[key].kind):
            said.append(f"{where}: de waarde van '{key}' is niet van de goede soort")
        elif wrong := [one for one in value if one not in WORDS[key]] if key in WORDS else []:
            said.append(
                f"{where}: '{wrong[0][:40]}' kan '{key}' niet zijn; kies uit {listed(WORDS[key])}"
            )
    return said


def _fits(value: Any, kind: type) -> bool:
    if kind is list:
        return (
            bool(value) and isinstance(value, list) and all(isinstance(one, str) for one in value)
        )
    if kind is bool or isinstance(value, bool):
        return type(value) is kind
    # nan and inf are numbers in TOML
    whole = isinstance(value, int) or (kind is float and isinstance(value, float))
    return whole and 0 <= value < LARGEST_NUMBER


def _way(given: Mapping[str, Any], naam: str) -> Way:
    return Way(
        naam, str(given.get("titel") or naam), str(given.get("bron") or ""),
        tuple(
            Tray(
                tray["naam"], str(tray.get("uitleg") or ""), tray.get("capaciteit"),
                tray.get("overloop", ""), tuple(tray.get("aanvullen", ())),
            )
            for tray in given["bakje"]
        ),
        tuple(
            Rule(rule["naam"], rule["bakje"], {k: v for k, v in rule.items() if k not in ("naam", "bakje")})
            for rule in given["regel"]
        ),
    )  # fmt: skip


def _failed_cases(given: Mapping[str, Any], way: Way) -> list[str]:
    """Run the cases of the file; say which do not come out as they should."""
    said = []
    for place, one in enumerate(_tables(given, "geval"), start=1):
        where = _where("geval", place, _text(one.get("naam")))
        facts = one.get("zaak", {})
        wrong = fact_faults(facts)
        said += [f"{where}: {fault}" for fault in wrong]
        if wrong:
            continue
        found = chosen(written_facts(facts), way).bakje
        if found != one.get("bakje"):
            said.append(f"{where}: komt in '{found}' en niet in '{str(one.get('bakje'))[:40]}'")
    return said
