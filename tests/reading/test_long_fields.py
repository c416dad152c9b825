"""A field as long as one may be, of anything: no reader takes much longer for it than its length asks.

A row with a longer field is set aside (`VELD_TE_LANG`). A pattern with white space in several places took a second for 500
tabs, and eight times as much for twice as many.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator

import pytest

import brp_match.reading
from brp_match.reading.name_age import read_age
from brp_match.reading.name_titles import title_readings
from brp_match.reading.names import count_people, preferred_reading
from brp_match.reading.status import secrecy_of
from brp_match.reading.text import words
from brp_match.reading.trade_names import read_business

LONGEST, MOST = 500, 0.25
"""Signs of a field, and seconds of processor that it may take: the slowest takes a quarter of that on a machine at rest."""

UNITS = ("9", "a", "Ab ", "1a ", "X. ", "van ", "\t", "\u00a0", " -", ",", "(", "/", "e\u0301")
FRAMES = (("", ""), ("Jan", "1"))
"""What stands around it: a pattern that begins somewhere and ends nowhere tries most."""

OTHER = (
    count_people,
    preferred_reading,
    read_business,
    title_readings,
    read_age,
    words,
    secrecy_of,
)


def readers() -> Iterator[tuple[str, Callable[..., object], str]]:
    """Every function of the package that reads one text, or fields of text, with the parameter that is long."""
    public = (getattr(brp_match.reading, name) for name in brp_match.reading.__all__)
    for one in (*public, *OTHER):
        if not inspect.isfunction(inspect.unwrap(one)):
            continue
        for name, about in inspect.signature(one).parameters.items():
            if str(about.annotation) in ("str", "str | None"):
                yield f"{one.__name__}-{name}", one, name


def seconds(reader: Callable[..., object], field: str, text: str) -> float:
    """Processor time of one reading; the other texts that have to be given are short."""
    given = {
        name: "Jansen" if about.default is about.empty else about.default
        for name, about in inspect.signature(reader).parameters.items()
    }
    began = time.process_time()
    reader(**{**given, field: text})
    return time.process_time() - began


@pytest.mark.parametrize(
    ("reader", "field"), [pytest.param(one, field, id=name) for name, one, field in readers()]
)
def test_no_reader_takes_long_for_a_field(reader: Callable[..., object], field: str) -> None:
    slow = {}
    for unit in UNITS:
        for before, behind in FRAMES:
            text = before + (unit * LONGEST)[: LONGEST - len(before + behind)] + behind
            # once more where it took long: something else may have
            if seconds(reader, field, text) > MOST:
                took = seconds(reader, field, text)
                if took > MOST:
                    slow[before + unit + behind] = round(took, 2)
    assert slow == {}
