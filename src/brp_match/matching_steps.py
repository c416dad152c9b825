"""Steps of `link` that match: candidates, levels, weights, and the probability of everybody and nobody."""

from __future__ import annotations

from brp_match.database import Connection
from brp_match.delivery.store import (
    add_placeholders,
)
from brp_match.ingest.part import compared_chunks
from brp_match.link import candidates, outcome, placeholders
from brp_match.link.chunks import Elsewhere
from brp_match.link.history import (
    load_judgements,
    read_history,
)
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.link.posterior_tables import learn_rates
from brp_match.steps import Run, known, step


def _read_earlier(con: Connection, run: Run) -> None:
    load_judgements(con, run.request.reviews)
    run.earlier = read_history(con, run.request.history)


EARLIER_RUNS = step(
    "earlier runs",
    "Read what people decided and what earlier runs taught.",
    _read_earlier,
    reads="std_signalen",
    makes="oordelen oordelen_alle",
)


def _find_placeholders(con: Connection, run: Run) -> None:
    placeholders.find_placeholders(con, register=run.register, elsewhere=run.shared.dates)
    add_placeholders(con, known(run.profile).no_births)


PLACEHOLDERS = step(
    "placeholders",
    "Find birth dates that a source writes for anybody.",
    _find_placeholders,
    reads="std_inwoners std_kenmerken std_signalen std_verblijf tel_datum",
    makes="standaarddatums",
)


def _find_candidates(con: Connection, run: Run) -> None:
    candidates.find_candidates(con, register=run.register)


CANDIDATES = step(
    "candidates",
    "Pair every signal with the residents who share a cheap key.",
    _find_candidates,
    reads="standaarddatums std_inwoners std_kenmerken std_naamdelen std_namen std_signaal_namen "
    "std_signalen std_verblijf",
    makes="bruikbaar paren sig_sleutels std_sleutels",
)


def _look_up_addresses(con: Connection, run: Run) -> None:
    prepare_signals(con, addresses=run.addresses, register=run.register)


ADDRESSES = step(
    "addresses",
    "Look up what the address file says of the signals.",
    _look_up_addresses,
    reads="std_adressen std_signalen tel_adres",
    makes="signaal_adres",
)


def _compare(con: Connection, run: Run) -> None:
    compared = compared_chunks(con, run.request.part)
    compare_pairs(
        con, register=run.register, comparators=known(run.scorer).comparators,
        workers=Elsewhere(compared) if compared else run.workers,
    )  # fmt: skip


COMPARE = step(
    "compare",
    "Find the level of every comparator for every pair, and how often it agrees by chance.",
    _compare,
    reads="paren raw_inwoners sig_afgekapt sig_twee_datums signaal_adres standaarddatums std_inwoners "
    "std_kenmerken std_signaal_namen std_signalen std_verblijf std_vorige_namen "
    "tel_achternaam tel_adres tel_datum tel_groep tel_letter tel_naampaar tel_voornaam",
    makes="signaal_naamloos vergelijkingen",
)


def _weigh(con: Connection, run: Run) -> None:
    known(run.scorer).score(con)


WEIGH = step(
    "weigh",
    "Splink weighs every pair: log2(m / u) by comparator.",
    _weigh,
    reads="vergelijkingen",
    makes="gewichten",
)


def _learn(con: Connection, run: Run) -> None:
    run.mixture = learn_rates(
        con,
        known(run.scorer).comparators,
        register=run.register,
        earlier=run.earlier,
        shared=run.shared,
    )


POSTERIOR = step(
    "posterior",
    "Learn the rates of the sources; share the probability of a signal over its candidates and nobody; keep those that matter.",
    _learn,
    reads="gewichten oordelen signaal_naamloos std_inwoners std_kenmerken std_signalen "
    "vergelijkingen",
    makes="kandidaten kandidaten_open signaal_kans signaal_kans_open",
)


def _keep_candidates(con: Connection, run: Run) -> None:
    outcome.build_candidates(con, known(run.scorer).comparators, register=run.register)


OUTCOME = step(
    "outcome",
    "Put the resident and the reasons beside the candidates kept.",
    _keep_candidates,
    reads="kandidaten kandidaten_open raw_inwoners raw_vorige_adressen std_inwoners std_kenmerken std_signalen vergelijkingen",
    makes="redenen statussen uitkomst uitkomst_alle uitkomst_open uitkomst_paren uitkomst_vorige",
)
