"""A register whose birth dates stand off by the two calendars of a spreadsheet, told by the deliveries beside it.

A large register shows it by itself (`register_mixed`). In a small one too few were born on 1 January; but when
several deliverers, who have nothing else in common, would all stand 1,462 days off in the same direction, it is the register.
"""

from __future__ import annotations

from collections import defaultdict

from brp_match.delivery.day_counts import calendars_apart
from brp_match.delivery.findings import Kind
from brp_match.delivery.profile import Profile
from brp_match.errors import BrpMatchError

SHARE = 0.8
"""Of the rows with a birth date at least this share is of deliverers who would stand off."""


def refuse_moved(found: Profile) -> None:
    """Raise BrpMatchError INWONERS_GEBOORTEDATUM where two deliverers or more, of nearly all dated rows, would stand off by the
    two calendars of a spreadsheet."""
    by_way: dict[str, set[str]] = defaultdict(set)
    moved = dated = 0
    for group in found.groups:
        dated += sum(bool(row.get("geboortedatum")) for row in group.delivered)
        for one in group.findings:
            if one.kind is Kind.DATUM_VERSCHOVEN and one.to in calendars_apart():
                by_way[one.to].add(group.vlp)
                moved += one.rows
    if any(len(vlps) > 1 for vlps in by_way.values()) and moved >= SHARE * dated:
        raise BrpMatchError(
            "INWONERS_GEBOORTEDATUM", "inwoners",
            "van alle leveranciers staan de geboortedatums vier jaar en een dag anders dan bij de inwoners, zoals een rekenblad doet dat "
            "dagen vanaf 1904 telt; lever de inwoners met geboortedatums als jjjjmmdd",
        )  # fmt: skip
