"""How a signal's address relates to where a resident lives and has lived."""

from __future__ import annotations

from brp_match.database import Connection, create_table, run_step

RECENT_DAYS = 730
"""A previous address left at most this many days before the signal counts as recent."""

ADDRESS_CLASSES = (
    "ontbreekt", "afwijkend", "bedrijf", "nabij", "vorig_lang", "vorig_recent", "straat_gelijk",
    "toevoeging_afwijkend", "toevoeging_ontbreekt", "gelijk",
)  # fmt: skip
"""Classes of the address, the best last; the best over all addresses of a resident is kept."""


def build_address_features(con: Connection, *, register: str = "") -> None:
    """Make `adres_kenmerken(paar_nr, adres_klasse, adres_huidig, adres_dagen)`.

    Classes: gelijk, toevoeging_ontbreekt, toevoeging_afwijkend, straat_gelijk (postcode differs or
    is missing), vorig_recent, vorig_lang, nabij (same street or postcode, other number), bedrijf
    (the signal's address is no dwelling and the resident lives elsewhere), afwijkend, ontbreekt.
    `adres_dagen`: days between leaving a previous address and the signal. Needs `signaal_adres`.
    """
    rank = {name: place for place, name in enumerate(ADDRESS_CLASSES, start=1)}
    ranked = f"""CASE
        WHEN s.nummer IS NULL OR (s.postcode IS NULL AND s.straat IS NULL) THEN {rank["ontbreekt"]}
        WHEN v.persoon_nr IS NULL THEN {rank["ontbreekt"]}
        WHEN v.nummer = s.nummer AND (v.postcode = s.postcode OR v.straat = s.straat
            OR straat_lijkt(s.straat, s.straat_klank, v.straat)) THEN
            CASE WHEN NOT v.huidig THEN
                    CASE WHEN v.datum_tot IS NOT NULL AND s.signaaldatum IS NOT NULL
                        AND s.signaaldatum - v.datum_tot > {RECENT_DAYS} THEN {rank["vorig_lang"]} ELSE {rank["vorig_recent"]} END
                WHEN v.postcode IS DISTINCT FROM s.postcode THEN {rank["straat_gelijk"]}
                WHEN toevoeging_gelijk(v.toevoeging, s.toevoeging) THEN {rank["gelijk"]}
                WHEN v.toevoeging = '' OR s.toevoeging = '' THEN {rank["toevoeging_ontbreekt"]}
                ELSE {rank["toevoeging_afwijkend"]} END
        WHEN v.huidig AND (v.postcode = s.postcode OR (v.straat = s.straat AND v.straat IS NOT NULL)) THEN {rank["nabij"]}
        WHEN v.huidig AND s.geen_woning THEN {rank["bedrijf"]}
        ELSE {rank["afwijkend"]} END"""
    _macros(con)
    create_table(
        con,
        "adres_kenmerken",
        # the rank stands here once: DuckDB writes an expression out, its dozens of patterns with it,
        # wherever the column it makes is named
        f"""SELECT paar_nr, {list(ADDRESS_CLASSES)}[k.rang] AS adres_klasse, k.huidig AS adres_huidig, k.dagen AS adres_dagen,
            k.postcode AS adres_postcode, k.nummer AS adres_nummer, k.toevoeging AS adres_toevoeging
        FROM (SELECT p.paar_nr, max({{'rang': {ranked}, 'later': coalesce(v.datum_tot - s.signaaldatum, 0),
                    'volgorde': hash(v.postcode, v.nummer, v.toevoeging), 'huidig': coalesce(v.huidig, false),
                    'dagen': s.signaaldatum - v.datum_tot,
                    'postcode': v.postcode, 'nummer': v.nummer, 'toevoeging': v.toevoeging}}) AS k
            FROM paren p JOIN signaal_adres s USING (signaal_nr)
            LEFT JOIN {register}std_verblijf v USING (persoon_nr)
            GROUP BY p.paar_nr)""",
    )


def _macros(con: Connection) -> None:
    """Macros of a comparison.

    `toevoeging_gelijk(a, b)`: the same addition, also where one side has the short form of a ground
    floor, of Haarlem's red and black, or of a first floor. `straat_lijkt(s, klank, t)`: two street
    keys that sound the same (Dorpstraat, Dorpsstraat), or of which one has a first word cut to its
    initial (rule 11 of NEN 5825; `P. Beatrixlaan`).
    """
    run_step(
        con,
        """CREATE OR REPLACE MACRO toevoeging_gelijk(a, b) AS a = b OR list_contains(
        ['H|HS', 'HS|H', 'R|RD', 'RD|R', 'Z|ZW', 'ZW|Z', 'I|1', '1|I', 'BV|BOV', 'BOV|BV', 'BN|BEN', 'BEN|BN'],
        a || '|' || b)""",
    )
    run_step(
        con,
        """CREATE OR REPLACE MACRO straat_lijkt(s, klank_s, t) AS s[1] = t[1] AND least(len(s), len(t)) >= 7
        AND ((len(s) < len(t) AND ends_with(t, substr(s, 2))) OR (len(t) < len(s) AND ends_with(s, substr(t, 2)))
            OR (abs(len(s) - len(t)) <= 2 AND klank_s = klank(t)))""",
    )


def build_signal_addresses(con: Connection, *, register: str = "") -> None:
    """Make `signaal_adres`: the address of each signal with what the address file says of it.

    The file's addresses at that postcode and number count; where it has none there, those at that
    street and number (boxes often have no postcode, and a postcode may be mistyped).
    `geen_woning`: every address at that number (and addition, where it is found) has no woonfunctie;
    false where the file is absent or does not know the address. `box`: the same, for `overige
    gebruiksfunctie` only. `deels_geen_woning`: the signal has no addition, or one that is not in the
    file, and some, not all, of the addresses at that number are no home. `onbekend`: there is a file
    and it has the number neither at that postcode nor in that street.
    """
    create_table(
        con,
        "signaal_adres",
        f"""WITH op_postcode AS (SELECT s.signaal_nr, s.toevoeging AS gezocht, a.toevoeging, a.geen_woning, a.box
            FROM std_signalen s JOIN {register}std_adressen a USING (postcode, nummer)),
        in_bestand AS (SELECT * FROM op_postcode
            UNION ALL
            SELECT s.signaal_nr, s.toevoeging, a.toevoeging, a.geen_woning, a.box
            FROM std_signalen s ANTI JOIN op_postcode USING (signaal_nr)
            JOIN {register}std_adressen a USING (straat, nummer)),
        precies AS (SELECT signaal_nr, bool_and(geen_woning) AS geen_woning, bool_and(box) AS box
            FROM in_bestand WHERE toevoeging = gezocht GROUP BY 1),
        nummer AS (SELECT signaal_nr, bool_and(geen_woning) AS geen_woning,
                bool_or(geen_woning) AS deels, bool_and(box) AS box
            FROM in_bestand GROUP BY 1)
        SELECT s.signaal_nr, s.postcode, s.nummer, s.toevoeging, s.straat, klank(s.straat) AS straat_klank,
            s.signaaldatum,
            coalesce(p.geen_woning, n.geen_woning, false) AS geen_woning,
            coalesce(p.box, n.box, false) AS box,
            (p.signaal_nr IS NULL OR s.toevoeging = '') AND coalesce(n.deels AND NOT n.geen_woning, false)
                AS deels_geen_woning,
            s.nummer IS NOT NULL AND coalesce(s.postcode, s.straat) IS NOT NULL AND n.signaal_nr IS NULL
                AND EXISTS (SELECT 1 FROM {register}std_adressen) AS onbekend
        FROM std_signalen s LEFT JOIN precies p USING (signaal_nr) LEFT JOIN nummer n USING (signaal_nr)""",
    )
