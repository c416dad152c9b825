"""A BRP of our own: persons in the GBA form, asked as `openapi.yaml` of BRP API Personen 2.5 says it must be.

Limits and refusals as in its features: ten persons by name, thirty by address, twenty numbers, automatic fields
that may not be asked, whole birth dates only, small letters and marks on letters make no difference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from brp_match.reading.text import words

Person = Mapping[str, Any]
AUTOMATIC = {
    "geheimhoudingPersoonsgegevens", "inOnderzoek", "opschortingBijhouding", "rni", "verificatie",
    "indicatieVastgesteldVerblijftNietOpAdres",
}  # fmt: skip
NAME = r"[a-zA-Z0-9À-ž .\-']{1,200}|[a-zA-Z0-9À-ž .\-']{3,199}\*"
PATTERNS = {
    "burgerservicenummer": r"\d{9}", "geslachtsnaam": NAME, "voornamen": NAME, "geboortedatum": r"\d{4}-\d\d-\d\d",
    "postcode": r"[1-9]\d{3} ?[A-Za-z]{2}", "huisnummer": r"[1-9]\d{0,4}", "gemeenteVanInschrijving": r"\d{4}",
    "adresseerbaarObjectIdentificatie": r"\d{16}", "nummeraanduidingIdentificatie": r"\d{16}",
}  # fmt: skip
NEEDED = {
    "ZoekMetGeslachtsnaamEnGeboortedatum": ({"geslachtsnaam", "geboortedatum"}, {"gemeenteVanInschrijving"}, 10),
    "ZoekMetNaamEnGemeenteVanInschrijving": ({"geslachtsnaam", "voornamen", "gemeenteVanInschrijving"}, set(), 10),
    "ZoekMetPostcodeEnHuisnummer": ({"postcode", "huisnummer"}, {"geboortedatum"}, 30),
    "ZoekMetAdresseerbaarObjectIdentificatie": ({"adresseerbaarObjectIdentificatie"}, set(), 30),
    "ZoekMetNummeraanduidingIdentificatie": ({"nummeraanduidingIdentificatie"}, set(), 30),
}  # fmt: skip


class OwnBrp:
    """Answers questions about its persons; `seen` keeps every question, `fail` the states to answer first."""

    def __init__(self, persons: Sequence[Person]) -> None:
        self._persons = persons
        self.seen: list[dict[str, Any]] = []
        self.fail: list[int] = []
        self.headers: list[Mapping[str, str]] = []

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._handle)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.headers.append(dict(request.headers))
        if self.fail:
            return httpx.Response(self.fail.pop(0), headers={"Retry-After": "1"})
        assert request.method == "POST"
        assert request.url.path.endswith("/personen")
        assert not request.url.query, "a value of a person in an address"
        body = json.loads(request.content)
        self.seen.append(body)
        return self._answer(body)

    def _answer(self, body: dict[str, Any]) -> httpx.Response:
        kind, fields = body["type"], body.get("fields") or []
        asked = {
            k: v
            for k, v in body.items()
            if k not in ("type", "fields", "inclusiefOverledenPersonen")
        }
        if not 0 < len(fields) <= 130 or any(
            part in AUTOMATIC for f in fields for part in f.split(".")
        ):
            return _refused("paramsValidation")
        if kind == "RaadpleegMetBurgerservicenummer":
            numbers = asked["burgerservicenummer"]
            if not 0 < len(numbers) <= 20 or any(not re.fullmatch(r"\d{9}", n) for n in numbers):
                return _refused("paramsValidation")
            found = [p for p in self._persons if p["burgerservicenummer"] in numbers]
            return _given(kind, [public(p) for p in found])
        needed, further, most = NEEDED[kind]
        if not needed <= set(asked) <= needed | further:
            return _refused("unsupportedCombi")
        if any(not re.fullmatch(PATTERNS[name], str(value)) for name, value in asked.items()):
            return _refused("paramsValidation")
        found = [
            p
            for p in self._persons
            if self._fits(p, asked, dead=body.get("inclusiefOverledenPersonen"))
        ]
        if len(found) > most:
            return _refused("tooManyResults")
        return _given(kind, [{"burgerservicenummer": p["burgerservicenummer"]} for p in found])

    def _fits(self, person: Person, asked: Mapping[str, Any], *, dead: Any) -> bool:
        reason = person.get("opschortingBijhouding", {}).get("reden", {}).get("code")
        if reason in ("F", "W") or (reason == "O" and not dead):
            return False
        stay, name = person.get("verblijfplaats", {}), person.get("naam", {})
        born = person.get("geboorte", {}).get("datum", "")
        own = {
            "geslachtsnaam": name.get("geslachtsnaam"), "voornamen": name.get("voornamen"),
            "geboortedatum": f"{born[:4]}-{born[4:6]}-{born[6:]}", "postcode": stay.get("postcode"),
            "huisnummer": stay.get("huisnummer"), "gemeenteVanInschrijving": person["gemeenteVanInschrijving"]["code"],
            "adresseerbaarObjectIdentificatie": stay.get("adresseerbaarObjectIdentificatie"),
            "nummeraanduidingIdentificatie": stay.get("nummeraanduidingIdentificatie"),
        }  # fmt: skip
        return all(_same(name, value, own[name]) for name, value in asked.items())


def _same(name: str, asked: Any, own: str | None) -> bool:
    if own is None:
        return False
    if name in ("geslachtsnaam", "voornamen"):
        text, stem = " ".join(words(own)), " ".join(words(str(asked).rstrip("*")))
        return text.startswith(stem) if str(asked).endswith("*") else text == stem
    return str(asked).replace(" ", "").upper() == own.replace(" ", "").upper()


def _refused(code: str) -> httpx.Response:
    told = {"title": "Een of meerdere parameters zijn niet correct.", "status": 400, "code": code}
    return httpx.Response(400, json=told, headers={"Content-Type": "application/problem+json"})


def _given(kind: str, persons: list[dict[str, Any]]) -> httpx.Response:
    return httpx.Response(200, json={"type": kind, "personen": persons})


def public(person: Person) -> dict[str, Any]:
    """A person of the GBA form in that of the public API."""
    out: dict[str, Any] = {
        k: person[k]
        for k in ("aNummer", "burgerservicenummer", "geslacht", "gemeenteVanInschrijving")
        if k in person
    }
    out["naam"] = dict(person.get("naam", {}))
    if "datum" in person.get("geboorte", {}):
        out["geboorte"] = {"datum": _date(person["geboorte"]["datum"])}
    if str(person.get("geheimhoudingPersoonsgegevens", "0")) != "0":
        out["geheimhoudingPersoonsgegevens"] = True
    if "reden" in person.get("opschortingBijhouding", {}):
        out["opschortingBijhouding"] = {"reden": person["opschortingBijhouding"]["reden"]}
    if "overlijden" in person:
        day = person["overlijden"].get("datum")
        out["overlijden"] = {"datum": _date(day)} if day else {}
    partners = [_partner(p) for p in person.get("partners", [])]
    if partners:
        out["partners"] = partners
    out["verblijfplaats"] = _stay(person.get("verblijfplaats", {}))
    return out


def _partner(partner: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {"naam": dict(partner.get("naam", {}))}
    ended = partner.get("ontbindingHuwelijkPartnerschap")
    if ended is not None:
        out["ontbindingHuwelijkPartnerschap"] = (
            {"datum": _date(ended["datum"])} if "datum" in ended else {}
        )
    return out


def _stay(stay: Mapping[str, Any]) -> dict[str, Any]:
    land = stay.get("land", {}).get("code")
    left = stay.get("datumAanvangAdresBuitenland")
    since = {"datumVan": _date(left)} if left else {}
    if land == "0000":
        return {"type": "VerblijfplaatsOnbekend", **since}
    if land:
        return {
            "type": "VerblijfplaatsBuitenland",
            "verblijfadres": {"land": stay["land"]},
            **since,
        }
    home: dict[str, Any] = {
        "officieleStraatnaam": stay.get("naamOpenbareRuimte"), "korteStraatnaam": stay.get("straat"),
        "huisnummer": int(stay["huisnummer"]) if "huisnummer" in stay else None, "postcode": stay.get("postcode"),
        "locatiebeschrijving": stay.get("locatiebeschrijving"),
    }  # fmt: skip
    home |= {
        k: stay.get(k)
        for k in ("huisletter", "huisnummertoevoeging", "woonplaats", "aanduidingBijHuisnummer")
    }
    out: dict[str, Any] = {
        "type": "Locatie" if "locatiebeschrijving" in stay else "Adres",
        "verblijfadres": {k: v for k, v in home.items() if v is not None},
    }
    for key in (
        "functieAdres",
        "adresseerbaarObjectIdentificatie",
        "nummeraanduidingIdentificatie",
    ):
        if key in stay:
            out[key] = stay[key]
    code = stay.get("inOnderzoek", {}).get("aanduidingGegevensInOnderzoek")
    if code == "089999":
        out["indicatieVastgesteldVerblijftNietOpAdres"] = True
    elif code == "080000":
        out["inOnderzoek"] = {"type": True}
    elif code:
        out["verblijfadres"]["inOnderzoek"] = {"straat": True}
    return out


def _date(text: str) -> dict[str, Any]:
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if day:
        return {"type": "Datum", "datum": f"{text[:4]}-{text[4:6]}-{text[6:]}", "langFormaat": "x"}
    if month:
        return {"type": "JaarMaandDatum", "jaar": year, "maand": month, "langFormaat": "x"}
    if year:
        return {"type": "JaarDatum", "jaar": year, "langFormaat": "x"}
    return {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}
