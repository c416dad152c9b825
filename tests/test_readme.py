"""Every command of the README and of the pages can be typed as it stands there; places and targets named exist."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest

from brp_match.options import build_parser

TOP = Path(__file__).resolve().parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
PAGES = sorted(path for path in (TOP / "docs").rglob("*.md") if path.parent.name != "decisions")


TEXTS = [README, *(path.read_text(encoding="utf-8") for path in PAGES)]
COLUMNS = {"brp-match besluit", "brp-match redenen", "brp-match toelichting"}
"""Names of columns of uitval.csv, no commands."""


def commands() -> list[str]:
    """Lines that start with `brp-match` in a code block; comments and `&` off."""
    found = set()
    for text in TEXTS:
        for block in re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            for line in block.replace("\\\n", " ").splitlines():
                # a sentence of the demo's output starts with our name too
                if re.match(r"brp-match .*[^.]$", line):
                    found.add(" ".join(line.split("#")[0].split()).removesuffix(" &"))
    return sorted(found)


def known(parser: argparse.ArgumentParser) -> dict[str, set[str]]:
    """Subcommand → the options of it and of what stands below it."""
    found = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                inner = known(below)
                found[name] = set(below._option_string_actions).union(*inner.values())
    return found


def test_what_is_mentioned_between_backticks_is_a_command_with_these_options() -> None:
    parts = known(build_parser())
    mentioned = {one for text in TEXTS for one in re.findall(r"`(brp-match [^`…]+)`", text)}
    assert len(mentioned) > 20
    wrong = []
    for mention in sorted(mentioned - COLUMNS):
        name, *rest = mention.split()[1:]
        options = {word.split("=")[0] for word in rest if word.startswith("--")}
        if name != "--version" and not (name in parts and options <= parts[name]):
            wrong.append(mention)
    assert wrong == []


def test_there_are_commands() -> None:
    assert len(commands()) >= 25


@pytest.mark.parametrize("command", commands())
def test_a_command_is_one_we_have(command: str) -> None:
    words = shlex.split(command)[1:]
    if "--help" in words:
        with pytest.raises(SystemExit) as stop:
            build_parser().parse_args(words)
        assert stop.value.code == 0
    else:
        assert callable(build_parser().parse_args(words).run)


def test_make_targets_exist() -> None:
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    asked = set(re.findall(r"^make (\w+)|`make (\w+)`", README, re.MULTILINE))
    targets = {one for pair in asked for one in pair if one}
    assert {"demo", "test", "check"} <= targets
    assert [name for name in sorted(targets) if f"\n{name}:" not in makefile] == []


def test_places_named_exist() -> None:
    named = re.findall(r"\]\(([\w./-]+)\)", README)
    named += re.findall(r"^([a-z]+/)", README, re.MULTILINE)
    assert len(named) >= 15
    assert [one for one in named if not (TOP / one).exists()] == []
