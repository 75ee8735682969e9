"""E-mail addresses as people write them."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
LONGEST = 254


def first(text: str) -> str:
    """The first address of the text, in lower case; an empty text when there is none."""
    for part in re.split(r"[\s|,;<>]+", text.strip().lower()):
        if len(part) <= LONGEST and _EMAIL.fullmatch(part):
            return part
    return ""
