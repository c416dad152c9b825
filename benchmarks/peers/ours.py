"""brp-match as a municipality runs it: `link`, files to files, default policy."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import Answer
from brp_match.database import connect
from brp_match.model import Besluit
from brp_match.pipeline import LinkRequest, link

LABEL = "brp-match"
NEEDS: tuple[str, ...] = ()
MOST_RESIDENTS: int | None = None


def answers_of(folder: Path) -> list[Answer]:
    """Read a run's decisions; a quarantined row with a number has gone to a person: review."""
    con = connect()
    candidates = dict(
        con.execute(
            """SELECT signaal_id, list(persoon_id ORDER BY rang) FROM read_parquet(?) GROUP BY ALL""",
            [str(folder / "candidates.parquet")],
        ).fetchall()
    )
    con.close()
    with (folder / "decisions.csv").open(encoding="utf-8", newline="") as file:
        return [
            Answer(
                row["signaal_id"],
                Besluit(row["besluit"]),
                row["persoon_id"],
                float(row["kans"]) if row["kans"] else None,
                tuple(candidates.get(row["signaal_id"], ())),
            )
            for row in csv.DictReader(file, delimiter=";")
        ]


def run(town: TownFiles, threads: int) -> list[Answer]:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        link(
            LinkRequest(
                signals=town.signals,
                out=out,
                residents=town.residents,
                previous_addresses=town.previous_addresses,
                addresses=town.addresses,
                threads=threads,
            )
        )
        return answers_of(out)
