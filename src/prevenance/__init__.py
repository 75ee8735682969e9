"""Prévenance: prevention in health that reaches the people it usually misses, with a human at their side."""

__version__ = "0.1.0"
