"""Ready messages: content of the package, read by no professional yet. A team takes one to review it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from prevenance.campaigns.choices.messages import Intent
from prevenance.campaigns.choices.word_lists import CONTENT
from prevenance.campaigns.queries.messages import Draft, Source, Words
from prevenance.campaigns.queries.trials import Asked


@dataclass(frozen=True, slots=True)
class Ready:
    """`asked` and `right`: a question to try it with residents."""

    key: str
    draft: Draft
    asked: Mapping[str, Asked]
    right: int


@functools.cache
def ready_messages() -> Mapping[str, Ready]:
    """By key, in the order of the file.

    Raises:
        KeyError, ValueError, TypeError: the file is not as it should be.
    """
    given = yaml.safe_load((CONTENT / "ready_messages.yaml").read_text("utf-8"))
    sources = {key: Source.read(one) for key, one in given["sources"].items()}
    return {key: _ready(key, one, sources) for key, one in given["messages"].items()}


def _ready(key: str, one: Mapping[str, object], sources: Mapping[str, Source]) -> Ready:
    told: Mapping[str, dict[str, object]] = one  # type: ignore[assignment]  # read from YAML, checked by building
    draft = Draft(
        intent=Intent(str(one["intent"])).value,
        audience=str(one["audience"]),
        subject=str(one["subject"]),
        pictogram=str(one["pictogram"]),
        sources=tuple(sources[str(name)] for name in told["sources"]),
        words={language: Words(**{k: str(v) for k, v in told[language].items()}) for language in ("fr", "en")},
    )
    asked = {language: _asked(told["test"][language]) for language in ("fr", "en")}
    right = int(str(told["test"]["right"]))
    if right not in (1, 2, 3):
        raise ValueError(f"{key}: right is {right}")
    return Ready(key, draft, asked, right)


def _asked(given: object) -> Asked:
    if not isinstance(given, dict):
        raise TypeError(f"a test: {given!r}")
    first, second, third = given["choices"]
    return Asked(str(given["question"]), (str(first), str(second), str(third)))
