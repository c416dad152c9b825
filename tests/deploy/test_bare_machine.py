"""Every command of docs/van-kale-machine.md but those that install, typed as it stands there, to a decided case."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
TEXT = (TOP / "docs" / "van-kale-machine.md").read_text(encoding="utf-8")
LONGEST = 120
"""Seconds from the first command to the decision, on a machine with two busy cores."""


def blocks() -> list[str]:
    return re.findall(r"^```\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def test_from_nothing_to_a_decided_case(tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")
    install, *rest = blocks()
    assert "pip install -c constraints.txt" in install
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    for name, argument in (("python", ""), ("brp-match", " -m brp_match")):
        (bin_ / name).write_text(
            f'#!/bin/sh\nexec {sys.executable}{argument} "$@"\n', encoding="utf-8"
        )
        (bin_ / name).chmod(0o755)
    # what is left running when a command fails goes with the shell
    script = "set -euo pipefail\nset -m\ntrap 'kill %1 2>/dev/null || true' EXIT\n" + "".join(
        rest
    ).replace("8123", port)
    begun = time.monotonic()
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=LONGEST,
        env=os.environ | {"PATH": f"{bin_}:{os.environ['PATH']}", "PYTHONPATH": str(TOP / "src")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    seconds = time.monotonic() - begun
    print(f"van kale machine tot besluit, zonder installeren: {seconds:.0f} s")
    judged = json.loads((tmp_path / "oordeel.json").read_text(encoding="utf-8"))
    assert judged["stand"] in ("klaar", "tweede")
    case = json.loads((tmp_path / "zaken.json").read_text(encoding="utf-8"))["items"][0]
    assert judged["zaakId"] == case["zaakId"]
    decided = json.loads((tmp_path / "besluiten.json").read_text(encoding="utf-8"))
    assert {one["besluit"] for one in decided["items"]} >= {"match", "reject"}
