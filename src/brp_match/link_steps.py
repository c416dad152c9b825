"""The steps of `link` in their order: STAGES is the only place where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from brp_match.cases.clocks import terms_of
from brp_match.cases.desk import bsns_of, write_pick_up
from brp_match.cases.periods import months_later
from brp_match.cases.shv import LISTED, read_shv, tell_cases, write_shv
from brp_match.cases.shv_strangers import signals_of_strangers
from brp_match.cases.store import keep_cases, keep_places, make_cases_of, no_cases, write_cases
from brp_match.cases.uitval import decided, write_answers
from brp_match.cases.work import make_work
from brp_match.content import model_figures
from brp_match.database import Connection, create_table, own_schema, parquet_sql, scalar
from brp_match.decide.assemble import decide_all
from brp_match.decide.earlier import load_pick_ups, repeatable_since, repeatable_until
from brp_match.decide.kept_facts import FILE as FACTS
from brp_match.decide.kept_facts import keep_facts
from brp_match.delivery.asked import OpenQuestions
from brp_match.delivery.month import month_of
from brp_match.delivery.probing import probing_of, rows_delivered
from brp_match.delivery.record import answers_of, check_answers, question_records
from brp_match.delivery.store import (
    DELIVERED,
    add_placeholders,
    drop_quarantined,
    leave_delivery,
    profile_delivery,
)
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_addresses, load_signals
from brp_match.ingest.files import check_file
from brp_match.ingest.mapping import load_mapping
from brp_match.ingest.part import compared_chunks, load_part_register, load_part_signals
from brp_match.ingest.sources import all_set_aside
from brp_match.ingest.uitval import load_uitval
from brp_match.link import candidates, outcome, placeholders, repeats
from brp_match.link.chunks import Elsewhere, load_comparing
from brp_match.link.engine import open_scorer
from brp_match.link.history import (
    check_history,
    load_judgements,
    old_to_new,
    read_history,
    sent_since,
)
from brp_match.link.lessons import Lessons
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.link.posterior_tables import learn_rates
from brp_match.link.shared import SharedRates
from brp_match.output import copy_parquet, write_candidates, write_decisions, write_delivery
from brp_match.prepare import build_loaded, load_and_build
from brp_match.register.prepared import attach_register, check_options
from brp_match.register.stays import build_addresses
from brp_match.run_record import settings_files
from brp_match.standardise.signals import build_signals
from brp_match.steps import Beside, Run, Stage, Step, in_order, known, step
from brp_match.validate.fatal import quarantine_fatal
from brp_match.validate.signal_addresses import addresses_of_delivery, ask_postcodes

MANY_SIGNALS = 1_200
"""With so many signals there will be pairs enough for other processes beside this one."""


def _open_register(con: Connection, run: Run) -> None:
    request = run.request
    if request.register is not None:
        attach_register(con, request.register)
        check_options(con, request.register, request.gemeente, request.previous_addresses)
        run.register = "reg."
        # an address file that is given beside a prepared register goes before its own
        run.addresses = "" if request.addresses is not None else "reg."
    elif request.residents is None and request.part is None:
        raise BrpMatchError("INWONERS_ONTBREKEN", "--residents", "geef --residents of --register")


def _open_scorer(con: Connection, run: Run) -> None:
    run.scorer = open_scorer(con)


def _read_signals(con: Connection, run: Run) -> None:
    check_history(run.request.history)
    if run.request.part is not None:
        load_part_signals(con, run.request.part)
        return
    load_signals(con, run.request.signals, run.request.mapping, listed=run.request.listed)
    if run.request.shv is not None:
        # read at the end: what is no file is said before the work
        check_file(run.request.shv)
    if run.request.uitval is not None:
        run.drop_out = load_uitval(con, run.request.uitval, run.request.mapping)
    if scalar(con, "SELECT count(*) FROM raw_signalen") >= MANY_SIGNALS:
        # they load while this process reads on
        run.workers.start(int(scalar(con, "SELECT current_setting('threads')")) - 1)
        run.workers.beside(load_comparing)


def _read_register(con: Connection, run: Run) -> None:
    request = run.request
    if request.part is not None:
        load_part_register(con, request.part)
        build_loaded(con, request.part.key, ",".join(request.part.codes), run.progress)
    elif request.register is None:
        load_and_build(
            con, request.residents, request.previous_addresses, request.addresses,
            request.gemeente, run.progress, without_secrecy=request.without_secrecy,
            population=request.population,
        )  # fmt: skip
    elif request.addresses is not None:
        load_addresses(con, request.addresses)
        build_addresses(con)
    run.settings = settings_files(
        policy=request.policy, mapping=request.mapping, register=request.register,
        history=request.history, shv=request.shv, rates=request.rates,
    )  # fmt: skip


def _profile(con: Connection, run: Run) -> None:
    request = run.request
    answers = answers_of(load_mapping(request.mapping), request.answers)
    look = leave_delivery if request.as_delivered else profile_delivery
    sources = con.execute("SELECT DISTINCT vlp FROM raw_signalen WHERE vlp IS NOT NULL").fetchall()
    run.shared = run.shared.known_as([str(row[0]) for row in sources])
    # an answer goes before what is known elsewhere
    run.profile = look(con, {**run.shared.habits, **answers}, register=run.register)
    if request.part is None:
        # of many municipalities not every VLP delivers to each
        check_answers(request.answers, run.profile)
    run.answers = answers
    if request.ask and run.profile.asked:
        raise OpenQuestions(question_records(run.profile, con))


def _set_aside(con: Connection, run: Run) -> None:
    """Raise BrpMatchError GEEN_BRUIKBARE_RIJEN when no signal is left to decide on."""
    quarantine_fatal(con, ["signalen"])
    if scalar(con, "SELECT count(*) FROM raw_signalen"):
        drop_quarantined(con)
        return
    raise all_set_aside(con, run.request.signals)


def _read_signal_fields(con: Connection, run: Run) -> None:
    build_signals(con, run.workers)


def _read_earlier(con: Connection, run: Run) -> None:
    load_judgements(con, run.request.reviews)
    run.earlier = read_history(con, run.request.history)


def _find_placeholders(con: Connection, run: Run) -> None:
    placeholders.find_placeholders(con, register=run.register, elsewhere=run.shared.dates)
    add_placeholders(con, known(run.profile).no_births)


def _find_candidates(con: Connection, run: Run) -> None:
    # of a list nobody looks at runners-up
    candidates.find_candidates(con, register=run.register)


def _look_up_addresses(con: Connection, run: Run) -> None:
    prepare_signals(con, addresses=run.addresses, register=run.register)


def _compare(con: Connection, run: Run) -> None:
    compared = compared_chunks(con, run.request.part)
    compare_pairs(
        con, register=run.register, comparators=known(run.scorer).comparators,
        workers=Elsewhere(compared) if compared else run.workers,
    )  # fmt: skip


def _write_delivery(con: Connection, run: Run) -> None:
    write_delivery(con, run.folder, run.drop_out.reasons() if run.drop_out else {})
    ask_postcodes(con, DELIVERED)
    file = f"{run.addresses}std_adressen"
    copy_parquet(con, addresses_of_delivery(file), run.folder / "addresses.parquet")


def _look_for_probing(con: Connection, run: Run) -> None:
    run.probing = run.workers.beside(partial(probing_of, _looked_through(con, run)))


def _looked_through(con: Connection, run: Run) -> list[list[tuple[str | None, ...]]]:
    """The signals in which probing is looked for, as delivered: those of the months before, run by run, and these."""
    if run.request.listed:
        return []
    dates = con.execute("SELECT signaaldatum::VARCHAR, count(*) FROM std_signalen GROUP BY 1")
    month = month_of(dates.fetchall())
    since = (
        months_later(date.fromisoformat(f"{month}-01"), -model_figures().probe_months)
        if month
        else date.min
    )
    before = sent_since(con, sorted(set(run.request.history)), since)
    files = (parquet_sql(one / "signals.parquet") for one in (*before, run.folder))
    return [rows_delivered(con, file) for file in files]


def _weigh(con: Connection, run: Run) -> None:
    known(run.scorer).score(con)


def _learn(con: Connection, run: Run) -> None:
    run.mixture = learn_rates(
        con,
        known(run.scorer).comparators,
        register=run.register,
        earlier=run.earlier,
        shared=run.shared,
    )


def _keep_candidates(con: Connection, run: Run) -> None:
    outcome.build_candidates(con, known(run.scorer).comparators, register=run.register)


def _decide(con: Connection, run: Run) -> None:
    own = str(scalar(con, f"SELECT gemeente FROM {run.register}std_kenmerken")).split(",")
    shv, clients = (run.shv.known, run.shv.clients) if run.shv else ((), ())
    ((first, last),) = con.execute(
        "SELECT min(signaaldatum), max(signaaldatum) FROM std_signalen"
    ).fetchall()
    since = repeatable_since(first, run.policy.repeat_within_days)
    picked_up, seen = (
        load_pick_ups(
            con, run.request.history, since, repeatable_until(last), "uitkomst", secrecy=secrecy
        )
        for secrecy in (True, False)
    )
    cases, run.hides = decide_all(
        con,
        run.policy,
        known(run.profile).marks,
        picked_up,
        seen,
        own,
        shv,
        run.request.unanswered,
        clients,
    )
    keep_facts(con, cases)
    repeats.count_sources(con)
    if run.hides:
        repeats.count_sources(con, "besluiten_open", "bronnen_open")
    else:
        create_table(con, "bronnen_open", "FROM bronnen_telling")


def _make_cases(con: Connection, run: Run) -> None:
    if run.request.listed:
        no_cases(con)
        return
    history, period = old_to_new(con, run.request.history), run.policy.matching_period
    terms = terms_of(run.policy)
    # of who has no right to secret persons not even which signals belong together
    cases = seen = make_cases_of(con, history, period, terms, "besluiten")
    if run.hides:
        seen = make_cases_of(con, history, period, terms, "besluiten_open", secrecy=False)
    cases = tell_cases(cases, run.shv)
    run.work = make_work(con, cases, run.way)
    keep_cases(con, run.work)
    keep_places(con, cases)
    write_shv(cases, seen, run.shv, run.folder)
    keep_places(con, seen, "zaak_signalen_open")


def _write_cases(con: Connection, run: Run) -> None:
    if run.request.listed:
        # nobody picks up a list of persons: its run is read and goes
        return
    write_cases(con, run.folder)
    asked, numbers = run.request, bsns_of(run.work, run.request.bsn)
    run.pick_up = run.workers.beside(
        partial(write_pick_up, run.work, run.layout, run.folder, secrecy=asked.secrecy, bsn=numbers)
    )


def _write_decisions(con: Connection, run: Run) -> None:
    write_decisions(con, run.folder, hides=run.hides)
    copy_parquet(
        con, "SELECT * FROM signaal_feiten ORDER BY signaal_id, zonder_geheim", run.folder / FACTS
    )
    if run.drop_out is not None:
        write_answers(run.drop_out, decided(con), run.folder)


def _write_candidates(con: Connection, run: Run) -> None:
    write_candidates(con, run.folder)


def _match_shv(con: Connection, run: Run) -> None:
    """Do the steps of a list over the file, in a schema of its own: the same reading, comparison and posterior."""
    if run.request.shv is None:
        return
    asked = replace(
        run.request,
        signals=(run.request.shv,),
        listed=LISTED,
        uitval=None,
        history=(),
        reviews=None,
        mapping=None,
    )
    with own_schema(con, "shv") as own:
        inner = replace(run, request=asked, earlier=Lessons(), shared=SharedRates(), profile=None)
        for one in LIST_STEPS:
            one.work(own, inner)
        found = read_shv(own, run.policy, run.request.shv_said)
        signals = signals_of_strangers(
            con, found.los, "shv.raw_signalen", known(run.scorer), run.policy,
            register=run.register, addresses=run.addresses,
        )  # fmt: skip
        run.shv = replace(found, zonder=signals)


OPEN_REGISTER = step(
    "open register",
    "Attach the prepared register, where one is given.",
    _open_register,
)

OPEN_SPLINK = step(
    "open Splink",
    "Take Splink's statement for the comparators, or have Splink write it where they are others than the shipped.",
    _open_scorer,
)

READ_SIGNALS = step(
    "read signals",
    "Read the delivery, cell by cell as it came.",
    _read_signals,
    makes="bronnen levering levering_cellen levering_kolommen quarantaine raw_signalen",
)

REGISTER = step(
    "register",
    "Read the residents and prepare them, or what is given beside a prepared register.",
    _read_register,
    reads="bronnen quarantaine",
    makes="raw_adressen raw_inwoners raw_vorige_adressen raw_vorige_namen std_adressen "
    "std_inwoners std_kenmerken std_naamdelen std_namen std_verblijf std_vorige_namen "
    "tel_achternaam tel_adres tel_datum tel_groep tel_letter tel_naampaar tel_voornaam",
)

PROFILE = step(
    "profile",
    "Understand the delivery as a whole; mend what one pattern explains.",
    _profile,
    reads="levering_cellen levering_kolommen raw_inwoners raw_signalen std_inwoners std_verblijf tel_achternaam tel_voornaam",
    makes="geleverd",
)

SET_ASIDE = step(
    "set aside",
    "Move rows that break a fatal expectation to quarantine.",
    _set_aside,
    reads="bronnen geleverd raw_signalen",
)

SIGNALS = step(
    "signals",
    "Read the fields of every signal: dates, amounts, addresses, names, legal forms.",
    _read_signal_fields,
    reads="raw_signalen",
    makes="sig_afgekapt sig_mensen std_signaal_namen std_signalen",
)

EARLIER_RUNS = step(
    "earlier runs",
    "Read what people decided and what earlier runs taught.",
    _read_earlier,
    reads="std_signalen",
    makes="oordelen oordelen_alle",
)

PLACEHOLDERS = step(
    "placeholders",
    "Find birth dates that a source writes for anybody.",
    _find_placeholders,
    reads="std_inwoners std_kenmerken std_signalen std_verblijf tel_datum",
    makes="standaarddatums",
)

CANDIDATES = step(
    "candidates",
    "Pair every signal with the residents who share a cheap key.",
    _find_candidates,
    reads="standaarddatums std_inwoners std_kenmerken std_naamdelen std_namen std_signaal_namen "
    "std_signalen std_verblijf",
    makes="bruikbaar paren sig_sleutels std_sleutels",
)

ADDRESSES = step(
    "addresses",
    "Look up what the address file says of the signals.",
    _look_up_addresses,
    reads="std_adressen std_signalen tel_adres",
    makes="signaal_adres",
)

COMPARE = step(
    "compare",
    "Find the level of every comparator for every pair, and how often it agrees by chance.",
    _compare,
    reads="paren raw_inwoners sig_afgekapt signaal_adres standaarddatums std_inwoners "
    "std_kenmerken std_signaal_namen std_signalen std_verblijf std_vorige_namen "
    "tel_achternaam tel_adres tel_datum tel_groep tel_letter tel_naampaar tel_voornaam",
    makes="signaal_naamloos vergelijkingen",
)

WRITE_DELIVERY = step(
    "write delivery",
    "Write signals.parquet, addresses.parquet and quarantine.csv.",
    _write_delivery,
    reads="bronnen geleverd quarantaine std_adressen",
    makes="gevraagde_postcodes",
)

PROBING = step(
    "probing",
    "Look for signals that probe the register, in another process where there is one: it does nothing else till the end.",
    _look_for_probing,
    reads="std_signalen",
)

WEIGH = step(
    "weigh",
    "Splink weighs every pair: log2(m / u) by comparator.",
    _weigh,
    reads="vergelijkingen",
    makes="gewichten",
)

POSTERIOR = step(
    "posterior",
    "Learn the rates of the sources; share the probability of a signal over its candidates and nobody; keep those that matter.",
    _learn,
    reads="gewichten oordelen signaal_naamloos std_inwoners std_kenmerken std_signalen "
    "vergelijkingen",
    makes="kandidaten kandidaten_open signaal_kans signaal_kans_open",
)

OUTCOME = step(
    "outcome",
    "Put the resident and the reasons beside the candidates kept.",
    _keep_candidates,
    reads="kandidaten kandidaten_open raw_inwoners raw_vorige_adressen std_inwoners std_kenmerken std_signalen vergelijkingen",
    makes="redenen statussen uitkomst uitkomst_alle uitkomst_open uitkomst_paren uitkomst_vorige",
)

DECIDE = step(
    "decide",
    "Decide every signal by expected cost and the rules of the policy, beside what earlier runs picked up (`oordelen_alle`).",
    _decide,
    reads="raw_signalen sig_mensen signaal_adres signaal_kans signaal_kans_open standaarddatums std_kenmerken "
    "std_signaal_namen std_signalen uitkomst uitkomst_open",
    makes="besluiten besluiten_open bronnen_open bronnen_telling signaal_feiten",
)

CASES = step(
    "cases",
    "Put the signals of one resident within the matching period in one case, over all deliveries (of earlier "
    "runs as people judged them, `oordelen_alle`).",
    _make_cases,
    reads="besluiten besluiten_open raw_signalen uitkomst",
    makes="zaak_signalen zaak_signalen_open zaken",
)

WRITE_CASES = step(
    "write cases",
    "Write zaken.csv, zaken.parquet and the pick-up list (oppaklijst.csv, oppaklijst.xlsx), ddas.json.",
    _write_cases,
    reads="zaken",
)

WRITE_DECISIONS = step(
    "write decisions",
    "Write decisions.csv, decisions.parquet and facts.parquet.",
    _write_decisions,
    reads="besluiten besluiten_open bronnen_open bronnen_telling signaal_feiten zaak_signalen zaak_signalen_open",
)

WRITE_CANDIDATES = step(
    "write candidates",
    "Write candidates.parquet and candidates_zonder_geheim.parquet.",
    _write_candidates,
    reads="uitkomst uitkomst_open",
)

MATCH_SHV = step(
    "debt counselling",
    "Where it is given: match the file of debt counselling with the residents, by the steps of a list in a schema of its own; and the signals with the clients whom the register does not know.",
    _match_shv,
)

LIST_STEPS = (
    READ_SIGNALS, PROFILE, SET_ASIDE, SIGNALS, EARLIER_RUNS, PLACEHOLDERS, CANDIDATES, ADDRESSES, COMPARE, WEIGH,
    POSTERIOR, OUTCOME,
)  # fmt: skip
"""Steps that say of every row of a list who it is, and no more."""

_FILES: tuple[Step | Beside, ...] = (
    READ_SIGNALS, REGISTER, PROFILE, SET_ASIDE, SIGNALS,
)  # fmt: skip

STAGES = (
    Stage(
        "lezen en voorbereiden",
        "signalen lezen",
        # Python imports Splink on the main thread
        (OPEN_REGISTER, Beside(((OPEN_SPLINK,), _FILES))),
    ),
    Stage("schuldhulpverlening", "", (MATCH_SHV,)),
    Stage(
        "kandidaten",
        "kandidaten zoeken",
        (EARLIER_RUNS, Beside(((PLACEHOLDERS, CANDIDATES), (ADDRESSES,)))),
    ),
    Stage("vergelijken", "vergelijken", (Beside(((COMPARE,), (WRITE_DELIVERY,))),)),
    Stage("wegen", "", (PROBING, WEIGH)),
    Stage("kansen", "kansen berekenen", (POSTERIOR, OUTCOME)),
    Stage(
        "besluiten",
        "besluiten nemen",
        (Beside(((DECIDE, CASES, WRITE_CASES, WRITE_DECISIONS), (WRITE_CANDIDATES,))),),
    ),
)
"""All stages; what stands in one Beside runs side by side. run.json is written after the last."""

LINK_STEPS = tuple(in_order([part for stage in STAGES for part in stage.parts]))
"""Every step, in the order in which they run on one thread."""
