"""« Tell me at the right time »: from a plan to a yes, and to a no; nothing is kept of the answers."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from prevenance.campaigns.choices import reminders as choices
from prevenance.campaigns.models import Reminder
from prevenance.campaigns.operations import reminders as operations
from prevenance.campaigns.presenters.reminder_links import links
from prevenance.campaigns.queries import reminders as queries
from prevenance.kit import clock
from prevenance.people.models import Message, Stop
from prevenance.people.queries import messages
from prevenance.plans.forms.state import State
from tests import agents

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
ASK, PUT, TEAM = "/ma-prevention/me-prevenir/", "/ma-prevention/me-prevenir/envoye/", "/equipe/relances/"
GOOD = {
    "sms": {"phone": "06 12 34 56 78"},
    "email": {"email": "sam@exemple.fr"},
    "letter": {"address": "Sam Fictif\n3 rue des Essais\n02000 Laon"},
    "call": {"phone": "03 53 01 00 02", "name": "Sam"},
}
COMMON = {"often": "2", "agree": "yes"}


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def sent(visitor: Client, state: State, path: str = PUT, **fields: str) -> Any:
    return visitor.post(path, {"state": state.sealed(on=TODAY), **fields})


def text(response: Any) -> str:
    return str(response.content.decode())


def message(key: str = choices.ASK_KEY) -> messages.Content:
    found = messages.content(Message.objects.get(key__startswith=key))
    assert found is not None
    return found


@pytest.mark.parametrize("way", sorted(GOOD))
def test_each_way_is_asked_for_and_waits_for_a_yes(visitor: Client, claire: State, cast: agents.Cast, way: str) -> None:
    assert f'value="{way}"' in text(sent(visitor, claire, ASK))
    assert sent(visitor, claire, ASK, channel=way).status_code == 200
    assert not Reminder.objects.exists(), "a page that is opened keeps nothing"
    response = sent(visitor, claire, channel=way, **GOOD[way], **COMMON)
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    row = Reminder.objects.get()
    assert (row.channel, row.confirmed_at, row.commune_code) == (way, None, "02691")
    assert Message.objects.count() == 1


@pytest.mark.parametrize("way", sorted(GOOD))
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    visitor: Client, claire: State, cast: agents.Cast, way: str
) -> None:
    wrong = dict.fromkeys(GOOD[way], "3 rue")
    response = sent(visitor, claire, channel=way, **wrong)
    assert response.status_code == 422
    assert "3 rue" in text(response) and 'id="agree-error"' in text(response)
    assert not Reminder.objects.exists() and not Message.objects.exists()


def test_a_landline_receives_no_text_message(visitor: Client, claire: State, cast: agents.Cast) -> None:
    response = sent(visitor, claire, channel="sms", phone="03 23 00 00 00", **COMMON)
    assert response.status_code == 422 and "ne reçoit pas de SMS" in text(response)


def test_without_a_team_nothing_is_promised(visitor: Client, claire: State) -> None:
    response = sent(visitor, claire, ASK)
    assert "aucune équipe" in text(response) and 'name="channel"' not in text(response)
    sent(visitor, claire, channel="email", **GOOD["email"], **COMMON)
    assert not Reminder.objects.exists()


def test_the_commune_is_asked_only_when_it_decides_who_writes(visitor: Client, cast: agents.Cast) -> None:
    nowhere = State(False, {"birth_date": "1961-04-09", "sex": "female"})
    assert 'id="commune"' in text(sent(visitor, nowhere, ASK, channel="email"))
    refused = sent(visitor, nowhere, channel="email", commune="", **GOOD["email"], **COMMON)
    assert refused.status_code == 422
    several = sent(visitor, nowhere, channel="email", commune="saint quentin", **GOOD["email"], **COMMON)
    assert several.status_code == 422 and 'name="code"' in text(several)
    assert "sam@exemple.fr" in text(several)
    assert sent(visitor, nowhere, channel="email", commune="02000", **GOOD["email"], **COMMON).status_code in (200, 422)


def test_opening_the_link_does_nothing_one_press_says_yes_another_erases(
    visitor: Client, claire: State, cast: agents.Cast
) -> None:
    sent(visitor, claire, channel="email", **GOOD["email"], **COMMON)
    found = re.search(r"http://localhost(/relances/\w+/)", message().text)
    assert found
    own = found[1]
    opened = visitor.get(own)
    assert "sam@exemple.fr" in text(opened) and not visitor.cookies
    assert "noindex" in opened.get("X-Robots-Tag", "") or "no-store" in opened["Cache-Control"]
    assert Reminder.objects.get().confirmed_at is None
    assert visitor.post(own, {"do": "yes"}).status_code == 302
    assert Reminder.objects.get().confirmed_at is not None
    assert "Vous avez dit oui" in text(visitor.get(own))
    assert "tout est effacé" in text(visitor.post(own, {"do": "stop"}))
    assert not Reminder.objects.exists()
    assert visitor.get(own).status_code == 404


def test_the_page_to_stop_of_the_message_erases_at_once(visitor: Client, claire: State, cast: agents.Cast) -> None:
    sent(visitor, claire, channel="sms", **GOOD["sms"], **COMMON)
    stop = message().stop.removeprefix("http://localhost")
    assert "tout de suite" in text(visitor.get(stop))
    assert Reminder.objects.exists()
    visitor.post(stop, {"do": "stop"})
    assert not Reminder.objects.exists() and not Message.objects.exclude(content=None).exists()
    assert "Nous avons effacé" in text(visitor.get(stop))
    visitor.post(stop, {"do": "undo"})
    assert not Stop.objects.exists()


def test_the_same_page_whether_or_not_the_address_was_asked_for_too_often(
    visitor: Client, claire: State, cast: agents.Cast
) -> None:
    pages = [text(sent(visitor, claire, channel="sms", **GOOD["sms"], **COMMON)) for _ in range(2)]
    seen = [re.sub(r'name="state" value="[^"]*"', "", page) for page in pages]
    assert seen[0] == seen[1]
    assert Message.objects.count() == 1


def test_a_code_finds_it_and_a_wrong_one_is_said(visitor: Client, claire: State, cast: agents.Cast) -> None:
    sent(visitor, claire, channel="letter", **GOOD["letter"], **COMMON)
    code = queries.code_of(Reminder.objects.get())
    assert code in message().text
    assert visitor.post("/relances/", {"code": f"{code[:5].lower()} {code[5:]}"}).status_code == 302
    assert visitor.post("/relances/", {"code": "BBBBBBBBBB"}).status_code == 422
    assert visitor.post("/relances/", {"code": "1"}).status_code == 422


def test_the_team_notes_the_answer_of_a_call_once(visitor: Client, claire: State, cast: agents.Cast) -> None:
    sent(visitor, claire, channel="call", **GOOD["call"], **COMMON)
    number = str(Reminder.objects.get().pk)
    agents.sign_in(visitor, cast.coordinator, at=clock.now())
    assert "03 53 01 00 02" in text(visitor.get(TEAM))
    for _ in range(2):
        assert visitor.post(TEAM, {"number": number, "do": "yes"}).status_code == 302
    assert Reminder.objects.get().confirmed_by_id == cast.coordinator.pk
    assert "03 53 01 00 02" not in text(visitor.get(TEAM))


def test_nothing_of_the_answers_is_in_any_table(visitor: Client, cast: agents.Cast) -> None:
    """Every value of every table, before a yes and after a message: neither an answer, nor an act, nor the address."""
    answers = {"birth_date": "1956-02-29", "sex": "female", "mammogram": "2019-10-23", "colorectal_test": "never"}
    state = State(False, answers, ("birth_date", "sex"), "02691")
    before = kept()
    sent(visitor, state, channel="sms", **GOOD["sms"], **COMMON)
    Reminder.objects.update(confirmed_at=clock.now(), next_on=TODAY, dates=[TODAY.isoformat(), "2027-10-05"])
    done = operations.keep_up(at=clock.now(), links=links(lambda path: f"http://localhost{path}"))
    assert done["put"] == 1
    new = kept() - before
    assert any("2027-10-05" in one for one in new), "the search sees what is kept"
    telling = {"1956", "02-29", "2019-10-23", "mammogram", "colorectal", "never", "female", "612345678"}
    assert [one for one in new if any(word in one for word in telling)] == []


def kept() -> set[str]:
    found = set()
    for model in apps.get_models():
        for row in model._default_manager.all():
            for field in row._meta.concrete_fields:
                value = getattr(row, field.attname)
                shown = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else value
                found.add(f"{row._meta.db_table}.{field.column}: {json.dumps(shown, default=str)}")
    return found
