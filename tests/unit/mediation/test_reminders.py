"""Reminders: by the ways asked for, at the hours of the rules, moved and withdrawn with their appointment."""

from __future__ import annotations

import datetime as dt
import re
import string
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prevenance.kit import consents, personal_data
from prevenance.kit.clock import PARIS
from prevenance.mediation.choices import reminder_rules as rules
from prevenance.mediation.choices.appointments import AppointmentState, Asker, Contact, Reminding
from prevenance.mediation.models import Appointment
from prevenance.mediation.operations import booking, reminders
from prevenance.mediation.operations import openings as hours
from prevenance.people import queries as people
from prevenance.people.choices.messages import Channel
from prevenance.people.models import Account, Message
from prevenance.people.operations import outbox_by_hand
from prevenance.people.queries import messages as queries
from tests import agents

AT = dt.datetime(2026, 11, 16, 9, tzinfo=PARIS)
NINE = dt.datetime(2026, 11, 30, 9, tzinfo=PARIS)  # a Monday
LATER = NINE + dt.timedelta(days=7, minutes=30)
EVERY = Contact(name="Sam", phone="+33639980001", email="sam@exemple.fr", address="3 rue des Essais\n02000 Laon")
LINKS = reminders.Links(
    stop=lambda secret, language: f"https://exemple.test/{language}/arreter/{secret}/",
    manage=lambda secret, language: f"https://exemple.test/{language}/mon-rendez-vous/{secret}/",
)
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
        until_time=dt.time(10),
        slot_minutes=30,
        place_kind="activity_place",
        place_name="Médiathèque fictive",
        commune=agents.LAON,
        starts_on=dt.date(2026, 11, 1),
        phone="+33323000000",
    )
    return hours.open_hours(by=access(cast.mediator), at=AT, draft=draft)


def book(opening: int, *ways: Reminding, at: dt.datetime = AT, **more: Any) -> int:
    given: dict[str, Any] = {"contact": EVERY, "asker": Asker.RESIDENT}
    wish = booking.Wish(opening=opening, starts_at=more.pop("starts_at", NINE), reminders=ways, **(given | more))
    return booking.book(at=at, operation=uuid.uuid4(), wish=wish, links=LINKS)


def waiting() -> dict[str, str]:
    """rule:way → local time."""
    return {
        ":".join(key.split(":")[-2:]): f"{due.astimezone(PARIS):%d/%m %H:%M}"
        for key, due in Message.objects.filter(state="waiting").values_list("key", "due_at")
    }


def texts() -> dict[str, str]:
    found = {}
    for row in Message.objects.filter(state="waiting"):
        content = queries.content(row)
        assert content is not None
        found[row.channel] = content.text
    return found


def test_each_way_asked_for_has_its_reminders(opening: int) -> None:
    book(opening, *Reminding)
    assert waiting() == {
        "two_days:sms": "28/11 10:00",
        "two_days:email": "28/11 10:00",
        "two_days:call": "28/11 10:00",
        "morning:sms": "30/11 08:00",
        "morning:email": "30/11 08:00",
        "by_post:letter": "22/11 08:00",
    }


def test_nobody_is_written_to_who_did_not_ask(opening: int) -> None:
    number = book(opening)
    assert not Message.objects.exists()
    assert reminders.follow(number, at=AT, links=LINKS) == 0
    assert not Message.objects.exists()


def test_a_way_without_an_address_gives_nothing(opening: int) -> None:
    book(opening, *Reminding, contact=Contact(phone="+33639980001"))
    assert {key.rpartition(":")[2] for key in waiting()} == {"sms", "call"}


def test_moved_with_the_appointment_and_withdrawn_with_it(opening: int) -> None:
    number = book(opening, Reminding.SMS)
    booking.move(at=AT, number=number, sequence=0, opening=opening, starts_at=LATER, links=LINKS)
    assert waiting() == {"two_days:sms": "05/12 10:00", "morning:sms": "07/12 08:00"}
    assert Message.objects.filter(state="withdrawn", content=None).count() == 2
    assert reminders.follow(number, at=AT, links=LINKS) == 0  # told twice
    booking.cancel(at=AT, number=number)
    assert waiting() == {}
    assert not Message.objects.exclude(content=None).exists()


def test_moved_by_a_page_that_knows_no_links_the_old_time_is_not_announced(opening: int) -> None:
    number = book(opening, Reminding.SMS)
    booking.move(at=AT, number=number, sequence=0, opening=opening, starts_at=LATER)
    assert waiting() == {}


def test_a_booking_that_fails_leaves_no_reminder(opening: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(booking, "_record", broken)
    with pytest.raises(RuntimeError):
        book(opening, Reminding.SMS)
    assert not Message.objects.exists() and not Appointment.objects.exists()


def test_excused_nobody_is_reminded_and_taken_back_they_are_again(opening: int, cast: agents.Cast) -> None:
    number = book(opening, Reminding.SMS)
    me = access(cast.mediator)
    booking.mark(by=me, at=AT, number=number, state=AppointmentState.EXCUSED, links=LINKS)
    assert waiting() == {}
    booking.mark(by=me, at=AT, number=number, state=AppointmentState.BOOKED, links=LINKS)
    assert waiting() == {"two_days:sms": "28/11 10:00", "morning:sms": "30/11 08:00"}


def test_booked_the_day_before_only_what_is_still_to_come_leaves(opening: int) -> None:
    at = NINE - dt.timedelta(hours=26)
    book(opening, Reminding.SMS, Reminding.LETTER, at=at)
    assert waiting() == {"morning:sms": "30/11 08:00"}


def test_a_letter_asked_for_late_leaves_at_once_while_the_post_has_time(opening: int) -> None:
    book(opening, Reminding.LETTER, at=NINE - dt.timedelta(days=5))
    assert waiting() == {"by_post:letter": "22/11 08:00"}


def test_words_are_neutral_and_say_all_that_is_needed(opening: int) -> None:
    book(opening, *Reminding)
    found = texts()
    assert re.fullmatch(
        r"Votre rendez-vous : lundi 30 novembre à 9 h, Médiathèque fictive, Laon\. "
        r"Vous ne pouvez pas venir \? 03 23 00 00 00 "
        r"Ne plus recevoir de message : https://exemple\.test/fr/arreter/[\w-]{22}/",
        found["sms"],
    )
    assert "Changer ou annuler : https://exemple.test/fr/mon-rendez-vous/" in found["email"]
    assert "Changer ou annuler" not in found["letter"] and "arreter/" in found["letter"]
    for words in found.values():
        assert (
            "Sam" not in words and "santé" not in words.lower() and "rappel" not in words.lower() and "{" not in words
        )


def test_in_the_language_of_the_one_who_booked(opening: int) -> None:
    book(opening, Reminding.SMS, language="en")
    assert texts()["sms"].startswith("Your appointment: Monday 30 November at 09:00, Médiathèque fictive, Laon.")


def test_who_said_no_more_is_not_reminded_of_an_appointment_moved(opening: int) -> None:
    number = book(opening, Reminding.SMS)
    content = queries.content(Message.objects.filter(state="waiting")[0])
    assert content is not None
    outbox_by_hand.stop(secret=content.stop.rstrip("/").rpartition("/")[2], at=AT + dt.timedelta(hours=1))
    assert waiting() == {}
    move_at = AT + dt.timedelta(hours=2)
    booking.move(at=move_at, number=number, sequence=0, opening=opening, starts_at=LATER, links=LINKS)
    assert waiting() == {}


def person_booked(opening: int, cast: agents.Cast) -> str:
    reference = agents.person(cast.mediator, cast.ours)
    wish = booking.Wish(
        opening=opening,
        starts_at=NINE,
        asker=Asker.MEDIATOR,
        person=reference,
        contact=EVERY,
        reminders=(Reminding.SMS,),
    )
    booking.book(at=AT, operation=uuid.uuid4(), wish=wish, by=access(cast.mediator), links=LINKS)
    return reference


def test_a_consent_withdrawn_withdraws_what_waits(opening: int, cast: agents.Cast) -> None:
    reference = person_booked(opening, cast)
    consents.tell_withdrawn(reference, "news", AT)
    assert len(waiting()) == 2
    consents.tell_withdrawn(reference, rules.PURPOSE, AT)
    assert waiting() == {}
    number = Appointment.objects.get(person=reference).pk
    booking.move(at=AT, number=number, sequence=0, opening=opening, starts_at=LATER, links=LINKS)
    assert waiting() == {}


def test_a_person_erased_leaves_no_message(opening: int, cast: agents.Cast) -> None:
    reference = person_booked(opening, cast)
    for holder in personal_data.holders():
        holder.erase(reference)
    assert not Message.objects.exists()


@given(st.integers(0, 366 * 96), st.sampled_from(["Europe/Paris", "America/Cayenne", "Indian/Reunion"]))
def test_a_reminder_is_always_before_its_appointment_and_by_day(quarters: int, zone: str) -> None:
    starts = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=15 * quarters)
    for rule in rules.rules():
        due = rule.due(starts, zone)
        assert starts - dt.timedelta(days=9) <= due
        if rule.key == "morning" and starts.astimezone(ZoneInfo(zone)).hour >= 6:
            assert due <= starts - rules.NEAR


def test_words_exist_for_every_way_in_both_languages() -> None:
    values = {"day": "d", "hour": "h", "place": "p"}
    for channel in Channel:
        french, english = (rules.words(channel, language, values) for language in ("fr", "en"))
        assert french != english and all("d" in one and "p" in one for one in (french, english))
        assert "{phone}" not in french and "{link}" not in french


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_text_message_costs_at_most_two(language: str) -> None:
    """GSM 03.38: 7-bit letters, 153 in each part of a long message. One letter of another alphabet makes them 67."""
    cheap = set("@£$¥èéùìòÇ\nØøÅåΔ_ÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà") | set(string.ascii_letters + string.digits)
    values = {"day": "mercredi 30 septembre", "hour": "10 h 30", "place": "Maison France services, Villers-Cotterets"}
    text = rules.words(Channel.SMS, language, values | {"phone": "03 23 00 00 00"})
    text = text.replace("{stop}", "https://prevention.exemple.fr/arreter/xjRLTqMsnytPhAX6PZjGag/")
    assert set(text) <= cheap and len(text) <= 2 * 153
