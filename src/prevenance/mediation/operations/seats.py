"""Seats at a workshop: asked for, given in order, withdrawn; who waits comes next. Never more than the capacity.

A free seat goes to the first, in order of asking, whose seats all fit: a group of four does not keep two empty chairs.
Nobody who has a seat loses it. Every gesture first locks the row of the workshop; the database refuses too many.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from prevenance.kit import ciphering
from prevenance.mediation.choices.workshop_rules import (
    AGENT_SEATS_MOST,
    LABEL_MOST,
    RESIDENT_SEATS_MOST,
    waiting_most,
)
from prevenance.mediation.models import Registration, Workshop
from prevenance.mediation.queries import seat_codes
from prevenance.mediation.queries import workshops as queries
from prevenance.people.operations import record
from prevenance.people.queries import Access
from prevenance.people.queries import persons as people


class NotAllowed(Exception):
    """Not in the scope, or a person whom this account does not follow, or of another organisation."""


class Closed(Exception):
    """It is cancelled, held, or (for a resident) not open to all."""


class TooMany(Exception):
    """So many seats can never be given together, or too many people wait. `most`: how many can be asked for, or 0."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(most)


@dataclass(frozen=True, slots=True)
class Asked:
    """What becomes of seats asked for. `waits`: the place in the waiting list, 0 when the seats are given."""

    id: int
    waits: int


@transaction.atomic
def give(
    *,
    by: Access,
    at: dt.datetime,
    operation: uuid.UUID,
    workshop: int,
    person: str = "",
    label: str = "",
    seats: int = 1,
) -> Asked:
    """By the team: for a person followed, for a first name, or for seats without a name. Sent again, nothing more.

    Raises:
        NotAllowed, Closed, TooMany
    """
    row = _locked(workshop)
    if row is None or not by.may(queries.HOLD, organisation=row.organisation_id, commune=row.commune_code):
        raise NotAllowed
    known = row.registrations.filter(operation=operation).first()
    if known is not None:
        return _asked(row, known)
    if person:
        found = people.person(by, person)
        if found is None or found.organisation_id != row.organisation_id:
            raise NotAllowed
        if already := live(row).filter(person=person).first():
            return _asked(row, already)
    if row.cancelled_at or queries.sheet(row).encounter:
        raise Closed
    if not 1 <= seats <= AGENT_SEATS_MOST or (person and seats != 1):
        raise TooMany(AGENT_SEATS_MOST)
    text = "" if person else label[:LABEL_MOST]
    asked = _ask(row, at, Registration(person=person, label=text, seats=seats, operation=operation))
    record(
        by=by.account_id,
        at=at,
        verb="gave_a_seat",
        kind="person" if person else "workshop",
        object_id=person or row.pk,
        organisation_id=row.organisation_id,
    )
    return asked


@transaction.atomic
def take(
    *, at: dt.datetime, operation: uuid.UUID, workshop: int, label: str = "", phone: str = "", seats: int = 1
) -> Asked:
    """By a resident, without account: `seat_codes.code(operation)` is the code by which they withdraw, shown to them
    and kept nowhere. `phone`: only to be told of a change.

    Raises:
        Closed, TooMany
    """
    row = _locked(workshop)
    if row is None or not row.is_public:
        raise Closed
    known = row.registrations.filter(operation=operation).first()
    if known is not None:
        return _asked(row, known)
    if not queries.sheet(row).is_open(at=at):
        raise Closed
    if not 1 <= seats <= RESIDENT_SEATS_MOST:
        raise TooMany(RESIDENT_SEATS_MOST)
    made = Registration(label=label[:LABEL_MOST], seats=seats, operation=operation)
    made.code_digest = seat_codes.digest(seat_codes.code(operation))
    asked = _ask(row, at, made)
    record(by=None, at=at, verb="took_a_seat", kind="workshop", object_id=row.pk, organisation_id=row.organisation_id)
    if phone:  # the cell's address holds the row's number, known once it is written
        Registration.objects.filter(pk=asked.id).update(phone=ciphering.close(phone, cell=cell(asked.id)))
    return asked


@transaction.atomic
def withdraw(*, by: Access, at: dt.datetime, workshop: int, number: int) -> None:
    """By the team. The next who fits gets the seats.

    Raises:
        NotAllowed, Closed
    """
    row = _locked(workshop)
    if row is None or not by.may(queries.HOLD, organisation=row.organisation_id, commune=row.commune_code):
        raise NotAllowed
    if queries.sheet(row).encounter:
        raise Closed
    _withdraw(row, at, live(row).filter(pk=number).first())
    record(
        by=by.account_id,
        at=at,
        verb="withdrew_a_seat",
        kind="workshop",
        object_id=row.pk,
        organisation_id=row.organisation_id,
    )


@transaction.atomic
def withdraw_by_code(*, at: dt.datetime, code: str) -> bool:
    """By the resident. False: no such code, or the workshop has begun."""
    found = Registration.objects.filter(code_digest__in=seat_codes.digests(code), withdrawn_at__isnull=True).first()
    row = _locked(found.workshop_id) if found else None
    if found is None or row is None or row.starts_at <= at:
        return False
    if is_done := _withdraw(row, at, live(row).filter(pk=found.pk).first()):
        record(
            by=None,
            at=at,
            verb="gave_up_a_seat",
            kind="workshop",
            object_id=row.pk,
            organisation_id=row.organisation_id,
        )
    return is_done


@transaction.atomic
def told(*, by: Access, at: dt.datetime, workshop: int, number: int) -> None:
    """The team told them where they stand.

    Raises:
        NotAllowed
    """
    row = _locked(workshop)
    if row is None or not by.may(queries.HOLD, organisation=row.organisation_id, commune=row.commune_code):
        raise NotAllowed
    live(row).filter(pk=number).update(told_at=at)


def live(row: Workshop) -> QuerySet[Registration]:
    """Not withdrawn."""
    return row.registrations.filter(withdrawn_at__isnull=True)


def settle(row: Workshop, *, at: dt.datetime) -> None:
    """Counts again the seats given, and gives those left to who waits, in order. The row must be locked."""
    rows = list(live(row).order_by("asked_at", "pk"))
    taken = sum(one.seats for one in rows if one.seated_at)
    if row.cancelled_at is None and row.starts_at > at and row.encounter_id is None:
        for one in rows:
            if one.seated_at is None and taken + one.seats <= row.capacity:
                one.seated_at = max(at, one.asked_at + dt.timedelta(microseconds=1))
                one.told_at = None
                one.save(update_fields=["seated_at", "told_at"])
                taken += one.seats
    row.taken = taken
    row.save(update_fields=["taken"])


def cell(number: int) -> str:
    """Where a phone is kept, for the cipher."""
    return f"mediation_registration.phone:{number}"


def phones(found: queries.Sheet) -> dict[int, str]:
    """Registration → phone, deciphered, of those whom the team has something to tell."""
    wanted = [one.id for one in found.to_tell if one.has_phone]
    rows = Registration.objects.filter(pk__in=wanted, phone__isnull=False)
    numbers: dict[int, str] = {}
    for row in rows:
        with contextlib.suppress(ciphering.Closed):  # its key is gone: nobody can be called with it
            numbers[row.pk] = ciphering.disclose(row.phone or b"", cell=cell(row.pk))
    return numbers


def _ask(row: Workshop, at: dt.datetime, made: Registration) -> Asked:
    waiting = sum(one.seats for one in live(row).filter(seated_at__isnull=True))
    if made.seats > row.capacity:
        raise TooMany(row.capacity)
    fits = row.taken + made.seats <= row.capacity
    if not fits and waiting + made.seats > waiting_most(row.capacity):
        raise TooMany(0)
    made.workshop, made.asked_at, made.told_at = row, at, at
    made.seated_at = at if fits else None
    made.save()
    if fits:
        row.taken += made.seats
        row.save(update_fields=["taken"])
    return _asked(row, made)


def _asked(row: Workshop, made: Registration) -> Asked:
    found = next((one for one in queries.seats(list(row.registrations.all())) if one.id == made.pk), None)
    return Asked(made.pk, found.waits if found else 0)


def _withdraw(row: Workshop, at: dt.datetime, one: Registration | None) -> bool:
    if one is None:
        return False
    one.withdrawn_at = max(at, one.asked_at)
    one.label, one.phone, one.code_digest, one.came = "", None, "", None
    one.save(update_fields=["withdrawn_at", "label", "phone", "code_digest", "came"])
    settle(row, at=at)
    return True


def _locked(number: int) -> Workshop | None:
    return Workshop.objects.select_for_update().filter(pk=number).first()
