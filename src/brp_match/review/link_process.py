"""The process that links one delivery: request as JSON in a file, steps to a file, faults on stdout.

`python -m brp_match.review.link_process REQUEST.json OUT STEPS`: exit code 0, ASKED, or the error's own. With
STILL_THERE in the environment it ends as soon as the process that holds the other end of that pipe does.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brp_match.delivery.asked import OpenQuestions
from brp_match.errors import BrpMatchError, ExitCode, Fault, our_fault

if TYPE_CHECKING:
    from brp_match.pipeline import LinkRequest

QUESTIONS = "vragen.json"
"""Open questions about a delivery with cells of it, in its folder: read by who may answer, gone with it."""

ASKED = 10
"""Exit code of a delivery that waits for answers: its questions stand in `vragen.json`."""

STILL_THERE = "BRP_MATCH_STILL_THERE"
"""Number of a pipe nobody writes to: it reads as ended when the worker is gone, also by kill -9."""


def main(argv: list[str]) -> int:
    """Link; print the faults as JSON when it cannot be done. Nothing of a person is printed."""
    # the pages go first: who clicks waits for no delivery
    if hasattr(os, "nice"):
        os.nice(10)
    pipe = os.environ.get(STILL_THERE)
    if pipe:
        threading.Thread(target=_end_with, args=(int(pipe),), daemon=True).start()
    request, out, steps = (Path(one).absolute() for one in argv)
    values = json.loads(request.read_text(encoding="utf-8"))

    def told(step: str) -> None:
        steps.write_text(step, encoding="utf-8")

    try:
        from brp_match.brp.residents import BrpRequest, residents_from_brp
        from brp_match.pipeline import link

        # what does not fit in memory is written in this folder, and goes with the run
        tempfile.tempdir = str(out.parent)
        asked = _request(values, out)
        if values.get("population"):
            with residents_from_brp(asked, BrpRequest(values["population"]), told) as answered:
                result = link(answered, told)
        else:
            result = link(asked, told)
        keep_questions(out.parent, result.questions)
    except OpenQuestions as open_questions:
        keep_questions(out.parent, open_questions.questions)
        return ASKED
    except BrpMatchError as error:
        print(json.dumps([asdict(fault) for fault in error.faults]))
        return int(error.exit_code)
    except OSError as error:
        why = f"de uitvoer kan niet worden geschreven ({error.strerror})"
        print(json.dumps([asdict(Fault("UITVOER_MISLUKT", "run", why))]))
        return int(ExitCode.BAD_INPUT)
    except Exception as error:
        print(json.dumps([asdict(our_fault(error))]))
        return int(ExitCode.OUR_FAULT)
    return int(ExitCode.DONE)


def _request(values: Mapping[str, Any], out: Path) -> LinkRequest:
    """Return what the service asks for, as it stands in its file."""
    from brp_match.pipeline import LinkRequest

    def path(name: str) -> Path | None:
        return Path(values[name]).absolute() if values.get(name) else None

    return LinkRequest(
        signals=tuple(Path(one).absolute() for one in values["signals"]),
        out=out,
        residents=path("residents"),
        register=path("register"),
        previous_addresses=path("previous_addresses"),
        addresses=path("addresses"),
        mapping=path("mapping"),
        gemeente=values.get("gemeente"),
        policy=path("policy"),
        policy_number=values["policy_number"],
        history=tuple(Path(one).absolute() for one in values.get("history", [])),
        reviews=path("reviews"),
        uitval=path("uitval"),
        shv=path("shv"),
        rates=path("rates"),
        shv_said=values.get("shv_said", {}),
        answers=values.get("answers", {}),
        ask=bool(values.get("ask")),
    )


def keep_questions(folder: Path, questions: Sequence[Mapping[str, Any]]) -> None:
    """Write the open questions of a delivery in its folder; without any, no file stays."""
    path = folder / QUESTIONS
    path.unlink(missing_ok=True)
    if questions:
        path.write_text(json.dumps(list(questions), ensure_ascii=False), encoding="utf-8")


def _end_with(pipe: int) -> None:
    os.read(pipe, 1)
    os._exit(int(ExitCode.OUR_FAULT))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
