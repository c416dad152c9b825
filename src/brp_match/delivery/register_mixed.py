"""A register whose columns do not belong together: one was sorted by itself, or stands a row lower than the others.

Every value is at home in its column then, and every resident somebody else. What belongs together in any register tells
it: people with a partner are no children, most live at the address of that partner, and given names go with a sex.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from brp_match.database import Connection, scalar
from brp_match.delivery.register_columns import one_in
from brp_match.errors import BrpMatchError
from brp_match.ingest.register_values import AT_LEAST
from brp_match.reading.dates import read_date

CHILD, YOUNG_SHARE, WITH_PARTNER = 15, 0.01, 2000
"""Nobody younger than so many years has a partner: of so many people with one, fewer than this share are (made-up towns:
none; with birth dates a row lower 3.6%, sorted by themselves 9%)."""

TOGETHER = 0.4
"""Of the residents with a partner, who may have died or left, at least this share lives with somebody whose partner they
are by name (with addresses or surnames of others: at most a quarter)."""

OF_ONE_SEX, BEARERS, A_NAME = 0.8, 5, r"[\pL-]{4,}|\p{Lu}\p{Ll}\p{Ll}"
"""Of the residents with a given name that so many bear, at least this share is of the sex that most of them are. What is
shorter, or has full stops, may be the initials of anybody."""

SHARED = 0.1
"""No larger share of the rows names somebody else by a number that has been given."""

KNOWN, ASKED = 0.1, 1000
"""Of so many of those with earlier addresses at least this share are residents, who may have left since."""

PEAK = 4
"""On the days beside 1 January are born at most so many times as many as on any other."""

ENOUGH = 100
"""So many residents must be looked at to tell."""


def refuse_mixed(con: Connection, today: date) -> None:
    """Raise BrpMatchError INWONERS_DOOR_ELKAAR where the columns of `raw_inwoners` do not belong together,
    INWONERS_GEBOORTEDATUM where days were counted from 1904, INWONERS_PERSOON_ID where one number is that of several people, VORIGE_ADRESSEN_PERSOON where the earlier addresses
    are of others."""
    if _shared_numbers(con):
        raise BrpMatchError(
            "INWONERS_PERSOON_ID", "inwoners",
            "hetzelfde persoon_id staat bij verschillende mensen; heeft een rekenblad er 1E+09 van gemaakt? Lever het als tekst",
        )  # fmt: skip
    if _strange_history(con):
        raise BrpMatchError(
            "VORIGE_ADRESSEN_PERSOON", "vorige adressen",
            "bijna geen persoon_id van de vorige adressen staat bij de inwoners; lever beide uit hetzelfde uittreksel",
        )  # fmt: skip
    if _other_calendar(con, today):
        raise BrpMatchError(
            "INWONERS_GEBOORTEDATUM", "inwoners",
            "de geboortedatums staan vier jaar en een dag verkeerd, zoals een rekenblad doet dat dagen vanaf 1904 telt; lever ze als jjjjmmdd",
        )  # fmt: skip
    if _young_partners(con, today):
        raise _mixed("veel mensen met een partner zouden nog kind zijn")
    if _partners_apart(con):
        raise _mixed("bijna niemand woont bij zijn partner")
    if _names_of_no_sex(con):
        raise _mixed("de voornamen passen niet bij man of vrouw")


def _mixed(why: str) -> BrpMatchError:
    return BrpMatchError(
        "INWONERS_DOOR_ELKAAR", "inwoners",
        f"de kolommen horen niet bij elkaar: {why}. Is een kolom apart gesorteerd of een rij verschoven? Maak het uittreksel opnieuw",
    )  # fmt: skip


def _shared_numbers(con: Connection) -> bool:
    """Tell whether many residents have the number of somebody who was born on another day."""
    different, every = con.execute(
        "SELECT approx_count_distinct(persoon_id), count(*) FROM raw_inwoners"
    ).fetchall()[0]
    if different >= (1 - SHARED) * every:
        return False
    others = int(scalar(
        con,
        """SELECT coalesce(sum(n - 1), 0) FROM (
            SELECT count(DISTINCT geboortedatum) AS n FROM raw_inwoners GROUP BY persoon_id) WHERE n > 1""",
    ))  # fmt: skip
    return bool(others > max(AT_LEAST, SHARED * every))


def _strange_history(con: Connection) -> bool:
    """Tell whether hardly any of those with earlier addresses is a resident."""
    rows = int(scalar(con, "SELECT count(*) FROM raw_vorige_adressen"))
    if rows < ENOUGH:
        return False
    people, known = con.execute(
        f"""WITH enkele AS (SELECT DISTINCT persoon_id FROM raw_vorige_adressen WHERE regel % {rows // ASKED + 1} = 0)
        SELECT (SELECT count(*) FROM enkele), count(DISTINCT persoon_id) FROM raw_inwoners SEMI JOIN enkele USING (persoon_id)"""
    ).fetchall()[0]
    return bool(known < KNOWN * people)


def _young_partners(con: Connection, today: date) -> bool:
    found = con.execute(
        f"""SELECT geboortedatum FROM raw_inwoners WHERE length(partner_geslachtsnaam) > 1 AND geboortedatum IS NOT NULL
        AND regel % {one_in(con)} = 0 ORDER BY md5(persoon_id) LIMIT {WITH_PARTNER}"""
    ).fetchall()
    years = [year for (text,) in found if (year := read_date(text).year)]
    young = sum(today.year - CHILD < year <= today.year for year in years)
    return young > max(AT_LEAST, YOUNG_SHARE * len(years))


def _other_calendar(con: Connection, today: date) -> bool:
    """Tell whether birth dates were moved between the two calendars of a spreadsheet, 1,462 days apart: those of whom the
    register knows only that 1 January serves stand at 2 January or 31 December, or many were born after `today`."""
    days: Counter[tuple[int, int]] = Counter()
    ahead = 0
    for text, count in con.execute(
        f"SELECT geboortedatum, count(*) FROM raw_inwoners WHERE regel % {one_in(con)} = 0 GROUP BY 1"
    ).fetchall():
        if born := read_date(text).date:
            days[born.month, born.day] += count
            ahead += count * (born > today)
    beside = max(days[1, 2], days[12, 31])
    usual = max(days.total() / 365, days[1, 1] / 2)
    return max(ahead - YOUNG_SHARE * days.total(), beside - PEAK * usual) > AT_LEAST


def _partners_apart(con: Connection) -> bool:
    there = " AND ".join(
        f"b.{column} IS NOT DISTINCT FROM a.{column}"
        for column in ("huisnummer", "huisletter", "huisnummertoevoeging")
    )
    # as anybody writes it: in capitals, without marks, with the prefix in front or behind a comma
    name = r"regexp_extract(lower(strip_accents({})), '([^ ,]+) *(,.*)?$', 1)".format
    theirs, own = "partner_geslachtsnaam", "geslachtsnaam"
    counted, together = con.execute(
        f"""SELECT count(*), count(*) FILTER (gevonden) FROM (
            SELECT bool_or({name("b." + own)} = {name("a." + theirs)} AND {name("b." + theirs)} = {name("a." + own)}) AS gevonden
            FROM raw_inwoners a JOIN raw_inwoners b ON b.postcode = a.postcode AND {there} AND b.rowid <> a.rowid
            WHERE length(a.partner_geslachtsnaam) > 1 AND a.huisnummer IS NOT NULL AND a.regel % {one_in(con)} = 0
            GROUP BY a.rowid)"""
    ).fetchall()[0]
    return bool(counted >= ENOUGH and together < TOGETHER * counted)


def _names_of_no_sex(con: Connection) -> bool:
    borne, usual = con.execute(
        f"""SELECT coalesce(sum(n), 0), coalesce(sum(meest), 0) FROM (
            SELECT sum(n) AS n, max(n) AS meest FROM (
                SELECT split_part(voornamen, ' ', 1) AS naam, geslacht, count(*) AS n FROM raw_inwoners
                WHERE geslacht IN ('M', 'V') AND regel % {one_in(con)} = 0 GROUP BY ALL)
            WHERE regexp_full_match(naam, '{A_NAME}') GROUP BY naam HAVING sum(n) >= {BEARERS})"""
    ).fetchall()[0]
    return bool(borne >= ENOUGH and usual < OF_ONE_SEX * borne)
