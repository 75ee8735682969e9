"""A comparison on its pages: three screens, then read by everybody; its numbers; small groups stay hidden."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from prevenance.campaigns.models import DeclaredDesign, DesignCount
from prevenance.campaigns.queries.designs import Counted
from tests import agents
from tests.unit.campaigns.design_cast import AT, NAMES, OVER, Scene

pytestmark = pytest.mark.django_db
WHERE = {"territories": "\n".join(NAMES), "way": "half", "many": "", "length": "month", "before": "2", "after": "2"}
BELIEVED = {
    "source": "typed",
    "counted_by": "Un registre fictif",
    "hoped": "5",
    "base": "20",
    "people": "400",
    "drift": "1,5",
}
ABOUT = {"said_by": "Un registre fictif", "as_of": "2027-08-30"}


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def lead(scene: Scene, visitor: Client) -> Client:
    agents.sign_in(visitor, scene.cast.coordinator, at=AT)
    return visitor


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " ").replace("\u202f", " "))


def page(scene: Scene, rest: str = "") -> str:
    return f"/equipe/campagnes/{scene.campaign}/comparaison/{rest}"


def declared(lead: Client, scene: Scene, **more: str) -> Any:
    return lead.post(page(scene, "declarer/"), {"do": "declare", **WHERE, **BELIEVED, **more})


def late(scene: Scene, client: Client) -> Client:
    agents.sign_in(client, scene.cast.coordinator, at=OVER)
    return client


@time_machine.travel(AT, tick=False)
def test_three_screens_carry_one_another_then_everybody_reads_it(scene: Scene, lead: Client, client: Client) -> None:
    here = page(scene, "declarer/")
    first = lead.get(here)
    assert first.status_code == 200 and "Écran 1 sur 3" in text(first)
    second = lead.post(here, {"do": "where", **WHERE})
    assert "Écran 2 sur 3" in text(second) and f'value="{NAMES[0]}' in second.content.decode()
    third = lead.post(here, {"do": "power", **WHERE, **BELIEVED})
    told = text(third)
    assert re.search(r"change vraiment 5 personnes sur 100, cette comparaison le verrait \d+ fois sur 100", told)
    assert (
        not DeclaredDesign.objects.exists()
        and client.get("/rassurer/campagnes/compare2/comparaison/").status_code == 404
    )
    assert declared(lead, scene).status_code == 302
    assert declared(lead, scene)["Location"] == page(scene)  # again: nothing more
    one = DeclaredDesign.objects.get()
    public = client.get("/rassurer/campagnes/compare2/comparaison/")
    assert public.status_code == 200 and not public.cookies
    told = text(public)
    assert one.seed in told and "La réponse vient après le" in told and all(name in told for name in NAMES)
    assert client.get("/rassurer/campagnes/compare2/").status_code == 404  # the campaign itself waits for its day


@time_machine.travel(AT, tick=False)
def test_a_weak_comparison_says_so_and_what_would_help(scene: Scene, lead: Client) -> None:
    told = text(lead.post(page(scene, "declarer/"), {"do": "power", **WHERE, **BELIEVED, "hoped": "2", "drift": "2"}))
    assert "Elle le manquerait plus souvent" in told and "Avec 15 territoires et 4 périodes" in told


@time_machine.travel(AT, tick=False)
@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"territories": "Laon\nNulle : Zzzzville"}, "Ligne 2 : aucune commune"),
        ({"territories": "A\nB\nC"}, "Trop peu de territoires"),
        ({"territories": "A\nB\nC\nD\nE\nF\nG\na"}, "est dans deux territoires"),
        ({"source": "site"}, "dites les communes"),
        ({"hoped": "0"}, "Écrivez combien de personnes sur 100"),
        ({"hoped": "85"}, "tout le monde ou plus"),
        ({"people": "12"}, "20 au moins"),
        ({"before": "²"}, "Écrivez un nombre entier de 1 à 23"),
        ({"way": "hand"}, "Dites quand il commence, ou jamais."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(
    scene: Scene, lead: Client, more: dict[str, str], words: str
) -> None:
    answer = declared(lead, scene, **more)
    assert answer.status_code == 422 and words in text(answer)
    kept = WHERE | BELIEVED | more
    html = answer.content.decode().replace("&#x27;", "'")
    assert kept["territories"].split("\n")[-1] in html and f'value="{kept["counted_by"]}"' in html
    assert not DeclaredDesign.objects.exists()


@time_machine.travel(AT, tick=False)
def test_starts_chosen_by_hand_are_told_to_all(scene: Scene, lead: Client, client: Client) -> None:
    starts = {f"start-{number}": "never" if number > 4 else "1" for number in range(10)}
    assert declared(lead, scene, way="hand", **starts).status_code == 302
    told = text(client.get("/rassurer/campagnes/compare2/comparaison/"))
    assert "L’équipe a choisi qui commence" in told and "graine" not in told


def test_after_the_start_none_may_be_declared_and_it_says_why(scene: Scene, visitor: Client) -> None:
    with time_machine.travel(OVER, tick=False):
        lead = late(scene, visitor)
        assert "choisie après le départ" in text(lead.get(page(scene)))
        assert declared(lead, scene).status_code == 302
    assert not DeclaredDesign.objects.exists()


@time_machine.travel(AT, tick=False)
def test_withdrawn_only_with_a_reason_that_everybody_reads(scene: Scene, lead: Client, client: Client) -> None:
    scene.declare()
    assert lead.post(page(scene), {"version": "1", "why": " "}).status_code == 422
    assert lead.post(page(scene), {"version": "1", "why": "Une commune s'est retirée"}).status_code == 302
    told = text(client.get("/rassurer/campagnes/compare2/comparaison/"))
    assert "Une commune s&#x27;est retirée" in told and "On ne peut pas dire" in told


def test_numbers_of_a_period_then_of_a_table_whose_bad_rows_come_back(scene: Scene, visitor: Client) -> None:
    scene.declare()
    here = page(scene, "chiffres/")
    with time_machine.travel(OVER, tick=False):
        lead = late(scene, visitor)
        wrong = lead.post(here, {"do": "grid", "period": "1", **ABOUT, "acted-0": "50", "of-0": "40", "acted-1": "9"})
        assert wrong.status_code == 422 and "Territoire A – plus de personnes ont agi" in text(wrong)
        assert 'name="acted-1" value="9"' in wrong.content.decode() and not DesignCount.objects.exists()
        operation = str(uuid.uuid4())
        grid = {"do": "grid", "period": "1", "operation": operation, **ABOUT, "acted-0": "3", "of-0": "40"}
        assert lead.post(here, grid).status_code == lead.post(here, grid).status_code == 302
        assert "Gardé, sur 40 connues ; un groupe est trop petit" in text(lead.get(here, {"period": "1"}))
        rows = "Territoire;Période;Ont agi;Connues;Inconnues\nTerritoire A;2;30;100;5\nAilleurs;1;3;40;0\n"
        rows += "territoire b;2026-12-01;3;12;\nTerritoire C;9;1;40;\nTerritoire A;2;31;100;5\nTerritoire D;1;x;40;"
        answer = lead.post(here, {"do": "table", **ABOUT, "table": rows})
        told, html = text(answer), answer.content.decode()
        assert answer.status_code == 422 and "Chiffres gardés : 2." in told
        box = html[html.index("<textarea") : html.index("</textarea>")]
        assert "Ailleurs;1;3;40;0" in box and "Territoire D;1;x;40;" in box and "Territoire A;2;30" not in box
        for number, words in ((3, "aucun territoire"), (5, "de 1 à 4"), (6, "plus haut"), (7, "nombres entiers")):
            assert f"Ligne {number} : {words}" in re.sub(
                r"(Ligne \d+ :) .*?(aucun|de 1|plus haut|nombres)", r"\1 \2", told
            )
        assert DesignCount.objects.get(territory=1, period=2).of is None  # fewer than 20: that it is so, and no number
        sent = SimpleUploadedFile("a.csv", "Territoire É\t1\t30\t60".encode("cp1252"))
        file = lead.post(here, {"do": "table", **ABOUT, "table": "", "file": sent})
        assert file.status_code == 422 and "Territoire É" in text(file)


def test_the_answer_is_on_the_campaigns_page_only_when_all_is_over(scene: Scene, visitor: Client) -> None:
    one = scene.declare()
    scene.count(scene.all_counts())
    address = f"/equipe/campagnes/{scene.campaign}/"
    last = dt.datetime.combine(one.ends_on, dt.time(20), dt.UTC)
    with time_machine.travel(last, tick=False):
        agents.sign_in(visitor, scene.cast.coordinator, at=last)
        told = text(visitor.get(address))
        assert "La réponse vient après le" in told and "de plus agissent" not in told
    with time_machine.travel(OVER, tick=False):
        told = text(late(scene, visitor).get(address))
        assert "Le geste est plus fréquent" in told and re.search(r"Sur 100 .* de plus agissent", told)
        assert "Intervalle à 95 % : de" in told
        page_ = late(scene, visitor).get(page(scene))
        assert "Retirer cette comparaison" not in text(page_)


def test_no_small_group_can_be_read_anywhere(scene: Scene, visitor: Client) -> None:
    """The same pages to the letter, whether 1 or 4 acted; and whether 1 or 4 did not."""
    scene.declare()
    seen = []
    with time_machine.travel(OVER, tick=False):
        lead = late(scene, visitor)
        for small in (1, 4):
            DesignCount.objects.all().delete()
            cells = [one for one in scene.all_counts() if (one.territory, one.period) not in ((0, 0), (1, 0))]
            scene.count([*cells, Counted(0, 0, small, 400, 0), Counted(1, 0, 400 - small, 400, 0)])
            pages = [lead.get(page(scene, "chiffres/"), {"period": "1"}), lead.get(page(scene))]
            bare = re.sub(r'value="[0-9a-f-]{36}"', "", text(pages[0]))
            seen.append((bare, "Gardé, sur 400 connues ; un groupe est trop petit" in bare))
    assert seen[0] == seen[1] and seen[0][1]


def test_of_another_team_it_is_not_there(scene: Scene, visitor: Client) -> None:
    scene.declare()
    with time_machine.travel(AT, tick=False):
        agents.sign_in(visitor, scene.cast.stranger, at=AT)
        for rest in ("", "declarer/", "chiffres/"):
            assert visitor.get(page(scene, rest)).status_code == 404
            assert visitor.post(page(scene, rest), {"why": "Non", "version": "1"}).status_code == 404
    assert DeclaredDesign.objects.get().withdrawn_at is None


def test_territories_already_counted_are_folded_until_one_of_them_is_wrong(scene: Scene, visitor: Client) -> None:
    scene.declare()
    here = page(scene, "chiffres/")
    with time_machine.travel(OVER, tick=False):
        lead = late(scene, visitor)
        assert "chiffres gardés" not in text(lead.get(here, {"period": "1"}))
        grid = {"do": "grid", "period": "1", "operation": str(uuid.uuid4()), **ABOUT, "acted-0": "30", "of-0": "400"}
        assert lead.post(here, grid).status_code == 302
        shown = text(lead.get(here, {"period": "1"}))
        assert shown.count("chiffres gardés") == 1
        assert re.search(r"<details><summary><bdi>Territoire A</bdi> ?: ?chiffres gardés</summary>", shown)
        assert shown.index('name="acted-0"') < shown.index("</details>", shown.index("chiffres gardés"))
        wrong = lead.post(here, grid | {"operation": str(uuid.uuid4()), "acted-0": "500"})
        assert wrong.status_code == 422 and "<details open><summary><bdi>Territoire A" in text(wrong)
