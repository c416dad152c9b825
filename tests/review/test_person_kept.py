"""One person found, shown and erased in what is kept beside the deliveries."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select, update

from brp_match.cases.shv import COLUMNS as CLIENT_COLUMNS
from brp_match.errors import BrpMatchError
from brp_match.lists.files import COLUMNS as LIST_COLUMNS
from brp_match.policy import as_toml, load_policy
from brp_match.review import audit, list_check, person, report_back, schema, shv, values
from brp_match.review.list_check import KeptList, State
from brp_match.review.person_erase import erase
from brp_match.review.report_back import Choices, Kept
from review.conftest import NOW

WHO, OTHER = "9076543210", "9076543211"
"""Two residents whom no delivery names."""

PLANTED = ("Zonnebloemkweker", "Xylofoonspeler", "Qwertystraat", "Trompetdreef")
GIVEN = b"naam;geboortedatum;postcode\nW. Zonnebloemkweker;17-8-1947;9977XY\nX. Xylofoonspeler;1-2-1950;9977XY\n"

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def written(path: Path, columns: Sequence[str], *rows: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.DictWriter(stream, columns, delimiter=";", restval="")
        out.writeheader()
        out.writerows(rows)


def checked(data: Path, list_id: str, *rows: dict[str, str]) -> KeptList:
    """A list that was checked, with these rows of lijst.csv."""
    path = data / "lijsten" / list_id / "lijst.csv"
    kept = KeptList(list_id, "CAK", str(path), "2026-11-02", "2027-01-03", str(State.KLAAR))
    written(kept.out / "lijst.csv", LIST_COLUMNS, *rows)
    path.write_bytes(GIVEN if list_id.startswith("a") else b"naam\nB. Ander\n")
    (path.parent / "beleid.toml").write_text(as_toml(load_policy()), encoding="utf-8")
    return kept


def client_file(con: Connection, data: Path, folder: Path, who: str) -> None:
    """The file of debt counselling as the run in the store was held against it, its second row the person's."""
    path = data / "shv" / "een" / "clienten.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(GIVEN)
    digest = hashlib.sha256(GIVEN).hexdigest()
    kept = shv.ShvFile(str(path), digest, 2, "2026-11-02", "2026-12-03")
    values.write(con, shv.FILE_VALUE, json.dumps(vars(kept)))
    record = {"instellingen": [{"soort": "shv", "sha256": digest}]}
    con.execute(update(schema.runs).values(folder=str(folder), record=record))
    written(
        folder / "shv.csv", CLIENT_COLUMNS,
        {"persoon_id": who, "bekend": "ja", "regel": "2", "kans": "0.99"},
        {"persoon_id": who, "bekend": "misschien", "regel": "3", "kans": "0.5"},
    )  # fmt: skip


def held(folder: Path, *texts: str) -> set[str]:
    """Those of these texts that stand in any file, the database with its log among them."""
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {text for text in texts if any(text.encode() in file for file in files)}


def test_lists_the_client_file_and_what_is_reported_back(
    engine: Engine, run_id: str, run_folder: Path, tmp_path: Path
) -> None:
    data, home = tmp_path / "data", "Qwertystraat 1, 9977XY"
    folder = data / run_id / "uitkomst"
    shutil.copytree(run_folder, folder)
    with (folder / "decisions.csv").open(encoding="utf-8") as stream:
        decided = csv.DictReader(stream, delimiter=";")
        who = next(row["persoon_id"] for row in decided if row["besluit"] == "match")
    mine = checked(
        data, "a" * 32,
        {"regel": "2", "uitkomst": "op_adres", "persoon_id": who, "kans": "0.999", "kenmerk": "K7"},
        {"regel": "3", "uitkomst": "twijfel", "persoon_id": who, "kans": "0.4"},
    )  # fmt: skip
    theirs = checked(data, "b" * 32, {"regel": "2", "persoon_id": OTHER, "kans": "0.999"})
    unread = replace(theirs, id="c" * 32, path=str(data / "x" / "lijst.csv"))
    others = Choices({f"{OTHER}|Elders 1": Kept(run_id)}, {OTHER: Kept(run_id)})
    about = {f"{who}|Trompetdreef 9": Kept(run_id, gemeld="2026-11-20")}
    with engine.begin() as con:
        list_check._write(con, [mine, unread, theirs])
        client_file(con, data, folder, who)
        posted = {who: Kept(run_id, home)} | others.retour
        report_back._write(con, Choices(about | others.melden, posted))
        found = person.find(con, who)
        told = person.export(con, found, NOW)
    assert held(tmp_path, *PLANTED, who) == {*PLANTED, who}, "the search finds"
    counts = found.counts()
    assert [counts[n] for n in ("lijsten", "schuldhulpverlening", "terugmelding")] == [1, 1, 2]
    assert counts["niet_bekeken"] == 1, "a list that has no outcome"
    (listed,) = told["lijsten"]
    (row,) = listed["rijen"]
    assert (row["kenmerk"], listed["misschien"]) == ("K7", 1)
    assert row["geleverd"]["volledige_naam"] == "W. Zonnebloemkweker"
    (client,) = told["schuldhulpverlening"]["rijen"]
    assert client["volledige_naam"] == "W. Zonnebloemkweker"
    assert told["terugmelding"] == [{"ander_adres": "Trompetdreef 9", "gemeld": "2026-11-20"}]
    assert told["post_retour"] == [{"adres": home}]
    # a row in doubt may be of another
    assert "Xylofoonspeler" not in json.dumps(told)

    with engine.begin() as con:
        values.write(con, shv.SAID_VALUE, json.dumps({who: True, OTHER: False}))
    proof = erase(engine, who, ground="c", account_id="", now=NOW)
    assert [proof.rows[n] for n in ("lijsten", "schuldhulpverlening", "terugmelding")] == [1, 1, 2]
    assert held(tmp_path, *PLANTED, who) == set()
    with engine.begin() as con:
        assert not person.find(con, who).anything
        assert [one.id for one in list_check.lists(con)] == [unread.id, theirs.id]
        assert (shv.kept(con), shv.said(con)) == (None, {})
        assert report_back.read(con) == others
        (line,) = audit.read(con, kind="persoon_gewist")
        assert (line.detail["rijen"]["lijsten"], line.detail["inhoud"]) == (1, proof.content_hash)
        kinds = con.execute(select(schema.audit.c.kind)).scalars().all()
    assert {"lijst_verwijderd", "shv_verwijderd"} <= {*kinds}
    assert (Path(theirs.path).is_file(), os.listdir(data / "shv")) == (True, [])


def test_only_chosen_to_report_back_or_only_said(engine: Engine, run_id: str) -> None:
    for plant in ("melden", "gezegd"):
        with engine.begin() as con:
            if plant == "melden":
                report_back._write(con, Choices({f"{WHO}|Trompetdreef 9": Kept(run_id)}, {}))
            else:
                values.write(con, shv.SAID_VALUE, json.dumps({WHO: False, OTHER: True}))
        erase(engine, WHO, ground="a", account_id="", now=NOW)
        with engine.begin() as con:
            told = con.execute(select(schema.service_values.c.value)).scalars().all()
            assert not [value for value in told if WHO in value]
        with pytest.raises(BrpMatchError, match="PERSOON_ONBEKEND"):
            erase(engine, WHO, ground="a", account_id="", now=NOW)
    with engine.begin() as con:
        assert shv.said(con) == {OTHER: True}
        # the figures of a person in the address of another's doubt are no number of that person
        report_back._write(con, Choices({f"{OTHER}|{WHO}": Kept(run_id)}, {}))
        assert not person.find(con, WHO).anything


def test_not_while_a_list_is_being_checked(engine: Engine, tmp_path: Path) -> None:
    at_work = replace(checked(tmp_path, "a" * 32), state=str(State.BEZIG))
    with engine.begin() as con:
        list_check._write(con, [at_work])
    with pytest.raises(BrpMatchError, match="RUN_BEZIG"):
        erase(engine, WHO, ground="a", account_id="", now=NOW)
