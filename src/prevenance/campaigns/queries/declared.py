"""Numbers declared for a campaign, as they may be shown: never added, since they may speak of the same people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from prevenance.campaigns.models import DeclaredAudience, DeclaredCount
from prevenance.counting.measure import LEAST_CELL, Share, Why, share
from prevenance.counting.totals import Total, shown


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


def counts(
    campaign: int, *, counted: Mapping[str, Total] | None = None, with_removed: bool = False
) -> tuple[Told, ...]:
    """By day, the last written last. `counted`: act → what the site itself shows beside them."""
    rows = list(DeclaredCount.objects.filter(campaign_id=campaign).order_by("first_on", "last_on", "pk"))
    kept = _guarded([row for row in rows if row.removed_at is None], counted or {})
    if not with_removed:
        return tuple(kept.values())
    gone = {row.pk: replace(_told(row), is_removed=True) for row in rows if row.removed_at}
    return tuple((kept | gone)[row.pk] for row in rows)


def _guarded(rows: Sequence[DeclaredCount], counted: Mapping[str, Total]) -> dict[int, Told]:
    """Totals of the same act, among them the site's: no subtraction must give a small group back."""
    told = {row.pk: _told(row) for row in rows}
    for act in {row.act for row in rows}:
        of_it = [row for row in rows if row.act == act and told[row.pk].many is not None]
        beside = [counted[act]] if act in counted else []
        for row, may_be in zip(of_it, shown([_total(row) for row in of_it], beside), strict=True):
            told[row.pk] = told[row.pk] if may_be else _hidden(told[row.pk])
    return told


def _total(row: DeclaredCount) -> Total:
    no = None if row.asked is None else row.asked - row.missing - row.acted
    return Total(row.first_on, row.last_on, row.acted, no)


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
