"""The exact check without house letter and addition."""

from exact import check

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import Answer

LABEL = "exacte controle, zonder huisletter en toevoeging"
NEEDS: tuple[str, ...] = ()
MOST_RESIDENTS: int | None = None


def run(town: TownFiles, threads: int) -> list[Answer]:
    return check(town, threads, "exact_zonder_toevoeging")
