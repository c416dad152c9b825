"""Files of a run: written beside, then renamed, so that no half-written output is ever seen."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

import duckdb

from brp_match.beside import (
    MARK,
    can_switch,
    claimed,
    clear_orphans,
    leftovers_of,
    move_in,
    switch,
)
from brp_match.cells import safe_sql
from brp_match.database import Connection, disk_is_full, distinct_in_order, quote_literal, run_step
from brp_match.errors import WHY_NOT, BrpMatchError

SWITCH = "run.json"
"""The file that makes a folder a run: it comes last where files have to be put in place one by one."""


@contextmanager
def written_beside(
    out: Path,
    *,
    name: str = "",
    inputs: Sequence[Path | None] = (),
    files: Sequence[str] = (),
    whole: bool = True,
) -> Iterator[Path]:
    """Yield a folder beside `out` to write in; on success it takes the place of `out` in one step.

    What else stood in `out` stays. `files` are the names that will be written, as far as they are known; `whole`
    is false where `out` is a folder of others, in which only some files are put. Where no step can do it (`out` is
    a mounted disk, or the folder one stands in) the files are put in place one by one, `run.json` last.
    On any fault the folder goes and `out` stays as it was; what a killed process left of such a folder is removed
    first, and told. Raises BrpMatchError UITVOER_MISLUKT when the disk is full or the place cannot be written, of
    the file `name` or else of `out`, UITVOER_IS_BESTAND when `out` is a file, UITVOER_IS_MAP when a folder stands
    where a file must come, UITVOER_IS_INVOER when a file would take the place of one of `inputs`.
    """
    _no_file(out)
    _no_folders(out, files)
    _spare(inputs, [out / file for file in files])
    _tell_orphans(clear_orphans(leftovers_of(out)))
    own = f"{MARK}{os.getpid()}"
    inside = out.is_dir() and not (whole and can_switch(out))
    beside = out / own if inside else out.parent / f".{out.name}{own}"
    try:
        with claimed(beside):
            yield beside
            _no_folders(out, [path.name for path in beside.iterdir() if path.is_file()])
            _spare(inputs, [out / path.name for path in beside.iterdir()])
            _show(beside, out, whole=not inside)
    except (OSError, duckdb.Error) as error:
        full = isinstance(error, duckdb.Error) and disk_is_full(error)
        if not (full or isinstance(error, OSError | duckdb.IOException)):
            raise
        # the text of a DuckDB error may name a path or a value: only that it failed is told
        number = errno.ENOSPC if full else getattr(error, "errno", None)
        raise _failed(name or out.name, number) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _show(beside: Path, out: Path, *, whole: bool) -> None:
    """Make what stands in `beside` visible in `out`."""
    if not out.exists():
        os.rename(beside, out)
        return
    if whole:
        try:
            switch(beside, out)
            return
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
    move_in(beside, out, SWITCH)


def _tell_orphans(gone: Sequence[Path]) -> None:
    for path in gone:
        print(f"opgeruimd: {path.name}, wat een afgebroken opdracht achterliet", file=sys.stderr)


def _no_folders(out: Path, files: Sequence[str]) -> None:
    for file in files:
        if (out / file).is_dir():
            raise BrpMatchError(
                "UITVOER_IS_MAP", file, "hier staat een map; haal die weg of kies een andere plaats"
            )


@contextmanager
def growing_folder(out: Path) -> Iterator[None]:
    """Make `out` for long work that writes in it bit by bit; it goes again when nothing was written.

    Raises BrpMatchError UITVOER_IS_BESTAND when `out` is a file, UITVOER_MISLUKT when it cannot be made.
    """
    _no_file(out)
    fresh = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _failed(out.name, error.errno) from error
    try:
        yield
    finally:
        with suppress(OSError):  # not empty, or gone already
            for folder in fresh:
                folder.rmdir()


def _no_file(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise BrpMatchError(
            "UITVOER_IS_BESTAND", out.name, "de uitvoer moet een map zijn, geen bestand"
        )


def _failed(name: str, number: int | None) -> BrpMatchError:
    why = WHY_NOT.get(number or 0, "is de schijf vol?")
    return BrpMatchError("UITVOER_MISLUKT", name, f"de uitvoer kan niet worden geschreven ({why})")


def _spare(inputs: Sequence[Path | None], written: Sequence[Path]) -> None:
    """Raise BrpMatchError UITVOER_IS_INVOER where a file to write is one that was read."""
    for path in written:
        if path.exists() and any(one and one.exists() and one.samefile(path) for one in inputs):
            raise BrpMatchError(
                "UITVOER_IS_INVOER",
                path.name,
                "dit bestand is ook invoer en zou worden overschreven; kies een andere plaats",
            )


def copy_csv(con: Connection, select: str, path: Path) -> None:
    """Write a SELECT as UTF-8 CSV with `;` and a header; one thread, so the order stays."""
    run_step(
        con,
        f"COPY ({select}) TO {quote_literal(str(path))} (FORMAT csv, DELIMITER ';', HEADER true)",
    )


def copy_parquet(con: Connection, select: str, path: Path) -> None:
    """Write a SELECT as Parquet."""
    run_step(con, f"COPY ({select}) TO {quote_literal(str(path))} (FORMAT parquet)")


def put_text(text: str, path: Path) -> None:
    """Write one UTF-8 file beside its place and rename it; raises BrpMatchError as `written_beside` does."""
    with written_beside(
        path.parent, name=path.name, inputs=(), files=(path.name,), whole=False
    ) as beside:
        (beside / path.name).write_text(text, encoding="utf-8")


def write_delivery(
    con: Connection, folder: Path, dropped: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Write signals, as they were delivered, and quarantine: known before anything is decided.

    `dropped`: signaal_id → why it dropped out of today's system; where there are any signals.parquet has
    `uitval_reden`: '' where no reason was given, NULL for a signal that did not drop.
    """
    copy_parquet(
        con,
        f"""SELECT s.*, b.bestand{_reason_sql(dropped)} FROM geleverd s JOIN bronnen b USING (bron)
        ORDER BY vlp, signaal_id""",
        folder / "signals.parquet",
    )
    write_quarantine(con, folder / "quarantine.csv")


def _reason_sql(dropped: Mapping[str, str]) -> str:
    """SQL of `uitval_reden` of a signal; '' without a list. DuckDB takes no parameter where it writes a file."""
    if not dropped:
        return ""
    pairs = ", ".join(f"{quote_literal(one)}: {quote_literal(why)}" for one, why in dropped.items())
    return f", MAP {{{pairs}}}[s.signaal_id] AS uitval_reden"


DECISIONS = "decisions.csv"
OPEN_DECISIONS = "decisions_zonder_geheim.csv"
OPEN_DECIDED = "decisions_zonder_geheim.parquet"
OPEN_CANDIDATES = "candidates_zonder_geheim.parquet"
"""The decisions as if nobody with secrecy stood in the register: for who may not see those."""

RUN_FILES = (
    "decisions.csv", "decisions.parquet", "candidates.parquet", "signals.parquet", "addresses.parquet",
    "quarantine.csv", OPEN_DECISIONS, OPEN_DECIDED, OPEN_CANDIDATES, "zaken.csv", "zaken.parquet", "facts.parquet", "shv.csv", "oppaklijst.csv", "oppaklijst.xlsx", "ddas.json",
    "run.json",
)  # fmt: skip
"""What `link` writes."""


def write_decisions(con: Connection, folder: Path, *, hides: bool) -> None:
    """Write decisions as docs/tables.md has them, and the same for who has no right to secret persons; `hides`: these
    are others."""
    for view, csv, parquet in (
        ("", "decisions.csv", "decisions.parquet"), ("_open", OPEN_DECISIONS, OPEN_DECIDED),
    ):  # fmt: skip
        if view and not hides:
            shutil.copyfile(folder / "decisions.csv", folder / csv)
            shutil.copyfile(folder / "decisions.parquet", folder / parquet)
            continue
        counts = "bronnen_open" if view else "bronnen_telling"
        written = f"besluiten{view} JOIN {counts} USING (signaal_id) JOIN zaak_signalen{view} USING (signaal_id)"
        copy_csv(con, _decisions(written), folder / csv)
        copy_parquet(con, f"SELECT * FROM {written} ORDER BY vlp, signaal_id", folder / parquet)


def _decisions(source: str) -> str:
    """SQL of decisions.csv over `source`, a table of decisions joined with its counts of sources."""
    second = "CASE WHEN tweede_persoon_id = '' THEN NULL ELSE printf('%.6f', tweede_kans) END AS tweede_kans"

    def empty(*columns: str) -> str:
        """An empty text is an empty field, not two quotes."""
        return ", ".join(f"nullif({column}, '') AS {column}" for column in columns)

    return f"""SELECT {safe_sql("signaal_id")}, {safe_sql("vlp")}, {safe_sql("sector")}, besluit, {empty("persoon_id")}, printf('%.6f', kans) AS kans,
        printf('%.6f', kans_geen) AS kans_geen, {empty("tweede_persoon_id")}, {second}, {empty("redenen")},
        {safe_sql("toelichting")}, {empty("terugkoppeling", "terugkoppeling_status")}, steekproef, signalen_persoon,
        signalen_adres, {empty("gemeente")}, zaak_id, ddas_status, {empty("signaaldatum_gelezen")}, beleid_versie
        FROM {source} ORDER BY vlp, signaal_id"""


def write_candidates(con: Connection, folder: Path) -> None:
    """Write candidates as docs/tables.md has them, and those of signals of which one has secrecy as if nobody had."""
    _candidates(con, "uitkomst", folder / "candidates.parquet")
    _candidates(con, "uitkomst_open", folder / OPEN_CANDIDATES)


def _candidates(con: Connection, table: str, path: Path) -> None:
    copy_parquet(
        con,
        f"""SELECT signaal_id, rang, persoon_id, kans, gewicht,
            achternaam_niveau || '+' || voornaam_niveau AS naam_niveau,
            achternaam_gewicht + voornaam_gewicht AS naam_gewicht,
            array_to_string({distinct_in_order("(achternaam_redenen || voornaam_redenen)")}, '|') AS naam_redenen,
            geboortedatum_niveau, geboortedatum_gewicht,
            array_to_string(geboortedatum_redenen, '|') AS geboortedatum_redenen,
            adres_niveau, adres_gewicht, array_to_string(adres_redenen, '|') AS adres_redenen,
            achternaam_niveau, achternaam_gewicht, voornaam_niveau, voornaam_gewicht,
            array_to_string(redenen, '|') AS redenen, huidig_adres, adres_dagen, status, leeftijd,
            voornamen, voorvoegsel, geslachtsnaam, naamgebruik, partner_voorvoegsel,
            partner_geslachtsnaam, geboortedatum, geslacht, functie_adres, gemeente,
            opschorting_reden, overlijdensdatum, geheim, straat, huisnummer, huisletter,
            huisnummertoevoeging, postcode, woonplaats, onderzoek_adres, land_vertrek, datum_vertrek, leert,
            vorige_adressen
        FROM {table} ORDER BY signaal_nr, rang""",
        path,
    )


def write_quarantine(con: Connection, path: Path) -> None:
    """Write the rows that could not be used: file, line, code, message, the row as it came."""
    copy_csv(
        con,
        f"""SELECT {safe_sql("bestand")}, regel, code, melding, {safe_sql("tekst")} FROM quarantaine q
        ORDER BY bron, blad NULLS FIRST, regel, code, q.tekst""",
        path,
    )
