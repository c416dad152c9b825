"""What is kept of deliveries in memory: made once, bounded, and gone with the files."""

from __future__ import annotations

import os
from pathlib import Path

from brp_match.review import kept_work
from brp_match.review.kept_work import KEPT, Kept


def test_an_answer_is_made_once_bounded_and_goes_with_its_files(tmp_path: Path) -> None:
    made: list[str] = []
    kept: Kept[str, str] = Kept()

    def of(asked: str) -> str:
        folder = tmp_path / asked
        folder.mkdir(exist_ok=True)
        (folder / "run.json").touch()
        return kept.of(asked, [folder], lambda: made.append(asked) or asked.upper())  # type: ignore[func-returns-value]

    assert [of("a"), of("b"), of("a")] == ["A", "B", "A"]
    assert made == ["a", "b"]
    for asked in map(str, range(KEPT)):
        of(asked)
    assert len(kept) == KEPT
    assert [of("a"), made.count("a")] == ["A", 2]
    (tmp_path / "a" / "run.json").unlink()
    kept_work.forget_gone()
    assert len(kept) == KEPT - 1
    assert [of("a"), made.count("a")] == ["A", 3]
    # a file was written anew: somebody was erased from it
    (tmp_path / "a" / "decisions.parquet").touch()
    os.utime(tmp_path / "a", ns=(1, 1))
    kept_work.forget_gone()
    assert len(kept) == KEPT - 1
    assert [of("a"), made.count("a")] == ["A", 4]
