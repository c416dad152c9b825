"""Today's exact check: surname with prefix, first initial, birth date and full address agree."""

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import Answer
from brp_match.database import connect
from brp_match.model import Besluit
from brp_match.synthetic.exact_check import exact_check

LABEL = "exacte controle (naam, geboortedatum, adres)"
NEEDS: tuple[str, ...] = ()
MOST_RESIDENTS: int | None = None


def check(town: TownFiles, threads: int, variant: str) -> list[Answer]:
    """Match what agrees, drop the rest; nobody looks, as in most municipalities today."""
    con = connect(threads=threads)
    try:
        found = exact_check(town.signals, town.residents, variant=variant, con=con)
    finally:
        con.close()
    return [
        Answer(signal, Besluit.MATCH if person else Besluit.REJECT, person, None)
        for signal, person in sorted(found.items())
    ]


def run(town: TownFiles, threads: int) -> list[Answer]:
    return check(town, threads, "exact")
