"""argv → exit code; heavy packages load in the command that needs them."""

from __future__ import annotations

import argparse
import errno
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from brp_match.errors import WHY_NOT, BrpMatchError, ExitCode, our_fault
from brp_match.options import Run, build_parser
from brp_match.terminal import Stop


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
            print(f"fout: {our_fault(error, '')}", file=sys.stderr)
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
