"""Reasons to apply, the charter, the kits: data of `content/relays.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation

from prevenance.mediation.choices import contents
from prevenance.mediation.choices.contents import Text

FILE = "relays"


@dataclass(frozen=True, slots=True)
class Charter:
    """The text in force."""

    version: str
    title: Text
    clauses: tuple[Text, ...]

    def written(self, language: str) -> str:
        """The whole text as it is read in this language: what is kept when it is signed."""
        with translation.override(language):
            return "\n".join([str(self.title), *(f"{number}. {one}" for number, one in enumerate(self.clauses, 1))])


@dataclass(frozen=True, slots=True)
class Kit:
    """A card to pass on. `page`: the name of the address behind its square code."""

    key: str
    title: Text
    text: Text
    page: str
    say: Text


@functools.cache
def reasons() -> Mapping[str, Text]:
    """Why one applies, by key."""
    return {key: contents.text(one) for key, one in contents.given(FILE)["reasons"].items()}


@functools.cache
def charter() -> Charter:
    """The text in force."""
    one = contents.given(FILE)["charter"]
    return Charter(one["version"], contents.text(one["title"]), tuple(contents.text(each) for each in one["clauses"]))


@functools.cache
def kits() -> tuple[Kit, ...]:
    """All the cards."""
    return tuple(
        Kit(key, contents.text(one["title"]), contents.text(one["text"]), one["page"], contents.text(one["say"]))
        for key, one in contents.given(FILE)["kits"].items()
    )


def alerts() -> tuple[str, ...]:
    """The keys of the contacts to call in case of danger."""
    return tuple(contents.given(FILE)["alerts"])
