"""The commands of the command line with their options; the package that does the work loads when a command runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from brp_match import __version__
from brp_match.arguments import Parser, at_least_one, file_option, folder_option, thread_count

Run = Callable[[argparse.Namespace], int]


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser: argparse.ArgumentParser = Parser(
        prog="brp-match",
        description="Vergelijkt signalen van vroegsignalering met de BRP en legt elk besluit uit.",
    )
    parser.add_argument(
        "--version", action="version", version=f"brp-match {__version__}", help="de versie"
    )
    parser.set_defaults(run=None, writes=False)
    commands = parser.add_subparsers(metavar="opdracht")
    for add in (
        _add_demo,
        _add_link,
        _add_prepare,
        _add_explain,
        _add_differences,
        _add_steps,
        _add_model,
        *_part_commands(),
    ):
        add(commands)
    return parser


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser(
        "demo", help="een verzonnen gemeente, een maand signalen, alles erop en eraan"
    )
    demo.add_argument("--out", type=Path, default=Path("demo"), help="map voor de uitkomsten")
    demo.add_argument(
        "--scenario",
        default="demo",
        metavar="NAAM",
        help="welke verzonnen gemeente; oefenmaand heeft veel meer uitval en beoordelingen",
    )
    demo.set_defaults(run=_lazy("brp_match.demo"), writes=True)


def _add_link(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    link = commands.add_parser("link", help="signalen vergelijken met de BRP en besluiten nemen")
    file_option(link, "--signals", "leveringen van signalen", nargs="+", required=True)
    source = link.add_mutually_exclusive_group(required=True)
    file_option(source, "--residents", "uittreksel van de BRP")
    file_option(source, "--register", "register uit 'prepare'")
    source.add_argument(
        "--brp", action="store_true",
        help="bevraag de BRP zelf (Haal Centraal BRP bevragen v2), zonder uittreksel; met --gemeente en --inwonertal",
    )  # fmt: skip
    link.add_argument(
        "--inwonertal", type=at_least_one, metavar="AANTAL", help="bij --brp: inwoners van de gemeente(n)",
    )  # fmt: skip
    file_option(
        link,
        "--verwerkingenlog",
        "bij --brp: waar elke vraag wordt vastgelegd (standaard verwerkingenlog.jsonl naast --out)",
    )
    _register_options(link)
    file_option(link, "--policy", "beleid in TOML")
    file_option(link, "--mapping", "kolomnamen in TOML")
    link.add_argument(
        "--antwoord", action="append", default=[], metavar="VRAAG=ANTWOORD",
        help="antwoord op een vraag over de levering: herstellen of zoals_geleverd; mag vaker",
    )  # fmt: skip
    folder_option(link, "--history", "eerdere runs", nargs="+", default=[])
    from brp_match.cases.command import list_options

    list_options(link)
    file_option(link, "--reviews", "wat mensen besloten")
    file_option(
        link, "--rates", "wat andere gemeenten van VLP's weten: een tabel van 'rates merge'"
    )
    file_option(
        link,
        "--uitval",
        "wat uitviel in het systeem van nu (signaal, reden): komt eerst aan de beurt",
    )
    file_option(link, "--shv", "wie bekend is bij schuldhulpverlening")
    folder_option(link, "--out", "map voor de besluiten", required=True)
    _country_options(link)
    link.add_argument(
        "--strict", action="store_true", help="code 3 als er rijen in quarantaine zijn"
    )
    link.set_defaults(run=_lazy("brp_match.commands", "run_link"), writes=True)


def _country_options(link: argparse.ArgumentParser) -> None:
    link.add_argument(
        "--per-gemeente", nargs="*", metavar="CODES",
        help="elke gemeente van het register apart, met een eigen map; gemeenten die als één werken met een komma "
        "ertussen, zoals 0225,0296",
    )  # fmt: skip
    link.add_argument(
        "--workers", type=thread_count, default=1, metavar="N",
        help="met --per-gemeente: zoveel gemeenten tegelijk",
    )  # fmt: skip
    link.add_argument(
        "--spark",
        metavar="URL",
        help="met --per-gemeente: op dit Spark-cluster, zoals spark://host:7077",
    )
    link.add_argument(
        "--spark-conf", action="append", default=[], metavar="NAAM=WAARDE",
        help="een instelling van Spark; mag vaker",
    )  # fmt: skip


def _register_options(parser: argparse.ArgumentParser) -> None:
    file_option(parser, "--previous-addresses", "vorige adressen")
    file_option(parser, "--addresses", "adressen met gebruiksdoel (BAG)")
    parser.add_argument(
        "--gemeente",
        metavar="CODE",
        help="gemeentecode, of meer met een komma ertussen voor gemeenten die samenwerken; standaard die van "
        "bijna alle inwoners",
    )
    parser.add_argument(
        "--zonder-geheimhouding", action="store_true",
        help="er is niemand met geheimhouding: een bestand zonder die kolom mag",
    )  # fmt: skip
    parser.add_argument("--threads", type=thread_count, metavar="N", help="aantal rekendraden")


def _add_prepare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    prepare = commands.add_parser("prepare", help="het register één keer voorbereiden")
    people = prepare.add_mutually_exclusive_group(required=True)
    file_option(people, "--residents", "uittreksel van de BRP")
    file_option(
        people, "--changes", "wie sinds --register veranderde of erbij kwam, elk persoon helemaal"
    )
    file_option(prepare, "--register", "met --changes: het register van ervoor")
    _register_options(prepare)
    file_option(prepare, "--out", "het voorbereide register", required=True)
    prepare.set_defaults(run=_lazy("brp_match.commands", "run_prepare"), writes=True)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser("explain", help="één besluit uitleggen")
    explain.add_argument("signaal_id", help="kenmerk van het signaal")
    folder_option(explain, "--run", "uitvoer van 'link'", dest="run_dir", required=True)
    explain.set_defaults(run=_lazy("brp_match.explain"))


def _add_differences(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "differences",
        help="twee runs van dezelfde signalen naast elkaar: elk ander besluit, per soort",
    )
    for name, text in (("--before", "de eerste run"), ("--after", "de tweede run")):
        folder_option(parser, name, text, required=True)
    parser.add_argument(
        "--geheim", action="store_true", help="ook besluiten over mensen met geheimhouding"
    )
    parser.set_defaults(run=_lazy("brp_match.differences"))


def _add_steps(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    steps = commands.add_parser(
        "steps", help="de stappen van 'link' in hun volgorde, met de tabellen die ze lezen en maken"
    )
    steps.set_defaults(run=_lazy("brp_match.steps_page", "run_steps"))


def _add_model(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    model = commands.add_parser(
        "model", help="alle getallen van het model op één bladzijde, met wat ze zeggen"
    )
    file_option(
        model, "--register", "register uit 'prepare': hoe vaak inwoners bij toeval hetzelfde hebben"
    )
    file_option(
        model,
        "--signals",
        "leveringen van signalen, met --register: m en u zoals ze daar zijn",
        nargs="+",
        default=[],
    )
    file_option(model, "--mapping", "kolomnamen in TOML")
    folder_option(model, "--out", "map voor de bladzijde", required=True)
    model.set_defaults(run=_lazy("brp_match.model_card"), writes=True)


PARTS = (
    "cases",
    "validate",
    "report",
    "lists",
    "review",
    "benchmark",
    "conformance",
    "rates",
    "web",
    "evidence",
)
"""Parts of the house with a command of their own: `<part>/command.py` has `add` and `run`."""


def _part_commands() -> list[Callable[[argparse._SubParsersAction[argparse.ArgumentParser]], None]]:
    from importlib import import_module

    return [import_module(f"brp_match.{part}.command").add for part in PARTS]


def _lazy(module: str, function: str = "run") -> Run:
    """A command that imports its module when it runs."""

    def run(args: argparse.Namespace) -> int:
        from importlib import import_module

        command: Run = getattr(import_module(module), function)
        return command(args)

    return run
