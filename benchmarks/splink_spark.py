"""Splink 5 as `peers/splink_stock.py` has it, on Spark: on this machine, with as many cores as threads and the functions that
Splink brings for Spark (a jar); its cleaning by DuckDB, as for every peer.

    python benchmarks/splink_spark.py MAP UIT.csv THREADS     # needs pyspark and Java: `make spark` once
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from brp_match.benchmark.peers import TownFiles, write_answers
from brp_match.benchmark.truth import Answer
from brp_match.database import connect, quote_literal, run_step

sys.path.insert(0, str(Path(__file__).parent / "peers"))
from cleaned import decide, signal_ids
from splink_stock import PAIRS, load, predicted

MEMORY = "6g"
"""Of Java; the example of the manual gives it 12, this machine has 23 for everything."""


def run(town: TownFiles, threads: int) -> list[Answer]:
    from pyspark.sql import SparkSession
    from splink.backends.spark import SparkAPI, similarity_jar_location

    with TemporaryDirectory() as folder:
        con = connect(threads=threads)
        load(con, town)
        signals = signal_ids(con)
        for table in ("s", "r"):
            path = quote_literal(str(Path(folder) / f"{table}.parquet"))
            run_step(con, f"COPY {table} TO {path} (FORMAT parquet)")
        con.close()
        spark = (
            SparkSession.builder.master(f"local[{threads}]")
            .config("spark.driver.memory", MEMORY)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.default.parallelism", str(4 * threads))
            .config("spark.sql.shuffle.partitions", str(4 * threads))
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.jars", similarity_jar_location())
            .getOrCreate()
        )
        spark.sparkContext.setCheckpointDir(str(Path(folder) / "tussenstand"))
        read = spark.read.parquet
        tables = [read(str(Path(folder) / f"{table}.parquet")) for table in ("r", "s")]
        made = predicted(SparkAPI(spark_session=spark), *tables)
        pairs = [tuple(row) for row in spark.sql(PAIRS.format(made)).collect()]
        java = spark.sparkContext._gateway
        spark.stop()
        # its time and memory count with ours: it is waited for
        java.shutdown()
        java.proc.stdin.close()
        java.proc.wait()
    return decide(signals, pairs)


if __name__ == "__main__":
    folder, out, threads = sys.argv[1:]
    write_answers(run(TownFiles.of_folder(Path(folder)), int(threads)), Path(out))
