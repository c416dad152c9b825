"""The steps and tables of `link`, for a terminal and for docs/tables.md."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from textwrap import wrap

from brp_match.errors import ExitCode
from brp_match.link_steps import LINK_STEPS

BEGIN, END = "<!-- brp-match steps -->", "<!-- end of the steps -->"
"""Around what docs/tables.md takes from here."""

TABLES = {
    "bronnen": "one row a file that was read",
    "levering": "what a file of signals looks like: layout and columns",
    "levering_cellen": "whole rows of signals, cell by cell",
    "levering_kolommen": "what each place of such a row is of ours",
    "quarantaine": "rows that could not be used, with the reason",
    "raw_signalen": "signals as text, mended by the profile",
    "geleverd": "signals as text, as they were delivered",
    "raw_inwoners": "residents as text",
    "raw_vorige_adressen": "their previous addresses as text",
    "raw_vorige_namen": "their former names as text",
    "raw_adressen": "the address file as text",
    "std_kenmerken": "one row: municipality, number of residents, what made the register",
    "std_inwoners": "residents, their names and birth date read",
    "std_namen": "their name words, by role and place",
    "std_naamdelen": "every name word once, with its sound and its bearers",
    "std_vorige_namen": "former names, read",
    "std_verblijf": "addresses now and earlier, read",
    "std_adressen": "the address file, read",
    "std_sleutels": "candidate keys of residents",
    "tel_achternaam": "bearers of a surname",
    "tel_voornaam": "bearers of a first name",
    "tel_groep": "bearers of a group of daily names",
    "tel_naampaar": "bearers of a surname with a first name or initial",
    "tel_letter": "residents by first initial",
    "tel_datum": "residents by birth date",
    "tel_adres": "residents by address, now and ever",
    "sig_mensen": "how many people the name field of a signal names",
    "sig_afgekapt": "sources whose name field is too short, and where it cuts",
    "sig_twee_datums": "the other birth date that a signal may mean, where its delivery does not tell the order",
    "std_signalen": "signals, read",
    "std_signaal_namen": "every way to read the name of a signal",
    "oordelen": "what people decided about signals of this delivery",
    "oordelen_alle": "what people decided, about earlier deliveries too",
    "standaarddatums": "placeholders of a source, with how often it writes them",
    "sig_sleutels": "candidate keys of signals",
    "bruikbaar": "keys of signals that few enough residents hold",
    "paren": "candidates: a signal and a resident",
    "signaal_adres": "what the address file says of a signal",
    "gevraagde_postcodes": "postcodes that the delivery asks about",
    "signaal_naamloos": "signals of a business that may name nobody",
    "vergelijkingen": "levels of a pair, and u where it is the pair's own",
    "gewichten": "Splink's weights of a pair, log2",
    "kandidaten": "pairs kept, in order: probability, weights with the rates of the source, what it teaches",
    "signaal_kans": "probability of nobody, a relative, somebody unseen",
    "kandidaten_open": "the same of signals with a candidate who has secrecy, as if nobody with secrecy stood in the register",
    "signaal_kans_open": "probability of nobody, a relative, somebody unseen, of these signals",
    "redenen": "reason codes of a pair kept",
    "statussen": "what the BRP says, by combination of codes",
    "uitkomst_paren": "pairs kept, with persoon_id",
    "uitkomst_vorige": "previous addresses of the candidates kept, a list a resident",
    "uitkomst_alle": "candidates kept: as candidates.parquet has them, and as if nobody with secrecy stood in the register",
    "uitkomst": "the first of these, a view",
    "uitkomst_open": "the others, a view",
    "besluiten": "decisions, as decisions.csv has them",
    "besluiten_open": "decisions with what is kept from people without the right",
    "bronnen_telling": "sources that signal a person or an address",
    "bronnen_open": "the same without secret persons",
    "zaken": "cases, as zaken.csv has them",
    "signaal_feiten": "what every signal was decided from, as facts.parquet has it",
    "zaak_signalen": "the case of every signal",
    "zaak_signalen_open": "the same without secret persons",
}
"""Every table that a step makes. Prefixes: raw_ text as it came, std_ read, sig_ of a signal, tel_ counted;
other names are what they hold."""


def run_steps(_: argparse.Namespace) -> int:
    """Run `steps`: print every step in its order, with what it reads and makes."""
    for number, step in enumerate(LINK_STEPS, start=1):
        print(f"{number:2}  {step.name}: {step.does}")
        for label, names in (("reads", step.reads), ("makes", step.makes)):
            for place, line in enumerate(wrap(", ".join(names), 90)):
                print(f"      {label if not place else '':5}  {line}")
    return int(ExitCode.DONE)


def steps_markdown() -> str:
    """Return the part of docs/tables.md that tells the steps and the tables."""
    return "\n".join([BEGIN, "", *_steps(), "", *_legend(), "", END])


def _steps() -> Iterator[str]:
    yield "| step | does | reads | makes |"
    yield "|---|---|---|---|"
    for step in LINK_STEPS:
        yield f"| {step.name} | {step.does} | {_names(step.reads)} | {_names(step.makes)} |"


def _legend() -> Iterator[str]:
    yield "| table | holds |"
    yield "|---|---|"
    for name, holds in TABLES.items():
        yield f"| `{name}` | {holds} |"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "—"


def with_steps(page: str) -> str:
    """Return docs/tables.md with the steps as they are now. Raises ValueError where the marks are missing."""
    before, after = page.index(BEGIN), page.index(END) + len(END)
    return page[:before] + steps_markdown() + page[after:]


if __name__ == "__main__":
    import sys
    from pathlib import Path

    target = Path(sys.argv[1])
    target.write_text(with_steps(target.read_text(encoding="utf-8")), encoding="utf-8")
