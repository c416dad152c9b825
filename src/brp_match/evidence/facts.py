"""Facts of the code and of the frozen results, by name, as the texts of the pack say them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from brp_match import __version__
from brp_match.brp.ask import FIELDS
from brp_match.dutch import decimal, percentage
from brp_match.ingest.columns import KINDS
from brp_match.policy import load_policy
from brp_match.review import accounts, sessions
from brp_match.settings import content_root
from brp_match.web.security import HEADERS


def results() -> dict[str, Any]:
    """Return the frozen results of the benchmark."""
    path = content_root("results") / "results.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def ratios(groups: Mapping[str, Any], whole: Mapping[str, Any], rate: str) -> dict[str, float]:
    """Return each group's share of `rate` divided by that of all, for groups that have one."""
    base = whole[rate]["value"]
    return {
        name: group[rate]["value"] / base
        for name, group in groups.items()
        if base and group[rate]["value"] is not None
    }


def facts(processings: list[dict[str, str]]) -> dict[str, str]:
    """Return every fact by name. `processings`: the content of `verwerkingen.yaml`."""
    policy, found = load_policy(None), results()["methods"]
    ours, exact = found["ours"], found["exact"]["all"]
    whole = ours["all"]
    wrongful = whole["wrongful_drop"]
    largest = max(ratios(ours["groups"]["herkomst"], whole, "review").values())
    return {
        "versie": __version__,
        "kolommen_signalen": ", ".join(KINDS["signalen"].columns),
        "kolommen_inwoners": ", ".join(c for c in KINDS["inwoners"].columns if c != "bsn"),
        "brp_velden": str(len(FIELDS)),
        "aantal_verwerkingen": str(len(processings)),
        "verwerkingen": "; ".join(one["naam"].lower() for one in processings),
        "match_vanaf": decimal(policy.match_at, 3),
        "afwijzen_onder": decimal(policy.reject_below, 3),
        "steekproef": percentage(policy.audit_sample, 0),
        "minimum": str(policy.minimum_cell),
        "uitval_exact": percentage(exact["wrongful_drop"]["value"], 1),
        "uitval_ons": percentage(wrongful["value"], 2),
        "uitval_ons_interval": f"95%: {percentage(wrongful['low'], 2)} tot {percentage(wrongful['high'], 2)}",
        "fout_ons": percentage(whole["wrong_automatic"]["value"], 2),
        "beoordelen_ons": percentage(whole["review"]["value"], 1),
        "ece_ons": decimal(whole["ece"], 4),
        "grootste_verhouding": decimal(largest, 2),
        "wachtwoord": str(accounts.SHORTEST_PASSWORD),
        "pogingen": str(accounts.FAILURES_ALLOWED),
        "blokkade": str(int(accounts.LOCKED_FOR.total_seconds() // 60)),
        "sessie_stil": str(int(sessions.IDLE.total_seconds() // 60)),
        "sessie_langst": str(int(sessions.LONGEST.total_seconds() // 3600)),
        "koppen": ", ".join(sorted(HEADERS)),
        "asvs_telling": _tally(),
        "bewaren": RETENTION,
        "rechten": RIGHTS,
    }


def _tally() -> str:
    """Return how many requirements of the ASVS have which state, as its own list says."""
    from brp_match.evidence.documents import STATES, content

    states = [one["stand"] for one in content("asvs")["onderdelen"]]
    told = ", ".join(f"{state} {states.count(state)}" for state in STATES)
    return f"Van de {len(states)} eisen: {told}"


RETENTION = (
    "U stelt een termijn in met `serve --bewaren DAGEN`: leveringen die ouder zijn, gaan elke dag vanzelf echt weg (bestanden, zaken, "
    "kandidaten, oordelen). Zonder die instelling verwijdert u zelf met `brp-match purge`. Aantallen en controlegetallen blijven als bewijs."
)
RIGHTS = (
    "Inzage: `brp-match person --export` of de bladzijde Rechten van een persoon, met de signalen, de uitleg en wie wanneer keek, ook "
    "uit lijsten, het bestand van schuldhulpverlening en keuzes voor terugmelding. Wissen: "
    "daar ook, met de grond van artikel 17 en bewijs in de audit; audit en verwerkingenlog blijven. Uitleg: de redenen van elk besluit. "
    "Bezwaar: een oordeel kan worden teruggedraaid; daarna kijkt een mens opnieuw."
)
