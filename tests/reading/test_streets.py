"""Streets and towns: one key for all the ways to write one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.reading import same_street, street_key, town_key
from brp_match.reading.street_words import ENDINGS, EXCEPTIONS, WORDS


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Burgemeester van der Bergstraat", "burgvdbergstr"), ("Burg. v.d. Bergstr.", "burgvdbergstr"), ("Burg vd Bergstr", "burgvdbergstr"),
        ("Eerste Dwarsstraat", "1edwstr"), ("1e Dwarsstr", "1edwstr"), ("Wilhelminapln", "wilhelminapln"), ("Wilhelminaplein", "wilhelminapln"), ("Dijkje", "dykje"),
        ("IJsselkade", "ysselkd"), ("Kerkw.", "kerkwg"), ("Laan van Meerdervoort", "lnvmeerdervoort"), ("Ln. v Meerdervoort", "lnvmeerdervoort"), (None, ""), ("-", ""),
        ("Schout-bij-Nacht Doormanstraat", "sbndoormanstr"), ("Karel XIV-laan", "karel14ln"), ("Van 't Hoffstraat", "vthoffstr"), ("Beukenhof", "beukenhf"), ("Beukenhf", "beukenhf"),
    ],
)  # fmt: skip
def test_keys(text: str | None, key: str) -> None:
    assert street_key(text) == key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("De Nieuwe Stad buiten de wallen", "D Nw S b de wallen"), ("Anna Maria van der Coppelstraat", "A M vd Coppelstr"), ("Jan Pieterszoon Coenstraat", "JP Coenstr"),
        ("J.P. Coenstraat", "Jan Pieterszoon Coenstr."), ("Dorpsstraat", "Dorpstraat"), ("Wilhelminastraat", "Wilhelminastrt"), ("Kon. Julianaplein", "Koningin Julianapl"),
        ("Van der Waalsstraat", "vd Waalsstr"), ("Burgemeester De Vlugtlaan-Noord", "Burgemeester De Vlugtla"), ("Heerestraat", "heerestr"), ("Twaalfde Septemberlaan", "12e Septemberln"),
    ],
)  # fmt: skip
def test_the_same_street(a: str, b: str) -> None:
    assert same_street(a, b)
    assert same_street(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Molenstraat", "Molenweg"), ("Eerste Molenstraat", "Molenstraat"), ("Eerste Molenstraat", "Tweede Molenstraat"), ("Noorderkade", "Zuiderkade"), ("Korte Weg", "Lange Weg"),
        ("Jan Steenlaan", "Jan Steenstraat"), ("Jan Steenstraat", "Piet Steenstraat"), ("P. Steenstraat", "Jan Steenstraat"), ("Laan", "Kerklaan"), ("", "Molenweg"), (None, None),
        ("K Straat", "Kerk Straat"), ("Parklaan West", "Parklaan Oost"), ("Weidestraat", "Heidestraat"), ("Molenstraatje", "Molenstraat"), ("Prinsenhof", "Prinsenhoek"),
    ],
)  # fmt: skip
def test_other_streets(a: str | None, b: str | None) -> None:
    assert not same_street(a, b)
    assert not same_street(b, a)


def test_rule_12() -> None:
    for short, official in EXCEPTIONS:
        assert street_key(short) == street_key(official)
        assert len(short) <= 24


@given(
    st.sampled_from(sorted(ENDINGS)),
    st.sampled_from(sorted(word for word in WORDS if len(word) > 3)),
)
def test_every_ending_and_word_of_the_norm(ending: str, word: str) -> None:
    """The long and the short form of a word in front and of an ending give one key."""
    long, short = f"{word} Vondel{ending}", f"{WORDS[word]}. Vondel{ENDINGS[ending]}"
    assert street_key(long) == street_key(short)
    assert same_street(long.upper(), short)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Den Haag", "'s-Gravenhage", True), ("den haag zh", "S GRAVENHAGE", True), ("Den Bosch", "'s-Hertogenbosch", True), ("Hengelo", "Hengelo (Ov)", True), ("Hengelo Gld.", "Hengelo", True),
        ("Bergen (N.H.)", "BERGEN", True), ("Capelle a/d IJssel", "Capelle aan den IJssel", True), ("Sint Annaparochie", "St. Annaparochie", True), ("Oud-Beijerland", "Oud Beyerland", True),
        ("NL Utrecht", "Utrecht, Nederland", True), ("Utrecht", "Utrecht", True), ("Midden-Drenthe", "Midden", False), ("Boxtel", "Boxmeer", False), ("Noord-Holland", "Zuid-Holland", False),
    ],
)  # fmt: skip
def test_towns(a: str, b: str, same: bool) -> None:
    assert (town_key(a) == town_key(b)) is same


def test_no_town() -> None:
    assert town_key(None) == town_key("") == town_key("-") == ""
