"""Appointments: a seat held once, moved, cancelled, kept; who waits; what is erased."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from prevenance.kit import personal_data
from prevenance.kit.clock import PARIS
from prevenance.mediation.choices.appointments import AppointmentState, Asker, Contact, Reminding
from prevenance.mediation.models import Appointment, Opening, Wait
from prevenance.mediation.operations import booking, waits
from prevenance.mediation.operations import openings as hours
from prevenance.mediation.queries import appointments, openings
from prevenance.people import queries as people
from prevenance.people.models import Account, Entry
from tests import agents

AT = dt.datetime(2026, 11, 24, 9, tzinfo=PARIS)
NINE = dt.datetime(2026, 11, 30, 9, tzinfo=PARIS)  # a Monday
HALF_PAST = NINE + dt.timedelta(minutes=30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def access(account: Account) -> people.Access:
    return people.access(account, on=AT.date())


def draft(cast: agents.Cast, **more: Any) -> hours.Draft:
    given: dict[str, Any] = {
        "organisation": cast.ours,
        "weekdays": (1,),
        "from_time": dt.time(9),
        "until_time": dt.time(10),
        "slot_minutes": 30,
        "place_kind": "activity_place",
        "place_name": "Médiathèque fictive",
        "commune": agents.LAON,
        "starts_on": dt.date(2026, 11, 1),
        "phone": "+33323000000",
    }
    return hours.Draft(**(given | more))


def opening(cast: agents.Cast, **more: Any) -> int:
    return hours.open_hours(by=access(cast.mediator), at=AT, draft=draft(cast, **more))


def wish(number: int, at: dt.datetime = NINE, **more: Any) -> booking.Wish:
    return booking.Wish(opening=number, starts_at=at, **more)


def book(number: int, at: dt.datetime = NINE, *, operation: uuid.UUID | None = None, **more: Any) -> int:
    by, wait = more.pop("by", None), more.pop("wait", 0)
    asked = wish(number, at, **more)
    return booking.book(at=AT, operation=operation or uuid.uuid4(), wish=asked, by=by, wait=wait)


def free(number: int) -> list[str]:
    found = openings.opening(number)
    assert found
    day = NINE.date()
    return [f"{one.starts_at:%H:%M}" for one in openings.free_slots([found], at=AT, first=day, last=day)]


def test_a_seat_booked_is_no_longer_offered(cast: agents.Cast) -> None:
    number = opening(cast)
    assert free(number) == ["09:00", "09:30"]
    book(number)
    assert free(number) == ["09:30"]
    with pytest.raises(booking.Taken):
        book(number)


def test_the_same_booking_sent_twice_holds_one_seat(cast: agents.Cast) -> None:
    number, operation = opening(cast), uuid.uuid4()
    assert book(number, operation=operation) == book(number, operation=operation)
    assert Appointment.objects.count() == 1
    with pytest.raises(booking.NotAllowed):  # somebody else's operation gives nothing away
        book(number, operation=operation, by=access(cast.mediator))


def test_the_database_itself_refuses_a_seat_held_twice(cast: agents.Cast) -> None:
    number = opening(cast)
    row = Appointment.objects.get(pk=book(number))
    twin = {field.attname: getattr(row, field.attname) for field in Appointment._meta.concrete_fields}
    twin |= {"id": None, "uid": uuid.uuid4(), "operation": uuid.uuid4()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(**twin)
    Appointment.objects.create(**(twin | {"seat": 2}))
    Appointment.objects.create(**(twin | {"uid": uuid.uuid4(), "operation": None, "state": "cancelled"}))


RACE = """
import django, sys, threading, uuid
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection, connections
from tests import agents
from tests.unit.mediation import test_appointments as given
from prevenance.mediation.operations import booking
cast = agents.play()
number = given.opening(cast, capacity=2)
connection.close()
gate, told = threading.Barrier(8), []
def ask():
    gate.wait()
    try:
        told.append(("held", given.book(number)))
    except booking.Taken:
        told.append(("taken", 0))
    connections.close_all()
threads = [threading.Thread(target=ask) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
from prevenance.mediation.models import Appointment
seats = sorted(Appointment.objects.values_list("seat", flat=True))
print(len([1 for what, _ in told if what == "held"]), len(told), seats)
"""


def test_of_eight_people_who_ask_for_two_seats_at_once_two_have_one(tmp_path: Path) -> None:
    """Eight connections to one file, as eight visitors of a server."""
    root = Path(__file__).parents[3]
    ours = {"PREVENANCE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    environment = os.environ | ours | {"PYTHONPATH": f"{root}:{root / 'src'}"}
    found = subprocess.run(
        [sys.executable, "-c", RACE], env=environment, cwd=root, capture_output=True, text=True, timeout=120
    )
    assert found.returncode == 0, found.stderr[-2000:]
    assert found.stdout.strip() == "2 8 [1, 2]"


def test_what_identifies_somebody_is_not_readable_in_the_table(cast: agents.Cast) -> None:
    contact = Contact(name="Zohrabelle Vantadour", phone="+33612345678")
    number = book(opening(cast), contact=contact)
    row = Appointment.objects.get(pk=number)
    raw = repr([getattr(row, field.attname) for field in Appointment._meta.concrete_fields])
    assert "Zohrabelle" not in raw and "612345678" not in raw
    seen = appointments.appointment(access(cast.mediator), number)
    assert seen is not None and seen.contact == contact


def test_a_link_and_a_code_find_it_back_and_the_tables_keep_their_digests_only(cast: agents.Cast) -> None:
    number = book(opening(cast), contact=Contact(phone="+33612345678"))
    secret, code = appointments.secret_of(number), appointments.code_of(number)
    assert len(secret) == 43 and len(code) == 8
    by_link = appointments.by_secret(secret)
    assert by_link is not None and by_link.id == number and by_link.starts_at == NINE
    by_code = appointments.by_code(code, phone="+33612345678")
    assert by_code is not None and by_code.id == number
    assert appointments.by_code(code, phone="+33600000000") is None
    assert appointments.by_secret(secret[::-1]) is None
    row = Appointment.objects.get(pk=number)
    raw = repr([getattr(row, field.attname) for field in Appointment._meta.concrete_fields])
    assert secret not in raw and code not in raw


def test_the_link_still_opens_after_the_site_changes_its_secret(cast: agents.Cast, settings: Any) -> None:
    number = book(opening(cast))
    secret, code = appointments.secret_of(number), appointments.code_of(number)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-secret-of-the-same-site", [settings.SECRET_KEY]
    assert appointments.secret_of(number) == secret and appointments.code_of(number) == code
    assert appointments.by_code(code, phone="") is not None


def test_reminders_are_written_only_with_an_agreement(cast: agents.Cast) -> None:
    number = opening(cast)
    book(number)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.update(reminders=["sms"])
    agreed = Appointment.objects.get(pk=book(number, HALF_PAST, reminders=(Reminding.SMS,), agreed_words="2026-11"))
    assert agreed.agreed_at == AT and agreed.reminders == ["sms"]


def test_moving_keeps_the_uid_and_frees_the_first_seat(cast: agents.Cast) -> None:
    number = opening(cast)
    held = book(number)
    before = Appointment.objects.get(pk=held)
    booking.move(at=AT, number=held, sequence=0, opening=number, starts_at=HALF_PAST)
    after = Appointment.objects.get(pk=held)
    assert (after.uid, after.sequence, after.starts_at) == (before.uid, 1, HALF_PAST)
    assert free(number) == ["09:00"]
    booking.move(at=AT, number=held, sequence=0, opening=number, starts_at=HALF_PAST)  # sent twice
    assert Appointment.objects.get(pk=held).sequence == 1
    with pytest.raises(booking.NotThere):  # an old page
        booking.move(at=AT, number=held, sequence=0, opening=number, starts_at=NINE)


def test_cancelling_frees_the_seat_once(cast: agents.Cast) -> None:
    number = opening(cast)
    held = book(number, contact=Contact(phone="+33612345678"))
    booking.cancel(at=AT, number=held)
    booking.cancel(at=AT, number=held)
    row = Appointment.objects.get(pk=held)
    assert row.contact is None and appointments.by_secret(appointments.secret_of(held)) is not None
    assert (row.state, row.sequence, row.state_by) == ("cancelled", 1, None)
    assert free(number) == ["09:00", "09:30"]
    with pytest.raises(booking.NotThere):
        booking.move(at=AT, number=held, sequence=1, opening=number, starts_at=HALF_PAST)


def test_nobody_moves_nor_cancels_by_link_what_has_begun(cast: agents.Cast) -> None:
    held = book(opening(cast))
    with pytest.raises(booking.NotThere):
        booking.cancel(at=NINE, number=held)


def test_kept_missed_excused_are_said_by_an_agent_and_undone(cast: agents.Cast) -> None:
    held, by = book(opening(cast)), access(cast.mediator)
    with pytest.raises(booking.NotThere):  # it is not the day yet
        booking.mark(by=by, at=AT, number=held, state=AppointmentState.KEPT)
    for state in (AppointmentState.KEPT, AppointmentState.MISSED, AppointmentState.EXCUSED):
        booking.mark(by=by, at=NINE, number=held, state=state)
        booking.mark(by=by, at=NINE, number=held, state=state)
        assert Appointment.objects.get(pk=held).state == state
        booking.mark(by=by, at=NINE, number=held, state=AppointmentState.BOOKED)
    for stranger in (cast.stranger, cast.relay, cast.host):
        with pytest.raises(booking.NotAllowed):
            booking.mark(by=access(stranger), at=NINE, number=held, state=AppointmentState.KEPT)


def test_an_agent_books_for_a_person_that_they_follow_only(cast: agents.Cast) -> None:
    number, person = opening(cast), agents.person(cast.mediator, cast.ours)
    held = book(number, by=access(cast.mediator), person=person, asker=Asker.MEDIATOR)
    assert [one.id for one in appointments.of_person(access(cast.mediator), person)] == [held]
    theirs = agents.person(cast.stranger, cast.theirs, "Ysoline", "Brocandre")
    with pytest.raises(booking.NotAllowed):
        book(number, HALF_PAST, by=access(cast.mediator), person=theirs)
    with pytest.raises(booking.NotAllowed):
        book(number, HALF_PAST, by=access(cast.stranger))
    with pytest.raises(booking.NotAllowed):  # a resident names nobody's record
        book(number, HALF_PAST, person=person)


def test_hours_of_one_agent_do_not_overlap(cast: agents.Cast) -> None:
    first = opening(cast)
    assert opening(cast) == first, "sent twice, written once"
    with pytest.raises(hours.Overlaps):
        opening(cast, place_name="Mairie fictive", from_time=dt.time(9, 30), until_time=dt.time(11))
    opening(cast, place_name="Mairie fictive", from_time=dt.time(10), until_time=dt.time(11))
    other = hours.open_hours(by=access(cast.coordinator), at=AT, draft=draft(cast))
    assert other != first


def test_hours_are_given_in_one_s_own_organisation_and_area(cast: agents.Cast) -> None:
    for who, commune in (
        (cast.stranger, agents.LAON),
        (cast.bounded_mediator, agents.SOISSONS),
        (cast.relay, agents.LAON),
    ):
        with pytest.raises(hours.NotAllowed):
            hours.open_hours(by=access(who), at=AT, draft=draft(cast, commune=commune))
    number = opening(cast)
    with pytest.raises(hours.NotAllowed):
        hours.end_hours(by=access(cast.coordinator), at=AT, number=number, on=AT.date())


def test_ended_hours_offer_nothing_and_keep_what_was_booked(cast: agents.Cast) -> None:
    number = opening(cast)
    held = book(number)
    hours.end_hours(by=access(cast.mediator), at=AT, number=number, on=AT.date())
    assert free(number) == []
    assert Appointment.objects.get(pk=held).state == "booked"
    later = opening(cast, starts_on=dt.date(2026, 12, 1))
    hours.end_hours(by=access(cast.mediator), at=AT, number=later, on=AT.date())
    assert not Opening.objects.filter(pk=later).exists()


def test_an_absence_closes_slots_and_says_no_reason(cast: agents.Cast) -> None:
    number, by = opening(cast), access(cast.mediator)
    away = hours.be_absent(by=by, at=AT, starts_at=HALF_PAST, ends_at=HALF_PAST + dt.timedelta(hours=4))
    assert free(number) == ["09:00"]
    with pytest.raises(hours.NotAllowed):
        hours.be_back(by=access(cast.coordinator), at=AT, number=away)
    hours.be_back(by=by, at=AT, number=away)
    hours.be_back(by=by, at=AT, number=away)
    assert free(number) == ["09:00", "09:30"]


def test_residents_see_the_openings_around_whose_agent_is_still_there(cast: agents.Cast) -> None:
    from prevenance.territories import queries as territories

    laon = territories.commune(agents.LAON)
    assert laon
    number = opening(cast)
    opening(cast, is_public=False, from_time=dt.time(14), until_time=dt.time(16))
    assert [(one.id, km) for one, km in openings.public_near(laon, at=AT)] == [(number, 0.0)]
    cast.mediator.memberships.update(ends_on=AT.date())
    assert openings.public_near(laon, at=AT) == ()
    assert openings.team_openings(access(cast.coordinator), on=AT.date()) == ()
    for by in (None, access(cast.coordinator)):
        with pytest.raises(booking.Taken):
            book(number, by=by)


def test_somebody_waits_until_a_day_and_is_called(cast: agents.Cast) -> None:
    number, operation = opening(cast), uuid.uuid4()
    asked: dict[str, Any] = {
        "at": AT,
        "operation": operation,
        "opening": number,
        "contact": Contact(phone="+33612345678"),
        "until_on": dt.date(2026, 12, 5),
    }
    secret = waits.ask(**asked)
    assert waits.ask(**asked) == "" and Wait.objects.count() == 1
    assert appointments.wait_by_secret(secret) is not None
    by = access(cast.mediator)
    (waiting,) = appointments.waiting(by, on=AT.date())
    assert waiting.contact.phone == "+33612345678"
    assert appointments.waiting(access(cast.stranger), on=AT.date()) == ()
    assert appointments.waiting(by, on=dt.date(2026, 12, 6)) == ()
    held = book(number, by=by, asker=Asker.MEDIATOR, wait=waiting.id)
    row = Wait.objects.get()
    assert row.appointment_id == held and row.contact is None and row.secret_digest == ""


def test_a_wait_ends_by_the_person_by_the_agent_or_by_its_day(cast: agents.Cast) -> None:
    number = opening(cast)

    def ask(until: dt.date = dt.date(2026, 12, 5)) -> Wait:
        contact = Contact(phone="+33612345678")
        waits.ask(at=AT, operation=uuid.uuid4(), opening=number, contact=contact, until_on=until)
        return Wait.objects.latest("pk")

    withdrawn, called, late = ask(), ask(), ask(dt.date(2026, 11, 25))
    waits.withdraw(at=AT, number=withdrawn.pk)
    with pytest.raises(waits.NotThere):
        waits.end(by=access(cast.stranger), at=AT, number=called.pk)
    waits.end(by=access(cast.mediator), at=AT, number=called.pk)
    assert waits.tidy(at=AT + dt.timedelta(days=2)) == 1
    for row in (withdrawn, called, late):
        row.refresh_from_db()
        assert row.ended_at and row.contact is None


def test_who_came_is_erased_a_month_after(cast: agents.Cast) -> None:
    held = book(opening(cast), contact=Contact(name="Zohrabelle"), reminders=(Reminding.SMS,))
    assert booking.tidy(at=NINE + dt.timedelta(days=29)) == 0
    assert booking.tidy(at=NINE + dt.timedelta(days=31)) == 1
    assert booking.tidy(at=NINE + dt.timedelta(days=32)) == 0
    row = Appointment.objects.get(pk=held)
    assert (row.contact, row.person, row.secret_digest, row.code_digest, row.reminders) == (None, "", "", "", [])
    assert appointments.secret_of(held) == "" and appointments.code_of(held) == ""


def test_a_person_s_appointments_are_copied_moved_put_back_and_erased(cast: agents.Cast) -> None:
    (holder,) = (one for one in personal_data.holders() if one.key == "appointments")
    number, by = opening(cast), access(cast.mediator)
    origin = agents.person(cast.mediator, cast.ours)
    target = agents.person(cast.mediator, cast.ours, "Ysoline", "Brocandre")
    held = book(number, by=by, person=origin, contact=Contact(phone="+33612345678"))
    (copied,) = holder.copy(origin)
    assert copied["phone"] == "+33612345678" and copied["state"] == "booked"
    moved = holder.move(origin, target)
    assert holder.copy(origin) == [] and len(holder.copy(target)) == 1
    holder.move_back(moved, origin, target)
    assert len(holder.copy(origin)) == 1 and holder.copy(target) == []
    assert holder.erase(origin) == 1 and holder.copy(origin) == []
    row = Appointment.objects.get(pk=held)
    assert (row.state, row.contact, row.person, row.secret_digest) == ("cancelled", None, "", "")
    assert free(number) == ["09:00", "09:30"], "the seat is given back"


def test_the_journal_has_a_line_for_each_gesture_and_no_name(cast: agents.Cast) -> None:
    number = opening(cast)
    held = book(number, contact=Contact(name="Zohrabelle"))
    booking.move(at=AT, number=held, sequence=0, opening=number, starts_at=HALF_PAST)
    booking.cancel(at=AT, number=held)
    lines = Entry.objects.filter(kind="appointment").order_by("pk")
    assert list(lines.values_list("verb", "actor_id")) == [
        ("booked_online", None),
        ("moved_online", None),
        ("cancelled_online", None),
    ]


def test_the_hours_can_change_for_what_is_not_booked(cast: agents.Cast) -> None:
    number, by = opening(cast), access(cast.mediator)
    hours.change_hours(by=by, at=AT, number=number, draft=draft(cast, slot_minutes=60))
    assert free(number) == ["09:00"]
    with pytest.raises(hours.NotAllowed):
        changed = dataclasses.replace(draft(cast), organisation=cast.theirs)
        hours.change_hours(by=by, at=AT, number=number, draft=changed)


def test_an_agent_bounded_to_an_area_sees_its_appointments_only(cast: agents.Cast) -> None:
    here = book(opening(cast))
    elsewhere = book(
        opening(cast, commune=agents.SOISSONS, from_time=dt.time(14), until_time=dt.time(15)),
        NINE + dt.timedelta(hours=5),
    )
    since, until = AT, AT + dt.timedelta(days=30)

    def seen(who: Account) -> set[int]:
        return {one.id for one in appointments.appointments(access(who), since=since, until=until)}

    assert seen(cast.mediator) == seen(cast.coordinator) == {here, elsewhere}
    assert seen(cast.bounded_mediator) == seen(cast.bounded_coordinator) == {here}
    assert seen(cast.stranger) == seen(cast.relay) == seen(cast.host) == seen(cast.nobody) == set()
    assert appointments.appointment(access(cast.bounded_mediator), elsewhere) is None
    with pytest.raises(booking.NotAllowed):
        booking.cancel(at=AT, number=elsewhere, by=access(cast.bounded_coordinator))
