"""Pages of hand-overs: three steps with the person, the receiver's page without an account, the lists."""

from __future__ import annotations

import datetime as dt
import html
import itertools
import re
import uuid
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prevenance.kit import clock
from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.models import Encounter, Handover
from prevenance.mediation.operations import handovers as operations
from prevenance.mediation.queries.handover_drafts import Draft
from prevenance.people.choices.persons import Identity
from prevenance.people.models import Account, OutgoingMail
from prevenance.people.operations import persons
from tests import agents
from tests.web.test_html_validity import mistakes

pytestmark = pytest.mark.django_db
NEW = "mediation:handover-new"
PHONE = "06 12 34 56 78"
ADDRESSES = itertools.count(1)


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def signed_in(account: Account) -> Client:
    client = visitor()
    agents.sign_in(client, account, at=clock.now())
    return client


def visitor() -> Client:
    """Each from an address of their own: limits count by address."""
    where = f"2001:db8:2::{next(ADDRESSES):x}"
    return Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR=where)


def followed(cast: agents.Cast) -> str:
    reference = agents.person(cast.mediator, cast.ours)
    persons.revise_person(
        by=agents.access(cast.mediator, on=clock.today()),
        at=clock.now(),
        reference=reference,
        identity=Identity(given_name="Zohrabelle", family_name="Vantadour", phone="+33612345678"),
        commune=agents.LAON,
    )
    return reference


def inputs(page: str) -> dict[str, Any]:
    """What a browser would send of the form: hidden inputs, ticked boxes, texts."""
    main = page[page.index("<h1>") :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", main):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        found.setdefault(given["name"], []).append(html.unescape(given.get("value", "")))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', main, re.S):
        found[name] = re.findall(r'value="([^"]*)" selected', options)
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', main):
        found.setdefault(name, []).append(html.unescape(text))
    return found


def sent(client: Client, page: str, **more: Any) -> Any:
    return client.post(reverse(NEW), inputs(page) | more)


def walked(client: Client, *, person: str = "", **what: Any) -> str:
    """The three steps; gives the secret."""
    page = client.get(reverse(NEW), {"person": person}).content.decode()
    page = sent(client, page, name="Mobilité fictive", purpose="travel", go="next").content.decode()
    if not person:
        what = {"share": ["first_name"], "value-first_name": "Ysoline"} | what
    page = sent(client, page, go="next", **what).content.decode()
    page = sent(client, page, agreed="spoken", go="next").content.decode()
    found = re.search(r"/passage-de-relais/([\w-]+)/", page)
    assert found, page
    return found[1]


def test_what_the_purpose_needs_is_ticked_and_nothing_else(cast: agents.Cast) -> None:
    client, person = signed_in(cast.mediator), followed(cast)
    for purpose in words.purposes():
        page = client.get(reverse(NEW), {"person": person}).content.decode()
        page = sent(client, page, name="Mobilité fictive", purpose=purpose, go="next").content.decode()
        assert inputs(page).get("share") == list(words.needs(purpose))
        assert inputs(page)["value-phone"] == [PHONE] and inputs(page)["value-first_name"] == ["Zohrabelle"]
    assert not Handover.objects.exists()


def test_the_page_read_together_is_what_the_receiver_reads_and_holds_only_what_is_ticked(cast: agents.Cast) -> None:
    client, person = signed_in(cast.mediator), followed(cast)
    page = client.get(reverse(NEW), {"person": person}).content.decode()
    page = sent(client, page, name="Mobilité fictive", purpose="travel", go="next").content.decode()
    page = sent(client, page, share=["first_name"], go="next", **{"value-need": "Un bus"}).content.decode()
    read = re.search(r'<div class="card">(.*?)</div>', page, re.S)
    assert read and "Zohrabelle" in read[1]
    assert not any(one in page for one in (PHONE, "Un bus", "Vantadour"))
    # The number of the form, drawn by lot, may hold these digits.
    assert not re.search(r"(?<![\w-])1951(?![\w-])", page)
    answer = sent(client, page, agreed="", go="next")
    assert answer.status_code == 422 and "rien ne part" in answer.content.decode()
    assert not Handover.objects.exists()
    made = sent(client, page, agreed="on_screen", go="next").content.decode()
    secret = re.search(r"/passage-de-relais/([\w-]+)/", made)
    assert secret
    where = reverse("mediation:handover-link", args=[secret[1]])
    before = visitor().get(where)
    opened = visitor().post(where, {"do": "open"})
    assert not any(one in before.content.decode() for one in ("Zohrabelle", "Alice", "déplacer"))
    receivers = re.search(r'<div class="card">(.*?)</div>', opened.content.decode(), re.S)
    assert receivers and receivers[1] == read[1]
    for one in (before, opened):
        assert one.headers["X-Robots-Tag"].startswith("noindex") and one.headers["Cache-Control"] == "no-store"
        assert not one.cookies
    row = Handover.objects.get()
    assert (row.openings, row.agreed_by, row.words_version) == (1, "on_screen", words.consent()[0])
    assert (row.person, row.commune_code, row.shared_keys) == (person, agents.LAON, ["first_name"])


def test_reading_a_link_as_programs_do_opens_nothing(cast: agents.Cast) -> None:
    secret = walked(signed_in(cast.mediator), person=followed(cast))
    where = reverse("mediation:handover-link", args=[secret])
    for one in (visitor().get(where), visitor().head(where)):
        assert one.status_code == 200 and b"Zohrabelle" not in one.content
    assert Handover.objects.get().openings == 0
    abroad = Client(headers={"host": "localhost", "sec-fetch-site": "cross-site"}).post(where, {"do": "open"})
    assert abroad.status_code == 403 and Handover.objects.get().openings == 0


def test_going_back_loses_nothing_and_the_same_press_twice_makes_one(cast: agents.Cast) -> None:
    client = signed_in(cast.mediator)
    page = client.get(reverse(NEW)).content.decode()
    page = sent(
        client, page, name="Mobilité fictive", purpose="other", email="a@exemple.fr", phone="0323000000", go="next"
    ).content.decode()
    page = sent(
        client, page, share=["need"], go="next", **{"value-need": "Un bus le mardi pour aller à l'atelier"}
    ).content.decode()
    back = sent(client, page, go="back").content.decode()
    assert inputs(back)["share"] == ["need"] and inputs(back)["value-need"] == [
        "Un bus le mardi pour aller à l'atelier"
    ]
    first = sent(client, back, go="back").content.decode()
    assert inputs(first)["name"] == ["Mobilité fictive"] and inputs(first)["purpose"] == ["other"]
    assert inputs(first)["email"] == ["a@exemple.fr"] and inputs(first)["phone"] == ["0323000000"]
    made = sent(client, page, agreed="spoken", go="next")
    again = sent(client, page, agreed="spoken", go="next")
    row = Handover.objects.get()
    assert made.status_code == 200
    assert again["Location"] == reverse("mediation:handover", args=[row.pk])


@pytest.mark.parametrize(
    ("more", "words_shown"),
    [
        ({"name": ""}, "Écrivez le nom d’un lieu"),
        ({"purpose": "illness"}, "Choisissez à quoi cela sert"),
        ({"near": "zzzz"}, "Nous ne connaissons pas cette commune"),
        ({"email": "x"}, "adresse"),
        ({"phone": "12"}, "numéro de téléphone"),
    ],
)
def test_a_mistake_is_told_beside_the_field_and_nothing_typed_is_lost(
    cast: agents.Cast, more: dict[str, str], words_shown: str
) -> None:
    client = signed_in(cast.mediator)
    page = client.get(reverse(NEW)).content.decode()
    given = {"name": "Mobilité fictive", "purpose": "travel", "email": "a@exemple.fr", "go": "next"} | more
    answer = sent(client, page, **given)
    assert answer.status_code == 422 and words_shown in answer.content.decode()
    kept = inputs(answer.content.decode())
    assert all(kept[key] == [given[key]] for key in ("name", "email"))


def test_a_ticked_item_left_empty_and_a_false_phone_are_told(cast: agents.Cast) -> None:
    client = signed_in(cast.mediator)
    page = client.get(reverse(NEW)).content.decode()
    page = sent(client, page, name="Mobilité fictive", purpose="travel", go="next").content.decode()
    answer = sent(client, page, share=["first_name", "phone"], go="next", **{"value-phone": "12"})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert 'href="#value-first_name"' in told and 'href="#value-phone"' in told
    assert sent(client, page, share=[], go="next").status_code == 422


def test_a_person_or_an_encounter_of_others_is_not_there(cast: agents.Cast) -> None:
    theirs = agents.person(cast.stranger, cast.theirs)
    client = signed_in(cast.mediator)
    for asked in ({"person": theirs}, {"encounter": "987654"}, {"encounter": "x"}, {"person": "x"}):
        assert client.get(reverse(NEW), asked).status_code == 404
        assert client.post(reverse(NEW), asked).status_code == 404


@pytest.mark.parametrize(
    ("answer", "told", "wrong"),
    [
        ({"answer": "accepted", "how": "phone", "when": "week"}, "Accepté, par téléphone, d’ici une semaine", "how-1"),
        ({"answer": "refused", "reason": "full", "elsewhere": "Le CCAS"}, "Refusé, Nous sommes complets", "reason-1"),
        ({"answer": "to_call", "call": "03 23 00 00 00"}, "03 23 00 00 00", "call"),
    ],
)
def test_the_receiver_answers_and_the_author_reads_it(
    cast: agents.Cast, answer: dict[str, str], told: str, wrong: str
) -> None:
    client = signed_in(cast.mediator)
    secret = walked(client, person=followed(cast))
    where, receiver = reverse("mediation:handover-link", args=[secret]), visitor()
    receiver.post(where, {"do": "open"})
    refused = receiver.post(where, {"do": "answer", "answer": answer["answer"], "words": "Bonjour"})
    page = refused.content.decode()
    assert refused.status_code == 422 and f'href="#{wrong}"' in page and "Bonjour" in page and "Zohrabelle" in page
    assert receiver.post(where, {"do": "answer"}).status_code == 422
    assert Handover.objects.get().openings == 1
    after = receiver.post(where, {"do": "answer", **answer}, follow=True).content.decode()
    assert "Votre réponse est notée" in after and "Zohrabelle" not in after
    again = receiver.post(where, {"do": "open"}).content.decode()
    assert "Zohrabelle" not in again
    row = Handover.objects.get()
    page = client.get(reverse("mediation:handover", args=[row.pk])).content.decode()
    assert told in page and answer.get("elsewhere", "") in page
    listed = client.get(reverse("mediation:handovers"), {"list": "answered"}).content.decode()
    assert told in listed and "Mobilité fictive" in listed
    assert "Faits\u00a0: 1, dont 0 attendent" in listed and "non noté\u00a0: 1" in listed
    noted = client.post(reverse("mediation:handover", args=[row.pk]), {"outcome": "received"}, follow=True)
    assert "La personne a été reçue" in noted.content.decode()
    assert Handover.objects.get().outcome == "received"
    client.post(reverse("mediation:handover", args=[row.pk]), {"outcome": ["received", "none"]})
    assert Handover.objects.get().outcome == ""
    wrong_day = client.post(reverse("mediation:handover", args=[row.pk]), {"outcome": "lost", "day": "2020-01-01"})
    assert wrong_day.status_code == 422


def test_a_reminder_a_new_link_then_the_link_is_closed(cast: agents.Cast) -> None:
    client, stranger = signed_in(cast.mediator), signed_in(cast.stranger)
    secret = walked(client)
    row = Handover.objects.get()
    Handover.objects.update(made_at=row.made_at - dt.timedelta(days=3, minutes=1))
    assert "À relancer" in client.get(reverse("mediation:handovers")).content.decode()
    page = reverse("mediation:handover", args=[row.pk])
    assert "faites une relance" in client.get(page).content.decode()
    for where in (page, reverse("mediation:handover-withdraw", args=[row.pk])):
        assert stranger.post(where, {"do": "reminded"}).status_code == 404
    client.post(page, {"do": "reminded"})
    assert "faites une relance" not in client.get(page).content.decode()
    again = reverse("mediation:handover-new-link", args=[row.pk])
    operation = str(uuid.uuid4())
    new = re.search(r"/passage-de-relais/([\w-]+)/", client.post(again, {"operation": operation}).content.decode())
    assert new and new[1] != secret
    assert client.post(again, {"operation": operation}).status_code == 302
    assert visitor().get(reverse("mediation:handover-link", args=[secret])).status_code == 404
    assert visitor().get(reverse("mediation:handover-link", args=[new[1]])).status_code == 200
    client.post(reverse("mediation:handover-withdraw", args=[row.pk]))
    assert visitor().get(reverse("mediation:handover-link", args=[new[1]])).status_code == 404
    assert "Lien fermé" in client.get(reverse("mediation:handovers"), {"list": "ended"}).content.decode()


def test_the_link_is_sent_where_there_is_a_mail_server_and_never_kept_for_the_host(
    cast: agents.Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client, given = signed_in(cast.mediator), {"email": "accueil@exemple.fr"}

    def made() -> str:
        page = client.get(reverse(NEW)).content.decode()
        page = sent(client, page, name="Mobilité fictive", purpose="other", go="next", **given).content.decode()
        page = sent(client, page, share=["need"], go="next", **{"value-need": "Un bus le mardi"}).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            return sent(client, page, agreed="spoken", go="next").content.decode()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    page = made()
    assert "Il est envoyé à" in page and len(mail.outbox) == 1
    assert "passage-de-relais/" in mail.outbox[0].body and "bus" not in mail.outbox[0].body + mail.outbox[0].subject
    settings.EMAIL_BACKEND = "prevenance.people.operations.mail.Outbox"
    assert "n’envoie pas de courriel" in made()
    assert not OutgoingMail.objects.exists()


def test_lists_are_paged_and_empty_ones_say_so(cast: agents.Cast) -> None:
    client = signed_in(cast.mediator)
    assert "Aucun ici" in client.get(reverse("mediation:handovers")).content.decode()
    walked(client)
    row = Handover.objects.get()
    rows = []
    for _ in range(20):
        row.pk, row.secret_digest, row.receiver, row.shared = uuid.uuid4(), None, None, None
        rows.append(Handover(**{f.attname: getattr(row, f.attname) for f in Handover._meta.concrete_fields}))
    Handover.objects.bulk_create(rows)
    first = client.get(reverse("mediation:handovers")).content.decode()
    second = client.get(reverse("mediation:handovers"), {"page": "2"}).content.decode()
    assert first.count('class="card"') == 20 and "Page suivante" in first
    assert second.count('class="card"') == 1 and "Page précédente" in second


def test_the_day_of_the_author_shows_what_was_answered_and_what_to_remind(cast: agents.Cast) -> None:
    client, other = signed_in(cast.mediator), signed_in(cast.coordinator)
    secret = walked(client)
    assert "Mobilité fictive" not in client.get(reverse("mediation:day")).content.decode()
    row = Handover.objects.get()
    Handover.objects.update(made_at=row.made_at - dt.timedelta(days=3, minutes=1))
    assert "À relancer" in client.get(reverse("mediation:day")).content.decode()
    visitor().post(
        reverse("mediation:handover-link", args=[secret]), {"do": "answer", "answer": "refused", "reason": "full"}
    )
    assert "Refusé, Nous sommes complets" in client.get(reverse("mediation:day")).content.decode()
    assert "Mobilité fictive" not in other.get(reverse("mediation:day")).content.decode()


def test_an_encounter_leads_to_a_hand_over_and_shows_it(cast: agents.Cast) -> None:
    client, person = signed_in(cast.mediator), followed(cast)
    client.post(
        reverse("mediation:note"),
        {
            "operation": str(uuid.uuid4()),
            "kind": "individual",
            "day": "today",
            "minutes": "30",
            "place": "new",
            "place_name": "Maison fictive",
            "place_commune": agents.LAON,
            "themes": ["health"],
            "next_step": "handed_over",
            "person": person,
        },
    )
    number = Encounter.objects.get().pk
    page = client.get(reverse("mediation:encounter", args=[number])).content.decode()
    assert f"{reverse(NEW)}?encounter={number}" in page
    page = client.get(reverse(NEW), {"encounter": number}).content.decode()
    page = sent(client, page, name="Mobilité fictive", purpose="travel", go="next").content.decode()
    page = sent(client, page, go="next").content.decode()
    sent(client, page, agreed="spoken", go="next")
    row = Handover.objects.get()
    assert (row.encounter_id, row.person, row.commune_code) == (number, person, agents.LAON)
    where = reverse("mediation:handover", args=[row.pk])
    assert where in client.get(reverse("mediation:encounter", args=[number])).content.decode()
    page = client.get(reverse("people:person", args=[person])).content.decode()
    assert where in page and reverse("mediation:encounter", args=[number]) in page
    assert f"{reverse(NEW)}?person={person}" in page and f"{reverse('mediation:note')}?person={person}" in page
    assert f"{reverse('mediation:appointment-new')}?person={person}" in page


def test_every_page_of_a_hand_over_is_valid_in_both_languages(cast: agents.Cast) -> None:
    for language in ("fr", "en"):
        with translation.override(language):
            client, receiver, seen = signed_in(cast.mediator), visitor(), []

            def shown(answer: Any, seen: list[str] = seen) -> str:
                seen.append(answer.content.decode())
                return seen[-1]

            page = shown(client.get(reverse(NEW), {"person": followed(cast)}))
            shown(sent(client, page, go="next"))
            page = shown(sent(client, page, name="Mobilité fictive", purpose="travel", go="next"))
            shown(sent(client, page, share=[], go="next"))
            page = shown(sent(client, page, go="next"))
            shown(sent(client, page, go="next"))
            made = shown(sent(client, page, agreed="spoken", go="next"))
            secret = re.search(r'value="http[^"]*/([\w-]+)/"', made)
            assert secret
            where = reverse("mediation:handover-link", args=[secret[1]])
            shown(receiver.get(where))
            shown(receiver.post(where, {"do": "open"}))
            for answer in ("", "accepted", "refused", "to_call"):
                shown(receiver.post(where, {"do": "answer", "answer": answer}))
            row = Handover.objects.latest("made_at")
            shown(client.get(reverse("mediation:handover", args=[row.pk])))
            shown(receiver.post(where, {"do": "answer", "answer": "refused", "reason": "other"}, follow=True))
            shown(client.get(reverse("mediation:handover", args=[row.pk])))
            shown(client.post(reverse("mediation:handover", args=[row.pk])))
            shown(client.get(reverse("mediation:handovers"), {"list": "answered"}))
            assert [one for html_text in seen for one in mistakes(html_text)] == []


def test_guessing_links_is_slowed_down() -> None:
    client, where = visitor(), reverse("mediation:handover-link", args=["x" * 43])
    assert 429 in [client.get(where).status_code for _ in range(45)]


# Hypothesis draws words of the code too: no word of a page begins with these letters.
values = st.text("abcdefghijklmnopqrstuvwxyzàéè", min_size=12, max_size=20).map(lambda one: f"qxz{one}")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    held=st.fixed_dictionaries(dict.fromkeys(words.items(), values)).filter(lambda one: len(set(one.values())) == 4),
    ticked=st.sets(st.sampled_from(list(words.items())), min_size=1),
)
def test_the_receivers_page_holds_all_that_is_ticked_and_nothing_that_is_not(
    cast: agents.Cast, held: dict[str, str], ticked: set[str]
) -> None:
    with transaction.atomic():
        draft = Draft(
            cast.ours,
            agents.LAON,
            "other",
            "spoken",
            words.consent()[0],
            {key: held[key] for key in ticked},
            name="Mobilité fictive",
        )
        by = agents.access(cast.mediator, on=clock.today())
        made = operations.make(by=by, at=clock.now(), operation=uuid.uuid4(), draft=draft)
        client, where = visitor(), reverse("mediation:handover-link", args=[made.secret])
        before = client.get(where).content.decode()
        read = client.post(where, {"do": "open"}).content.decode()
        wrong = client.post(where, {"do": "answer", "answer": "refused"}).content.decode()
        client.post(where, {"do": "answer", "answer": "refused", "reason": "full"})
        after = client.get(where).content.decode() + client.post(where, {"do": "open"}).content.decode()
        for key, value in held.items():
            assert value not in before and value not in after
            assert (value in read) is (value in wrong) is (key in ticked)
        transaction.set_rollback(True)
