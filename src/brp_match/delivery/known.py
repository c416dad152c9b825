"""Words that are known to be a name, a street or a town: the register's own, as far as a delivery asks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Return letters in lower case without their marks; other characters as one space.

    This is the key of a known word; damaged letters must stay different, so nothing is mended here.
    """
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)
    )
    return re.sub(r"[^\w?\ufffd]+", " ", bare).strip()


@dataclass(frozen=True)
class KnownWords:
    """Words in the form of `plain`: given names and surnames with how many bear them, streets, towns."""

    given: Mapping[str, int] = field(default_factory=dict)
    surnames: Mapping[str, int] = field(default_factory=dict)
    streets: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()

    @property
    def of_register(self) -> bool:
        """Whether a register told some of it: the lists of the country know names, and no street."""
        return bool(self.streets)

    def is_town(self, text: str | None) -> bool:
        """Tell whether the whole text is a known town."""
        return bool(text) and plain(text or "") in self.towns

    def is_street(self, text: str | None) -> bool:
        """Tell whether the whole text, but for a number behind it, is a known street."""
        return bool(text) and re.sub(r"( \d+\w*)+$", "", plain(text or "")) in self.streets

    def knows(self, text: str) -> bool:
        """Tell whether every word of the text is known, as a name or together as a place."""
        whole = plain(text)
        if not whole:
            return False
        if whole in self.towns or self.is_street(text):
            return True
        return all(
            word in self.given or word in self.surnames or len(word) < 2 for word in whole.split()
        )

    def fitting(self, pattern: str) -> str | None:
        """Return the one known name that fits a word with `?` for lost letters; None for none or several.

        Of several the one that is borne twenty times as often as all others together is taken.
        """
        if len(pattern) < 3 or pattern.count("?") * 2 > len(pattern):
            return None
        form = re.compile(re.escape(pattern).replace(r"\?", ".").replace("?", "."))
        borne: dict[str, int] = {}
        for words in (self.given, self.surnames):
            for word, n in words.items():
                if len(word) == len(pattern) and "?" not in word and form.fullmatch(word):
                    borne[word] = borne.get(word, 0) + n
        if not borne:
            return None
        best = max(borne, key=lambda word: (borne[word], word))
        return best if borne[best] >= 20 * (sum(borne.values()) - borne[best]) else None
