"""`link` and `prepare` as a person sees them in a terminal."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from brp_match.brp.residents import BrpRequest, residents_from_brp
from brp_match.cases.summary import case_lines
from brp_match.cases.uitval import FILES
from brp_match.delivery.record import read_answers
from brp_match.delivery.summary import left_out_lines, summary_lines
from brp_match.errors import BrpMatchError, ExitCode, Fault
from brp_match.pipeline import LinkRequest, LinkResult, link
from brp_match.prepare import prepare, quarantine_of
from brp_match.register.municipalities import MISSED
from brp_match.terminal import clear_progress, progress_printer


def run_link(args: argparse.Namespace) -> int:
    """Run `link`; prints the counts and where the files are."""
    _check_together(args)
    request, how = _link_request(args), _brp_of(args)
    if args.per_gemeente is not None:
        if how is not None:
            raise BrpMatchError(
                "OPTIE_PER_GEMEENTE", "--brp", "dit hoort bij één gemeente; geef een register"
            )
        from brp_match.country.command import run_country
        from brp_match.country.run import CountryRequest

        country = CountryRequest(
            request, tuple(args.per_gemeente), args.workers, args.spark, tuple(args.spark_conf)
        )
        return run_country(country, progress_printer(), strict=args.strict)
    progress = progress_printer()
    if how is None:
        result = link(request, progress)
    else:
        with residents_from_brp(request, how, progress) as answered:
            result = link(answered, progress)
    clear_progress()
    _tell(result, secrecy=args.geheim)
    return int(ExitCode.QUARANTINED if result.quarantined and args.strict else ExitCode.DONE)


def _tell(result: LinkResult, *, secrecy: bool) -> None:
    """Print what came of a delivery, and where it stands."""
    check = result.record["afstemming"]
    print(
        f"{check['rijen_in']} {'signaal' if check['rijen_in'] == 1 else 'signalen'}: {result.counts['match']} match, {result.counts['review']} "
        f"beoordelen, {result.counts['reject']} afgewezen, {check['quarantaine']} in quarantaine"
    )
    print(f"Besluiten: {result.out / 'decisions.csv'}")
    for line in case_lines(result.record["zaken"], secrecy=secrecy):
        print(line)
    print(f"Oppaklijst: {result.out / 'oppaklijst.xlsx'}")
    for line in (*left_out_lines(result.record), *summary_lines(result.record["profiel"])):
        print(line)
    dropped = result.record.get("uitval")
    if dropped:
        name = next(name for name in FILES if (result.out / name).is_file())
        print(
            f"Uitval van nu: van {dropped['rijen']} rijen vond brp-match {dropped['match']} keer de inwoner, "
            f"{dropped['review']} te beoordelen, {dropped['reject']} terecht, {dropped['onbekend']} niet in deze "
            f"levering. Terug in dezelfde vorm: {result.out / name}"
        )
    asked = result.record.get("bevraging")
    if asked:
        print(
            f"BRP bevraagd: {sum(asked['vragen'].values())} vragen, {asked['personen']} personen; "
            f"{asked['signalen_zonder_antwoord']} signalen waarop de BRP te veel antwoorden heeft"
        )
    known = result.record.get("schuldhulpverlening")
    if known:
        print(
            f"Schuldhulpverlening: van {known['rijen']} rijen {known['gevonden']} een inwoner, {known['onzeker']} "
            f"misschien, {known['niet_gevonden']} niet gevonden, {known['onbruikbaar']} niet te lezen"
        )
        if known["signalen_zonder_inwoner"]:
            print(
                f"{known['signalen_zonder_inwoner']} signalen lijken op een cliënt die niet in de BRP van uw gemeente staat"
            )
    held = result.record["aantallen"]
    _warn_elsewhere(held["elders"], held["inwoners"])
    _warn_missed(result.record["register_zonder"])
    judged = result.record["oordelen"]
    if judged and judged["onbekend"]:
        print(
            f"{judged['onbekend']} van {judged['rijen']} oordelen gaan over een signaal dat niet in deze "
            "levering of een eerdere run (--history) staat; die tellen niet mee"
        )
    if result.quarantined:
        print(
            f"Quarantaine: {result.out / 'quarantine.csv'} "
            f"({result.quarantined} {'rij' if result.quarantined == 1 else 'rijen'}, met de reden)"
        )


_BELONGS = {
    "inwonertal": ("OPTIE_BRP", "brp"),
    "verwerkingenlog": ("OPTIE_BRP", "brp"),
    "workers": ("OPTIE_PER_GEMEENTE", "per_gemeente"),
    "spark": ("OPTIE_PER_GEMEENTE", "per_gemeente"),
    "spark_conf": ("OPTIE_PER_GEMEENTE", "spark"),
}
"""Option of `link` that without another does nothing → code of that fault, and the other."""


def _check_together(args: argparse.Namespace) -> None:
    """Raise BrpMatchError OPTIE_BRP or OPTIE_PER_GEMEENTE for every option that would do nothing."""
    faults = [
        Fault(code, f"--{name.replace('_', '-')}", f"dit hoort bij --{other.replace('_', '-')}")
        for name, (code, other) in _BELONGS.items()
        if getattr(args, name) not in (None, [], 1) and getattr(args, other) in (None, False)
    ]
    if faults:
        raise BrpMatchError.from_faults(faults)


def _link_request(args: argparse.Namespace) -> LinkRequest:
    """What `link` is asked on the command line."""
    return LinkRequest(
        signals=tuple(args.signals),
        out=args.out,
        residents=args.residents,
        previous_addresses=args.previous_addresses,
        addresses=args.addresses,
        register=args.register,
        policy=args.policy,
        mapping=args.mapping,
        answers=read_answers(args.antwoord),
        gemeente=args.gemeente,
        without_secrecy=args.zonder_geheimhouding,
        history=tuple(args.history),
        reviews=args.reviews,
        rates=args.rates,
        uitval=args.uitval,
        shv=args.shv,
        threads=args.threads,
        trays=args.bakjes,
        layout=args.indeling,
        bsn=args.bsn,
        secrecy=args.geheim,
    )


def _brp_of(args: argparse.Namespace) -> BrpRequest | None:
    """Return how the BRP is asked, None where a file of residents was given.

    Raises BrpMatchError INWONERTAL_ONTBREEKT without the size of the municipality, BRP_PER_GEMEENTE for many.
    """
    if not args.brp:
        return None
    if args.per_gemeente is not None:
        said = "bevraag de BRP voor één gemeente of samenwerking tegelijk"
        raise BrpMatchError("BRP_PER_GEMEENTE", "--brp", said)
    if args.inwonertal is None:
        said = "geef het aantal inwoners van de gemeente: daaruit volgt hoe gewoon een naam er is"
        raise BrpMatchError("INWONERTAL_ONTBREEKT", "--inwonertal", said)
    return BrpRequest(args.inwonertal, args.verwerkingenlog)


def run_prepare(args: argparse.Namespace) -> int:
    """Run `prepare`; prints what the register holds."""
    if (args.changes is None) != (args.register is None):
        raise BrpMatchError(
            "WIJZIGINGEN_ONVOLLEDIG",
            "--changes en --register",
            "wijzigingen horen bij een register dat eerder is voorbereid; geef allebei",
        )
    counts = prepare(
        args.changes or args.residents,
        args.out,
        earlier=args.register,
        previous_addresses=args.previous_addresses,
        addresses=args.addresses,
        gemeente=args.gemeente,
        without_secrecy=args.zonder_geheimhouding,
        threads=args.threads,
        progress=progress_printer(),
    )
    clear_progress()
    print(
        f"{counts['inwoners']} inwoners en {counts['adressen']} adressen voorbereid, "
        f"{counts['quarantaine']} rijen in quarantaine: {args.out}"
    )
    _warn_elsewhere(counts["elders"], counts["inwoners"])
    _warn_missed([column for column in MISSED if f"zonder_{column}" in counts])
    if counts["quarantaine"]:
        print(f"Quarantaine: {quarantine_of(args.out)} (met de reden)")
    return int(ExitCode.DONE)


_MISSED = {
    "voornamen": "voornamen of voorletters kunnen niet worden vergeleken",
    "huisnummer": "van niemand is het adres bekend",
    "opschorting_reden": "wie is overleden, geëmigreerd of vertrokken geldt als inwoner",
}


def _warn_missed(columns: Sequence[str]) -> None:
    """Tell what a register does not say of anybody, and what follows."""
    for column in columns:
        print(
            f"Let op: het bestand met inwoners heeft geen kolom '{column}'; {_MISSED[column]}. Heet die kolom anders?"
        )


def _warn_elsewhere(elsewhere: int, residents: int) -> None:
    """Tell when most of a register is of other municipalities: theirs count as moved away."""
    if 2 * elsewhere > residents:
        print(
            f"Let op: {elsewhere} van {residents} inwoners hebben een andere gemeentecode dan de gekozen "
            "gemeente en gelden als vertrokken; kies met --gemeente"
        )
