"""`brp-match account`, `clients`, `purge`, `processing-log`, `audit-check`: who may what, deletion with proof,
the log sent on, the audit checked."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from brp_match.arguments import file_option, folder_option
from brp_match.dutch import date_text
from brp_match.errors import BrpMatchError, ExitCode

if TYPE_CHECKING:
    from sqlalchemy import Engine

ROLES = ("beoordelaar", "coordinator", "beheerder", "datakwaliteit")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands with their options."""
    account = commands.add_parser("account", help="een account voor de beoordeeldienst maken")
    account.add_argument("naam")
    account.add_argument(
        "--role", nargs="+", choices=ROLES, required=True, metavar="ROL", help=", ".join(ROLES)
    )
    account.add_argument(
        "--geheim",
        action="store_true",
        help="mag inwoners met geheimhouding zien; zonder dit zijn die er niet, ook voor een API-sleutel",
    )
    account.add_argument(
        "--gemeente",
        metavar="CODE",
        help="ziet alleen inwoners van deze gemeente(n), bijvoorbeeld 0225 of 0225,0296; standaard van alle",
    )
    account.add_argument(
        "--client", action="store_true", help="maak een API-sleutel in plaats van een wachtwoord"
    )
    _where(account)
    account.set_defaults(run=run_account)
    clients = commands.add_parser("clients", help="API-sleutels tonen of intrekken")
    clients.add_argument(
        "--withdraw",
        metavar="NUMMER",
        help="laat deze sleutel niets meer openen (nummer uit de lijst)",
    )
    _where(clients)
    clients.set_defaults(run=run_clients)
    purge = commands.add_parser("purge", help="runs echt verwijderen, met bewijs")
    which = purge.add_mutually_exclusive_group(required=True)
    which.add_argument("--before", metavar="DATUM", help="alles van voor deze dag (jjjj-mm-dd)")
    which.add_argument("--run", dest="run_id", metavar="RUN")
    _where(purge)
    purge.set_defaults(run=run_purge)
    _add_person(commands)
    log = commands.add_parser(
        "processing-log", help="het verwerkingenlog naar een OTLP-ontvanger sturen"
    )
    log.add_argument(
        "--to", required=True, metavar="URL",
        help="OTLP over HTTP met JSON, bijvoorbeeld http://127.0.0.1:4318/v1/traces",
    )  # fmt: skip
    _where(log)
    log.set_defaults(run=run_processing_log)
    check = commands.add_parser(
        "audit-check",
        help="controleren of er in de audit niets is veranderd, verwijderd of verzonnen",
    )
    _where(check)
    check.set_defaults(run=run_audit_check)


def _add_person(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    person = commands.add_parser(
        "person",
        help="alles over één persoon zoeken, meegeven of wissen (AVG); het persoon_id komt van de standaardinvoer",
    )
    file_option(person, "--export", "wat de persoon mag zien, als JSON")
    person.add_argument(
        "--wis", metavar="GROND", choices=("a", "b", "c", "d", "e"),
        help="wis alles wat mag; de letter is de grond van artikel 17 lid 1 AVG",
    )  # fmt: skip
    _where(person)
    person.set_defaults(run=_run_person)


def _where(parser: argparse.ArgumentParser) -> None:
    from brp_match.review.places import DATA_FOLDER

    folder_option(parser, "--data", "dezelfde als van 'serve'", default=DATA_FOLDER)
    parser.add_argument(
        "--database",
        default="",
        metavar="ADRES",
        help="standaard BRP_MATCH_DATABASE_URL, anders SQLite in --data",
    )


def _run_person(args: argparse.Namespace) -> int:
    from brp_match.review.person_command import run_person

    return run_person(args)


def open_store(args: argparse.Namespace, *, writes: bool = True) -> Engine:
    """Open the database of the service at its newest version, with the key of its audit where it is known.

    Raises BrpMatchError AUDIT_SLEUTEL for who `writes` without the key that the audit is sealed with, before anything goes.
    """
    from brp_match.review import audit
    from brp_match.review.engine import migrate, open_engine, reading
    from brp_match.review.places import SEAL_FILE, SEAL_VARIABLE, database_url

    known = bool(os.environ.get(SEAL_VARIABLE)) or (args.data / SEAL_FILE).is_file()
    engine = open_engine(database_url(args.data, args.database), args.data if known else None)
    migrate(engine)
    if writes:
        with reading(engine) as con:
            audit.need_key(con)
    return engine


def run_account(args: argparse.Namespace) -> int:
    """Make an account (the password is asked for, or read from a pipe) or an API client."""
    import getpass
    from datetime import UTC, datetime

    from brp_match.register.municipalities import parse_codes
    from brp_match.review import audit
    from brp_match.review.accounts import Role, add_account, hashed
    from brp_match.review.clients import add_client

    engine = open_store(args)
    roles = [Role(role) for role in args.role]
    codes = parse_codes(args.gemeente) if args.gemeente is not None else ()
    now = datetime.now(UTC)
    if args.client:
        with engine.begin() as con:
            token = add_client(
                con, args.naam, roles, now, secrecy=args.geheim, municipalities=codes
            )
        print(f"API-sleutel van {args.naam} (wordt maar één keer getoond): {token}")
        return int(ExitCode.DONE)
    if sys.stdin.isatty():
        password = getpass.getpass("Wachtwoord: ")
        if password != getpass.getpass("Nog een keer: "):
            raise BrpMatchError(
                "WACHTWOORD_VERSCHILT", "wachtwoord", "de twee wachtwoorden zijn niet gelijk"
            )
    else:
        password = sys.stdin.readline().rstrip("\n")
    secret = hashed(password)
    with engine.begin() as con:
        made = add_account(
            con, args.naam, secret, roles, secrecy=args.geheim, municipalities=codes, now=now
        )
        audit.write(
            con, "account_gemaakt", account_id="", now=now,
            detail={
                "account": made.id, "rollen": sorted(roles), "geheim": args.geheim,
                "gemeenten": list(codes), "actief": True,
            },
        )  # fmt: skip
    print(f"Account gemaakt: {args.naam} ({', '.join(args.role)})")
    return int(ExitCode.DONE)


def run_clients(args: argparse.Namespace) -> int:
    """Print the API clients, or withdraw one. BrpMatchError SLEUTEL_ONBEKEND, SLEUTEL_INGETROKKEN."""
    from datetime import UTC, datetime

    from brp_match.review.clients import list_clients, withdraw_client

    engine = open_store(args, writes=args.withdraw is not None)
    with engine.begin() as con:
        if args.withdraw is not None:
            gone = withdraw_client(con, args.withdraw, datetime.now(UTC))
            print(f"API-sleutel ingetrokken: {gone.id[:8]} {gone.name}")
            return int(ExitCode.DONE)
        for one in list_clients(con):
            state = "actief" if one.active else "ingetrokken"
            made = date_text(one.created)
            rights = [
                *sorted(one.roles),
                *(["geheimhouding"] if one.secrecy else []),
                *sorted(one.municipalities),
            ]
            print(f"{one.id[:8]}  {state:<11}  {made}  {', '.join(rights)}  {one.name}")
    return int(ExitCode.DONE)


def run_purge(args: argparse.Namespace) -> int:
    """Delete runs, and what killed processes left, and print the proof."""
    from datetime import UTC, datetime

    from brp_match.beside import clear_orphans, leftovers_below
    from brp_match.review.leftovers import sweep
    from brp_match.review.retention import purge_before, purge_run

    engine = open_store(args)
    now = datetime.now(UTC)
    if args.run_id:
        proofs = [purge_run(engine, args.run_id, now=now)]
    else:
        try:
            moment = datetime.strptime(args.before, "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError as error:
            raise BrpMatchError(
                "DATUM_ONGELDIG", "--before", "geef een dag als jjjj-mm-dd"
            ) from error
        proofs = purge_before(engine, moment, now=now)
    for proof in proofs:
        rows = ", ".join(f"{name} {count}" for name, count in sorted(proof.rows.items()))
        print(
            f"verwijderd: run {proof.run_id}, {proof.files} bestanden, rijen: {rows}, inhoud {proof.content_hash[:12]}"
        )
    print(f"{len(proofs)} runs verwijderd")
    if swept := sweep(engine, args.data, now=now):
        print(
            f"resten van een afgebroken dienst verwijderd: {swept.orphans} zonder levering, "
            f"{swept.half_written} half geschreven"
        )
    left = clear_orphans(leftovers_below(args.data))
    if left:
        print(f"{len(left)} mappen opgeruimd die een afgebroken opdracht had achtergelaten")
    return int(ExitCode.DONE)


def run_processing_log(args: argparse.Namespace) -> int:
    """Send the lines that were not sent before. BrpMatchError ONTVANGER_WEIGERT; a next time goes on."""
    from brp_match.review.processing_log import export_otlp

    engine = open_store(args, writes=False)
    print(f"{export_otlp(engine, args.to)} regels verstuurd")
    return int(ExitCode.DONE)


def run_audit_check(args: argparse.Namespace) -> int:
    """Check the seals of the audit and print what was found. BrpMatchError AUDIT_GEBROKEN."""
    from brp_match.review import audit
    from brp_match.review.engine import reading

    engine = open_store(args, writes=False)
    with reading(engine) as con:
        found = audit.check(con)
        if found.broken is None and not found.cut:
            audit.keep_last(con)
    print(f"{found.lines} regels verzegeld, {found.older} van voor de verzegeling")
    if found.keyless:
        print(f"{found.keyless} regels zonder sleutel verzegeld: die kan ieder hebben gemaakt")
    if found.broken is not None:
        raise BrpMatchError(
            "AUDIT_GEBROKEN", f"regel {found.broken}",
            "deze regel, of die ervoor, is veranderd, verwijderd of verzonnen, of de sleutel is een andere",
        )  # fmt: skip
    if found.cut:
        raise BrpMatchError(
            "AUDIT_AFGEKNIPT", "einde",
            "het zegel dat hier het laatst is gezien, staat er niet meer in: er zijn regels weggehaald, of er is een oudere "
            "reservekopie teruggezet",
        )  # fmt: skip
    print(f"de keten klopt; laatste zegel: {found.head or '-'}")
    return int(ExitCode.DONE)
