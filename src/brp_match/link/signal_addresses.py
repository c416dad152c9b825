"""What the address file says of the address of a signal."""

from __future__ import annotations

from brp_match.database import Connection, create_table


def build_signal_addresses(con: Connection, *, addresses: str = "", register: str = "") -> None:
    """Make `signaal_adres`: the address of each signal with what the address file says of it.

    The file's addresses at that postcode and number count; where it has none there, those at that
    street and number (boxes often have no postcode, and a postcode may be mistyped).
    `geen_woning`: every address at that number (and addition, where it is found) has no woonfunctie;
    false where the file is absent or does not know the address. `box`: the same, for `overige
    gebruiksfunctie` only. `deels_geen_woning`: the signal has no addition, or one that is not in the
    file, and some, not all, of the addresses at that number are no home. `onbekend`: there is a file
    and it has the number neither at that postcode nor in that street. Where somebody is registered at exactly
    this address and the file does not have it, the file is behind: it is a home.
    `addresses` and `register` are the schema prefixes ("" or "reg.") of std_adressen and of tel_adres.
    """
    create_table(
        con,
        "signaal_adres",
        f"""WITH op_postcode AS (SELECT s.signaal_nr, s.toevoeging AS gezocht, a.toevoeging, a.geen_woning, a.box
            FROM std_signalen s JOIN {addresses}std_adressen a USING (postcode, nummer)),
        in_bestand AS (SELECT * FROM op_postcode
            UNION ALL
            SELECT s.signaal_nr, s.toevoeging, a.toevoeging, a.geen_woning, a.box
            FROM std_signalen s ANTI JOIN op_postcode USING (signaal_nr)
            JOIN {addresses}std_adressen a USING (straat, nummer)),
        precies AS (SELECT signaal_nr, bool_and(geen_woning) AS geen_woning, bool_and(box) AS box
            FROM in_bestand WHERE toevoeging = gezocht GROUP BY 1),
        nummer AS (SELECT signaal_nr, bool_and(geen_woning) AS geen_woning,
                bool_or(geen_woning) AS deels, bool_and(box) AS box
            FROM in_bestand GROUP BY 1),
        bewoond AS (SELECT DISTINCT s.signaal_nr FROM std_signalen s ANTI JOIN precies USING (signaal_nr)
            JOIN {register}tel_adres t USING (postcode, nummer, toevoeging) WHERE t.n > 0)
        SELECT s.signaal_nr, s.postcode, s.nummer, s.toevoeging, s.straat,
            s.signaaldatum,
            b.signaal_nr IS NULL AND coalesce(p.geen_woning, n.geen_woning, false) AS geen_woning,
            b.signaal_nr IS NULL AND coalesce(p.box, n.box, false) AS box,
            b.signaal_nr IS NULL AND (p.signaal_nr IS NULL OR s.toevoeging = '') AND coalesce(n.deels AND NOT n.geen_woning, false)
                AS deels_geen_woning,
            s.nummer IS NOT NULL AND coalesce(s.postcode, s.straat) IS NOT NULL AND n.signaal_nr IS NULL
                AND b.signaal_nr IS NULL
                AND EXISTS (SELECT 1 FROM {addresses}std_adressen) AS onbekend
        FROM std_signalen s LEFT JOIN precies p USING (signaal_nr) LEFT JOIN nummer n USING (signaal_nr)
        LEFT JOIN bewoond b USING (signaal_nr)""",
    )
