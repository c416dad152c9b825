"""A register that another version prepared is refused: else its keys would find nobody, and nothing would tell."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from brp_match.content import model_figures
from brp_match.database import connect
from brp_match.ingest.columns import ADDRESSES, PREVIOUS_ADDRESSES, PREVIOUS_NAMES, RESIDENTS
from brp_match.ingest.rows import create_log_tables
from brp_match.register import build
from brp_match.register.candidate_keys import stored_key
from brp_match.register.keys import keys_sql
from brp_match.register.prepared import TABLES
from link.raw_tables import insert

PERSON = {
    "persoon_id": "1", "gemeente": "9999", "voornamen": "Yasmina Anna", "voorvoegsel": "van der", "geslachtsnaam": "Kampstra-Bos",
    "partner_geslachtsnaam": "Zwaneveld", "naamgebruik": "V", "geboortedatum": "19581102", "geslacht": "V", "straat": "Proeflaan",
    "huisnummer": "3", "huisletter": "a", "postcode": "9911AA", "woonplaats": "Proefdam", "geheim": "0",
}  # fmt: skip
OTHERS = (
    PERSON | {"persoon_id": "2", "voornamen": "", "geboortedatum": "19580000", "geheim": "7"},
    PERSON | {"persoon_id": "3", "geslachtsnaam": "Mohamed Ali Hassan", "voornamen": "", "partner_geslachtsnaam": ""},
)  # fmt: skip
HELD = {
    1_000_000: "027c5f87bf5c38e59c8ef06e6902fe22",
    1: "604c178235c27c3cb05d5af6955cffd1",
}
"""Residents from which keys are fine → MD5 of all that a register of these people holds, of number TABLES."""


@pytest.mark.parametrize("fine_from", HELD)
def test_what_a_register_holds_is_that_of_its_number(
    fine_from: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        build, "model_figures", lambda: replace(model_figures(), fine_from=fine_from)
    )
    con = connect(threads=1)
    create_log_tables(con)
    insert(con, "raw_inwoners", RESIDENTS, [PERSON, *OTHERS])
    insert(con, "raw_vorige_adressen", PREVIOUS_ADDRESSES, [])
    insert(con, "raw_vorige_namen", PREVIOUS_NAMES, [{"persoon_id": "1", "geslachtsnaam": "Vos"}])
    insert(con, "raw_adressen", ADDRESSES, [])
    build.build_register(con)
    tables = [
        name
        for (name,) in con.execute("SHOW TABLES").fetchall()
        if name.startswith(("std_", "tel_")) and name != "std_kenmerken"
    ]
    asked = [f"FROM {name} ORDER BY ALL" for name in sorted(tables)]
    # the keys as the row store has them
    asked.append(f"SELECT DISTINCT * FROM ({keys_sql(con, stored_key)}) ORDER BY ALL")
    held = repr([(sql.split()[1], con.execute(sql).fetchall()) for sql in asked])
    con.close()
    assert (TABLES, hashlib.md5(held.encode()).hexdigest()) == (10, HELD[fine_from]), (
        "one up with TABLES, and the new sum here"
    )
