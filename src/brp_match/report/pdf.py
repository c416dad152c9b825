"""PDFs of written pages, made by processes beside this one: `python -m brp_match.report.pdf`.

A process takes the path of a page a line, as JSON, and answers a line: null, or what went wrong. It
says first whether it can make PDFs at all: WeasyPrint needs Pango, which pip does not bring.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brp_match.scratch import scratch

NO_PDF = (
    "let op: er zijn geen pdf's gemaakt, want Pango is niet geïnstalleerd "
    "(Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0)"
)
"""What a command says where PDFs cannot be made."""

MOST = 4
"""Processes at most; each takes about 120 MB."""

Process = subprocess.Popen[str]


class PdfWriter:
    """Hands pages out over `processes`; `possible` is False where Pango is not installed."""

    def __init__(self, processes: list[Process]) -> None:
        self._processes = processes
        self._asked: list[Process] = []
        self._possible: bool | None = None

    @property
    def possible(self) -> bool:
        """Tell whether PDFs can be made here; waits until the first process knows."""
        if self._possible is None:
            self._possible = all(_answer(process) is True for process in self._processes)
        return self._possible

    def write(self, page: Path) -> None:
        """Begin `page` with `.pdf` for its ending, beside it; nothing where it is not possible."""
        if self.possible:
            process = self._processes[len(self._asked) % len(self._processes)]
            self._asked.append(process)
            assert process.stdin is not None
            # of a process that is gone `finish` tells
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(json.dumps(str(page)) + "\n")
                process.stdin.flush()

    def finish(self) -> None:
        """Wait for every page begun. Raises OSError where the disk is full or may not be written."""
        asked, self._asked = self._asked, []
        for answer in [_answer(process) for process in asked]:
            if isinstance(answer, int):
                raise OSError(answer, os.strerror(answer))
            if answer is not None:
                raise RuntimeError(f"no PDF: {answer}")


@contextlib.contextmanager
def pdf_writer(pages: int) -> Iterator[PdfWriter]:
    """Yield a writer for about `pages` pages; on leaving its processes end."""
    count = max(1, min(pages, os.cpu_count() or 1, MOST))
    command = [sys.executable, "-m", "brp_match.report.pdf"]
    # each keeps its fonts in a folder of its own
    around = os.environ | {"TMPDIR": str(scratch())}
    with contextlib.ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL, encoding="utf-8", env=around,
                )
            )
            for _ in range(count)
        ]  # fmt: skip
        for process in processes:
            stack.callback(process.kill)
        yield PdfWriter(processes)


def _answer(process: Process) -> Any:
    assert process.stdout is not None
    line = process.stdout.readline()
    return json.loads(line) if line else "the process ended"


def write_pdf(page: str, path: Path) -> None:
    """Write a page as PDF on A4; its metadata is the page's own title and no more."""
    from weasyprint import HTML

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    HTML(string=page, url_fetcher=_no_request).write_pdf(path, pdf_tags=True)


def _no_request(url: str, *_: Any, **__: Any) -> dict[str, Any]:
    raise ValueError("a page asks for nothing outside itself")


def main() -> None:
    """Make the PDFs that are asked for, until the other side is done or gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # where a library is missing WeasyPrint prints how to install it
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint  # noqa: F401
    except OSError:
        print("false", flush=True)
        return
    print("true", flush=True)
    for line in sys.stdin:
        page = Path(json.loads(line))
        answer: int | str | None = None
        try:
            write_pdf(page.read_text(encoding="utf-8"), page.with_suffix(".pdf"))
        except Exception as error:
            # the text of a foreign error may hold a value: only its kind is told
            number = error.errno if isinstance(error, OSError) else None
            answer = number or type(error).__name__
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
