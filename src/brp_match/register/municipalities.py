"""Which municipalities a register is for: one, or several that work as one."""

from __future__ import annotations

import re

from brp_match.database import Connection, scalar
from brp_match.errors import BrpMatchError, Fault

CLEAR_SHARE = 0.9
"""Share of the residents with a code that one municipality has, for it to be taken without being asked."""

SHOWN = 5
"""Codes told of a register that is of several."""

CODE = "lpad(regexp_replace(trim(gemeente), '[.,]0+$', ''), 4, '0')"
"""SQL of the code of a resident, four figures, as `reading.status.code_of` has it."""


def parse_codes(asked: str) -> tuple[str, ...]:
    """Return the four-figure codes of `0225,0296`, each once, in order.

    Raises BrpMatchError GEMEENTE_ONGELDIG where something is no code.
    """
    parts = [part for part in re.split(r"[,;+\s]+", asked.strip()) if part]
    if not parts or not all(re.fullmatch(r"\d{1,4}", part) for part in parts):
        said = "geef een gemeentecode van vier cijfers, of meer met een komma ertussen"
        raise BrpMatchError("GEMEENTE_ONGELDIG", "--gemeente", said)
    return tuple(sorted({part.zfill(4) for part in parts}))


def own_codes(con: Connection, asked: str | None, *, whole: bool = True) -> tuple[str, ...]:
    """Return the codes the register in `raw_inwoners` is for: those asked, or the one nearly all carry.

    `whole`: all residents were read, so that a code that is asked must be among theirs.
    Raises BrpMatchError GEMEENTE_ONBEKEND for a code that no resident carries, GEMEENTE_ONTBREEKT where
    nobody carries one, GEMEENTE_ONGELDIG where names stand for codes, GEMEENTE_ONDUIDELIJK where no code has nine tenths: who lives in another than the
    chosen one counts as moved away, so that is not guessed.
    """
    rows = con.execute(
        f"""SELECT {CODE} AS code, count(*) AS n FROM raw_inwoners
        WHERE trim(gemeente) <> '' GROUP BY code ORDER BY n DESC, code"""
    ).fetchall()
    held = {str(code): int(count) for code, count in rows}
    if asked is not None and not whole:
        return parse_codes(asked)
    if asked is not None:
        return _asked(parse_codes(asked), held)
    if not held:
        raise BrpMatchError(
            "GEMEENTE_ONTBREEKT",
            "inwoners",
            "geen enkele inwoner heeft een gemeentecode; vul de kolom gemeente",
        )
    first = next(iter(held))
    if not re.fullmatch(r"\d{4}", first):
        raise BrpMatchError(
            "GEMEENTE_ONGELDIG",
            "inwoners",
            "de kolom gemeente bevat geen gemeentecodes van vier cijfers; lever de code en niet de naam",
        )
    total = sum(held.values())
    if held[first] < CLEAR_SHARE * total:
        counts = ", ".join(f"{code}: {count}" for code, count in list(held.items())[:SHOWN])
        more = f" en nog {len(held) - SHOWN} gemeenten" if len(held) > SHOWN else ""
        example = ",".join(sorted(list(held)[:2]))
        raise BrpMatchError(
            "GEMEENTE_ONDUIDELIJK",
            "inwoners",
            f"geen gemeente heeft negen tiende van de {total} inwoners ({counts}{more}); wie in een andere "
            f"gemeente woont, geldt als vertrokken. Kies met --gemeente, bijvoorbeeld --gemeente {example} "
            "als u voor beide werkt",
        )
    return (first,)


def _asked(codes: tuple[str, ...], held: dict[str, int]) -> tuple[str, ...]:
    unknown = [code for code in codes if code not in held]
    if unknown:
        raise BrpMatchError.from_faults(
            [
                Fault("GEMEENTE_ONBEKEND", f"--gemeente {code}",
                      "geen inwoner in het bestand heeft deze gemeentecode")
                for code in unknown
            ]
        )  # fmt: skip
    return codes


def is_own(register: str) -> str:
    """SQL condition on a row with `gemeente`: of one of the municipalities of the register with this prefix."""
    return (
        f"list_contains(string_split((SELECT gemeente FROM {register}std_kenmerken), ','), {CODE})"
    )


def count_elsewhere(con: Connection, register: str = "") -> int:
    """Count the residents whose code is of another municipality than the register was made for.

    `register` is the schema prefix ("" or "reg.") of the register tables.
    """
    return int(
        scalar(con, f"SELECT count(*) FROM {register}raw_inwoners WHERE NOT {is_own(register)}")
    )


MISSED = ("voornamen", "huisnummer", "opschorting_reden")
"""Columns that a register can do without, and that its reader must know it has not."""


def missed_columns(con: Connection, register: str = "") -> tuple[str, ...]:
    """Return those of `MISSED` that a file of residents does not have; `register` as above."""
    rows = con.execute(
        f"SELECT kolommen FROM {register}bronnen WHERE soort = 'inwoners' ORDER BY bron"
    ).fetchall()
    return tuple(column for column in MISSED if any(column not in held for (held,) in rows))
