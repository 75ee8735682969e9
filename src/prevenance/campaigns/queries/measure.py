"""The four figures of a campaign, from what is declared, counted by links, answered in trials, noted in mediation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from prevenance.campaigns.queries import links, trials
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.campaigns.queries.links import Linked, Visits
from prevenance.counting.measure import Share, share
from prevenance.mediation.choices.path_steps import ACTIVATED
from prevenance.mediation.models import Path

ACTIVATIONS = "spaces_activated"  # the only goal that the site counts so far


@dataclass(frozen=True, slots=True)
class Exposed:
    """As those who relay declare. `low`: if all spoke to the same people; `high`: if nobody saw it twice."""

    low: int
    high: int
    links: int
    silent: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """Right answers to the last trial of a message's version. « I do not know » is an answer, and not a right one."""

    title: str
    share: Share


@dataclass(frozen=True, slots=True)
class Measured:
    """The four. None: nobody said, or the site counts no such act. `visits` holds every request."""

    exposed: Exposed | None
    visits: Visits
    links: int
    understood: tuple[Understood, ...]
    untried: int  # messages that nobody tried
    acted: Share | None
    linked: tuple[Linked, ...]

    @property
    def doubt(self) -> int:
        """Requests of which nobody can tell whether they were people's."""
        return self.visits.of("unknown") + self.visits.waiting


def measured(one: CampaignKept, *, on: dt.date) -> Measured:
    """`on`: today; what happens after the last day of the campaign is not its own."""
    linked = links.of_campaign(one.id)
    tried = [(each, trials.summary(each)) for each in one.messages]
    return Measured(
        exposed(linked),
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
        _activations(one, on) if one.draft.goal == ACTIVATIONS else None,
        linked,
    )


def exposed(linked: Sequence[Linked]) -> Exposed | None:
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
    )


def _activations(one: CampaignKept, on: dt.date) -> Share:
    """Of the paths that the organisation began during the campaign, in its communes: activated by its last day; not,
    when the path ended otherwise; nobody knows yet, when it goes on.
    """
    last = min(on, one.draft.ends_on)
    rows = Path.objects.filter(organisation_id=one.organisation, begun_on__range=(one.draft.starts_on, last))
    rows = rows.exclude(found="active")  # there was nothing to activate
    if one.draft.communes:
        rows = rows.filter(commune_code__in=one.draft.communes)
    done = rows.filter(steps__key=ACTIVATED, steps__is_reached=True, steps__on__lte=last).distinct()
    ended = rows.exclude(ending="").exclude(pk__in=done.values("pk"))
    yes, no = done.count(), ended.count()
    return share(yes=yes, no=no, unknown=rows.count() - yes - no)
