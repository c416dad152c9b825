"""Today's exact check: name, birth date and address must agree; a signal that does not drops out."""

from __future__ import annotations

from pathlib import Path

from brp_match.database import Connection, connect
from brp_match.ingest import load_register, load_signals
from brp_match.standardise import dates

VARIANTS = {
    "exact": (
        "r.achternaam = s.achternaam AND r.letter = s.letter AND r.datum = s.datum AND r.adres = s.adres"
    ),
    "exact_voornamen": (
        "r.achternaam = s.achternaam AND r.voornaam = s.voornaam AND r.datum = s.datum AND r.adres = s.adres"
    ),
    "exact_zonder_toevoeging": (
        "r.achternaam = s.achternaam AND r.letter = s.letter AND r.datum = s.datum AND r.adres_kort = s.adres_kort"
    ),
}
"""Three plausible readings of "name, birth date and address": surname with prefix and first initial;
surname and first given name; the first, without house letter and addition."""

BIRTH_DATE = """coalesce(try_strptime(geboortedatum, '%Y%m%d')::DATE,
    list_transform([datum_delen(geboortedatum)],
        lambda d: TRY_CAST(printf('%04d-%02d-%02d', d.jaar, d.maand, d.dag) AS DATE))[1])"""
"""A whole date in any form that we read ourselves, else NULL: a date that today's software would
read must not count as its drop-out. The register's own form first, which is quick."""


def exact_check(
    signals: tuple[Path, ...],
    residents: Path,
    *,
    variant: str = "exact",
    con: Connection | None = None,
) -> dict[str, str]:
    """Return signaal_id → persoon_id that agrees exactly ("" when none): all else drops out.

    Texts are trimmed and compared without regard to case, dates as days. `variant`: a key of
    VARIANTS. Raises BrpMatchError for files that cannot be read.
    """
    own = con is None
    con = con or connect()
    try:
        load_signals(con, signals)
        load_register(con, residents)
        dates.create_macros(con)
        rows = con.execute(
            f"""WITH s AS (SELECT signaal_id, lower(concat_ws(' ', voorvoegsel, achternaam)) AS achternaam,
                lower(left(coalesce(voornamen, voorletters, achternaam), 1)) AS letter,
                lower(split_part(coalesce(voornamen, achternaam), ' ', 1)) AS voornaam,
                {BIRTH_DATE} AS datum,
                upper(replace(postcode, ' ', '') || '|' || huisnummer) AS adres_kort,
                upper(replace(postcode, ' ', '') || '|' || huisnummer || '|' || coalesce(huisletter, '') || '|'
                    || coalesce(huisnummertoevoeging, '')) AS adres FROM raw_signalen),
            r AS (SELECT persoon_id, lower(concat_ws(' ', voorvoegsel, geslachtsnaam)) AS achternaam,
                lower(left(coalesce(voornamen, geslachtsnaam), 1)) AS letter,
                lower(split_part(coalesce(voornamen, geslachtsnaam), ' ', 1)) AS voornaam,
                {BIRTH_DATE} AS datum,
                upper(replace(postcode, ' ', '') || '|' || huisnummer) AS adres_kort,
                upper(replace(postcode, ' ', '') || '|' || huisnummer || '|' || coalesce(huisletter, '') || '|'
                    || coalesce(huisnummertoevoeging, '')) AS adres
                FROM raw_inwoners WHERE opschorting_reden IS NULL)
            SELECT s.signaal_id, coalesce(min(r.persoon_id), '') FROM s LEFT JOIN r ON {VARIANTS[variant]}
            GROUP BY s.signaal_id ORDER BY s.signaal_id"""
        ).fetchall()
    finally:
        if own:
            con.close()
    return dict(rows)
