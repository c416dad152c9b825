"""From a run to a decided case: the queue, judgements, second looks, export, and what is kept."""

from __future__ import annotations

import csv
import threading
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.exc import DBAPIError

from brp_match.errors import BrpMatchError
from brp_match.review import audit, processing_log
from brp_match.review.accounts import Account
from brp_match.review.case_file import get_case, own_of_case
from brp_match.review.decisions import export_decisions, safe_cell
from brp_match.review.export import audit_sample, reviews_csv
from brp_match.review.judge import judge, previous_case, undo
from brp_match.review.load_run import consequence, dropped_first, import_run, read_run
from brp_match.review.queue import Filters, choices, list_cases, next_case
from brp_match.review.retention import purge_run
from brp_match.review.schema import audit as audit_table
from brp_match.review.schema import candidates, cases, claims, judgements
from brp_match.review.schema import processing_log as log_table
from brp_match.review.second_look import agreement, cohen
from brp_match.review.sight import EVERYTHING
from brp_match.review.votes import Ground, State, Verdict, Vote, final, state_of
from review.conftest import NOW


def decisions(folder: Path) -> list[dict[str, str]]:
    with (folder / "decisions.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_reviews_and_audit_draws_become_cases_once(
    engine: Engine, people: dict[str, Account], run_folder: Path, run_id: str
) -> None:
    rows = decisions(run_folder)
    expected = {
        r["signaal_id"] for r in rows if r["besluit"] == "review" or r["steekproef"] == "ja"
    }
    with engine.begin() as con:
        assert import_run(con, run_folder, account_id=people["anna"].id, now=NOW) == run_id
        held = select(cases.c.signaal_id).where(cases.c.state == "open")
        found = con.execute(held).scalars().all()
        rest = con.execute(
            select(cases.c.decision).where(cases.c.state == "klaar", ~cases.c.sampled)
        )
        codes = Counter(row.decision["terugkoppeling"] for row in rest)
    assert sorted(found) == sorted(expected)
    assert len(expected) > 20
    # what must be confirmed before it goes out has a case too, but not in the queue
    told = Counter(
        r["terugkoppeling"] for r in rows if r["besluit"] == "reject" and r["steekproef"] == "nee"
    )
    assert codes == {code: told[code] for code in ("overleden", "geen_inwoner")}
    assert min(codes.values()) > 5


def test_a_tenth_of_the_cases_is_looked_at_twice_drawn_by_run_and_signal(
    engine: Engine, run_id: str
) -> None:
    with engine.begin() as con:
        found = con.execute(select(cases.c.signaal_id, cases.c.second_look).where(~cases.c.secret))
        twice = {row.signaal_id: row.second_look for row in found}
    drawn = {
        name: int(sha256(f"{run_id}|{name}".encode()).hexdigest()[8:16], 16) < 0.1 * 2**32
        for name in twice
    }
    assert twice == drawn
    assert len(twice) > 50


def test_an_open_case_is_kept_for_who_opens_it_and_a_finished_one_for_nobody(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    with engine.begin() as con:
        one, other = con.execute(
            select(cases.c.id).where(cases.c.state == "open", ~cases.c.secret).order_by(cases.c.id)
        ).scalars().fetchmany(2)  # fmt: skip
        con.execute(update(cases).where(cases.c.id == other).values(state="klaar"))
        for case_id in (one, other):
            get_case(con, people["anna"], case_id, now=NOW)
        kept = con.execute(select(claims.c.case_id, claims.c.account_id)).all()
    assert [tuple(row) for row in kept] == [(one, people["anna"].id)]


def test_what_dropped_out_of_todays_system_comes_before_any_other_case() -> None:
    heaviest = consequence(0.5, {"false_match": 1_000.0, "missed_resident": 1_000.0})
    assert dropped_first({"uitval_reden": ""}) > heaviest
    assert dropped_first({"uitval_reden": None}) == dropped_first({}) == 0.0


def test_nothing_in_the_queue_tells_an_audit_draw_from_a_review(
    engine: Engine, people: dict[str, Account], run_folder: Path, run_id: str
) -> None:
    grounds = {row["redenen"].split("|")[0] for row in decisions(run_folder)}
    only_rejects = {"NIET_GEVONDEN", "OVERLEDEN", "VERTROKKEN", "RECHTSPERSOON", "GEEN_WONING"}
    assert len(grounds & only_rejects) >= 4, "the town has rejects on several grounds"
    with engine.begin() as con:
        page = list_cases(con, people["dewi"], Filters(), now=NOW, size=500)
        sampled = set(con.execute(select(cases.c.id).where(cases.c.sampled)).scalars())
        _, offered = choices(con, EVERYTHING)
    drawn = [row for row in page.rows if row.id in sampled]
    assert len(drawn) > 5
    told = {code for row in page.rows for code in row.reasons}
    assert told == set(offered)
    assert not told & (only_rejects | {"HUISGENOOT_MOGELIJK", "MEERDERE_KANDIDATEN"})
    assert any(row.reasons for row in drawn)
    for row in page.rows:
        equal = [code.endswith("_GELIJK") for code in row.reasons]
        assert equal == sorted(equal), "what differs comes first"


def test_the_queue_pages_through_everything_once(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    seen, cursor = [], ""
    with engine.begin() as con:
        total = list_cases(con, people["dewi"], Filters(), now=NOW).total
        while True:
            page = list_cases(con, people["dewi"], Filters(), now=NOW, cursor=cursor, size=7)
            seen += [row.id for row in page.rows]
            cursor = page.next_cursor
            if not cursor:
                break
        urgent = [
            row.urgent for row in list_cases(con, people["dewi"], Filters(), now=NOW, size=500).rows
        ]
        with pytest.raises(BrpMatchError):
            list_cases(con, people["anna"], Filters(), now=NOW, cursor="onzin")
    assert len(seen) == len(set(seen)) == total
    assert urgent == sorted(urgent, reverse=True)


def test_secret_cases_are_for_those_allowed(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    with engine.begin() as con:
        some = select(cases.c.id).where(cases.c.state == "open").order_by(cases.c.id)
        one = con.execute(some).scalars().first()
        con.execute(update(cases).where(cases.c.id == one).values(secret=True))
        assert one not in {
            r.id for r in list_cases(con, people["anna"], Filters(), now=NOW, size=500).rows
        }
        assert one in {
            r.id for r in list_cases(con, people["dewi"], Filters(), now=NOW, size=500).rows
        }
        with pytest.raises(BrpMatchError) as caught:
            get_case(con, people["anna"], str(one), now=NOW)
        assert caught.value.http_status == 404
        assert get_case(con, people["dewi"], str(one), now=NOW).id == one


def plain_case(engine: Engine, account: Account, *, second: bool) -> str:
    """A review with a sure enough first candidate who is no secret; its second look as asked."""
    with engine.begin() as con:
        found = (
            con.execute(
                select(cases.c.id)
                .join(candidates, candidates.c.case_id == cases.c.id)
                .where(
                    cases.c.besluit == "review",
                    candidates.c.rang == 1,
                    candidates.c.kans > 0.5,
                    candidates.c.geheim == 0,
                    ~cases.c.secret,
                )
                .order_by(cases.c.signaal_id)
            )
            .scalars()
            .first()
        )
        con.execute(update(cases).where(cases.c.id == found).values(second_look=second))
    return str(found)


def test_a_judgement_decides_and_can_be_taken_back(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    anna = people["anna"]
    case_id = plain_case(engine, anna, second=False)
    with engine.begin() as con:
        case = get_case(con, anna, case_id, now=NOW)
        person = case.candidates[0]["persoon_id"]
        done = judge(
            con,
            anna,
            case_id,
            outcome=Verdict.DEZELFDE_PERSOON,
            persoon_id=person,
            version=1,
            now=NOW,
            key="k1",
        )
        assert (done.state, done.version) == (State.KLAAR, 2)
        again = judge(
            con,
            anna,
            case_id,
            outcome=Verdict.DEZELFDE_PERSOON,
            persoon_id=person,
            version=1,
            now=NOW,
            key="k1",
        )
        assert again == done
        assert previous_case(con, anna) == case_id
        assert case_id not in {
            r.id for r in list_cases(con, anna, Filters(), now=NOW, size=500).rows
        }
        assert undo(con, anna, case_id, version=2, now=NOW).state is State.OPEN
        assert con.execute(select(func.count()).select_from(judgements)).scalar() == 2
        assert case_id in {r.id for r in list_cases(con, anna, Filters(), now=NOW, size=500).rows}


def test_a_stale_version_is_refused(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    case_id = plain_case(engine, people["anna"], second=False)
    with engine.begin() as con:
        judge(con, people["anna"], case_id, outcome=Verdict.GEEN_VAN_DEZE, version=1, now=NOW)
    for version in (1, 2):
        with engine.begin() as con, pytest.raises(BrpMatchError) as caught:
            judge(
                con,
                people["bram"],
                case_id,
                outcome=Verdict.GEEN_VAN_DEZE,
                version=version,
                now=NOW,
            )
        assert caught.value.http_status == 409


def test_two_reviewers_at_the_same_moment_one_wins(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    case_id = plain_case(engine, people["anna"], second=False)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def work(name: str) -> None:
        start.wait()
        try:
            with engine.begin() as con:
                judge(con, people[name], case_id, outcome=Verdict.GEEN_VAN_DEZE, version=1, now=NOW)
            outcomes.append("klaar")
        except BrpMatchError as error:
            outcomes.append(str(error.http_status))

    threads = [threading.Thread(target=work, args=(name,)) for name in ("anna", "bram")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["409", "klaar"]
    with engine.begin() as con:
        assert con.execute(select(func.count()).select_from(judgements)).scalar() == 1


def test_risky_confirmations_need_a_reason_and_a_second_look(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    with engine.begin() as con:
        row = con.execute(
            select(cases.c.id, candidates.c.persoon_id)
            .join(candidates, candidates.c.case_id == cases.c.id)
            .where(
                candidates.c.rang == 2,
                candidates.c.geheim == 0,
                ~cases.c.secret,
                cases.c.state == "open",
            )
            .order_by(cases.c.id)
        ).first()
        assert row is not None
        con.execute(update(cases).where(cases.c.id == row.id).values(second_look=False))
        with pytest.raises(BrpMatchError) as caught:
            judge(
                con,
                people["anna"],
                row.id,
                outcome=Verdict.DEZELFDE_PERSOON,
                persoon_id=row.persoon_id,
                version=1,
                now=NOW,
            )
        assert caught.value.faults[0].code == "REDEN_NODIG"
        with pytest.raises(BrpMatchError):
            judge(
                con,
                people["anna"],
                row.id,
                outcome=Verdict.DEZELFDE_PERSOON,
                persoon_id="iemand",
                reason="weet zeker",
                version=1,
                now=NOW,
            )
        done = judge(
            con, people["anna"], row.id, outcome=Verdict.DEZELFDE_PERSOON, persoon_id=row.persoon_id,
            reason="ik ken het adres", version=1, now=NOW,
        )  # fmt: skip
        assert done.state is State.TWEEDE
        assert row.id not in {
            r.id for r in list_cases(con, people["anna"], Filters(), now=NOW, size=500).rows
        }
        with pytest.raises(BrpMatchError):
            judge(con, people["anna"], row.id, outcome=Verdict.GEEN_VAN_DEZE, version=2, now=NOW)
        other = judge(
            con, people["bram"], row.id, outcome=Verdict.GEEN_VAN_DEZE, version=2, now=NOW
        )
        assert other.state is State.DERDE
        assert (
            judge(
                con, people["cor"], row.id, outcome=Verdict.GEEN_VAN_DEZE, version=3, now=NOW
            ).state
            is State.KLAAR
        )
        counted = agreement(con, run_id)
        assert (counted.n, counted.equal, counted.kappa) == (1, 0, None)


def test_skipped_cases_come_last(engine: Engine, people: dict[str, Account], run_id: str) -> None:
    anna = people["anna"]
    with engine.begin() as con:
        first = next_case(con, anna, Filters(), now=NOW)
        assert first is not None
        judge(con, anna, first, outcome=Verdict.OVERSLAAN, version=1, now=NOW)
        second = next_case(con, anna, Filters(), now=NOW)
        assert second not in (None, first)


def test_state_of_votes() -> None:
    def vote(number: int, outcome: Verdict, person: str = "") -> Vote:
        return Vote(number, f"a{number}", outcome, person)

    same, none, unsure = Verdict.DEZELFDE_PERSOON, Verdict.GEEN_VAN_DEZE, Verdict.WEET_IK_NIET
    assert state_of([], True) is State.OPEN
    assert state_of([vote(1, none)], False) is State.KLAAR
    assert state_of([vote(1, unsure)], False) is State.TWEEDE
    assert state_of([vote(1, same, "x"), vote(2, same, "x")], True) is State.KLAAR
    assert state_of([vote(1, same, "x"), vote(2, same, "y")], True) is State.DERDE
    assert state_of([vote(1, unsure), vote(2, unsure)], True) is State.DERDE
    assert state_of([vote(1, same, "x"), vote(2, none), vote(3, none)], True) is State.KLAAR


def test_a_ground_that_one_names_stands_and_two_that_differ_go_to_a_third() -> None:
    none = Verdict.GEEN_VAN_DEZE
    box, dead = (Vote(1, "a", none, "", one) for one in (Ground.GARAGEBOX, Ground.OVERLEDEN))
    bare = Vote(2, "b", none, "")
    assert [state_of(votes, True) for votes in ([box, bare], [bare, box], [box, dead])] == [
        State.KLAAR, State.KLAAR, State.DERDE,
    ]  # fmt: skip
    for votes in ([box, bare], [bare, box]):
        found = final(votes, True)
        assert found is not None
        assert found.ground is Ground.GARAGEBOX
    third = final([box, dead, bare], True)
    assert third == bare


def test_kappa_by_hand() -> None:
    pairs = (
        [("a", "a", True)] * 20
        + [("a", "b", False)] * 5
        + [("b", "a", False)] * 10
        + [("b", "b", True)] * 15
    )
    found = cohen(pairs)
    # observed 0.7, expected 0.5: the example of Cohen's kappa in every textbook
    assert found.kappa == pytest.approx(0.4)
    assert (found.n, found.equal) == (50, 35)
    assert found.low == pytest.approx(0.4 - 1.96 * (0.7 * 0.3 / (50 * 0.25)) ** 0.5)


def test_the_database_keeps_what_was_written(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    case_id = plain_case(engine, people["anna"], second=False)
    with engine.begin() as con:
        get_case(con, people["anna"], case_id, now=NOW)
        judge(con, people["anna"], case_id, outcome=Verdict.GEEN_VAN_DEZE, version=1, now=NOW)
    for statement in (
        update(audit_table).values(kind="anders"),
        delete(audit_table),
        update(log_table).values(name="anders"),
        delete(log_table),
        update(judgements).values(outcome="geen"),
        delete(judgements),
    ):
        with pytest.raises(DBAPIError), engine.begin() as con:
            con.execute(statement)
    with engine.begin() as con:
        kinds = [entry.kind for entry in audit.read(con)]
        logged = list(processing_log.lines(con))
    assert kinds[:3] == ["zaak_beoordeeld", "zaak_gezien", "run_ingelezen"]
    assert {
        "trace_id",
        "span_id",
        "parent_span_id",
        "status",
        "name",
        "start_time",
        "end_time",
        "attributes",
    } <= set(logged[0])
    with engine.begin() as con:
        person = con.execute(select(candidates.c.persoon_id)).scalars().first()
        assert person not in str(logged)
        assert people["anna"].id not in str(logged)


def test_export_puts_people_in_the_place_of_reviews(
    engine: Engine, people: dict[str, Account], run_folder: Path, run_id: str
) -> None:
    case_id = plain_case(engine, people["anna"], second=False)
    with engine.begin() as con:
        case = get_case(con, people["anna"], case_id, now=NOW)
        person = case.candidates[0]["persoon_id"]
        judge(
            con,
            people["anna"],
            case_id,
            outcome=Verdict.DEZELFDE_PERSOON,
            persoon_id=person,
            version=1,
            now=NOW,
        )
        lines = "".join(export_decisions(con, people["anna"], run_id, NOW))
        reviews = "".join(reviews_csv(con, run_id))
        sample = audit_sample(con, run_id)
    rows = {row["signaal_id"]: row for row in csv.DictReader(lines.splitlines(), delimiter=";")}
    assert len(rows) == len(decisions(run_folder))
    mine = rows[case.signal["signaal_id"]]
    assert (mine["besluit"], mine["persoon_id"], mine["beoordeeld"]) == ("match", person, "ja")
    assert reviews.splitlines()[1:] == [f"{case.signal['signaal_id']};match;{person}"]
    assert sample.rejects == sum(r["besluit"] == "reject" for r in decisions(run_folder))
    assert sample.drawn == sum(r["steekproef"] == "ja" for r in decisions(run_folder))


def test_no_cell_becomes_a_formula() -> None:
    assert [safe_cell(x) for x in ("=1+1", "+31", "-2", "@x", "\tq", "Jan", "")] == [
        "'=1+1", "'+31", "'-2", "'@x", "'\tq", "Jan", "",
    ]  # fmt: skip


def test_purge_deletes_for_real_and_leaves_a_proof(
    engine: Engine, people: dict[str, Account], run_folder: Path, tmp_path: Path
) -> None:
    import shutil

    copy = tmp_path / "uitkomst"
    shutil.copytree(run_folder, copy)
    # what is read before needs the folder no more: nothing is read while others wait for the database
    read = read_run(copy)
    copy.rename(tmp_path / "weg")
    with engine.begin() as con:
        run_id = import_run(con, read, account_id=people["anna"].id, now=NOW)
        some = con.execute(select(candidates.c.data)).scalars().first()
    case_id = plain_case(engine, people["anna"], second=False)
    with engine.begin() as con:
        judge(con, people["anna"], case_id, outcome=Verdict.GEEN_VAN_DEZE, version=1, now=NOW)
    (tmp_path / "weg").rename(copy)
    proof = purge_run(engine, run_id, now=NOW)
    assert proof.rows["judgements"] == 1
    assert proof.rows["cases"] > 20
    assert not copy.exists()
    with engine.begin() as con:
        for table in (cases, candidates, judgements):
            assert con.execute(select(func.count()).select_from(table)).scalar() == 0
        last = audit.read(con)[0]
    assert last.kind == "verwijderd"
    assert last.detail["content_hash"] == proof.content_hash
    if engine.dialect.name == "sqlite":
        name = str(some["geslachtsnaam"]).encode()
        raw = (tmp_path / "review.sqlite").read_bytes()
        assert name not in raw


def test_a_case_is_of_the_municipality_of_its_delivery(engine: Engine, run_id: str) -> None:
    with engine.begin() as con:
        case = con.execute(select(cases.c.id).where(cases.c.run_id == run_id)).scalars().first()
        assert case is not None
        assert own_of_case(con, case) == ["9001"]
        assert own_of_case(con, "of no delivery") == []
