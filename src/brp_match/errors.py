"""The one exception type a user may see, with its exit code and HTTP status.

A detail names a file, line, column, rule or count; never a name, date, address or BSN.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

WHY_NOT = {
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijf is vol",
    errno.EFBIG: "een bestand mag hier niet zo groot zijn",
    errno.EACCES: "hier mag niet geschreven worden",
    errno.EPERM: "hier mag niet geschreven worden",
    errno.EROFS: "hier mag niet geschreven worden",
    errno.ENOENT: "deze plaats bestaat niet",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EISDIR: "er staat een map met deze naam",
    errno.ENAMETOOLONG: "de naam is te lang",
}
"""What a computer says of a place that cannot be written → Dutch."""


class ExitCode(IntEnum):
    """Exit codes of the command line, as the contract fixes them."""

    DONE = 0
    OUR_FAULT = 1
    BAD_INPUT = 2
    QUARANTINED = 3


@dataclass(frozen=True)
class Fault:
    """One fault: stable `code`, `where` (file, line, column, key) and a Dutch `detail`."""

    code: str
    where: str
    detail: str

    def __str__(self) -> str:
        return (
            f"{self.where}: {self.detail} [{self.code}]"
            if self.where
            else f"{self.detail} [{self.code}]"
        )


def our_fault(error: Exception, where: str = "brp-match") -> Fault:
    """Return what is told of what nobody foresaw: its kind, for the message of a foreign error may hold a value of
    a delivery."""
    said = f"er ging iets mis in brp-match zelf ({type(error).__name__})"
    return Fault("ONZE_FOUT", where, said)


class BrpMatchError(Exception):
    """Bad usage, settings or input. Carries every fault found, not only the first.

    `exit_code` is the process exit code; `http_status` what the API answers.
    """

    def __init__(
        self,
        code: str,
        where: str,
        detail: str,
        *,
        more: Sequence[Fault] = (),
        exit_code: ExitCode = ExitCode.BAD_INPUT,
        http_status: int = 400,
    ) -> None:
        self.faults: tuple[Fault, ...] = (Fault(code, where, detail), *more)
        self.exit_code = exit_code
        self.http_status = http_status
        super().__init__("; ".join(str(fault) for fault in self.faults))

    @classmethod
    def from_faults(cls, faults: Sequence[Fault]) -> BrpMatchError:
        """Make one error out of one or more faults; raises ValueError when there is none."""
        if not faults:
            raise ValueError("an error needs at least one fault")
        first, *rest = faults
        return cls(first.code, first.where, first.detail, more=rest)
