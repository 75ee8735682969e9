"""E-mail addresses as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_EMAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
LONGEST = 254


def found(text: str) -> Iterator[str]:
    """The addresses of the text, in its order, in lower case."""
    for part in re.split(r"[\s|,;<>]+", text.strip().lower()):
        address = part.removeprefix("mailto:")
        if len(address) <= LONGEST and _EMAIL.fullmatch(address):
            yield address


def first(text: str) -> str:
    """The first address of the text, in lower case; an empty text when there is none."""
    return next(found(text), "")
