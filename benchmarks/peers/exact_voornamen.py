"""The exact check on the first given name instead of its initial."""

from exact import check

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import Answer

LABEL = "exacte controle, met voornaam"
NEEDS: tuple[str, ...] = ()
MOST_RESIDENTS: int | None = None


def run(town: TownFiles, threads: int) -> list[Answer]:
    return check(town, threads, "exact_voornamen")
