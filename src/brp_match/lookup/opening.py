"""The row store of a register opened, and made where it is not there yet."""

from __future__ import annotations

from pathlib import Path

from brp_match.database import connect, run_step
from brp_match.errors import BrpMatchError
from brp_match.lookup.rows import RowStore
from brp_match.lookup.store import store_of, write_store
from brp_match.output import written_beside
from brp_match.register.prepared import attach_register


def open_store(register: Path) -> RowStore:
    """Open the rows of a prepared register; where they do not stand beside it, or another version wrote them,
    they are made of the register first.

    Raises BrpMatchError as `attach_register` does; OSError where they cannot be written.
    """
    path = store_of(register)
    with connect(threads=1) as con:
        # says what is wrong with the register, whether its rows are there or not
        attach_register(con, register)
        if path.is_file() and path.stat().st_mtime_ns >= register.stat().st_mtime_ns:
            try:
                return RowStore(path)
            except BrpMatchError:
                pass
        with written_beside(path.parent, name=path.name, inputs=(register,)) as beside:
            run_step(con, "USE reg")
            write_store(con, beside / path.name)
    return RowStore(path)
