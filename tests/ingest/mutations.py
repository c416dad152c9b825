"""Broken deliveries by mutation: a good file of every format, damaged in the ways that files are damaged.

`python tests/ingest/mutations.py [COUNT] [--seed N]` makes COUNT (1,000 where not given) deliveries of
signals or residents, links each in a process of its own stead, and prints the outcomes: exit code, and of a run
that went on whether rows in are rows decided and set aside, and whether they are all that stand in the file: those
that hold a planted value are counted here by other readers than ours (`standing`). It ends with code 1 when a run
ends in another code than 0, 2 or 3, a count does not come out, or a planted value stands in a message.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import random
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from brp_match.cli import main

MARK = "Xplantova"
ROWS = 12
HEADER = [
    "signaal_id",
    "vlp",
    "achternaam",
    "voornamen",
    "geboortedatum",
    "straatnaam",
    "huisnummer",
    "postcode",
    "telefoon",
]
PEOPLE = [
    "persoon_id",
    "geslachtsnaam",
    "voornamen",
    "geboortedatum",
    "gemeente",
    "geheim",
    "straat",
    "huisnummer",
    "postcode",
]


def table(kind: str) -> list[list[str]]:
    """A good delivery: a header and `ROWS` rows; the planted value stands in every name."""
    if kind == "signalen":
        return [HEADER] + [
            [
                f"S{n}",
                "Waterbron",
                f"{MARK}{n}",
                "Piet",
                f"0{n % 9 + 1}-02-1980",
                f"{MARK}straat",
                str(n),
                "1234AB",
                "",
            ]
            for n in range(ROWS)
        ]
    return [PEOPLE] + [
        [
            f"P{n}",
            f"{MARK}{n}",
            "Piet",
            f"1980020{n % 9 + 1}",
            "9999",
            "0",
            f"{MARK}straat",
            str(n),
            "1234AB",
        ]
        for n in range(ROWS)
    ]


def as_csv(rows: list[list[str]]) -> bytes:
    return "\r\n".join(";".join(row) for row in rows).encode() + b"\r\n"


def as_json(rows: list[list[str]]) -> bytes:
    return json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]]).encode()


def as_xlsx(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_parquet(rows: list[list[str]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(
        pa.Table.from_pylist([dict(zip(rows[0], r, strict=True)) for r in rows[1:]]), buffer
    )
    return buffer.getvalue()


FORMATS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "csv": as_csv, "json": as_json, "xlsx": as_xlsx, "parquet": as_parquet,
}  # fmt: skip

TOKENS = [b"\x00", b'"', b";", b"\n", b"\r", b",", b"=", b"'", b"\xff", b"\xef\xbb\xbf", b"{", b"[", b"]", b"}", b"<", b">",
          b"9" * 5000, b"x" * 20_000, b"NULL", b"\xc3", b"\\u0000", b"\\ud800", b"<v>", b"</row>", b"t=\"e\""]  # fmt: skip


def flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 2, 8, 60))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(1, len(data)) :]


def insert(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randrange(len(data))
        data[at:at] = chance.choice(TOKENS)


def drop(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.choice((1, 4, 40))]


def double(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[max(0, at - chance.choice((10, 200, 2000))) : at]


BYTES = (flip, cut, insert, drop, double)


def damaged(data: bytes, kind: str, chance: random.Random) -> bytes:
    """Damage the bytes of a file; of a workbook mostly those of a part before it is packed again."""
    change = chance.choice(BYTES)
    if kind != "xlsx" or chance.random() < 0.3:
        whole = bytearray(data)
        change(whole, chance)
        return bytes(whole)
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        chosen = chance.choice(
            [p for p in old.namelist() if p.endswith(".xml")] + ["xl/worksheets/sheet1.xml"] * 6
        )
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == chosen and part:
                change(part, chance)
            new.writestr(name, bytes(part))
    return buffer.getvalue()


def mixed(rows: list[list[str]], chance: random.Random) -> list[list[str]]:
    """Damage a table as people and programs do."""
    rows = [list(row) for row in rows]
    for _ in range(chance.choice((1, 2, 4))):
        at = chance.randrange(len(rows))
        match chance.randrange(7):
            case 0:
                rows.insert(at, list(chance.choice(rows)))
            case 1:
                rows[at][chance.randrange(len(rows[at]))] = chance.choice(
                    ["", "=1+1", "#N/B", "a\nb", "é", "'000123", '="1"', " "]
                )
            case 2:
                rows.insert(0, ["Levering"] + [""] * (len(rows[0]) - 1))
            case 3:
                rows.append(rows.pop(0))
            case 4:
                rows[at] = [""] * len(rows[at])
            case 5:
                rows[at] = [*rows[at][1:], rows[at][0]]
            case _:
                chance.shuffle(rows)
    return rows


def standing(data: bytes, kind: str) -> tuple[int, int] | None:
    """Count the rows of a damaged file by other means than the reader's: those that hold a planted value, and all
    that hold anything; None where this count cannot read the file."""
    try:
        counts = [COUNTERS[kind](data)]
    except Exception:
        return None
    if kind == "csv":
        # where a quote stays open either may be meant
        counts.append(lines_of(data))
    return min(sum(MARK in row for row in rows) for rows in counts), max(map(len, counts))


def rows_of_csv(data: bytes) -> list[str]:
    """Records as Python's csv module splits them."""
    text = data.decode("utf-8-sig", "replace")
    found = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    return [line for record in found if (line := ";".join(record)).strip("; \t\r\n\xa0\ufeff")]


def lines_of(data: bytes) -> list[str]:
    lines = data.decode("utf-8-sig", "replace").replace("\r", "\n").split("\n")
    return [line for line in lines if line.strip("; \t\xa0\ufeff")]


def rows_of_json(data: bytes) -> list[str]:
    found = json.loads(data.decode("utf-8-sig"))
    assert isinstance(found, list)
    return [json.dumps(row, ensure_ascii=False) for row in found]


def rows_of_xlsx(data: bytes) -> list[str]:
    """Rows of the only sheet by the pattern of their tags, texts looked up."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = re.findall(rb"<si>(.*?)</si>", book.read("xl/sharedStrings.xml"), re.DOTALL)
        sheet = book.read("xl/worksheets/sheet1.xml")
    rows = []
    for row in re.findall(rb"<row\b.*?</row>", sheet, re.DOTALL):
        places = re.findall(rb't="s"[^>]*><v>(\d{1,4})</v>', row)
        said = b";".join(texts[int(place)] for place in places if int(place) < len(texts))
        rows.append((said + row).decode("utf-8", "replace"))
    return [row for row in rows if "<v>" in row or "<f>" in row]


def rows_of_parquet(data: bytes) -> list[str]:
    import pyarrow.parquet as pq

    return [str(row) for row in pq.read_table(io.BytesIO(data)).to_pylist()]


COUNTERS: dict[str, Callable[[bytes], list[str]]] = {
    "csv": rows_of_csv, "json": rows_of_json, "xlsx": rows_of_xlsx, "parquet": rows_of_parquet,
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How one delivery ended: what it was, the exit code and code of the fault, what is wrong, if anything, and of
    one that went on how many rows the count apart found to be read (None where it could not read the file)."""

    what: str
    code: int
    fault: str
    wrong: str
    counted: int | None = None


def link(signals: Path, residents: Path, out: Path) -> tuple[int, str, str]:
    said, told = io.StringIO(), io.StringIO()
    args = [
        "link",
        "--signals",
        str(signals),
        "--residents",
        str(residents),
        "--gemeente",
        "9999",
        "--threads",
        "1",
    ]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
        code = main([*args, "--out", str(out), "--strict"])
    return code, said.getvalue(), told.getvalue()


def one(seed: int, folder: Path) -> Outcome:
    """Make delivery number `seed`, link it, and judge the outcome."""
    chance = random.Random(seed)
    of, kind = chance.choice(("signalen", "signalen", "inwoners")), chance.choice(list(FORMATS))
    rows, whole = table(of), chance.random() < 0.4
    if whole:
        try:
            data = FORMATS[kind](mixed(rows, chance))
        except ValueError:
            data = FORMATS[kind](rows)
    else:
        data = damaged(FORMATS[kind](rows), kind, chance)
    path, other = folder / f"{of}.{kind}", folder / "ander.csv"
    path.write_bytes(data)
    other.write_bytes(as_csv(table("inwoners" if of == "signalen" else "signalen")))
    files = (path, other) if of == "signalen" else (other, path)
    out = folder / "uit"
    code, said, told = link(*files, out)
    fault = told.rpartition("[")[2].strip("]\n") if code == 2 else ""
    wrong = _wrong(code, said + told, out, folder)
    counted = standing(data, kind) if code in (0, 3) else None
    if counted is not None and not wrong:
        wrong = _left_out(counted, out, path.name)
    return Outcome(f"{of} {kind}", code, fault, wrong, counted[0] if counted else None)


def _left_out(counted: tuple[int, int], out: Path, name: str) -> str:
    """Say whether the rows of the file are all that stand there: none with a planted value left out, none made up."""
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    (rows,) = (one["rijen"] for one in record["invoer"] if one["bestand"] == name)
    planted, every = counted
    return (
        ""
        if planted <= rows <= every
        else f"{rows} rows read, {planted} to {every} stand in the file"
    )


def _wrong(code: int, told: str, out: Path, folder: Path) -> str:
    if code not in (0, 2, 3):
        return f"exit code {code}"
    if MARK in told:
        return "a planted value in a message"
    if list(folder.glob(".*bezig*")):
        return "something was left behind"
    if code == 2:
        return "output after a fault" if out.exists() else ""
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    if MARK in json.dumps(record["afstemming"]):
        return "a planted value in the record"
    check = record["afstemming"]
    with (out / "decisions.csv").open(encoding="utf-8", newline="") as stream:
        decided = len(list(csv.DictReader(stream, delimiter=";")))
    right = check["klopt"] and check["besloten"] == decided
    if not (right and check["rijen_in"] == decided + check["quarantaine"]):
        return "the reconciliation does not come out"
    return "decided nothing" if not decided else ""


def run() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    apart = counted = 0
    for seed in range(asked.seed, asked.seed + asked.count):
        with tempfile.TemporaryDirectory() as folder:
            found = one(seed, Path(folder))
        counts[found.what, f"{found.code} {found.fault}".strip()] += 1
        if found.counted is not None:
            apart, counted = apart + 1, counted + found.counted
        if found.wrong:
            wrong.append(f"seed {seed}: {found.what}: {found.wrong}")
    for (what, how), number in sorted(counts.items()):
        print(f"{what:20s} {how:32s} {number:5d}")
    print(f"counted apart: {counted} rows with a planted value in {apart} deliveries that went on")
    by_code = Counter(how.split()[0] for _, how in counts.elements())
    print(
        f"{asked.count} deliveries: "
        + ", ".join(f"exit {code} {n}" for code, n in sorted(by_code.items()))
    )
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(run())
