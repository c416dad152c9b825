"""The posterior sums to one, follows its formula, and recovers parameters chosen beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from brp_match.content import Comparator, load_comparators
from brp_match.database import Connection, connect, run_step
from brp_match.link.comparisons import ORDER
from brp_match.link.posterior import Mixture, build_pairs, score_posterior
from brp_match.link.source_rates import learn

RESIDENTS = 5_000


def simulate(
    con: Connection, *, signals: int, pi: float, m_gelijk: float, seed: int, vlp: str = "Bron"
) -> np.ndarray:
    """Signals drawn from the model: with probability pi a true pair whose levels follow m (birth
    date `gelijk` with m_gelijk), and two other candidates whose levels follow u. Returns the truth."""
    rng = np.random.default_rng(seed)
    comparators = {c.naam: c for c in load_comparators()}
    choices = {}
    for name, group in (
        ("achternaam", "geleverd"),
        ("voornaam", "voornaam"),
        ("geboortedatum", "datum"),
        ("adres", "adres"),
    ):
        levels = list(comparators[name].groepen[group])
        m = np.array([comparators[name].m_of(level) for level in levels])
        if name == "geboortedatum":
            rest = m.copy()
            rest[0] = 0
            m = (1 - m_gelijk) * rest / rest.sum()
            m[0] = m_gelijk
        u = np.array([u_of(comparators[name], level) for level in levels])
        choices[name] = (levels, m, u / u.sum())
    rows = []
    truth = rng.random(signals) < pi
    for number in range(signals):
        for candidate in range(3):
            levels = []
            weights = []
            for name in ORDER:
                names, m, u = choices[name]
                p = m if truth[number] and candidate == 0 else u
                k = rng.choice(len(names), p=p)
                prior = comparators[name].m_of(names[k])
                levels.append(names[k])
                # what Splink would say with the prior m
                weights.append(float(np.log2(prior / u[k])))
            rows.append(
                (
                    len(rows) + 1,
                    number + 1,
                    1 + (number * 3 + candidate) % RESIDENTS,
                    *levels,
                    *weights,
                )
            )
    columns = list(zip(*rows, strict=True))
    run_step(
        con,
        """CREATE TABLE vergelijkingen AS SELECT unnest($1::INT[]) AS paar_nr, unnest($2::INT[]) AS signaal_nr,
        unnest($3::INT[]) AS persoon_nr, unnest($4::VARCHAR[]) AS achternaam_niveau,
        unnest($5::VARCHAR[]) AS voornaam_niveau, unnest($6::VARCHAR[]) AS geboortedatum_niveau,
        unnest($7::VARCHAR[]) AS adres_niveau, false AS adres_huidig""",
        [list(c) for c in columns[:7]],
    )
    run_step(con, "ALTER TABLE vergelijkingen ADD COLUMN adres_klasse VARCHAR DEFAULT 'afwijkend'")
    run_step(con, "ALTER TABLE vergelijkingen ADD COLUMN adres_huishoudens INTEGER DEFAULT 1")
    run_step(
        con,
        """CREATE TABLE gewichten AS SELECT unnest($1::INT[]) AS paar_nr, unnest($2::DOUBLE[]) AS achternaam_gewicht,
        unnest($3::DOUBLE[]) AS voornaam_gewicht, unnest($4::DOUBLE[]) AS geboortedatum_gewicht,
        unnest($5::DOUBLE[]) AS adres_gewicht""",
        [list(columns[0]), *(list(c) for c in columns[7:])],
    )
    run_step(
        con,
        "CREATE TABLE std_signalen AS SELECT i::INT AS signaal_nr, ? AS vlp, 'Energie' AS sector, "
        "DATE '2026-11-01' AS signaaldatum, NULL AS rechtsvorm FROM range(1, ?) t(i)",
        [vlp, signals + 1],
    )
    run_step(
        con,
        f"""CREATE TABLE std_inwoners AS SELECT i::INT AS persoon_nr, 'P' || i AS persoon_id, 1980 AS jaar,
        1 AS maand, 2 AS dag FROM range(1, {RESIDENTS + 1}) t(i)""",
    )
    run_step(
        con, f"CREATE TABLE std_kenmerken AS SELECT '9999' AS gemeente, {RESIDENTS} AS inwoners"
    )
    run_step(con, "CREATE TABLE oordelen (signaal_nr INT, persoon_id VARCHAR)")
    run_step(con, "CREATE TABLE signaal_naamloos (signaal_nr INT, naamloos DOUBLE, ieder DOUBLE)")
    return truth


def u_of(comparator: Comparator, level: str) -> float:
    """The level's u; for pair-specific ones the bound."""
    found = comparator.by_id[level]
    return found.u if found.u is not None else max(found.u_minimum, 1e-4)


@pytest.fixture
def con() -> Connection:
    return connect(threads=2)


def test_chances_of_a_signal_sum_to_one(con: Connection) -> None:
    simulate(con, signals=200, pi=0.8, m_gelijk=0.9, seed=1)
    learn(con, load_comparators(), rounds=0)
    rows = con.execute(
        """SELECT s.kans_geen + sum(k.kans) FROM signaal_kans s JOIN kandidaten k USING (signaal_nr)
        GROUP BY s.signaal_nr, s.kans_geen"""
    ).fetchall()
    assert len(rows) == 200
    assert [row[0] for row in rows] == pytest.approx([1.0] * 200, abs=1e-12)


def score(con: Connection) -> None:
    """Score with the prior m of every source."""
    run_step(
        con,
        "CREATE TABLE bron_gewicht (vlp VARCHAR, vergelijking VARCHAR, niveau VARCHAR, verschil DOUBLE)",
    )
    build_pairs(con, {"gelijk": 0.9})
    score_posterior(con, Mixture({"Bron": 0.8}, 0.2, {"gelijk": 0.9}))


def test_posterior_follows_the_formula_of_one_candidate(con: Connection) -> None:
    simulate(con, signals=1, pi=1.0, m_gelijk=0.94, seed=3)
    run_step(con, "DELETE FROM vergelijkingen WHERE paar_nr > 1")
    run_step(
        con,
        "UPDATE gewichten SET achternaam_gewicht = 4, voornaam_gewicht = 3, geboortedatum_gewicht = 2, adres_gewicht = 1",
    )
    score(con)
    found = con.execute(
        "SELECT kans, kans_geen FROM kandidaten JOIN signaal_kans USING (signaal_nr)"
    ).fetchall()[0]
    somebody = 0.8 / RESIDENTS * 2**10
    # nobody lives at the signal's address: relative and stranger both have ratio 1
    nobody = 0.2
    assert found[0] == pytest.approx(somebody / (somebody + nobody), rel=1e-9)
    assert found[1] == pytest.approx(nobody / (somebody + nobody), rel=1e-9)


@pytest.mark.parametrize("weights", [(4, 3), (5, -9), (-4, -9)])
def test_trade_name_may_name_nobody(con: Connection, weights: tuple[int, int]) -> None:
    simulate(con, signals=1, pi=1.0, m_gelijk=0.94, seed=3)
    run_step(con, "DELETE FROM vergelijkingen WHERE paar_nr > 1")
    run_step(con, "INSERT INTO signaal_naamloos VALUES (1, 0.4, 0.3)")
    run_step(
        con,
        f"UPDATE gewichten SET achternaam_gewicht = {weights[0]}, voornaam_gewicht = {weights[1]}, "
        "geboortedatum_gewicht = 2, adres_gewicht = 1",
    )
    score(con)
    kans, ongezien, geen, surname, given = con.execute(
        """SELECT kans, kans_ongezien, kans_geen, achternaam_gewicht, voornaam_gewicht
        FROM kandidaten JOIN signaal_kans USING (signaal_nr) JOIN paar_gewicht USING (paar_nr)"""
    ).fetchall()[0]
    name = 0.6 * 2.0 ** sum(weights) + 0.4
    somebody, unseen, nobody = 0.8 / RESIDENTS * name * 2**3, 0.8 * 0.3, 0.2
    total = somebody + unseen + nobody
    assert kans == pytest.approx(somebody / total, rel=1e-9)
    assert ongezien == pytest.approx(unseen / total, rel=1e-9)
    assert geen == pytest.approx((unseen + nobody) / total, rel=1e-9)
    # the parts still add up, and neither changes its side
    assert 2 ** (surname + given) == pytest.approx(name, rel=1e-9)
    assert surname * weights[0] >= 0
    assert given * weights[1] >= 0


def test_trade_name_without_a_candidate_leaves_room_too(con: Connection) -> None:
    simulate(con, signals=1, pi=1.0, m_gelijk=0.94, seed=3)
    run_step(con, "DELETE FROM vergelijkingen")
    run_step(con, "INSERT INTO signaal_naamloos VALUES (1, 0.4, 0.3)")
    score(con)
    found = con.execute("SELECT kans_geen, kans_ongezien FROM signaal_kans").fetchall()
    assert found == [(1.0, pytest.approx(0.24 / 0.44, rel=1e-9))]


def test_household_surname_makes_a_relative_likely(con: Connection) -> None:
    simulate(con, signals=1, pi=1.0, m_gelijk=0.94, seed=3)
    run_step(con, "DELETE FROM vergelijkingen WHERE paar_nr > 1")
    run_step(con, "UPDATE vergelijkingen SET adres_klasse = 'gelijk', adres_huidig = true")
    run_step(
        con,
        "UPDATE gewichten SET achternaam_gewicht = 10, voornaam_gewicht = -4, geboortedatum_gewicht = -6, adres_gewicht = 11",
    )
    score(con)
    kans, geen, verwant = con.execute(
        "SELECT kans, kans_geen, kans_verwant FROM kandidaten JOIN signaal_kans USING (signaal_nr)"
    ).fetchall()[0]
    somebody = 0.8 / RESIDENTS * 2**11
    relative = 0.2 * 0.2 * 0.9 * (0.4 + 0.6 * 2**10) * (0.98 + 0.02 * 2**-4)
    stranger = 0.2 * 0.8
    total = somebody + relative + stranger
    assert verwant == pytest.approx(relative / total, rel=1e-9)
    assert geen == pytest.approx((relative + stranger) / total, rel=1e-9)
    assert kans < 0.05


def test_learning_recovers_pi_and_the_source_rate(con: Connection) -> None:
    truth = simulate(con, signals=3_000, pi=0.6, m_gelijk=0.7, seed=7)
    rates = learn(con, load_comparators(), rounds=6)
    assert rates.mixture.resident["Bron"] == pytest.approx(truth.mean(), abs=0.02)
    assert rates.m["Bron", "geboortedatum", "gelijk"] == pytest.approx(0.7, abs=0.04)


def test_posterior_is_calibrated_on_data_from_the_model(con: Connection) -> None:
    truth = simulate(con, signals=3_000, pi=0.6, m_gelijk=0.9, seed=11)
    learn(con, load_comparators(), rounds=4)
    kans = np.array(
        con.execute("SELECT 1 - kans_geen FROM signaal_kans ORDER BY signaal_nr").fetchall()
    ).ravel()
    bins = np.clip((kans * 10).astype(int), 0, 9)
    gap = sum(
        abs(kans[bins == b].mean() - truth[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    )
    assert gap < 0.01
