"""Rules that tell people from machines, read from `visit_rules.yaml`: each with its words and its source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import crawleruseragents
import yaml


class Label(StrEnum):
    """What a request was. Only `PERSON` counts as somebody reached."""

    PERSON = "person"
    REPEAT = "repeat"
    CRAWLER = "crawler"
    MAIL_SCANNER = "mail_scanner"
    PREVIEW = "preview"
    PREFETCH = "prefetch"
    CHECK = "check"
    UNKNOWN = "unknown"


KINDS = frozenset(
    [
        "purpose",
        "agent",
        "no_agent",
        "crawler_list",
        "head_then_get",
        "method",
        "fetch_metadata",
        "burst",
        "claim",
        "accept",
        "repeat",
    ]
)
# Those that look at one request alone; the others need its neighbours.
ALONE = frozenset(["purpose", "agent", "no_agent", "crawler_list", "method", "fetch_metadata", "claim", "accept"])


@dataclass(frozen=True)
class Rule:
    id: str
    label: Label
    kind: str
    fr: str
    en: str
    source: Mapping[str, str]
    doubt: bool  # a gesture of a person on the page lifts it
    values: frozenset[str] = frozenset()  # purposes, or methods that ask for a page
    pattern: re.Pattern[str] | None = None
    since: tuple[tuple[re.Pattern[str], int], ...] = ()
    seconds: float = 0.0
    links: int = 0


@dataclass(frozen=True)
class Rules:
    rules: tuple[Rule, ...]
    ahead: float  # seconds a visit waits for what follows it
    late: float  # seconds by which requests may come out of order
    people: re.Pattern[str]  # browsers of people that a list of robots could name
    outcomes: Mapping[str, Mapping[str, str]]
    labels: Mapping[Label, Mapping[str, str]]

    @property
    def behind(self) -> float:
        """Seconds during which a decided visit still weighs on its neighbours."""
        return max([rule.seconds for rule in self.rules if rule.kind in ("burst", "head_then_get")], default=0.0)

    @property
    def repeat(self) -> float:
        return max([rule.seconds for rule in self.rules if rule.kind == "repeat"], default=0.0)

    def words(self, rule: str, language: str) -> str:
        """Sentence of a rule for the page, in `fr` or `en`; KeyError for a rule unknown."""
        said = {one.id: {"fr": one.fr, "en": one.en} for one in self.rules} | dict(self.outcomes)
        return said[rule][language]


def _any_of(patterns: list[str], *, literal: bool = False) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(one) if literal else one for one in patterns) or r"(?!)", re.IGNORECASE)


def _rule(data: dict[str, Any]) -> Rule:
    if data["kind"] not in KINDS:
        raise ValueError(f"{data['id']}: no test is called {data['kind']!r}; one of {', '.join(sorted(KINDS))}")
    patterns = data.get("patterns")
    return Rule(
        id=data["id"],
        label=Label(data["label"]),
        kind=data["kind"],
        fr=data["fr"],
        en=data["en"],
        source={key: str(value) for key, value in data["source"].items()},
        doubt=bool(data.get("doubt", False)),
        values=frozenset(str(one) for one in data.get("values", data.get("allowed", []))),
        pattern=_any_of(patterns, literal=True) if patterns else None,
        since=tuple((re.compile(text), int(version)) for text, version in data.get("since", {}).items()),
        seconds=float(data.get("seconds", 60 * data.get("minutes", 0))),
        links=int(data.get("links", 0)),
    )


def read(text: str) -> Rules:
    """Rules of a YAML text; ValueError or KeyError where one is not whole."""
    data = yaml.safe_load(text)
    rules = tuple(_rule(one) for one in data["rules"])
    if len({rule.id for rule in rules}) != len(rules):
        raise ValueError("Two rules bear the same id")
    window = data["window"]
    found = Rules(
        rules=rules,
        ahead=float(window["ahead_seconds"]),
        late=float(window["late_seconds"]),
        people=_any_of(data["people_said_robots"]),
        outcomes=data["without_a_rule"],
        labels={Label(key): words for key, words in data["labels"].items()},
    )
    if found.ahead < found.behind:
        raise ValueError("A visit must wait at least as long as the longest of the sequences looked for")
    return found


@cache
def shipped() -> Rules:
    """The rules of the house, as reviewed."""
    return read(files("prevenance.counting").joinpath("visit_rules.yaml").read_text("utf-8"))


@lru_cache(maxsize=4096)  # the list takes a millisecond, agents repeat; a restart forgets them
def is_listed_crawler(agent: str) -> bool:
    return bool(crawleruseragents.is_crawler(agent))
