"""Every command of the README can be typed as it stands there, and the demo's table is the demo's own."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from brp_match.cli import build_parser

TOP = Path(__file__).resolve().parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Lines that start with `brp-match` in a code block, or stand between backticks; comments off."""
    blocks = re.findall(r"^```\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    inline = re.findall(r"`(brp-match [^`…]+)`", README)
    # a sentence of the demo's output starts with our name too
    found = [line for line in lines if re.match(r"brp-match .*[^.]$", line)] + inline
    return [" ".join(line.split("#")[0].split()) for line in found]


def test_there_are_commands() -> None:
    assert len(commands()) >= 10


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
    named = re.findall(
        r"`((?:src|docs|benchmarks|comparators|expectations|tests)/[\w./-]*)`", README
    )
    assert len(named) >= 3
    assert [one for one in named if not (TOP / one).exists()] == []
