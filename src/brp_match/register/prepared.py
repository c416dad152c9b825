"""A register prepared before: who made it, and whether this version can use it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from brp_match import __version__
from brp_match.content import content_hash
from brp_match.database import Connection, quote_literal, run_step, scalar, unreadable
from brp_match.errors import BrpMatchError
from brp_match.register.municipalities import parse_codes

TABLES = 10
"""Number of what the tables of a register hold: one up whenever a column of it, or what stands in one, changes."""


def made_with() -> str:
    """Return what a prepared register depends on: our version, its tables and the word lists, as one text."""
    return f"{__version__} {TABLES} {content_hash('comparators', only='.csv')[:16]}"


def attach_register(con: Connection, register: Path) -> None:
    """Attach a file of `prepare` as `reg`, to be read only.

    Raises BrpMatchError BESTAND_ONTBREEKT or BESTAND_IS_MAP; REGISTER_ONLEESBAAR for another file or a damaged one;
    REGISTER_VEROUDERD for one that another version, or one with other word lists, prepared.
    """
    if register.is_dir():
        raise BrpMatchError(
            "BESTAND_IS_MAP", register.name, "dit is een map; geef het bestand dat 'prepare' maakte"
        )
    if not register.is_file():
        raise BrpMatchError(
            "BESTAND_ONTBREEKT", register.name, "dit voorbereide register bestaat niet"
        )
    try:
        run_step(con, f"ATTACH {quote_literal(str(register.absolute()))} AS reg (READ_ONLY)")
    except duckdb.Error as error:
        raise unreadable(register) from error
    try:
        for table in ("std_inwoners", "std_sleutels", "std_kenmerken"):
            con.execute(f"FROM reg.{table} LIMIT 0").fetchall()
        maker = scalar(con, "SELECT gemaakt_met FROM reg.std_kenmerken")
    except duckdb.BinderException:
        # before there was a column for it
        maker = None
    except duckdb.CatalogException as error:
        raise BrpMatchError(
            "REGISTER_ONLEESBAAR", register.name, "dit bestand is niet met 'prepare' gemaakt"
        ) from error
    except duckdb.Error as error:
        raise unreadable(register) from error
    if maker != made_with():
        raise BrpMatchError(
            "REGISTER_VEROUDERD",
            register.name,
            "dit register is met een andere versie van brp-match of met andere naamlijsten gemaakt; "
            "draai 'brp-match prepare' opnieuw",
        )


def check_options(
    con: Connection, register: Path, gemeente: str | None, previous_addresses: Path | None
) -> None:
    """Refuse options that a prepared register has settled: another municipality, previous addresses.

    Raises BrpMatchError OPTIE_BIJ_PREPARE with every fault. Needs the register attached.
    """
    said = "dat staat vast in een voorbereid register; geef dit bij 'brp-match prepare'"
    own = scalar(con, "SELECT gemeente FROM reg.std_kenmerken")
    wrong = []
    if gemeente is not None and ",".join(parse_codes(gemeente)) != own:
        wrong.append("--gemeente")
    if previous_addresses is not None:
        wrong.append("--previous-addresses")
    if wrong:
        raise BrpMatchError("OPTIE_BIJ_PREPARE", f"{register.name}, {' en '.join(wrong)}", said)
