"""`brp-match serve`: the review service and its API."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brp_match.arguments import at_least_one, file_option, folder_option
from brp_match.errors import BrpMatchError
from brp_match.review.places import DATA_FOLDER
from brp_match.settings import ACTIVITY_VARIABLE

if TYPE_CHECKING:
    from brp_match.web.settings import WebSettings


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command `serve` with its options."""
    parser = commands.add_parser("serve", help="de beoordeeldienst en de API starten")
    parser.add_argument("--host", default="127.0.0.1", help="standaard alleen deze computer")
    parser.add_argument("--port", type=int, default=8000)
    folder_option(
        parser, "--data", "leveringen, uitkomsten en de ingebouwde database", default=DATA_FOLDER
    )
    file_option(parser, "--register", "register uit 'prepare', voor losse signalen")
    file_option(
        parser,
        "--policy",
        "beleid (TOML) waarmee de dienst begint; daarna geldt wat er op de bladzijde Beleid staat",
    )
    parser.add_argument(
        "--gemeente", metavar="CODE", default="",
        help="gemeentecode, of meer met een komma ertussen voor gemeenten die samenwerken; standaard die van het register",
    )  # fmt: skip
    parser.add_argument(
        "--brp", type=at_least_one, metavar="INWONERS", dest="population",
        help="geen uittreksel: bevraag de BRP zelf (Haal Centraal) bij elke levering; INWONERS is het aantal inwoners van "
        "de gemeente(n)",
    )  # fmt: skip
    parser.add_argument(
        "--bewaren", type=at_least_one, metavar="DAGEN", dest="keep_days",
        help="verwijder leveringen die ouder zijn dan zoveel dagen vanzelf, elke dag, met bewijs in de audit",
    )  # fmt: skip
    parser.add_argument(
        "--log", choices=("tekst", "json"), default="tekst",
        help="hoe de dienst haar log schrijft; json: een regel per gebeurtenis en per verzoek, zonder persoonsgegevens",
    )  # fmt: skip
    parser.add_argument(
        "--database",
        metavar="ADRES",
        help="standaard BRP_MATCH_DATABASE_URL, anders SQLite in --data",
    )
    _public_options(parser)
    parser.set_defaults(run=run)


def _public_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--behind-proxy", action="store_true", help="er staat een proxy met https voor"
    )
    parser.add_argument(
        "--proxy", action="append", metavar="ADRES", dest="proxies",
        help="adres of netwerk van een proxy die wij geloven; meer dan één mag (standaard deze computer)",
    )  # fmt: skip
    parser.add_argument("--public-url", default="", metavar="URL", help="hoe bezoekers hier komen")
    parser.add_argument(
        "--security-contact",
        default="",
        metavar="ADRES",
        help="mailto: of https:, voor security.txt",
    )
    file_option(parser, "--theme", "CSS met de design tokens van uw gemeente (NL Design System)")


def run(args: argparse.Namespace) -> int:
    """Start the service and stay until it is stopped. BrpMatchError for settings that cannot be."""
    import logging
    import warnings

    # notices of packages about packages: nothing a user of this service can act on
    logging.getLogger("fastapi").setLevel(logging.ERROR)
    with warnings.catch_warnings(record=True):
        from brp_match.report.maker_process import MakerProcess
        from brp_match.web.app import create_app
        from brp_match.web.server import serve

    # what the service writes is for nobody else on this computer
    os.umask(0o077)
    settings = settings_from(args)
    if args.log == "json":
        from brp_match.web.observe import log_as_json

        log_as_json(sys.stderr)
    app = create_app(settings, MakerProcess())
    for line in [*greeting(settings, _accounts(app)), *_policy_said(app, settings)]:
        print(line, file=sys.stderr)
    return serve(app, settings)


def settings_from(args: argparse.Namespace) -> WebSettings:
    """Make the settings of options and environment; raises BrpMatchError with every fault."""
    from brp_match.web.mail import server_of
    from brp_match.web.settings import WebSettings, check, oidc_from, secret_of

    if not 0 < args.port < 65536:
        raise BrpMatchError("POORT_ONGELDIG", "--port", "een poort is een getal van 1 tot 65535")
    settings = WebSettings(
        data=args.data,
        database_url=args.database or "",
        register=args.register,
        policy=args.policy,
        gemeente=_municipalities(args.gemeente, args.register),
        population=args.population,
        keep_days=args.keep_days,
        host=args.host,
        port=args.port,
        behind_proxy=args.behind_proxy,
        proxies=tuple(args.proxies or WebSettings.proxies),
        public_url=args.public_url,
        security_contact=args.security_contact,
        theme=args.theme,
        oidc=oidc_from(),
        mail=server_of(),
    )
    check(settings)
    if settings.population is not None:
        from brp_match.brp.client import access_from

        access_from()
    from dataclasses import replace

    return replace(settings, secret=secret_of(args.data))


def _municipalities(asked: str, register: Path | None) -> str:
    """Return the codes of the municipalities that were asked, '' for none.

    Raises BrpMatchError GEMEENTE_ONGELDIG, or OPTIE_BIJ_PREPARE for others than the register was prepared for.
    """
    from brp_match.database import connect
    from brp_match.register.municipalities import parse_codes
    from brp_match.register.prepared import attach_register, check_options

    if not asked:
        return ""
    codes = ",".join(parse_codes(asked))
    if register is not None:
        with connect(threads=1) as con:
            attach_register(con, register)
            check_options(con, register, codes, None)
    return codes


def greeting(settings: WebSettings, accounts: int) -> list[str]:
    """Say where to go, and what to do first when there is no account yet."""
    lines = [f"brp-match draait op {settings.base_url} (stoppen met Ctrl+C)"]
    if not accounts and settings.oidc is None:
        lines += [
            "Er is nog geen account. Maak er een, in een ander venster:",
            f"  brp-match account NAAM --role beheerder coordinator beoordelaar {_same_database(settings)}",
        ]
    if settings.behind_proxy:
        lines.append(
            f"Wie er bezoekt, geloven wij alleen van: {', '.join(settings.proxies)} (--proxy)"
        )
    if not os.environ.get(ACTIVITY_VARIABLE):
        lines.append(
            f"Zonder {ACTIVITY_VARIABLE} noemt het verwerkingenlog geen verwerkingsactiviteit uit uw register."
        )
    if settings.register is None:
        lines.append("Zonder --register kan de API geen losse signalen vergelijken.")
    return lines


def _policy_said(app: object, settings: WebSettings) -> list[str]:
    """Say that another policy is in force than the one that was given."""
    from brp_match.policy import load_policy
    from brp_match.review import policies

    with app.state.engine.begin() as con:  # type: ignore[attr-defined]
        found = policies.in_force(con)
    if settings.policy is None or found.policy == load_policy(settings.policy):
        return []
    return [
        f"Het beleid uit {settings.policy.name} geldt niet: in de dienst is versie {found.number} van kracht "
        "(bladzijde Beleid)."
    ]


def _accounts(app: object) -> int:
    from brp_match.review.accounts import list_accounts

    with app.state.engine.begin() as con:  # type: ignore[attr-defined]
        return len(list_accounts(con))


def _same_database(settings: WebSettings) -> str:
    """The option that points `account` at the same database; a password is not shown."""
    from sqlalchemy.engine import make_url

    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite":
        return f"--data {settings.data}"
    return f"--database {url.render_as_string(hide_password=True)}"
