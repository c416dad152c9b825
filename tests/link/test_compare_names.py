"""How two names agree: every level of the surname and of the given name, and the evidence for it."""

from __future__ import annotations

import pytest

from brp_match.content import load_comparators, model_figures
from brp_match.link.compare_names import compare_names
from brp_match.link.name_evidence import GIVEN_SCORE, SURNAME_SCORE, NameEvidence
from brp_match.link.name_levels import is_alike, is_alike_one
from brp_match.link.records import Resident
from brp_match.link.resident_forms import resident_forms
from brp_match.link.signal_forms import signal_forms
from brp_match.reading.names import NameReading


def reading(
    surname: str = "",
    given: str = "",
    initials: str = "",
    prefix: str = "",
    whole_as_surname: bool = False,
    glued: bool = False,
) -> NameReading:
    """Words by spaces, initials by letter; the full surname is prefix and surname glued."""
    words = tuple(surname.split())
    full = prefix + "".join(words)
    return NameReading(
        0, words, tuple(given.split()), tuple(initials), prefix, full, whole_as_surname, glued
    )


def against(
    resident: Resident, *readings: NameReading, cut_off: bool = False, written: str = ""
) -> NameEvidence | None:
    forms = tuple(signal_forms(one) for one in readings)
    return compare_names(
        forms, resident_forms(resident), model_figures(), cut_off=cut_off, written=written
    )


def found(resident: Resident, *readings: NameReading, **more: object) -> NameEvidence:
    evidence = against(resident, *readings, **more)  # type: ignore[arg-type]
    assert evidence is not None
    return evidence


BERG = Resident(geslachtsnaam="Berg", voorvoegsel="van den", voornamen="Jan Pieter")
BOER = Resident(
    geslachtsnaam="Jansen", voornamen="Maria", partner_voorvoegsel="de",
    partner_geslachtsnaam="Boer", naamgebruik="V", geslacht="V",
)  # fmt: skip


@pytest.mark.parametrize(
    ("resident", "said", "level", "form"),
    [
        (BERG, reading("berg", prefix="vanden"), "gelijk", "berg"),
        (BERG, reading("vdberg"), "gelijk", "vdberg"),
        (BERG, reading("vandenberg"), "gelijk", "vandenberg"),
        (BOER, reading("jansen"), "gelijk", "jansen"),
        (BOER, reading("boer", prefix="de"), "partner", "boer"),
        (BOER, reading("boer jansen", prefix="de"), "partner", "jansen"),
        (BOER, reading("jansen boer"), "partner", "jansen"),
        (Resident(geslachtsnaam="Bakker", former=(("visser",),)), reading("visser"), "partner", "visser"),
        (Resident(geslachtsnaam="Smit-de Vries"), reading("vries"), "deel", "vries"),
        (Resident(geslachtsnaam="Garcia Lopez"), reading("garcia"), "deel", "garcia"),
        (Resident(geslachtsnaam="Jansen"), reading("janssen"), "variant", "jansen"),
        (Resident(geslachtsnaam="Bakker"), reading("bakkre"), "variant", "bakker"),
        (Resident(geslachtsnaam="Mohamed"), reading("muhammad"), "variant", "mohamed"),
        (Resident(geslachtsnaam="Yıldız"), reading("yldz"), "variant", "yildiz"),
        (Resident(geslachtsnaam="Al-Ahmad"), reading("alahmed"), "variant", "ahmad"),
        (Resident(geslachtsnaam="Simon Yohannes"), reading("simon yohanness"), "variant", "simon"),
        (BOER, reading("boeer"), "variant", "jansen"),
        (Resident(geslachtsnaam="Haile Tesfay"), reading("weldu tesfaay"), "variant", "hailetesfay"),
        (Resident(geslachtsnaam="Mulder"), reading("bakker"), "geen", "mulder"),
        (Resident(geslachtsnaam="Vos"), reading("bos"), "geen", "vos"),
        (Resident(geslachtsnaam="Mulder", voornamen="Piet"), reading(given="piet"), "ontbreekt", "mulder"),
    ],
)  # fmt: skip
def test_surname(resident: Resident, said: NameReading, level: str, form: str) -> None:
    evidence = found(resident, said)
    assert (evidence.surname, evidence.surname_form) == (level, form)


JAN = Resident(geslachtsnaam="Berg", voornamen="Jan Pieter Hendrikus")


@pytest.mark.parametrize(
    ("resident", "given", "initials", "level"),
    [
        (JAN, "jan", "", "gelijk"),
        (JAN, "janpieter", "", "gelijk"),
        (JAN, "pieter", "", "tweede"),
        (JAN, "bert jan", "", "tweede"),
        (JAN, "bert pieter", "", "anders"),
        (JAN, "joost pieter", "", "zelfde_letter"),
        (JAN, "henk", "", "roepnaam"),
        (Resident(geslachtsnaam="Berg", voornamen="Mohamed"), "mohammad", "", "roepnaam"),
        (Resident(geslachtsnaam="Berg", voornamen="Cornelis"), "kornelys", "", "variant"),
        (Resident(geslachtsnaam="Berg", voornamen="Alexandrina"), "alexa", "", "variant"),
        (Resident(geslachtsnaam="Berg", voornamen="Gökçe"), "gke", "", "variant"),
        (JAN, "joost", "", "zelfde_letter"),
        (JAN, "willem", "", "anders"),
        (JAN, "", "jp", "voorletters"),
        (JAN, "", "jhp", "voorletters"),
        (JAN, "", "jj", "voorletters_deels"),
        (JAN, "", "pj", "voorletters_deels"),
        (JAN, "", "xj", "voorletters_deels"),
        (JAN, "", "jphx", "voorletters_deels"),
        (Resident(geslachtsnaam="Berg", voornamen="Johannes"), "", "h", "voorletter_roepnaam"),
        (JAN, "", "xy", "voorletters_anders"),
        (JAN, "", "", "ontbreekt"),
    ],
)  # fmt: skip
def test_given_name(resident: Resident, given: str, initials: str, level: str) -> None:
    assert found(resident, reading("berg", given, initials)).given == level


def test_every_level_has_a_score_of_its_own_comparator() -> None:
    surname, given = load_comparators()[:2]
    assert set(SURNAME_SCORE) == set(surname.by_id)
    assert set(GIVEN_SCORE) == set(given.by_id)


@pytest.mark.parametrize(
    ("said", "surname", "given"),
    [
        (reading("johan", "vermeer"), "omgedraaid", "gelijk"),
        (reading("johan", "vermeir"), "omgedraaid_variant", "gelijk"),
        (reading("johan", "", "v"), "omgedraaid_letter", "gelijk"),
        (reading("johan", "van"), "geen", "anders"),
        (reading("johan", "bakker"), "geen", "anders"),
        (reading("vermeer", "johan"), "gelijk", "gelijk"),
    ],
)
def test_parts_swapped(said: NameReading, surname: str, given: str) -> None:
    vermeer = Resident(geslachtsnaam="Vermeer", voornamen="Johan")
    evidence = found(vermeer, said)
    assert (evidence.surname, evidence.given) == (surname, given)
    assert evidence.swapped == surname.startswith("omgedraaid")
    assert evidence.surname_form == "vermeer"


@pytest.mark.parametrize(
    ("word", "other", "alike"),
    [("tchikovani", "chikowany", True), ("schoonderwoerd", "sgoonderwoert", True), ("mohammadi", "mouhamedie", False), ("chika", "gikka", True), ("chik", "gok", False)],
)  # fmt: skip
def test_words_are_alike_as_they_sound(word: str, other: str, alike: bool) -> None:
    assert is_alike(word, other) is is_alike(other, word) is alike


def test_a_sound_of_five_letters_may_have_a_typing_error() -> None:
    assert is_alike_one("xxxxx", "kamel", ["zzzzzzz"], ["kamal"])
    assert not is_alike_one("xxxxx", "kame", ["zzzzzzz"], ["kama"])


def test_a_chain_of_names_is_never_swapped() -> None:
    chain = Resident(geslachtsnaam="Tesfay Gebremedhin")
    evidence = found(chain, reading("gebremedhin", "tesfay"))
    assert (evidence.surname, evidence.given, evidence.swapped) == ("gelijk", "gelijk", False)
    assert evidence.one_name


def test_the_reading_that_agrees_best_is_kept_and_the_first_of_equals() -> None:
    wrong, right = reading("jan", "berg"), reading("berg", "jan")
    one = NameReading(3, right.surname, right.given, (), "", "berg", False, False)
    two = NameReading(7, right.surname, right.given, (), "", "berg", False, False)
    evidence = found(JAN, wrong, two, one)
    assert (evidence.reading, evidence.surname, evidence.given) == (3, "gelijk", "gelijk")


def test_the_whole_text_as_a_surname_counts_only_where_all_of_it_agrees() -> None:
    whole = reading("garcia lopez", whole_as_surname=True)
    assert found(Resident(geslachtsnaam="Garcia Lopez", voornamen="Ana"), whole).surname == "gelijk"
    assert against(Resident(geslachtsnaam="Garcia", voornamen="Ana"), whole) is None


def test_a_glued_word_is_only_initials_where_all_of_them_fit() -> None:
    glued = reading("berg", initials="jp", glued=True)
    assert found(JAN, glued).given == "voorletters"
    assert against(JAN, reading("berg", initials="px", glued=True)) is None


def test_a_surname_cut_off_agrees_as_far_as_it_goes() -> None:
    long = Resident(geslachtsnaam="Spreeuwenberg", voornamen="Cornelia")
    assert found(long, reading("spreeuwenb", "cornelia"), cut_off=True).surname == "variant"
    assert found(long, reading("spreeuwenb", "cornelia")).surname == "geen"
    assert found(long, reading("sp", "cornelia"), cut_off=True).surname == "geen"


def test_further_names_and_initials_are_counted() -> None:
    evidence = found(JAN, reading("berg", "jan hendrikus pieter"))
    assert (evidence.further_agree, evidence.further_differ) == (2, False)
    assert found(JAN, reading("berg", "jan willem")).further_differ
    assert not found(JAN, reading("berg", "jan pauline")).further_differ
    assert not found(JAN, reading("berg", "jan")).further_differ
    assert found(JAN, reading("berg", initials="jp")).initials_agree == 2
    assert found(JAN, reading("berg", "jan", "jp")).initials_agree == 0


@pytest.mark.parametrize(
    ("word", "surname", "given"),
    [
        ("nuralhudani", "gelijk", "gelijk"),
        ("nurhudani", "gelijk", "gelijk"),
        ("alhudaninur", "gelijk", "gelijk"),
        ("nouralhudani", "variant", "variant"),
        ("norahudani", "geen", "ontbreekt"),
        ("hudani", "gelijk", "ontbreekt"),
    ],
)
def test_given_name_and_surname_written_together(word: str, surname: str, given: str) -> None:
    nur = Resident(geslachtsnaam="Hudani", voorvoegsel="al", voornamen="Nur")
    evidence = found(nur, reading(word))
    assert (evidence.surname, evidence.given) == (surname, given)
    assert evidence.surname_form == "hudani"


@pytest.mark.parametrize(
    ("surname", "given", "level"),
    [
        ("akyildiz umusan", "ersatog", "omgedraaid_variant"),
        ("akyildiz umusan", "ers", "geen"),
        ("akyildiz", "ersatog", "geen"),
        ("akyildiz umusan", "demir", "geen"),
    ],
)
def test_names_turned_with_the_surname_cut_off(surname: str, given: str, level: str) -> None:
    resident = Resident(geslachtsnaam="Erşatoğlu", voornamen="Akyıldız Umuşan")
    assert found(resident, reading(surname, given)).surname == level


@pytest.mark.parametrize(
    ("word", "surname"),
    [("mulderjw", "gelijk"), ("jwmulder", "gelijk"), ("mulderjp", "geen"), ("muldersma", "geen")],
)
def test_initials_written_together_with_a_surname(word: str, surname: str) -> None:
    evidence = found(Resident(geslachtsnaam="Mulder", voornamen="Jan Willem"), reading(word))
    assert (evidence.surname, evidence.given) == (surname, "ontbreekt")


def test_words_of_a_prefix_among_given_names_say_nothing_of_whose_they_are() -> None:
    nessim = Resident(geslachtsnaam="Sahraouine", voornamen="Nessim Ben Romdhane")
    other = found(nessim, reading("sahraouine", "nessim ben ali"))
    assert (other.given, other.further_agree, other.further_differ) == ("gelijk", 0, True)
    same = found(nessim, reading("sahraouine", "nessim ben romdhane"))
    assert (same.further_agree, same.further_differ) == (1, False)


LOPEZ = Resident(geslachtsnaam="Garcia Lopez", voornamen="Maria")
CHAIN = Resident(geslachtsnaam="Ahmad Hassan Mahmoud")


@pytest.mark.parametrize(
    ("resident", "said", "differ"),
    [
        (LOPEZ, reading("garcia perez", "maria"), True),
        (LOPEZ, reading("perez lopez", "", "m"), True),
        (LOPEZ, reading("garcia", "maria"), False),
        (LOPEZ, reading("garcia lopes", "maria"), False),
        (LOPEZ, reading("lopez garcia", "maria"), False),
        (LOPEZ, reading("garcia lop", "maria"), False),
        (LOPEZ, reading("garcia elena", "maria"), True),
        (Resident(geslachtsnaam="Garcia Lopez", voornamen="Maria Elena"), reading("garcia elena", "maria"), False),
        (Resident(geslachtsnaam="Garcia", voornamen="Maria"), reading("garcia lopez", "maria"), False),
        (BOER, reading("jansen visser", "maria"), True),
        (BOER, reading("jansen boer", "maria"), False),
        (CHAIN, reading("hassan ibrahim", "ahmad"), True),
        (CHAIN, reading("hassan", "ahmad"), False),
        (Resident(geslachtsnaam="Yahya al Hakimi", voornamen="Abdullah"), reading("hakimi", "abdullah ahmed"), True),
        (LOPEZ, reading("maria", "garcia perez"), True),
        (Resident(geslachtsnaam="Makrona", voornamen="Emmanuel"), reading("makronne", "emmanuel"), False),
    ],
)  # fmt: skip
def test_another_part_beside_the_part_that_agrees(
    resident: Resident, said: NameReading, differ: bool
) -> None:
    assert found(resident, said).parts_differ is differ


def test_a_prefix_cut_short_agrees_and_decides_between_equal_readings() -> None:
    assert found(BERG, reading("berg", "jan", prefix="vdn")).prefix_agrees
    assert not found(BERG, reading("berg", "jan", prefix="vdr")).prefix_agrees
    evidence = found(
        BERG, reading("berg", "jan"), reading("berg", "jan", prefix="vd")._replace(rank=1)
    )
    assert (evidence.reading, evidence.prefix_agrees) == (1, True)


def test_initials_read_as_a_prefix_hide_nothing_where_there_is_none() -> None:
    initials, prefix = (
        reading("berg", "", "vd"),
        reading("berg", prefix="vd", glued=True)._replace(rank=1),
    )
    assert found(BERG, initials, prefix).given == "ontbreekt"
    assert found(JAN, initials, prefix).given == "voorletters_anders"


def test_a_part_of_the_surname_in_its_own_place_goes_before_one_in_the_other_place() -> None:
    nessim = Resident(geslachtsnaam="Sahraouine", voornamen="Nessim Ben Romdhane")
    straight = reading("ali sahraouine", "nessim")
    turned = NameReading(1, ("nessim",), ("ali", "sahraouine"), (), "", "nessim", False, False)
    evidence = found(nessim, turned, straight)
    assert (evidence.surname, evidence.swapped, evidence.reading) == ("deel", False, 0)
    assert found(nessim, turned).surname == "omgedraaid"


def test_the_form_that_agreed_is_told() -> None:
    evidence = found(JAN, reading("berg", "pieter"))
    assert (evidence.given_form, evidence.given_written, evidence.first_given) == (
        "pieter", "pieter", "jan",
    )  # fmt: skip
    evidence = found(JAN, reading("berg", "henk"))
    assert evidence.given_form == "jan"
    assert "hendrikus" in evidence.shared_groups
    assert "jan" not in evidence.shared_groups
    assert found(JAN, reading("berg", initials="jp")).first_initial == "j"


def test_prefix() -> None:
    assert found(BERG, reading("berg", prefix="vanden")).prefix_agrees
    assert found(BERG, reading("vandenberg")).prefix_agrees
    assert not found(BERG, reading("berg", prefix="vander")).prefix_agrees
    assert not found(BERG, reading("bergg", prefix="van")).prefix_agrees
    assert found(BERG, reading("boer", prefix="de")).prefix_agrees, "another name altogether"


def test_diacritics_lost() -> None:
    muller = Resident(geslachtsnaam="Müller", voornamen="Zoë")
    assert found(muller, reading("muller"), written="muller").marks_lost
    assert not found(muller, reading("muller"), written="müller").marks_lost
    assert not found(muller, reading("bakker"), written="bakker").marks_lost


@pytest.mark.parametrize(
    ("usage", "sex", "partner", "kind"),
    [
        (None, "V", None, "geen_partner"),
        ("E", "M", "Boer", "eigen_man"),
        ("E", "V", "Boer", "eigen_vrouw"),
        (None, "O", "Boer", "eigen"),
        ("P", "V", "Boer", "partner"),
        ("N", "M", "Boer", "partner"),
    ],
)
def test_name_in_use(usage: str | None, sex: str, partner: str | None, kind: str) -> None:
    resident = Resident(
        geslachtsnaam="Jansen", naamgebruik=usage, geslacht=sex, partner_geslachtsnaam=partner
    )
    assert found(resident, reading("jansen")).in_use == kind


def test_nobody_without_a_name_of_latin_letters() -> None:
    evidence = found(Resident(geslachtsnaam="Ελένη"), reading("bakker", "jan"))
    assert (evidence.surname, evidence.given, evidence.surname_form) == ("geen", "anders", "")
    assert against(JAN) is None


@pytest.mark.parametrize(
    ("signal", "levels"),
    [
        (reading("tesfay gebremedhin"), ("gelijk", "gelijk")),
        (reading("gebremedhin", "tesfay"), ("gelijk", "gelijk")),
        (reading("tesfay gebremedhin", initials="t"), ("gelijk", "voorletters")),
        (reading("gebremedhin"), ("deel", "ontbreekt")),
        (reading("gebremedhin", "abel"), ("deel", "anders")),
    ],
)
def test_a_chain_of_names_whole_or_cut_in_two(signal: NameReading, levels: tuple[str, str]) -> None:
    evidence = against(Resident(geslachtsnaam="Tesfay Gebremedhin"), signal)
    assert evidence is not None
    assert (evidence.surname, evidence.given) == levels
