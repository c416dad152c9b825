"""The steps of `link` in their order: STAGES is the only place where it stands."""

from __future__ import annotations

from dataclasses import replace

from brp_match.cases.shv import LISTED, read_shv
from brp_match.cases.shv_strangers import signals_of_strangers
from brp_match.database import Connection, own_schema
from brp_match.deciding_steps import (
    CASES,
    DECIDE,
    PROBING,
    WRITE_CANDIDATES,
    WRITE_CASES,
    WRITE_DECISIONS,
    WRITE_DELIVERY,
)
from brp_match.link.lessons import Lessons
from brp_match.link.shared import SharedRates
from brp_match.matching_steps import (
    ADDRESSES,
    CANDIDATES,
    COMPARE,
    EARLIER_RUNS,
    OUTCOME,
    PLACEHOLDERS,
    POSTERIOR,
    WEIGH,
)
from brp_match.reading_steps import (
    OPEN_REGISTER,
    OPEN_SPLINK,
    PROFILE,
    READ_SIGNALS,
    REGISTER,
    SET_ASIDE,
    SIGNALS,
)
from brp_match.steps import Beside, Run, Stage, Step, in_order, known, step

LIST_STEPS = (
    READ_SIGNALS, PROFILE, SET_ASIDE, SIGNALS, EARLIER_RUNS, PLACEHOLDERS, CANDIDATES, ADDRESSES, COMPARE, WEIGH,
    POSTERIOR, OUTCOME,
)  # fmt: skip
"""Steps that say of every row of a list who it is, and no more."""


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


MATCH_SHV = step(
    "debt counselling",
    "Where it is given: match the file of debt counselling with the residents, by the steps of a list in a schema of its own; and the signals with the clients whom the register does not know.",
    _match_shv,
)


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
