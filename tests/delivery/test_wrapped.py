"""What a program put around cells is taken off, in whatever column; what belongs to a name stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brp_match.delivery.findings import Kind, Values
from brp_match.delivery.known import KnownWords
from brp_match.delivery.wrapped import LABEL, MARKS, mend_wrapped

ROW: dict[str, str] = {
    "signaal_id": '"7"', "voorletters": "T.A.", "achternaam": "Laarhoven", "geboortedatum": "19620314",
    "straatnaam": "'t Zand", "huisnummer": "3", "postcode": "1002TA", "telefoon": "",
}  # fmt: skip


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text, _: f"{text}_x000D_",
        lambda text, _: rf"{text}\n",
        lambda text, _: rf"{text}\r\n",
        lambda text, _: f'"{text}"',
        lambda text, _: f"['{text}']",
        lambda text, _: f"b'{text}'",
        lambda text, column: f"{column}: {text}",
        lambda text, column: f"{column.title()}={text}",
        lambda text, _: f"<![CDATA[{text}]]>",
        lambda text, column: f"<{column}>{text}</{column}>",
        lambda text, _: f"{text},",
        lambda text, _: f"{text};",
        lambda text, _: f"- {text}",
        lambda text, _: f"*{text}",
        lambda text, _: f"{text} None",
        lambda text, _: f"12;#{text}",
        lambda text, _: "\u00ef\u00bb\u00bf" + text,
        lambda text, _: '{"value":"' + text + '"}',
        lambda text, _: f"{text}, {text}",
        lambda text, _: text + text,
    ],
)
def test_every_cell_comes_out_as_it_was(wrap: Callable[[str, str], str]) -> None:
    wrapped = {c: wrap(text, c) if text and c != "signaal_id" else text for c, text in ROW.items()}
    step = mend_wrapped([wrapped])
    assert {**wrapped, **step.mends[0]} == ROW
    assert {one.kind for one in step.findings} == {Kind.OMHULD}


def test_what_belongs_to_a_cell_stays() -> None:
    names: list[Values] = [
        ROW,
        {"achternaam": "O'Brien", "straatnaam": "Plein 1940-'45"},
        {"achternaam": "Smit (weduwe)", "voornamen": "Jan:", "voorletters": "J.", "postcode": "X"},
        {"volledige_naam": "Bewind: De Vries inzake J. Smit"},
    ]
    assert mend_wrapped(names).mends == {}


def test_a_label_of_another_column_stays() -> None:
    step = mend_wrapped([{"achternaam": "geslachtsnaam: Smit", "postcode": "huisnummer: 12"}])
    assert step.mends == {0: {"achternaam": "Smit"}}
    assert [one.to for one in step.findings] == [LABEL]


@pytest.mark.parametrize("word", ["Particulier: ", "Waterbron - ", "KLANT / "])
def test_a_word_in_front_of_many_names_is_nobodys(word: str) -> None:
    rows: list[Values] = [{"volledige_naam": f"{word}J. Smit{letter}"} for letter in "abcdef"]
    rows.append({"volledige_naam": "Anders - J. Bos"})
    step = mend_wrapped(rows)
    assert [step.mends[n]["volledige_naam"] for n in range(6)] == [f"J. Smit{x}" for x in "abcdef"]
    assert 6 not in step.mends
    assert [(one.to, one.rows, one.own) for one in step.findings] == [(MARKS, 6, True)]


PEOPLE = (
    "J. Smit",
    "Anna Bos",
    "P.K. de Vries",
    "M. Yılmaz",
    "Koos Dekker",
    "T. van Dam",
    "S. Visser",
    "R. Kok",
)


STREETS = frozenset({"kerkstraat"})
KNOWN = KnownWords(
    {"anna": 500, "mohamed": 6000}, {"smit": 900, "bos": 400, "hakvoort": 60}, STREETS
)


@pytest.mark.parametrize("write", ["Polis {}", "{} actief", "{} (Hoofdcontractant)", "MAANDBETALER {}"])  # fmt: skip
def test_a_word_without_a_sign_that_more_names_have_than_people_is_nobodys(write: str) -> None:
    rows: list[Values] = [{"volledige_naam": write.format(name)} for name in PEOPLE]
    rows += [{"volledige_naam": name} for name in ("Q. Mulder", "Rita Mol")]
    step = mend_wrapped(rows, KNOWN)
    assert {p: cells["volledige_naam"] for p, cells in step.mends.items()} == dict(
        enumerate(PEOPLE)
    )
    rows = [{"achternaam": write.format(name.split()[-1])} for name in PEOPLE]
    assert mend_wrapped(rows, KNOWN).mends[0] == {"achternaam": "Smit"}
    # too few to tell
    assert mend_wrapped(rows[:3], KNOWN).mends == {}
    # without a register nobody knows which names are common here, whatever the lists of the country say
    assert mend_wrapped(rows).mends == {}
    assert mend_wrapped(rows, KnownWords(KNOWN.given, KNOWN.surnames)).mends == {}
    # how many people bear it is of the register, so it is not told to the deliverer
    assert [one.own for one in mend_wrapped(rows, KNOWN).findings] == [False]


def test_a_name_that_is_common_here_alone_stays() -> None:
    """In a village of one name a landlord has as many of it as a word that he writes himself."""
    rows: list[Values] = [
        {"volledige_naam": f"{name.split()[0]} {letter}. Hakvoort"}
        for name in PEOPLE
        for letter in "AB"
    ]
    assert mend_wrapped(rows, KNOWN).mends == {}
    assert mend_wrapped(rows, KnownWords(surnames={"hakvoort": 3}, streets=STREETS)).mends != {}


@pytest.mark.parametrize(
    "write",
    ["Dhr. {}", "Stichting {}", "{} Beheer B.V.", "Erven {}", "{} Mohamed", "van {}", "Familie {}", "{} e/o"],
)  # fmt: skip
def test_a_word_that_names_are_read_with_stays(write: str) -> None:
    rows: list[Values] = [{"volledige_naam": write.format(name)} for name in PEOPLE[:4]]
    rows += [
        {"volledige_naam": f"A. {name}"} for name in ("Mol", "Wit", "Post", "Maas", "Berg", "Klein")
    ]
    assert mend_wrapped(rows, KNOWN).mends == {}


def test_one_family_keeps_its_name() -> None:
    for column in ("volledige_naam", "voornamen"):
        assert mend_wrapped([{column: f"{name} Proefnaam"} for name in ("Jan", "J.", "Anna", "Piet", "Kees")]).mends == {}  # fmt: skip
