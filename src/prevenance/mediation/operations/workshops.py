"""Workshops: announced, changed, cancelled, put back, copied to another week. Each leaves a line in the journal."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from prevenance.mediation.choices import MINUTES_MOST, Field, PlaceKind, are_known, values
from prevenance.mediation.choices.workshop_rules import A_WEEK, TITLE_MOST
from prevenance.mediation.models import Workshop
from prevenance.mediation.operations import seats
from prevenance.mediation.queries import workshops as queries
from prevenance.people.operations import record
from prevenance.people.queries import Access


class NotAllowed(Exception):
    """Not for this organisation, or not in this commune."""


class NotThere(Exception):
    """No such workshop in the scope, or it can no longer be done: held, noted, cancelled, too late to undo."""


class ChangedSince(Exception):
    """Somebody changed it after the page was shown: their change would be lost."""


class TooFew(Exception):
    """More seats are given than this capacity. `taken`: how many."""

    def __init__(self, taken: int) -> None:
        self.taken = taken
        super().__init__(taken)


class Impossible(ValueError):
    """The form should not have let this through. The message names the field."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What is announced. `starts_at`: aware, local."""

    organisation: int
    title: str
    starts_at: dt.datetime
    minutes: int
    place_kind: str
    commune: str
    themes: tuple[str, ...]
    capacity: int
    level: str = ""
    place_id: str = ""
    place_name: str = ""
    is_public: bool = False


@transaction.atomic
def announce(*, by: Access, at: dt.datetime, operation: uuid.UUID, announced: Announced) -> int:
    """A new one; gives its id. The same `operation` sent again gives the same id and writes nothing.

    Raises:
        NotAllowed, Impossible
    """
    known = Workshop.objects.filter(operation=operation).first()
    if known is not None:
        if known.made_by_id != by.account_id:
            raise NotAllowed
        return known.pk
    if by.account_id is None or not by.may(
        queries.HOLD, organisation=announced.organisation, commune=announced.commune
    ):
        raise NotAllowed
    _check(announced, at)
    row = Workshop(
        organisation_id=announced.organisation, made_by_id=by.account_id, made_at=at, changed_at=at, operation=operation
    )
    _fill(row, announced)
    row.save()
    note_down(by, at, "announced", row)
    return row.pk


@transaction.atomic
def change(*, by: Access, at: dt.datetime, number: int, version: str, announced: Announced) -> None:
    """Changes one to come. When its day or its place moves, everyone with a seat, or who waits, is to be told.

    Raises:
        NotThere, NotAllowed, ChangedSince, TooFew, Impossible
    """
    row = mine(by, number)
    before = queries.sheet(row)
    if not before.is_open(at=at):
        raise NotThere
    if before.version != version:
        raise ChangedSince
    if announced.organisation != row.organisation_id or not by.may(
        queries.HOLD, organisation=announced.organisation, commune=announced.commune
    ):
        raise NotAllowed
    _check(announced, at)
    if announced.capacity < row.taken:
        raise TooFew(row.taken)
    where = (row.starts_at, row.place_kind, row.place_name, row.commune_code)
    _fill(row, announced)
    row.sequence += 1
    row.changed_at = max(at, before.changed_at + dt.timedelta(microseconds=1))
    if where != (row.starts_at, row.place_kind, row.place_name, row.commune_code):
        row.moved_at = at
        seats.live(row).update(told_at=None)
    row.save()
    seats.settle(row, at=at)
    note_down(by, at, "changed", row)


@transaction.atomic
def cancel(*, by: Access, at: dt.datetime, number: int) -> None:
    """It will not be. Everyone is to be told.

    Raises:
        NotThere: also when it has begun.
    """
    row = mine(by, number)
    before = queries.sheet(row)
    if before.cancelled_at:
        return
    if not before.is_open(at=at):
        raise NotThere
    row.cancelled_at = at
    row.sequence += 1
    row.save(update_fields=["cancelled_at", "sequence"])
    seats.live(row).update(told_at=None)
    note_down(by, at, "cancelled", row)


@transaction.atomic
def undo_cancel(*, by: Access, at: dt.datetime, number: int) -> None:
    """Within ten minutes, it will be after all. Those who were told the contrary are to be told again.

    Raises:
        NotThere: also when it is too late.
    """
    row = mine(by, number)
    before = queries.sheet(row)
    if not before.may_undo_cancel(at=at) or before.has_begun(at=at):
        raise NotThere
    seats.live(row).filter(told_at__gte=row.cancelled_at).update(told_at=None)
    for one in before.seats:
        if one.is_to_tell and not one.is_promoted and not row.moved_at:
            seats.live(row).filter(pk=one.id).update(told_at=at)  # nobody had called them: nothing has changed
    row.cancelled_at = None
    row.sequence += 1
    row.save(update_fields=["cancelled_at", "sequence"])
    seats.settle(row, at=at)
    note_down(by, at, "put_back", row)


@transaction.atomic
def repeat(*, by: Access, at: dt.datetime, operation: uuid.UUID, number: int) -> int:
    """The same a week later, at the same hour of the clock on the wall (or in the first week to come), without anybody.

    Raises:
        NotThere, NotAllowed
    """
    before = queries.sheet(mine(by, number))
    starts_at = before.starts_at + A_WEEK
    while starts_at <= at:
        starts_at += A_WEEK
    copy = Announced(
        organisation=before.organisation_id,
        title=before.title,
        starts_at=starts_at,
        minutes=before.minutes,
        place_kind=before.place_kind,
        commune=before.commune,
        themes=before.themes,
        capacity=before.capacity,
        level=before.level,
        place_id=before.place_id,
        place_name=before.place_name,
        is_public=before.is_public,
    )
    return announce(by=by, at=at, operation=operation, announced=copy)


def mine(by: Access, number: int) -> Workshop:
    """The row, locked: nobody takes a seat meanwhile.

    Raises:
        NotThere
    """
    row = Workshop.objects.select_for_update().filter(pk=number).first()
    if row is None or not by.may(queries.HOLD, organisation=row.organisation_id, commune=row.commune_code):
        raise NotThere
    return row


def note_down(by: Access, at: dt.datetime, verb: str, row: Workshop) -> None:
    record(by=by.account_id, at=at, verb=verb, kind="workshop", object_id=row.pk, organisation_id=row.organisation_id)


def _fill(row: Workshop, announced: Announced) -> None:
    row.title, row.level, row.themes = announced.title, announced.level, list(announced.themes)
    row.starts_at, row.minutes = announced.starts_at.astimezone(dt.UTC), announced.minutes
    row.place_kind, row.place_id, row.place_name = announced.place_kind, announced.place_id, announced.place_name
    row.commune_code, row.capacity, row.is_public = announced.commune, announced.capacity, announced.is_public


def _check(announced: Announced, at: dt.datetime) -> None:
    checks = {
        "title": 1 <= len(announced.title) <= TITLE_MOST,
        "level": announced.level in ("", *values(Field.LEVELS)),
        "themes": bool(announced.themes) and are_known(Field.THEMES, announced.themes),
        "starts_at": announced.starts_at > at,
        "minutes": 1 <= announced.minutes <= MINUTES_MOST,
        "place_kind": announced.place_kind in set(PlaceKind),
        "commune": bool(announced.commune),
        "capacity": announced.capacity >= 1,
    }
    for name, is_right in checks.items():
        if not is_right:
            raise Impossible(name)
