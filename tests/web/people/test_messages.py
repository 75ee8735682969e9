"""The page of messages: lists, what is done by hand and undone, letters and calls on paper; and no more, by a link."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
import time_machine
from django.test import Client

from prevenance.people.choices.messages import Channel, Trouble
from prevenance.people.models import Entry, Message, Stop
from prevenance.people.operations import outbox, senders
from prevenance.people.queries import messages as queries
from tests import agents
from tests.web.test_html_validity import mistakes

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 24, 11, 0, tzinfo=ZoneInfo("Europe/Paris"))
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
PAGE, MARK = "/equipe/messages/", "/equipe/messages/marquer/"
ADDRESSES = {
    Channel.SMS: "+33639980001",
    Channel.CALL: "+33639980002",
    Channel.EMAIL: "sam@exemple.fr",
    Channel.LETTER: "Sam Fictif\n3 rue des Essais\n02000 Laon",
}


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


@pytest.fixture
def put(cast: agents.Cast) -> Callable[..., Message]:
    def made(key: str, channel: Channel = Channel.SMS, **more: Any) -> Message:
        values = {"due_at": AT - HOUR, "not_after": AT + DAY, "organisation": cast.ours, "commune": agents.LAON} | more
        draft = outbox.Draft(
            key=key,
            purpose="reminders",
            agreed_at=AT - DAY,
            channel=channel,
            address=ADDRESSES[channel],
            subject="Votre rendez-vous" if channel is Channel.LETTER else "Sam",
            text="Vous avez rendez-vous <demain>. {stop}",
            **values,
        )
        assert outbox.put(draft, at=AT - 2 * HOUR, link=lambda secret, _: f"http://testserver/arreter/{secret}/")
        return Message.objects.get(key=key)

    return made


@pytest.fixture
def team(client: Client, cast: agents.Cast) -> Client:
    agents.sign_in(client, cast.mediator, at=AT)
    client.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def test_what_waits_for_a_hand_is_shown_with_its_words_and_journaled(team: Client, put: Callable[..., Message]) -> None:
    put("a")
    put("b", Channel.CALL)
    put("c", commune=agents.SOISSONS)
    page = team.get(PAGE)
    assert page.status_code == 200
    words = text(page)
    assert "06 39 98 00 01" in words and "06 39 98 00 02" in words
    assert "&lt;demain&gt;" in words and "<demain>" not in words
    assert 'href="sms:+33639980001?&amp;body=' in words and 'href="tel:+33639980002"' in words
    assert "À envoyer à la main (3)" in words
    assert Entry.objects.filter(verb="read_messages").count() == 1
    assert page["Cache-Control"] == "no-store"


def test_someone_of_another_organisation_sees_nothing_of_it(
    client: Client, cast: agents.Cast, put: Callable[..., Message]
) -> None:
    row = put("a")
    agents.sign_in(client, cast.stranger, at=AT)
    client.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert "06 39 98" not in text(client.get(PAGE))
    client.post(MARK, {"number": row.pk, "do": "done"})
    assert client.post(MARK, {"number": row.pk, "do": "stop"}).status_code == 404
    row.refresh_from_db()
    assert row.state == "waiting" and not Stop.objects.exists()


def test_i_sent_it_then_undo(team: Client, put: Callable[..., Message]) -> None:
    row = put("a")
    answer = team.post(MARK, {"number": row.pk, "do": "done", "list": "to-send"}, follow=True)
    row.refresh_from_db()
    assert row.state == "sent"
    assert "C’est noté" in text(answer) and f'name="number" value="{row.pk}"' in text(answer)
    team.post(MARK, {"number": row.pk, "do": "undone", "list": "to-send"})
    row.refresh_from_db()
    assert row.state == "waiting"


def test_troubles_are_told_in_words_and_sent_again_by_a_person(team: Client, put: Callable[..., Message]) -> None:
    class Broken:
        channel = Channel.SMS

        def send(self, message: outbox.Leased) -> str:
            raise TimeoutError

    row = put("a")
    senders.drain({Channel.SMS: Broken()}, at=AT)
    words = text(team.get(PAGE, {"list": "troubles"}))
    assert "Nous ne savons pas s’il est parti" in words
    team.post(MARK, {"number": row.pk, "do": "again", "list": "troubles"})
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("waiting", "")
    assert team.post(MARK, {"number": row.pk, "do": "again"}).status_code == 404


@pytest.mark.parametrize("trouble", [one for one in Trouble if one not in (Trouble.INTERRUPTED, Trouble.STOPPED)])
def test_each_trouble_has_its_words(team: Client, put: Callable[..., Message], trouble: Trouble) -> None:
    put("a")
    Message.objects.update(state="failed", trouble=trouble, ended_at=AT)
    assert "n’est pas parti" in text(team.get(PAGE, {"list": "troubles"}))


def test_too_late_is_a_trouble_even_when_no_process_passed(team: Client, put: Callable[..., Message]) -> None:
    put("a", not_after=AT - HOUR / 2)
    assert "Trop tard" in text(team.get(PAGE, {"list": "troubles"}))
    assert "Rien ici" in text(team.get(PAGE))


def test_they_want_no_more(team: Client, put: Callable[..., Message]) -> None:
    row, other = put("a"), put("b")
    team.post(MARK, {"number": row.pk, "do": "stop"})
    for one in (row, other):
        one.refresh_from_db()
        assert (one.state, one.trouble) == ("withdrawn", "stopped")
    assert "ne veut plus de messages" in text(team.get(PAGE, {"list": "sent"}))


def test_letters_come_in_one_tagged_pdf_a_sheet_each(team: Client, put: Callable[..., Message]) -> None:
    assert team.get("/equipe/messages/lettres.pdf").status_code == 404
    rows = [put(f"l{number}", Channel.LETTER) for number in range(3)]
    assert "Imprimer 3 lettres (PDF)" in text(team.get(PAGE))
    page = team.get("/equipe/messages/lettres.pdf")
    with pikepdf.open(io.BytesIO(page.content)) as document:
        assert len(document.pages) == 3
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "fr"
    assert Message.objects.filter(state="waiting").count() == 3  # printing marks nothing
    team.post(MARK, {"number": [row.pk for row in rows], "do": "done"})
    assert Message.objects.filter(state="sent").count() == 3
    assert set(Entry.objects.values_list("verb", flat=True)) >= {"printed_letters", "sent_message_by_hand"}


def test_calls_are_listed_to_print(team: Client, put: Callable[..., Message]) -> None:
    assert "Rien ici" in text(team.get("/equipe/messages/appels/"))
    put("a", Channel.CALL)
    words = text(team.get("/equipe/messages/appels/"))
    assert "Sam" in words and "06" in words and 'href="tel:0639980002"' in words


def test_more_than_a_page_of_messages_is_told(team: Client, put: Callable[..., Message]) -> None:
    for number in range(queries.PAGE + 1):
        put(f"m{number}")
    words = text(team.get(PAGE))
    assert words.count("Je l’ai envoyé") == queries.PAGE and "Il y en a d’autres" in words


@pytest.mark.parametrize("posted", [{}, {"number": "x", "do": "done"}, {"do": "done"}])
def test_what_is_not_a_message_is_not_there(team: Client, posted: dict[str, str]) -> None:
    assert team.post(MARK, posted).status_code == 404


def test_no_more_by_the_link_at_one_press_and_its_undo_without_cookie(
    client: Client, put: Callable[..., Message]
) -> None:
    row = put("a")
    content = queries.content(row)
    assert content is not None
    where = content.stop.removeprefix("http://testserver")
    client.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
    page = client.get(where)
    assert page.status_code == 200 and "noindex" in page["X-Robots-Tag"] and page["Cache-Control"] == "no-store"
    assert not Stop.objects.exists()  # whoever only opens the link, a robot too, stops nothing
    assert "+33" not in text(page) and "06 39" not in text(page)
    assert "vous ne recevrez plus de messages" in text(client.post(where, {"do": "stop"}, follow=True))
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert "Ne plus recevoir de messages" in text(client.post(where, {"do": "undo"}, follow=True))
    row.refresh_from_db()
    assert row.state == "waiting" and not Stop.objects.exists()
    assert not client.cookies


@pytest.mark.parametrize(
    ("purpose", "before", "after"),
    [
        ("reminders", "Vos rendez-vous restent", "Vos rendez-vous restent"),
        ("plan_reminders", "Nous effaçons", "Nous avons effacé"),
        ("prevention_messages", "plus de messages de prévention", "votre fiche dit non"),
        ("mailing_try", "essayait un message", "essayait un message"),
        ("campaign_correction", "plus à ce sujet", "chacun a son propre lien"),
        ("handover", "plus à ce sujet", "chacun a son propre lien"),
    ],
)
def test_the_page_to_stop_speaks_of_what_was_sent_and_of_nothing_else(
    client: Client, put: Callable[..., Message], purpose: str, before: str, after: str
) -> None:
    row = put(f"{purpose}:{uuid.uuid4()}")
    content = queries.content(row)
    assert content is not None
    Message.objects.filter(pk=row.pk).update(purpose=purpose)
    client.defaults["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"  # openings are counted by address
    where = content.stop.removeprefix("http://testserver")
    client.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
    pages = text(client.get(where)), text(client.post(where, {"do": "stop"}, follow=True))
    assert before in pages[0] and after in pages[1]
    for page in pages:
        assert ("Vos rendez-vous restent" in page) is (purpose == "reminders")


def test_an_unknown_link_says_what_to_do(client: Client) -> None:
    page = client.get("/arreter/nothing/")
    assert page.status_code == 404 and "ne s’ouvre plus" in text(page)
    assert client.get("/en/stop/nothing/").status_code == 404


def test_the_link_is_tried_a_bounded_number_of_times(client: Client) -> None:
    assert {client.get(f"/arreter/{number}/", REMOTE_ADDR="192.0.2.7").status_code for number in range(60)} == {
        404,
        429,
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_messages_is_valid(team: Client, put: Callable[..., Message], language: str) -> None:
    root, lists, calls, stop, feed = (
        ("/equipe/", "messages/", "messages/appels/", "/arreter/", "/equipe/agenda-personnel/")
        if language == "fr"
        else ("/en/team/", "messages/", "messages/calls/", "/en/stop/", "/en/team/calendar/")
    )
    row = put("a")
    for number, channel in enumerate(Channel):
        put(f"c{number}", channel)
    put("t")
    Message.objects.filter(key="t").update(state="unknown", trouble="interrupted", ended_at=AT)
    content = queries.content(row)
    assert content is not None
    secret = content.stop.rstrip("/").rpartition("/")[2]
    at = f"{root}{lists}"
    pages = [team.get(at, {"list": one, "marked": str(row.pk)}) for one in queries.Part]
    pages += [team.get(f"{root}{calls}"), team.get(f"{stop}{secret}/"), team.get(f"{stop}nothing/"), team.get(feed)]
    pages += [team.post(feed, {"do": "make"}), team.post(f"{stop}{secret}/", {"do": "stop"}, follow=True)]
    for page in pages:
        html = page.content.decode()
        assert mistakes(html) == [] and f'lang="{language}"' in html
