"""Numbers declared for a campaign, as they may be shown: never added, since they may speak of the same people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from prevenance.campaigns.models import DeclaredAudience, DeclaredCount
from prevenance.counting.measure import LEAST_CELL, Share, Why, share


@dataclass(frozen=True, slots=True)
class Told:
    """A number declared. `many`: None when 1 to 4, or when another one would give such a group back by subtraction.

    `share`: None where nobody said out of how many.
    """

    id: int
    act: str
    first_on: dt.date
    last_on: dt.date
    many: int | None
    share: Share | None
    source: str
    as_of: dt.date
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """How many people the campaign is for."""

    id: int
    people: int
    source: str
    as_of: dt.date
    is_removed: bool = False


def counts(campaign: int, *, with_removed: bool = False) -> tuple[Told, ...]:
    """By day, the last written last."""
    rows = list(DeclaredCount.objects.filter(campaign_id=campaign).order_by("first_on", "last_on", "pk"))
    kept = [row for row in rows if row.removed_at is None]
    shown = {one.id: one for one in _guarded(kept)}
    if not with_removed:
        return tuple(shown.values())
    gone = {row.pk: replace(_told(row), is_removed=True) for row in rows if row.removed_at}
    return tuple((shown | gone)[row.pk] for row in rows)


def _guarded(rows: Sequence[DeclaredCount]) -> list[Told]:
    """Two totals of the same act, one within the days of the other: their difference must not be a small group."""
    told = {row.pk: _told(row) for row in rows}
    for one in rows:
        for other in rows:
            nested = one.pk != other.pk and one.first_on <= other.first_on and other.last_on <= one.last_on
            if nested and one.act == other.act and any(0 < abs(gap) < LEAST_CELL for gap in _gaps(one, other)):
                told[other.pk] = _hidden(told[other.pk])
    return list(told.values())


def _gaps(one: DeclaredCount, other: DeclaredCount) -> Iterator[int]:
    """Between two totals: of those who acted, and of those who did not where both say of how many."""
    yield one.acted - other.acted
    if one.asked is not None and other.asked is not None:
        yield (one.asked - one.missing - one.acted) - (other.asked - other.missing - other.acted)


def _told(row: DeclaredCount) -> Told:
    given = None
    if row.asked is not None:
        given = share(yes=row.acted, no=row.asked - row.acted - row.missing, unknown=row.missing)
    is_hidden = 0 < row.acted < LEAST_CELL or (given is not None and given.why is Why.HIDDEN)
    many = None if is_hidden else row.acted
    return Told(row.pk, row.act, row.first_on, row.last_on, many, given, row.source, row.as_of)


def _hidden(one: Told) -> Told:
    if one.share is None:
        return replace(one, many=None)
    given = one.share
    return replace(one, many=None, share=Share(given.asked, None, given.denominator, given.missing, why=Why.HIDDEN))


def audience(campaign: int) -> Audience | None:
    """The last one written and not taken off."""
    found = [one for one in audiences(campaign) if not one.is_removed]
    return found[-1] if found else None


def audiences(campaign: int) -> tuple[Audience, ...]:
    """All, the last written last."""
    rows = DeclaredAudience.objects.filter(campaign_id=campaign).order_by("pk")
    return tuple(Audience(one.pk, one.people, one.source, one.as_of, one.removed_at is not None) for one in rows)
