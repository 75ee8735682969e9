"""A comparison declared before the start, never changed afterwards; withdrawn with a reason; its numbers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from prevenance.campaigns.choices.campaigns import LIVE, CampaignState
from prevenance.campaigns.choices.designs import (
    PERIODS_MOST,
    SOURCE_MOST,
    TERRITORIES_MOST,
    WHY_MOST,
    CountSource,
    Objection,
    Way,
)
from prevenance.campaigns.models import Campaign, DeclaredDesign, DesignCount
from prevenance.campaigns.queries import designs as queries
from prevenance.campaigns.queries import site_counts
from prevenance.campaigns.queries.campaigns import RUN
from prevenance.campaigns.queries.designs import Counted, Declared, DesignDraft
from prevenance.counting import declaring
from prevenance.counting.designs import LEAST_PEOPLE, CannotTell, Why
from prevenance.kit.clock import PARIS
from prevenance.people.operations import record
from prevenance.people.queries import Access

OPEN = frozenset({CampaignState.DRAFT.value, *map(str, LIVE)})


class NotThere(Exception):
    """Not in the scope of this account, or gone."""


class TooEarly(ValueError):
    """A number of a period that is not complete, or a withdrawal too late to be honest."""


class MayNotBeDeclared(Exception):
    """`why`: one key, of `Objection` or of `counting.designs.Why`."""

    def __init__(self, why: Objection | Why) -> None:
        self.why = why
        super().__init__(why.value)


def objection(*, campaign: int, on: dt.date, draft: DesignDraft) -> Objection | Why | None:
    """Why this comparison may not be declared today; None when it may."""
    row = Campaign.objects.get(pk=campaign)
    began = queries.opened_on(campaign)
    if on >= draft.starts_on or on >= row.starts_on or began is not None:
        return Why.DECLARED_LATE
    names = [one.name.casefold() for one in draft.territories]
    communes = [code for one in draft.territories for code in one.communes]
    if len(set(names)) < len(names) or len(set(communes)) < len(communes):
        return Objection.TWICE
    if len(names) > TERRITORIES_MOST or draft.periods > PERIODS_MOST:
        return Objection.TOO_LONG
    if draft.way is Way.STEPS and draft.many > draft.after:
        return Objection.TOO_LONG
    if draft.source is CountSource.SITE:
        if row.goal not in site_counts.COUNTED:
            return Objection.NOT_COUNTED
        if not all(one.communes for one in draft.territories):
            return Objection.NO_COMMUNE
    power = draft.power()
    return power.why if isinstance(power, CannotTell) else None


@transaction.atomic
def declare(*, by: Access, at: dt.datetime, operation: uuid.UUID, campaign: int, draft: DesignDraft) -> int:
    """Freezes it and draws the lots; gives its id. The same `operation` again gives the same id and draws nothing.

    Raises:
        NotThere, MayNotBeDeclared, ValueError: hopes or beliefs that are not possible.
    """
    row = _campaign(by, campaign)
    known = DeclaredDesign.objects.filter(operation=operation).first()
    if known is not None:
        if known.campaign_id != row.pk:
            raise NotThere
        return known.pk
    if row.state not in OPEN:
        raise NotThere
    if row.designs.filter(withdrawn_at__isnull=True).exists():
        raise MayNotBeDeclared(Objection.ALREADY)
    on = at.astimezone(PARIS).date()
    if draft.starts_on != row.starts_on or not 0 < draft.hoped < 1 or not 0 < draft.base + draft.hoped < 1:
        raise ValueError("The comparison starts with the campaign, and a share stays under 1")
    if why := objection(campaign=campaign, on=on, draft=draft):
        raise MayNotBeDeclared(why)
    kept = _freeze(row, draft, by=by, at=at, on=on, operation=operation)
    _record(by, at, "comparison_declared", row)
    return kept


def _freeze(
    row: Campaign, draft: DesignDraft, *, by: Access, at: dt.datetime, on: dt.date, operation: uuid.UUID
) -> int:
    number, power = row.designs.count() + 1, draft.power()
    if isinstance(power, CannotTell) or min(one for one in draft.starts if one is not None) != draft.before:
        raise ValueError("Somebody has the campaign on its first day")
    text = draft.text(code=row.code, number=number, goal=row.goal, at=at)
    seed = declaring.seed(text)
    starts = draft.starts if draft.way is Way.HAND else declaring.drawn(seed, draft.starts)
    territories = [
        {"name": one.name, "communes": list(one.communes), "start": start}
        for one, start in zip(draft.territories, starts, strict=True)
    ]
    return DeclaredDesign.objects.create(
        campaign=row,
        number=number,
        operation=operation,
        territories=territories,
        way=draft.way.value,
        length=draft.length.value,
        first_on=draft.first_on,
        periods=draft.periods,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        goal=row.goal,
        source=draft.source.value,
        counted_by=draft.counted_by,
        hoped=draft.hoped,
        base=draft.base,
        people=draft.people,
        drift=draft.drift,
        text=text,
        seed=seed,
        power=power.value,
        power_low=power.low,
        power_high=power.high,
        runs=power.runs,
        declared_on=on,
        declared_at=at,
        declared_by_id=_who(by),
    ).pk


@transaction.atomic
def withdraw(*, by: Access, at: dt.datetime, campaign: int, number: int, why: str) -> None:
    """The comparison is kept, in public, with the reason. Once its last period is complete, its result stays.

    Raises:
        NotThere, TooEarly: never again; ValueError: no reason.
    """
    row = _campaign(by, campaign)
    one = row.designs.select_for_update().filter(number=number).first()
    if one is None:
        raise NotThere
    if one.withdrawn_at is not None:
        return
    if not why.strip():
        raise ValueError("why")
    if at.astimezone(PARIS).date() > one.ends_on:
        raise TooEarly
    one.withdrawn_at, one.withdrawn_by_id, one.withdrawn_why = at, by.account_id, " ".join(why.split())[:WHY_MOST]
    one.save(update_fields=["withdrawn_at", "withdrawn_by_id", "withdrawn_why"])
    _record(by, at, "comparison_withdrawn", row)


@transaction.atomic
def note_counts(
    *,
    by: Access,
    at: dt.datetime,
    operation: uuid.UUID,
    campaign: int,
    counted: Sequence[Counted],
    source: str,
    as_of: dt.date,
) -> int:
    """Writes the numbers that changed; earlier ones are kept. Gives how many were written; sent twice, none.

    Raises:
        NotThere, TooEarly, ValueError: outside the comparison, not a share, too few people, or counted by the site.
    """
    row = _campaign(by, campaign)
    one = queries.in_force(campaign)
    if one is None:
        raise NotThere
    if one.source is CountSource.SITE:
        raise ValueError("These numbers are the site's own")
    return _write(by, at, operation, row, one, counted, source, as_of)


@transaction.atomic
def take_from_site(*, by: Access, at: dt.datetime, operation: uuid.UUID, campaign: int) -> int:
    """Counts the team's own paths for the periods that are complete; gives how many numbers changed.

    A number once taken is not taken again: people may since have had their path erased, which would bend it.

    Raises:
        NotThere
    """
    row, one = _campaign(by, campaign), queries.in_force(campaign)
    if one is None or one.source is not CountSource.SITE:
        raise NotThere
    on = at.astimezone(PARIS).date()
    known = {(each.counted.territory, each.counted.period) for each in queries.counts(one.id)}
    found = site_counts.counted(one, organisation=row.organisation_id, on=on)
    fresh = [each for each in found if (each.territory, each.period) not in known]
    return _write(by, at, operation, row, one, fresh, "site", on)


def _write(
    by: Access,
    at: dt.datetime,
    operation: uuid.UUID,
    row: Campaign,
    one: Declared,
    counted: Sequence[Counted],
    source: str,
    as_of: dt.date,
) -> int:
    on = at.astimezone(PARIS).date()
    if DesignCount.objects.filter(operation=operation).exists():
        return 0
    if not source.strip() or as_of > on:
        raise ValueError("A source and a day that is not to come")
    now = {(each.counted.territory, each.counted.period): each for each in queries.counts(one.id)}
    changed = []
    for each in counted:
        _check(one, each, on)
        kept = now.get((each.territory, each.period))
        if kept is None or (kept.counted, kept.source, kept.as_of) != (each, source, as_of):
            changed.append(each)
    for each in changed:
        here = DesignCount.objects.filter(design_id=one.id, territory=each.territory, period=each.period)
        here.filter(replaced_at__isnull=True).update(replaced_at=at)
    DesignCount.objects.bulk_create(
        DesignCount(
            design_id=one.id,
            operation=operation,
            territory=each.territory,
            period=each.period,
            acted=each.acted,
            of=each.of,
            missing=each.missing,
            source=source[:SOURCE_MOST],
            as_of=as_of,
            noted_at=at,
            noted_by_id=_who(by),
        )
        for each in changed
    )
    if changed:
        _record(by, at, "comparison_counted", row)
    return len(changed)


def _check(one: Declared, each: Counted, on: dt.date) -> None:
    if not 0 <= each.territory < len(one.territories) or not 0 <= each.period < one.periods:
        raise ValueError("No such territory or period")
    if not one.is_complete(each.period, on=on):
        raise TooEarly
    if (each.acted is None) != (each.of is None) or each.missing < 0:
        raise ValueError("Both numbers, or none")
    if each.acted is not None and each.of is not None and not (0 <= each.acted <= each.of and each.of >= LEAST_PEOPLE):
        raise ValueError("Not a share, or of too few people to be kept")


def _campaign(by: Access, number: int) -> Campaign:
    """Locked: two agents who declare at once wait for each other."""
    row = Campaign.objects.select_for_update().filter(pk=number).first()
    if by.account_id is None or row is None or row.organisation_id not in by.organisations(RUN):
        raise NotThere
    return row


def _who(by: Access) -> int:
    if by.account_id is None:
        raise NotThere
    return by.account_id


def _record(by: Access, at: dt.datetime, verb: str, row: Campaign) -> None:
    record(by=by.account_id, at=at, verb=verb, kind="campaign", object_id=row.pk, organisation_id=row.organisation_id)
