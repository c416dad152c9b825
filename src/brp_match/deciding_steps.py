"""Steps of `link` that decide and write: decisions, cases, and what stands in the folder of a run."""

from __future__ import annotations

from datetime import date
from functools import partial

from brp_match.cases.clocks import terms_of
from brp_match.cases.desk import bsns_of, write_pick_up
from brp_match.cases.periods import months_later
from brp_match.cases.shv import tell_cases, write_shv
from brp_match.cases.store import keep_cases, keep_places, make_cases_of, no_cases, write_cases
from brp_match.cases.uitval import decided, write_answers
from brp_match.cases.work import make_work
from brp_match.content import model_figures
from brp_match.database import Connection, create_table, parquet_sql, scalar
from brp_match.decide.assemble import decide_all
from brp_match.decide.earlier import load_pick_ups, repeatable_since, repeatable_until
from brp_match.decide.kept_facts import FILE as FACTS
from brp_match.decide.kept_facts import keep_facts
from brp_match.delivery.month import month_of
from brp_match.delivery.probing import probing_of, rows_delivered
from brp_match.delivery.store import (
    DELIVERED,
)
from brp_match.link import repeats
from brp_match.link.history import (
    old_to_new,
    sent_since,
)
from brp_match.output import copy_parquet, write_candidates, write_decisions, write_delivery
from brp_match.steps import Run, known, step
from brp_match.validate.signal_addresses import addresses_of_delivery, ask_postcodes


def _write_delivery(con: Connection, run: Run) -> None:
    write_delivery(con, run.folder, run.drop_out.reasons() if run.drop_out else {})
    ask_postcodes(con, DELIVERED)
    file = f"{run.addresses}std_adressen"
    copy_parquet(con, addresses_of_delivery(file), run.folder / "addresses.parquet")


WRITE_DELIVERY = step(
    "write delivery",
    "Write signals.parquet, addresses.parquet and quarantine.csv.",
    _write_delivery,
    reads="bronnen geleverd quarantaine std_adressen",
    makes="gevraagde_postcodes",
)


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


PROBING = step(
    "probing",
    "Look for signals that probe the register, in another process where there is one: it does nothing else till the end.",
    _look_for_probing,
    reads="std_signalen",
)


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


DECIDE = step(
    "decide",
    "Decide every signal by expected cost and the rules of the policy, beside what earlier runs picked up (`oordelen_alle`).",
    _decide,
    reads="raw_signalen sig_mensen signaal_adres signaal_kans signaal_kans_open standaarddatums std_kenmerken "
    "std_signaal_namen std_signalen uitkomst uitkomst_open",
    makes="besluiten besluiten_open bronnen_open bronnen_telling signaal_feiten",
)


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
    run.work = run.seen = make_work(con, cases, run.way)
    if run.hides and not run.request.secrecy:
        run.seen = make_work(con, tell_cases(seen, run.shv), run.way)
    keep_cases(con, run.work)
    keep_places(con, cases)
    write_shv(cases, seen, run.shv, run.folder)
    keep_places(con, seen, "zaak_signalen_open")


CASES = step(
    "cases",
    "Put the signals of one resident within the matching period in one case, over all deliveries (of earlier "
    "runs as people judged them, `oordelen_alle`).",
    _make_cases,
    reads="besluiten besluiten_open raw_signalen uitkomst",
    makes="zaak_signalen zaak_signalen_open zaken",
)


def _write_cases(con: Connection, run: Run) -> None:
    if run.request.listed:
        # nobody picks up a list of persons: its run is read and goes
        return
    write_cases(con, run.folder)
    asked, numbers = run.request, bsns_of(run.work, run.request.bsn)
    run.pick_up = run.workers.beside(
        partial(
            write_pick_up,
            run.work,
            run.layout,
            run.folder,
            secrecy=asked.secrecy,
            bsn=numbers,
            seen=run.seen,
        )
    )


WRITE_CASES = step(
    "write cases",
    "Write zaken.csv, zaken.parquet and the pick-up list (oppaklijst.csv, oppaklijst.xlsx), ddas.json.",
    _write_cases,
    reads="zaken",
)


def _write_decisions(con: Connection, run: Run) -> None:
    write_decisions(con, run.folder, hides=run.hides)
    copy_parquet(
        con, "SELECT * FROM signaal_feiten ORDER BY signaal_id, zonder_geheim", run.folder / FACTS
    )
    if run.drop_out is not None:
        write_answers(run.drop_out, decided(con), run.folder)


WRITE_DECISIONS = step(
    "write decisions",
    "Write decisions.csv, decisions.parquet and facts.parquet.",
    _write_decisions,
    reads="besluiten besluiten_open bronnen_open bronnen_telling signaal_feiten zaak_signalen zaak_signalen_open",
)


def _write_candidates(con: Connection, run: Run) -> None:
    write_candidates(con, run.folder)


WRITE_CANDIDATES = step(
    "write candidates",
    "Write candidates.parquet and candidates_zonder_geheim.parquet.",
    _write_candidates,
    reads="uitkomst uitkomst_open",
)
