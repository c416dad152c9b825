"""The check table of signals: the delivered columns, and what expectations look at besides.

A check column is NULL in a row that the expectation says nothing about: Great Expectations leaves
NULL out of its counts. `is_…` and `heeft_…` columns are never NULL and serve as `alleen`.
"""

from __future__ import annotations

from brp_match.content.expectations import Expectation
from brp_match.database import Connection, create_reading, create_table, create_table_of
from brp_match.ingest.columns import SIGNALS
from brp_match.reading.word_lists import placeholder_dates
from brp_match.standardise.signal_names import build_organisations
from brp_match.validate.fatal import with_fatal_columns
from brp_match.validate.history import drop_later
from brp_match.validate.read import NAMES, birth, day, euros, names, parts, postcode, read_letters
from brp_match.validate.signal_addresses import build_address_checks
from brp_match.validate.signal_repeats import build_repeat_checks

DAYS_IN_YEAR = 365.25

_TEXTS = "concat_ws(' ', voornamen, achternaam, volledige_naam, straatnaam, plaatsnaam)"
"""SQL of the texts of a signal in which letters may be damaged."""

_SURNAME = r"""coalesce(coalesce(voornamen, voorletters) IS NOT NULL
    AND regexp_full_match(b.achternaam, '\s*\pL+\s*'), false)"""
"""A single word beside a given name is a surname, also one that sounds like a trade (Wijnhuis)."""


def build_signal_table(con: Connection, fatal: tuple[Expectation, ...] = ()) -> None:
    """Make `controle_signalen` out of `raw_signalen`, `controle_eerder` (see `history`) and,
    where it is, `std_adressen`.

    One row a signal: `rij` (0, 1, … by bron and regel), bron, regel, tekst left out, the 23
    delivered columns, a boolean for every expectation in `fatal`, and the columns of the SELECTs
    below: `leeftijd` in years, `bedrag_euro`, `termijnen` (arrears in terms), dates in days.
    """
    conditions = "".join(f", ({rule.voorwaarde}) AS {rule.id.lower()}" for rule in fatal)
    source = with_fatal_columns("signalen") if fatal else "SELECT * FROM raw_signalen"
    _read_texts(con, source)
    create_table(
        con,
        "controle_basis",
        f"""SELECT s.rij, bron, regel, {", ".join(f"s.{column}" for column in SIGNALS)}, coalesce(achternaam, volledige_naam) AS naam,
            {{'jaar': g.jaar, 'maand': g.maand, 'dag': g.dag, 'soort': coalesce(g.soort, 'ontbreekt')}} AS g, d.dag AS dag, o.dag AS sinds,
            b.euro AS bedrag_euro, t.euro AS termijn_euro, lower(trim(soort_signaal)) AS soort, p.pc AS pc
            {"".join(f", s.{rule.id.lower()}" for rule in fatal)}
        FROM (SELECT *, (row_number() OVER (ORDER BY bron, regel) - 1)::INTEGER AS rij {conditions} FROM ({source})) s
        LEFT JOIN controle_geboortes g ON g.tekst = s.geboortedatum LEFT JOIN controle_dagen d ON d.tekst = s.signaaldatum
        LEFT JOIN controle_dagen o ON o.tekst = s.ontstaansdatum
        LEFT JOIN controle_bedragen b ON b.tekst = s.bedrag LEFT JOIN controle_bedragen t ON t.tekst = s.termijnbedrag
        LEFT JOIN controle_postcodes p ON p.tekst = s.postcode""",
    )
    named = ("voornamen", "voorletters", "achternaam", "volledige_naam")
    texts = " UNION ALL ".join(f"SELECT {column} FROM controle_basis" for column in named)
    create_reading(con, "controle_delen", texts, {"delen": "VARCHAR[]"}, parts)
    create_reading(
        con, "controle_namen", f"SELECT {', '.join(NAMES)} FROM controle_basis",
        {"voorvoegsel_bekend": "BOOLEAN", "namen_passen": "BOOLEAN"}, names, inputs=NAMES,
    )  # fmt: skip
    read_letters(con, "controle_letters", f"SELECT {_TEXTS} FROM controle_basis")
    drop_later(con)
    build_address_checks(con)
    build_repeat_checks(con)
    build_organisations(con, "controle_organisaties", "SELECT naam FROM controle_basis")
    create_table(
        con,
        "controle_signalen",
        f"""SELECT b.* EXCLUDE (g, dag, sinds, pc, soort, naam, termijn_euro), a.* EXCLUDE (rij),
            h.* EXCLUDE (rij), {_names()}, {_dates()}, {_amounts()}, {_texts()}
        FROM (SELECT b.*, nm.voorvoegsel_bekend, nm.namen_passen, o.soort AS vorm, coalesce(o.handelsnaam, false) AND NOT {_SURNAME} AS zaak,
                CASE WHEN g.soort = 'geldig' THEN TRY(make_date(g.jaar, g.maand, g.dag)) END AS geboren,
                max(dag) OVER (PARTITION BY vlp) AS laatste_dag, max(dag) OVER () AS peildag
            FROM controle_basis b LEFT JOIN controle_organisaties o ON o.tekst = b.naam
            LEFT JOIN controle_namen nm ON {" AND ".join(f"nm.{c} IS NOT DISTINCT FROM b.{c}" for c in NAMES)}) b
        JOIN controle_adres a USING (rij) JOIN controle_herhaling h USING (rij)
        LEFT JOIN controle_delen dv ON dv.tekst = b.voornamen
        LEFT JOIN controle_delen dl ON dl.tekst = b.voorletters
        LEFT JOIN controle_letters lt ON lt.tekst = {_TEXTS}
        LEFT JOIN (SELECT DISTINCT make_date(jaar, maand, dag) AS standaard FROM controle_standaarddatums) l ON l.standaard = b.geboren AND b.g.soort = 'geldig'
        ORDER BY rij""",
    )


def _read_texts(con: Connection, source: str) -> None:
    """Make the tables of what is read of the dates, amounts and postcodes of a query, and the known placeholders."""

    def every(*columns: str) -> str:
        return " UNION ALL ".join(f"SELECT {column} FROM ({source})" for column in columns)

    create_reading(
        con, "controle_geboortes", every("geboortedatum"),
        {"jaar": "SMALLINT", "maand": "SMALLINT", "dag": "SMALLINT", "soort": "VARCHAR"}, birth,
    )  # fmt: skip
    create_reading(
        con, "controle_dagen", every("signaaldatum", "ontstaansdatum"), {"dag": "DATE"}, day
    )
    create_reading(
        con, "controle_bedragen", every("bedrag", "termijnbedrag"), {"euro": "DOUBLE"}, euros
    )
    create_reading(con, "controle_postcodes", every("postcode"), {"pc": "VARCHAR"}, postcode)
    create_table_of(
        con, "controle_standaarddatums", dict.fromkeys(("jaar", "maand", "dag"), "INTEGER"),
        sorted(placeholder_dates()),
    )  # fmt: skip


def _names() -> str:
    return r"""
        naam AS naam_hoofd,
        achternaam IS NOT NULL AS heeft_achternaam,
        achternaam IS NOT NULL AND voorvoegsel IS NULL AS heeft_geen_voorvoegsel,
        coalesce(voornamen, voorletters) AS voornaam_of_letters,
        nullif(concat_ws(' ', voornamen, voorletters, voorvoegsel, achternaam, volledige_naam), '')
            AS naam_tekst,
        CASE WHEN vorm IS NULL AND NOT zaak THEN naam END AS naam_persoon,
        coalesce(vorm, 'geen') AS rechtsvorm,
        CASE WHEN coalesce(vorm, '') <> 'rechtspersoon' THEN coalesce(zaak, false) OR coalesce(vorm = 'natuurlijk', false) END
            AS is_handelsnaam,
        CASE WHEN regexp_matches(voornamen, '\pL{3}') AND regexp_matches(voorletters, '\pL')
            THEN left(dl.delen[1], 1) = left(dv.delen[1], 1) END AS voorletters_passen"""


def _dates() -> str:
    return f"""
        CASE WHEN g.soort <> 'ontbreekt' THEN g.soort END AS geboortedatum_soort,
        CASE WHEN g.soort = 'geldig' THEN standaard IS NULL END AS geboortedatum_eigen,
        CASE WHEN standaard IS NULL AND geboren <= coalesce(dag, peildag) THEN
            round((coalesce(dag, peildag) - geboren) / {DAYS_IN_YEAR}, 3) END AS leeftijd,
        CASE WHEN standaard IS NULL THEN geboren <= coalesce(dag, peildag) END AS is_geboren,
        CASE WHEN signaaldatum IS NOT NULL THEN dag IS NOT NULL END AS signaaldatum_leesbaar,
        (laatste_dag - dag)::INTEGER AS dagen_voor_laatste"""


def _amounts() -> str:
    """Terms need an amount and a term above zero.

    A deposit or fine is suspected where the amount of a final notice is no multiple of the term,
    but one or two terms and a round sum of 100 euros or more; a term that is itself a multiple of
    50 euros tells nothing.
    """
    rest = "round(bedrag_euro - {} * termijn_euro, 2)"
    round_sum = " OR ".join(
        f"({rest.format(n)} >= 100 AND {rest.format(n)} % 50 = 0)" for n in (1, 2)
    )
    return f"""
        CASE WHEN bedrag IS NOT NULL THEN bedrag_euro IS NOT NULL END AS bedrag_leesbaar,
        CASE WHEN termijn_euro > 0 AND bedrag_euro > 0
            THEN round(bedrag_euro / termijn_euro, 3) END AS termijnen,
        -- as long ago as the delivery says; else in terms, of a deliverer that bills by the month
        coalesce(CASE WHEN sinds <= dag THEN datesub('month', sinds, dag)::DOUBLE END,
            CASE WHEN termijn_euro > 0 AND bedrag_euro > 0 THEN round(bedrag_euro / termijn_euro, 3) END) AS maanden,
        coalesce(soort, 'vroegsignaal') = 'vroegsignaal' AS is_vroegsignaal,
        coalesce(soort, '') = 'eindelevering' AS is_eindelevering,
        CASE WHEN bedrag_euro > 0 AND termijn_euro > 0 AND termijn_euro % 50 <> 0
            THEN round(bedrag_euro / termijn_euro, 2) % 1 <> 0 AND ({round_sum}) END AS borg_vermoed"""


def _texts() -> str:
    return f"""
        coalesce(lt.heel, true) AND NOT contains({_TEXTS}, '\ufffd')
            AND NOT regexp_matches({_TEXTS}, '\\pL[?]+\\pL') AS codering_heel,
        coalesce(telefoon, email) AS contact,
        regexp_replace(telefoon, '[^0-9+]', '', 'g') AS telefoon_cijfers,
        regexp_replace(kvk_nummer, '[^0-9A-Za-z]', '', 'g') AS kvk_tekens,
        nullif(concat_ws(' ', straatnaam, huisnummertoevoeging, achternaam, volledige_naam), '')
            AS adres_en_naam"""
