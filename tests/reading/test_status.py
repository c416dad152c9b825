"""What the register's codes say of a resident."""

from __future__ import annotations

import pytest

from brp_match.reading.status import Status, about_address, code_of, inquiry, status_of

OWN = {"0392", "0225"}


@pytest.mark.parametrize(
    ("suspension", "died", "municipality", "country", "status"),
    [
        (None, None, "0392", None, Status.INWONER),
        (None, None, "392", None, Status.INWONER),
        (None, None, "392.0", None, Status.INWONER),
        (None, None, "0225", None, Status.INWONER),
        (None, None, None, None, Status.INWONER),
        (None, None, "0363", None, Status.ANDERE_GEMEENTE),
        ("O", "20260901", "0392", None, Status.OVERLEDEN),
        ("o", None, "0392", None, Status.OVERLEDEN),
        (None, "00000000", "0392", None, Status.OVERLEDEN),
        ("E", None, "0392", None, Status.GEEMIGREERD),
        ("e ", None, "0392", "6030", Status.GEEMIGREERD),
        ("E", None, "0392", "0000", Status.VERTROKKEN_ONBEKEND),
        ("E", None, "0392", "0", Status.VERTROKKEN_ONBEKEND),
        (None, None, "0392", "0000", Status.VERTROKKEN_ONBEKEND),
        (None, None, "0392", "5010", Status.GEEMIGREERD),
        ("R", None, "1999", None, Status.GEEMIGREERD),
        (None, None, "1999", None, Status.GEEMIGREERD),
        ("M", None, "0392", None, Status.NIET_BIJGEHOUDEN),
        (".", None, "0392", None, Status.ONBEKEND),
        ("X", None, "0392", None, Status.ONBEKEND),
        (None, None, "0000", None, Status.ONBEKEND),
        ("O", None, "0363", "0000", Status.OVERLEDEN),
    ],
)
def test_status(
    suspension: str | None, died: str | None, municipality: str | None, country: str | None, status: Status
) -> None:  # fmt: skip
    assert status_of(suspension, died, municipality, country, OWN) is status


def test_a_run_of_before_the_split_says_the_least() -> None:
    assert Status("vertrokken") is Status.GEEMIGREERD


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("089999", "089999"), ("89999", "089999"), ("89999.0", "089999"), ("08.99.99", "089999"),
        ("80000", "080000"), ("080000", "080000"), ("81110", "081110"), ("08", "080000"), ("8", "080000"),
        ("010000", "010000"), ("10000", "010000"), ("0", ""), ("000000", ""), ("", ""), (None, ""),
    ],
)  # fmt: skip
def test_inquiry(text: str | None, code: str) -> None:
    assert inquiry(text) == code
    assert about_address(inquiry(text)) == code.startswith("08")


def test_a_code_has_four_figures() -> None:
    assert [code_of(text) for text in ("392", "0392", " 392.0", "", None)] == [
        "0392", "0392", "0392", "", "",
    ]  # fmt: skip
