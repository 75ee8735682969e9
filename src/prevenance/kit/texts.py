"""Content in both languages, side by side in data that people who do not code review."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation


@dataclass(frozen=True, slots=True)
class Text:
    """A text in French and English; shown in the page's language, with its typography."""

    fr: str
    en: str

    def __str__(self) -> str:
        if translation.get_language() == "en":
            return self.en.replace("'", "’")
        return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", self.fr.replace("'", "’"))

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Text:
        """From a file's `{fr: …, en: …}`.

        Raises:
            KeyError, ValueError: a language is missing or empty.
        """
        if not (given["fr"].strip() and given["en"].strip()):
            raise ValueError(f"a language is empty: {dict(given)}")
        return cls(given["fr"].strip(), given["en"].strip())
