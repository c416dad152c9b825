"""`brp-match link --per-gemeente` as a person sees it in a terminal."""

from __future__ import annotations

import sys

from brp_match.country.run import CountryRequest, link_country
from brp_match.country.summary import reconciliation
from brp_match.errors import ExitCode
from brp_match.prepare import Progress


def run_country(request: CountryRequest, progress: Progress, *, strict: bool = False) -> int:
    """Decide every municipality; prints the counts and where the files are. Returns the exit code: 2 when a
    municipality was not decided, 1 when that is a fault of ours."""
    from brp_match.terminal import clear_progress

    result = link_country(request, progress)
    clear_progress()
    check = reconciliation(result.split, result.outcomes)
    done = [one for one in result.outcomes if not one.faults]
    total = {name: sum(one.counts[name] for one in done) for name in ("match", "review", "reject")}
    print(
        f"{check['rijen_in']} signalen, {len(done)} gemeenten of samenwerkingen: {total['match']} match, {total['review']} "
        f"beoordelen, {total['reject']} afgewezen, {check['quarantaine']} in quarantaine"
    )
    again = sum(one.again for one in done)
    if again:
        print(
            f"{again} stonden er al, van dezelfde bestanden en instellingen; die zijn niet opnieuw gedaan"
        )
    if result.split.aside:
        print(
            f"{result.split.aside} {'rij' if result.split.aside == 1 else 'rijen'} in geen enkele gemeente besloten: "
            f"{result.out / 'quarantine.csv'} (met de reden)"
        )
    if result.split.nowhere:
        print(f"Let op: {result.split.nowhere} inwoners horen bij geen gemeente en doen niet mee")
    print(f"Overzicht: {result.out / 'samenvatting.csv'}; van elke gemeente een map ernaast")
    for fault in result.faults:
        print(f"fout: {fault}", file=sys.stderr)
    if any(fault.code == "ONZE_FOUT" for fault in result.faults):
        return int(ExitCode.OUR_FAULT)
    if result.faults:
        return int(ExitCode.BAD_INPUT)
    set_aside = check["quarantaine"] + check["quarantaine_geen_gemeente"]
    return int(ExitCode.QUARANTINED if strict and set_aside else ExitCode.DONE)
