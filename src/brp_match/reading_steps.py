"""Steps of `link` that read: the delivery, understood before it is judged, and the register."""

from __future__ import annotations

from brp_match.database import Connection, scalar
from brp_match.delivery.asked import OpenQuestions
from brp_match.delivery.record import answers_of, check_answers, question_records
from brp_match.delivery.store import (
    drop_quarantined,
    leave_delivery,
    profile_delivery,
)
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_addresses, load_signals
from brp_match.ingest.files import check_file
from brp_match.ingest.mapping import load_mapping
from brp_match.ingest.part import load_part_register, load_part_signals
from brp_match.ingest.sources import all_set_aside
from brp_match.ingest.uitval import load_uitval
from brp_match.link.chunks import load_comparing
from brp_match.link.engine import open_scorer
from brp_match.link.history import (
    check_history,
)
from brp_match.prepare import build_loaded, load_and_build
from brp_match.register.prepared import attach_register, check_options
from brp_match.register.stays import build_addresses
from brp_match.run_record import settings_files
from brp_match.standardise.signals import build_signals
from brp_match.steps import Run, known, step
from brp_match.validate.fatal import quarantine_fatal

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


OPEN_REGISTER = step(
    "open register",
    "Attach the prepared register, where one is given.",
    _open_register,
)


def _open_scorer(con: Connection, run: Run) -> None:
    run.scorer = open_scorer(con)


OPEN_SPLINK = step(
    "open Splink",
    "Take Splink's statement for the comparators, or have Splink write it where they are others than the shipped.",
    _open_scorer,
)


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


READ_SIGNALS = step(
    "read signals",
    "Read the delivery, cell by cell as it came.",
    _read_signals,
    makes="bronnen levering levering_cellen levering_kolommen quarantaine raw_signalen",
)


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


REGISTER = step(
    "register",
    "Read the residents and prepare them, or what is given beside a prepared register.",
    _read_register,
    reads="bronnen quarantaine",
    makes="raw_adressen raw_inwoners raw_vorige_adressen raw_vorige_namen std_adressen "
    "std_inwoners std_kenmerken std_naamdelen std_namen std_verblijf std_vorige_namen "
    "tel_achternaam tel_adres tel_datum tel_groep tel_letter tel_naampaar tel_voornaam",
)


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


PROFILE = step(
    "profile",
    "Understand the delivery as a whole; mend what one pattern explains.",
    _profile,
    reads="levering_cellen levering_kolommen raw_inwoners raw_signalen std_inwoners std_verblijf tel_achternaam tel_voornaam",
    makes="geleverd",
)


def _set_aside(con: Connection, run: Run) -> None:
    """Raise BrpMatchError GEEN_BRUIKBARE_RIJEN when no signal is left to decide on."""
    quarantine_fatal(con, ["signalen"])
    if scalar(con, "SELECT count(*) FROM raw_signalen"):
        drop_quarantined(con)
        return
    raise all_set_aside(con, run.request.signals)


SET_ASIDE = step(
    "set aside",
    "Move rows that break a fatal expectation to quarantine.",
    _set_aside,
    reads="bronnen geleverd raw_signalen",
)


def _read_signal_fields(con: Connection, run: Run) -> None:
    marks = known(run.profile).marks.items()
    others = {signal: mark.other_birth for signal, mark in marks if mark.other_birth}
    build_signals(con, run.workers, others)


SIGNALS = step(
    "signals",
    "Read the fields of every signal: dates, amounts, addresses, names, legal forms.",
    _read_signal_fields,
    reads="raw_signalen",
    makes="sig_afgekapt sig_mensen sig_twee_datums std_signaal_namen std_signalen",
)
