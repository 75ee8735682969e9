"""Mon espace santé: the page for all, practice, and the agents' record of where people stand."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import textstat
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from prevenance.kit import clock
from prevenance.mediation.choices import contents, path_steps
from prevenance.mediation.models import Path, PathStep
from tests import agents
from tests.web.plans.test_bars import EASY, sentences

PUBLIC = ["mediation:step-by-step", "mediation:practice"]


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_is_plain_to_read_and_keeps_nothing(visitor: Client, name: str) -> None:
    textstat.set_lang("fr")
    response = visitor.get(reverse(name))
    text = sentences(response.content.decode())
    assert len(text.split()) > 60
    assert textstat.flesch_reading_ease(text) >= EASY
    assert not response.cookies


def test_the_page_says_the_rights_the_scams_its_sources_and_its_day(visitor: Client) -> None:
    html = visitor.get(reverse("mediation:step-by-step")).content.decode()
    for words in ("Dire non, c’est votre droit", "33700", "34\u00a022", "ne fait jamais", "À confirmer", "Relu le"):
        assert words in html
    assert "FranceConnect" not in html
    with translation.override("en"):
        english = visitor.get(reverse("mediation:step-by-step")).content.decode()
    assert "Saying no is your right" in english


def test_every_section_and_every_exercise_is_in_two_languages_with_a_source_or_a_good_answer() -> None:
    for section in contents.sections(path_steps.FILE):
        assert section.sources, section.key
        for text in (section.title, *section.items):
            assert text.fr and text.en and text.fr != text.en
    for lesson in contents.lessons("practice").values():
        assert sum(one.is_good for one in lesson.answers) == 1, lesson.key
        assert all(one.reply.fr and one.reply.en for one in lesson.answers)


@pytest.mark.parametrize("key", list(contents.lessons("practice")))
def test_an_exercise_is_marked_asks_nothing_to_type_and_replies_to_each_answer(visitor: Client, key: str) -> None:
    where = reverse("mediation:practice-lesson", args=[key])
    html = visitor.get(where).content.decode()
    assert "Entraînement – personne fictive" in html
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    assert set(re.findall(r'<input type="(\w+)"', main)) == {"radio"}
    assert "<textarea" not in main
    for one in contents.lessons("practice")[key].answers:
        replied = visitor.post(where, {"answer": one.key})
        assert str(one.reply).split("\u00a0")[0] in replied.content.decode()
        assert not replied.cookies
    assert visitor.post(where, {"answer": "123456"}).status_code == 422
    assert visitor.get(where.replace(key, "nothing")).status_code == 404


@pytest.fixture
def cast(db: None) -> agents.Cast:
    return agents.play()


def signed_in(who: Any) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR="2001:db8:7::1")
    agents.sign_in(client, who, at=clock.now())
    return client


def begun(client: Client, **posted: str) -> Path:
    response = client.post(reverse("mediation:paths"), {"label": "Jo", "commune": agents.LAON, **posted})
    assert response.status_code == 302, response.content.decode()
    return Path.objects.latest("pk")


def test_steps_are_dated_and_the_two_questions_come_after_one_and_three_months(cast: agents.Cast) -> None:
    client = signed_in(cast.mediator)
    path = begun(client)
    where = reverse("mediation:path", args=[path.pk])
    assert client.post(where, {"step": "activated", "day": "2026-11-20"}).status_code == 302
    assert "20 décembre 2026" in client.get(reverse("mediation:paths")).content.decode()
    with time_machine.travel(dt.datetime(2026, 12, 21, 9, tzinfo=dt.UTC), tick=False):
        client = signed_in(cast.mediator)
        assert "1 personne à rappeler" in client.get(reverse("mediation:paths")).content.decode()
        assert client.post(where, {"no": "autonomous_1"}).status_code == 302
        html = client.get(reverse("mediation:paths")).content.decode()
        assert "0 personne à rappeler" in html
        assert "20 février 2027" in html
    noted = {(one.key, one.on.isoformat(), one.is_reached) for one in PathStep.objects.all()}
    assert noted == {("activated", "2026-11-20", True), ("autonomous_1", "2026-12-21", False)}


def test_a_step_is_taken_back_and_a_refusal_ends_the_path_and_forgets_the_name(cast: agents.Cast) -> None:
    client = signed_in(cast.mediator)
    path = begun(client)
    where = reverse("mediation:path", args=[path.pk])
    client.post(where, {"step": "activated"})
    client.post(where, {"undo": "activated"})
    assert not PathStep.objects.exists()
    assert client.post(where, {"ending": "refused"}).status_code == 302
    path.refresh_from_db()
    assert (path.ending, path.label, path.forget_on) == ("refused", "", None)
    assert "Ne veut pas s’en servir" in client.get(reverse("mediation:paths")).content.decode()
    client.post(where, {"ending": "open"})
    path.refresh_from_db()
    assert path.ending == ""


@pytest.mark.parametrize(
    "posted", [{"step": "activated", "day": "2026-11-24"}, {"day": "31/12"}, {}, {"ending": "won"}, {"no": "activated"}]
)
def test_what_cannot_be_is_refused_in_words_and_writes_nothing(cast: agents.Cast, posted: dict[str, str]) -> None:
    client = signed_in(cast.mediator)
    where = reverse("mediation:path", args=[begun(client).pk])
    response = client.post(where, posted)
    assert response.status_code == 422
    assert "errors-title" in response.content.decode()
    assert not PathStep.objects.exists()


@pytest.mark.parametrize("label", ["06 12 34 56 78", "2 61 04 02 408 123 45"])
def test_a_number_that_names_someone_is_refused(cast: agents.Cast, label: str) -> None:
    response = signed_in(cast.mediator).post(reverse("mediation:paths"), {"label": label, "commune": agents.LAON})
    assert response.status_code == 422
    assert not Path.objects.exists()


def test_a_path_is_seen_in_its_area_only(cast: agents.Cast) -> None:
    path = begun(signed_in(cast.mediator), commune=agents.SOISSONS)
    where = reverse("mediation:path", args=[path.pk])
    expected = {
        "mediator": 200,
        "coordinator": 200,
        "bounded_mediator": 404,
        "stranger": 404,
        "relay": 403,
        "host": 403,
    }
    for player, status in expected.items():
        assert signed_in(getattr(cast, player)).get(where).status_code == status, player
    bounded = signed_in(cast.bounded_mediator)
    assert "Jo" not in bounded.get(reverse("mediation:paths")).content.decode()
    response = bounded.post(reverse("mediation:paths"), {"commune": agents.SOISSONS})
    assert response.status_code == 422
    assert Path.objects.count() == 1


def test_how_the_space_was_and_why_not_are_kept_only_when_they_were_said(cast: agents.Cast) -> None:
    client = signed_in(cast.mediator)
    path = begun(client, found="not_active")
    assert path.found == "not_active" and path.why == ""
    where = reverse("mediation:path", args=[path.pk])
    client.post(where, {"ending": "not_possible", "why": "no_device"})
    path.refresh_from_db()
    assert (path.ending, path.why) == ("not_possible", "no_device")
    client.post(where, {"ending": "open"})
    path.refresh_from_db()
    assert (path.ending, path.why) == ("", "")
    client.post(where, {"ending": "refused", "why": "an illness"})
    path.refresh_from_db()
    assert (path.ending, path.why) == ("refused", "")


def test_a_team_reads_the_name_of_a_person_followed_twenty_on_a_page(cast: agents.Cast) -> None:
    reference = agents.person(cast.mediator, cast.ours)
    first = Path.objects.create(
        organisation_id=cast.ours,
        begun_by=cast.mediator,
        begun_on=clock.today(),
        commune_code=agents.LAON,
        person=reference,
    )
    client = signed_in(cast.mediator)
    page = client.get(reverse("mediation:paths")).content.decode()
    assert "Zohrabelle Vantadour" in page and reference not in page
    assert "Zohrabelle" in client.get(reverse("mediation:path", args=[first.pk])).content.decode()
    for _ in range(20):
        begun(client)
    assert client.get(reverse("mediation:paths")).content.decode().count('<li class="card">') == 20
    assert client.get(reverse("mediation:paths"), {"page": "2"}).content.decode().count('<li class="card">') == 1
