"""Candidates: for every signal the residents worth comparing, found by several cheap keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from brp_match.content import model_figures
from brp_match.database import Connection, create_table
from brp_match.reading.names import NameReading
from brp_match.register.keys import build_keys
from brp_match.standardise.signals import build_signal_keys

BY_NAME_ONLY = frozenset({"N", "T"})
"""Kinds of key that hold nothing but a name."""

BIT = "(1 << (ascii({0}) - ascii('A')))"
"""SQL of the bit of a kind of key, a capital letter; to be formatted with a column."""


AT_POSTCODE = "A"
"""Kind of key of who lives or lived at the postcode and number."""

SETTLED = frozenset("AG")
"""Kinds of key that settle who a row is, with one of BY_SURNAME: the address and the whole birth date."""

BY_SURNAME = frozenset("DJP")
"""Kinds of key of a surname that sounds the same, beside something else: of a name that many have not every one counts."""


SETTLED_BY_NAME = frozenset("AP")
"""Kinds of key that settle it where no birth date is known, of somebody with a given name that the signal has (`names_them`)."""


def settles(kinds: Collection[str]) -> bool:
    """Tell whether the keys that found a pair settle who the signal is about, where its birth date is no placeholder."""
    return SETTLED.issubset(kinds) and not BY_SURNAME.isdisjoint(kinds)


def names_them(readings: Iterable[NameReading], given: Sequence[str]) -> bool:
    """Tell whether a signal, by one of its readings, has the first given name of a resident with the given names `given`
    (folded), or no given name and initials that are all theirs, the first first. NAMES_THEM says the same in SQL."""
    letters = [name[0] for name in given]
    return any(
        given[0] in one.given
        if one.given
        else one.initials[:1] == (letters[0],) and {*one.initials} <= {*letters}
        for one in readings
        if given
    )


NAMES_THEM = """CASE WHEN len(n.v) > 0 THEN list_contains(n.v, i.voor[1])
    ELSE n.letters[1] = i.voor[1][1] AND list_has_all(list_transform(i.voor, lambda name: name[1]), n.letters) END"""
"""SQL of `names_them` for a reading `n` of std_signaal_namen and a resident `i` of std_inwoners."""


def by_one_key(kinds: Collection[str]) -> bool:
    """Tell whether nothing but one key found a pair, and not that of who lives or lived at the postcode and number: beside a
    pair that `settles` it all of them together have 2^-13 of its probability at most."""
    return len(kinds) == 1 and AT_POSTCODE not in kinds


def find_candidates(con: Connection, *, register: str = "") -> None:
    """Join the keys of signals and residents: table `paren(paar_nr, signaal_nr, persoon_nr, sleutels)`.

    `register` is the schema prefix of the register tables ("" or "reg."). `sleutels` VARCHAR[] are the kinds of key
    that found the pair. A key held by more residents than `holders_at_most` of the model makes no pair (table
    `bruikbaar`: the others; who has secrecy is not counted, else a key more or less would tell of them), and neither
    does a name alone (BY_NAME_ONLY) where both birth dates are known and no placeholder: such a pair agrees on no
    date key, and then a name cannot carry a match.
    Where the birth date is known and a pair with somebody who counts `settles` it, the pairs of that signal
    that one key alone found are left out (`by_one_key`): of a city of 870,000 residents half of all pairs. So are they
    where it is not known and SETTLED_BY_NAME found somebody whom the signal names (`names_them`): a third of what is left.
    Without a prepared register only the keys that the signals have are made of the residents.
    Needs `standaarddatums`. `paar_nr` follows (signaal_nr, persoon_nr), so the run order plays no part.
    """
    build_signal_keys(con, register=register)
    if not register:
        build_keys(con, wanted="sig_sleutels")
    kinds = ", ".join(f"'{kind}'" for kind in sorted(model_figures().holders_at_most))
    settled, by_name_too, surname, address = (
        " + ".join(BIT.format(f"'{kind}'") for kind in sorted(some))
        for some in (SETTLED, SETTLED_BY_NAME, BY_SURNAME, AT_POSTCODE)
    )
    by_name = ", ".join(f"'{kind}'" for kind in sorted(BY_NAME_ONLY))
    _find_usable(con, register)
    create_table(
        con,
        "paren",
        f"""WITH gedateerd AS (
            SELECT signaal_nr FROM std_signalen s WHERE geb_soort = 'geldig' AND NOT EXISTS (
                SELECT 1 FROM standaarddatums d WHERE d.vlp = s.vlp AND d.jaar = s.jaar
                    AND d.maand = s.maand AND d.dag = s.dag)),
        gevraagd AS (SELECT DISTINCT soort, sleutel, signaal_nr FROM sig_sleutels SEMI JOIN bruikbaar USING (soort, sleutel)),
        onvolledig AS (SELECT persoon_nr FROM {register}std_inwoners WHERE maand IS NULL OR dag IS NULL),
        -- kinds of key as bits of a number while the pairs are gathered: a list for every pair is dear
        gevonden AS (SELECT t.signaal_nr, r.persoon_nr, bit_or({BIT.format("t.soort")}) AS soorten
            FROM gevraagd t JOIN {register}std_sleutels r ON r.sleutel = t.sleutel AND r.soort = t.soort
            LEFT JOIN gedateerd g USING (signaal_nr) LEFT JOIN onvolledig o USING (persoon_nr)
            WHERE t.soort NOT IN ({by_name}) OR g.signaal_nr IS NULL OR o.persoon_nr IS NOT NULL
            GROUP BY ALL),
        lijsten AS (SELECT soorten, list_filter([{kinds}], lambda k: soorten & {BIT.format("k")} > 0) AS sleutels
            FROM (SELECT DISTINCT soorten FROM gevonden)),
        beslist AS (SELECT signaal_nr FROM gevonden SEMI JOIN gedateerd USING (signaal_nr)
            JOIN {register}std_inwoners USING (persoon_nr)
            WHERE geteld AND soorten & ({settled}) = {settled} AND soorten & ({surname}) > 0
            UNION ALL
            SELECT signaal_nr FROM gevonden ANTI JOIN gedateerd USING (signaal_nr)
            JOIN {register}std_inwoners i USING (persoon_nr) JOIN std_signaal_namen n USING (signaal_nr)
            WHERE geteld AND soorten & ({by_name_too}) = {by_name_too} AND ({NAMES_THEM}))
        SELECT (row_number() OVER (ORDER BY signaal_nr, persoon_nr))::INTEGER AS paar_nr,
            signaal_nr, persoon_nr, sleutels
        FROM gevonden JOIN lijsten USING (soorten)
        WHERE bit_count(soorten) > 1 OR soorten & ({address}) > 0 OR signaal_nr NOT IN (FROM beslist)""",
    )


def _find_usable(con: Connection, register: str) -> None:
    """Make `bruikbaar(soort, sleutel)`: the keys of signals that at most `holders_at_most` residents who count hold."""
    most = model_figures().holders_at_most
    limits = " ".join(f"WHEN '{kind}' THEN {most[kind]:.0f}" for kind in sorted(most))
    # who holds a key is counted before anybody is paired: a key of thousands is seldom a pair, and with a country of
    # residents all its holders beside all its signals did not fit in memory
    create_table(
        con,
        "bruikbaar",
        f"""WITH verborgen AS (SELECT persoon_nr AS verborgen_nr FROM {register}std_inwoners WHERE bestaat AND NOT geteld)
        SELECT soort, sleutel FROM {register}std_sleutels SEMI JOIN sig_sleutels USING (soort, sleutel)
        LEFT JOIN verborgen ON verborgen_nr = persoon_nr
        GROUP BY soort, sleutel HAVING count(*) - count(verborgen_nr) <= CASE soort {limits} END""",
    )
