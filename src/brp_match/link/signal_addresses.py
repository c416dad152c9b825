"""What the address file says of the address of a signal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from brp_match.database import Connection, create_table_of


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """One address of the file at a number: its addition, whether it is no home, and a box or the like."""

    addition: str
    no_dwelling: bool
    box: bool


@dataclass(frozen=True, slots=True)
class AtAddress:
    """What the file says of a signal's address.

    `no_dwelling`: every address at that number (and addition, where it is found) has no woonfunctie; false
    where the file is absent or does not know the address. `box`: the same, for `overige gebruiksfunctie`
    only. `partly_no_dwelling`: the signal has no addition, or one that is not in the file, and some, not all,
    of the addresses at that number are no home.
    """

    no_dwelling: bool = False
    box: bool = False
    partly_no_dwelling: bool = False


def at_address(
    addition: str, known: Sequence[KnownAddress], *, lived_in: bool, numbered: bool = True
) -> AtAddress:
    """Return what the addresses of the file at the signal's number say of it; `addition` is the signal's.

    `lived_in`: somebody is registered at exactly this address. Where the file does not have it, the file is
    behind: it is a home. `numbered`: the signal has a number; without, those at its postcode or in its street are
    known, and a box among them may be the one.
    """
    if not numbered:
        return AtAddress(partly_no_dwelling=any(one.box for one in known))
    same = [one for one in known if one.addition == addition]
    if not known or (lived_in and not same):
        return AtAddress()
    meant = same or known
    homes = any(not one.no_dwelling for one in known)
    return AtAddress(
        no_dwelling=all(one.no_dwelling for one in meant),
        box=all(one.box for one in meant),
        partly_no_dwelling=(not same or addition == "")
        and homes
        and any(one.no_dwelling for one in known),
    )


_COLUMNS = {
    "signaal_nr": "INTEGER", "postcode": "VARCHAR", "nummer": "INTEGER", "toevoeging": "VARCHAR",
    "straat": "VARCHAR", "signaaldatum": "DATE", "geen_woning": "BOOLEAN", "box": "BOOLEAN",
    "deels_geen_woning": "BOOLEAN",
}  # fmt: skip


def build_signal_addresses(con: Connection, *, addresses: str = "", register: str = "") -> None:
    """Make `signaal_adres`: the address of each signal with what the address file says of it (`at_address`).

    The file's addresses at that postcode and number count; where it has none there, those at that
    street and number (boxes often have no postcode, and a postcode may be mistyped). Of a signal without a number those
    at its postcode, or else in its street, count, as far as they are boxes. `addresses` and `register`
    are the schema prefixes ("" or "reg.") of std_adressen and of tel_adres.
    """
    signals = con.execute(
        f"""SELECT signaal_nr, postcode, nummer, toevoeging, straat, signaaldatum, t.n IS NOT NULL
        FROM std_signalen s LEFT JOIN (FROM {register}tel_adres WHERE n > 0) t USING (postcode, nummer, toevoeging)
        ORDER BY signaal_nr"""
    ).fetchall()
    known: dict[int, list[KnownAddress]] = defaultdict(list)
    for number, addition, no_dwelling, box in con.execute(
        _KNOWN.format(addresses=addresses)
    ).fetchall():
        known[number].append(KnownAddress(addition, bool(no_dwelling), bool(box)))
    rows = []
    for *row, lived_in in signals:
        numbered = row[2] is not None
        found = at_address(row[3] or "", known[row[0]], lived_in=lived_in, numbered=numbered)
        rows.append((*row, found.no_dwelling, found.box, found.partly_no_dwelling))
    create_table_of(con, "signaal_adres", _COLUMNS, rows)


_KNOWN = """WITH op_postcode AS (SELECT s.signaal_nr, a.toevoeging, a.geen_woning, a.box
        FROM std_signalen s JOIN {addresses}std_adressen a USING (postcode, nummer)
        UNION ALL
        SELECT s.signaal_nr, a.toevoeging, a.geen_woning, a.box
        FROM std_signalen s JOIN {addresses}std_adressen a USING (postcode) WHERE s.nummer IS NULL AND a.box)
    FROM op_postcode
    UNION ALL
    SELECT s.signaal_nr, a.toevoeging, a.geen_woning, a.box
    FROM std_signalen s ANTI JOIN op_postcode USING (signaal_nr)
    JOIN {addresses}std_adressen a ON a.straat = s.straat AND (a.nummer = s.nummer OR s.nummer IS NULL AND a.box)"""
