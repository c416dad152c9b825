"""Signals standardised: raw_signalen → std_signalen, std_signaal_namen; and their keys, sig_sleutels.

A signal may name its person in several ways at once (parts, a whole name, a trade name, two
people in one field). Each way is a reading; a candidate is compared with every reading.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table, scalar, together
from brp_match.standardise.keys import key
from brp_match.standardise.signal_names import build_name_readings, build_organisations


def build_signals(con: Connection) -> None:
    """Make the signal tables. Needs raw_signalen, lijst_* and the macros; nothing of a register.

    std_signalen: `signaal_nr` (1…, ordered by vlp, signaal_id), signaal_id, vlp, sector,
    klantnummer, signaaldatum DATE, bedrag DOUBLE, geboortedatum parts (jaar, maand, dag, soort),
    address (postcode, nummer, toevoeging, straat, postbus), rechtsvorm, onderneming, handelswoord.
    std_signaal_namen: see `build_name_readings`.
    """
    together(
        con,
        lambda c: build_organisations(
            c, "sig_organisaties", "SELECT coalesce(achternaam, volledige_naam) FROM raw_signalen"
        ),
        _build_fields,
    )
    create_table(
        con,
        "std_signalen",
        """SELECT (row_number() OVER (ORDER BY vlp, signaal_id))::INTEGER AS signaal_nr,
            v.* EXCLUDE (kvk_nummer), o.soort AS rechtsvorm,
            coalesce(o.handelsnaam, false) OR coalesce(o.soort = 'natuurlijk', false)
                OR kvk_nummer IS NOT NULL AS onderneming,
            coalesce(o.handelswoord, false) AS handelswoord
        FROM sig_velden v LEFT JOIN sig_organisaties o ON o.tekst = v.naam""",
    )
    build_name_readings(con)


def _build_fields(con: Connection) -> None:
    """Make `sig_velden`: dates, amount and address of each signal; what the organisations need nothing of."""
    create_table(
        con,
        "sig_velden",
        r"""SELECT signaal_id, vlp, coalesce(sector, 'Overige') AS sector, klantnummer,
            datum_waarde(signaaldatum) AS signaaldatum, soort_signaal,
            bedrag_waarde(bedrag) AS bedrag,
            g.jaar AS jaar, g.maand AS maand, g.dag AS dag, g.soort AS geb_soort,
            postcode, h.nummer AS nummer, h.letter || h.toevoeging AS toevoeging,
            straat_sleutel(straat) AS straat, postbus, kvk_nummer,
            voornamen, voorletters, voorvoegsel, achternaam, volledige_naam, naam
        FROM (SELECT *, s.straat AS straat,
                huisnummer_delen(nummer_geheel, letter_over, toevoeging_over) AS h
            FROM (SELECT *,
                    -- the street field may hold what the number fields leave out
                    CASE WHEN huisnummer IS NOT NULL THEN
                            CASE WHEN huisletter IS NULL AND huisnummertoevoeging IS NULL
                                AND regexp_full_match(s.rest, trim(huisnummer) || '[^0-9].*') THEN s.rest ELSE huisnummer END
                        ELSE coalesce(s.rest, CASE WHEN regexp_matches(huisnummertoevoeging, '^\s*\d') THEN huisnummertoevoeging
                            WHEN regexp_matches(huisletter, '^\s*\d') THEN huisletter END) END AS nummer_geheel,
                    CASE WHEN huisnummer IS NULL AND s.rest IS NULL AND regexp_matches(huisletter, '^\s*\d')
                        AND NOT regexp_matches(coalesce(huisnummertoevoeging, ''), '^\s*\d') THEN NULL ELSE huisletter END AS letter_over,
                    CASE WHEN huisnummer IS NULL AND s.rest IS NULL AND regexp_matches(huisnummertoevoeging, '^\s*\d')
                        THEN NULL ELSE huisnummertoevoeging END AS toevoeging_over
            FROM (SELECT * EXCLUDE (postcode), datum_delen(geboren) AS g,
                    straat_en_nummer(straatnaam) AS s,
                    coalesce(postcode_gelezen(postcode), postcode_sleutel(regexp_extract(straatnaam,
                        '\b([1-9]\d{3}\s?[A-Za-z]{2})\b', 1))) AS postcode,
                    coalesce(is_postbus(straatnaam), false) AS postbus,
                    coalesce(achternaam, volledige_naam) AS naam
                FROM (SELECT *, datum_volgorde(geboortedatum) AS geboren FROM raw_signalen))))""",
    )


def build_signal_keys(con: Connection, *, register: str = "") -> None:
    """Make `sig_sleutels(soort, sleutel, signaal_nr)`: what a signal asks the register for. Needs the tables
    of `build_signals`, and `std_kenmerken` of the register: in a large one the key of a birth date is finer.
    """
    fine = bool(scalar(con, f"SELECT fijn FROM {register}std_kenmerken"))
    date = "SELECT signaal_nr, jaar, maand, dag FROM std_signalen WHERE geb_soort = 'geldig'"
    dates = f"""{date} UNION SELECT signaal_nr, jaar, dag, maand FROM ({date}) WHERE dag <= 12"""
    birth = (
        f"""SELECT 'G', {key("G", "jaar", "maand", "dag", "letter")}, signaal_nr
            FROM datums JOIN letter USING (signaal_nr)"""
        if fine
        else f"SELECT 'G', {key('G', 'jaar', 'maand', 'dag')}, signaal_nr FROM datums"
    )
    create_table(
        con,
        "sig_sleutels",
        f"""WITH datums AS ({dates}),
        delen AS (SELECT DISTINCT signaal_nr, unnest(a || v || CASE WHEN len(a) > 1 THEN [aaneen(a)]
                ELSE [] END || CASE WHEN a_vol IS NOT NULL THEN [a_vol] ELSE [] END) AS deel
            FROM std_signaal_namen),
        klank AS (SELECT DISTINCT signaal_nr, klank(deel) AS klank FROM delen WHERE len(deel) > 1),
        letter AS (
            SELECT DISTINCT signaal_nr, unnest(letters || letters(a) || letters(v)) AS letter
            FROM std_signaal_namen
            UNION SELECT signaal_nr, unnest(letters(g.groepen))
            FROM std_signaal_namen n JOIN lijst_naamgroepen g ON g.naam = n.v[1]),
        sleutels(soort, sleutel, signaal_nr) AS (
            SELECT 'A', {key("A", "postcode", "nummer")}, signaal_nr FROM std_signalen
            UNION ALL SELECT 'S', {key("S", "straat", "nummer")}, signaal_nr FROM std_signalen
            UNION ALL {birth}
            UNION ALL SELECT 'N', {key("N", "klank", "letter")}, signaal_nr
                FROM klank JOIN letter USING (signaal_nr)
            UNION ALL SELECT 'J', {key("J", "klank", "jaar")}, signaal_nr
                FROM klank JOIN datums USING (signaal_nr)
            UNION ALL SELECT 'D', {key("D", "klank", "maand", "dag")}, signaal_nr
                FROM klank JOIN datums USING (signaal_nr)
            UNION ALL SELECT 'P', {key("P", "postcode", "klank")}, signaal_nr
                FROM klank JOIN std_signalen USING (signaal_nr)
            UNION ALL SELECT 'T', {key("T", "deel")}, signaal_nr FROM delen)
        SELECT DISTINCT soort, sleutel, signaal_nr FROM sleutels WHERE sleutel IS NOT NULL""",
    )
