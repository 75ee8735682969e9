"""Pages of messages: taken, reviewed, tried, published, read by residents; refused with words, nothing lost."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from prevenance.campaigns.models import Message, MessageAnswer, MessageTest, MessageVersion
from prevenance.campaigns.queries import ready
from prevenance.kit import clock
from prevenance.people.models import Account
from tests import agents
from tests.web.every_page import tree

pytestmark = pytest.mark.django_db
TYPED = {
    "fr-title": "Un titre",
    "fr-text": "Un texte simple.",
    "audience": "Tout le monde",
    "intent": "inform",
    "source-1-organisation": "HAS",
    "source-1-document": "Un texte",
    "source-1-url": "https://exemple.fr/texte",
    "source-1-status": "V",
    "source-1-checked": "23/11/2026",
}


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def signed_in(account: Account) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})
    agents.sign_in(client, account, at=clock.now())
    return client


def valid(answer: Any, status: int = 200) -> str:
    html = str(answer.content.decode())
    assert answer.status_code == status, html[:500]
    assert tree(html)[1] == [] and ('<html lang="fr"' in html or '<html lang="en"' in html)
    labels = set(re.findall(r'<label for="([^"]+)"', html))
    assert labels <= set(re.findall(r'\bid="([^"]+)"', html))
    return html.split("<main", 1)[1].split("</main", 1)[0]


def taken(client: Client, key: str = "mes-scams") -> int:
    answer = client.post(reverse("campaigns:message-take", args=[key]))
    assert answer.status_code == 302
    return Message.objects.latest("pk").pk


def reviewed(client: Client, number: int, **more: str) -> Any:
    given = {"operation": str(uuid.uuid4()), "seen": "1", "verdict": "accepted", "role": "infirmière"} | more
    return client.post(reverse("campaigns:message-review", args=[number]), given)


def act(client: Client, number: int, do: str) -> Any:
    return client.post(reverse("campaigns:message-act", args=[number]), {"do": do})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_ready_message_goes_from_the_list_to_residents(cast: agents.Cast, visitor: Client, language: str) -> None:
    with translation.override(language):
        writer, reader = signed_in(cast.mediator), signed_in(cast.coordinator)
        assert "mes-scams" in valid(writer.get(reverse("campaigns:messages")))
        number = taken(writer)
        assert f"mes-scams{chr(34)}" not in valid(writer.get(reverse("campaigns:messages")))
        assert act(writer, number, "publish").status_code == 422
        page = valid(writer.get(reverse("campaigns:message", args=[number])))
        assert 'name="verdict"' not in page
        assert 'name="verdict"' in valid(reader.get(reverse("campaigns:message", args=[number])))
        valid(reviewed(reader, number, role=""), 422)
        code = Message.objects.get(pk=number).code
        shown = reverse("campaigns:message-shown", args=[code])
        assert visitor.get(shown).status_code == 404
        assert reviewed(reader, number).status_code == 302
        assert act(writer, number, "publish").status_code == 302
        page = valid(visitor.get(shown))
        assert "infirmière" in page and "Que Choisir" in page and "<h1" in page and not visitor.cookies
        easy = valid(visitor.get(shown, {"easy": "1"}))
        assert ("Ne donnez pas vos codes." if language == "fr" else "Do not give your codes.") in easy
        assert code in valid(visitor.get(reverse("reassure")))
        act(writer, number, "withdraw")
        assert visitor.get(shown).status_code == 404 and code not in valid(visitor.get(reverse("reassure")))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_reviewer_sees_what_each_sentence_rests_on(cast: agents.Cast, language: str) -> None:
    with translation.override(language):
        writer, reader = signed_in(cast.mediator), signed_in(cast.coordinator)
        number = taken(writer, "mes-say-no")
        page = valid(reader.get(reverse("campaigns:message", args=[number])))
        part = page[page.index("<details><summary>" + gettext("What each sentence rests on")) :]
        entry = "Refuser, ou fermer plus tard" if language == "fr" else "Say no, or close it later"
        assert f"Vous avez 6 semaines pour dire non.</strong><br>{entry}. <span lang=" in part
        assert gettext("Changed here: check it, and that a source says it.") not in part
        version = MessageVersion.objects.get(message_id=number)
        version.words["fr"]["text"] += " Vous avez 8 semaines."
        version.save()
        page = valid(reader.get(reverse("campaigns:message", args=[number])))
        changed = gettext("Changed here: check it, and that a source says it.")
        assert page.count(changed) == 1 and f"Vous avez 8 semaines.</strong><br>{changed}" in page


def test_without_a_message_the_page_that_reassures_stays_as_it_was(visitor: Client) -> None:
    assert "cards" not in valid(visitor.get(reverse("reassure"))).split("<h2>")[1]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_mistakes_are_said_beside_the_field_and_nothing_is_lost(cast: agents.Cast, language: str) -> None:
    with translation.override(language):
        client, where = signed_in(cast.mediator), reverse("campaigns:message-write")
        valid(client.get(where))
        typed = TYPED | {"fr-title": "", "source-1-url": "exemple", "source-1-checked": "31/02/2026", "en-text": "Hi"}
        page = valid(client.post(where, typed), 422)
        for name in ("fr-title", "source-1-url", "source-1-checked", "en-title"):
            assert f'id="{name}-error"' in page, name
        assert "Un texte simple." in page and "31/02/2026" in page
        assert not Message.objects.exists()


def test_the_aid_is_beside_what_is_typed_and_writes_nothing(cast: agents.Cast) -> None:
    client, where = signed_in(cast.mediator), reverse("campaigns:message-write")
    typed = TYPED | {"fr-text": "Vous devez faire le dépistage.", "do": "check"}
    page = valid(client.post(where, typed))
    assert "dire « vous pouvez »" in page and "dépistage" in page and not Message.objects.exists()


def test_a_message_without_a_source_is_kept_and_does_not_go_out(cast: agents.Cast) -> None:
    writer, reader = signed_in(cast.mediator), signed_in(cast.coordinator)
    bare = {key: value for key, value in TYPED.items() if not key.startswith("source")}
    assert writer.post(reverse("campaigns:message-write"), bare).status_code == 302
    number = Message.objects.get().pk
    act(writer, number, "review")
    reviewed(reader, number)
    assert "source" in valid(act(writer, number, "publish"), 422)


def test_the_next_version_replaces_the_last_unless_somebody_was_faster(cast: agents.Cast) -> None:
    client = signed_in(cast.mediator)
    client.post(reverse("campaigns:message-write"), TYPED)
    number = Message.objects.get().pk
    where = reverse("campaigns:message-change", args=[number])
    assert "Un texte simple." in valid(client.get(where))
    changed = TYPED | {"fr-text": "Un autre texte.", "seen": "1"}
    assert client.post(where, changed | {"operation": str(uuid.uuid4())}).status_code == 302
    assert "Un autre" in valid(client.post(where, changed | {"operation": str(uuid.uuid4())}), 422)
    page = valid(client.get(reverse("campaigns:message-compare", args=[number])))
    assert "<del><bdi>Un texte simple.</bdi></del>" in page and "<ins><bdi>Un autre texte.</bdi></ins>" in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_residents_try_a_message_without_a_name(cast: agents.Cast, visitor: Client, language: str) -> None:
    with translation.override(language):
        writer, reader = signed_in(cast.mediator), signed_in(cast.coordinator)
        number = taken(writer)
        reviewed(reader, number)
        where = reverse("campaigns:trial", args=[number])
        page = valid(writer.get(where))
        assert "carte Vitale" in page, "a ready message comes with its question"
        valid(writer.post(where, {"fr-question": "Que faites-vous ?"}), 422)
        answers = {"first": "a", "second": "b", "third": "c", "question": "Et vous ?"}
        given = {f"{one}-{key}": value for one in ("fr", "en") for key, value in answers.items()}
        assert writer.post(where, given | {"right": "3", "operation": str(uuid.uuid4())}).status_code == 302
        public = reverse("campaigns:trial-answer", args=[MessageTest.objects.get().code])
        operation = re.search(r'name="operation" value="([^"]+)"', valid(visitor.get(public)))
        assert operation and not visitor.cookies
        valid(visitor.post(public, {"missing": "le prix"}), 422)
        said = {"operation": operation[1], "understood": "yes", "choice": "3", "missing": "le prix"}
        valid(visitor.post(public, said))
        valid(visitor.post(public, said))
        assert MessageAnswer.objects.count() == 1 and not visitor.cookies
        paper = reverse("campaigns:trial-paper", args=[MessageTest.objects.get().code])
        valid(writer.get(paper))
        assert writer.post(paper, {"understood": "no", "choice": "0"}).status_code == 302
        page = valid(writer.get(reverse("campaigns:message", args=[number])))
        assert "1 / 2" in page and "le prix" in page and " – 100" not in page
        assert writer.post(where, {"do": "close"}).status_code == 302
        assert visitor.get(public).status_code == 404


def test_a_translation_from_right_to_left_is_shown_once_read(cast: agents.Cast, visitor: Client) -> None:
    writer, reader = signed_in(cast.mediator), signed_in(cast.coordinator)
    number = taken(writer)
    reviewed(reader, number)
    act(writer, number, "publish")
    where = reverse("campaigns:message-translate", args=[number, "ar"])
    assert 'dir="rtl"' in valid(writer.get(where))
    valid(writer.post(where, {"title": "عنوان", "seen": "1"}), 422)
    assert writer.post(where, {"title": "عنوان", "text": "نص", "seen": "1"}).status_code == 302
    shown = reverse("campaigns:message-shown", args=[Message.objects.get().code])
    assert "عنوان" not in valid(visitor.get(shown, {"language": "ar"}))
    valid(writer.post(where, {"do": "read"}), 422)
    assert reader.post(where, {"do": "read"}).status_code == 302
    page = valid(visitor.get(shown, {"language": "ar"}))
    assert 'lang="ar" dir="rtl"' in page and "عنوان" in page
    assert "language=ar" in valid(visitor.get(shown))


def test_three_messages_and_three_lines_come_first_on_the_page_that_reassures(
    cast: agents.Cast, visitor: Client
) -> None:
    writer, reader = signed_in(cast.mediator), signed_in(cast.coordinator)
    for key in list(ready.ready_messages())[:4]:
        number = taken(writer, key)
        assert reviewed(reader, number).status_code == act(writer, number, "publish").status_code == 302
    page = valid(visitor.get(reverse("reassure")))
    assert page.count('<li class="card">') == 3 and 'href="?all=1"' in page
    assert valid(visitor.get(reverse("reassure"), {"all": "1"})).count('<li class="card">') == 4
    shown, folded = page.split("<details>", 1)
    assert shown.split("Qui appeler")[1].count("<li>") == 3 and "39 19" in folded.replace("3919", "39 19")
    assert page.index("Des messages de confiance") < page.index("Qui appeler") < page.index("Les campagnes d’ici")


def test_sources_of_a_message_are_open_for_whoever_reviews_it(cast: agents.Cast) -> None:
    writer, reader = signed_in(cast.mediator), signed_in(cast.coordinator)
    here = reverse("campaigns:message", args=[taken(writer)])
    assert "<details open><summary>Sources (" in valid(reader.get(here))
    assert "<details><summary>Sources (" in valid(writer.get(here))
