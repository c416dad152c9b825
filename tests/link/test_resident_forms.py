"""Every form of a name a resident may go by."""

from __future__ import annotations

import pytest

from brp_match.link.records import Resident
from brp_match.link.resident_forms import akin_to, base_of, groups_of, resident_forms
from brp_match.reading.sounds import sound
from brp_match.reading.word_lists import name_groups


def test_own_name_with_its_prefix() -> None:
    forms = resident_forms(Resident(geslachtsnaam="Berg", voorvoegsel="van den", voornamen="Jan"))
    assert forms.own == ("berg",)
    assert forms.own_forms == ("berg", "vandenberg", "vdberg")
    assert (forms.prefix, forms.own_full, forms.own_sound) == (
        "vanden",
        "vandenberg",
        sound("berg"),
    )
    assert resident_forms(Resident(geslachtsnaam="Heer", voorvoegsel="de")).own_forms == (
        "heer", "deheer",
    )  # fmt: skip
    assert resident_forms(Resident(geslachtsnaam="Jansen")).own_forms == ("jansen",)


def test_a_prefix_inside_a_name_and_a_name_that_is_a_prefix() -> None:
    forms = resident_forms(Resident(geslachtsnaam="Smit-de Vries"))
    assert (forms.own, forms.own_forms) == (("smit", "vries"), ("smitvries", "smitdevries"))
    assert resident_forms(Resident(geslachtsnaam="Es", voorvoegsel="van")).own == ("es",)


def test_partner_and_former_names() -> None:
    forms = resident_forms(
        Resident(
            geslachtsnaam="Jansen", partner_voorvoegsel="de", partner_geslachtsnaam="Boer",
            former=(("visser",), ("al", "amin")),
        )
    )  # fmt: skip
    assert forms.other_forms == ("boer", "deboer", "jansenboer", "boerjansen", "alamin", "visser")
    own, partner = sound("jansen"), sound("boer")
    assert forms.other_sounds == (
        partner, "", own + partner, partner + own, sound("alamin"), sound("visser"),
    )  # fmt: skip
    assert resident_forms(Resident(geslachtsnaam="Jansen")).other_forms == ()


def test_one_name_serves_as_given_name() -> None:
    forms = resident_forms(Resident(geslachtsnaam="Tesfay Gebremedhin"))
    assert forms.one_name
    assert forms.given == ("tesfay", "gebremedhin")
    assert forms.initials == ("t", "g")
    assert not resident_forms(Resident(geslachtsnaam="Tesfay", voornamen="Abel")).one_name


@pytest.mark.parametrize("unknown", [".", "-", None])
def test_a_surname_that_is_none_leaves_the_given_names_as_one_chain(unknown: str | None) -> None:
    forms = resident_forms(Resident(geslachtsnaam=unknown, voornamen="Dewi Kartika Sari"))
    assert forms.one_name
    assert forms.own == forms.given == ("dewi", "kartika", "sari")
    assert resident_forms(Resident(geslachtsnaam=".")).own == ()


def test_daily_names_of_the_first_three_given_names() -> None:
    forms = resident_forms(Resident(geslachtsnaam="Proef", voornamen="Abel Bram Cas Johannes"))
    assert "johannes" not in forms.groups
    forms = resident_forms(Resident(geslachtsnaam="Proef", voornamen="Johannes"))
    assert {"johannes"} <= forms.groups
    assert {"j", "h"} <= forms.daily_initials
    assert {"henk", "hendrik", "hendrikus"} <= set(groups_of("henk"))
    assert groups_of("zonderling") == ("zonderling",)


def test_spellings_and_letters_with_marks() -> None:
    assert base_of(("muhammad", "jansen")) == base_of(("mohamed", "jansen"))
    forms = resident_forms(Resident(geslachtsnaam="Yıldız", voornamen="Gökçe Ali"))
    assert (forms.own_stripped, forms.given_stripped) == ("yldz", ("gke", "ali"))
    assert forms.marked == (("gökçe", ("gokce",)), ("yıldız", ("yildiz",)))
    plain = resident_forms(Resident(geslachtsnaam="Yildiz", voornamen="Gokce"))
    assert (plain.own_stripped, plain.given_stripped, plain.marked) == ("", (), ())


def test_a_name_is_akin_to_every_name_with_which_it_shares_a_group() -> None:
    names = [*sorted(name_groups())[::7], "onbekendina"]
    for one in names[::5] + names[-1:]:
        shared = {other for other in names if {*groups_of(one)} & {*groups_of(other)}}
        assert shared == akin_to(one).intersection(names)
        assert one in shared
