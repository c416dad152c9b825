"""A municipality with very many signals split by signals: its pairs compared all over the cluster.

One task finds the candidates of such a municipality and hands out their pairs in chunks; every executor compares some;
the task that decides the municipality takes the levels instead of comparing. Finding the candidates is done twice, so
it pays where comparing takes longer than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from brp_match.errors import BrpMatchError
from brp_match.ingest.part import PART_TABLES, Part
from brp_match.link.chunks import chunk_to_send, compared_chunk
from brp_match.pipeline import LinkRequest, chunks_to_compare
from brp_match.scratch import scratch

CHUNKS = "deel string, nummer int, inhoud binary"
"""A chunk of pairs of a part: to be compared, or compared."""

COMPARED = "vergeleken"
"""Name of the file, and of the table in the rows of a part, with what was compared elsewhere."""


def large_parts(room: Path, asked: Sequence[LinkRequest], split_from: int) -> list[LinkRequest]:
    """Return those with so many signals or more."""
    import pyarrow.dataset as ds

    column = ds.dataset(room / "raw_signalen.parquet").to_table(columns=["deel"])["deel"]
    counts = {one["values"]: one["counts"] for one in column.value_counts().to_pylist()}
    return [one for one in asked if one.part and counts.get(one.part.key, 0) >= split_from]


def compare_apart(rows: Any, requests: Sequence[LinkRequest], to: Path) -> None:
    """Compare the pairs of these parts on the whole cluster and write the chunks to `to`.

    `rows`: the frame of all tables of these parts.
    """
    parts = {one.part.key: one for one in requests if one.part}
    sent = rows.groupBy("deel").applyInArrow(_chunking(parts), CHUNKS)
    tasks = 3 * rows.sparkSession.sparkContext.defaultParallelism
    done = sent.repartition(tasks, "deel", "nummer").mapInArrow(_comparing, CHUNKS)
    done.write.mode("overwrite").parquet(str(to))


def _chunking(requests: Mapping[str, LinkRequest]) -> Any:
    def one_part(rows: Any) -> Any:
        return _table(chunks_of(rows, requests[rows["deel"][0].as_py()]))

    return one_part


def chunks_of(rows: Any, request: LinkRequest) -> list[tuple[str, int, bytes]]:
    """Return the chunks of one part, of which `rows` (an Arrow table) are all; none where it cannot be decided, which
    is told when it is tried."""
    if request.part is None:
        raise ValueError("no part was given")
    key = request.part.key
    with TemporaryDirectory(dir=scratch()) as work:
        part = unpacked(rows, request.part, Path(work))
        try:
            found = chunks_to_compare(replace(request, part=part))
            return [(key, number, chunk_to_send(one)) for number, one in enumerate(found)]
        except BrpMatchError:
            return []


def _comparing(batches: Iterator[Any]) -> Iterator[Any]:
    for batch in batches:
        keys, numbers, sent = (
            batch.column(name).to_pylist() for name in ("deel", "nummer", "inhoud")
        )
        rows = list(zip(keys, numbers, map(compared_chunk, sent), strict=True))
        yield from _table(rows).to_batches()


def _table(rows: Sequence[tuple[str, int, bytes]]) -> Any:
    import pyarrow as pa

    keys, numbers, contents = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        [pa.array(keys, pa.string()), pa.array(numbers, pa.int32()), pa.array(contents, pa.binary())],
        names=["deel", "nummer", "inhoud"],
    )  # fmt: skip


def unpacked(rows: Any, part: Part, folder: Path) -> Part:
    """Write the tables of a part to files in `folder` as `country.split` does; returns the part that they are of."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for table in (*PART_TABLES, COMPARED):
        of_table = rows.filter(pc.equal(rows["tabel"], table)).drop_columns(["tabel"])
        pq.write_table(of_table, folder / f"{table}.parquet")
        if table == COMPARED and of_table.num_rows:
            part = replace(part, compared=folder / f"{table}.parquet")
    return replace(part, folder=folder)
