"""Sounds: spellings of one name together, other names apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.reading import sound


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("jansen", "iansen"), ("dijkstra", "dikstra"), ("schmidt", "smit"), ("visscher", "fisger"), ("bosch", "bos"), ("yahya", "iahia"),
        ("alexander", "aleksander"), ("giovanni", "iofani"), ("quint", "kint"), ("", ""), ("7", "7"), ("xx", "ksks"), ("rhee", "re"),
    ],
)  # fmt: skip
def test_sound(word: str, key: str) -> None:
    assert sound(word) == key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("meijer", "meyer"), ("cornelis", "kornelis"), ("visser", "fisser"), ("thijssen", "tijsen"), ("koerts", "kourts"), ("mohammed", "mohamed"),
        ("chaudhry", "ghaudri"), ("kaczmarek", "kasmarek"), ("boudewijn", "boudewein"), ("haverkort", "hafercort"),
    ],
)  # fmt: skip
def test_spellings_of_one_name(a: str, b: str) -> None:
    assert sound(a) == sound(b)


def test_other_names_stay_apart() -> None:
    names = ["jansen", "hansen", "smit", "smits", "bakker", "dekker", "mulder", "bos", "vos", "kok"]
    assert len({sound(name) for name in names}) == len(names)


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_a_letter_written_twice_sounds_the_same(word: str) -> None:
    kept = "".join(letter for letter in word if letter in "bflmnr")
    assert sound("".join(letter * 2 for letter in kept)) == sound(kept)
    assert len(sound(word)) <= 2 * len(word)
