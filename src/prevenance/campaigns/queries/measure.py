"""The four figures of a campaign, from what is declared, counted by links, answered in trials, noted in mediation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from prevenance.campaigns.queries import acts, declared, link_sums, trials, visits
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.campaigns.queries.declared import Audience, Told
from prevenance.campaigns.queries.link_sums import Spoken
from prevenance.campaigns.queries.links import Visits
from prevenance.campaigns.queries.visits import Source
from prevenance.counting.measure import Declared, Share, share
from prevenance.counting.totals import Total


@dataclass(frozen=True, slots=True)
class Exposed:
    """As those who relay declare. `low`: if all spoke to the same people; `high`: if nobody saw it twice.

    `audience`: None when nobody said how many people the campaign is for.
    """

    low: int
    high: int
    links: int
    silent: int
    sources: tuple[str, ...]
    audience: Audience | None = None

    @property
    def share(self) -> tuple[float, float] | None:
        """Of the audience, from the lowest to the highest; None without one, or of a few people."""
        if self.audience is None:
            return None
        told = (self.low, self.high, self.audience.people, self.links, self.silent)
        return Declared(*told, by=", ".join(self.sources)).value


@dataclass(frozen=True, slots=True)
class Understood:
    """Right answers to the last trial of a message's version. « I do not know » is an answer, and not a right one."""

    code: str
    titles: Mapping[str, str]  # language → its title
    share: Share


@dataclass(frozen=True, slots=True)
class Measured:
    """The four. None: nobody said, or the site counts no such act. `visits` holds every request, `sources` by whom.

    `acted`: as the site counts it, `others` beside (None: 1 to 4); `declared`: as somebody else does, never added.
    """

    exposed: Exposed | None
    visits: Visits
    links: int
    understood: tuple[Understood, ...]
    untried: int  # messages that nobody tried
    acted: Share | None
    spoken: tuple[Spoken, ...]
    undeclared: int  # links of somebody of whom nobody said what is given
    others: int | None
    declared: tuple[Told, ...]
    audience: Audience | None
    sources: tuple[Source, ...]
    goal: str = ""
    counted: Mapping[str, Total] = field(default_factory=dict)  # the act, where its number is shown

    @property
    def doubt(self) -> int:
        """Requests of which nobody can tell whether they were people's."""
        return self.visits.of("unknown") + self.visits.waiting


def measured(one: CampaignKept, *, on: dt.date) -> Measured:
    """`on`: today; what happens after the last day of the campaign is not its own."""
    tried = [(each, trials.summary(each)) for each in one.messages]
    people, done = declared.audience(one.id), acts.counted(one.draft.goal, one.draft, one.organisation, on)
    sources, counted = visits.by_source(one.id), _counted(one, done.share if done else None, on)
    return Measured(
        exposed(one.id, people),
        visits.together(each.visits for each in sources),
        sum(each.links for each in sources),
        tuple(
            Understood(
                each.code,
                {language: told.title for language, told in each.version.draft.words.items()},
                share(yes=found.right.many, no=found.total - found.right.many),
            )
            for each, found in tried
            if found
        ),
        sum(found is None for _, found in tried),
        done.share if done else None,
        link_sums.spoken(one.id),
        link_sums.undeclared(one.id),
        done.others if done else 0,
        declared.counts(one.id, counted=counted),
        people,
        sources,
        one.draft.goal,
        counted,
    )


def _counted(one: CampaignKept, done: Share | None, on: dt.date) -> dict[str, Total]:
    if done is None or done.numerator is None:
        return {}
    days = (one.draft.starts_on, min(on, one.draft.ends_on))
    return {one.draft.goal: Total(*days, done.numerator, done.denominator - done.numerator)}


def exposed(campaign: int, audience: Audience | None = None) -> Exposed | None:
    """None when nobody declared anything: not asked is not zero."""
    said = link_sums.seen(campaign)
    return Exposed(said.low, said.high, said.links, said.silent, said.sources, audience) if said else None
