"""Rows of linking to facts, facts to decisions, decisions to the table `besluiten`."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, groupby
from types import MappingProxyType
from typing import Any

from brp_match.database import Connection, create_table
from brp_match.decide.facts import CandidateFacts, Decision, SignalFacts, Status
from brp_match.decide.garage import names_a_box
from brp_match.decide.grounds import CLEAR
from brp_match.decide.month import ToDecide, decide_month
from brp_match.decide.repeats import PickUp, kind_of
from brp_match.delivery.profile import Marks
from brp_match.link.comparisons import ORDER
from brp_match.policy import Policy
from brp_match.reading import customer_key, read_day
from brp_match.reading.status import code_of, inquiry

Row = Mapping[str, Any]

_SIGNAL_COLUMNS = {
    "signaal_nr": "s.signaal_nr",
    "signaal_id": "s.signaal_id",
    "vlp": "s.vlp",
    "sector": "s.sector",
    "rechtspersoon": "coalesce(s.rechtsvorm = 'rechtspersoon', false)",
    "onderneming": "s.onderneming",
    "geen_woning": "a.geen_woning",
    "box": "a.box",
    "deels_geen_woning": "a.deels_geen_woning",
    "zonder_geboortedatum": "s.geb_soort <> 'geldig' OR d.vlp IS NOT NULL",
    "zonder_voornaam": """NOT EXISTS (SELECT 1 FROM std_signaal_namen n
        WHERE n.signaal_nr = s.signaal_nr AND len(n.v) + len(n.letters) > 0)""",
    "kans_geen": "coalesce(k.kans_geen, 1)",
    "kans_verwant": "coalesce(k.kans_verwant, 0)",
    "kans_ongezien": "coalesce(k.kans_ongezien, 0)",
    "houders": "m.houders",
    "bewind": "m.bewind",
    "erven": "m.erven",
    "soort": "r.soort_signaal",
    "bedrag": "s.bedrag",
    "signaaldatum": "s.signaaldatum",
    "ontstaan": "r.ontstaansdatum",
    "gemeente": "r.gemeente",
    "klantnummer": "r.klantnummer",
    "straatnaam": "r.straatnaam",
    "huisnummer": "r.huisnummer",
    "huisletter": "r.huisletter",
    "huisnummertoevoeging": "r.huisnummertoevoeging",
}
"""What is asked of a signal, and the SQL of it."""

_SIGNALS = f"""SELECT {", ".join(f"{sql} AS {name}" for name, sql in _SIGNAL_COLUMNS.items())}
    FROM std_signalen s JOIN signaal_adres a USING (signaal_nr) JOIN raw_signalen r ON r.signaal_id = s.signaal_id
    JOIN sig_mensen m ON m.signaal_nr = s.signaal_nr
    LEFT JOIN signaal_kans k ON k.signaal_nr = s.signaal_nr
    LEFT JOIN standaarddatums d ON d.vlp = s.vlp AND d.jaar = s.jaar AND d.maand = s.maand AND d.dag = s.dag
    ORDER BY s.signaal_nr"""

_OF_THE_FIRST = ("redenen", *(f"{c}_{kind}" for c in ORDER for kind in ("niveau", "gewicht")))
"""Columns of a candidate by which only the first is decided; fetched of the others too where one of them
has secrecy, as another may come first for who may not see that one."""

_CANDIDATE_COLUMNS = {
    "persoon_id": "persoon_id",
    "kans": "kans",
    "status": "status",
    "minderjarig": "coalesce(leeftijd < $1, false)",
    "geheim": "coalesce(geheim > 0, false)",
    "briefadres": "coalesce(functie_adres = 'B', false)",
    "onderzoek_adres": "onderzoek_adres",
    "gemeente": "gemeente",
    "op_adres": "huidig_adres",
} | {name: f"CASE WHEN rang = 1 OR verborgen THEN {name} END" for name in _OF_THE_FIRST}


def candidates_sql(source: str, key: str) -> tuple[list[str], str]:
    """Return columns and SQL of what is asked of the candidates in `source`, a table like `uitkomst`, by signal.

    `key`: the column that tells the signal. The SQL asks for the age under which somebody is a minor.
    """
    columns = {key: key} | _CANDIDATE_COLUMNS
    select = f"""SELECT {", ".join(f"{sql} AS {name}" for name, sql in columns.items())}
    FROM (SELECT *, bool_or(coalesce(geheim > 0, false)) OVER (PARTITION BY {key}) AS verborgen FROM {source})
    ORDER BY {key}, rang"""
    return list(columns), select


def decide_all(
    con: Connection,
    policy: Policy,
    marks: Mapping[str, Marks] = MappingProxyType({}),
    earlier: Iterable[PickUp] = (),
    seen_earlier: Iterable[PickUp] | None = None,
    own: Sequence[str] = (),
    shv: Collection[str] = (),
    unanswered: Collection[str] = (),
    clients: Collection[str] = (),
) -> tuple[list[ToDecide], bool]:
    """Decide every signal: tables `besluiten` with the columns of decisions.csv, ordered by signal, and
    `besluiten_open`, the same as if nobody with secrecy stood in the register. Returns what was decided from, and
    whether the two differ.

    Reads std_signalen, raw_signalen, signaal_adres, signaal_kans, standaarddatums, std_signaal_namen,
    sig_mensen, uitkomst, and of signals with a candidate who has secrecy uitkomst_open and signaal_kans_open. `marks`: what the profile of the delivery says of a signal, by signaal_id;
    `earlier`: what was picked up in the months before, `seen_earlier` the same without secrecy (`decide_month`); `own`: the codes of the municipalities that the run
    is for; `shv`: the residents known to debt counselling;
    `clients`: signals that are surely about a client whom the register does not know;
    `unanswered`: signals of which the register could not tell all candidates. The audit draw is seeded and does not depend on the order of the rows.
    """
    rows = named_rows(list(_SIGNAL_COLUMNS), con.execute(_SIGNALS).fetchall())
    hidden = con.execute(f"SELECT {', '.join(_CHANCES)} FROM signaal_kans_open").fetchall()
    chances = {row["signaal_nr"]: row for row in named_rows(_CHANCES, hidden)}

    def to_decide(rows: Iterable[Row], source: str) -> dict[int, ToDecide]:
        candidates = _candidates(con, source, policy, shv)
        return {
            row["signaal_nr"]: ToDecide(
                _marked(_signal(row), marks, unanswered, clients),
                candidates.get(row["signaal_nr"], []),
            )
            for row in rows
        }

    there = [row for row in rows if row["signaal_nr"] in chances]
    seen = to_decide([{**row, **chances[row["signaal_nr"]]} for row in there], "uitkomst_open")
    cases = [
        replace(case, seen=seen.get(number)) for number, case in to_decide(rows, "uitkomst").items()
    ]
    decided, of_seen = decide_month(cases, policy, earlier, seen_earlier)
    _write(con, "besluiten", cases, decided, own, policy)
    differ = of_seen != decided
    if differ:
        _write(con, "besluiten_open", [one.seen or one for one in cases], of_seen, own, policy)
    else:
        create_table(con, "besluiten_open", "FROM besluiten")
    return cases, differ


_CHANCES = ("signaal_nr", "kans_geen", "kans_verwant", "kans_ongezien")


def _candidates(
    con: Connection, source: str, policy: Policy, shv: Collection[str]
) -> dict[int, list[CandidateFacts]]:
    """Return the candidates in a table like `uitkomst`, by signaal_nr, likeliest first."""
    columns, select = candidates_sql(source, "signaal_nr")
    rows = con.execute(select, [policy.minor_below])
    # some at a time: as rows they take far more than the facts made of them
    some = iter(partial(rows.fetchmany, 10_000), [])
    found = chain.from_iterable(named_rows(columns, one) for one in some)
    return {
        number: [candidate_of(row, shv) for row in rows]
        for number, rows in groupby(found, key=lambda row: row["signaal_nr"])
    }


def audit_sample(decisions: Sequence[Decision], policy: Policy) -> frozenset[str]:
    """Draw the share `audit_sample` of the rejects (rounded up): signaal_ids, by a seeded hash."""
    rejected = sorted(
        (hashlib.sha256(f"{policy.seed}|{d.signaal_id}".encode()).hexdigest(), d.signaal_id)
        for d in decisions
        if d.besluit == "reject"
    )
    size = drawn_of(len(rejected), policy.audit_sample)
    return frozenset(signal for _, signal in rejected[:size])


def drawn_of(rejects: int, share: float) -> int:
    """Return how many of so many rejects are drawn for review: their share (0 to 1), rounded up."""
    return -int(-rejects * share // 1)


def named_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Row]:
    """Return rows by name."""
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _signal(row: Row) -> SignalFacts:
    sent, arose = row["signaaldatum"], read_day(row["ontstaan"])
    named = {name: row[name] for name in _SIGNAL_COLUMNS if name in _PLAIN}
    numbers = (row["huisnummer"], row["huisletter"], row["huisnummertoevoeging"])
    return SignalFacts(
        **named,
        box_genoemd=names_a_box(row["straatnaam"], *numbers),
        soort=kind_of(row["soort"]),
        signaaldatum=sent,
        achterstand_dagen=(sent - arose).days if sent and arose else None,
        gemeente=code_of(row["gemeente"]),
        contract=customer_key(row["klantnummer"]) or "",
    )


def _marked(
    signal: SignalFacts,
    marks: Mapping[str, Marks],
    unanswered: Collection[str],
    clients: Collection[str],
) -> SignalFacts:
    """Add what the profile of the delivery says of the signal's row, whether its candidates are all told, and
    whether it is about a client who is none of them."""
    if signal.signaal_id in clients:
        signal = replace(signal, client=True)
    if signal.signaal_id in unanswered:
        # a resident who was not shown may be the one: as likely as calls for a look
        signal = replace(signal, kans_ongezien=max(signal.kans_ongezien, CLEAR))
    if signal.signaal_id not in marks:
        return signal
    mark = marks[signal.signaal_id]
    return replace(signal, onleesbaar=tuple(map(str, mark.unreadable)), verschoven=mark.shifted)


_PLAIN = frozenset(SignalFacts.__dataclass_fields__) - {"soort", "signaaldatum", "gemeente"}
"""Facts of a signal that are a column as it is."""


def _municipality(case: ToDecide, decision: Decision, own: Sequence[str]) -> str:
    """The municipality a signal is of: who it was sent to, else where the resident found lives, else that of
    the address, as far as somebody found there tells, else the only one."""
    if case.signal.gemeente:
        return case.signal.gemeente
    homes = [one.gemeente for one in case.candidates if one.persoon_id == decision.persoon_id]
    if homes and homes[0] in own:
        return homes[0]
    # nobody found: where those are registered who live at the address
    there = {one.gemeente for one in case.candidates if one.op_adres and not one.geheim} & {*own}
    if len(there) == 1:
        return there.pop()
    return own[0] if len(own) == 1 else ""


_STATUS = {str(status): status for status in Status}
_NOTHING: dict[str, Any] = {}


def candidate_of(row: Row, shv: Collection[str]) -> CandidateFacts:
    """Return the facts of a row of `candidates_sql`; `shv`: the residents known to debt counselling."""
    full = row["redenen"] is not None
    return CandidateFacts(
        persoon_id=row["persoon_id"],
        kans=row["kans"],
        redenen=tuple(row["redenen"]) if full else (),
        niveaus={c: row[f"{c}_niveau"] for c in ORDER} if full else _NOTHING,
        gewichten={c: row[f"{c}_gewicht"] for c in ORDER} if full else _NOTHING,
        status=_STATUS[row["status"]],
        minderjarig=row["minderjarig"],
        geheim=row["geheim"],
        briefadres=row["briefadres"],
        onderzoek=inquiry(row["onderzoek_adres"]),
        op_adres=bool(row["op_adres"]),
        gemeente=code_of(row["gemeente"]),
        bekend_bij_shv=row["persoon_id"] in shv,
    )


COLUMNS = {
    "signaal_id": "VARCHAR", "vlp": "VARCHAR", "sector": "VARCHAR", "besluit": "VARCHAR",
    "persoon_id": "VARCHAR", "kans": "DOUBLE", "kans_geen": "DOUBLE", "tweede_persoon_id": "VARCHAR",
    "tweede_kans": "DOUBLE", "redenen": "VARCHAR", "toelichting": "VARCHAR",
    "terugkoppeling": "VARCHAR", "terugkoppeling_status": "VARCHAR", "steekproef": "VARCHAR",
    "gemeente": "VARCHAR", "ddas_status": "VARCHAR", "signaaldatum_gelezen": "VARCHAR",
    "beleid_versie": "VARCHAR",
}  # fmt: skip
"""Columns of decisions.csv in the order of the contract."""


def _write(
    con: Connection,
    table: str,
    cases: Sequence[ToDecide],
    decided: Sequence[Decision],
    own: Sequence[str],
    policy: Policy,
) -> None:
    version, drawn = policy.version, audit_sample(decided, policy)
    rows = [
        {
            **{name: getattr(d, name) for name in COLUMNS if hasattr(d, name)},
            "vlp": case.signal.vlp,
            "sector": case.signal.sector,
            "redenen": "|".join(d.redenen),
            "steekproef": "ja" if d.signaal_id in drawn else "nee",
            "signaaldatum_gelezen": case.signal.signaaldatum.isoformat() if case.signal.signaaldatum else "",
            "gemeente": _municipality(case, d, own),
            "beleid_versie": version,
        }
        for case, d in zip(cases, decided, strict=True)
    ]  # fmt: skip
    select = ", ".join(
        f"unnest(${place}::{kind}[]) AS {name}"
        for place, (name, kind) in enumerate(COLUMNS.items(), start=1)
    )
    create_table(con, table, f"SELECT {select}", [[row[name] for row in rows] for name in COLUMNS])
