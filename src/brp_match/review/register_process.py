"""The process that prepares a register the service was given: `python -m brp_match.review.register_process ORDER.json`.

The order names the files and where the outcome goes; the answer on stdout is JSON: counts, or faults. It is written beside
and renamed, so that deliveries at work go on with the register they began with.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from brp_match.errors import BrpMatchError, ExitCode, our_fault


def main(argv: list[str]) -> int:
    """Prepare; nothing of a person is printed."""
    if hasattr(os, "nice"):
        os.nice(10)
    order = json.loads(Path(argv[0]).read_text(encoding="utf-8"))

    def path(name: str) -> Path | None:
        return Path(order[name]) if order.get(name) else None

    residents = path("residents")
    assert residents is not None
    try:
        from brp_match.prepare import prepare

        counts = prepare(
            residents, Path(order["out"]), previous_addresses=path("previous_addresses"),
            addresses=path("addresses"), gemeente=order.get("gemeente") or None,
        )  # fmt: skip
    except BrpMatchError as error:
        print(json.dumps({"fouten": [asdict(fault) for fault in error.faults]}))
        return int(error.exit_code)
    except Exception as error:
        print(json.dumps({"fouten": [asdict(our_fault(error))]}))
        return int(ExitCode.OUR_FAULT)
    print(json.dumps({"aantallen": counts}))
    return int(ExitCode.DONE)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
