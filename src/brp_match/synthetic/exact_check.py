"""Today's exact check: name, birth date and address must agree; a signal that does not drops out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from brp_match.database import Connection, connect, create_reading
from brp_match.ingest import load_register, load_signals
from brp_match.reading import read_date

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

_BIRTHS = " UNION ALL ".join(
    f"SELECT geboortedatum FROM {table}" for table in ("raw_signalen", "raw_inwoners")
)


def _whole_date(text: str) -> tuple[date | None]:
    """A whole date in any form that we read ourselves, else None: a date that today's software would read must
    not count as its drop-out."""
    return (read_date(text).date,)


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
        create_reading(con, "exact_datums", _BIRTHS, {"datum": "DATE"}, _whole_date)
        rows = con.execute(
            f"""WITH s AS (SELECT signaal_id, lower(concat_ws(' ', voorvoegsel, achternaam)) AS achternaam,
                lower(left(coalesce(voornamen, voorletters, achternaam), 1)) AS letter,
                lower(split_part(coalesce(voornamen, achternaam), ' ', 1)) AS voornaam,
                d.datum,
                upper(replace(postcode, ' ', '') || '|' || huisnummer) AS adres_kort,
                upper(replace(postcode, ' ', '') || '|' || huisnummer || '|' || coalesce(huisletter, '') || '|'
                    || coalesce(huisnummertoevoeging, '')) AS adres
                FROM raw_signalen LEFT JOIN exact_datums d ON d.tekst = geboortedatum),
            r AS (SELECT persoon_id, lower(concat_ws(' ', voorvoegsel, geslachtsnaam)) AS achternaam,
                lower(left(coalesce(voornamen, geslachtsnaam), 1)) AS letter,
                lower(split_part(coalesce(voornamen, geslachtsnaam), ' ', 1)) AS voornaam,
                d.datum,
                upper(replace(postcode, ' ', '') || '|' || huisnummer) AS adres_kort,
                upper(replace(postcode, ' ', '') || '|' || huisnummer || '|' || coalesce(huisletter, '') || '|'
                    || coalesce(huisnummertoevoeging, '')) AS adres
                FROM raw_inwoners LEFT JOIN exact_datums d ON d.tekst = geboortedatum WHERE opschorting_reden IS NULL)
            SELECT s.signaal_id, coalesce(min(r.persoon_id), '') FROM s LEFT JOIN r ON {VARIANTS[variant]}
            GROUP BY s.signaal_id ORDER BY s.signaal_id"""
        ).fetchall()
    finally:
        if own:
            con.close()
    return dict(rows)
