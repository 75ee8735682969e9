"""Coordination, tags of the team, and the prevention spoken of: noted once, corrected, undone, counted, given away."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from prevenance.kit import clock
from prevenance.mediation.models import Coordination, Encounter, Signpost, Tag
from prevenance.mediation.operations import coordination, encounters
from prevenance.mediation.queries.drafts import Draft, Participant
from prevenance.people import queries as people
from prevenance.people.models import Account
from prevenance.people.operations import persons_rights
from tests import agents
from tests.web.every_page import tree

pytestmark = pytest.mark.django_db
EVENT = {"subjects": "public", "commune": "Laon", "title": "Forum fictif", "participants": "80", "echelon": "commune"}


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def signed_in(account: Account) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})
    agents.sign_in(client, account, at=clock.now())
    return client


def main(answer: Any) -> str:
    return str(answer.content.decode().split("<main", 1)[1].split("</main", 1)[0])


def noted(client: Client, **typed: Any) -> Any:
    given = {"operation": str(uuid.uuid4())} | EVENT | typed
    return client.post(reverse("mediation:coordination-note", args=["event"]), given)


def encounter(cast: agents.Cast, **more: Any) -> int:
    draft = Draft(
        cast.ours, "individual", clock.today(), 30, "home", agents.LAON, ("health",), people=(Participant(),), **more
    )
    by = people.access(cast.mediator, on=clock.today())
    return encounters.note(by=by, at=clock.now(), operation=uuid.uuid4(), draft=draft)


def test_an_event_is_noted_once_corrected_removed_and_put_back(cast: agents.Cast) -> None:
    client = signed_in(cast.coordinator)
    same = str(uuid.uuid4())
    first, again = noted(client, operation=same), noted(client, operation=same)
    assert first.status_code == again.status_code == 302 and first["Location"] == again["Location"]
    row = Coordination.objects.get()
    assert (row.kind, row.participants, row.echelon, row.commune_code) == ("event", 80, "commune", agents.LAON)
    change = reverse("mediation:coordination-change", args=[row.pk])
    assert 'value="80"' in main(client.get(change))
    assert client.post(change, EVENT | {"participants": "95"}).status_code == 302
    row.refresh_from_db()
    assert row.participants == 95
    remove = reverse("mediation:coordination-remove", args=[row.pk])
    client.post(remove)
    assert "Forum fictif" not in main(client.get(reverse("mediation:coordination")))
    client.post(remove, {"back": "1"})
    assert "Forum fictif" in main(client.get(reverse("mediation:coordination")))


def test_a_mistake_loses_nothing(cast: agents.Cast) -> None:
    answer = noted(signed_in(cast.coordinator), commune="Zzzz", participants="beaucoup")
    page = main(answer)
    assert answer.status_code == 422 and "Forum fictif" in page and 'value="beaucoup"' in page
    assert page.count('class="error"') >= 2 and not Coordination.objects.exists()


def test_only_who_answers_for_the_team_and_only_there(cast: agents.Cast) -> None:
    assert noted(signed_in(cast.mediator)).status_code == 403
    noted(signed_in(cast.coordinator))
    number = Coordination.objects.get().pk
    stranger, bounded = signed_in(cast.stranger), signed_in(cast.bounded_coordinator)
    for name in ("coordination-one", "coordination-change"):
        assert stranger.get(reverse(f"mediation:{name}", args=[number])).status_code == 404
    assert bounded.get(reverse("mediation:coordination-one", args=[number])).status_code == 200
    assert noted(bounded, commune="Soissons").status_code == 422


def test_the_file_has_la_coop_s_columns_in_its_order(cast: agents.Cast) -> None:
    client = signed_in(cast.coordinator)
    noted(client)
    told = client.get(reverse("mediation:coordination-file", args=["csv"])).content.decode("utf-8-sig")
    header, row = list(csv.reader(io.StringIO(told), delimiter=";"))
    assert len(header) == 20 and header[:4] == ["Date de l’activité", "Type", "Durée (min.)", "Participants"]
    assert header[-3:] == ["Enregistrée le", "Dernière modification le", "ID CRA"]
    assert row[1:4] == ["Évènement", "/", "80"] and row[7] == "Forum fictif"
    acts = client.get(reverse("mediation:acts-file", args=["csv"])).content.decode("utf-8-sig")
    names = next(csv.reader(io.StringIO(acts), delimiter=";"))
    assert names[:3] == ["Date", "Type", "Nombre de participants"] and names[20] == "Notes supplémentaires"


def test_a_tag_of_the_team_is_offered_counted_and_given_while_one_s_own_never_leaves(cast: agents.Cast) -> None:
    client = signed_in(cast.coordinator)
    client.post(reverse("mediation:tags"), {"name": "Octobre rose", "department": "1"})
    client.post(reverse("mediation:tags"), {"name": "Marché"})
    assert "Octobre rose" in main(client.get(reverse("mediation:note")))
    encounter(cast, tags=("Octobre rose", "Marché", "à rappeler Paulette"))
    page = main(client.get(reverse("mediation:figures")))
    assert "Octobre rose</th><td>1</td>" in page and "Paulette" not in page
    acts = client.get(reverse("mediation:acts-file", args=["csv"])).content.decode()
    assert acts.rstrip().endswith("Octobre rose, Marché;Octobre rose") and "Paulette" not in acts
    client.post(reverse("mediation:tags"), {"close": str(Tag.objects.get(department_code="02").pk)})
    assert "Octobre rose" not in main(client.get(reverse("mediation:note")))
    assert "Octobre rose</th><td>1</td>" in main(client.get(reverse("mediation:figures")))
    refused = client.post(reverse("mediation:tags"), {"name": " , "})
    assert refused.status_code == 422 and Tag.objects.count() == 2


def test_an_erasure_leaves_the_tags_of_the_team_and_takes_one_s_own(cast: agents.Cast) -> None:
    by = people.access(cast.coordinator, on=clock.today())
    coordination.add_tag(by=by, at=clock.now(), organisation=cast.ours, name="Marché")
    reference = agents.person(cast.mediator, cast.ours)
    draft = Draft(
        cast.ours,
        "individual",
        clock.today(),
        30,
        "home",
        agents.LAON,
        ("health",),
        people=(Participant(person=reference),),
        tags=("Marché", "Paulette"),
    )
    mediator = people.access(cast.mediator, on=clock.today())
    encounters.note(by=mediator, at=clock.now(), operation=uuid.uuid4(), draft=draft)
    persons_rights.erase_person(by=mediator, at=clock.now(), reference=reference)
    assert Encounter.objects.get().tags == ["Marché"]


def test_what_was_spoken_of_is_asked_again_answered_and_taken_back(cast: agents.Cast) -> None:
    number = encounter(cast, signposted=("vaccination", "teeth"))
    client = signed_in(cast.mediator)
    where = reverse("mediation:encounter-signpost", args=[number])
    client.post(where, {"said": "vaccination yes"})
    row = Signpost.objects.get(key="vaccination")
    assert row.is_done is True and row.answered_on == clock.today()
    assert "Fait depuis." in main(client.get(reverse("mediation:encounter", args=[number])))
    client.post(where, {"said": "vaccination unknown"})
    assert Signpost.objects.get(key="vaccination").is_done is None
    assert client.post(where, {"said": "screening yes"}).status_code == 404
    assert signed_in(cast.stranger).post(where, {"said": "teeth yes"}).status_code == 404


def test_the_departments_file_says_the_period_and_hides_small_numbers(cast: agents.Cast) -> None:
    for _ in range(6):
        encounter(cast)
    told = signed_in(cast.coordinator).get(reverse("mediation:departments-file", args=["csv"])).content.decode()
    assert "02;Aisne;6;1.0;" in told
    Encounter.objects.filter(pk__gt=Encounter.objects.earliest("pk").pk + 2).delete()
    told = signed_in(cast.coordinator).get(reverse("mediation:departments-file", args=["csv"])).content.decode()
    assert "02;Aisne;s;" in told


def test_these_pages_are_valid_html(cast: agents.Cast) -> None:
    client = signed_in(cast.coordinator)
    noted(client)
    coordination_number = Coordination.objects.get().pk
    client.post(reverse("mediation:tags"), {"name": "Marché"})
    number = encounter(cast, signposted=("teeth",), tags=("Marché",))
    pages = [
        client.get(reverse("mediation:coordination")),
        client.get(reverse("mediation:coordination-one", args=[coordination_number])),
        client.get(reverse("mediation:coordination-change", args=[coordination_number])),
        *(client.get(reverse("mediation:coordination-note", args=[kind])) for kind in ("animation", "partnership")),
        noted(client, commune="Zzzz", **{"held-day": "45"}),
        client.get(reverse("mediation:tags")),
        client.post(reverse("mediation:tags"), {"name": ""}),
        client.get(reverse("mediation:figures")),
        client.get(reverse("mediation:paths")),
        client.get(reverse("mediation:encounter", args=[number])),
    ]
    for one in pages:
        assert one.status_code in (200, 422) and tree(one.content.decode())[1] == [], one.request["PATH_INFO"]
