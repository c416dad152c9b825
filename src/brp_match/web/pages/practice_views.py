"""Practice cases as their pages want them: before a verdict as a real case, after it with the truth."""

from __future__ import annotations

from brp_match.benchmark.reports.scenario_words import words
from brp_match.review import practice
from brp_match.review.practice import Answer, PracticeCase, PracticeOutcome
from brp_match.web.pages.case_views import address_of, name_of, rows_of, special
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.signal_views import signal_facts, weighed
from brp_match.web.pages.words import OUTCOMES

TOLD = {
    PracticeOutcome.GOED: ("ok", "Goed."),
    PracticeOutcome.BRIEF_VERKEERD: ("error", "Niet goed: in het echt krijgt nu iemand anders een brief over deze schuld. Dat is een datalek."),
    PracticeOutcome.ONTERECHT_UITGEVALLEN: ("error", "Niet goed: in het echt krijgt deze inwoner nu geen hulp."),
    PracticeOutcome.NIET_HERKEND: (
        "warning",
        "Niet goed: het is wel deze persoon. Die is overleden of vertrokken, dus hulp hoefde niet; de vastelastenpartner hoort nu de verkeerde reden.",
    ),
    PracticeOutcome.OVERGELATEN: ("info", "U liet het aan een ander. Dat is nooit fout, en kost een tweede keer kijken."),
}  # fmt: skip
SHOWN = {
    PracticeOutcome.GOED: "goed",
    PracticeOutcome.BRIEF_VERKEERD: "brief naar de verkeerde",
    PracticeOutcome.ONTERECHT_UITGEVALLEN: "onterecht uitgevallen",
    PracticeOutcome.NIET_HERKEND: "niet herkend, wel terecht niet opgepakt",
    PracticeOutcome.OVERGELATEN: "overgelaten",
}


def start(seat: Seat) -> Context:
    """Return the context of practice.html."""
    answers = practice.answers_of(seat.settings.data, seat.user.id)
    found = practice.score_of(answers)
    cases = practice.practice_cases()
    return {
        "klaar": found.done,
        "van": found.of,
        "goed": found.right,
        "telling": [(SHOWN[kind], count) for kind, count in found.counts.items()],
        "volgende": next_number(seat),
        "fouten_gezien": [
            {"nummer": one.number, "href": f"/oefenen/{one.number}", "wat": SHOWN[practice.held(cases[one.number - 1], one)]}
            for one in answers
            if practice.held(cases[one.number - 1], one) in (PracticeOutcome.BRIEF_VERKEERD, PracticeOutcome.ONTERECHT_UITGEVALLEN)
        ],
    }  # fmt: skip


def next_number(seat: Seat, *, after: int = 0) -> int | None:
    """Return the next case that this account did not judge, going round; None when all are."""
    said = {one.number for one in practice.answers_of(seat.settings.data, seat.user.id)}
    left = [
        one.number
        for one in practice.practice_cases()
        if one.number not in said and one.number != after
    ]
    return next((one for one in left if one > after), left[0] if left else None)


def case(seat: Seat, found: PracticeCase, rang: int) -> Context:
    """Return the context of practice_case.html."""
    answers = practice.answers_of(seat.settings.data, seat.user.id)
    mine = next((one for one in answers if one.number == found.number), None)
    shown = next((one for one in found.people if one["rang"] == rang), found.people[0])
    here = f"/oefenen/{found.number}"
    return {
        "nummer": found.number,
        "hier": here,
        "klaar": len(answers),
        "van": len(practice.practice_cases()),
        "kandidaten": [
            {
                "rang": one["rang"], "href": f"{here}?inwoner={one['rang']}", "gekozen": one is shown, "naam": name_of(one),
                "geboortedatum": one["geboortedatum"], "adres": address_of(one),
            }
            for one in found.people
        ],
        "rang": shown["rang"],
        "bijzonder": special(shown),
        "rijen": rows_of(found.signal, shown),
        "signaal": signal_facts(found.signal),
        "vlp": found.signal["vlp"],
        "waarheid": None if mine is None else _truth(found, mine),
        "volgende": next_number(seat, after=found.number),
    }  # fmt: skip


def _truth(found: PracticeCase, mine: Answer) -> Context:
    kind, text = TOLD[practice.held(found, mine)]
    really = next((one["rang"] for one in found.people if one["persoon_id"] == found.truth), None)
    said = next((one["rang"] for one in found.people if one["persoon_id"] == mine.persoon_id), None)
    second = found.people[1] if len(found.people) > 1 else None
    weights, together = weighed(found.people[0], second)
    return {
        "soort": kind,
        "oordeel": text,
        "u_koos": OUTCOMES[mine.outcome] + (f" (inwoner {said})" if said else ""),
        "is": f"inwoner {really}" if really else "geen van deze inwoners",
        "wie": words("soort", found.kind),
        "fouten": [words("fout", one) for one in found.mistakes],
        "kansen": [(one["rang"], one["kans"]) for one in found.people if one["kans"] >= 0.005],
        "niemand": found.nobody,
        "weging": weights,
        "samen": together,
        "nummers": [one["rang"] for one in found.people[:2]],
    }
