"""The card of a place, found by its name and corrected by the team, in its areas only; undone like the rest."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from prevenance.kit import clock
from prevenance.offer.choices import Author
from prevenance.offer.models import Change, Check, Place
from prevenance.offer.queries import index
from prevenance.people.models import Entry
from tests import agents
from tests.unit.offer import places_made as made

ADDRESSES = itertools.count(1)


@pytest.fixture
def cast(db: None) -> agents.Cast:
    index.forget()
    return agents.play()


def signed_in(who: Any) -> Client:
    client = Client(
        headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR=f"2001:db8:8::{next(ADDRESSES):x}"
    )
    agents.sign_in(client, who, at=clock.now())
    return client


def form(client: Client, where: str) -> dict[str, str]:
    """What a browser would send of the form as it is shown."""
    page = client.get(where).content.decode()
    found = dict(re.findall(r'<input(?![^>]*type="(?:radio|checkbox)")[^>]* name="([^"]+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<', page))
    for radio in re.findall(r'<input[^>]*type="(?:radio|checkbox)"[^>]* checked[^>]*>', page):
        found[re.findall(r'name="([^"]+)"', radio)[0]] = re.findall(r'value="([^"]*)"', radio)[0]
    return found


def test_a_place_is_found_by_its_name_corrected_and_put_back(cast: agents.Cast) -> None:
    client, place = signed_in(cast.coordinator), made.record("a")
    name = Place.objects.get(id=place).name
    where = reverse("offer:upkeep-correct", args=[place])
    home = client.get(reverse("offer:upkeep"), {"q": name.upper()}).content.decode()
    assert reverse("offer:upkeep-place", args=[place]) in home
    assert where in client.get(reverse("offer:upkeep-place", args=[place])).content.decode()
    sent = form(client, where) | {"phone": "03 23 00 00 09", "position": "49.56, 3.63"}
    assert client.post(where, sent)["Location"] == reverse("offer:upkeep-place", args=[place])
    row = Place.objects.get(id=place)
    assert (row.phone, row.latitude, row.longitude) == ("+33323000009", 49.56, 3.63)
    assert set(Change.objects.values_list("author", flat=True)) == {str(Author.TEAM)}
    assert Entry.objects.get(verb="corrected_card").actor_id == cast.coordinator.pk
    phone = Change.objects.get(field="phone")
    client.post(reverse("offer:upkeep-undo"), {"what": f"change:{phone.pk}"})
    assert Place.objects.get(id=place).phone != "+33323000009"


def test_nothing_changed_says_that_the_card_is_right_and_a_place_can_close(cast: agents.Cast) -> None:
    client, place = signed_in(cast.coordinator), made.record("a")
    where = reverse("offer:upkeep-correct", args=[place])
    assert client.post(where, form(client, where)).status_code == 302
    assert Check.objects.get().author == str(Author.TEAM) and not Change.objects.exists()
    client.post(where, form(client, where) | {"closed": "yes"})
    assert Place.objects.get(id=place).has_closed
    client.post(where, form(client, where) | {"closed": "no"})
    assert not Place.objects.get(id=place).has_closed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"position": "ici"}, "Écrivez latitude, longitude"),
        ({"position": "43.3, 5.4"}, "km de"),
        ({"phone": "12"}, "error"),
        ({"commune": "Nullepart-les-Oies"}, "commune"),
        ({"version": "0" * 16}, "a changé pendant"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(
    cast: agents.Cast, typed: dict[str, str], said: str
) -> None:
    client, place = signed_in(cast.coordinator), made.record("a")
    where = reverse("offer:upkeep-correct", args=[place])
    sent = form(client, where) | {"description": "Une phrase à garder", **typed}
    answer = client.post(where, sent)
    page = answer.content.decode()
    assert answer.status_code in (409, 422) and said in page and "Une phrase à garder" in page
    assert all(value in page for name, value in typed.items() if name != "version")
    assert not Change.objects.exists() and not Check.objects.exists()


def test_outside_its_areas_a_team_corrects_and_finds_nothing(cast: agents.Cast) -> None:
    place = made.record("a")
    name = Place.objects.get(id=place).name
    client = signed_in(cast.bounded_coordinator)
    Place.objects.filter(id=place).update(commune_code="13055", commune_name="Marseille")
    where = reverse("offer:upkeep-correct", args=[place])
    assert client.get(where).status_code == 404 and client.post(where, {"phone": ""}).status_code == 404
    assert (
        reverse("offer:upkeep-place", args=[place])
        not in client.get(reverse("offer:upkeep"), {"q": name}).content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "is_found"), [("éCOLE", True), ("ecole foch", True), ("ecole nulle", False), ("%", False), (".*", False)]
)
def test_the_search_forgives_case_and_accents_and_knows_no_pattern(
    cast: agents.Cast, typed: str, is_found: bool
) -> None:
    place = made.record("a")
    Place.objects.filter(id=place).update(name="École maternelle Foch")
    page = signed_in(cast.coordinator).get(reverse("offer:upkeep"), {"q": typed}).content.decode()
    assert (reverse("offer:upkeep-place", args=[place]) in page) is is_found
