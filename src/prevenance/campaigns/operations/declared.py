"""Numbers declared for a campaign, with who says so and when: how many acted, how large the audience is."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Manager

from prevenance.campaigns.choices.campaigns import goals
from prevenance.campaigns.choices.links import PEOPLE_MOST
from prevenance.campaigns.models import Campaign, DeclaredAudience, DeclaredCount
from prevenance.campaigns.operations.messages import NotThere
from prevenance.campaigns.queries.campaigns import RUN
from prevenance.kit.clock import PARIS
from prevenance.people.operations import record
from prevenance.people.queries import Access

__all__ = ["Act", "NotThere", "declare_act", "declare_audience", "take_off"]
DECLARED_MOST = 30  # a page that everybody can read


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A total as typed: `acted` of `asked` (None: nobody knows of how many), `missing` of whom nobody knows."""

    act: str
    first_on: dt.date
    last_on: dt.date
    acted: int
    asked: int | None
    missing: int
    source: str
    as_of: dt.date

    def is_whole(self, *, on: dt.date) -> bool:
        """Whether it adds up, on `on`."""
        of = self.missing == 0 if self.asked is None else self.acted + self.missing <= self.asked <= PEOPLE_MOST
        days = self.first_on <= self.last_on <= self.as_of <= on
        return bool(of and days and self.act in goals() and self.source and 0 <= self.acted <= PEOPLE_MOST)


@transaction.atomic
def declare_act(*, by: Access, at: dt.datetime, operation: uuid.UUID, number: int, told: Act) -> None:
    """Shown as declared, never as a count of the site. Sent twice, it is written once.

    Raises:
        NotThere, ValueError: it does not add up, is before the campaign, or is one too many.
    """
    row = _mine(by, number)
    if DeclaredCount.objects.filter(operation=operation).exists():
        return
    is_before = told.first_on < row.starts_on
    if not told.is_whole(on=at.astimezone(PARIS).date()) or is_before or _is_full(row.declared_counts):
        raise ValueError(told)
    DeclaredCount.objects.create(
        campaign=row,
        operation=operation,
        act=told.act,
        first_on=told.first_on,
        last_on=told.last_on,
        acted=told.acted,
        asked=told.asked,
        missing=told.missing,
        source=told.source,
        as_of=told.as_of,
        noted_at=at,
        noted_by_id=by.account_id,
    )
    _record(by, at, "act_declared", row)


@transaction.atomic
def declare_audience(
    *, by: Access, at: dt.datetime, operation: uuid.UUID, number: int, people: int, source: str, as_of: dt.date
) -> None:
    """How many people the campaign is for; the last one counts. Sent twice, it is written once.

    Raises:
        NotThere, ValueError
    """
    row = _mine(by, number)
    if DeclaredAudience.objects.filter(operation=operation).exists():
        return
    is_late = as_of > at.astimezone(PARIS).date()
    if not 1 <= people <= PEOPLE_MOST or not source or is_late or _is_full(row.audiences):
        raise ValueError(people)
    DeclaredAudience.objects.create(
        campaign=row,
        operation=operation,
        people=people,
        source=source,
        as_of=as_of,
        noted_at=at,
        noted_by_id=by.account_id,
    )
    _record(by, at, "audience_declared", row)


@transaction.atomic
def take_off(*, by: Access, at: dt.datetime, number: int, act: int = 0, audience: int = 0, back: bool = False) -> None:
    """Off the pages, or (`back`) on them again: the number of an act, or of an audience.

    Raises:
        NotThere: also when there are too many to put one back.
    """
    row = _mine(by, number)
    rows: Manager[Any] = row.declared_counts if act else row.audiences
    one = rows.filter(pk=act or audience).first()
    if one is None or (back and one.removed_at is not None and _is_full(rows)):
        raise NotThere
    if (one.removed_at is None) == back:
        return
    one.removed_at = None if back else at
    one.save(update_fields=["removed_at"])
    _record(by, at, "declared_put_back" if back else "declared_taken_off", row)


def _is_full(rows: Manager[Any]) -> bool:
    """What was taken off leaves its place."""
    return bool(rows.filter(removed_at__isnull=True).count() >= DECLARED_MOST)


def _mine(by: Access, number: int) -> Campaign:
    row = Campaign.objects.select_for_update().filter(pk=number).first()
    if by.account_id is None or row is None or row.organisation_id not in by.organisations(RUN):
        raise NotThere
    return row


def _record(by: Access, at: dt.datetime, verb: str, row: Campaign) -> None:
    record(by=by.account_id, at=at, verb=verb, kind="campaign", object_id=row.pk, organisation_id=row.organisation_id)
