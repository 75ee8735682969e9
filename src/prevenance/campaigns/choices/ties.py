"""Sentences tied to what carries them: « C'est gratuit. [record] ». The marks are taken off before anybody reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from prevenance.campaigns.choices import readability

ADVICE = "advice"  # what one may do: it states nothing
_MARK = re.compile(r"[ \u00a0]?\[([a-z0-9-]+(?:, ?[a-z0-9-]+)*)\]")
_QUESTION = re.compile(r"\?\s*[»”\"]?$")
_QUOTED = re.compile(r"^[«“].*[»”]$")
_LIMIT = re.compile(r"^(?:Ce message ne |Il ne |This message does not |It does not )")


@dataclass(frozen=True, slots=True)
class Tied:
    """`part`: title, text, easy or not_said. `facts`: keys of facts; none when the sentence carries no mark."""

    part: str
    sentence: str
    facts: tuple[str, ...]

    @property
    def is_advice(self) -> bool:
        """Marked as stating nothing."""
        return self.facts == (ADVICE,)

    @property
    def needs_a_fact(self) -> bool:
        """Neither advice, nor a question, nor somebody's words between quotes, nor what a message does not say."""
        if self.is_advice or _QUESTION.search(self.sentence) or _QUOTED.match(self.sentence):
            return False
        return not (self.part == "not_said" and _LIMIT.match(self.sentence))


def read(part: str, marked: str) -> tuple[str, tuple[Tied, ...]]:
    """The words without their marks, and every sentence with what carries it."""
    tied: list[Tied] = []
    for line in marked.splitlines():
        pieces = _MARK.split(line)
        for words, keys in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            *before, last = readability.sentences(words) or [""]
            tied += [Tied(part, one, ()) for one in before]
            if last:
                tied.append(Tied(part, last, tuple(re.split(", ?", keys)) if keys else ()))
    return _MARK.sub("", marked), tuple(tied)
