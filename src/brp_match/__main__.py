"""`python -m brp_match` is the command `brp-match`."""

from __future__ import annotations

from brp_match.cli import main

raise SystemExit(main())
