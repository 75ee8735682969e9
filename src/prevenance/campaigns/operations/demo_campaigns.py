"""Fictional campaigns of a demonstration, by the operations that an agent uses; only what refuses an example is written
here: its words are published, nothing of it can be sent.

All is marked as fictional. The sums of visits are drawn, since nobody came.
"""

from __future__ import annotations

import datetime as dt
import functools
import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import yaml
from django.db import transaction

from prevenance.campaigns.choices.campaigns import CampaignState
from prevenance.campaigns.choices.designs import CountSource, Length, Way
from prevenance.campaigns.choices.word_lists import CONTENT
from prevenance.campaigns.models import Campaign, CampaignPassage, CampaignPublication, Message
from prevenance.campaigns.operations import campaigns, designs, links
from prevenance.campaigns.operations.demo_messages import NotFictional
from prevenance.campaigns.queries import campaigns as queries
from prevenance.campaigns.queries import designs as design_queries
from prevenance.campaigns.queries.designs import Counted, DesignDraft, DesignTerritory
from prevenance.kit.clock import PARIS
from prevenance.people.queries import Access

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@functools.cache
def given() -> Mapping[str, Any]:
    """The whole file."""
    loaded: Mapping[str, Any] = yaml.safe_load((CONTENT / "demo_campaigns.yaml").read_text("utf-8"))
    return loaded


@dataclass(slots=True)
class Demo:
    """What is being written. `by`: the coordinator of the fictional team, who decides all; `seed`: the same one gives
    the same numbers. `campaigns`: name in the file → id; `messages`: key of the ready message → id.
    """

    by: Access
    organisation: int
    on: dt.date
    address: Callable[[str, str], str]  # short, language → a whole address
    stop: Callable[[str, str], str]  # secret, language → a whole address
    seed: int = 25
    campaigns: dict[str, int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311  a demonstration, not a secret

    def at(self, days: int, hour: int = 10) -> dt.datetime:
        """`days` before the day of the demonstration, in local time."""
        return dt.datetime.combine(self.day(days), dt.time(hour), PARIS)

    def day(self, days: int) -> dt.date:
        """The same, without an hour."""
        return self.on - dt.timedelta(days=days)

    def number(self) -> uuid.UUID:
        """Of an operation."""
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)


@transaction.atomic
def begin(demo: Demo) -> None:
    """The campaigns of the file: their words, money, and comparisons.

    Raises:
        NotFictional
    """
    rows = Message.objects.filter(organisation_id=demo.organisation, is_fictional=True)
    demo.messages = dict(rows.values_list("ready_key", "pk"))
    for name, told in given()["campaigns"].items():
        number = demo.campaigns[name] = _prepared(demo, told)
        if "comparison" in told:
            _declare(demo, number, told)
        _open(demo, number, told)
        for cost in told["costs"]:
            at = demo.at(told["starts"] - 5)
            campaigns.note_cost(by=demo.by, at=at, operation=demo.number(), number=number, **cost)
        if "comparison" in told:
            _count(demo, number, told)


def _prepared(demo: Demo, told: Mapping[str, Any]) -> int:
    at = demo.at(told["prepared"])
    draft = queries.CampaignDraft(
        words={language: told[language] for language in ("fr", "en")},
        goal=told["goal"],
        goal_many=None,
        communes=(),
        moment="",
        starts_on=demo.day(told["starts"]),
        ends_on=demo.day(told["ends"]),
        speaker=given()["speaker"],
        payer=told["payer"],
    )
    number = campaigns.prepare(
        by=demo.by,
        at=at,
        operation=demo.number(),
        organisation=demo.organisation,
        draft=draft,
        ready_key=told["ready"],
    )
    Campaign.objects.filter(pk=number).update(is_fictional=True)
    chosen = [demo.messages[key] for key in told["parts"]]
    campaigns.choose_messages(by=demo.by, at=at, number=number, chosen=chosen)
    return number


def _open(demo: Demo, number: int, told: Mapping[str, Any]) -> None:
    """Planned, then under way, by nobody: no agent may publish an example."""
    row, at = Campaign.objects.select_related("organisation").get(pk=number), demo.at(told["starts"], 8)
    one = queries.known(number, on=demo.day(told["starts"]))
    if one is None or not (row.is_fictional and row.organisation.is_fictional):
        raise NotFictional
    for kept in one.messages:
        links.of_channels(number, kept.id, at=at)
        draft = kept.version.draft
        CampaignPublication.objects.create(
            campaign=row,
            message_id=kept.id,
            version_id=kept.version.id,
            number=1,
            words={language: asdict(words) for language, words in draft.words.items()},
            sources=[source.kept() for source in draft.sources],
            digest=queries.publication_digest(kept, on=demo.on),
            until=queries.good_until(draft.sources, one.draft.ends_on),
            published_at=at,
        )
    for state in (CampaignState.PLANNED, CampaignState.RUNNING):
        CampaignPassage.objects.create(campaign=row, state=state.value, at=at)
    row.state = CampaignState.RUNNING.value
    row.save(update_fields=["state"])


def _declare(demo: Demo, number: int, told: Mapping[str, Any]) -> None:
    one = told["comparison"]
    draft = DesignDraft(
        territories=tuple(DesignTerritory(f"Secteur {letter} (fictif)") for letter in LETTERS[: one["territories"]]),
        way=Way.HALF,
        many=one["with"],
        by_hand=(),
        length=Length.WEEK,
        starts_on=demo.day(told["starts"]),
        before=one["before"],
        after=one["after"],
        source=CountSource.TYPED,
        counted_by=one["counted_by"],
        hoped=one["hoped"],
        base=one["base"],
        people=one["people"],
        drift=one["drift"],
    )
    at = demo.at(one["declared"])
    designs.declare(by=demo.by, at=at, operation=demo.number(), campaign=number, draft=draft)


def _count(demo: Demo, number: int, told: Mapping[str, Any]) -> None:
    """Numbers drawn around what the file says was found. They follow the order in which lots gave the start, not the
    names, so that the lots change nothing of the result.
    """
    one, declared = told["comparison"], design_queries.in_force(number)
    if declared is None:
        raise NotFictional
    order = sorted(range(len(declared.starts)), key=lambda place: (declared.starts[place] is None, place))
    counted = []
    for place in order:
        start, level = declared.starts[place], one["base"] + demo.dice.gauss(0, one["drift"])
        for period in range(declared.periods):
            added = one["found"] if start is not None and period >= start else 0
            share = min(0.95, max(0.01, level + added + demo.dice.gauss(0, one["drift"])))
            many = one["people"] + demo.dice.randint(-5, 5)
            counted.append(Counted(place, period, round(many * share), many))
    designs.note_counts(
        by=demo.by,
        at=demo.at(told["ends"] - 8),
        operation=demo.number(),
        campaign=number,
        counted=counted,
        source=one["counted_by"],
        as_of=demo.day(told["ends"] - 7),
    )
