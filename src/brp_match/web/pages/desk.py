"""What the pages ask of the store: one desk per request, for one user at one moment.

Every method answers with the context of its template, plain values only, so that the pages know
nothing of tables. `store_desk` is the desk on the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

Context = dict[str, Any]
"""The values of one template."""


class Refused(Exception):
    """A form that cannot be accepted as it is: the faults in plain Dutch, shown above the form."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


@dataclass(frozen=True)
class QueueFilter:
    """The filters of the queue; '' for none. `leeftijd` in days; `tweede` only second looks.

    It goes along from case to case: who works through one deliverer stays with that deliverer.
    """

    vlp: str = ""
    reden: str = ""
    leeftijd: str = ""
    tweede: bool = False

    @property
    def any(self) -> bool:
        """Whether any filter is set."""
        return bool(self.vlp or self.reden or self.leeftijd)

    def link(self, path: str, **more: str) -> str:
        """Return an address of ours with this filter and what else is given; '' leaves out."""
        values = {"vlp": self.vlp, "reden": self.reden, "leeftijd": self.leeftijd}
        if self.tweede:
            values = {"tweede": "ja"}
        kept = {key: value for key, value in (values | more).items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path


@dataclass(frozen=True)
class Verdict:
    """What a reviewer sent: an outcome, the tab that was open, a reason, and the version seen."""

    uitkomst: str
    rang: int | None
    reden: str
    versie: str


@dataclass(frozen=True)
class Uploaded:
    """Files of a delivery as they came in, under names of ours.

    `names`: those names → what the sender calls the files.
    """

    signals: Sequence[Path]
    residents: Path | None = None
    previous_addresses: Path | None = None
    addresses: Path | None = None
    names: Mapping[str, str] = field(default_factory=dict)


class CaseDesk(Protocol):
    """The cases of one reviewer. A case that is not there, or not for this user, is WebError 404."""

    def queue(self, chosen: QueueFilter, cursor: str) -> Context:
        """Return the context of queue.html."""

    def case(self, case_id: str, rang: int | None, score: bool, chosen: QueueFilter) -> Context:
        """Return the context of decide.html, and note in the audit that the user saw it."""

    def decide(self, case_id: str, verdict: Verdict, chosen: QueueFilter) -> str:
        """Keep a judgement; return the path of the next case in the filter, '' when there is none.

        Raises Refused (a reason is needed) or WebError 409 (the case changed since it was shown).
        """

    def undo(self, case_id: str, versie: str) -> None:
        """Take the user's own judgement back. Raises WebError 409 when it cannot be any more."""

    def second_look(self) -> Context:
        """Return the context of second_look.html."""

    def say_feedback(self, case_id: str, code: str, reason: str) -> tuple[str, str]:
        """Confirm, change or refuse proposed feedback; return the address of its run and what was done
        (bevestigd, gewijzigd, geweigerd). Raises Refused without a reason, WebError 409 too late."""

    def take_back_feedback(self, case_id: str) -> None:
        """Make a proposal of it again. Raises WebError 409 when it cannot be any more."""


class RunDesk(Protocol):
    """Deliveries and what came of them."""

    def runs(self) -> Context:
        """Return the context of runs.html."""

    def upload_form(self) -> Context:
        """Return the context of upload.html, without `fouten`."""

    def keep_upload(self, files: Uploaded) -> str:
        """Keep uploaded files of a delivery that waits for its columns; return its id. Raises Refused."""

    def waiting_files(self, run_id: str) -> Uploaded:
        """Return the signal files of a delivery that waits for its columns; WebError 404, 409."""

    def start(self, run_id: str, mapping: str) -> None:
        """Start a waiting delivery with a mapping file (TOML text). Raises Refused."""

    def run(self, run_id: str) -> Context:
        """Return the context of run.html."""

    def quarantine(self, run_id: str, start: int) -> Context:
        """Return the context of quarantine.html, a page of rows from `start` (0 is the first)."""

    def remove(self, run_id: str) -> None:
        """Delete a delivery with its files, cases and judgements; WebError 404, 409 while it runs."""

    def export(self, run_id: str) -> Iterator[bytes]:
        """Return decisions as CSV for RIS and VPS, and note it in the audit."""


class CardDesk(Protocol):
    """Scorecards and the benchmark."""

    def cards(self, run_id: str) -> Context:
        """Return the context of scorecards.html; the newest run when `run_id` is ''."""

    def card(self, run_id: str, number: int) -> Context:
        """Return the context of scorecard.html."""

    def preview(self, run_id: str, number: int) -> Context:
        """Return the context of release.html, without `fouten`."""

    def release(self, run_id: str, number: int, versie: str) -> None:
        """Release the card that was previewed; WebError 409 when it is another by now."""

    def benchmark(self) -> Context:
        """Return the context of benchmark.html."""


class AuditDesk(Protocol):
    """The audit, the processing log, and the accounts."""

    def audit(self, kind: str, user: str, before: str, until: date | None = None) -> Context:
        """Return the context of audit.html."""

    def processing(self, before: str) -> Context:
        """Return the context of processing_log.html."""

    def processing_lines(self) -> Iterator[bytes]:
        """Return the whole processing log as JSON lines."""

    def password(self) -> Context:
        """Return the context of password.html, without `fouten`."""

    def change_password(self, old: str, new: str, again: str, token: str) -> None:
        """Change the user's own password and end the user's other sessions. Raises Refused.

        `token`: the cookie of the session that stays.
        """

    def accounts(self) -> Context:
        """Return the context of accounts.html, without `fouten` and `nieuw`."""

    def clients(self) -> Context:
        """Return the context of clients.html, without `fouten`, `nieuw` and `gemaakt`."""

    def add_client(self, name: str, roles: Sequence[str]) -> str:
        """Make an API key; return it, to be shown once. Raises Refused."""

    def withdraw_client(self, client_id: str) -> None:
        """Let an API key open nothing any more. Raises WebError 404, 409."""

    def add_account(self, values: Mapping[str, Any]) -> None:
        """Make an account of naam, wachtwoord, rollen, geheim. Raises Refused."""

    def change_account(self, account_id: str, values: Mapping[str, Any]) -> None:
        """Change rollen, geheim and actief of an account. Raises Refused."""
