"""A lenient rule: postcode and house number agree, and the surname or the birth date."""

from cleaned import load_cleaned

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import Answer
from brp_match.database import connect
from brp_match.model import Besluit

LABEL = "soepele regel (adres, en naam of geboortedatum)"
NEEDS: tuple[str, ...] = ()
MOST_RESIDENTS: int | None = None


def run(town: TownFiles, threads: int) -> list[Answer]:
    """One resident at the best level is a match, several are for a person to look at,
    and without any the signal drops out.

    Surname, birth date and initial all agreeing beats two of them, which beats one: within a
    household the surname alone fits everybody.
    """
    con = connect(threads=threads)
    try:
        load_cleaned(con, town)
        rows = con.execute(
            """WITH p AS (SELECT s.unique_id AS signaal, r.unique_id AS persoon,
                coalesce((r.achternaam = s.achternaam)::INT, 0) + coalesce((r.geboortedatum = s.geboortedatum)::INT, 0) AS raak,
                coalesce((r.letter = s.letter)::INT, 0) AS letter
            FROM s JOIN r ON r.postcode = s.postcode AND r.huisnummer = s.huisnummer
            WHERE r.achternaam = s.achternaam OR r.geboortedatum = s.geboortedatum),
            q AS (SELECT *, rank() OVER (PARTITION BY signaal ORDER BY raak + letter DESC) AS plaats FROM p)
            SELECT s.unique_id, coalesce(min(q.persoon), ''), count(q.persoon)
            FROM s LEFT JOIN q ON q.signaal = s.unique_id AND q.plaats = 1 GROUP BY ALL ORDER BY 1"""
        ).fetchall()
    finally:
        con.close()
    besluit = {0: Besluit.REJECT, 1: Besluit.MATCH}
    return [Answer(s, besluit.get(n, Besluit.REVIEW), person, None) for s, person, n in rows]
