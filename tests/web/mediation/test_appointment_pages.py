"""Appointments: residents without an account, agents on their day, and the note that follows."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import Any

import icalendar
import pytest
import textstat
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from prevenance.kit import clock
from prevenance.kit.clock import PARIS
from prevenance.mediation.models import Absence, Appointment, Encounter, Opening, Wait
from prevenance.mediation.operations import booking, waits
from prevenance.mediation.operations import openings as hours
from prevenance.mediation.queries import appointments
from prevenance.people import queries as people
from tests import agents
from tests.web.every_page import tree
from tests.web.plans.test_bars import EASY, sentences

ADDRESSES = itertools.count(1)
MONDAY_NINE = "20261130T0800Z"
MONDAY_HALF_PAST = "20261130T0830Z"
NINE = dt.datetime(2026, 11, 30, 9, tzinfo=PARIS)
SECRETS = re.compile(r"[0-9a-f]{43}")


@pytest.fixture
def cast(db: None) -> agents.Cast:
    return agents.play()


@pytest.fixture
def opening(cast: agents.Cast) -> int:
    return open_hours(cast)


def open_hours(cast: agents.Cast, **more: Any) -> int:
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
        "ends_on": dt.date(2026, 11, 30),
    }
    by = people.access(cast.mediator, on=clock.today())
    return hours.open_hours(by=by, at=clock.now(), draft=hours.Draft(**(given | more)))


def signed_in(who: Any) -> Client:
    client = Client(
        headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR=f"2001:db8:9::{next(ADDRESSES):x}"
    )
    agents.sign_in(client, who, at=clock.now())
    return client


def booked(visitor: Client, opening: int, stamp: str = MONDAY_NINE, **posted: str) -> str:
    """The address of the appointment's own page."""
    answer = visitor.post(reverse("mediation:booking-slot", args=[opening, stamp]), {"who": "me", **posted})
    assert answer.status_code == 302, answer.content.decode()
    assert not answer.cookies
    return answer.headers["Location"]


def page(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("name", ["mediation:booking", "mediation:booking-find"])
def test_a_page_is_plain_to_read_and_keeps_nothing(visitor: Client, name: str) -> None:
    textstat.set_lang("fr")
    response = visitor.get(reverse(name))
    assert textstat.flesch_reading_ease(sentences(response.content.decode())) >= EASY
    assert not response.cookies


def test_the_free_times_around_a_commune_are_shown(visitor: Client, opening: int) -> None:
    answer = visitor.post(reverse("mediation:booking"), {"code": agents.LAON})
    html = answer.content.decode()
    assert "Médiathèque fictive" in html and "lundi 30 novembre 2026, 9\u00a0h" in html
    assert reverse("mediation:booking-slot", args=[opening, MONDAY_NINE]) in html
    assert "Alice" not in html, "residents choose a place and a time, not somebody"
    assert not answer.cookies


def test_where_nobody_receives_the_page_says_whom_to_see_instead(visitor: Client, cast: agents.Cast) -> None:
    html = visitor.post(reverse("mediation:booking"), {"code": agents.LILLE}).content.decode()
    assert "personne ne donne encore de rendez-vous" in html
    assert reverse("plans:help-near") in html and "tel:" in html


def test_an_appointment_needs_one_answer_only(visitor: Client, opening: int) -> None:
    where = booked(visitor, opening)
    html = page(visitor, where)
    assert "C’est noté" in html and "lundi 30 novembre 2026 à 9\u00a0h" in html
    row = Appointment.objects.get()
    assert row.contact is None and row.reminders == [] and row.asker == "resident"
    code = appointments.code_of(row.pk)
    assert f"{code[:4]} {code[4:]}" in html


def test_what_was_typed_is_kept_when_something_is_wrong(visitor: Client, opening: int) -> None:
    where = reverse("mediation:booking-slot", args=[opening, MONDAY_NINE])
    answer = visitor.post(where, {"who": "other", "phone": "12", "name": "Zohrabelle", "remind": "yes"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Zohrabelle"' in html and 'value="12"' in html and "Ce n’est pas un numéro" in html
    assert 'name="remind" value="yes" checked' in html
    assert not Appointment.objects.exists()


def test_a_reminder_asks_for_a_phone_and_keeps_the_words_that_were_read(visitor: Client, opening: int) -> None:
    where = reverse("mediation:booking-slot", args=[opening, MONDAY_NINE])
    assert visitor.post(where, {"who": "me", "remind": "yes"}).status_code == 422
    booked(visitor, opening, phone="06 12 34 56 01", remind="yes")
    row = Appointment.objects.get()
    assert row.reminders == ["sms"] and row.agreed_at and row.agreed_words == "2026-11-24"


def test_a_relative_gives_their_own_phone(visitor: Client, opening: int) -> None:
    booked(visitor, opening, who="other", phone="06 12 34 56 01")
    row = Appointment.objects.get()
    assert (row.asker, row.is_phone_of_relative) == ("relative", True)


def test_a_call_needs_the_number_to_call(visitor: Client, cast: agents.Cast) -> None:
    number = open_hours(cast, place_kind="remote", place_name="")
    where = reverse("mediation:booking-slot", args=[number, MONDAY_NINE])
    assert visitor.post(where, {"who": "me"}).status_code == 422
    html = page(visitor, booked(visitor, number, phone="06 12 34 56 01"))
    assert "C’est nous qui vous appelons" in html


def test_the_same_form_sent_twice_books_once(visitor: Client, opening: int) -> None:
    operation = "7e9f3d64-5d0c-4f4e-9d2c-6a6c2c8a1f10"
    assert booked(visitor, opening, operation=operation) == booked(visitor, opening, operation=operation)
    assert Appointment.objects.count() == 1
    booking.tidy(at=NINE + dt.timedelta(days=31))
    where = reverse("mediation:booking-slot", args=[opening, MONDAY_NINE])
    assert visitor.post(where, {"who": "me", "operation": operation}).status_code == 404, "sent again much later"


def test_the_number_of_an_agent_s_form_gives_nothing_to_a_visitor(
    visitor: Client, cast: agents.Cast, opening: int
) -> None:
    operation = "7e9f3d64-5d0c-4f4e-9d2c-6a6c2c8a1f10"
    posted = {"slot": f"{opening}-{MONDAY_NINE}", "operation": operation}
    assert signed_in(cast.mediator).post(reverse("mediation:appointment-new"), posted).status_code == 302
    where = reverse("mediation:booking-slot", args=[opening, MONDAY_NINE])
    assert visitor.post(where, {"who": "me", "operation": operation}).status_code == 409


def test_a_time_just_taken_leads_to_the_others(visitor: Client, opening: int) -> None:
    booked(visitor, opening)
    answer = visitor.post(reverse("mediation:booking-slot", args=[opening, MONDAY_NINE]), {"who": "me"})
    html = answer.content.decode()
    assert answer.status_code == 409 and "vient d’être pris" in html
    assert MONDAY_HALF_PAST in html
    assert f'href="{reverse("mediation:booking-slot", args=[opening, MONDAY_NINE])}"' not in html


@pytest.mark.parametrize("stamp", ["20261130T0805Z", "20261124T0800Z", "20271130T0800Z"])
def test_a_time_which_is_not_offered_is_not_booked(visitor: Client, opening: int, stamp: str) -> None:
    assert visitor.post(reverse("mediation:booking-slot", args=[opening, stamp]), {"who": "me"}).status_code == 409
    assert not Appointment.objects.exists()


def test_the_hours_of_the_team_only_are_not_for_residents(visitor: Client, cast: agents.Cast) -> None:
    number = open_hours(cast, is_public=False)
    assert visitor.get(reverse("mediation:booking-place", args=[number])).status_code == 404
    answer = visitor.post(reverse("mediation:booking-slot", args=[number, MONDAY_NINE]), {"who": "me"})
    assert answer.status_code == 404


def test_the_person_moves_it_and_the_calendar_follows(visitor: Client, opening: int) -> None:
    where = booked(visitor, opening)
    before = icalendar.Calendar.from_ical(visitor.get(f"{where}rendez-vous.ics").content).events[0]
    html = page(visitor, f"{where}deplacer/")
    assert f"{opening}-{MONDAY_HALF_PAST}" in html and f"{opening}-{MONDAY_NINE}" not in html
    answer = visitor.post(f"{where}deplacer/", {"sequence": "0", "slot": f"{opening}-{MONDAY_HALF_PAST}"})
    assert (answer.status_code, answer.headers["Location"]) == (302, where)
    after = icalendar.Calendar.from_ical(visitor.get(f"{where}rendez-vous.ics").content).events[0]
    assert before["UID"] == after["UID"] and (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == NINE + dt.timedelta(minutes=30)
    assert str(after["SUMMARY"]) == "Rendez-vous d’accompagnement"


def test_the_person_cancels_it_and_the_time_is_given_back(visitor: Client, opening: int) -> None:
    where = booked(visitor, opening)
    assert visitor.post(where).status_code == 422, "nothing is cancelled by a slip of the thumb"
    assert visitor.post(where, {"sure": "yes"}).status_code == 302
    assert "Ce rendez-vous est annulé" in page(visitor, where)
    assert MONDAY_NINE in page(visitor, reverse("mediation:booking-place", args=[opening]))
    event = icalendar.Calendar.from_ical(visitor.get(f"{where}rendez-vous.ics").content).events[0]
    assert str(event["STATUS"]) == "CANCELLED"


def test_the_own_page_is_for_nobody_else(visitor: Client, opening: int) -> None:
    where = booked(visitor, opening, phone="06 12 34 56 01", name="Zohrabelle")
    answer = visitor.get(where)
    assert "noindex" in answer.headers["X-Robots-Tag"] and answer.headers["Cache-Control"] == "no-store"
    html = answer.content.decode()
    assert "Zohrabelle" not in html and "34 56" not in html, "a link read over a shoulder says nobody's name"
    elsewhere = where[: -len("x/")] + ("0/" if where[-2] != "0" else "1/")
    assert visitor.get(elsewhere).status_code == 404


def test_a_code_and_a_phone_find_it_back(visitor: Client, opening: int) -> None:
    where = booked(visitor, opening, phone="06 12 34 56 01")
    code = appointments.code_of(Appointment.objects.get().pk)
    asked = reverse("mediation:booking-find")
    found = visitor.post(asked, {"code": f" {code[:4].lower()}-{code[4:]}", "phone": "+33 6 12 34 56 01"})
    assert (found.status_code, found.headers.get("Location")) == (302, where)
    for wrong in ({"code": code}, {"code": code, "phone": "06 12 34 56 02"}, {"code": "AAAA2222"}, {"code": "x"}):
        assert visitor.post(asked, wrong).status_code == 422


def test_guessing_codes_is_slow(visitor: Client, opening: int) -> None:
    asked = reverse("mediation:booking-find")
    answers = [visitor.post(asked, {"code": "AAAA2222"}).status_code for _ in range(14)]
    assert answers[0] == 422 and answers[-1] == 429


def test_when_all_is_taken_one_waits_and_may_stop(visitor: Client, opening: int) -> None:
    booked(visitor, opening)
    booked(visitor, opening, MONDAY_HALF_PAST)
    html = visitor.post(reverse("mediation:booking"), {"code": agents.LAON}).content.decode()
    asked = reverse("mediation:booking-wait", args=[opening])
    assert asked in html and "Pas d’horaire libre" in html
    assert visitor.post(asked, {"until": "30"}).status_code == 422
    answer = visitor.post(asked, {"phone": "06 12 34 56 01", "until": "30"})
    assert answer.status_code == 302
    assert "quelqu’un vous appelle" in page(visitor, answer.headers["Location"])
    assert "Votre numéro est effacé" in visitor.post(answer.headers["Location"]).content.decode()
    row = Wait.objects.get()
    assert row.ended_at and row.contact is None


def test_the_day_shows_who_comes_and_who_waits(visitor: Client, cast: agents.Cast, opening: int) -> None:
    booked(visitor, opening, name="Zohrabelle", phone="06 12 34 56 01")
    visitor.post(reverse("mediation:booking-wait", args=[opening]), {"phone": "06 12 34 56 02", "until": "14"})
    html = page(signed_in(cast.mediator), reverse("mediation:day"))
    assert "Zohrabelle" in html and "06 12 34 56 01" in html.replace("\u00a0", " ")
    assert "1 horaire libre" in html and "Un horaire est libre." in html
    assert "Zohrabelle" not in page(signed_in(cast.coordinator), reverse("mediation:day"))
    assert "Zohrabelle" in page(signed_in(cast.coordinator), reverse("mediation:day") + "?team=1")
    html = page(signed_in(cast.stranger), reverse("mediation:day") + "?team=1")
    assert "Zohrabelle" not in html and "34 56" not in html


def test_an_agent_gives_a_time_to_a_person_followed(cast: agents.Cast, opening: int) -> None:
    person, client = agents.person(cast.mediator, cast.ours), signed_in(cast.mediator)
    new = reverse("mediation:appointment-new")
    html = page(client, f"{new}?person={person}")
    assert "Zohrabelle" in html and f"{opening}-{MONDAY_NINE}" in html
    posted = {"slot": f"{opening}-{MONDAY_NINE}", "person": person, "operation": "7e9f3d64-5d0c-4f4e-9d2c-6a6c2c8a1f10"}
    assert client.post(new, posted | {"remind-sms": "yes"}).status_code == 422, "no phone to remind"
    answer = client.post(new, posted)
    assert answer.status_code == 302
    assert client.post(new, posted).headers["Location"] == answer.headers["Location"]
    row = Appointment.objects.get()
    assert (row.person, row.asker, row.booked_by_id) == (person, "mediator", cast.mediator.pk)
    html = page(client, answer.headers["Location"])
    assert "Zohrabelle Vantadour" in html
    assert client.get(f"{new}?slot={opening}-{MONDAY_NINE}").status_code == 200


def test_who_waits_is_given_a_time_and_their_number_leaves_the_list(
    visitor: Client, cast: agents.Cast, opening: int
) -> None:
    visitor.post(reverse("mediation:booking-wait", args=[opening]), {"phone": "06 12 34 56 02", "until": "14"})
    client, wait = signed_in(cast.mediator), Wait.objects.get()
    slot, new = f"{opening}-{MONDAY_NINE}", reverse("mediation:appointment-new")
    html = page(client, f"{new}?slot={slot}&wait={wait.pk}")
    assert 'value="06 12 34 56 02"' in html.replace("\u00a0", " ")
    assert client.post(new, {"slot": slot, "wait": str(wait.pk), "phone": "06 12 34 56 02"}).status_code == 302
    wait.refresh_from_db()
    assert wait.appointment_id == Appointment.objects.get().pk and wait.contact is None


def test_an_agent_says_what_became_of_it_and_takes_it_back(visitor: Client, cast: agents.Cast, opening: int) -> None:
    booked(visitor, opening)
    row = Appointment.objects.get()
    mark = reverse("mediation:appointment-mark", args=[row.pk])
    with time_machine.travel(NINE, tick=False):
        client = signed_in(cast.mediator)
        for state in ("kept", "booked", "missed", "booked", "excused"):
            assert client.post(mark, {"state": state}).status_code == 302
            row.refresh_from_db()
            assert row.state == state
        assert client.post(mark, {"state": "dancing"}).status_code == 404
        assert signed_in(cast.stranger).post(mark, {"state": "kept"}).status_code == 404


def test_the_note_begins_with_what_the_appointment_says(visitor: Client, cast: agents.Cast, opening: int) -> None:
    booked(visitor, opening)
    row = Appointment.objects.get()
    with time_machine.travel(NINE + dt.timedelta(hours=1), tick=False):
        client = signed_in(cast.mediator)
        html = page(client, reverse("mediation:note") + f"?appointment={row.pk}")
        assert 'value="Médiathèque fictive"' in html
        posted = {
            "kind": "individual",
            "day": "today",
            "minutes": "30",
            "place": "new",
            "place_name": "Médiathèque fictive",
            "place_commune": agents.LAON,
            "themes": "health",
            "appointment": str(row.pk),
            "operation": "7e9f3d64-5d0c-4f4e-9d2c-6a6c2c8a1f11",
        }
        assert client.post(reverse("mediation:note"), posted).status_code == 302
        row.refresh_from_db()
        assert row.state == "kept" and row.encounter_id == Encounter.objects.get().pk
        assert client.post(reverse("mediation:note"), posted).status_code == 302
        assert Encounter.objects.count() == 1


def test_an_agent_moves_and_cancels_what_they_hold(visitor: Client, cast: agents.Cast, opening: int) -> None:
    booked(visitor, opening)
    row, client = Appointment.objects.get(), signed_in(cast.mediator)
    move = reverse("mediation:appointment-move", args=[row.pk])
    assert f"{opening}-{MONDAY_HALF_PAST}" in page(client, move)
    assert client.post(move, {"sequence": "0", "slot": f"{opening}-{MONDAY_HALF_PAST}"}).status_code == 302
    cancel = reverse("mediation:appointment-cancel", args=[row.pk])
    assert client.post(cancel).status_code == 422
    assert client.post(cancel, {"sure": "yes"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.sequence, row.state_by_id) == ("cancelled", 2, cast.mediator.pk)
    for address in ("mediation:appointment", "mediation:appointment-move"):
        assert signed_in(cast.stranger).get(reverse(address, args=[row.pk])).status_code == 404


HOURS = {
    "weekday-2": "yes",
    "from_time": "14:00",
    "until_time": "17h30",
    "slot_minutes": "45",
    "capacity": "1",
    "every_weeks": "2",
    "starts_on": "2026-12-01",
    "place_kind": "activity_place",
    "place_name": "Mairie fictive",
    "commune": agents.LAON,
    "notice_hours": "24",
    "public": "yes",
}


def test_an_agent_opens_changes_and_ends_their_hours(cast: agents.Cast) -> None:
    client, new = signed_in(cast.mediator), reverse("mediation:opening-new")
    assert client.post(new, HOURS).status_code == 302
    assert client.post(new, HOURS).status_code == 302
    row = Opening.objects.get()
    assert (row.weekdays, row.every_weeks, row.until_time, row.zone) == ([2], 2, dt.time(17, 30), "Europe/Paris")
    html = page(client, reverse("mediation:openings"))
    assert "Mardi, de 14\u00a0h à 17\u00a0h\u00a030" in html and "une semaine sur 2" in html
    one = reverse("mediation:opening", args=[row.pk])
    assert 'value="Mairie fictive"' in page(client, one)
    assert client.post(one, HOURS | {"slot_minutes": "60"}).status_code == 302
    row.refresh_from_db()
    assert row.slot_minutes == 60
    for other in (cast.coordinator, cast.stranger):
        assert signed_in(other).post(one, {"do": "end"}).status_code == 404
    assert client.post(one, {"do": "end"}).status_code == 302
    assert not Opening.objects.exists(), "hours that had not begun, where nobody had booked"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"weekday-2": ""}, "Cochez au moins un jour."),
        ({"until_time": "14:20"}, "aucun rendez-vous n’y tient"),
        ({"from_time": "late"}, "Écrivez l’heure de début, comme 09:30."),
        ({"ends_on": "2026-11-30"}, "Le dernier jour est avant le premier."),
        ({"commune": "zzzz"}, "Nous ne connaissons pas cette commune"),
        ({"place_name": ""}, "Écrivez le nom du lieu."),
        ({"place_kind": "home"}, "C’est vous qui fixez les visites à domicile"),
        ({"phone": "12"}, "Ce n’est pas un numéro"),
    ],
)
def test_a_mistake_in_hours_is_said_beside_its_field(cast: agents.Cast, wrong: dict[str, str], words: str) -> None:
    answer = signed_in(cast.mediator).post(reverse("mediation:opening-new"), HOURS | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode() and not Opening.objects.exists()


def test_hours_that_overlap_are_refused_in_words(cast: agents.Cast) -> None:
    client = signed_in(cast.mediator)
    client.post(reverse("mediation:opening-new"), HOURS)
    answer = client.post(reverse("mediation:opening-new"), HOURS | {"place_name": "Ailleurs"})
    assert answer.status_code == 422 and "Vous recevez déjà" in answer.content.decode()
    bounded = signed_in(cast.bounded_mediator).post(
        reverse("mediation:opening-new"), HOURS | {"commune": agents.SOISSONS}
    )
    assert bounded.status_code == 422


def test_an_absence_names_those_who_are_to_be_called(visitor: Client, cast: agents.Cast, opening: int) -> None:
    booked(visitor, opening, name="Zohrabelle")
    client, hours_page = signed_in(cast.mediator), reverse("mediation:openings")
    assert client.post(hours_page, {"first": "2026-11-30", "last": "2026-11-29"}).status_code == 422
    assert client.post(hours_page, {"first": "2026-11-30"}).status_code == 302
    assert client.post(hours_page, {"first": "2026-11-30"}).status_code == 302
    row = Absence.objects.get()
    html = page(client, hours_page)
    assert "Zohrabelle" in html and "lundi 30 novembre 2026" in html
    assert client.post(reverse("mediation:absence-end", args=[row.pk])).status_code == 302
    assert not Absence.objects.exists()


def test_hours_overseas_are_those_of_the_clock_there(visitor: Client, cast: agents.Cast) -> None:
    number = open_hours(cast, commune="97411", weekdays=(1,))
    html = page(visitor, reverse("mediation:booking-place", args=[number]))
    assert "9\u00a0h<" in html and "20261130T0500Z" in html
    client = signed_in(cast.mediator)
    client.post(reverse("mediation:openings"), {"first": "2026-11-30", "away_from": "09:30"})
    assert Absence.objects.get().starts_at == dt.datetime(2026, 11, 30, 5, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_is_in_the_language_of_the_page(visitor: Client, opening: int, language: str) -> None:
    with translation.override(language):
        where = reverse("mediation:booking-place", args=[opening])
    html = page(visitor, where)
    assert ("Choisir un horaire" in html) == (language == "fr")
    assert ("Choose a time" in html) == (language == "en")


def test_nothing_of_an_appointment_is_written_in_an_address_but_a_secret(visitor: Client, opening: int) -> None:
    where = booked(visitor, opening, phone="06 12 34 56 01", name="Zohrabelle")
    secret = where.strip("/").split("/")[-1]
    assert SECRETS.fullmatch(secret)
    assert booking.tidy(at=clock.now() + dt.timedelta(days=60)) == 1
    assert waits.tidy(at=clock.now()) == 0
    assert visitor.get(where).status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_valid_html_in_both_languages(
    visitor: Client, cast: agents.Cast, opening: int, language: str
) -> None:
    with translation.override(language):
        own = booked(visitor, opening, name="Zohrabelle", phone="06 12 34 56 01")
        waiting = visitor.post(
            reverse("mediation:booking-wait", args=[opening]), {"phone": "0612345601", "until": "14"}
        )
        client, number = signed_in(cast.mediator), Appointment.objects.get().pk
        client.post(reverse("mediation:openings"), {"first": "2026-12-24", "away_from": "09:00"})
        slot = f"{opening}-{MONDAY_HALF_PAST}"
        public = [
            reverse("mediation:booking-place", args=[opening]),
            reverse("mediation:booking-slot", args=[opening, MONDAY_HALF_PAST]),
            reverse("mediation:booking-slot", args=[0, "nothing"]),
            reverse("mediation:booking-wait", args=[opening]),
            own,
            reverse("mediation:own-appointment-move", args=[own.strip("/").split("/")[-1]]),
            waiting.headers["Location"],
        ]
        team = [
            reverse("mediation:day"),
            reverse("mediation:day") + "?team=1",
            reverse("mediation:appointment", args=[number]),
            reverse("mediation:appointment-move", args=[number]),
            reverse("mediation:appointment-new"),
            reverse("mediation:appointment-new") + f"?slot={slot}",
            reverse("mediation:openings"),
            reverse("mediation:opening-new"),
            reverse("mediation:opening", args=[opening]),
        ]
    for who, addresses in ((visitor, public), (client, team)):
        for address in addresses:
            html = who.get(address).content.decode()
            _, errors = tree(html)
            assert errors == [], (address, errors)
            assert f'<html lang="{language}"' in html, address


def test_the_day_asks_the_tables_as_often_for_six_people_as_for_one(
    cast: agents.Cast,
) -> None:
    opening = open_hours(cast, weekdays=(2,), ends_on=None, notice_hours=0, until_time=dt.time(12))
    client, new = signed_in(cast.mediator), reverse("mediation:appointment-new")

    def give(name: str, stamp: str) -> None:
        person = agents.person(cast.mediator, cast.ours, name)
        assert client.post(new, {"slot": f"{opening}-{stamp}", "person": person}).status_code == 302

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert "Vantadour" in page(client, reverse("mediation:day"))
        return len(found)

    give("Aubrine", "20261124T0800Z")
    one = asked()
    for number, name in enumerate(("Benjie", "Corentine", "Dahlia", "Elouan", "Firmine")):
        give(name, f"20261124T{8 + (number + 1) // 2:02}{'30' if number % 2 == 0 else '00'}Z")
    assert asked() == one <= 25
