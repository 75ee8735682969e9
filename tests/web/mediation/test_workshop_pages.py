"""Pages of workshops: announced by the team, taken by anybody, held, noted; nobody sees who else comes."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import icalendar
import pytest
import textstat
from django.test import Client
from django.urls import reverse
from django.utils import translation

from prevenance.kit import clock
from prevenance.mediation.models import Encounter, Registration, Workshop
from prevenance.mediation.operations import seats
from prevenance.mediation.queries import seat_codes
from prevenance.people import queries as people
from prevenance.people.choices.persons import Identity, PersonPurpose
from prevenance.people.models import Account
from prevenance.people.operations import persons
from tests import agents
from tests.web.every_page import demo, tree
from tests.web.plans.test_bars import EASY, sentences

__all__ = ["demo"]  # a fixture of this module too
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def signed_in(account: Account) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})
    agents.sign_in(client, account, at=clock.now())
    return client


def typed(**more: Any) -> dict[str, Any]:
    given = {
        "operation": str(uuid.uuid4()),
        "title": "Premiers pas",
        "level": "beginner",
        "themes": ["health", "email"],
        "day": (clock.today() + 3 * DAY).isoformat(),
        "hour": "14:30",
        "minutes": "90",
        "place": "new",
        "place_name": "Maison fictive",
        "place_commune": agents.LAON,
        "capacity": "3",
        "is_public": "yes",
        "do": "save",
    }
    return given | more


def announced(cast: agents.Cast, **more: Any) -> int:
    answer = signed_in(cast.mediator).post(reverse("mediation:workshop-announce"), typed(**more))
    assert answer.status_code == 302, answer.content.decode()
    return Workshop.objects.latest("pk").pk


def begins_now(number: int) -> None:
    Workshop.objects.filter(pk=number).update(starts_at=clock.now() - dt.timedelta(minutes=5))


def text(answer: Any) -> str:
    """Without tags, spaces made single."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode().split("<main", 1)[1]).split())


def taken(number: int, **more: Any) -> Any:
    sent = {"operation": str(uuid.uuid4()), "seats": "1", "label": "", "phone": ""} | more
    return Client(headers={"host": "localhost"}).post(reverse("mediation:workshop-open", args=[number]), sent)


def test_an_announcement_is_kept_once_listed_and_begins_the_next(cast: agents.Cast) -> None:
    client, sent = signed_in(cast.mediator), typed()
    for _ in range(2):
        answer = client.post(reverse("mediation:workshop-announce"), sent)
        assert answer.status_code == 302
    row = Workshop.objects.get()
    assert (row.place_name, row.commune_code, row.minutes, row.is_public) == ("Maison fictive", agents.LAON, 90, True)
    shown = text(client.get(answer["Location"]))
    assert "Maison fictive, Laon" in shown and "de 14\xa0h\xa030 à 16\xa0h" in answer_text(client, answer["Location"])
    listed = text(client.get(reverse("mediation:workshops")))
    assert "Premiers pas" in listed and "0 place prise sur 3" in listed
    assert "Premiers pas" not in text(client.get(reverse("mediation:workshops"), {"when": "past"}))
    coordinator = signed_in(cast.coordinator)
    assert "Premiers pas" in text(coordinator.get(reverse("mediation:workshops")))
    assert "Premiers pas" not in text(coordinator.get(reverse("mediation:workshops"), {"who": "me"}))
    again = client.get(reverse("mediation:workshop-announce")).content.decode()
    assert f'value="|{agents.LAON}|Maison fictive" checked' in again and 'value="Premiers pas"' not in again


def answer_text(client: Client, where: str) -> str:
    return re.sub(r"<[^>]*>", " ", client.get(where).content.decode())


@pytest.mark.parametrize(
    ("more", "goal"),
    [
        ({"title": ""}, "title"),
        ({"themes": []}, "themes-1"),
        ({"day": "hier"}, "day"),
        ({"hour": ""}, "hour"),
        ({"day": "2020-01-01"}, "day"),
        ({"day": "2126-01-01"}, "day"),
        ({"minutes": "custom", "minutes_custom": "beaucoup"}, "minutes_custom"),
        ({"place_commune": "Nulle-Part"}, "place_commune"),
        ({"place_name": ""}, "place_name"),
        ({"capacity": "0"}, "capacity"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(
    cast: agents.Cast, more: dict[str, Any], goal: str
) -> None:
    sent = typed(**{"title": "Titre gardé"} | more)
    answer = signed_in(cast.mediator).post(reverse("mediation:workshop-announce"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and f'href="#{goal}"' in page and f'id="{goal}"' in page
    assert sent["operation"] in page and (goal == "title" or "Titre gardé" in page)
    assert not Workshop.objects.exists()


def test_a_bounded_mediator_announces_only_in_their_area(cast: agents.Cast) -> None:
    answer = signed_in(cast.bounded_mediator).post(
        reverse("mediation:workshop-announce"), typed(place_commune=agents.SOISSONS)
    )
    assert answer.status_code == 422 and not Workshop.objects.exists()


def test_a_resident_takes_a_seat_without_account_sees_it_and_withdraws(cast: agents.Cast) -> None:
    number, operation = announced(cast), str(uuid.uuid4())
    visitor = Client(headers={"host": "localhost"})
    near = visitor.post(reverse("mediation:workshops-near"), {"code": agents.LAON})
    assert "Premiers pas" in text(near) and "Il reste 3 places" in text(near)
    page = visitor.get(reverse("mediation:workshop-open", args=[number]))
    assert page.status_code == 200
    answer = taken(number, operation=operation, label="Zora", phone="06 12 34 56 78", seats="2")
    code = seat_codes.code(uuid.UUID(operation))
    assert answer.status_code == 200 and f"{code[:5]} {code[5:]}" in text(answer)
    assert answer["X-Robots-Tag"].startswith("noindex") and answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer" and not answer.cookies and not visitor.cookies
    assert "Zora" not in text(visitor.get(reverse("mediation:workshop-open", args=[number])))
    where = reverse("mediation:workshop-seat")
    assert "Vous avez 2 places." in text(visitor.post(where, {"code": code.lower(), "do": "see"}))
    gone = visitor.post(where, {"code": code, "do": "withdraw"})
    assert "Vous vous êtes désisté·e" in text(gone) and not visitor.cookies
    assert visitor.post(where, {"code": code, "do": "see"}).status_code == 422
    assert Workshop.objects.get().taken == 0


def test_what_residents_read_is_plain(cast: agents.Cast) -> None:
    textstat.set_lang("fr")
    number, operation = announced(cast), str(uuid.uuid4())
    visitor = Client(headers={"host": "localhost"})
    answers = [
        visitor.get(reverse("mediation:workshops-near")),
        visitor.get(reverse("mediation:workshop-open", args=[number])),
        visitor.get(reverse("mediation:workshop-seat")),
        taken(number, operation=operation),
    ]
    for answer in answers:
        assert textstat.flesch_reading_ease(sentences(answer.content.decode())) >= EASY, answer.request["PATH_INFO"]


def test_the_same_form_sent_twice_shows_the_same_code_and_takes_one_seat(cast: agents.Cast) -> None:
    number, operation = announced(cast), str(uuid.uuid4())
    first, again = taken(number, operation=operation), taken(number, operation=operation)
    assert text(first) == text(again) and Registration.objects.count() == 1


def test_who_comes_late_waits_and_the_place_in_the_list_is_said(cast: agents.Cast) -> None:
    number = announced(cast)
    assert "Vous avez 3 places." in text(taken(number, seats="3"))
    assert "numéro 1 de la liste d’attente" in text(taken(number))
    assert "numéro 2 de la liste d’attente" in text(taken(number, phone="0612345678"))
    page = text(Client(headers={"host": "localhost"}).get(reverse("mediation:workshop-open", args=[number])))
    assert "Complet" in page and "Demander à attendre" in page
    assert "2 en attente" in text(signed_in(cast.mediator).get(reverse("mediation:workshop", args=[number])))


@pytest.mark.parametrize(
    ("more", "goal"),
    [({"seats": "6"}, "seats"), ({"phone": "12"}, "phone"), ({"label": "2540775116005"}, "label")],
)
def test_what_a_resident_types_wrong_is_said_and_kept(cast: agents.Cast, more: dict[str, str], goal: str) -> None:
    number = announced(cast, capacity="9")
    answer = taken(number, **{"label": "Zora"} | more)
    page = answer.content.decode()
    assert answer.status_code == 422 and f'href="#{goal}"' in page and f'id="{goal}-error"' in page
    assert (goal == "label" or "Zora" in page) and not Registration.objects.exists()


def test_a_workshop_not_open_to_all_is_not_there_for_anybody(cast: agents.Cast) -> None:
    number = announced(cast, is_public="")
    visitor = Client(headers={"host": "localhost"})
    assert visitor.get(reverse("mediation:workshop-open", args=[number])).status_code == 404
    assert visitor.get(reverse("mediation:workshop-calendar", args=[number])).status_code == 404
    assert taken(number).status_code == 404
    near = visitor.post(reverse("mediation:workshops-near"), {"code": agents.LAON})
    assert "Aucun atelier n’est annoncé" in text(near)


def test_the_calendar_keeps_its_number_grows_its_sequence_and_says_nothing_of_anybody(cast: agents.Cast) -> None:
    number = announced(cast)
    taken(number, label="Zora", phone="0612345678")

    def event() -> Any:
        where = reverse("mediation:workshop-calendar", args=[number])
        content = Client(headers={"host": "localhost"}).get(where).content
        assert b"Zora" not in content and b"Premiers pas" not in content and b"ATTENDEE" not in content
        calendar = icalendar.Calendar.from_ical(content)
        return next(iter(calendar.walk("VEVENT")))

    before = event()
    client = signed_in(cast.mediator)
    page = client.get(reverse("mediation:workshop-change", args=[number]))
    client.post(
        reverse("mediation:workshop-change", args=[number]), typed(hour="10:00", version=page.context["version"])
    )
    moved = event()
    client.post(reverse("mediation:workshop", args=[number]), {"do": "cancel"})
    cancelled = event()
    assert before["UID"] == moved["UID"] == cancelled["UID"]
    assert [int(one["SEQUENCE"]) for one in (before, moved, cancelled)] == [0, 1, 2]
    assert str(moved["DTSTART"].dt)[11:16] == "10:00" and moved["DTSTART"].params["TZID"] == "Europe/Paris"
    assert [str(one["STATUS"]) for one in (before, cancelled)] == ["CONFIRMED", "CANCELLED"]
    assert str(before["SUMMARY"]) == "Atelier" and str(before["CLASS"]) == "PRIVATE"


def test_who_is_to_be_told_is_shown_with_a_phone_until_it_is_done(cast: agents.Cast) -> None:
    number = announced(cast)
    first = str(uuid.uuid4())
    taken(number, operation=first, seats="3")
    taken(number, label="Zora", phone="0612345678")
    client, where = signed_in(cast.mediator), reverse("mediation:workshop", args=[number])
    assert "06 12 34 56 78" not in text(client.get(where)).replace("\xa0", " ")
    seats.withdraw_by_code(at=clock.now(), code=seat_codes.code(uuid.UUID(first)))
    page = text(client.get(where)).replace("\xa0", " ")
    assert "À prévenir" in page and "une place s’est libérée" in page and "06 12 34 56 78" in page
    assert "1 personne à prévenir" in text(client.get(reverse("mediation:workshops")))
    waiting = Registration.objects.get(withdrawn_at__isnull=True).pk
    client.post(where, {"do": "told", "seat": str(waiting)})
    assert "06 12 34 56 78" not in text(client.get(where)).replace("\xa0", " ")


def test_a_cancelled_workshop_is_said_everywhere_and_put_back(cast: agents.Cast) -> None:
    number, client = announced(cast), signed_in(cast.mediator)
    where = reverse("mediation:workshop", args=[number])
    taken(number, label="Zora")
    assert "Cet atelier est annulé." in text(client.post(where, {"do": "cancel"}, follow=True))
    visitor = Client(headers={"host": "localhost"})
    assert "Annulé" in text(visitor.post(reverse("mediation:workshops-near"), {"code": agents.LAON}))
    assert "Cet atelier est annulé." in text(visitor.get(reverse("mediation:workshop-open", args=[number])))
    assert "Cet atelier est annulé." not in text(client.post(where, {"do": "undo_cancel"}, follow=True))


def test_a_person_followed_gets_a_seat_by_the_search_and_a_colleague_without_reach_sees_no_name(
    cast: agents.Cast,
) -> None:
    number, anna = announced(cast), agents.person(cast.mediator, cast.ours)
    away = persons.create_person(
        by=people.access(cast.mediator, on=clock.today()),
        at=clock.now(),
        organisation_id=cast.ours,
        purpose=PersonPurpose.FOLLOW_UP,
        identity=Identity(given_name="Loin", family_name="Fictif"),
        commune=agents.SOISSONS,
        fictional=True,
    )
    client = signed_in(cast.mediator)
    page = client.post(reverse("mediation:workshop-person", args=[number]), {"text": "vantadour"})
    found = page.content.decode()
    assert f'value="{anna}"' in found
    for person in (anna, away):
        sent = {"do": "give", "person": person, "seats": "1", "operation": str(uuid.uuid4())}
        assert client.post(reverse("mediation:workshop", args=[number]), sent).status_code == 302
    assert "Déjà sur la liste." in text(
        client.post(reverse("mediation:workshop-person", args=[number]), {"text": "vantadour"})
    )
    assert "Zohrabelle Vantadour" in text(client.get(reverse("mediation:workshop", args=[number])))
    bounded = text(signed_in(cast.bounded_mediator).get(reverse("mediation:workshop", args=[number])))
    assert "Loin" not in bounded and "une personne suivie par un·e collègue" in bounded


def test_the_sheet_to_sign_has_no_phone(cast: agents.Cast) -> None:
    number = announced(cast)
    taken(number, label="Zora", phone="0612345678", seats="2")
    page = signed_in(cast.mediator).get(reverse("mediation:workshop-paper", args=[number])).content.decode()
    assert "Zora" in page and "avec Zora" in page and "612345678" not in re.sub(r"\s", "", page)
    assert page.count('<th scope="row">') == 5


def test_from_who_came_to_the_note_and_back(cast: agents.Cast) -> None:
    number, anna = announced(cast, capacity="9"), agents.person(cast.mediator, cast.ours)
    client, where = signed_in(cast.mediator), reverse("mediation:workshop", args=[number])
    came = reverse("mediation:workshop-came", args=[number])
    assert client.get(came).status_code == 404  # before its hour
    client.post(where, {"do": "give", "person": anna, "seats": "1", "operation": str(uuid.uuid4())})
    client.post(where, {"do": "give", "label": "Foyer", "seats": "4", "operation": str(uuid.uuid4())})
    taken(number, label="Zora", phone="0612345678")
    begins_now(number)
    one, group, zora = Registration.objects.order_by("pk")
    wrong = client.post(came, {f"came-{group.pk}": "5", f"came-{one.pk}": "1", "others": "x"})
    assert wrong.status_code == 422 and f'href="#came-{group.pk}"' in wrong.content.decode()
    sent = {f"came-{one.pk}": "1", f"came-{group.pk}": "3", f"came-{zora.pk}": "unknown", "others": "2"}
    note = client.post(came, sent, follow=True)
    shown = text(note)
    assert (
        "1 personne suivie" in shown
        and "5 autres participants, sans nom" in shown
        and "1 place :" in shown.replace("\xa0", " ")
    )
    typed_ = {
        "operation": str(uuid.uuid4()),
        "themes": ["health"],
        "minutes": "90",
        "genders-female": "4",
        "genders-male": "2",
    }
    go = reverse("mediation:workshop-note", args=[number])
    refused = client.post(go, typed_)
    assert refused.status_code == 422 and 'href="#genders-female"' in refused.content.decode()
    assert 'name="genders-male" value="2"' in refused.content.decode() and not Encounter.objects.exists()
    for _ in range(2):
        done = client.post(go, typed_ | {"genders-male": "1"}, follow=True)
    encounter = Encounter.objects.get()
    assert "Cet atelier est noté." in text(done) and encounter.kind == "collective"
    assert encounter.group.total == 5 and encounter.group.counts == {"genders": {"female": 4, "male": 1}}
    (named,) = encounter.participations.all()
    assert (named.person, named.age, named.commune_code, named.first) == (anna, "70_over", agents.LAON, "first")
    assert not Registration.objects.exclude(label="").exists()
    assert not Registration.objects.filter(phone__isnull=False).exists()
    back = client.post(go, {"do": "undo"}, follow=True)
    assert "Qui est venu" in text(back) and Encounter.objects.get().removed_at is not None


def test_everybody_came_in_one_press(cast: agents.Cast) -> None:
    number, client = announced(cast), signed_in(cast.mediator)
    taken(number, seats="2")
    taken(number)
    begins_now(number)
    client.post(reverse("mediation:workshop-came", args=[number]), {"do": "all"})
    assert list(Registration.objects.order_by("pk").values_list("came", flat=True)) == [2, 1]


def test_a_correction_of_the_encounter_keeps_the_people_of_the_group(cast: agents.Cast) -> None:
    number, client = announced(cast), signed_in(cast.mediator)
    both = [agents.person(cast.mediator, cast.ours), agents.person(cast.mediator, cast.ours, "Ysolde", "Quimperec")]
    for person in both:
        client.post(
            reverse("mediation:workshop", args=[number]),
            {"do": "give", "person": person, "seats": "1", "operation": str(uuid.uuid4())},
        )
    begins_now(number)
    client.post(reverse("mediation:workshop-came", args=[number]), {"do": "all"})
    client.post(
        reverse("mediation:workshop-note", args=[number]),
        {"operation": str(uuid.uuid4()), "themes": ["health"], "minutes": "60"},
    )
    encounter = Encounter.objects.get()
    where = reverse("mediation:encounter-change", args=[encounter.pk])
    page = client.get(where)
    sent = {
        "version": page.context["version"],
        "kind": "collective",
        "day": "today",
        "minutes": "120",
        "place": f"|{agents.LAON}|Maison fictive",
        "themes": ["health"],
        "total": "4",
        "person": both[0],
    }
    assert client.post(where, sent).status_code == 302
    encounter.refresh_from_db()
    assert encounter.minutes == 120 and encounter.group.total == 4
    assert {one.person for one in encounter.participations.all()} == set(both)


def test_the_workshop_of_another_organisation_is_not_there(cast: agents.Cast) -> None:
    number = announced(cast)
    stranger = signed_in(cast.stranger)
    names = ("workshop", "workshop-change", "workshop-person", "workshop-paper", "workshop-came", "workshop-note")
    for name in names:
        where = reverse(f"mediation:{name}", args=[number])
        assert stranger.get(where).status_code == 404
        assert stranger.post(where, {"do": "cancel"}).status_code in (404, 405)
    assert Workshop.objects.get().cancelled_at is None
    assert "Premiers pas" not in text(stranger.get(reverse("mediation:workshops")))


def test_a_long_list_asks_no_more_of_the_database(cast: agents.Cast, django_assert_max_num_queries: Any) -> None:
    number, client = announced(cast, capacity="9"), signed_in(cast.mediator)
    where = reverse("mediation:workshop", args=[number])
    for name in ("Ava", "Bao", "Cleo", "Dina", "Enzo", "Fatou"):
        person = agents.person(cast.mediator, cast.ours, name, f"Fictif {name}")
        client.post(where, {"do": "give", "person": person, "seats": "1", "operation": str(uuid.uuid4())})
    with django_assert_max_num_queries(10):
        assert "Fatou" in client.get(where).content.decode()
    begins_now(number)
    for name in ("workshop-came", "workshop-paper", "workshop-note"):
        with django_assert_max_num_queries(10):
            assert client.get(reverse(f"mediation:{name}", args=[number])).status_code == 200


def test_the_person_and_the_day_lead_to_the_workshop(cast: agents.Cast) -> None:
    number, anna, client = announced(cast), agents.person(cast.mediator, cast.ours), signed_in(cast.mediator)
    where = reverse("mediation:workshop", args=[number])
    person, day = reverse("people:person", args=[anna]), reverse("mediation:day")
    assert where not in client.get(person).content.decode() and where not in client.get(day).content.decode()
    client.post(where, {"do": "give", "person": anna, "seats": "1", "operation": str(uuid.uuid4())})
    assert where in client.get(person).content.decode() and "a 1 place" in text(client.get(person))
    assert where not in client.get(day).content.decode()  # nothing to do yet
    begins_now(number)
    assert where in client.get(day).content.decode()
    assert where not in signed_in(cast.coordinator).get(day).content.decode()


def test_a_copy_is_shown_a_week_later(cast: agents.Cast) -> None:
    number, client = announced(cast), signed_in(cast.mediator)
    where = reverse("mediation:workshop", args=[number])
    sent = {"do": "repeat", "operation": str(uuid.uuid4())}
    first, again = client.post(where, sent), client.post(where, sent)
    assert first["Location"] == again["Location"] != where and Workshop.objects.count() == 2


def test_places_of_the_offer_are_found_by_their_name(cast: agents.Cast, demo: Any) -> None:
    client = signed_in(cast.mediator)
    sent = typed(do="places", place_words="pharmacie", place_commune="Saint-Quentin")
    page = client.post(reverse("mediation:workshop-announce"), sent)
    assert page.status_code == 200 and page.context["found"] > 0 and "Lieux trouvés" in text(page)
    none = client.post(reverse("mediation:workshop-announce"), sent | {"place_words": "zzzz"})
    assert none.status_code == 422 and 'href="#place_words"' in none.content.decode()
    assert not Workshop.objects.exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_valid_and_says_it_in_its_language(cast: agents.Cast, language: str) -> None:
    number, waiting = announced(cast), announced(cast, capacity="1")
    operation = str(uuid.uuid4())
    Account.objects.filter(pk=cast.mediator.pk).update(language=language)
    taken(number, operation=operation, label="Zora", phone="0612345678")
    taken(waiting)
    taken(waiting)
    client = signed_in(cast.mediator)
    with translation.override(language):
        pages = [
            client.get(reverse("mediation:workshops")),
            client.get(reverse("mediation:workshops"), {"when": "past", "who": "me"}),
            client.get(reverse("mediation:workshop-announce")),
            client.post(reverse("mediation:workshop-announce"), {}),
            *(client.get(reverse("mediation:workshop", args=[one])) for one in (number, waiting)),
            client.get(reverse("mediation:workshop-person", args=[number])),
            client.get(reverse("mediation:workshop-paper", args=[number])),
            client.get(reverse("mediation:workshop-change", args=[number])),
            client.get(reverse("mediation:workshop-open", args=[number])),
            client.get(reverse("mediation:workshop-open", args=[waiting])),
            client.post(reverse("mediation:workshop-open", args=[number]), {"seats": "9", "phone": "1"}),
            client.post(reverse("mediation:workshops-near"), {"code": agents.LAON}),
            client.post(reverse("mediation:workshop-seat"), {"code": "x"}),
            client.post(reverse("mediation:workshop-seat"), {"code": seat_codes.code(uuid.UUID(operation))}),
        ]
        begins_now(number)
        pages += [
            client.get(reverse("mediation:workshop-came", args=[number])),
            client.get(reverse("mediation:workshop-note", args=[number])),
            client.get(reverse("mediation:workshop-open", args=[number])),
        ]
    for page in pages:
        html = page.content.decode()
        _, errors = tree(html)
        assert page.status_code in (200, 422) and f'<html lang="{language}"' in html and errors == []
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), [one for one in ids if ids.count(one) > 1]
