"""comparators/ and expectations/ read, checked and typed, with a content hash; never runs code."""

from brp_match.content.comparators import Comparator, ExtraReason, Level, load_comparators
from brp_match.content.files import content_hash, read_yaml

__all__ = [
    "Comparator",
    "ExtraReason",
    "Level",
    "content_hash",
    "load_comparators",
    "read_yaml",
]
