"""One signal looked up says what the steps of a month say of it, and keeps nothing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from brp_match.content import load_comparators
from brp_match.database import Connection, connect, run_step
from brp_match.decide.assemble import decide_all
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import SIGNALS
from brp_match.link import candidates, outcome, placeholders
from brp_match.link.engine import score_pairs
from brp_match.link.history import load_judgements
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.link.posterior_tables import learn_rates
from brp_match.lookup.match import Answer
from brp_match.lookup.opening import open_store
from brp_match.lookup.residents import kinds_of_keys
from brp_match.lookup.rows import CONNECTIONS, RowStore
from brp_match.lookup.signal import read_signal, understood
from brp_match.lookup.store import store_of
from brp_match.policy import load_policy
from brp_match.prepare import prepare
from brp_match.register.candidate_keys import KINDS
from brp_match.review.sight import Sight
from brp_match.standardise.signals import build_signals
from brp_match.web.api.match_processes import Places
from brp_match.web.api.single_match import SingleMatcher
from web.town import PEOPLE, signal, write

POLICY = load_policy()

SECRET = PEOPLE[7] | {
    "persoon_id": "908888", "voornamen": "Quirijn", "geslachtsnaam": "Zonderlingen", "geheim": "7",
    "geboortedatum": "19610317", "huisnummer": "77",
}  # fmt: skip
"""Somebody with secrecy, and a name and address that nobody else has."""

HALF_DATED = PEOPLE[8] | {
    "persoon_id": "907777", "voornamen": "Ysbrand", "geslachtsnaam": "Halfbekend", "geboortedatum": "19700000",
    "huisnummer": "78",
}  # fmt: skip
"""Somebody of whom only the year of birth is known: a name alone finds them."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared register with an address file: homes, and numbers that are no home."""
    folder = tmp_path_factory.mktemp("register")
    homes = {(one["straat"], one["huisnummer"], one["postcode"]) for one in PEOPLE}
    rows = [
        {"straat": street, "huisnummer": number, "postcode": postcode, "woonplaats": "Verzonnenstad",
         "gebruiksdoel": "overige gebruiksfunctie" if number == "5" else "woonfunctie"}
        for street, number, postcode in sorted(homes - {("Proefstraat", "9", "9999ZZ")})
    ]  # fmt: skip
    path = folder / "register.duckdb"
    people, addresses = (
        write(folder / "inwoners.csv", [*PEOPLE, SECRET, HALF_DATED]),
        write(folder / "adressen.csv", rows),
    )
    prepare(people, path, addresses=addresses)
    return path


@pytest.fixture(scope="module")
def matcher(town: Path) -> Iterator[SingleMatcher]:
    made = SingleMatcher(town, others=1)
    made.open()
    yield made
    made.close()


def ask(matcher: SingleMatcher, asked: dict[str, str]) -> Answer:
    return matcher.match(asked, POLICY, sight=Sight(True))


def by_the_month(con: Connection, asked: dict[str, str]) -> Answer:
    """The same signal through the steps that a month goes through, with the prior rates."""
    values, marks = understood({name: (asked.get(name) or "").strip() or None for name in SIGNALS})
    columns = ", ".join(f"{name} VARCHAR" for name in SIGNALS)
    run_step(
        con,
        f"CREATE OR REPLACE TABLE raw_signalen (bron INTEGER, regel INTEGER, {columns})",
    )
    places = ", ".join("?" for _ in range(len(SIGNALS) + 2))
    row = [0, 1, *(values.get(name) for name in SIGNALS)]
    run_step(con, f"INSERT INTO raw_signalen VALUES ({places})", row)
    comparators = load_comparators()
    others = {asked["signaal_id"]: marks.other_birth} if marks.other_birth else {}
    build_signals(con, others=others)
    placeholders.find_placeholders(con, register="reg.")
    candidates.find_candidates(con, register="reg.")
    prepare_signals(con, addresses="reg.", register="reg.")
    compare_pairs(con, register="reg.", comparators=comparators)
    score_pairs(con, comparators)
    load_judgements(con, None)
    learn_rates(con, comparators, register="reg.", teach=False)
    outcome.build_candidates(con, comparators, register="reg.")
    decide_all(con, load_policy(), {asked["signaal_id"]: marks})
    found = con.execute("SELECT persoon_id, kans, redenen FROM uitkomst ORDER BY rang").fetchall()
    (row,) = con.execute(
        """SELECT besluit, persoon_id, kans, kans_geen, redenen, toelichting, terugkoppeling FROM besluiten"""
    ).fetchall()
    return row, found


ODD: tuple[dict[str, str], ...] = (
    {},
    {"voornamen": "Šárka", "achternaam": "MÃ¼ller", "straatnaam": "Kerkstr. 12-A", "huisnummer": ""},
    {"volledige_naam": "Fam. P.J. van der Berg e/o mw. A. Bakker", "achternaam": "", "voornamen": ""},
    {"volledige_naam": "Installatiebedrijf Jansen V.O.F.", "achternaam": "", "voornamen": ""},
    {"geboortedatum": "1-1-2000"},
    {"geboortedatum": "20496"},
    {"geboortedatum": "31-02-1990", "postcode": ""},
    {"geboortedatum": "", "voornamen": "", "voorletters": "J.", "huisnummer": "1"},
    {"achternaam": "B.V. Proef Holding B.V."},
    {"sector": "Huur", "huisnummer": "9999"},
    {"sector": "Huur", "huisnummer": "5", "voornamen": "Quirine", "geboortedatum": ""},
    {"sector": "Huur", "huisnummer": "5", "postcode": "", "achternaam": "Onbekendsma"},
    {"huisnummer": "9", "postcode": "1111AA"},
    {"soort_signaal": "eindelevering", "signaaldatum": "2031-01-01"},
    {"geboortedatum": "15-03-1999", "straatnaam": "Elderslaan", "huisnummer": "99", "postcode": "1111AA"},
    {"geboortedatum": "28-11-1965", "straatnaam": "Elderslaan", "huisnummer": "99", "postcode": "1111AA"},
    {"voornamen": "Ysbrand", "achternaam": "Halfbekend", "geboortedatum": "05-06-1971", "postcode": ""},
)  # fmt: skip
"""What makes a signal take another way through the steps."""


def test_every_kind_of_key_finds_somebody(town: Path) -> None:
    """A key of a kind that the register numbers otherwise finds nobody, and nothing else tells."""
    store = open_store(town)
    found: set[str] = set()
    for number, change in enumerate(ODD):
        values, _ = understood(
            {name: value or None for name, value in (signal(1, number) | change).items()}
        )
        for kinds in kinds_of_keys(read_signal(values, store), store).values():
            found |= kinds
    store.close()
    assert found == set(KINDS)


def test_it_says_what_the_steps_of_a_month_say(town: Path, matcher: SingleMatcher) -> None:
    con = connect(threads=1)
    run_step(con, f"ATTACH '{town}' AS reg (READ_ONLY)")
    seen = set()
    for number, change in enumerate(ODD):
        asked = signal(1, number) | change
        row, found = by_the_month(con, asked)
        answer = ask(matcher, asked)
        assert (answer.besluit, answer.persoon_id, answer.redenen) == (
            row[0],
            row[1],
            tuple(c for c in row[4].split("|") if c),
        )
        assert (answer.kans, answer.kans_geen) == pytest.approx(row[2:4], abs=1e-9)
        assert (answer.toelichting, answer.terugkoppeling) == row[5:7]
        assert [one.persoon_id for one in answer.kandidaten] == [one[0] for one in found]
        assert [one.kans for one in answer.kandidaten] == pytest.approx(
            [one[1] for one in found], abs=1e-9
        )
        assert [one.redenen for one in answer.kandidaten] == [tuple(one[2]) for one in found]
        seen.add(answer.besluit)
    assert seen == {"match", "review", "reject"}
    assert HALF_DATED["persoon_id"] in {one.persoon_id for one in answer.kandidaten}
    con.close()


def test_who_may_not_see_secret_persons_gets_what_is_said_without_them(
    town: Path, matcher: SingleMatcher, tmp_path: Path
) -> None:
    others = write(tmp_path / "inwoners.csv", PEOPLE)
    without = tmp_path / "zonder.duckdb"
    prepare(others, without, addresses=town.with_name("adressen.csv"))
    asked = signal(
        1,
        7,
        voornamen="Quirijn",
        achternaam="Zonderlingen",
        geboortedatum="17-03-1961",
        huisnummer="77",
    )
    whole, open_ = ask(matcher, asked), matcher.match(asked, POLICY, sight=Sight(False))
    assert (whole.besluit, whole.persoon_id) == ("match", SECRET["persoon_id"])
    expected = ask(SingleMatcher(without), asked)
    # the frequencies of a register of sixty move a little with one resident
    assert (open_.besluit, open_.persoon_id, open_.redenen, open_.toelichting) == (
        expected.besluit, expected.persoon_id, expected.redenen, expected.toelichting,
    )  # fmt: skip
    assert open_.kans_geen == pytest.approx(expected.kans_geen, abs=1e-3)
    assert SECRET["persoon_id"] not in str(open_)
    assert open_.kans_geen + sum(one.kans for one in open_.kandidaten) == pytest.approx(1, abs=1e-6)


def test_a_resident_with_secrecy_costs_who_lacks_the_right_no_work(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that came later would tell that somebody stands there: the same is asked, read and compared."""
    without = tmp_path / "zonder.duckdb"
    prepare(
        write(tmp_path / "inwoners.csv", PEOPLE), without, addresses=town.with_name("adressen.csv")
    )
    done: list[tuple[str, int]] = []
    ask_plain = RowStore._ask

    def counted(self: RowStore, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        rows = ask_plain(self, sql, values)
        # the counts of the whole register know of everybody; of a person nothing may be read
        personal = any(f"FROM {name} " in sql for name in ("inwoners", "verblijf", "vorige_namen"))
        done.append((sql, len(rows) if personal else 0))
        return rows

    monkeypatch.setattr(RowStore, "_ask", counted)
    asked = signal(1, 7, voornamen="Quirijn", achternaam="Zonderlingen", geboortedatum="17-03-1961", huisnummer="77")  # fmt: skip
    work = []
    for register, secrecy in ((town, False), (without, False), (town, True)):
        matcher = SingleMatcher(register)
        matcher.open()
        done.clear()
        matcher.match(asked, POLICY, sight=Sight(secrecy))
        work.append(sorted(done))
        matcher.close()
    there, absent, seen = work
    assert there == absent
    assert seen != there


def test_fifty_at_once_answer_as_one_by_one(matcher: SingleMatcher) -> None:
    asked = [signal(n, n % 60) for n in range(50)]
    one_by_one = [ask(matcher, one) for one in asked]
    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(lambda one: ask(matcher, one), asked)) == one_by_one


def test_another_process_finds_what_this_one_does_and_may_die(
    town: Path, matcher: SingleMatcher
) -> None:
    places = Places(town, others=1)
    of_secret = signal(1, 7, voornamen="Quirijn", achternaam="Zonderlingen", geboortedatum="17-03-1961", huisnummer="77")  # fmt: skip
    with places.one() as here, places.one() as other:
        # the first is this process, who has to wait starts another
        assert here is None
        assert other is not None
        for asked in (signal(1, 3), of_secret):
            for sight in (Sight(True), Sight(False)):
                question = (asked, POLICY.minor_below, sight)
                assert other.ask(question) == matcher.weighed(*question)
        # what is refused there is asked here, which tells why
        assert other.ask(({"signaal_id": "S-1"}, POLICY.minor_below, Sight(True))) is None
        assert not other.gone
        other._process.kill()
        assert other.ask(question) is None
    assert places._others == set()
    places.end()


def test_who_waits_longest_has_the_next_place(town: Path) -> None:
    places, order = Places(town, others=0), list[int]()
    with ThreadPoolExecutor(3) as pool, places.one():
        for number in range(3):
            pool.submit(_in_turn, places, number, order)
            while len(places._waiting) <= number:
                time.sleep(0.001)
    assert order == [0, 1, 2]


def _in_turn(places: Places, number: int, order: list[int]) -> None:
    with places.one():
        order.append(number)


def test_a_signal_without_a_name_is_refused(matcher: SingleMatcher) -> None:
    with pytest.raises(BrpMatchError) as caught:
        ask(matcher, {"signaal_id": "S-1", "vlp": "Waterbron"})
    assert [fault.code for fault in caught.value.faults] == ["NAAM_ONTBREEKT"]
    assert caught.value.http_status == 400
    assert ask(matcher, signal(1, 3)).besluit == "match"


def test_a_file_that_is_no_register_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    connect(path).close()
    with pytest.raises(BrpMatchError) as caught:
        SingleMatcher(path).open()
    assert caught.value.faults[0].code == "REGISTER_ONLEESBAAR"


def test_rows_that_are_gone_or_damaged_are_made_again(town: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elders.duckdb"
    moved.write_bytes(town.read_bytes())
    assert ask(SingleMatcher(moved), signal(1, 3)).besluit == "match"
    assert store_of(moved).is_file()
    store_of(moved).write_bytes(b"geen rijen")
    assert ask(SingleMatcher(moved), signal(1, 3)).besluit == "match"


def test_the_rows_hold_no_bsn(town: Path, tmp_path: Path) -> None:
    planted = "123456782"
    people = write(tmp_path / "inwoners.csv", [one | {"bsn": planted} for one in PEOPLE])
    path = tmp_path / "met.duckdb"
    prepare(people, path)
    assert planted.encode() not in store_of(path).read_bytes()


def test_one_signal_is_mended_and_marked_as_a_row_of_a_delivery_is(matcher: SingleMatcher) -> None:
    plain = ask(matcher, signal(1, 3))
    damaged = {**signal(1, 3), "plaatsnaam": "1234 AB Verzonnenstad", "postcode": "onbekend"}
    assert ask(matcher, damaged).persoon_id == plain.persoon_id
    stranger = {
        "signaal_id": "S-9", "vlp": "Waterbron", "achternaam": "Kwarfelsema", "voornamen": "Xandertje",
        "geboortedatum": "01-02-1903", "straatnaam": "Nergensweg", "huisnummer": "7", "postcode": "9998XY",
    }  # fmt: skip
    assert ask(matcher, stranger).besluit == "reject"
    unread = ask(matcher, {**stranger, "geboortedatum": "31-02-19x3q"})
    assert (unread.besluit, unread.persoon_id) == ("review", "")
    assert unread.redenen == ("GEBOORTEDATUM_ONLEESBAAR",)


def test_threads_come_and_go_and_the_connections_stay_few(town: Path) -> None:
    """A service makes new threads all its life; each kept a connection with its pages of the file."""
    store = RowStore(store_of(town))
    opened: list[object] = []
    connect_again = store._connect

    def counted() -> sqlite3.Connection:
        opened.append(None)
        return connect_again()

    store._connect = counted  # type: ignore[method-assign]
    want = store.residents([1, 2, 3])
    for _ in range(3):
        with ThreadPoolExecutor(12) as pool:
            found = list(pool.map(lambda _: store.residents([1, 2, 3]), range(60)))
        assert all(one == want for one in found)
    assert len(opened) + 1 <= CONNECTIONS
    assert len(store._free) <= CONNECTIONS
    store.close()
    assert not store._free
