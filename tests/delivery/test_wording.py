"""Every kind of finding has its sentence, its question and its words for a deliverer, in Dutch without a value."""

from __future__ import annotations

import pytest

from brp_match.delivery.findings import Finding, Habit, Kind, Question
from brp_match.delivery.wording import habit_name, kind_sentence, question_sentence, sentence

TO = {
    Kind.DATUMVOLGORDE: "maand-dag-jaar", Kind.HALF_OMGEZET: "jaar-dag-maand", Kind.VERSCHOVEN: "naar links",
    Kind.VERWISSELD: "plaatsnaam", Kind.SAMENGEVOEGD: "plaatsnaam", Kind.RIJ_VERSCHOVEN: "lager",
    Kind.AFGEKAPT: "achteraan", Kind.DATUM_VERSCHOVEN: "1.462 dagen te vroeg",
}  # fmt: skip


def finding(kind: Kind, rows: int, *, mended: bool, asked: bool = False) -> Finding:
    question = Question(f"{kind}/A/geboortedatum", Habit.MEND, rows) if asked else None
    return Finding(
        kind, "geboortedatum", rows, 200, 0.9, "toets", mended, {}, TO.get(kind, ""), question
    )


@pytest.mark.parametrize("rows", [1, 122])
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_worded(kind: Kind, rows: int) -> None:
    told = sentence(finding(kind, rows, mended=True))
    assert str(rows) in told
    assert told[0].isupper() or told[0].isdigit()
    assert told.endswith(".")
    assert str(rows) in kind_sentence(str(kind), "geboortedatum", rows)
    assert habit_name(kind, "geboortedatum")[0].islower()
    asked = question_sentence(finding(kind, rows, mended=True, asked=True))
    assert asked.endswith(": klopt dat?")
    assert asked[0].isupper()


def test_the_words_of_the_order_of_dates() -> None:
    one = finding(Kind.DATUMVOLGORDE, 122, mended=True)
    assert (
        sentence(one) == "122 datums in 'geboortedatum' staan als maand-dag-jaar. Dit is hersteld."
    )
    asked = finding(Kind.DATUMVOLGORDE, 122, mended=True, asked=True)
    assert question_sentence(asked) == (
        "Deze 122 datums in 'geboortedatum' staan als maand-dag-jaar: klopt dat?"
    )
    assert "controleer" in sentence(asked)
