"""Our weight of a level is the one Splink gives."""

from __future__ import annotations

import pytest

from brp_match.content import load_comparators
from brp_match.database import connect
from brp_match.ingest import load_register, load_signals
from brp_match.link import candidates, placeholders
from brp_match.link.engine import score_pairs
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.link.weights import weight
from brp_match.register.build import build_register
from brp_match.standardise.signals import build_signals
from web.conftest import Town


def test_our_weights_are_those_of_splink(town: Town) -> None:
    con = connect()
    load_signals(con, (town.signals,))
    load_register(con, town.residents, None, None)
    build_register(con, None)
    build_signals(con)
    placeholders.find_placeholders(con)
    candidates.find_candidates(con)
    prepare_signals(con)
    compare_pairs(con)
    comparators = load_comparators()
    score_pairs(con, comparators)
    compared = 0
    for one in comparators:
        rows = con.execute(
            f"""SELECT {one.naam}_niveau, {one.naam}_u, {one.naam}_gewicht FROM vergelijkingen
            JOIN gewichten USING (paar_nr)"""
        ).fetchall()
        for level, u, theirs in rows:
            assert weight(one, level, u) == pytest.approx(theirs, abs=1e-9)
        compared += len(rows)
    assert compared > 400
