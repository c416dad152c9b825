"""The command line's own words in Dutch: argparse with Dutch headings, help and faults."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from brp_match.errors import ExitCode

_FAULTS = (
    (r"the following arguments are required: (.*)", r"geef ook \1"),
    (r"one of the arguments (.*) is required", r"geef één van \1"),
    (r"unrecognized arguments: (.*)", r"onbekend: \1"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 kan van alles zijn: \2"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 en \2 gaan niet samen"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1: \2 bestaat niet; kies uit \3"),
    (r"argument (.*): expected at least one argument", r"\1: hier hoort een waarde achter"),
    (r"argument (.*): expected one argument", r"\1: hier hoort één waarde achter"),
    (r"argument (.*): expected (\d+) arguments", r"\1: hier horen \2 waarden achter"),
    (r"argument (.*): invalid (?:int|whole|at_least_one|thread_count) value: (.*)", r"\1: \2 is geen heel getal"),
    (r"argument (.*): invalid float value: (.*)", r"\1: \2 is geen getal"),
    (r"argument (.*): (.*)", r"\1: \2"),
)  # fmt: skip
"""What argparse says, as a pattern, and the same in Dutch; the first that fits counts."""


class _Format(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "gebruik: " if prefix is None else prefix)


class _Store(argparse._StoreAction):
    """Keeps what an option got. Of one that is given twice argparse keeps the last alone, so that a delivery would be
    passed over without a word: files and folders are taken together, of anything else there is one."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        given = namespace.__dict__.setdefault(GIVEN, set())
        if self.dest in given:
            if not isinstance(values, list):
                raise argparse.ArgumentError(self, "staat er twee keer; geef er één")
            values = [*getattr(namespace, self.dest), *values]
        given.add(self.dest)
        super().__call__(parser, namespace, values, option_string)


GIVEN = "given"
"""Name among the arguments of the set of those that were given."""


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Dutch; parsers of commands made from it do too."""

    def __init__(self, *args: Any, add_help: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", _Format)
        kwargs["add_help"] = False
        super().__init__(*args, **kwargs)
        for name in (None, "store"):
            self.register("action", name, _Store)
        self._positionals.title = "opdrachten en waarden"
        self._optionals.title = "opties"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="deze uitleg")

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse itself passes over a full disk and a closed pipe
        (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        """Print how the command is used and what is wrong; stop with exit code 2."""
        self.print_usage(sys.stderr)
        for pattern, dutch in _FAULTS:
            if re.fullmatch(pattern, message, re.DOTALL):
                message = re.sub(pattern, dutch, message, count=1, flags=re.DOTALL)
                break
        self.exit(int(ExitCode.BAD_INPUT), f"fout: {message} [GEBRUIK]\n")


def file_option(options: argparse._ActionsContainer, name: str, said: str, **more: Any) -> None:
    """Add an option that names a file; `said` is its help, `more` what else argparse takes."""
    options.add_argument(name, type=Path, metavar="BESTAND", help=said, **more)


def folder_option(options: argparse._ActionsContainer, name: str, said: str, **more: Any) -> None:
    """Add an option that names a folder, as `file_option`."""
    options.add_argument(name, type=Path, metavar="MAP", help=said, **more)


def at_least_one(text: str) -> int:
    """Read a whole number from 1 up. Raises what argparse tells the user."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError("geef een heel getal vanaf 1")
    return number


MOST_THREADS = 512
"""More threads than any machine for this work has; each takes memory of its own."""


def thread_count(text: str) -> int:
    """Read a number of threads, from 1 to `MOST_THREADS`. Raises what argparse tells the user."""
    number = at_least_one(text)
    if number > MOST_THREADS:
        raise argparse.ArgumentTypeError(f"geef een heel getal van 1 tot en met {MOST_THREADS}")
    return number
