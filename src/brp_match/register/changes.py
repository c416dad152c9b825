"""A month's changes laid over a register that was prepared before: what changed in the place of what stood there."""

from __future__ import annotations

from brp_match.database import Connection, create_table, run_step, scalar

_OF_PEOPLE = ("raw_inwoners", "raw_vorige_adressen", "raw_vorige_namen")
_KEPT = ("bronnen", "quarantaine", *_OF_PEOPLE, "raw_adressen")


def copy_earlier(con: Connection) -> str:
    """Copy what was read of the register attached as `reg`; return the codes it is for."""
    for table in _KEPT:
        create_table(con, table, f"FROM reg.{table}")
    return str(scalar(con, "SELECT gemeente FROM reg.std_kenmerken"))


def replace_changed(con: Connection, first: int) -> int:
    """Take away what stood there of everybody who came again, in files from number `first` on: the whole person, with
    previous addresses and former names; and the addresses, where an address file came. Returns how many people came.
    """
    # every table holds who came in another file than the people themselves
    run_step(
        con,
        f"""CREATE OR REPLACE TEMP TABLE opnieuw AS
        SELECT DISTINCT persoon_id FROM raw_inwoners WHERE bron >= {first:d} AND persoon_id IS NOT NULL""",
    )
    for table in _OF_PEOPLE:
        run_step(
            con,
            f"DELETE FROM {table} WHERE bron < {first:d} AND persoon_id IN (SELECT persoon_id FROM opnieuw)",
        )
    if scalar(con, f"SELECT count(*) FROM raw_adressen WHERE bron >= {first:d}"):
        run_step(con, f"DELETE FROM raw_adressen WHERE bron < {first:d}")
    count = int(scalar(con, "SELECT count(*) FROM opnieuw"))
    run_step(con, "DROP TABLE opnieuw")
    return count
