"""Whole names in one field: which readings come out, written by hand."""

from __future__ import annotations

import pytest

from brp_match.database import Connection, connect, create_table
from brp_match.ingest.columns import SIGNALS
from brp_match.ingest.rows import create_log_tables, create_raw_table
from brp_match.standardise import prepare_macros
from brp_match.standardise.organisations import create_name_macros
from brp_match.standardise.signal_names import build_name_variants
from brp_match.standardise.trade_names import build_organisations

Reading = tuple[str, str, str]
"""Given names, initials, surname without prefix; words joined by a space."""

CASES: list[tuple[str, Reading]] = [
    ("J.P. van den Berg", ("", "j p", "berg")),
    ("Dhr JP v.d. Berg", ("", "j p", "berg")),
    ("VAN DEN BERG J P", ("", "j p", "berg")),
    ("j.p. van den berg", ("", "j p", "berg")),
    ("V.D. BERG J.P.", ("", "j p", "berg")),
    ("J. van 't Hof", ("", "j", "hof")),
    ("A.Th.M. van den Berg", ("", "a t m", "berg")),
    ("Jan P. van den Berg", ("jan", "p", "berg")),
    ("J.P. (Jan) van den Berg", ("jan", "j p", "berg")),
    ("Jan (J.P.) van den Berg", ("jan", "", "berg")),
    ("van den Berg Jan", ("jan", "", "berg")),
    ("Berg Jan van den", ("jan", "", "berg")),
    ("Berg, Jan van den", ("jan", "", "berg")),
    ("Jan en Marie Jansen", ("jan", "", "jansen")),
    ("Jan en Marie Jansen", ("marie", "", "jansen")),
    ("M. de Vries, J.P. van den Berg", ("", "j p", "berg")),
    ("M. de Vries e/o J.P. van den Berg", ("", "m", "vries")),
    ("Bewindvoerder De Jong inzake J. Smit", ("", "j", "smit")),
    ("J. Smit p/a Bewindvoerder De Jong", ("", "j", "smit")),
    ("J. Smit tel. 020-1234567 j@example.nl", ("", "j", "smit")),
    ("J. Smit RA", ("", "j", "smit")),
    ("Senior, J.", ("", "j", "senior")),
    ("M.E. de Boer, geb. Jansen", ("", "m e", "boer jansen")),
    ("Jansen, M.E. e.v. de Boer", ("", "m e", "jansen boer")),
    ("Tesfay Gebremedhin Woldu", ("tesfay", "", "gebremedhin woldu")),
    ("Tesfay Gebremedhin Woldu", ("tesfay gebremedhin", "", "woldu")),
    ("Garcia Lopez", ("", "", "garcia lopez")),
    ("K. NG", ("", "k", "ng")),
    ("Onbekend Jansen", ("", "", "jansen")),
    ("ESH Akkerman (onder bewind)", ("", "e s h", "akkerman")),
    ("Fam. GHA Krones", ("", "g h a", "krones")),
    ("MARTENS NE", ("", "n e", "martens")),
    ("ERP TAALMAN KIP RHA VAN", ("", "r h a", "erp taalman kip")),
    ("JAN JANSEN", ("jan", "", "jansen")),
    ("JANSEN VAN", ("", "", "jansen")),
    ("Mw Hendrik van Es", ("hendrik", "", "van es")),
    ("Berg Hendrik van", ("hendrik", "", "berg")),
    ("Dhr. C.S. Voogt", ("", "c s", "voogt")),
    ("E.A. Smit", ("", "e a", "smit")),
    ("Voogt, C.S.", ("", "c s", "voogt")),
    ("E.V. Smit", ("", "e v", "smit")),
    ("J. Smit c.s.", ("", "j", "smit")),
    ("J. Smit e.a.", ("", "j", "smit")),
    ("Sarac Bouw", ("", "", "sarac")),
    ("Bloemenhuis K.P. Hoogman", ("", "k p", "hoogman")),
    ("Baumgartner Schildersbedr", ("", "", "baumgartner")),
]


def readings(names: list[str]) -> list[set[Reading]]:
    con: Connection = connect()
    prepare_macros(con)
    create_name_macros(con)
    create_log_tables(con)
    create_raw_table(con, "raw_signalen", SIGNALS, text=True)
    for number, name in enumerate(names):
        con.execute(
            "INSERT INTO raw_signalen (bron, regel, signaal_id, vlp, volledige_naam) VALUES (0, ?, ?, 'Proef', ?)",
            [number + 2, str(number), name],
        ).fetchall()
    build_organisations(con)
    create_table(
        con,
        "std_signalen",
        """SELECT (signaal_id::INTEGER + 1) AS signaal_nr, signaal_id, vlp, voornamen, voorletters, voorvoegsel,
            achternaam, volledige_naam, volledige_naam AS naam,
            is_onderneming(volledige_naam) AS onderneming FROM raw_signalen""",
    )
    build_name_variants(con)
    found: list[set[Reading]] = [set() for _ in names]
    for number, given, initials, surname in con.execute(
        """SELECT signaal_nr, array_to_string(v, ' '), array_to_string(letters, ' '), array_to_string(a, ' ')
        FROM std_signaal_namen"""
    ).fetchall():
        found[number - 1].add((given, initials, surname))
    con.close()
    return found


@pytest.fixture(scope="module")
def found() -> list[set[Reading]]:
    return readings([name for name, _ in CASES])


@pytest.mark.parametrize("place", range(len(CASES)), ids=[name for name, _ in CASES])
def test_a_whole_name_has_this_reading(place: int, found: list[set[Reading]]) -> None:
    assert CASES[place][1] in found[place], found[place]


def test_few_readings_a_name(found: list[set[Reading]]) -> None:
    """Every reading is one more chance for a stranger to agree."""
    assert max(len(one) for one in found) <= 8
    assert sum(len(one) for one in found) <= 2.5 * len(found)
