"""The same bytes from a Spark cluster of two executors, one of which is killed while it decides; a large municipality
beside small ones is split by signals.

Needs pyspark (the extra `spark`) and Java 17 (Debian's openjdk-17-jre-headless): `make spark`.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from brp_match.country.run import CountryRequest, link_country
from brp_match.pipeline import LinkRequest
from country.land import asked, contents, make_land

pytestmark = pytest.mark.spark
pytest.importorskip("pyspark", reason="pyspark is not installed: pip install '.[spark]'")
if shutil.which("java") is None:
    pytest.skip(
        "Java is missing: install Debian's package openjdk-17-jre-headless",
        allow_module_level=True,
    )


def killing(marker: Path) -> Any:
    """Decide as always; the first time that the largest part is asked for, kill the executor first."""

    def work(rows: Any, request: Any) -> Any:
        import os
        import signal
        from pathlib import Path

        from brp_match.country.spark import decide_rows

        if "vergeleken" in rows["tabel"].to_pylist():
            marker.with_name(f"gesplitst-{request.part.key}").touch()
        if request.part.key == "9101" and not marker.exists():
            marker.touch()
            process = os.getppid()
            while (
                b"CoarseGrainedExecutorBackend" not in Path(f"/proc/{process}/cmdline").read_bytes()
            ):
                status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
                process = int(
                    next(line for line in status.splitlines() if line.startswith("PPid")).split()[1]
                )
            os.kill(process, signal.SIGKILL)
        return decide_rows(rows, request)

    return work


def settings() -> dict[str, str]:
    here = os.pathsep.join(
        [str(Path(__file__).resolve().parents[2] / "src"), *filter(None, sys.path)]
    )
    return {
        "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.executorEnv.PYTHONPATH": here, "spark.executorEnv.PYTHONHASHSEED": "7",
    }  # fmt: skip


def test_a_cluster_writes_the_same_bytes(tmp_path: Path) -> None:
    from brp_match.country.spark import OnSpark

    land = tmp_path / "land"
    land.mkdir()
    make_land(land)
    here: LinkRequest = asked(land, tmp_path / "hier")
    one = link_country(CountryRequest(here))
    marker = tmp_path / "gedood"
    # the largest of three has half of the sixty signals: it alone is split
    cluster = OnSpark(
        "local-cluster[2,1,1024]", tuple(settings().items()), killing(marker), split_from=25
    )
    there = link_country(CountryRequest(asked(land, tmp_path / "daar")), decide_all=cluster)
    assert not there.faults
    assert marker.exists()
    assert [path.name for path in tmp_path.glob("gesplitst-*")] == ["gesplitst-9101"]
    assert [found.key for found in there.outcomes] == [found.key for found in one.outcomes]
    assert contents(there.out) == contents(one.out)
    assert sorted(path.name for path in there.out.iterdir()) == sorted(
        path.name for path in one.out.iterdir()
    )
