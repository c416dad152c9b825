"""What a row of a list is said to be: a resident, left, double, unreadable; and what is new since the list before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brp_match.lists.answers import Answer, ListRow, answer_list, answer_of, count, faults_of, gone
from brp_match.lists.sentence import sentence
from brp_match.model import Reason
from brp_match.reading.status import Status

SURE = 0.98
HERE = ListRow(
    2, "", "match", 1.0, "P1", ("NAAM_GELIJK", "ADRES_GELIJK"), "", Status.INWONER, True,
    ("k|w", "1958-11-2", "9911AA 3"),
)  # fmt: skip
NOBODY = ListRow(
    3, "", "reject", 0.0, "", ("NIET_GEVONDEN",), "", None, False, ("o|x", "1933-3-1", "")
)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (HERE, Answer.OP_ADRES),
        (replace(HERE, op_adres=False), Answer.ANDER_ADRES),
        # a rule about signals says nothing of a list
        (replace(HERE, besluit="review", redenen=("MINDERJARIG",)), Answer.OP_ADRES),
        (replace(HERE, besluit="reject", redenen=("HERHAALDE_MELDING",)), Answer.OP_ADRES),
        (replace(HERE, besluit="reject", status=Status.OVERLEDEN), Answer.OVERLEDEN),
        (replace(HERE, besluit="reject", status=Status.ANDERE_GEMEENTE), Answer.ANDERE_GEMEENTE),
        (replace(HERE, besluit="reject", status=Status.GEEMIGREERD), Answer.VERTROKKEN),
        (replace(HERE, besluit="reject", status=Status.VERTROKKEN_ONBEKEND), Answer.VERTROKKEN),
        (replace(HERE, besluit="review", status=Status.NIET_BIJGEHOUDEN), Answer.TWIJFEL),
        (replace(HERE, besluit="review", kans=0.97), Answer.TWIJFEL),
        (replace(HERE, besluit="reject", kans=0.9, redenen=("OVERLEDEN",)), Answer.OVERLEDEN),
        (NOBODY, Answer.NIET_GEVONDEN),
        (replace(NOBODY, redenen=("RECHTSPERSOON",)), Answer.GEEN_PERSOON),
        (replace(NOBODY, besluit="review", redenen=("RECHTSPERSOON",)), Answer.TWIJFEL),
        (replace(NOBODY, besluit="review", redenen=("GEGEVENS_ONLEESBAAR",)), Answer.ONLEESBAAR),
        (replace(NOBODY, besluit="review", redenen=("ONVOLDOENDE_GEGEVENS",)), Answer.ONLEESBAAR),
        (replace(NOBODY, besluit="review", redenen=("MEERDERE_KANDIDATEN",)), Answer.TWIJFEL),
    ],
)
def test_what_a_row_is(row: ListRow, said: Answer) -> None:
    assert answer_of(row, SURE) is said


def test_a_person_counts_once_by_the_resident_or_by_what_the_row_writes() -> None:
    again = replace(HERE, regel=9, wie=("kk|w", "1958-11-2", ""))
    stranger = replace(NOBODY, regel=12)
    unsure = replace(HERE, regel=14, kans=0.5, besluit="review", wie=("z|z", "1970-1-2", ""))
    answered = answer_list([stranger, again, HERE, NOBODY, unsure], SURE)
    assert [(one.rij.regel, one.antwoord, one.dubbel_van) for one in answered] == [
        (2, Answer.OP_ADRES, 0), (3, Answer.NIET_GEVONDEN, 0), (9, Answer.DUBBEL, 2),
        (12, Answer.DUBBEL, 3), (14, Answer.TWIJFEL, 0),
    ]  # fmt: skip
    assert sum(count(answered).values()) == 5


def test_rows_that_tell_too_little_are_nobodys_double() -> None:
    unread = ListRow(4, "", "review", 0.0, "", ("GEGEVENS_ONLEESBAAR",), "", None, False)
    answered = answer_list([unread, replace(unread, regel=5)], SURE)
    assert [one.antwoord for one in answered] == [Answer.ONLEESBAAR, Answer.ONLEESBAAR]


def test_what_is_new_is_who_was_not_on_the_list_before_however_they_were_written() -> None:
    written_otherwise = replace(HERE, regel=40, wie=("kampstraa|w", "", "9911AA 3"))
    before = [
        written_otherwise,
        replace(HERE, regel=41, persoon_id="P9", wie=("v|b", "1960-1-2", "")),
    ]
    answered = answer_list([HERE, NOBODY], SURE, before)
    assert [(one.rij.regel, one.nieuw) for one in answered] == [(2, False), (3, True)]
    assert [row.persoon_id for row in gone(before, [HERE, NOBODY], SURE)] == ["P9"]
    assert sentence(answered) == (
        "1 rij is nieuw sinds de vorige lijst, van 2. Van de nieuwe gaan er 0 over een inwoner; "
        "1 is niet gevonden."
    )


def test_the_sentence_tells_every_kind() -> None:
    rows = [
        HERE,
        replace(HERE, regel=5, persoon_id="P2", op_adres=False, wie=("a|a", "1950-1-2", "")),
        replace(HERE, regel=6, persoon_id="P3", status=Status.OVERLEDEN, wie=("b|b", "1951-1-2", "")),
        NOBODY,
    ]  # fmt: skip
    assert sentence(answer_list(rows, SURE)) == (
        "Van 4 rijen gaan er 2 over een inwoner (waarvan 1 op een ander adres); "
        "1 is overleden en 1 is niet gevonden."
    )


def test_faults_count_only_where_the_person_is_sure() -> None:
    wrong = ("NAAM_OMGEDRAAID", "GEBOORTEDATUM_ONTBREEKT", "ADRES_GELIJK")
    rows = [replace(HERE, redenen=wrong), replace(HERE, regel=3, kans=0.5, redenen=wrong)]
    assert faults_of(answer_list(rows, SURE), SURE) == [
        ("naam", Reason.NAAM_OMGEDRAAID, 1), ("geboortedatum", Reason.GEBOORTEDATUM_ONTBREEKT, 1),
    ]  # fmt: skip
