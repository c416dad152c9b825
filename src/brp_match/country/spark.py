"""`link --per-gemeente --spark URL`: the parts decided on a Spark cluster, by the same function as on one machine.

Spark reads what was shared out, brings the rows of a municipality together (`groupBy("deel").applyInArrow`), and gives
them to `decide`: DuckDB and the same Python in a process of an executor. What that writes comes back as rows, file by
file, and Spark writes those as Parquet; the driver puts them in the folders. A task whose executor is lost is done
again elsewhere, and Spark takes the rows of one of both: a municipality is whole or not there. The pairs of a very large
one are compared all over the cluster first (`spark_pairs`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from brp_match.country.spark_pairs import COMPARED, compare_apart, large_parts, unpacked
from brp_match.country.work import MunicipalityOutcome, decide
from brp_match.errors import Fault
from brp_match.ingest.part import PART_TABLES, Part
from brp_match.output import RUN_FILES, written_beside
from brp_match.pipeline import LinkRequest
from brp_match.prepare import Progress
from brp_match.scratch import scratch

Files = list[tuple[str, str, bytes]]
"""Part, name of a file and what is in it."""

Work = Callable[[Any, LinkRequest], Files]

RESULT = "deel string, bestand string, inhoud binary"
"""What a part gives: a row a file of its folder, and one without a name that tells what came of it."""

RESULT_FOLDER = "uitkomst.parquet"

SPLIT_FROM = 5_000
"""Signals from which a municipality is split by signals: against 870,000 residents comparing them takes about as long as
finding their candidates, which is then done twice."""


@dataclass(frozen=True)
class OnSpark:
    """Decides parts on the cluster at `url`. `settings` are Spark's own, by name. The folder of the run must stand on
    a disk that every machine of the cluster has under the same path."""

    url: str
    settings: tuple[tuple[str, str], ...] = ()
    work: Work = field(default=lambda rows, request: decide_rows(rows, request))
    """What is done with the rows of one part, on an executor."""
    split_from: int = SPLIT_FROM

    def __call__(
        self, asked: Sequence[LinkRequest], progress: Progress
    ) -> Iterator[MunicipalityOutcome]:
        """Decide all of them; gives what came of each when the cluster is done."""
        if not asked:
            return
        room = _part_of(asked[0]).folder
        progress("gemeenten besluiten op het cluster")
        spark = self._session(len(asked))
        try:
            if large := large_parts(room, asked, self.split_from):
                rows = _shared_out(spark, room, [_part_of(one).key for one in large])
                compare_apart(rows, large, room / f"{COMPARED}.parquet")
            rows = _shared_out(spark, room, [_part_of(one).key for one in asked])
            found = rows.groupBy("deel").applyInArrow(_deciding(asked, self.work), RESULT)
            found.write.mode("overwrite").parquet(str(room / RESULT_FOLDER))
        finally:
            spark.stop()
        for one in asked:
            yield _put_in_place(room / RESULT_FOLDER, one)

    def _session(self, parts: int) -> Any:
        import os

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(self.url).appName("brp-match")
        usual = {
            "spark.ui.enabled": "false",
            # a task a municipality, as far as their names fall apart
            "spark.sql.shuffle.partitions": str(2 * parts),
            "spark.sql.adaptive.enabled": "false",
            # rows of one file may be megabytes
            "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",
        }
        for name, value in {**usual, **dict(self.settings)}.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        # a log of Spark may hold a row in an error
        spark.sparkContext.setLogLevel("OFF")
        return spark


def _part_of(request: LinkRequest) -> Part:
    if request.part is None:
        raise ValueError("no part was given")
    return request.part


def _shared_out(spark: Any, room: Path, parts: Sequence[str]) -> Any:
    """All tables that were shared out as one frame: the columns of all, `tabel` tells which a row is of."""
    from pyspark.sql import functions as f

    whole = None
    for table in (*PART_TABLES, COMPARED):
        if table == COMPARED and not (room / f"{table}.parquet").exists():
            continue
        one = spark.read.parquet(str(room / f"{table}.parquet")).withColumn("tabel", f.lit(table))
        whole = one if whole is None else whole.unionByName(one, allowMissingColumns=True)
    return whole.where(f.col("deel").isin(list(parts)))  # type: ignore[union-attr]


def _deciding(asked: Sequence[LinkRequest], work: Work) -> Callable[[Any], Any]:
    """Return the function that Spark calls with the rows of one part."""
    requests = {_part_of(one).key: one for one in asked}

    def one_part(rows: Any) -> Any:
        import pyarrow as pa

        found = work(rows, requests[rows["deel"][0].as_py()])
        deel, names, contents = zip(*found, strict=True)
        return pa.table(
            [pa.array(deel, pa.string()), pa.array(names, pa.string()), pa.array(contents, pa.binary())],
            names=["deel", "bestand", "inhoud"],
        )  # fmt: skip

    return one_part


def decide_rows(rows: Any, request: LinkRequest) -> Files:
    """Decide the part of which `rows` (an Arrow table of `_shared_out`) are all; return its files.

    They stand on the disk of the executor only while it is at work.
    """
    part = _part_of(request)
    with TemporaryDirectory(dir=scratch()) as work:
        folder = Path(work)
        out = folder / "uit"
        here = unpacked(rows, part, folder)
        outcome = decide(replace(request, part=here, out=out))
        told = json.dumps(asdict(outcome)).encode()
        files = sorted(out.iterdir()) if out.is_dir() else []
        return [
            (part.key, "", told),
            *((part.key, path.name, path.read_bytes()) for path in files),
        ]


def _put_in_place(folder: Path, request: LinkRequest) -> MunicipalityOutcome:
    """Write the folder of one part out of what Spark wrote, whole or not at all."""
    import pyarrow.dataset as ds

    part = _part_of(request)
    found = ds.dataset(folder, format="parquet").to_table(filter=ds.field("deel") == part.key)
    files = dict(zip(found["bestand"].to_pylist(), found["inhoud"].to_pylist(), strict=True))
    outcome = _outcome(json.loads(files.pop("")))
    if not outcome.faults:
        with written_beside(request.out, files=RUN_FILES) as beside:
            for name, content in files.items():
                (beside / name).write_bytes(content)
    return outcome


def _outcome(told: dict[str, Any]) -> MunicipalityOutcome:
    faults = tuple(Fault(**one) for one in told.pop("faults"))
    return MunicipalityOutcome(**told | {"codes": tuple(told["codes"]), "faults": faults})
