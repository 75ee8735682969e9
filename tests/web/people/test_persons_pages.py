"""Pages of people helped: a purpose first, a search before, reasons shown, nothing in addresses, nothing lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from prevenance.kit import clock
from prevenance.people.models import Entry, Person
from prevenance.people.operations import persons
from tests import agents

pytestmark = pytest.mark.django_db

TYPED = {
    "purpose": "follow_up",
    "given_name": "Zohrabelle",
    "family_name": "Vantadour",
    "birth_date": "09/04/1951",
    "phone": "06 12 34 59 87",
    "commune": "Laon",
}


@pytest.fixture
def cast() -> agents.Cast:
    persons._asked._levels.clear()
    return agents.play()


@pytest.fixture
def alice(visitor: Client, cast: agents.Cast) -> Client:
    agents.sign_in(visitor, cast.mediator, at=clock.now())
    return visitor


def create(client: Client, **typed: str) -> Any:
    return client.post(reverse("people:person-new"), TYPED | typed)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("’", "'")


def test_a_person_is_created_with_a_purpose_then_found_then_read(alice: Client) -> None:
    answer = create(alice)
    assert answer.status_code == 302
    one = Person.objects.get()
    assert answer.headers["Location"] == reverse("people:person", args=[one.pk])
    found = words(alice.post(reverse("people:persons"), {"text": "vantadour"}))
    assert "Zohrabelle Vantadour" in found and "09/04/1951" in found and "Laon" in found
    page = alice.get(answer.headers["Location"])
    assert "Zohrabelle" not in re.findall(r"<title>(.*?)</title>", page.content.decode(), re.S)[0]
    assert "06 12 34 59 87" in words(page).replace("\u00a0", " ")
    assert Entry.objects.filter(verb="read", object_id=str(one.pk)).exists()


def test_without_a_purpose_or_with_mistakes_nothing_is_kept_and_nothing_typed_is_lost(alice: Client) -> None:
    wrong = {"phone": "12", "email": "zohra", "birth_date": "31/02/1951", "commune": "Nulle part du tout"}
    answer = create(alice, purpose="", **wrong)
    assert answer.status_code == 422 and not Person.objects.exists()
    page = answer.content.decode()
    for typed in wrong.values():
        assert f'value="{typed}"' in page
    assert page.count('class="error"') == 5


def test_somebody_who_looks_alike_is_shown_with_the_reason_before_anything_is_kept(alice: Client) -> None:
    create(alice)
    swapped = {"given_name": "Vantadour", "family_name": "Zohrabelle"}
    shown = create(alice, **swapped)
    assert shown.status_code == 200 and Person.objects.count() == 1
    assert "prénom et nom inversés" in words(shown) and "même date de naissance" in words(shown)
    assert create(alice, **swapped, confirmed="yes").status_code == 302
    assert Person.objects.count() == 2


def test_another_organisation_is_asked_only_when_the_box_is_ticked(alice: Client, cast: agents.Cast) -> None:
    agents.person(cast.stranger, cast.theirs)
    shown = create(alice, elsewhere="yes")
    assert "Un autre organisme suit déjà cette personne" in words(shown)
    assert "Littoral" not in words(shown) and not Person.objects.filter(organisation=cast.ours).exists()
    assert create(alice).status_code == 302
    assert Entry.objects.filter(verb="asked_elsewhere").count() == 1


def test_two_records_are_joined_by_choice_and_undone(alice: Client, cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    two = agents.person(cast.mediator, cast.ours, given_name="Zorabelle")
    assert "Peut-être notée deux fois" in words(alice.get(reverse("people:person", args=[one])))
    where = reverse("people:person-merge", args=[one, two])
    assert "Zohrabelle" in words(alice.get(where))
    assert alice.post(where, {"given_name": "gone"}).status_code == 302
    page = alice.get(reverse("people:person", args=[one]))
    assert "Zorabelle Vantadour" in words(page)
    assert alice.get(reverse("people:person", args=[two])).status_code == 404
    undo = re.search(r'action="([^"]+annuler[^"]+)"', page.content.decode())
    assert undo and alice.post(undo[1]).status_code == 302
    assert "Zohrabelle Vantadour" in words(alice.get(reverse("people:person", args=[one])))
    assert alice.get(reverse("people:person", args=[two])).status_code == 200
    assert alice.post(undo[1]).status_code == 404


def test_a_record_is_corrected(alice: Client, cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    where = reverse("people:person-revise", args=[one])
    assert 'value="09/04/1951"' in alice.get(where).content.decode()
    assert alice.post(where, {}).status_code == 422
    assert alice.post(where, TYPED | {"used_name": "Kerlaz"}).status_code == 302
    assert "Zohrabelle Kerlaz (à la naissance Vantadour)" in words(alice.get(reverse("people:person", args=[one])))


def test_the_copy_is_a_page_or_a_file_and_erasure_asks_once_more(alice: Client, cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    where = reverse("people:person-copy", args=[one])
    assert "a créé votre fiche" in words(alice.post(where)) and "Vantadour" in words(alice.post(where))
    held = alice.post(where, {"format": "json"})
    assert held.json()["records"][0]["commune"] == agents.LAON
    assert "Vantadour" not in held.headers["Content-Disposition"]
    erase = reverse("people:person-erase", args=[one])
    assert alice.post(erase).status_code == 422 and Person.objects.exists()
    assert alice.post(erase, {"sure": "yes"}).status_code == 302 and not Person.objects.exists()


def test_outside_ones_area_nobody_is_created_and_nobody_is_seen(visitor: Client, cast: agents.Cast) -> None:
    agents.sign_in(visitor, cast.bounded_mediator, at=clock.now())
    answer = create(visitor, commune="Soissons")
    assert answer.status_code == 422 and "commune de votre périmètre" in words(answer)
    one = agents.person(cast.mediator, cast.ours)
    Person.objects.filter(pk=one).update(commune_code=agents.SOISSONS)
    assert visitor.get(reverse("people:person", args=[one])).status_code == 404
    assert "Nul ne correspond" in words(visitor.post(reverse("people:persons"), {"text": "Vantadour"}))


def test_no_page_keeps_a_name_in_its_address_nor_lets_it_be_kept(alice: Client, cast: agents.Cast) -> None:
    one = agents.person(cast.mediator, cast.ours)
    answer = alice.post(reverse("people:persons"), {"text": "Vantadour"})
    assert not re.search(r'(href|action)="[^"]*antadour', answer.content.decode())
    for page in (answer, alice.get(reverse("people:person", args=[one]))):
        assert page.headers["Cache-Control"] == "no-store"
