"""comparators/ and expectations/ read, checked and typed, with a content hash; never runs code."""

from brp_match.content.comparators import Comparator, ExtraReason, Level, load_comparators
from brp_match.content.ddas import DdasRow, ddas_rows
from brp_match.content.expectations import Dimension, Expectation, Severity, load_expectations
from brp_match.content.files import content_hash, read_yaml
from brp_match.content.model import ModelFigures, load_model, model_figures

__all__ = [
    "Comparator",
    "DdasRow",
    "Dimension",
    "Expectation",
    "ExtraReason",
    "Level",
    "ModelFigures",
    "Severity",
    "content_hash",
    "ddas_rows",
    "load_comparators",
    "load_expectations",
    "load_model",
    "model_figures",
    "read_yaml",
]
