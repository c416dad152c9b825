"""Every kind of finding has its sentence, its question and its words for a deliverer, in Dutch without a value."""

from __future__ import annotations

import pytest

from brp_match.delivery.findings import (
    NOT_OF_ROW,
    TOO_OFTEN,
    Finding,
    Habit,
    Kind,
    Question,
)
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


@pytest.mark.parametrize(
    ("why", "said"), [("woord", "."), (TOO_OFTEN, ": die staat bij te veel mensen."), (NOT_OF_ROW, ": die hoort niet bij de rij.")]
)  # fmt: skip
def test_what_is_no_value_does_not_count(why: str, said: str) -> None:
    one = Finding(Kind.STANDAARDWAARDE, "voornamen", 3, 9, 1.0, "toets", True, {}, why)
    assert sentence(one) == f"In 3 rijen staat in 'voornamen' geen echte waarde{said} Die telt niet mee."  # fmt: skip


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
