"""What each comparator and each design choice adds: the same month linked without it.

Nothing here is an option of the product. A comparator or level is left out by editing the table of
levels found, a choice of the posterior by other figures of the model; candidates and
decisions stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import Answer
from brp_match.content import Comparator, load_comparators, model_figures
from brp_match.database import Connection, connect, create_table, quote_literal, run_step
from brp_match.decide.assemble import decide_all
from brp_match.ingest import load_register, load_signals
from brp_match.link import candidates, outcome, placeholders, posterior_tables
from brp_match.link.engine import score_pairs
from brp_match.link.history import load_judgements
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.model import Besluit
from brp_match.policy import load_policy
from brp_match.register.build import build_register
from brp_match.standardise.signals import build_signals
from brp_match.validate.fatal import quarantine_fatal

NEVER, CERTAIN, FIXED = 1e-9, 1.0 - 1e-9, 1e9


@dataclass(frozen=True)
class Choice:
    """One thing left out. `levels`: comparator → level found → level it counts as; `*` is every
    level. `figures`: figure of the model → its value. `teach`: rates are learned.
    `flat`: one frequency for all names."""

    id: str
    titel: str
    levels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    teach: bool = True
    flat: bool = False


_NAMES = {"achternaam": {"*": "ontbreekt"}, "voornaam": {"*": "ontbreekt"}}

CHOICES: tuple[Choice, ...] = (
    Choice("alles", "niets weggelaten"),
    Choice("achternaam", "zonder achternaam", {"achternaam": {"*": "ontbreekt"}}),
    Choice("voornaam", "zonder voornaam", {"voornaam": {"*": "ontbreekt"}}),
    Choice("naam", "zonder naam", _NAMES),
    Choice("geboortedatum", "zonder geboortedatum", {"geboortedatum": {"*": "ontbreekt"}}),
    Choice("adres", "zonder adres", {"adres": {"*": "ontbreekt"}}),
    Choice(
        "omgedraaid",
        "zonder omgedraaide namen",
        {"achternaam": dict.fromkeys(("omgedraaid", "omgedraaid_variant", "omgedraaid_letter"), "geen")},
    ),
    Choice("partner", "zonder partnernaam", {"achternaam": {"partner": "geen"}}),
    Choice(
        "schrijfwijze",
        "zonder andere schrijfwijzen",
        {"achternaam": {"variant": "geen", "deel": "geen"}, "voornaam": {"variant": "anders"}},
    ),
    Choice(
        "roepnaam",
        "zonder roepnamen",
        {"voornaam": {"roepnaam": "anders", "tweede": "anders",
                      "voorletter_roepnaam": "voorletters_anders"}},
    ),
    Choice(
        "datumfouten",
        "zonder typefouten in de geboortedatum",
        {"geboortedatum": dict.fromkeys(
            ("dag_maand_omgedraaid", "typefout", "dag_maand_gelijk", "deels"), "afwijkend")},
    ),
    Choice(
        "standaarddatum",
        "standaarddatum telt als gewone datum",
        {"geboortedatum": {"standaard_gelijk": "gelijk", "standaard_anders": "afwijkend"}},
    ),
    Choice(
        "vorig_adres",
        "zonder vorige adressen",
        {"adres": {"vorig_recent": "afwijkend", "vorig_lang": "afwijkend"}},
    ),
    Choice("frequentie", "elke naam even zeldzaam", flat=True),
    Choice(
        "verwanten",
        "zonder verwanten en huisgenoten in “niemand”",
        figures={"relative_prior": NEVER},
    ),
    Choice(
        "niemand",
        "zonder “niemand” als uitkomst",
        figures={"resident_prior": CERTAIN, "resident_strength": FIXED},
    ),
    Choice("minderjarig", "kinderen even waarschijnlijk", figures={"minor_factor": 1.0}),
    Choice("bronkansen", "zonder geleerde kansen per bron", teach=False),
)  # fmt: skip


@contextmanager
def compared(town: TownFiles, threads: int) -> Iterator[Connection]:
    """Open a database in which a month is compared up to the levels: everything before the weights.

    Leaves `vergelijkingen_alles`, from which every choice starts.
    """
    con = connect(threads=threads)
    try:
        load_signals(con, town.signals)
        load_register(con, town.residents, town.previous_addresses, town.addresses)
        quarantine_fatal(con)
        build_register(con, None)
        build_signals(con)
        placeholders.find_placeholders(con)
        candidates.find_candidates(con)
        prepare_signals(con)
        compare_pairs(con)
        create_table(con, "vergelijkingen_alles", "SELECT * FROM vergelijkingen")
        load_judgements(con, None)
        yield con
    finally:
        con.close()


def answer_without(
    con: Connection, choice: Choice, comparators: Sequence[Comparator] | None = None
) -> list[Answer]:
    """Answer every signal with one thing left out."""
    comparators = comparators or load_comparators()
    create_table(con, "vergelijkingen", "SELECT * FROM vergelijkingen_alles")
    for comparator, levels in choice.levels.items():
        _move_levels(con, comparator, levels)
    if choice.flat:
        _flatten_frequencies(con, comparators)
    score_pairs(con, comparators)
    figures = replace(model_figures(), **choice.figures)  # type: ignore[arg-type]
    posterior_tables.learn_rates(con, comparators, teach=choice.teach, figures=figures)
    outcome.build_candidates(con, comparators)
    decide_all(con, load_policy())
    return decisions(con)


def decisions(con: Connection) -> list[Answer]:
    """Read the table of decisions as answers."""
    rows: list[tuple[Any, ...]] = con.execute(
        """SELECT b.signaal_id, b.besluit, coalesce(b.persoon_id, ''), b.kans, list(u.persoon_id ORDER BY u.rang)
        FROM besluiten b LEFT JOIN uitkomst u USING (signaal_id) GROUP BY ALL ORDER BY b.signaal_id"""
    ).fetchall()
    return [
        Answer(signal, Besluit(besluit), person, kans, tuple(one for one in found if one))
        for signal, besluit, person, kans, found in rows
    ]


def _move_levels(con: Connection, comparator: str, levels: Mapping[str, str]) -> None:
    everything = levels.get("*")
    column = f"{comparator}_niveau"
    if everything:
        value = quote_literal(everything)
    else:
        cases = " ".join(
            f"WHEN {quote_literal(old)} THEN {quote_literal(new)}" for old, new in levels.items()
        )
        value = f"CASE {column} {cases} ELSE {column} END"
    run_step(con, f"UPDATE vergelijkingen SET {column} = {value}")


def _flatten_frequencies(con: Connection, comparators: Sequence[Comparator]) -> None:
    """Give every pair at a level the geometric mean of that level's u: same weight on average.

    Summed in order: a sum of fractions over threads differs in its last bit.
    """
    for comparator in comparators:
        if any(level.u is None and not level.geen_informatie for level in comparator.niveaus):
            name = comparator.naam
            run_step(
                con,
                f"""UPDATE vergelijkingen SET {name}_u = g.u FROM (SELECT {name}_niveau AS niveau,
                exp(list_avg(list(ln({name}_u) ORDER BY {name}_u))) AS u FROM vergelijkingen WHERE {name}_u > 0 GROUP BY ALL) g
                WHERE g.niveau = {name}_niveau AND {name}_u > 0""",
            )


def run_choices(
    folder: Path, threads: int, choices: Sequence[Choice] = CHOICES
) -> dict[str, list[Answer]]:
    """Answers of the town in `folder` by choice; `alles` is the product as it stands."""
    with compared(TownFiles.of_folder(folder), threads) as con:
        return {choice.id: answer_without(con, choice) for choice in choices}
