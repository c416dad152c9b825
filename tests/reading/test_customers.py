"""One customer number, however it was written."""

from __future__ import annotations

import pytest

from brp_match.reading import customer_key


@pytest.mark.parametrize(
    "text",
    ["000123", "123", "123.0", "123,00", "'000123", '="000123"', " 0123 ", "'000123'", "000-123", "00.0123", "1,23E+2", "1.23e2"],
)  # fmt: skip
def test_the_same_number(text: str) -> None:
    assert customer_key(text) == "123"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("A-0012", "a0012"),
        ("'000125", "125"),
        ("KL-00012", "kl00012"),
        ("kl 00012", "kl00012"),
        ("412345678", "412345678"),
        ("4,12345678E+08", "412345678"),
        ("4,12E+08", None),
        ("4E+8", None),
        ("1,5E+99", None),
        ("", None),
        (None, None),
        ("-", None),
        ("0", "0"),
        ("1234.5", "12345"),
    ],
)
def test_what_stays_apart(text: str | None, key: str | None) -> None:
    assert customer_key(text) == key
