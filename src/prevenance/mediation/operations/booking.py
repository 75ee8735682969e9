"""Appointments: booked, moved, cancelled, kept or not. Of two people who want the last seat, one has it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from prevenance.kit import ciphering, locks
from prevenance.mediation.choices.appointments import (
    IDENTITY_KEPT,
    OUTCOMES,
    TRANSITIONS,
    AppointmentState,
    Asker,
    Contact,
    Reminding,
)
from prevenance.mediation.models import Appointment, Encounter, Opening, Wait
from prevenance.mediation.operations import reminders
from prevenance.mediation.queries import appointments as queries
from prevenance.mediation.queries import openings
from prevenance.mediation.queries.slots import Slot
from prevenance.people.operations import record
from prevenance.people.queries import Access, persons
from prevenance.people.queries.secrets import digest


class NotAllowed(Exception):
    """Outside the scope of the one who acts, or a person whom they do not follow."""


class NotThere(Exception):
    """No such appointment, or no longer in a state where this can be done."""


class Taken(Exception):
    """Somebody has this slot, or it is no longer offered: another must be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for. `agreed_words`: the version of the words read before asking for reminders."""

    opening: int
    starts_at: dt.datetime
    asker: Asker = Asker.RESIDENT
    person: str = ""
    contact: Contact = field(default_factory=Contact)
    is_phone_of_relative: bool = False
    reminders: tuple[Reminding, ...] = ()
    agreed_words: str = ""
    language: str = "fr"


@transaction.atomic
def book(
    *,
    at: dt.datetime,
    operation: uuid.UUID,
    wish: Wish,
    by: Access | None = None,
    wait: int = 0,
    links: reminders.Links | None = None,
) -> int:
    """Holds a seat; gives the appointment's id. The same `operation` sent again gives the same one. `by`: an agent,
    None for somebody without an account. `wait`: the line of the waiting list that this answers. `links`: those of the
    reminders, which are put in the same transaction.

    Raises:
        NotAllowed, Taken
    """
    locks.wait_for("appointment", operation)
    known = Appointment.objects.filter(operation=operation).first()
    if known is not None:
        if known.booked_by_id != (by.account_id if by else None):
            raise NotAllowed
        return known.pk
    found = openings.opening(wish.opening)
    if found is None or (by is None and not found.is_public):
        raise Taken
    if by is not None:
        _check_agent(by, found, wish.person)
    elif wish.person:
        raise NotAllowed
    slot = _slot(found, wish.starts_at, at=at, urgent=by is not None)
    uid = uuid.uuid4()
    row = _held(
        uid=uid,
        operation=operation,
        organisation_id=found.organisation_id,
        agent_id=found.agent_id,
        state_at=at,
        state_by_id=by.account_id if by else None,
        booked_at=at,
        booked_by_id=by.account_id if by else None,
        asker=wish.asker.value,
        person=wish.person,
        contact=_closed(wish.contact, uid),
        is_phone_of_relative=wish.is_phone_of_relative and bool(wish.contact.phone),
        reminders=[str(one) for one in wish.reminders],
        agreed_at=at if wish.reminders else None,
        agreed_words=wish.agreed_words if wish.reminders else "",
        language=wish.language,
        secret_digest=digest(queries.secret_made(uid)),
        code_digest=queries.code_digest(queries.code_made(uid)),
        **_where(found, slot),
    )
    if by is not None and wait:
        _answer(by, at, wait, row)
    reminders.follow(row.pk, at=at, links=links)
    _record(by, at, "booked", row)
    return row.pk


@transaction.atomic
def move(
    *,
    at: dt.datetime,
    number: int,
    sequence: int,
    opening: int,
    starts_at: dt.datetime,
    by: Access | None = None,
    links: reminders.Links | None = None,
) -> None:
    """To another slot of the same organisation. `sequence`: the one that the page showed; sent again, nothing moves.

    Raises:
        NotThere, NotAllowed, Taken
    """
    row = _row(by, number)
    if row.sequence != sequence:
        if row.opening_id == opening and row.starts_at == starts_at:
            return
        raise NotThere
    if row.state != AppointmentState.BOOKED or (by is None and row.starts_at <= at):
        raise NotThere
    found = openings.opening(opening)
    if found is None or found.organisation_id != row.organisation_id or (by is None and not found.is_public):
        raise Taken
    if by is not None and not openings.may_hold(by, found):
        raise NotAllowed
    slot = _slot(found, starts_at, at=at, urgent=by is not None, without=row.pk)
    for name, value in _where(found, slot).items():
        setattr(row, name, value)
    row.agent_id, row.sequence, row.state_at = found.agent_id, row.sequence + 1, at
    row.state_by_id = by.account_id if by else None
    _save(row)
    reminders.follow(row.pk, at=at, links=links)
    _record(by, at, "moved", row)


@transaction.atomic
def cancel(*, at: dt.datetime, number: int, by: Access | None = None) -> None:
    """Gives the seat back; already cancelled, nothing is done. When it is the person, their name and phone go at once;
    their link stays, for their calendar.

    Raises:
        NotThere, NotAllowed
    """
    row = _row(by, number)
    if row.state == AppointmentState.CANCELLED:
        return
    if row.state != AppointmentState.BOOKED or (by is None and row.starts_at <= at):
        raise NotThere
    _enter(row, AppointmentState.CANCELLED, at, by)
    row.sequence += 1
    if by is None:
        row.contact, row.is_phone_of_relative, row.reminders = None, False, []
    row.save()
    reminders.follow(row.pk, at=at, links=None)
    _record(by, at, "cancelled", row)


@transaction.atomic
def mark(
    *, by: Access, at: dt.datetime, number: int, state: AppointmentState, links: reminders.Links | None = None
) -> None:
    """What became of it (kept, missed, excused), or back to booked: an undo. Said already, nothing is done.

    Raises:
        NotThere, NotAllowed
    """
    row = _row(by, number)
    if row.state == state:
        return
    if state not in TRANSITIONS[AppointmentState(row.state)] or state is AppointmentState.CANCELLED:
        raise NotThere
    local = openings.day_of(row.starts_at, row.zone)
    if state in OUTCOMES and state is not AppointmentState.EXCUSED and local > openings.day_of(at, row.zone):
        raise NotThere
    _enter(row, state, at, by)
    row.save()
    reminders.follow(row.pk, at=at, links=links)
    _record(by, at, state.value if state is not AppointmentState.BOOKED else "took_back", row)


@transaction.atomic
def noted(*, by: Access, at: dt.datetime, number: int, encounter: int) -> None:
    """The encounter written after it; it is kept then. An appointment outside the scope is left alone."""
    row = Appointment.objects.select_for_update().filter(pk=number).first()
    if row is None or not _is_within(by, row) or row.encounter_id is not None:
        return
    if not Encounter.objects.filter(pk=encounter, organisation_id=row.organisation_id).exists():
        return
    row.encounter_id = encounter
    if row.state in (AppointmentState.BOOKED, AppointmentState.MISSED, AppointmentState.EXCUSED):
        _enter(row, AppointmentState.KEPT, at, by)
    row.save()


def tidy(*, at: dt.datetime) -> int:
    """Erases who came, a month after; gives how many appointments. What is left says that a seat was held, and kept."""
    rows = Appointment.objects.filter(erased_at__isnull=True, starts_at__lt=at - IDENTITY_KEPT)
    return rows.update(contact=None, person="", secret_digest="", code_digest="", reminders=[], erased_at=at)


def _check_agent(by: Access, found: openings.Receiving, person: str) -> None:
    if by.account_id is None or not openings.may_hold(by, found):
        raise NotAllowed
    if person:
        followed = persons.person(by, person)
        if followed is None or followed.organisation_id != found.organisation_id:
            raise NotAllowed


def _slot(
    found: openings.Receiving, starts_at: dt.datetime, *, at: dt.datetime, urgent: bool, without: int = 0
) -> Slot:
    """The slot asked for, if it is still offered, by somebody still there. All the hours of the agent are locked:
    nobody is in two places.
    """
    if not openings.is_still_held(found, on=at.date()):
        raise Taken
    list(Opening.objects.select_for_update().filter(agent_id=found.agent_id).values_list("pk", flat=True))
    day = openings.local_day(found, starts_at)
    offered = openings.free_slots([found], at=at, first=day, last=day, urgent=urgent, without=without)
    wanted = starts_at.astimezone(dt.UTC)
    slot = next((one for one in offered if one.span.starts_at == wanted), None)
    if slot is None:
        raise Taken
    return slot


def _where(found: openings.Receiving, slot: Slot) -> dict[str, object]:
    return {
        "opening_id": found.id,
        "seat": slot.seats[0],
        "starts_at": slot.span.starts_at,
        "minutes": slot.minutes,
        "zone": found.hours.zone.key,
        "place_kind": found.place_kind,
        "place_id": found.place_id,
        "place_name": found.place_name,
        "commune_code": found.commune,
    }


def _held(**columns: object) -> Appointment:
    try:
        with transaction.atomic():
            return Appointment.objects.create(**columns)
    except IntegrityError:
        raise Taken from None


def _save(row: Appointment) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Taken from None


def _row(by: Access | None, number: int) -> Appointment:
    row = Appointment.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise NotThere
    if by is not None and not _is_within(by, row):
        raise NotAllowed
    return row


def _is_within(by: Access, row: Appointment) -> bool:
    return by.account_id is not None and by.may(
        openings.ACTION, organisation=row.organisation_id, commune=row.commune_code
    )


def _enter(row: Appointment, state: AppointmentState, at: dt.datetime, by: Access | None) -> None:
    row.state, row.state_at, row.state_by_id = state.value, at, by.account_id if by else None


def _answer(by: Access, at: dt.datetime, wait: int, row: Appointment) -> None:
    asked = Wait.objects.select_for_update().filter(pk=wait, ended_at__isnull=True)
    for one in asked.filter(organisation_id=row.organisation_id):
        one.appointment, one.ended_at, one.ended_by_id = row, at, by.account_id
        one.contact, one.secret_digest = None, ""
        one.save()


def _closed(contact: Contact, uid: uuid.UUID) -> bytes | None:
    return None if contact.is_empty else ciphering.close(contact.text(), cell=queries.contact_cell(uid))


def _record(by: Access | None, at: dt.datetime, verb: str, row: Appointment) -> None:
    record(
        by=by.account_id if by else None,
        at=at,
        verb=verb if by else f"{verb}_online",
        kind="appointment",
        object_id=row.pk,
        organisation_id=row.organisation_id,
    )
