"""The decision table in Markdown, docs/besluiten.md: every row is decided by the code itself.

`python -m brp_match.decide.page > docs/besluiten.md`; a test holds the file to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from brp_match.content import ddas_rows
from brp_match.decide.facts import CandidateFacts, Decision, SignalFacts, Status
from brp_match.decide.rules import decide
from brp_match.model import Feedback
from brp_match.policy import policy_of

_SIGNAL = SignalFacts(
    signaal_id="S", vlp="V", sector="Energie", rechtspersoon=False, onderneming=False, geen_woning=False, box=False,
    deels_geen_woning=False, zonder_geboortedatum=False, zonder_voornaam=False, kans_geen=0.001, kans_verwant=0.0,
    bedrag=40.0, achterstand_dagen=20,
)  # fmt: skip
_PERSON = CandidateFacts(
    persoon_id="P", kans=0.999, redenen=(), niveaus={"achternaam": "gelijk", "adres": "gelijk"}, gewichten={},
    status=Status.INWONER, minderjarig=False, geheim=False, briefadres=False, onderzoek="", op_adres=True,
)  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """What the register and the signal say, under which policy; `person` None for nobody found."""

    title: str
    person: Mapping[str, Any] | None = field(default_factory=dict)
    signal: Mapping[str, Any] = field(default_factory=dict)
    policy: Mapping[str, Any] = field(default_factory=dict)
    picked_up: bool = False


_MOVED = {"niveaus": {"adres": "vorig_recent"}, "op_adres": False}
_BOX = {"sector": "Huur", "box": True}
_ELSEWHERE = {"op_adres": False, "niveaus": {"adres": "bedrijf"}}
_NOBODY = {"kans_geen": 1.0}

SITUATIONS = (
    Situation("inwoner, alles past"),
    Situation("inwoner met geheimhouding", {"geheim": True}),
    Situation("verhuisd binnen de gemeente of de samenwerkende gemeenten", _MOVED),
    Situation("verhuisd binnen de gemeente", _MOVED, policy={"moved_within": "review"}),
    Situation("verhuisd binnen de gemeente", _MOVED, policy={"moved_within": "reject"}),
    Situation("verhuisd binnen de gemeente, met geheimhouding", {**_MOVED, "geheim": True}, policy={"moved_within": "reject"}),
    Situation("minderjarig", {"minderjarig": True}),
    Situation("briefadres", {"briefadres": True}),
    Situation("adres in onderzoek, signaal op dat adres", {"onderzoek": "080000"}),
    Situation("adres in onderzoek, signaal op een ander adres", {"onderzoek": "080000", "op_adres": False}),
    Situation("vastgesteld: woont daar niet (089999)", {"onderzoek": "089999"}),
    Situation("bekend bij schuldhulpverlening", {"bekend_bij_shv": True}),
    Situation("bekend bij schuldhulpverlening", {"bekend_bij_shv": True}, policy={"shv": "ignore"}),
    Situation("niemand gevonden, wel cliënt van schuldhulpverlening", None, _NOBODY | {"client": True}),
    Situation("niemand gevonden, wel cliënt van schuldhulpverlening", None, _NOBODY | {"client": True}, {"shv": "ignore"}),
    Situation("overleden", {"status": Status.OVERLEDEN}),
    Situation("overleden, met geheimhouding", {"status": Status.OVERLEDEN, "geheim": True}),
    Situation("ingeschreven in een andere gemeente", {"status": Status.ANDERE_GEMEENTE}),
    Situation("andere gemeente, met geheimhouding", {"status": Status.ANDERE_GEMEENTE, "geheim": True}),
    Situation("ingeschreven in een andere gemeente", {"status": Status.ANDERE_GEMEENTE},
              policy={"ddas_status": {"andere_gemeente": "andere_reden"}}),
    Situation("vertrokken, onbekend waarheen", {"status": Status.VERTROKKEN_ONBEKEND}),
    Situation("geëmigreerd, of in de RNI", {"status": Status.GEEMIGREERD}),
    Situation("bijhouding opgeschort door de minister (M)", {"status": Status.NIET_BIJGEHOUDEN}),
    Situation("bijhouding opgeschort, reden onbekend (.)", {"status": Status.ONBEKEND}),
    Situation("niemand gevonden", None, _NOBODY),
    Situation("niemand gevonden, maar een belangrijk veld is onleesbaar", None, _NOBODY | {"onleesbaar": ("naam",)}),
    Situation("kort geleden opgepakt, zelfde VLP, niet hoger", picked_up=True),
    Situation("kort geleden opgepakt, met geheimhouding", {"geheim": True}, picked_up=True),
    Situation("bedrag onder de drempel", policy={"threshold": 50}),
    Situation("bedrag onder de drempel, met geheimhouding", {"geheim": True}, policy={"threshold": 50}),
    Situation("bedrag onder de drempel", policy={"threshold": 50, "ddas_status": {"onder_drempel": "andere_reden"}}),
    Situation("achterstand te jong", policy={"arrears_days": [30]}),
    Situation("achterstand te oud", policy={"arrears_days": [0, 10]}),
    Situation("rechtspersoon, geen inwoner in de naam", None, _NOBODY | {"rechtspersoon": True}),
    Situation("rechtspersoon, geen inwoner in de naam", None, _NOBODY | {"rechtspersoon": True},
              {"legal_person_status": "andere_reden"}),
    Situation("rechtspersoon met naam en adres van een inwoner", signal={"rechtspersoon": True}),
    Situation("rechtspersoon met naam en adres van een inwoner", signal={"rechtspersoon": True},
              policy={"legal_person": "reject"}),
    Situation("huur van een garagebox, woont elders", _ELSEWHERE, _BOX),
    Situation("huur van een garagebox, woont elders", _ELSEWHERE, _BOX, {"garage_box_status": "onterecht_signaal"}),
    Situation("huur van een garagebox, staat daar ingeschreven", signal=_BOX),
    Situation("geen huur, maar het adres is een garagebox; woont elders", _ELSEWHERE, _BOX | {"sector": "Energie"}),
    Situation("erfgenamen (`Erven van …`), de naam past bij een inwoner", signal={"erven": True}),
)  # fmt: skip
"""Status × policy, in the order of domain.md's table."""

_STATES = {
    "volgens_regel": "ja, volgens de regel",
    "voorstel": "pas na bevestiging door een medewerker",
    "": "–",
}


def _heard(found: Decision) -> str:
    """What of it the deliverer may know: of another reason that it is one, and never which."""
    if found.terugkoppeling == Feedback.NIET_OPGEPAKT:
        return "alleen dit, en niet waarom"
    return _STATES[found.terugkoppeling_status]


def lines() -> Iterator[str]:
    """Yield the lines of the page."""
    yield from (
        "# Besluiten", "",
        "Gemaakt uit de code met `python -m brp_match.decide.page > docs/besluiten.md`; een test houdt het gelijk.",
        "Elke regel is een besluit van het programma zelf, met het standaardbeleid tenzij er iets anders staat.", "",
        "| situatie | beleid | besluit | redenen | DDAS-status | mag de VLP het horen? |", "|---|---|---|---|---|---|",
    )  # fmt: skip
    for one in SITUATIONS:
        people = [] if one.person is None else [replace(_PERSON, **one.person)]
        signal = replace(_SIGNAL, **one.signal)
        found = decide(signal, people, policy_of(one.policy), one.picked_up)
        rules = ", ".join(f"`{key} = {value}`" for key, value in one.policy.items()) or "standaard"
        yield (
            f"| {one.title} | {rules} | {found.besluit} | {' '.join(found.redenen) or '–'} | {found.ddas_status} "
            f"| {_heard(found)} |"
        )
    yield from (
        "",
        "## Woorden van DDAS per uitkomst",
        "",
        "| uitkomst | status | bron |",
        "|---|---|---|",
    )
    for row in ddas_rows().values():
        yield f"| {row.title} | {row.status} | {row.source} |"


if __name__ == "__main__":
    print("\n".join(lines()))
