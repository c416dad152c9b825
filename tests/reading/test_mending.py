"""Encoding damage undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.reading import fold, mend


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("MÃ¼ller", "Müller"), ("mã¼ller", "mÃ¼ller".replace("Ã¼", "ü")), ("JosÃ©", "José"), ("Dâ€™Hont", "D’Hont"),
        ("RÈoell", "Röell"), ("DaniÈel", "Daniël"), ("Dani‰ls", "Daniëls"), ("Ren‚e", "Renée"), ("M&uuml;ller", "Muller"),
        ("Jansen &amp; Zn", "Jansen & Zn"), ("Stra&szlig;e", "Straße"), ("&#351;ahin", "?ahin"), ("Müller", "Müller"),
        ("Van Dam", "Van Dam"), ("Âge", "Âge"), ("Ã", "Ã"),
    ],
)  # fmt: skip
def test_mended(damaged: str, whole: str) -> None:
    assert mend(damaged) == whole


_NAMES = st.text(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèëêïîüûùöôóáàâäçñ ", max_size=20
)


@given(_NAMES)
def test_utf8_read_as_windows_1252_comes_back(name: str) -> None:
    damaged = name.encode("utf-8").decode("latin-1")
    assert mend(damaged) == name
    assert fold(damaged) == fold(name)


@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéëïüöáàâçñ '-.", max_size=20))
def test_a_sound_text_is_left_alone(text: str) -> None:
    assert mend(text) == text
