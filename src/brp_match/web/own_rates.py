"""What this service knows of its deliverers, as a file for the working group: the counts of `rates export` over every
delivery there is, as people judged them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine

from brp_match.benchmark.export.groups import NAME
from brp_match.benchmark.export.ledger import new_ledger
from brp_match.content import load_comparators
from brp_match.database import connect, exact, quote_literal
from brp_match.errors import BrpMatchError
from brp_match.rates.counts import count_runs
from brp_match.rates.export import as_document
from brp_match.review import audit, lessons, policies, runs, values
from brp_match.review.engine import reading
from brp_match.scratch import scratch

SENT = "kansen_uitgevoerd"
"""Kind of the audit's line."""

_NAME = "rates_code_name"
"""Under which the service keeps the code name of its municipality: the same in every file, and it follows from nothing."""

_KEY = "rates_noise_key"
"""Under which it keeps the key of the noise: the same counts are told the same in every file."""


def deliverers(engine: Engine) -> list[str]:
    """Return the deliverers of the finished deliveries, by name, as far as their name may go out at all."""
    with reading(engine) as con:
        folders = _folders(runs.list_runs(con, finished=True))
    if not folders:
        return []
    paths = ", ".join(quote_literal(exact(one / "decisions.parquet")) for one in folders)
    with connect(threads=1) as files:
        rows = files.execute(
            f"SELECT DISTINCT vlp FROM read_parquet([{paths}], union_by_name = true) WHERE vlp IS NOT NULL ORDER BY 1"
        ).fetchall()
    return [name for (name,) in rows if NAME.fullmatch(name)]


def own_rates(
    engine: Engine, only: Collection[str], *, account_id: str, now: datetime
) -> dict[str, Any]:
    """Return the counts of the deliverers `only`, as `rates export` writes them; the audit tells that they went out.

    It reads the files of every delivery: no transaction stays open meanwhile. Raises BrpMatchError KANSEN_KEUZE where
    none or an unknown deliverer is chosen, KANSEN_WEINIG where no count of them may go out.
    """
    unknown = set(only) - set(deliverers(engine))
    if not only or unknown:
        said = "kies ten minste één vastelastenpartner van uw leveringen"
        raise BrpMatchError("KANSEN_KEUZE", "vlps", said)
    with reading(engine) as con:
        folders = _folders(runs.list_runs(con, finished=True))
        minimum = policies.in_force(con).policy.minimum_cell
        judged = lessons.reviews_of(con, lessons.ids_of_one_run(folders))
    # whom people found stands in it: in the folder of the process, where a kill leaves nothing behind
    with connect(threads=1) as files, TemporaryDirectory(dir=scratch()) as folder:
        reviews = Path(folder) / "oordelen.csv"
        reviews.write_text(judged, encoding="utf-8", newline="")
        sources = count_runs(files, folders, reviews)
    fresh = new_ledger()
    with engine.begin() as con:
        name = values.keep_first(con, _NAME, fresh.code_name)
        key = bytes.fromhex(values.keep_first(con, _KEY, fresh.key.hex()))
    document = as_document(sources, load_comparators(), name, minimum, key, only)
    if not document["vlps"]:
        said = f"van minder dan {max(minimum, 10)} mensen gaat niets naar buiten; wacht op meer leveringen"
        raise BrpMatchError("KANSEN_WEINIG", "vlps", said)
    with engine.begin() as con:
        audit.write(
            con, SENT, account_id=account_id, now=now,
            detail={"vlps": len(document["vlps"]), "sha256": sha256(as_bytes(document)).hexdigest()},
        )  # fmt: skip
    return document


def as_bytes(document: dict[str, Any]) -> bytes:
    """Return the file."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _folders(done: Sequence[runs.Run]) -> list[Path]:
    found = (Path(run.folder) for run in done)
    return [one for one in found if (one / "decisions.parquet").is_file()]
