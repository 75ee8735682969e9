"""Calendars: what another calendar needs to move or cancel what it holds; nothing about anybody."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from prevenance.kit.clock import PARIS
from prevenance.mediation.choices.appointments import AppointmentState, Asker, Contact
from prevenance.mediation.models import CalendarFeed
from prevenance.mediation.operations import booking, feeds
from prevenance.mediation.operations import openings as hours
from prevenance.mediation.presenters import calendars
from prevenance.mediation.queries import appointments
from prevenance.mediation.queries import feeds as queries
from prevenance.people import queries as people
from prevenance.people.models import Account, Membership
from tests import agents

AT = dt.datetime(2026, 11, 16, 9, tzinfo=PARIS)
NINE = dt.datetime(2026, 11, 30, 9, tzinfo=PARIS)  # a Monday
DAY = dt.timedelta(days=1)
WHO = Contact(name="Zohrabelle Vantadour", phone="+33639980001", email="zoh@exemple.fr")
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def access(account: Account) -> people.Access:
    return people.access(account, on=AT.date())


@pytest.fixture
def opening(cast: agents.Cast) -> int:
    draft = hours.Draft(
        organisation=cast.ours,
        weekdays=(1,),
        from_time=dt.time(9),
        until_time=dt.time(12),
        slot_minutes=30,
        place_kind="activity_place",
        place_name="Médiathèque fictive",
        commune=agents.LAON,
        starts_on=dt.date(2026, 11, 1),
        phone="+33323000000",
    )
    return hours.open_hours(by=access(cast.mediator), at=AT, draft=draft)


def book(opening: int, starts_at: dt.datetime = NINE) -> int:
    wish = booking.Wish(opening=opening, starts_at=starts_at, asker=Asker.RESIDENT, contact=WHO)
    return booking.book(at=AT, operation=uuid.uuid4(), wish=wish)


def shown(number: int) -> appointments.Booked:
    found = appointments.by_secret(appointments.secret_of(number))
    assert found is not None
    return found


def parsed(body: bytes) -> tuple[Any, list[Any]]:
    """Read back strictly, by the library; the rules of the text itself are read by hand below."""
    calendar = icalendar.Calendar.from_ical(body)
    return calendar, list(calendar.walk("VEVENT"))


def lines(body: bytes) -> list[str]:
    """RFC 5545, 3.1, without any library: CRLF, at most 75 octets, then unfolded."""
    assert body.endswith(b"\r\n") and b"\n" not in body.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    return body.replace(b"\r\n ", b"").decode().split("\r\n")


def test_the_file_of_one_appointment(opening: int) -> None:
    one = shown(book(opening))
    body = calendars.calendar_of(one)
    calendar, (event,) = parsed(body)
    assert calendar["METHOD"] == "PUBLISH" and calendar["VERSION"] == "2.0"
    assert event["UID"] == f"{one.uid}@prevenance" and event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED" and event["CLASS"] == "PRIVATE"
    assert event["DTSTART"].dt == NINE and event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(minutes=30)
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == AT.astimezone(dt.UTC)
    read = lines(body)
    assert "SUMMARY:Rendez-vous d’accompagnement" in read
    assert "DTSTART;TZID=Europe/Paris:20261130T090000" in read
    assert read.count("BEGIN:VTIMEZONE") == 1 and "TZID:Europe/Paris" in read
    assert "LOCATION:Médiathèque fictive\\, Laon" in read
    text = "\n".join(read)
    for word in ("Zohrabelle", "Vantadour", "3998", "zoh@", "ATTENDEE", "ORGANIZER", "DESCRIPTION"):
        assert word not in text


def test_moved_then_cancelled_the_same_event_follows(opening: int) -> None:
    number = book(opening)
    uid = shown(number).uid
    later = NINE + dt.timedelta(minutes=30)
    booking.move(at=AT + DAY, number=number, sequence=0, opening=opening, starts_at=later)
    _, (moved,) = parsed(calendars.calendar_of(shown(number)))
    assert (moved["UID"], moved["SEQUENCE"], moved["DTSTART"].dt) == (f"{uid}@prevenance", 1, later)
    assert moved["LAST-MODIFIED"].dt == (AT + DAY).astimezone(dt.UTC)
    booking.cancel(at=AT + 2 * DAY, number=number)
    _, (gone,) = parsed(calendars.calendar_of(shown(number)))
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (f"{uid}@prevenance", 2, "CANCELLED")
    assert gone["TRANSP"] == "TRANSPARENT"


def test_the_feed_holds_what_the_agent_holds_and_keeps_what_was_cancelled_for_thirty_days(
    opening: int, cast: agents.Cast
) -> None:
    me = access(cast.mediator)
    first = book(opening)
    book(opening, NINE + 14 * DAY)
    booking.cancel(at=AT, number=first)
    _, events = parsed(calendars.feed(queries.dated(me, at=AT + 20 * DAY), name="Rendez-vous"))
    assert [event["STATUS"] for event in events] == ["CANCELLED", "CONFIRMED"]
    _, events = parsed(calendars.feed(queries.dated(me, at=AT + 31 * DAY), name="Rendez-vous"))
    assert [event["STATUS"] for event in events] == ["CONFIRMED"]
    assert queries.dated(access(cast.coordinator), at=AT) == ()
    assert queries.dated(access(cast.stranger), at=AT) == ()


def test_the_same_appointments_give_the_same_bytes(opening: int, cast: agents.Cast) -> None:
    me, number = access(cast.mediator), book(opening)
    tags = {calendars.etag(calendars.feed(queries.dated(me, at=AT + days * DAY), name="x")) for days in range(3)}
    assert len(tags) == 1
    booking.cancel(at=AT, number=number)
    assert calendars.etag(calendars.feed(queries.dated(me, at=AT), name="x")) not in tags


class One:
    """An appointment at any hour of any place."""

    uid = uuid.UUID(int=7)
    sequence = 3
    place_name, commune = "", agents.LAON
    state, state_at = AppointmentState.BOOKED, AT

    def __init__(self, starts_at: dt.datetime, minutes: int) -> None:
        self.starts_at, self.minutes = starts_at, minutes


@given(
    st.integers(0, 2 * 366 * 96),
    st.sampled_from([10, 30, 45, 90, 240]),
    st.sampled_from(["Europe/Paris", "America/Cayenne", "Indian/Reunion", "America/Miquelon"]),
)
def test_hours_are_read_back_as_they_are_in_every_zone(quarters: int, minutes: int, zone: str) -> None:
    starts = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=15 * quarters)
    local = starts.astimezone(ZoneInfo(zone))
    body = calendars.calendar_of(One(local, minutes))
    _, (event,) = parsed(body)
    if local.fold == 0:  # iCalendar cannot say which of two equal local times: the first is meant
        assert event["DTSTART"].dt.astimezone(dt.UTC) == starts
    assert f"TZID:{zone}" in lines(body)


def secret_of(page: Any) -> str:
    found = next(word for word in page.content.decode().split("<code>")[1].split("</code>"))
    return found.removeprefix("http://testserver")


def test_an_address_is_made_read_renewed_and_withdrawn(client: Client, opening: int, cast: agents.Cast) -> None:
    book(opening)
    with travel(AT, tick=False):
        agents.sign_in(client, cast.mediator, at=AT)
        client.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
        address = secret_of(client.post("/equipe/agenda-personnel/", {"do": "make"}))
        assert address.startswith("/calendrier/") and address.endswith(".ics")
        row = CalendarFeed.objects.get()
        assert address.split("/")[2].removesuffix(".ics") not in str(row.__dict__)
        assert address not in client.get("/equipe/agenda-personnel/").content.decode()
        other = Client()
        page = other.get(address)
        assert page.status_code == 200 and page["Content-Type"] == calendars.CONTENT_TYPE
        assert "noindex" in page["X-Robots-Tag"] and not other.cookies
        assert len(parsed(page.content)[1]) == 1
        assert other.get(address, headers={"If-None-Match": page["ETag"]}).status_code == 304
        row.refresh_from_db()
        assert row.read_on == AT.date()
        again = secret_of(client.post("/equipe/agenda-personnel/", {"do": "make"}))
        assert other.get(address).status_code == 404 and other.get(again).status_code == 200
        client.post("/equipe/agenda-personnel/", {"do": "withdraw"})
        assert other.get(again).status_code == 404
    assert feeds.tidy(at=AT + 31 * DAY) == 2


def test_who_left_the_team_leaves_with_their_calendar(opening: int, cast: agents.Cast) -> None:
    book(opening)
    secret = feeds.renew(by=access(cast.mediator), at=AT)
    assert queries.owner(secret, on=AT.date()) is not None
    Membership.objects.filter(account=cast.mediator).update(ends_on=AT.date())
    assert queries.owner(secret, on=AT.date()) is None
