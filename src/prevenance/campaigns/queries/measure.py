"""The four figures of a campaign, from what is declared, counted by links, answered in trials, noted in mediation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from prevenance.campaigns.queries import acts, declared, links, trials, visits
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.campaigns.queries.declared import Audience, Told
from prevenance.campaigns.queries.links import Linked, Visits
from prevenance.campaigns.queries.visits import Source
from prevenance.counting.measure import Declared, Share, share


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

    title: str
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
    linked: tuple[Linked, ...]
    others: int | None
    declared: tuple[Told, ...]
    audience: Audience | None
    sources: tuple[Source, ...]
    goal: str = ""

    @property
    def doubt(self) -> int:
        """Requests of which nobody can tell whether they were people's."""
        return self.visits.of("unknown") + self.visits.waiting


def measured(one: CampaignKept, *, on: dt.date) -> Measured:
    """`on`: today; what happens after the last day of the campaign is not its own."""
    linked = links.of_campaign(one.id)
    tried = [(each, trials.summary(each)) for each in one.messages]
    people, done = declared.audience(one.id), acts.counted(one.draft.goal, one.draft, one.organisation, on)
    return Measured(
        exposed(linked, people),
        links.visits([each.id for each in linked]),
        len(linked),
        tuple(
            Understood(
                each.version.draft.words["fr"].title,
                share(yes=found.right.many, no=found.total - found.right.many),
            )
            for each, found in tried
            if found
        ),
        sum(found is None for _, found in tried),
        done.share if done else None,
        linked,
        done.others if done else 0,
        declared.counts(one.id),
        people,
        visits.by_source(linked),
        one.draft.goal,
    )


def exposed(linked: Sequence[Linked], audience: Audience | None = None) -> Exposed | None:
    """None when nobody declared anything: not asked is not zero. A channel of the team is not asked; it may be said."""
    linked = [one for one in linked if one.exposures or not one.channel]
    said = [each for one in linked for each in one.exposures]
    if not said:
        return None
    return Exposed(
        max(low for low, _, _, _ in said),
        sum(high for _, high, _, _ in said),
        len(linked),
        sum(not one.exposures for one in linked),
        tuple(dict.fromkeys(source for _, _, source, _ in said)),
        audience,
    )
