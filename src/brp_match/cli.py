"""argv → exit code; heavy packages load in the command that needs them."""

from __future__ import annotations

import argparse
import errno
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from brp_match import __version__
from brp_match.arguments import Parser, at_least_one, thread_count
from brp_match.errors import WHY_NOT, BrpMatchError, ExitCode
from brp_match.terminal import Stop

Run = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code of the contract. Never lets a traceback out."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # closed by who started us (>&-): nobody reads or writes there
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a terminal without our letters gets a question mark, not a fault
            stream.reconfigure(errors="replace" if stream is sys.stdout else "backslashreplace")
    try:
        code = _main(argv)
        sys.stdout.flush()
        return code
    except OSError as error:
        return _no_screen(error)


def _main(argv: Sequence[str] | None) -> int:
    parser = build_parser()
    try:
        args = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    if args.run is None:
        parser.print_help()
        return int(ExitCode.BAD_INPUT)
    stopping = Stop((signal.SIGINT, signal.SIGTERM) if args.writes else (signal.SIGINT,))
    with stopping:
        try:
            run: Run = args.run
            _check_names(args)
            _make_temporary_folder()
            return run(args)
        except BrpMatchError as error:
            for fault in error.faults:
                print(f"fout: {fault}", file=sys.stderr)
            return int(error.exit_code)
        except KeyboardInterrupt:
            return _stopped()
        except ModuleNotFoundError as error:
            return _not_installed(error)
        except Exception as error:
            if stopping.asked:
                return _stopped()
            if isinstance(error, OSError) and error.errno in (*_CLOSED, errno.ENOSPC):
                raise
            if isinstance(error, OSError) and error.errno in _REFUSED:
                return _refused(error)
            # the message of a foreign error may hold a value of a delivery: only its kind is told
            print(
                f"fout: er ging iets mis in brp-match zelf ({type(error).__name__}) [ONZE_FOUT]",
                file=sys.stderr,
            )
            return int(ExitCode.OUR_FAULT)


_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EDQUOT, errno.EFBIG, errno.ELOOP, errno.ENAMETOOLONG)  # fmt: skip
"""What a computer says of a place that is not ours to use: no fault of this program."""


def _refused(error: OSError) -> int:
    """Say which file or folder cannot be used; exit code 2."""
    name = Path(str(error.filename or "")).name or "uitvoer"
    why = WHY_NOT.get(error.errno or 0, "hier kan niet worden gelezen of geschreven")
    print(f"fout: {name}: {why} [TOEGANG_GEWEIGERD]", file=sys.stderr)
    return int(ExitCode.BAD_INPUT)


_CLOSED = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)
"""What writing to a pipe that nobody reads any more says."""


def _no_screen(error: OSError) -> int:
    """End when standard output takes no more: quietly when its reader went, with a message when it is full."""
    with suppress(OSError, ValueError):
        # Python writes what is left once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno in _CLOSED:
        return int(ExitCode.DONE)
    with suppress(OSError):
        print(
            "fout: standaarduitvoer: er kan niets meer worden geschreven (de schijf is vol) [UITVOER_MISLUKT]",
            file=sys.stderr,
        )
    return int(ExitCode.BAD_INPUT)


def _make_temporary_folder() -> None:
    """Make the folder that TMPDIR names where it is not there yet, as on the empty volume of a new container: Python would
    take another without a word, and there that is one of 64 MB in memory."""
    told = os.environ.get("TMPDIR")
    if told:
        with suppress(OSError):
            Path(told).mkdir(mode=0o700, parents=True, exist_ok=True)


def _check_names(args: argparse.Namespace) -> None:
    """Raise BrpMatchError NAAM_ONLEESBAAR for a file or folder whose name is no text in UTF-8: no database and no
    record could hold it."""
    for value in vars(args).values():
        for path in value if isinstance(value, list | tuple) else [value]:
            if isinstance(path, Path) and any("\ud800" <= sign <= "\udfff" for sign in str(path)):
                raise BrpMatchError(
                    "NAAM_ONLEESBAAR",
                    str(path).encode("utf-8", "replace").decode(),
                    "deze naam is geen leesbare tekst (UTF-8); geef het bestand of de map een andere naam",
                )


def _stopped() -> int:
    print("\nafgebroken; er is niets half geschreven", file=sys.stderr)
    return 130


EXTRAS = {
    "web": (
        "anyio", "fastapi", "starlette", "uvicorn", "sqlalchemy", "alembic", "psycopg", "authlib", "joserfc", "argon2",
        "multipart", "python_multipart", "itsdangerous", "httpx", "vl_convert",
    ),
    "benchmark": ("recordlinkage", "sklearn", "vl_convert"),
    "spark": ("pyspark", "py4j"),
}  # fmt: skip
"""Extra of pyproject.toml → the modules that come with it."""


def _not_installed(error: ModuleNotFoundError) -> int:
    """Say which extra brings a module that is not there; exit code 2, or 1 where no extra does."""
    module = (error.name or "").split(".")[0]
    for extra, modules in EXTRAS.items():
        if module in modules:
            print(
                f"fout: deze opdracht heeft het onderdeel '{extra}' nodig: "
                f"pip install '.[{extra}]' -c constraints.txt, in de map met de broncode "
                "[ONDERDEEL_ONTBREEKT]",
                file=sys.stderr,
            )
            return int(ExitCode.BAD_INPUT)
    print(
        f"fout: het pakket '{module}' is niet geïnstalleerd; installeer brp-match opnieuw [ONZE_FOUT]",
        file=sys.stderr,
    )
    return int(ExitCode.OUR_FAULT)


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
    link.add_argument(
        "--signals",
        type=Path,
        nargs="+",
        required=True,
        metavar="BESTAND",
        help="leveringen van signalen",
    )
    source = link.add_mutually_exclusive_group(required=True)
    source.add_argument("--residents", type=Path, metavar="BESTAND", help="uittreksel van de BRP")
    source.add_argument("--register", type=Path, metavar="BESTAND", help="register uit 'prepare'")
    source.add_argument(
        "--brp", action="store_true",
        help="bevraag de BRP zelf (Haal Centraal BRP bevragen v2), zonder uittreksel; met --gemeente en --inwonertal",
    )  # fmt: skip
    link.add_argument(
        "--inwonertal", type=at_least_one, metavar="AANTAL", help="bij --brp: inwoners van de gemeente(n)",
    )  # fmt: skip
    link.add_argument(
        "--verwerkingenlog", type=Path, metavar="BESTAND",
        help="bij --brp: waar elke vraag wordt vastgelegd (standaard verwerkingenlog.jsonl naast --out)",
    )  # fmt: skip
    _register_options(link)
    link.add_argument("--policy", type=Path, metavar="BESTAND", help="beleid in TOML")
    link.add_argument("--mapping", type=Path, metavar="BESTAND", help="kolomnamen in TOML")
    link.add_argument(
        "--antwoord", action="append", default=[], metavar="VRAAG=ANTWOORD",
        help="antwoord op een vraag over de levering: herstellen of zoals_geleverd; mag vaker",
    )  # fmt: skip
    link.add_argument(
        "--history", type=Path, nargs="+", default=[], metavar="MAP", help="eerdere runs"
    )
    from brp_match.cases.command import list_options

    list_options(link)
    link.add_argument("--reviews", type=Path, metavar="BESTAND", help="wat mensen besloten")
    link.add_argument(
        "--rates", type=Path, metavar="BESTAND",
        help="wat andere gemeenten van VLP's weten: een tabel van 'rates merge'",
    )  # fmt: skip
    link.add_argument(
        "--uitval", type=Path, metavar="BESTAND",
        help="wat uitviel in het systeem van nu (signaal, reden): komt eerst aan de beurt",
    )  # fmt: skip
    link.add_argument(
        "--shv", type=Path, metavar="BESTAND", help="wie bekend is bij schuldhulpverlening"
    )
    link.add_argument(
        "--out", type=Path, required=True, metavar="MAP", help="map voor de besluiten"
    )
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
    parser.add_argument(
        "--previous-addresses", type=Path, metavar="BESTAND", help="vorige adressen"
    )
    parser.add_argument(
        "--addresses", type=Path, metavar="BESTAND", help="adressen met gebruiksdoel (BAG)"
    )
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
    people.add_argument("--residents", type=Path, metavar="BESTAND", help="uittreksel van de BRP")
    people.add_argument(
        "--changes", type=Path, metavar="BESTAND",
        help="wie sinds --register veranderde of erbij kwam, elk persoon helemaal",
    )  # fmt: skip
    prepare.add_argument(
        "--register", type=Path, metavar="BESTAND", help="met --changes: het register van ervoor"
    )
    _register_options(prepare)
    prepare.add_argument(
        "--out", type=Path, required=True, metavar="BESTAND", help="het voorbereide register"
    )
    prepare.set_defaults(run=_lazy("brp_match.commands", "run_prepare"), writes=True)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser("explain", help="één besluit uitleggen")
    explain.add_argument("signaal_id", help="kenmerk van het signaal")
    explain.add_argument(
        "--run", dest="run_dir", type=Path, required=True, metavar="MAP", help="uitvoer van 'link'"
    )
    explain.set_defaults(run=_lazy("brp_match.explain"))


def _add_differences(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "differences",
        help="twee runs van dezelfde signalen naast elkaar: elk ander besluit, per soort",
    )
    for name, text in (("--before", "de eerste run"), ("--after", "de tweede run")):
        parser.add_argument(name, type=Path, required=True, metavar="MAP", help=text)
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
    model.add_argument(
        "--register", type=Path, metavar="BESTAND",
        help="register uit 'prepare': hoe vaak inwoners bij toeval hetzelfde hebben",
    )  # fmt: skip
    model.add_argument(
        "--signals", nargs="+", type=Path, default=[], metavar="BESTAND",
        help="leveringen van signalen, met --register: m en u zoals ze daar zijn",
    )  # fmt: skip
    model.add_argument("--mapping", type=Path, metavar="BESTAND", help="kolomnamen in TOML")
    model.add_argument(
        "--out", type=Path, required=True, metavar="MAP", help="map voor de bladzijde"
    )
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
