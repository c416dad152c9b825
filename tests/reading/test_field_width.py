"""The lengths of texts tell how wide their field is."""

from __future__ import annotations

from brp_match.reading.field_width import filled_widths

SHORT = ["Smit", "Bakker", "De Vries"]


def test_the_greatest_length_that_many_have() -> None:
    assert filled_widths([*SHORT, *["J. Jansens"] * 3]) == {10}
    assert filled_widths([*SHORT, *["J. Jansens"] * 2]) == frozenset()
    # as many one shorter: names end there by chance
    assert filled_widths([*SHORT, *["J. Jansens"] * 3, *["J. Jansen"] * 3]) == frozenset()
    assert filled_widths([]) == frozenset()


def test_a_length_that_stands_out_where_a_share_of_the_rows_was_cut() -> None:
    whole = ["Kloosterman-Westerbeek", "T. Hoogendoorn", "W. van der Berg"]
    assert filled_widths([*SHORT, *whole, *["Rozenboom "] * 6]) == {10}
    # five of one length among longer names may be chance
    assert filled_widths([*SHORT, *whole, *["Rozenboom "] * 5]) == frozenset()
    assert filled_widths([*SHORT, *whole, *["Rozenboom "] * 6, *["Hoogenboom-"] * 3]) == frozenset()
