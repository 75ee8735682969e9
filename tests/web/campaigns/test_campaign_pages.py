"""Campaigns on the team's pages and on everybody's: prepared, planned, printed, started, stopped; costs in clear."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
import zipfile
from typing import Any

import pytest
from django.test import Client

from prevenance.campaigns.choices.messages import Verdict
from prevenance.campaigns.models import Campaign, CampaignCost, Link
from prevenance.campaigns.operations import messages
from prevenance.campaigns.queries.messages import Draft, Source, Words
from tests import agents

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)
TYPED = {
    "fr-name": "Ateliers du lundi",
    "fr-goal": "Trente personnes sont venues.",
    "fr-situation": "Les personnes sans Internet",
    "goal": "workshop_visits",
    "goal_many": "30",
    "communes": "Laon, Saint-Quentin",
    "starts_on": "2026-12-01",
    "ends_on": "2026-12-31",
    "speaker": "Commune de Laon",
    "payer": "La commune",
}
MESSAGE = Draft(
    intent="inform",
    audience="Tout le monde",
    words={"fr": Words("Un titre", "Un texte. Une suite.")},
    sources=(Source("HAS", "Un texte", "2025", "https://exemple.fr/texte", "V", AT.date()),),
)


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


@pytest.fixture
def lead(cast: agents.Cast, visitor: Client) -> Client:
    agents.sign_in(visitor, cast.coordinator, at=AT)
    return visitor


def published(cast: agents.Cast) -> int:
    author, reader = (agents.access(one, on=AT.date()) for one in (cast.mediator, cast.coordinator))
    number = messages.write(by=author, at=AT, operation=uuid.uuid4(), organisation=cast.ours, draft=MESSAGE)
    messages.ask_for_review(by=author, at=AT, number=number)
    messages.review(
        by=reader, at=AT, operation=uuid.uuid4(), number=number, seen=1, verdict=Verdict.ACCEPTED, role="infirmière"
    )
    messages.publish(by=author, at=AT, number=number)
    return number


def prepared(lead: Client, **more: str) -> str:
    answer = lead.post("/equipe/campagnes/preparer/", {"operation": str(uuid.uuid4()), **TYPED, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(lead: Client) -> None:
    wrong = {"fr-goal": "", "ends_on": "2026-11-01", "communes": "Laon, Zzzzville", "goal_many": "beaucoup"}
    answer = lead.post("/equipe/campagnes/preparer/", TYPED | wrong)
    told = text(answer)
    assert answer.status_code == 422
    assert "Écrivez en français ce que les personnes auront fait." in told
    assert "Elle ne peut pas finir avant de commencer." in told
    assert "Zzzzville" in told
    assert 'value="Ateliers du lundi"' in told
    assert not Campaign.objects.exists()


def test_the_same_form_twice_prepares_once_and_comes_back_as_typed(lead: Client) -> None:
    operation = str(uuid.uuid4())
    assert prepared(lead, operation=operation) == prepared(lead, operation=operation)
    assert Campaign.objects.count() == 1
    assert Campaign.objects.get().communes == ["02408", "02691"]
    shown = text(lead.get(prepared(lead, operation=operation) + "changer/"))
    assert "Laon (02408), Saint-Quentin (02691)" in shown


def test_the_health_year_begins_a_campaign_with_its_days(lead: Client) -> None:
    assert "Octobre rose" in text(lead.get("/equipe/campagnes/annee-de-la-sante/"))
    begun = text(lead.get("/equipe/campagnes/preparer/?moment=march_blue"))
    assert 'value="2027-03-01"' in begun
    assert 'value="Mars bleu"' in begun


def test_from_the_plan_to_the_kit_to_the_public_page(cast: agents.Cast, lead: Client) -> None:
    message, where = published(cast), prepared(lead)
    assert lead.post(where, {"do": "plan"}).status_code == 422
    assert "Aucun message n’est choisi" in text(lead.post(where, {"do": "plan"}))
    assert lead.post(where, {"do": "choose", "messages": [str(message)]}).status_code == 302
    assert lead.get(f"{where}kit/{message}/fr/").status_code == 409
    assert lead.post(where, {"do": "plan"}).status_code == 302
    kit = lead.get(f"{where}kit/{message}/fr/all/")
    with zipfile.ZipFile(io.BytesIO(kit.content)) as pack:
        assert {"poster-a3.pdf", "leaflet.pdf", "sms.txt", "social.png"} <= set(pack.namelist())
        shorts = dict(Link.objects.values_list("channel", "short"))
        for name, channel in {"sms.txt": "sms", "email.txt": "email", "bulletin-short.txt": "bulletin"}.items():
            assert f"/r/{shorts[channel]}" in pack.read(name).decode(), name
    assert lead.get(f"{where}kit/{message}/fr/sms/")["Content-Type"].startswith("text/plain")
    refused = lead.get(f"{where}kit/{message}/fr/letter/")
    assert refused.status_code == 409
    assert "numéro de téléphone" in text(refused)
    assert lead.get(f"{where}kit/{message}/en/").status_code == 409
    assert lead.get(f"{where}kit/{message}/ar/").status_code == 404
    public = f"/etre-rassure/campagnes/{Campaign.objects.get().code}/"
    assert lead.get(public).status_code == 404
    assert lead.post(where, {"do": "start"}).status_code == 302
    told = text(Client(headers={"host": "localhost"}).get(public))
    for words in ("Trente personnes sont venues.", "Laon, Saint-Quentin", "Commune de Laon", "Un titre", "La commune"):
        assert words in told
    assert "Cela ne veut pas dire que cela ne coûte rien." in told


def test_a_withdrawn_message_refuses_its_kit_and_loses_its_link_on_the_public_page(
    cast: agents.Cast, lead: Client
) -> None:
    message, where = published(cast), prepared(lead)
    for what in ({"do": "choose", "messages": [str(message)]}, {"do": "plan"}, {"do": "start"}):
        lead.post(where, what)
    messages.withdraw(by=agents.access(cast.mediator, on=AT.date()), at=AT, number=message)
    refused = lead.get(f"{where}kit/{message}/fr/all/")
    assert refused.status_code == 409
    assert "Le message est retiré." in text(refused)
    told = text(lead.get(f"/etre-rassure/campagnes/{Campaign.objects.get().code}/"))
    assert "n’est plus montré" in told
    assert "/etre-rassure/messages/" not in told


def test_a_cost_is_read_by_everybody_and_a_wrong_one_keeps_what_was_typed(lead: Client) -> None:
    where = prepared(lead)
    wrong = lead.post(
        where, {"do": "cost", "heading": "print", "amount": "cher", "paid_to": "Imprimerie du Vermandois"}
    )
    assert wrong.status_code == 422
    assert 'value="Imprimerie du Vermandois"' in text(wrong)
    operation = str(uuid.uuid4())
    right = {"do": "cost", "heading": "print", "amount": "1 250,50 €", "paid_to": "Imprimerie", "operation": operation}
    assert [lead.post(where, right).status_code for _ in range(2)] == [302, 302]
    assert CampaignCost.objects.get().cents == 125050
    assert "1 250,50 €" in text(lead.get(where)).replace("\u202f", " ")
    lead.post(where, {"do": "cost_away", "cost": str(CampaignCost.objects.get().pk)})
    assert "En tout" not in text(lead.get(where))
    lead.post(where, {"do": "cost_back", "cost": str(CampaignCost.objects.get().pk)})
    assert "En tout" in text(lead.get(where))


def test_a_stopped_campaign_may_be_taken_up_again(lead: Client) -> None:
    where = prepared(lead)
    lead.post(where, {"do": "stop"})
    assert "plus rien ne s’imprime" in text(lead.get(where))
    lead.post(where, {"do": "undo"})
    assert Campaign.objects.get().state == "draft"
    assert lead.post(where, {"do": "dance"}).status_code == 422


def test_one_press_makes_the_draft_of_the_ready_campaign(cast: agents.Cast, lead: Client) -> None:
    told = {"ready": "mon-espace-sante", "organisation": str(cast.ours), "operation": str(uuid.uuid4())}
    page = lead.get(lead.post("/equipe/campagnes/", told)["Location"])
    assert "Aucun professionnel n’a relu cette version." in text(page)
    assert lead.post("/equipe/campagnes/", told | {"organisation": str(cast.theirs)}).status_code == 404
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("language", ["", "/en"])
def test_everybody_reaches_the_campaigns_from_the_page_that_reassures(visitor: Client, language: str) -> None:
    page = "/en/reassure/" if language else "/etre-rassure/"
    where = "/en/reassure/campaigns/" if language else "/etre-rassure/campagnes/"
    assert f'href="{where}"' in visitor.get(page).content.decode()
    answer = visitor.get(where)
    assert answer.status_code == 200
    assert not answer.cookies


def test_a_reason_of_every_message_is_said_once_and_one_of_a_single_message_beside_it(
    cast: agents.Cast, lead: Client
) -> None:
    first, second = published(cast), published(cast)
    where = prepared(lead)
    lead.post(where, {"do": "choose", "messages": [str(first), str(second)]})
    told = text(lead.get(where))
    assert told.count("Rien ne s’imprime de ces 2 messages") == 1 and told.count("à corriger") == 0
    assert told.count("est ni prévue ni en cours") == 1
    messages.withdraw(by=agents.access(cast.mediator, on=AT.date()), at=AT, number=second)
    told = text(lead.get(where))
    assert told.count("Le message est retiré.") == 1 and told.count("à corriger") == 1
    assert told.index("ni prévue ni en cours") < told.index("Un titre") < told.index("Le message est retiré.")
    assert "Un message ne peut pas sortir" not in told


def test_the_six_messages_and_the_figures_of_a_campaign_are_folded(cast: agents.Cast, lead: Client) -> None:
    ready = {"ready": "mon-espace-sante", "organisation": str(cast.ours), "operation": str(uuid.uuid4())}
    told = text(lead.get(lead.post("/equipe/campagnes/", ready)["Location"]))
    assert told.count("Aucun professionnel n’a relu cette version.") == 1
    assert told.count("<details><summary><bdi>Mon espace santé") >= 4 and "<details open><summary><bdi>" not in told
    before, after = told.split("Voir les quatre chiffres", 1)
    assert "<h3>" not in before.split('id="measure"')[1] and "Ce que cela a changé" in after


def test_many_costs_are_folded_and_their_sum_is_not(lead: Client) -> None:
    where = prepared(lead)
    for many in (1, 2, 3):
        cost = {
            "do": "cost",
            "heading": "print",
            "amount": "10",
            "paid_to": "Imprimerie",
            "operation": str(uuid.uuid4()),
        }
        assert lead.post(where, cost).status_code == 302
        assert ("<summary>Les 3 dépenses</summary>" in text(lead.get(where))) is (many == 3)
    assert re.search(r"</ul></details> <p>En tout : <strong>30 €", text(lead.get(where)).replace("\u202f", " "))
