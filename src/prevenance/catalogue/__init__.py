"""The catalogue: recommendations, questions and contents as reviewed data. `load()` gives it."""

from prevenance.catalogue.book import Catalogue, Recommendation, load

__all__ = ["Catalogue", "Recommendation", "load"]
