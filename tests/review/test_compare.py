"""Differences are marked and said in words."""

from __future__ import annotations

import pytest

from brp_match.review.compare import compare_dates, compare_rows
from brp_match.review.compare_text import Spans, compare_text


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        ("Jansen", "Jansen", ""),
        ("JANSEN", "Jansen", ""),
        ("Jansen", "Janssen", "In het signaal ontbreekt “s”."),
        ("Janssen", "Jansen", "In het signaal staat “s” extra."),
        ("Muller", "Müller", "In het signaal staat “u” zonder de tekens van “ü”."),
        ("Visser", "Vosser", "In het signaal staat “i”, in de BRP “o”."),
        ("", "Jansen", "Dit ontbreekt in het signaal."),
        ("Jansen", "", "Dit ontbreekt in de BRP."),
        ("Bakker", "Wu", "Dit is helemaal anders."),
        ("Jansen", "Jasnen", "Letters zijn omgewisseld."),
        ("Wei Chen", "Chen Wei", "De woorden staan in een andere volgorde."),
    ],
)
def test_words(left: str, right: str, words: str) -> None:
    assert compare_text(left, right).words == words


def test_spans_give_the_texts_back() -> None:
    found = compare_text("Jansen de Vries", "Janssen Vries")
    assert "".join(piece for piece, _ in found.left) == "Jansen de Vries"
    assert "".join(piece for piece, _ in found.right) == "Janssen Vries"
    assert any(differs for _, differs in found.left)


def test_fields_of_a_signal_beside_the_register() -> None:
    rows = compare_rows(
        {"voornamen": "Jan", "achternaam": "Vries", "voorvoegsel": "de", "geboortedatum": "1-1-2000", "huisnummer": "3",
         "huisletter": "A", "postcode": "1234 AB"},
        {"voornamen": "Johannes", "geslachtsnaam": "Vries", "voorvoegsel": "de", "geboortedatum": "19620000",
         "huisnummer": "3", "huisnummertoevoeging": "1", "postcode": "1234AB"},
    )  # fmt: skip
    found = {row.label: row.difference for row in rows}
    assert found["Achternaam"].words == ""
    assert found["Postcode"].words == ""
    assert "".join(p for p, _ in found["Geboortedatum"].left) == "01-01-2000"
    assert "".join(p for p, _ in found["Geboortedatum"].right) == "??-??-1962"
    assert "".join(p for p, _ in found["Huisnummer"].right) == "3-1"


PERSON = {
    "voornamen": "Heleen Juliette", "voorvoegsel": "van der", "geslachtsnaam": "Sprong",
    "partner_voorvoegsel": "de", "partner_geslachtsnaam": "Vries",
}  # fmt: skip


def names(
    signal: dict[str, str], person: dict[str, str] = PERSON
) -> dict[str, tuple[str, str, str]]:
    """Label → what is marked in the signal, what is marked in the BRP, and the words."""
    return {
        row.label: (
            marked(row.difference.left), marked(row.difference.right), row.difference.words
        )
        for row in compare_rows(signal, person)
    }  # fmt: skip


def marked(spans: Spans) -> str:
    return "|".join(text for text, differs in spans if differs)


@pytest.mark.parametrize(
    ("mine", "left", "right", "words"),
    [
        ("Mevr. H.J. van der Sprong", "", "", "De voorletters passen. De achternaam is gelijk."),
        ("Sprong, van der, H", "", "", "De voorletters passen. De achternaam is gelijk."),
        ("de heer J. van der Sprong", "J.", "", "De voorletters horen bij een andere voornaam. De achternaam is gelijk."),
        ("Heleen van der Sprong", "", "", "De voornaam is gelijk. De achternaam is gelijk."),
        ("van der Sprong", "", "", "Het signaal heeft geen voornaam. De achternaam is gelijk."),
        ("H. de Vries", "", "", "De voorletters passen. De achternaam is die van de partner."),
        ("H. van der Sprong-de Vries", "", "",
         "De voorletters passen. De achternaam is de eigen naam met die van de partner."),
        ("H. van der Sprong-Bakker", "Bakker", "", "De voorletters passen. De achternaam is gelijk. In het signaal staat “Bakker” extra."),
        ("Snackbar Zon h/o H. van der Sprong", "Snackbar|Zon|h/o", "",
         "Dit is de naam van een onderneming van een persoon. De voorletters passen. De achternaam is gelijk."),
        ("Klussenbedrijf van der Sprong B.V.", "Klussenbedrijf|B.V.", "", "Dit is de naam van een rechtspersoon. De achternaam is gelijk."),
        ("Heleen Sprong", "", "van|der", "De voornaam is gelijk. Een deel van de achternaam is gelijk."),
        ("Heleen van der Sprongen", "Sprongen", "", "De voornaam is gelijk. In het signaal staat “en” extra."),
        ("Bakker", "Bakker", "van der Sprong", "Het signaal heeft geen voornaam. De achternaam is anders."),
        ("Heleen", "", "van der Sprong", "De voornaam is gelijk. Het signaal heeft geen achternaam."),
        ("H. van den Sprang", "den|Sprang", "r|o",
         "De voorletters passen. In het signaal staat “n”, in de BRP “r”. In het signaal staat “a”, in de BRP “o”."),
        ("Heleen van der Sprogn", "Sprogn", "n", "De voornaam is gelijk. Letters zijn omgewisseld."),
        ("Heleen von der Sprang", "von|Sprang", "a|o",
         "De voornaam is gelijk. In het signaal staat “o”, in de BRP “a”. In het signaal staat “a”, in de BRP “o”."),
    ],
)  # fmt: skip
def test_a_name_in_one_piece(mine: str, left: str, right: str, words: str) -> None:
    row = compare_rows({"volledige_naam": mine}, PERSON)[0]
    assert row.label == "Naam"
    assert "".join(text for text, _ in row.difference.left) == mine
    assert "".join(text for text, _ in row.difference.right) == "Heleen Juliette van der Sprong"
    assert names({"volledige_naam": mine})["Naam"] == (left, right, words)


@pytest.mark.parametrize(
    ("letters", "said", "differs"),
    [("H.J.", "Die passen.", False), ("H", "Die passen.", False), ("H.J.M.", "Die passen.", False),
     ("J.", "Die horen bij een andere voornaam.", True), ("P.", "Die passen niet.", True)],
)  # fmt: skip
def test_initials_are_held_against_initials(letters: str, said: str, differs: bool) -> None:
    left, right, words = names({"voorletters": letters, "achternaam": "Sprong"})["Voornamen"]
    assert words == f"Het signaal heeft alleen voorletters. {said}"
    assert (left, right) == ((letters, "Heleen Juliette") if differs else ("", ""))


def test_parts_in_the_wrong_place_and_parts_of_first_names() -> None:
    swapped = names({"voornamen": "Van der Sprong", "achternaam": "Heleen"})
    assert swapped["Voornamen"][2] == "Dit is in de BRP de achternaam."
    assert swapped["Achternaam"][2] == "Dit is in de BRP een voornaam."
    first = names({"voornamen": "Heleen", "achternaam": "Sprong", "voorvoegsel": "van der"})
    assert first == {
        "Voornamen": ("", "", "Gelijk aan de eerste voornaam in de BRP."),
        "Achternaam": ("", "", ""),
    }
    other = names({"voornamen": "Juliëtte", "achternaam": "Sprong"})
    assert other["Voornamen"][2] == "Gelijk aan een andere voornaam in de BRP."


def test_the_name_of_the_partner_is_shown_where_it_explains() -> None:
    row = compare_rows({"voorletters": "H", "achternaam": "Vries", "voorvoegsel": "de"}, PERSON)[1]
    assert row.difference.words == "Dit is de naam van de partner."
    assert row.difference.right == (("van der Sprong (partner: de Vries)", False),)
    both = names({"voorletters": "H", "achternaam": "de Vries-van der Sprong"})
    assert both["Achternaam"] == ("", "", "Dit is de eigen naam met die van de partner.")


@pytest.mark.parametrize(
    ("left", "right", "words", "mark"),
    [
        ("12-03-1980", "12-03-1980", "", ""),
        ("03-12-1980", "12-03-1980", "Dag en maand zijn omgedraaid.", "03|12"),
        ("13-03-1980", "12-03-1980", "De dag is anders.", "3"),
        ("13-03-1981", "12-03-1980", "De dag en het jaar zijn anders.", "3|1"),
        ("01-01-2000", "12-03-1980",
         "De dag, de maand en het jaar zijn anders. 1 januari is vaak ingevuld omdat de datum niet bekend was.",
         "01|1|200"),
        ("12-03-1980", "??-??-1980", "De BRP kent niet de hele datum. Wat bekend is, is gelijk.", ""),
        ("12-03-1981", "??-??-1980", "De BRP kent niet de hele datum. Het jaar is anders.", "1"),
        ("maart 1980", "12-03-1980", "Dit is helemaal anders.", "maart 1980"),
    ],
)  # fmt: skip
def test_dates_are_said_in_parts(left: str, right: str, words: str, mark: str) -> None:
    found = compare_dates(left, right)
    assert "".join(text for text, _ in found.left) == left
    assert (found.words, marked(found.left)) == (words, mark)


def test_a_previous_address_is_said_at_the_address() -> None:
    moved = {"straat": "Nieuwe Weg", "huisnummer": "2", "redenen": "NAAM_GELIJK|ADRES_VORIG"}
    rows = compare_rows({"straatnaam": "Oude Laan", "huisnummer": "9"}, moved)
    assert [row.difference.words for row in rows] == [
        "Dit hoort bij een vorig adres van deze persoon.", "Een ander huisnummer.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mine", "theirs", "words"),
    [
        (("Veenstraat", "132", "1001BB"), ("Koninginstraat", "17-2", "1000NB"), ("Een andere straat.", "Een ander huisnummer.", "Een andere postcode.")),
        (("Marktstraat", "26", "1000DB"), ("Marktstraat", "27", "1000DC"), ("", "26 staat naast 27.", "Eén teken is anders.")),
        (("Beethovenwg", "15C", "1003WN"), ("Beethovenweg", "15D", "1003XN"), ("Dezelfde straat, anders geschreven.", "Hetzelfde nummer, een andere toevoeging.", "Eén teken is anders.")),
        (("Dorpsstr.", "12", "1003NW"), ("Dorpsstraat", "21", "1003WN"), ("Dezelfde straat, anders geschreven.", "De cijfers zijn omgedraaid.", "Twee tekens zijn omgewisseld.")),
        (("Laan", "3-hs", "1003AA"), ("Laan", "3", "1003BB"), ("", "Hetzelfde nummer; de toevoeging staat alleen in het signaal.", "Dezelfde cijfers, andere letters.")),
        (("Laan", "3", "1003AA"), ("Laan", "5", "1003AA"), ("", "3 staat naast 5.", "")),
        (("Laan", "3", "1003AA"), ("Laan", "6", "1003AA"), ("", "Een ander huisnummer.", "")),
        (("Laan", "012 a", "1003 AA"), ("Laan", "12A", "1003AA"), ("", "", "")),
        (("Laan", "3", "1003AA"), ("", "", ""), ("De BRP geeft geen adres.", "Staat niet in de BRP.", "Staat niet in de BRP.")),
    ],
)  # fmt: skip
def test_an_address_is_told_as_a_person_would(
    mine: tuple[str, ...], theirs: tuple[str, ...], words: tuple[str, ...]
) -> None:
    signal = dict(zip(("straatnaam", "huisnummer", "postcode"), mine, strict=True))
    person = dict(zip(("straat", "huisnummer", "postcode"), theirs, strict=True))
    rows = compare_rows(signal, person | {"persoon_id": "p1"})
    assert tuple(row.difference.words for row in rows) == words
    for row, left, right in zip(rows, mine, theirs, strict=True):
        found = row.difference
        assert "".join(text for text, _ in found.left) == left.replace("1003 AA", "1003AA")
        assert "".join(text for text, _ in found.right) == right
        # nothing is marked without a word, and nothing said to differ without a mark
        marks = any(flag for _, flag in (*found.left, *found.right))
        assert marks == bool(words[rows.index(row)]) or not right


def test_a_daily_name_and_a_date_that_was_filled_in_are_called_so() -> None:
    person = {
        "voornamen": "Victor", "geslachtsnaam": "Voslaar", "geboortedatum": "19910320",
        "redenen": "ROEPNAAM|GEBOORTEDATUM_STANDAARDWAARDE",
    }  # fmt: skip
    rows = names(
        {"voornamen": "Vik", "achternaam": "Voslaar", "geboortedatum": "01-01-2000"}, person
    )
    assert rows["Voornamen"] == ("", "", "“Vik” is een roepnaam.")
    assert (
        rows["Geboortedatum"][2]
        == "Deze datum is ingevuld omdat de echte niet bekend was. Hij zegt niets."
    )
    other = names({"voornamen": "Iris", "achternaam": "Klaarwater"}, person | {"redenen": ""})
    assert [other[label][2] for label in ("Voornamen", "Achternaam")] == [
        "Een andere voornaam.",
        "Een andere achternaam.",
    ]
    assert (
        names({"voornamen": "Vitcor", "achternaam": "Voslaar"}, person | {"redenen": ""})[
            "Voornamen"
        ][2]
        == "Letters zijn omgewisseld."
    )
