"""An agent's hours and absences. Appointments already booked are never touched here: pages say which ones to call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from prevenance.mediation.models import Absence, Opening
from prevenance.mediation.queries import openings as queries
from prevenance.people import queries as people
from prevenance.people.operations import record
from prevenance.people.queries import Access


class NotAllowed(Exception):
    """Not one's own hours, or not in this organisation or this commune."""


class Overlaps(Exception):
    """This agent receives elsewhere, or in another way, at the same hours: nobody is in two places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed of an opening. `notice_hours`: between booking and coming, for those who book by themselves."""

    organisation: int
    weekdays: tuple[int, ...]
    from_time: dt.time
    until_time: dt.time
    slot_minutes: int
    place_kind: str
    commune: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    capacity: int = 1
    every_weeks: int = 1
    on_public_holidays: bool = False
    is_public: bool = True
    notice_hours: int = 24
    place_id: str = ""
    place_name: str = ""
    phone: str = ""


@transaction.atomic
def open_hours(*, by: Access, at: dt.datetime, draft: Draft) -> int:
    """New weekly hours of `by`; gives their id. The same sent again gives the same id.

    Raises:
        NotAllowed, Overlaps
    """
    account_id = _check(by, draft)
    columns = _columns(draft)
    same = Opening.objects.filter(agent_id=account_id, **columns).first()
    if same is not None:
        return same.pk
    _refuse_overlap(by, draft)
    row = Opening.objects.create(agent_id=account_id, made_by_id=account_id, made_at=at, **columns)
    _record(by, at, "opened_hours", row)
    return row.pk


@transaction.atomic
def change_hours(*, by: Access, at: dt.datetime, number: int, draft: Draft) -> None:
    """Other hours, or another place, for what is not booked yet.

    Raises:
        NotAllowed, Overlaps
    """
    row = _mine(by, number)
    _check(by, draft)
    if draft.organisation != row.organisation_id:
        raise NotAllowed
    _refuse_overlap(by, draft, besides=number)
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    row.save()
    _record(by, at, "changed_hours", row)


@transaction.atomic
def end_hours(*, by: Access, at: dt.datetime, number: int, on: dt.date) -> None:
    """The last day of an opening is `on`; hours that have not begun yet are removed, if nobody has booked there.

    Raises:
        NotAllowed
    """
    row = _mine(by, number)
    _record(by, at, "ended_hours", row)
    if on < row.starts_on and not row.appointments.exists():
        row.delete()
        return
    row.ends_on = max(on, row.starts_on)
    row.save(update_fields=["ends_on"])


@transaction.atomic
def be_absent(*, by: Access, at: dt.datetime, starts_at: dt.datetime, ends_at: dt.datetime) -> int:
    """`by` receives nobody between two instants; gives an id, the same when sent again.

    Raises:
        NotAllowed
    """
    if by.account_id is None or not by.may_somewhere(queries.ACTION):
        raise NotAllowed
    known = Absence.objects.filter(agent_id=by.account_id, starts_at=starts_at, ends_at=ends_at).first()
    if known is not None:
        return known.pk
    row = Absence.objects.create(
        agent_id=by.account_id, made_by_id=by.account_id, made_at=at, starts_at=starts_at, ends_at=ends_at
    )
    record(by=by.account_id, at=at, verb="noted_absence", kind="absence", object_id=row.pk, organisation_id=None)
    return row.pk


@transaction.atomic
def be_back(*, by: Access, at: dt.datetime, number: int) -> None:
    """Takes an absence away; already taken away, nothing is done.

    Raises:
        NotAllowed
    """
    row = Absence.objects.filter(pk=number).first()
    if row is None:
        return
    if by.account_id is None or row.agent_id != by.account_id:
        raise NotAllowed
    row.delete()
    record(by=by.account_id, at=at, verb="removed_absence", kind="absence", object_id=number, organisation_id=None)


def _mine(by: Access, number: int) -> Opening:
    row = Opening.objects.select_for_update().filter(pk=number).first()
    if row is None or by.account_id is None or row.agent_id != by.account_id:
        raise NotAllowed
    return row


def _check(by: Access, draft: Draft) -> int:
    if by.account_id is None or not by.may(queries.ACTION, organisation=draft.organisation, commune=draft.commune):
        raise NotAllowed
    if draft.organisation not in people.employers([draft.organisation]):
        raise NotAllowed
    return by.account_id


def _refuse_overlap(by: Access, draft: Draft, *, besides: int = 0) -> None:
    """One week in two and another one week in two are refused too: simple to explain, and the days can be split."""
    rows = Opening.objects.filter(
        agent_id=by.account_id, from_time__lt=draft.until_time, until_time__gt=draft.from_time
    ).exclude(pk=besides)
    for row in rows:
        shares_a_day = set(row.weekdays) & set(draft.weekdays)
        is_before = row.ends_on is not None and row.ends_on < draft.starts_on
        is_after = draft.ends_on is not None and draft.ends_on < row.starts_on
        if shares_a_day and not is_before and not is_after:
            raise Overlaps


def _columns(draft: Draft) -> dict[str, object]:
    return {
        "organisation_id": draft.organisation,
        "weekdays": sorted(draft.weekdays),
        "every_weeks": draft.every_weeks,
        "from_time": draft.from_time,
        "until_time": draft.until_time,
        "slot_minutes": draft.slot_minutes,
        "capacity": draft.capacity,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "on_public_holidays": draft.on_public_holidays,
        "is_public": draft.is_public,
        "notice_hours": draft.notice_hours,
        "zone": queries.zone_of(draft.commune),
        "place_kind": draft.place_kind,
        "place_id": draft.place_id,
        "place_name": draft.place_name,
        "commune_code": draft.commune,
        "phone": draft.phone,
    }


def _record(by: Access, at: dt.datetime, verb: str, row: Opening) -> None:
    record(by=by.account_id, at=at, verb=verb, kind="opening", object_id=row.pk, organisation_id=row.organisation_id)
