"""The register standardised, indexed and counted: raw tables → std_inwoners and friends.

Every table is made by one SELECT; at 160,000 residents the whole takes seconds, at 18 million
minutes. A prepared register is a database file that holds these tables.
"""

from __future__ import annotations

from brp_match.content import model_figures
from brp_match.database import Connection, run_step, together
from brp_match.register.counts import build_counts
from brp_match.register.municipalities import own_codes
from brp_match.register.partly import reckon_with
from brp_match.register.people import COUNTED, OPEN, build_people
from brp_match.register.prepared import made_with
from brp_match.register.stays import build_addresses, build_stays


def build_register(
    con: Connection, gemeente: str | None = None, population: int | None = None
) -> str:
    """Make all register tables but std_sleutels (`build_keys`) from `raw_inwoners`, `raw_vorige_adressen`, `raw_vorige_namen`.

    `gemeente` holds the four-figure codes the register is for, with commas between; by default the one that
    nearly all residents carry. `population`: those read are a part of so many residents, chosen by a delivery. Returns the codes the same way.
    Writes std_kenmerken, std_inwoners, std_vorige_namen, std_namen, std_naamdelen(deel, klank, dragers),
    std_verblijf and
    the counts tel_achternaam, tel_voornaam, tel_naampaar, tel_groep, tel_letter, tel_datum, tel_adres.
    Raises BrpMatchError as `own_codes` does.
    """
    code = _describe(con, gemeente, whole=population is None)
    together(con, build_people, build_addresses)
    together(con, build_counts, build_stays)
    run_step(con, "DROP TABLE gevouwen_namen")
    if population is not None:
        reckon_with(con, population)
    return code


def _describe(con: Connection, gemeente: str | None, *, whole: bool) -> str:
    """Make `std_kenmerken` from raw_inwoners: codes and size of the municipality, or municipalities that work as one, and what made the register.

    `fijn` tells how fine the keys of both sides are. Returns the codes. Raises BrpMatchError as `own_codes` does.
    """
    code = ",".join(own_codes(con, gemeente, whole=whole))
    run_step(
        con,
        f"""CREATE OR REPLACE TABLE std_kenmerken AS
        SELECT ? AS gemeente, count(*) FILTER ({OPEN}) AS inwoners, count(*) FILTER ({COUNTED}) AS bestaand,
            count(*) FILTER ({OPEN}) >= ? AS fijn, ? AS gemaakt_met FROM raw_inwoners""",
        [code, model_figures().fine_from, made_with()],
    )
    return code
