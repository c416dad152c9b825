"""brp-match: signals of payment arrears against the population register (BRP)."""

__version__ = "0.1.0"
