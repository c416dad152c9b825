"""The one Jinja2 environment, and `page`, which every route of the pages answers with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from jinja2 import Environment

from brp_match import templates
from brp_match.dutch import percentage, sentence
from brp_match.review.sessions import IDLE
from brp_match.web.logo import logo_of
from brp_match.web.pages import words

CSV = "text/csv; charset=utf-8"
TEMPLATES = Path(__file__).parents[1] / "templates"

MESSAGES = {
    "besloten": ("ok", "Uw oordeel is opgeslagen."),
    "samen_besloten": ("ok", "Uw oordeel is opgeslagen, ook bij de zaken die u aanvinkte."),
    "overgeslagen": ("info", "U heeft deze zaak overgeslagen. Hij blijft in de werkvoorraad."),
    "hersteld": ("ok", "Uw oordeel is teruggedraaid. U kunt opnieuw kiezen."),
    "leeg": ("ok", "Uw oordeel is opgeslagen. Er zijn geen zaken meer in deze lijst."),
    "laatste": ("info", "U heeft deze zaak overgeslagen. Er is geen andere zaak in deze lijst."),
    "bevestigd": ("ok", "De terugkoppeling is bevestigd."),
    "gewijzigd": ("ok", "De terugkoppeling is gewijzigd en bevestigd."),
    "geweigerd": (
        "ok",
        "Het voorstel is geweigerd. De zaak staat in de werkvoorraad: een mens kijkt wie het is.",
    ),
    "samen": ("ok", "De terugkoppelingen die u aanvinkte, zijn bevestigd."),
    "teruggezet": ("ok", "De terugkoppeling is weer een voorstel."),
    "vrijgegeven": ("ok", "De scorekaart is vrijgegeven."),
    "kaarten": ("ok", "De gekozen scorekaarten zijn vrijgegeven."),
    "niet_verstuurd": (
        "warning",
        "De gekozen scorekaarten zijn vrijgegeven. De mailserver nam niet elk bericht aan. Staat er geen “verstuurd” bij een "
        "vastelastenpartner? Open dan die kaart en verstuur haar later opnieuw.",
    ),
    "zonder_adres": (
        "warning",
        "De gekozen scorekaarten zijn vrijgegeven. Aan wie geen e-mailadres heeft, ging niets: vul het in bij Instellingen, "
        "open de kaart en verstuur haar.",
    ),
    "kaart_weg": ("ok", "De scorekaart is ingetrokken. Vertel het ook aan wie haar al heeft."),
    "register": ("ok", "Het register is ontvangen en wordt nu voorbereid."),
    "filter": ("ok", "Uw filters zijn opgeslagen."),
    "notitie": ("ok", "Opgeslagen."),
    "verdeeld": ("ok", "De zaken zijn verdeeld. Ieder ziet het eigen werk bovenaan."),
    "rij": ("ok", "De rij is bewaard. Zij doet mee zodra u de verbeterde rijen vergelijkt."),
    "instellingen": ("ok", "De instellingen zijn opgeslagen."),
    "verstuurd": ("ok", "De scorekaart is verstuurd."),
    "klaargezet": (
        "ok",
        "Het bericht met de scorekaart staat klaar in de map met uitgaande post. Er is geen mailserver ingesteld.",
    ),
    "beleid": ("ok", "Het beleid is opgeslagen en geldt vanaf nu."),
    "account": ("ok", "Het account is opgeslagen."),
    "ingetrokken": ("ok", "De API-sleutel is ingetrokken."),
    "toetsen_aan": ("info", "De sneltoetsen staan aan."),
    "toetsen_uit": ("info", "De sneltoetsen staan uit."),
    "wachtwoord": ("ok", "Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd."),
    "verlopen": (
        "warning",
        "U was een tijd niet bezig en bent uitgelogd. Wat u net verstuurde, is niet opgeslagen.",
    ),
    "uitgelogd": ("info", "U bent uitgelogd."),
    "ingesteld": ("ok", "De bakjes en de indeling zijn opgeslagen."),
    "shv": ("ok", "Het bestand is opgeslagen. Het telt mee bij leveringen van nu af aan."),
    "gewist": ("ok", "De gegevens van deze persoon zijn gewist. Het bewijs staat in de audit."),
    "kansen": ("ok", "De tabel is opgeslagen. Zij geldt voor leveringen van nu af aan."),
    "kansen_weg": ("ok", "De tabel is verwijderd."),
    "shv_weg": ("ok", "Het bestand is verwijderd. Het bewijs staat in de audit."),
    "lijst": ("ok", "De lijst is opgeslagen en wordt getoetst. Dat duurt een paar minuten."),
    "lijst_weg": ("ok", "De lijst is verwijderd. Het bewijs staat in de audit."),
    "terugmelding": ("ok", "Uw keuze is opgeslagen."),
    "gemeld": ("ok", "Opgeslagen: deze twijfel is vandaag gemeld aan Burgerzaken."),
    "retour_ja": ("ok", "Opgeslagen. Deze inwoner staat nu op de bladzijde Terugmelding."),
    "retour_nee": ("ok", "Opgeslagen: de post kwam niet terug."),
    "verwijderd": ("ok", "De levering is verwijderd. Het bewijs staat in de audit."),
}
"""Messages after an act, by the code in `?m=`; a code that is not here shows nothing."""


@dataclass(frozen=True)
class MenuItem:
    """One entry of the navigation: where it leads, what it says, who may see it."""

    href: str
    text: str
    roles: frozenset[str]


def _item(href: str, text: str, *roles: str) -> MenuItem:
    return MenuItem(href, text, frozenset(roles))


MENU = (
    _item("/bord", "Bord", "coordinator"),
    _item("/werkvoorraad", "Werkvoorraad", "beoordelaar", "coordinator"),
    _item("/tweede-blik", "Tweede blik", "beoordelaar", "coordinator"),
    _item("/terugkoppeling", "Terugkoppeling", "coordinator"),
    _item("/oppaklijst", "Oppaklijst", "coordinator"),
    _item("/leveringen", "Leveringen", "coordinator", "beheerder"),
    _item("/scorekaarten", "Scorekaarten", "coordinator", "datakwaliteit"),
    _item("/benchmark", "Benchmark", "coordinator", "datakwaliteit"),
    _item("/beleid", "Beleid", "coordinator", "beheerder"),
    _item("/instellingen", "Instellingen", "coordinator", "beheerder"),
    _item("/audit", "Audit", "beheerder", "coordinator"),
    _item("/gezondheid", "Gezondheid", "beheerder"),
    _item("/accounts", "Accounts", "beheerder"),
    _item("/sleutels", "API-sleutels", "beheerder"),
)
"""The navigation; an entry shows when the user has one of its roles."""


MENU_WHOLE, MENU_FIRST = 8, 7
"""Entries that fit in one row; of more than that the first ones stand in it, and the others under “Meer”."""


@cache
def environment() -> Environment:
    """Return the environment of the pages, with their filters and words."""
    made = templates.environment(TEMPLATES)
    made.filters.update(
        dag=words.day,
        tijdstip=words.moment,
        decimaal=words.decimal,
        aantal=words.count,
        procent=percentage,
        gewicht=words.weight,
        euro=words.euro,
        zin=words.sentence,
        rolnaam=words.role,
        volzin=sentence,
        maandnaam=words.month_words,
    )
    made.globals.update(
        redenen_vast=words.REASONS,
        uitkomsten=words.OUTCOMES,
        rollen=words.ROLES,
        terugkoppelingen=words.FEEDBACK,
        besluiten=words.DECISIONS,
        versie=metadata.version("brp-match"),
        sessie_seconden=int(IDLE.total_seconds()),
    )
    return made


def render(name: str, **context: Any) -> str:
    """Return the text of a template; raises jinja2.UndefinedError where context is missing."""
    return environment().get_template(name).render(**context)


def page(request: Request, name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Answer with template `name`, with user, navigation, CSRF token and message filled in."""
    return HTMLResponse(render(name, **{**frame(request), **context}), status_code=status)


def attachment(
    content: bytes | str | Iterator[bytes], name: str, media_type: str = CSV
) -> Response:
    """Answer with a file to keep, whole or piece by piece."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if isinstance(content, Iterator):
        return StreamingResponse(content, media_type=media_type, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def frame(request: Request) -> dict[str, Any]:
    """Return what the base layout needs of a request, also when nobody is signed in."""
    user = getattr(request.state, "user", None)
    own = roles_of(user)
    path = request.url.path
    menu = [
        {"href": item.href, "text": item.text, "current": _under(path, item.href)}
        for item in MENU
        if item.roles & own
    ]
    # one row of a screen; the work stands first
    split = len(menu) if len(menu) <= MENU_WHOLE else MENU_FIRST
    return {
        "user": user,
        "csrf_token": getattr(request.state, "csrf_token", ""),
        "menu": menu[:split],
        "menu_meer": menu[split:],
        "bericht": MESSAGES.get(request.query_params.get("m", "")),
        "ongedaan": None,
        "mag_oefenen": bool(own & {"beoordelaar", "coordinator"}),
        "gemeente_naam": request.app.state.municipality.name,
        "heeft_logo": logo_of(request.app.state.settings.data) is not None,
        "thema": theme_class(request.app.state.settings.theme),
        "toetsen": request.cookies.get("toetsen") != "uit",
    }


@cache
def theme_class(theme: Path | None) -> str | None:
    """Return the class that a theme file hangs its tokens on, as themes of NL Design System do.

    `.gemeente-theme { --utrecht-…: … }` gives `gemeente-theme`; '' for tokens on `:root`, None without a theme.
    """
    if theme is None:
        return None
    found = re.search(r"\.([a-z][a-z0-9-]*-theme)\b", theme.read_text(encoding="utf-8"))
    return found.group(1) if found else ""


def roles_of(user: object) -> frozenset[str]:
    """Return the roles of a user as plain text; none for nobody.

    Reads `roles` (several) or `role` (one) of the user object.
    """
    several = getattr(user, "roles", None)
    if several is None:
        one = getattr(user, "role", None)
        several = () if one is None else (one,)
    return frozenset(str(getattr(role, "value", role)) for role in several)


def _under(path: str, href: str) -> bool:
    return path == href or path.startswith(href + "/")
