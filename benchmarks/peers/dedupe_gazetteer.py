"""dedupe's Gazetteer: learns from labelled pairs, which come from another made-up town than the
one it is tried on, as a municipality would label a month beforehand.
"""

import random
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cleaned import decide, load_cleaned, signal_ids

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import HELP, Answer, read_truth
from brp_match.database import connect
from brp_match.synthetic.generate import generate
from brp_match.synthetic.scenario import load_scenario

LABEL = "dedupe Gazetteer"
NEEDS = ("dedupe",)
MOST_RESIDENTS: int | None = 200_000
"""Pure Python over every resident, all of them in memory."""
TRAINING_SEED = 990_001
TRAINING_SCENARIO = "demo"
LABELLED = 400
"""Pairs labelled as the same and as different: an afternoon's work for two people."""

FIELDS = ("voornaam", "achternaam", "geboortedatum", "postcode", "huisnummer")
Record = dict[str, Any]


def records(con: Any, table: str) -> dict[str, Record]:
    rows = con.execute(
        f"SELECT unique_id, {', '.join(FIELDS)} FROM {table} ORDER BY unique_id"
    ).fetchall()
    # dedupe wants None for empty
    return {row[0]: {f: v or None for f, v in zip(FIELDS, row[1:], strict=True)} for row in rows}


def read_town(
    town: TownFiles, threads: int
) -> tuple[list[str], dict[str, Record], dict[str, Record]]:
    con = connect(threads=threads)
    load_cleaned(con, town)
    con.execute("UPDATE s SET voornaam = coalesce(nullif(voornaam, ''), letter)").fetchall()
    result = signal_ids(con), records(con, "s"), records(con, "r")
    con.close()
    return result


def likenesses(record: Record) -> list[tuple[Any, ...]]:
    """Ways in which two records may look alike: address, surname, birth date."""
    keys = [
        ("adres", record["postcode"], record["huisnummer"]),
        ("naam", record["achternaam"]),
        ("datum", record["geboortedatum"]),
    ]
    return [key for key in keys if all(key)]


def labels(same: list[Any], different: list[Any]) -> StringIO:
    """The labelled pairs as the training file that dedupe reads."""
    from dedupe.serializer import write_training

    out = StringIO()
    write_training({"match": same, "distinct": different}, out)
    out.seek(0)
    return out


def text(field: str) -> Any:
    """A field without predicates by index: those by TF-IDF call a method that BTrees has no more,
    those by Levenshtein take many minutes to learn.
    """
    from dedupe import variables

    found = variables.ShortString(field, has_missing=True)
    found.predicates = [
        one for one in found.predicates if not one.type.startswith(("Tfidf", "Lev"))
    ]
    return found


def train(threads: int) -> Any:
    import dedupe

    random.seed(TRAINING_SEED)
    gazetteer = dedupe.Gazetteer(
        [text(field) for field in FIELDS],
        num_cores=0,  # without processes of its own: they hang after DuckDB has started threads
    )
    with TemporaryDirectory() as work:
        generate(load_scenario(TRAINING_SCENARIO), Path(work), seed=TRAINING_SEED)
        signals, left, right = read_town(TownFiles.of_folder(Path(work)), threads)
        truths = {one.signaal_id: one for one in read_truth(Path(work) / "waarheid.csv")}
    same, different = [], []
    # what a person who labels gets to see as different: housemates, namesakes, the same birthday
    alike: dict[tuple[Any, ...], list[str]] = {}
    for person, record in right.items():
        for key in likenesses(record):
            alike.setdefault(key, []).append(person)
    for signal in signals:
        truth = truths[signal]
        if truth.soort in HELP and truth.persoon_id in right:
            same.append((left[signal], right[truth.persoon_id]))
        for key in likenesses(left[signal]):
            others = [p for p in alike.get(key, []) if p != truth.persoon_id]
            different += [
                (left[signal], right[p]) for p in random.sample(others, min(1, len(others)))
            ]
    random.shuffle(same)
    random.shuffle(different)
    gazetteer.prepare_training(
        left, right, training_file=labels(same[:LABELLED], different[:LABELLED]), sample_size=2_000
    )
    gazetteer.train(index_predicates=False)
    gazetteer.cleanup_training()
    return gazetteer


def learn(out: Path, threads: int) -> None:
    """Once, as a municipality would: the labelled pairs are of another town than any that is tried."""
    with out.open("wb") as file:
        train(threads).write_settings(file)


def run(town: TownFiles, threads: int) -> list[Answer]:
    import dedupe

    if town.learned is None:
        raise ValueError("learn first")
    with town.learned.open("rb") as file:
        gazetteer = dedupe.StaticGazetteer(file, num_cores=0)
    signals, left, right = read_town(town, threads)
    gazetteer.index(right)
    found = gazetteer.search(left, threshold=0.01, n_matches=5, generator=False)
    pairs = [
        (str(signal), str(person), float(score))
        for signal, matches in found
        for person, score in matches
    ]
    return decide(signals, pairs)
