"""Consents, their receipt, the person's own page, what ends soon: page by page, in words."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from typing import Any

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from prevenance.consent.models import Consent, OwnPage
from prevenance.consent.operations import consents, own_pages
from prevenance.kit import clock
from prevenance.kit.limits import Buckets
from prevenance.people.models import Entry, Person, Retention
from prevenance.people.operations import persons_rights
from prevenance.people.queries import access
from tests import agents
from tests.web import every_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


@pytest.fixture
def one(cast: agents.Cast) -> str:
    return agents.person(cast.mediator, cast.ours)


@pytest.fixture
def alice(visitor: Client, cast: agents.Cast) -> Client:
    agents.sign_in(visitor, cast.mediator, at=clock.now())
    return visitor


@pytest.fixture
def carla(cast: agents.Cast) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR="2001:db8:c::1")
    agents.sign_in(client, cast.coordinator, at=clock.now())
    return client


def words(answer: Any) -> str:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("’", "'")
    return text.replace("\u00a0", " ")


def link_of(cast: agents.Cast, one: str) -> str:
    by = access(cast.mediator, on=clock.today())
    return reverse("consent:own", args=[own_pages.make(by=by, at=clock.now(), person=one)])


def opened(visitor: Client, where: str) -> tuple[Any, str]:
    answer = visitor.post(where, {"answer": "1951"})
    proof = re.search(r'name="proof" value="([^"]+)"', answer.content.decode())
    assert proof is not None
    return answer, proof[1]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Buckets, "wait", lambda *_, **__: 0)


def test_a_new_record_comes_with_its_consent_and_the_page_says_so(alice: Client, one: str) -> None:
    page = words(alice.get(reverse("people:person", args=[one])))
    assert "Ce que la personne accepte" in page and "Me suivre : Oui, dit le 5 janvier 2026" in page


def test_one_more_yes_is_noted_once_however_often_it_is_sent(alice: Client, one: str) -> None:
    where = reverse("consent:person", args=[one])
    typed = {"purpose": "reminders", "length": "six_months", "means": "on_paper", "operation": str(uuid.uuid4())}
    assert alice.post(where, typed).status_code == alice.post(where, typed).status_code == 302
    made = Consent.objects.get(purpose="reminders")
    assert made.ends_on == dt.date(2027, 5, 23)
    assert "Me rappeler mes rendez-vous Oui, dit le 23 novembre 2026, jusqu'au 23 mai 2027." in words(alice.get(where))


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(alice: Client, one: str) -> None:
    where = reverse("consent:person", args=[one])
    typed = {"purpose": "reminders", "length": "day", "means": "by_guardian", "said_by": " "}
    answer = alice.post(where, typed)
    assert answer.status_code == 422
    assert "choisissez parmi : 1 an, 6 mois, 1 mois" in words(answer) and "Écrivez qui l'a dit" in words(answer)
    assert re.search(r'value="reminders" checked', answer.content.decode())
    assert alice.post(where, {}).status_code == 422
    assert not Consent.objects.filter(purpose="reminders").exists()


def test_somebody_who_says_it_for_the_person_is_named_and_never_in_clear(alice: Client, one: str) -> None:
    typed = {"purpose": "hand_over", "length": "day", "means": "by_relative", "said_by": "Ysolinde Quintrec"}
    assert alice.post(reverse("consent:person", args=[one]), typed).status_code == 302
    assert "dit par un proche (Ysolinde Quintrec)" in words(alice.get(reverse("consent:person", args=[one])))
    assert b"Ysolinde" not in bytes(Consent.objects.get(purpose="hand_over").said_by)


def test_withdrawing_the_only_reason_of_a_record_announces_its_erasure(alice: Client, one: str) -> None:
    where = reverse("consent:person", args=[one])
    assert alice.post(where, {"withdraw": "follow_up"}).status_code == 302
    assert "la fiche est effacée le 30 novembre 2026" in words(alice.get(where))
    assert "la fiche est effacée le 30 novembre 2026" in words(alice.get(reverse("people:person", args=[one])))


def test_the_receipt_is_a_page_and_an_accessible_pdf_in_both_languages(alice: Client, one: str) -> None:
    where = reverse("consent:receipt", args=[one])
    page = alice.post(where, {"link": "new"})
    text = words(page)
    assert "What I agreed to" in text and "Ce que j'ai accepté" in text
    assert "localhost/ma-fiche/" in page.content.decode()
    secret = re.search(r'name="secret" value="([^"]+)"', page.content.decode())
    assert secret and OwnPage.objects.get().secret_digest != secret[1]
    answer = alice.post(where, {"format": "pdf", "secret": secret[1]})
    assert answer.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked and str(document.Root.Lang) == "fr"
        assert "pdfuaid" in document.open_metadata().__str__()
    assert OwnPage.objects.count() == 1
    other = alice.post(where, {"format": "page", "secret": "of-nobody"})
    assert "/ma-fiche/" not in other.content.decode()


def test_without_anything_to_ask_no_link_is_given(alice: Client, one: str) -> None:
    row = Person.objects.get()
    from prevenance.people.choices.persons import Identity
    from prevenance.people.operations import persons

    persons.put(row, Identity(given_name="Zohrabelle"))
    assert "notez d'abord son année de naissance" in words(alice.get(reverse("consent:person", args=[one])))
    assert alice.post(reverse("consent:receipt", args=[one]), {"link": "new"}).status_code == 302
    assert not OwnPage.objects.exists()


def test_the_own_page_says_nothing_and_writes_nothing_before_the_answer(
    visitor: Client, cast: agents.Cast, one: str
) -> None:
    where = link_of(cast, one)
    lines = Entry.objects.count()
    page = visitor.get(where)
    assert page.status_code == 200 and "Vantadour" not in words(page) and "Zohrabelle" not in words(page)
    assert not page.cookies and Entry.objects.count() == lines
    for name, value in (("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex, nofollow, noarchive")):
        assert page.headers[name] == value
    assert visitor.post(where, {}).status_code == 200
    assert visitor.post(where, {"proof": "nonsense"}).status_code == 422


def test_the_own_page_shows_all_in_words_and_no_key_of_the_code(visitor: Client, cast: agents.Cast, one: str) -> None:
    answer, _ = opened(visitor, link_of(cast, one))
    text = words(answer)
    assert "Zohrabelle Vantadour" in text and "Alice (Association fictive des Deux Vallées) a créé votre fiche" in text
    assert "Vous avez ouvert cette page" in text and not answer.cookies
    for raw in ("follow_up", "given_at", "made_own_page", "opened_own", "consent "):
        assert raw not in text


@pytest.mark.parametrize("answer", ["1951", "5987", "19 51"])
def test_the_year_of_birth_or_the_end_of_the_phone_opens(
    visitor: Client, cast: agents.Cast, one: str, answer: str
) -> None:
    from dataclasses import replace

    from prevenance.people.operations import persons
    from prevenance.people.queries import persons as reads

    row = Person.objects.get()
    persons.put(row, replace(reads.followed(row).identity, phone="+33612345987"))
    assert "Zohrabelle" in words(visitor.post(link_of(cast, one), {"answer": answer}))


def test_five_wrong_answers_close_the_link_and_the_team_is_told(
    visitor: Client, carla: Client, cast: agents.Cast, one: str
) -> None:
    where = link_of(cast, one)
    for left in (4, 3, 2, 1):
        answer = visitor.post(where, {"answer": "1950"})
        assert answer.status_code == 422 and f"Essais restants : {left}" in words(answer)
    assert visitor.post(where, {"answer": "0000"}).status_code == 403
    assert visitor.post(where, {"answer": "1951"}).status_code == 403
    assert "Son lien s'est fermé" in words(carla.get(reverse("people:person", args=[one])))
    assert "Liens fermés après trop d'essais" in words(carla.get(reverse("consent:ends")))
    assert visitor.post(link_of(cast, one), {"answer": "1951"}).status_code == 200
    assert visitor.get(where).status_code == 404


def test_a_person_withdraws_in_one_tap_and_undoes_it(visitor: Client, cast: agents.Cast, one: str) -> None:
    where = link_of(cast, one)
    _, proof = opened(visitor, where)
    page = visitor.post(where, {"proof": proof, "withdraw": "follow_up"})
    assert "votre fiche est effacée le 30 novembre 2026" in words(page) and "Annuler : je suis à nouveau" in words(page)
    page = visitor.post(where, {"proof": proof, "give": "follow_up"})
    assert "votre fiche est effacée le" not in words(page)
    assert visitor.post(where, {"proof": proof, "give": "loan"}).status_code == 422
    assert [one.withdrawn_at is None for one in Consent.objects.order_by("given_at")] == [False, True]


def test_a_person_takes_the_copy_to_read_and_for_a_computer(visitor: Client, cast: agents.Cast, one: str) -> None:
    where = link_of(cast, one)
    _, proof = opened(visitor, where)
    held = visitor.post(where, {"proof": proof, "do": "file"})
    assert held.json()["records"][0]["reference"] == one
    assert "antadour" not in held.headers["Content-Disposition"]
    paper = visitor.post(where, {"proof": proof, "do": "paper"})
    with pikepdf.open(io.BytesIO(paper.content)) as document:
        assert document.Root.MarkInfo.Marked
    assert Entry.objects.filter(verb="copied_own").count() == 2


def test_a_person_erases_everything_in_one_gesture(visitor: Client, cast: agents.Cast, one: str) -> None:
    where = link_of(cast, one)
    _, proof = opened(visitor, where)
    assert visitor.post(where, {"proof": proof, "do": "erase"}).status_code == 422
    done = visitor.post(where, {"proof": proof, "do": "erase", "sure": "yes"})
    assert done.status_code == 200 and "Ce qui reste, et pourquoi" in words(done)
    assert not (Person.objects.exists() or Consent.objects.exists() or OwnPage.objects.exists())
    assert visitor.get(where).status_code == 404
    assert Entry.objects.filter(verb="erased_own", actor_id=None).count() == 1


def test_the_proof_of_a_page_lasts_twenty_minutes_and_serves_one_link(
    visitor: Client, cast: agents.Cast, one: str
) -> None:
    first = link_of(cast, one)
    _, proof = opened(visitor, first)
    with time_machine.travel(clock.now() + dt.timedelta(minutes=21), tick=False):
        late = visitor.post(first, {"proof": proof, "do": "file"})
        assert late.status_code == 422 and "vingt minutes" in words(late)
    second = link_of(cast, one)
    assert visitor.post(second, {"proof": proof, "do": "file"}).status_code == 422
    with time_machine.travel(clock.now() + dt.timedelta(days=366), tick=False):
        assert visitor.get(second).status_code == 404


def test_a_record_about_to_go_is_kept_longer_once_for_a_reason(
    alice: Client, carla: Client, cast: agents.Cast, one: str
) -> None:
    Retention.objects.create(organisation_id=cast.ours, months=11)
    where = reverse("consent:ends")
    persons_rights.end_retention(at=clock.now())
    assert "Effacée le 23 décembre 2026" in words(alice.get(where)) and "Garder six mois" not in words(alice.get(where))
    assert carla.post(where, {"person": one, "reason": ""}).status_code == 422
    assert alice.post(where, {"person": one, "reason": "asked"}).status_code == 422
    assert carla.post(where, {"person": one, "reason": "asked"}).status_code == 302
    assert "Aucune dans les 30 jours" in words(carla.get(where))
    assert Person.objects.get().kept_until == dt.date(2027, 6, 5)
    assert carla.post(where, {"person": one, "reason": "asked"}).status_code == 422


def test_who_answers_for_the_team_decides_how_long_within_bounds(carla: Client, cast: agents.Cast) -> None:
    where = reverse("consent:retention", args=[cast.ours])
    page = words(carla.get(where))
    assert "Fiches des personnes" in page and "Journal : qui a fait quoi" in page
    wrong = carla.post(where, {"months": "61", "notes": "9999"})
    assert wrong.status_code == 422 and "de 1 à 60" in words(wrong) and 'value="61"' in wrong.content.decode()
    names = re.findall(r'<input class="long" type="text" id="(\w+)"', carla.get(where).content.decode())
    assert carla.post(where, dict.fromkeys(names, "30")).status_code == 302
    assert Retention.objects.get().months == 30
    assert Entry.objects.filter(kind="retention", verb="decided").exists()


def test_the_journal_of_the_team_is_in_sentences(carla: Client, alice: Client, one: str) -> None:
    alice.get(reverse("people:person", args=[one]))
    text = words(carla.get(reverse("people:journal")))
    assert "Alice a lu la fiche d'une personne" in text and one not in text and "signed_in" not in text


def test_a_consent_that_ends_is_announced_then_over(carla: Client, alice: Client, one: str) -> None:
    typed = {"purpose": "reminders", "length": "month", "means": "said"}
    alice.post(reverse("consent:person", args=[one]), typed)
    assert "Aucun bientôt" in words(carla.get(reverse("consent:ends")))
    with time_machine.travel(dt.datetime(2026, 12, 17, 11, tzinfo=dt.UTC), tick=False):
        assert consents.tidy(at=clock.now()) == {"noticed": 1, "ended": 0, "erased": 0}
        agents.sign_in(carla, agents.account("clara"), at=clock.now())
    with translation.override("fr"):
        assert Consent.objects.get(purpose="reminders").noticed_on == dt.date(2026, 12, 17)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_the_team_are_valid_html(carla: Client, cast: agents.Cast, one: str, language: str) -> None:
    with translation.override(language):
        answers = [
            carla.get(reverse("consent:person", args=[one])),
            carla.post(reverse("consent:person", args=[one]), {}),
            carla.post(reverse("consent:receipt", args=[one]), {"link": "new"}),
            carla.get(reverse("consent:ends")),
            carla.get(reverse("consent:retention", args=[cast.ours])),
            carla.post(reverse("consent:retention", args=[cast.ours]), {}),
            carla.get(reverse("people:journal")),
            carla.post(reverse("people:person-copy", args=[one])),
        ]
    for answer in answers:
        assert answer.status_code in (200, 422)
        assert every_page.tree(answer.content.decode())[1] == []
