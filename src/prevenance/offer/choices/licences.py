"""Which licences let others publish again what a source says."""

from __future__ import annotations

from prevenance.offer.choices import DEMO_SOURCE, sources

# Beginnings of the licences as the register of sources writes them. What is not here is unclear, and stays at home.
_OPEN = ("Licence Ouverte", "ODbL", "Open Database License", "CC0", "CC BY 4.0", "CC-BY-4.0", "CC BY-SA", "CC-BY-SA")


def licence_of(source: str) -> str:
    """As the register writes it; "" for a source that is not in it or that says nothing."""
    known = sources.sources().get(source)
    return known.licence if known else ""


def is_open(source: str) -> bool:
    """Whether what this source says may be published again. The demonstration is ours, and marked as fictional."""
    return source == DEMO_SOURCE or licence_of(source).startswith(_OPEN)


def open_sources() -> tuple[str, ...]:
    """Of the register, in its order."""
    return tuple(key for key in sources.sources() if is_open(key))
