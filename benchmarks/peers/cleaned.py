"""The cleaning that every statistical peer gets: what its manual asks a user to do beforehand.

Lower case without diacritics or punctuation, prefixes apart, a name in one field cut at the last
word, dates as ISO text with the three well-known placeholders emptied, addresses in parts. Only
residents who are alive and live in the municipality: all methods search the same register.
"""

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import Answer
from brp_match.database import Connection, create_table, run_step
from brp_match.ingest import load_register, load_signals
from brp_match.model import Besluit
from brp_match.policy import load_policy

# 't has lost its apostrophe by then
PREFIXES = [
    "van",
    "de",
    "der",
    "den",
    "het",
    "ten",
    "ter",
    "te",
    "el",
    "al",
    "la",
    "le",
    "du",
    "von",
    "vd",
    "v",
    "d",
    "t",
    "in",
    "op",
    "aan",
]
SAME = 1e-9
"""Two chances closer than this are the same: the same levels, summed in another order."""
PLACEHOLDERS = ("1900-01-01", "1970-01-01", "2000-01-01")


def load_cleaned(con: Connection, town: TownFiles) -> None:
    """Tables s and r: unique_id, voornaam, letter, achternaam, geboortedatum, postcode, huisnummer,
    toevoeging, straat; texts are NULL where empty.
    """
    load_signals(con, town.signals)
    load_register(con, town.residents)
    run_step(
        con,
        """CREATE OR REPLACE MACRO schoon(t) AS
        nullif(trim(regexp_replace(lower(strip_accents(t)), '[^a-z0-9]+', ' ', 'g')), '')""",
    )
    prefixes = "|".join(PREFIXES)
    run_step(
        con,
        f"""CREATE OR REPLACE MACRO zonder_voorvoegsel(t) AS
        regexp_replace(t, '^(({prefixes}) )+', '')""",
    )
    run_step(
        con,
        """CREATE OR REPLACE MACRO iso(t) AS strftime(try_strptime(t,
        ['%d-%m-%Y', '%Y-%m-%d', '%Y%m%d', '%-d-%-m-%Y', '%d/%m/%Y'])::DATE, '%Y-%m-%d')""",
    )
    placeholders = ", ".join(f"'{one}'" for one in PLACEHOLDERS)
    address = """upper(replace(postcode, ' ', '')) AS postcode,
        nullif(regexp_extract(huisnummer, '^[0-9]+'), '') AS huisnummer,
        nullif(upper(concat_ws('', huisletter, huisnummertoevoeging)), '') AS toevoeging"""
    create_table(
        con,
        "s",
        f"""WITH delen AS (SELECT *, schoon(volledige_naam) AS heel FROM raw_signalen)
        SELECT signaal_id AS unique_id,
            coalesce(split_part(schoon(voornamen), ' ', 1),
                CASE WHEN achternaam IS NULL AND heel LIKE '% %' THEN split_part(heel, ' ', 1) END) AS voornaam,
            left(coalesce(schoon(voornamen), schoon(voorletters), CASE WHEN heel LIKE '% %' THEN heel END), 1) AS letter,
            zonder_voorvoegsel(coalesce(schoon(achternaam), split_part(heel, ' ', -1))) AS achternaam,
            CASE WHEN iso(geboortedatum) NOT IN ({placeholders}) THEN iso(geboortedatum) END AS geboortedatum,
            schoon(straatnaam) AS straat, {address}
        FROM delen ORDER BY unique_id""",
    )
    create_table(
        con,
        "r",
        f"""SELECT persoon_id AS unique_id, split_part(schoon(voornamen), ' ', 1) AS voornaam,
            left(schoon(voornamen), 1) AS letter, schoon(geslachtsnaam) AS achternaam,
            iso(geboortedatum) AS geboortedatum, schoon(straat) AS straat, {address}
        FROM raw_inwoners WHERE opschorting_reden IS NULL AND gemeente = (SELECT mode(gemeente) FROM raw_inwoners)
        ORDER BY unique_id""",
    )


def signal_ids(con: Connection) -> list[str]:
    return [row[0] for row in con.execute("SELECT unique_id FROM s ORDER BY 1").fetchall()]


def decide(signals: list[str], pairs: list[tuple[str, str, float]]) -> list[Answer]:
    """Turn probabilities per pair into an answer per signal, by the default policy's costs.

    The best candidate counts; match where (1 - p) * cost of a false match is below that of a
    review, reject where p * cost of a missed resident is. Two equally good ones are for a person to
    choose from: review.
    """
    policy = load_policy()
    best: dict[str, tuple[float, str]] = {}
    times: dict[str, int] = {}
    candidates: dict[str, list[str]] = {signal: [] for signal in signals}
    for signal, person, chance in sorted(pairs):
        candidates[signal].append(person)
        above = chance - best[signal][0] if signal in best else 1.0
        if above > SAME:
            best[signal], times[signal] = (chance, person), 1
        elif above >= -SAME:
            times[signal] += 1
    answers = []
    for signal in signals:
        chance, person = best.get(signal, (0.0, ""))
        if person and chance >= policy.match_at:
            besluit = Besluit.REVIEW if times[signal] > 1 else Besluit.MATCH
        else:
            besluit = Besluit.REJECT if chance < policy.reject_below else Besluit.REVIEW
        kans = chance if person else None
        answers.append(Answer(signal, besluit, person, kans, tuple(candidates[signal])))
    return answers
