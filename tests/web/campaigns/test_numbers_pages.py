"""Numbers of a campaign: written by the team, read by everybody in their order, taken as open data."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from prevenance.campaigns.models import (
    Campaign,
    DeclaredCount,
    Exposure,
    LinkPartnership,
    LinkPost,
    PostClaim,
    VisitCount,
)
from prevenance.campaigns.operations import declared as operations
from prevenance.campaigns.operations import links, visits
from prevenance.campaigns.presenters import relay_links
from prevenance.kit import clock
from tests import agents
from tests.unit.campaigns.link_cast import AT, ON, Scene

pytestmark = pytest.mark.django_db
PAGE = "/etre-rassure/campagnes/essai234/"


@pytest.fixture
def scene() -> Scene:
    visits.begin_again()
    made = Scene()
    made.publish()
    return made


@pytest.fixture
def team(scene: Scene) -> Client:
    client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}, REMOTE_ADDR="2001:db8::6:1")
    agents.sign_in(client, scene.cast.coordinator, at=AT)
    return client


@pytest.fixture
def where(scene: Scene) -> str:
    # The days that somebody types are of the past, and the campaign's own days too.
    today = clock.today()
    Campaign.objects.filter(pk=scene.campaign).update(
        starts_on=today - dt.timedelta(days=30), ends_on=today + dt.timedelta(days=30), goal="tests_done"
    )
    return f"/equipe/campagnes/{scene.campaign}/chiffres/"


def sent(**more: str) -> dict[str, str]:
    day = (clock.today() - dt.timedelta(days=3)).isoformat()
    told = {"do": "act", "operation": str(uuid.uuid4()), "act": "tests_done", "first_on": day, "last_on": day}
    return told | {"acted": "1 200", "asked": "4 000", "missing": "", "source": "CPAM fictive", "as_of": day} | more


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " ").replace("\u202f", " "))


def test_a_number_is_written_read_taken_off_and_put_back(team: Client, where: str, visitor: Client) -> None:
    typed = sent()
    for _ in range(2):
        assert team.post(where, typed).status_code == 302
    row = DeclaredCount.objects.get()
    shown = text(visitor.get(PAGE))
    assert "Déclaré, et non compté ici" in shown and "30 sur 100" in shown and "CPAM fictive" in shown
    assert team.post(where, {"do": "act_away", "row": str(row.pk)}).status_code == 302
    assert "CPAM fictive" not in text(visitor.get(PAGE)) and "Remettre ce chiffre" in text(team.get(where))
    assert team.post(where, {"do": "act_back", "row": str(row.pk)}).status_code == 302
    assert "CPAM fictive" in text(visitor.get(PAGE))
    for strange in ({"do": "act_away", "row": "0"}, {"do": "nothing"}, {"do": "audience_back", "row": "²"}):
        assert team.post(where, strange).status_code == 422


def test_many_numbers_are_folded_and_bounded(team: Client, where: str, visitor: Client) -> None:
    for number in range(operations.DECLARED_MOST):
        assert team.post(where, sent(acted=str(1000 + 10 * number))).status_code == 302
    assert team.post(where, sent()).status_code == 422
    page = text(visitor.get(PAGE))
    assert page.count("CPAM fictive") == operations.DECLARED_MOST and "La suite de ce chiffre" in page


def test_mistakes_are_beside_their_fields_and_nothing_is_lost(team: Client, where: str) -> None:
    wrong = {"acted": "beaucoup", "asked": "12", "missing": "15", "source": "", "first_on": "2020-01-01", "as_of": "x"}
    answer = team.post(where, sent(**wrong))
    shown = text(answer)
    assert answer.status_code == 422 and not DeclaredCount.objects.exists()
    assert 'value="beaucoup"' in shown and 'id="source-error"' in shown and 'id="first_on-error"' in shown
    refused = text(team.post(where, sent(acted="9", asked="8")))
    assert "sont plus que ce nombre" in refused
    sized = team.post(where, {"do": "audience", "people": "0", "audience_source": "INSEE"})
    assert sized.status_code == 422 and 'value="INSEE"' in text(sized)


def test_the_public_page_is_in_its_order(scene: Scene, where: str, visitor: Client) -> None:
    row = Campaign.objects.get(pk=scene.campaign)
    for heading, cents, to in (
        ("print", 5000, "Une imprimerie"),
        ("print", 2000, "Une autre"),
        ("radio_press", 9900, "X"),
    ):
        row.costs.create(operation=uuid.uuid4(), heading=heading, cents=cents, paid_to=to, noted_at=AT)
    scene.stop()
    shown = text(visitor.get(PAGE))
    parts = ["Pour quoi ?", "quatre chiffres", "Personnes qui ont pu voir", "Visites de personnes", "Message compris"]
    parts += ["Geste fait", "Ce que cela a changé", "Ce qu’elle coûte", "Qui paie, qui est payé", "Qui a été payé"]
    parts += ["Corrections", "Le texte était faux.", "données ouvertes"]
    places = [shown.find(part) for part in parts]
    assert -1 not in places and places == sorted(places), dict(zip(parts, places, strict=True))
    assert "Impression : <strong>70 €" in shown and "divisons ce total par rien" in shown


def count(row: Any, label: str, rule: str, many: int) -> None:
    VisitCount.objects.create(link=row, day=ON, band="morning", label=label, rule=rule, many=many)


def test_everybody_sees_relays_together_and_the_team_each_of_them(
    scene: Scene, team: Client, where: str, visitor: Client
) -> None:
    first, second = (scene.link(relay=scene.relay(contact=phone)) for phone in ("0612345678", "0612345679"))
    poster = links.of_channel(scene.campaign, scene.message, "poster", at=AT)  # type: ignore[arg-type]
    count(first, "person", "person", 30)
    count(second, "mail_scanner", "head_then_get", 7)
    count(poster, "person", "person", 4)
    public, ours = text(visitor.get(PAGE)), text(team.get(where))
    assert "Relais d’ici" in public and f"Relais {first.relay_id}" not in public
    assert f"Relais {first.relay_id}" in ours and f"Relais {second.relay_id}" in ours and "Affiche" in ours
    assert "vérifié sans être lu, puis ouvert" in ours and "vérifié sans être lu, puis ouvert" in public
    # the list below this begins with people, of whom none is set aside
    assert "Every request, and why some were set aside:" in text(visitor.get("/en/reassure/campaigns/essai234/"))


def test_open_data_holds_what_the_page_shows_and_nothing_finer(
    scene: Scene, team: Client, where: str, visitor: Client
) -> None:
    count(scene.link(relay=scene.relay()), "person", "person", 30)
    team.post(where, sent())
    team.post(where, sent(act="kits_collected", acted="3", asked="", source="=SUM(A1)"))
    day = (clock.today() - dt.timedelta(days=3)).isoformat()
    sized = {"do": "audience", "people": "9 000", "audience_source": "INSEE", "audience_as_of": day}
    assert team.post(where, sized).status_code == 302
    data = visitor.get(f"{PAGE}donnees-ouvertes/json/")
    whole = json.loads(data.content)
    assert data["Content-Type"].startswith("application/json") and not data.cookies
    names = [one["name"] for one in whole["columns"]]
    assert all(list(row) == names for row in whole["rows"])
    told = {(row["figure"], row["part"]): row for row in whole["rows"]}
    assert (told["declared", "tests_done"]["value"], told["declared", "tests_done"]["known"]) == (1200, 4000)
    assert told["declared", "tests_done"]["counted_by"] == "CPAM fictive"
    assert (told["declared", "kits_collected"]["value"], told["declared", "kits_collected"]["why"]) == ("s", "hidden")
    assert told["reached", "Relais d’ici"]["value"] == 30 and told["requests", "person:person"]["value"] == 30
    english = json.loads(visitor.get("/en/reassure/campaigns/essai234/open-data/json/").content)["rows"]
    assert [row["part_key"] for row in english] == [row["part_key"] for row in whole["rows"]]
    (relays,) = [row for row in english if row["part_key"] == "relays"]
    assert relays["part"] == "Local relays"
    assert all(bool(row["part_key"]) == bool(row["part"]) for row in english)
    table = list(csv.DictReader(io.StringIO(visitor.get(f"{PAGE}donnees-ouvertes/csv/").content.decode())))
    assert list(table[0]) == names and len(table) == len(whole["rows"])
    assert "'=SUM(A1)" in [row["counted_by"] for row in table]
    columns = visitor.get(f"{PAGE}donnees-ouvertes/columns/").content.decode()
    assert [row["name"] for row in csv.DictReader(io.StringIO(columns))] == names
    assert visitor.get(f"{PAGE}donnees-ouvertes/xml/").status_code == 404
    assert visitor.get("/etre-rassure/campagnes/zzzz/donnees-ouvertes/csv/").status_code == 404


def test_thousands_of_links_with_posts_cost_no_more_questions_than_one_and_no_post_is_read(
    scene: Scene, team: Client, where: str, visitor: Client
) -> None:
    pages = {PAGE: visitor, f"{PAGE}donnees-ouvertes/csv/": visitor, where: team, "/equipe/liens/": team}

    def questions() -> dict[str, int]:
        asked = {}
        for page, client in pages.items():
            with CaptureQueriesContext(connection) as found:
                assert client.get(page).status_code == 200
            assert not [one for one in found if "campaigns_linkpost" in one["sql"] or "postclaim" in one["sql"]], page
            asked[page] = len(found)
        return asked

    relay = scene.relay()
    for number in range(9):
        row = scene.link(partner=scene.partner(name=f"Chaîne {number}")) if number else scene.link(relay=relay)
        told: dict[str, Any] = {"link": row, "noted_at": AT}
        for kind, payer in (("unpaid", ""), ("paid", f"Ville {number}")):  # the last one counts
            more = {"cents": 100 * number, "contract_on": ON, "payer": payer} if payer else {}
            LinkPartnership.objects.create(operation=uuid.uuid4(), kind=kind, **told, **more)
        Exposure.objects.create(operation=uuid.uuid4(), low=10, high=20, source="leur page", said_on=ON, **told)
        kept = {"address": "https://exemple.fr", "posted_on": ON, "text": "x", "shows_mention": True, "file": b"x"}
        post = LinkPost.objects.create(operation=uuid.uuid4(), **told, **kept)
        PostClaim.objects.create(
            post=post, operation=uuid.uuid4(), words="x", verdict="matches", version=1, noted_at=AT
        )
        count(row, "person", "person", 3)
        if not number:
            first = questions()
    assert questions() == first
    shown = text(visitor.get(PAGE))
    assert "Entre 10 et 180 personnes" in shown and "Ville 8" in shown and "Visites de personnes : 27." in shown
    section = relay_links.section(scene.agent, relay)
    assert section and section.shown["many"] == 1
