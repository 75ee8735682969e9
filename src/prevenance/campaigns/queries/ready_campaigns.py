"""Ready campaigns: content of the package. One press makes a team's own draft of it (`operations.campaigns`)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from prevenance.campaigns.choices.campaigns import goals
from prevenance.campaigns.choices.word_lists import CONTENT
from prevenance.campaigns.queries.ready import ready_messages
from prevenance.kit.texts import Text


@dataclass(frozen=True, slots=True)
class ReadyCampaign:
    """`words`: language → name, goal, situation. `parts`: (key of the ready message, what it is about)."""

    key: str
    days: int
    goal: str
    moment: str
    words: Mapping[str, Mapping[str, str]]
    parts: tuple[tuple[str, Text], ...]
    help: str

    @property
    def name(self) -> Text:
        """In both languages."""
        return Text(self.words["fr"]["name"], self.words["en"]["name"])

    @property
    def aim(self) -> Text:
        """The goal in words."""
        return Text(self.words["fr"]["goal"], self.words["en"]["goal"])


@functools.cache
def ready_campaigns() -> Mapping[str, ReadyCampaign]:
    """By key.

    Raises:
        KeyError, ValueError: the file is not as it should be, or names a message that is not there.
    """
    given = yaml.safe_load((CONTENT / "ready_campaigns.yaml").read_text("utf-8"))["campaigns"]
    known, found = ready_messages(), {}
    for key, one in given.items():
        parts = tuple((str(part["message"]), Text.read(part)) for part in one["parts"])
        missing = [name for name, _ in parts if name not in known]
        if missing or one["goal"] not in goals():
            raise ValueError(f"{key}: {missing or one['goal']} is not known")
        words = {language: dict(one[language]) for language in ("fr", "en")}
        found[key] = ReadyCampaign(
            key, int(one["days"]), str(one["goal"]), str(one["moment"]), words, parts, str(one["help"])
        )
    return found
