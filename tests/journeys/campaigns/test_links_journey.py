"""A partner is added, given a link, declared, followed by somebody, and told that the message was wrong. On a phone."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.journeys.people.test_person_followed import EN, FR, coordinator, goes

pytestmark = pytest.mark.journey

SHOTS = os.environ.get("PREVENANCE_SCREENSHOTS", "")
WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "team": "/equipe/",
        "figures": "/etre-rassure/campagnes/",
        "links": "/equipe/liens/",
        "partners": "Partenaires et influenceurs",
        "name": "Nom sous lequel",
        "email": "E-mail (facultatif)",
        "add": "Ajouter",
        "back": "Liens des relais et des influenceurs",
        "make": "Créer le lien",
        "kit": "Créer le lien vers son kit",
        "declare": "Le déclarer",
        "gift": "Cadeau ou avantage",
        "amount": "Montant, ou valeur",
        "given": "Ce qui est donné, si",
        "payer": "Qui le donne",
        "since": "Jour du contrat",
        "keep": "Garder une publication",
        "address": "Adresse de la publication",
        "day": "Jour de la publication",
        "text": "Mots de la publication",
        "no": "Non",
        "kept": "La garder",
        "said": "Une chose que dit",
        "contrary": "Le contraire de ce que dit",
        "stop": "arrêter le message",
        "wrong": "Ce qui était faux",
        "sure": "Oui, l’arrêter partout",
        "press": "Arrêter le message",
        "corrected": "Un message a été corrigé",
        "read": "Je l’ai lu, et j’ai arrêté",
        "gives": "un livre",
        "campaigns": "/equipe/campagnes/",
        "campaign": "Une campagne",
        "relays": "Le donner à des relais",
        "give": "Donner un lien à ceux",
        "print": "Un document à imprimer",
        "all": "Tout en un fichier, en français",
    },
    "en": {
        "team": "/en/team/",
        "figures": "/en/reassure/campaigns/",
        "links": "/en/team/links/",
        "partners": "Partners and influencers",
        "name": "Name under which",
        "email": "E-mail (optional)",
        "add": "Add",
        "back": "Links of relays and influencers",
        "make": "Make the link",
        "kit": "Make the link to their kit",
        "declare": "Declare it",
        "gift": "Gift or benefit",
        "amount": "Amount, or value",
        "given": "What is given, if",
        "payer": "Who gives it",
        "since": "Day of the contract",
        "keep": "Keep a post",
        "address": "Address of the post",
        "day": "Day of the post",
        "text": "Words of the post",
        "no": "No",
        "kept": "Keep it",
        "said": "One thing that the post says",
        "contrary": "The contrary of what the message says",
        "stop": "stop the message",
        "wrong": "What was wrong",
        "sure": "Yes, stop it everywhere",
        "press": "Stop the message",
        "corrected": "A message was corrected",
        "read": "I have read it, and I stopped",
        "gives": "a book",
        "campaigns": "/en/team/campaigns/",
        "campaign": "A campaign",
        "relays": "Give it to relays",
        "give": "Give a link to those",
        "print": "One document to print",
        "all": "Everything in one file, in English",
    },
}
# A published message and a campaign under way, in the organisation of the last team that was made.
PREPARE = """
import datetime as dt, uuid
import django; django.setup()
from prevenance.kit import clock
from prevenance.campaigns.models import Campaign, CampaignMessage, Message, MessageReview
from prevenance.campaigns.operations import campaigns, messages
from prevenance.campaigns.queries.messages import Draft, Source, Words
from prevenance.mediation.models import Relay
from prevenance.people import queries
from prevenance.people.models import Account, Membership
at, on = clock.now(), clock.today()
role = Membership.objects.filter(organisation__isnull=False).latest("pk")
by = queries.access(role.account, on=on)
source = Source("HAS", "Un texte", "2025", "https://exemple.fr/texte", "V", on)
words = {"fr": Words("Un titre", "Un texte.", "", "Rien d'autre."), "en": Words("A title", "A text.")}
draft = Draft(intent="inform", audience="Tous", words=words, sources=(source,))
number = messages.write(by=by, at=at, operation=uuid.uuid4(), organisation=role.organisation_id, draft=draft)
row = Message.objects.get(pk=number)
reader = Account.objects.create(email=f"{uuid.uuid4().hex[:8]}@exemple.fr", display_name="Lou", created_at=at)
MessageReview.objects.create(version=row.versions.get(), operation=uuid.uuid4(), verdict="accepted",
    role="infirmière", at=at, by=reader)
row.state = "published"; row.save()
one = Campaign.objects.create(code=uuid.uuid4().hex[:8], operation=uuid.uuid4(), state="draft", made_at=at,
    organisation=role.organisation, words={"fr": {"name": "Une campagne", "goal": "Un but", "situation": "Tous"},
    "en": {"name": "A campaign", "goal": "A goal", "situation": "All"}},
    goal="spaces_activated", starts_on=on, ends_on=on + dt.timedelta(days=30), speaker="Une mairie",
    made_by=role.account)
CampaignMessage.objects.create(campaign=one, message=row, added_at=at)
campaigns.plan(by=by, at=at, number=one.pk)
campaigns.start(by=by, at=at, number=one.pk)
for name in ("Perrine", "Odilon", "Wolver'hé💙مرحبا" + "a" * 42):
    Relay.objects.create(code=uuid.uuid4().hex[:8], state="active", organisation=role.organisation,
        supervisor=role.account, first_name=name, contact="0612345678", commune_code="02408", reason="help",
        applied_at=at, charter_until=on + dt.timedelta(days=300))
print(row.code, one.code)
"""


def looked_at(one: Any, name: str) -> None:
    one.is_accessible()
    assert one.complaints == []
    assert one.page.evaluate("document.documentElement.scrollWidth") <= one.page.viewport_size["width"], name
    if SHOTS:
        one.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def opens_main(one: Any, name: str) -> None:
    """A link of the page's content."""
    with one.page.expect_navigation():
        one.page.locator("main").get_by_role("link", name=name).last.click()


def prepared(site: Any) -> list[str]:
    environment = {
        **os.environ,
        "PREVENANCE_DATA": str(site.data),
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
    }
    told = subprocess.run([sys.executable, "-c", PREPARE], env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return told.stdout.split()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_partner_relays_a_message_that_is_then_stopped(window: Any, site: Any, language: str) -> None:
    say = WORDS[language]
    one = coordinator(window, site, FR if language == "fr" else EN, language)
    _, campaign = prepared(site)
    one.opens(say["team"])
    goes(one, say["back"], role="link")
    looked_at(one, f"links-empty-{language}")
    opens_main(one, say["partners"])
    one.page.get_by_label(say["name"]).fill("La chaîne fictive")
    one.page.get_by_label(say["email"]).fill("zoe@exemple.fr")
    goes(one, say["add"], exact=True)
    looked_at(one, f"partners-{language}")
    opens_main(one, say["back"])
    goes(one, say["make"], exact=True)
    goes(one, say["kit"])
    looked_at(one, f"link-{language}")
    kit = one.page.locator("main .notice .code").inner_text()
    link = one.page.url
    declares(one, say, language)
    visitor = window()
    visitor.page.goto(kit)
    looked_at(visitor, f"kit-{language}")
    takes_all(visitor, say["all"])
    short = visitor.page.locator("[aria-labelledby=link] .code").inner_text()
    visitor.page.goto(f"http://{short}")
    assert "/messages/" in visitor.page.url and visitor.page.context.cookies() == []
    assert "La chaîne fictive" in visitor.page.locator("main").inner_text()
    looked_at(visitor, f"message-{language}")
    visitor.opens(say["figures"] + campaign + "/")
    assert "La chaîne fictive" in visitor.page.locator("main").inner_text()
    looked_at(visitor, f"figures-{language}")
    gives_to_relays(one, say, campaign, language)
    stops(one, say, language, link)
    visitor.page.goto(f"http://{short}")
    looked_at(visitor, f"correction-{language}")
    visitor.page.goto(kit)
    looked_at(visitor, f"kit-stopped-{language}")
    goes(visitor, say["read"])
    one.page.reload()
    looked_at(one, f"stopped-{language}")
    one.page.goto(link)
    looked_at(one, f"link-after-{language}")


def takes_all(visitor: Any, name: str) -> None:
    """The zip of their kit, with the short address that the page shows, and nothing left in the browser."""
    short = visitor.page.locator("[aria-labelledby=link] .code").inner_text()
    with visitor.page.expect_download() as taken:
        visitor.page.get_by_role("link", name=name).first.click()
    with zipfile.ZipFile(taken.value.path()) as pack:
        assert "/r/" + short.rpartition("/")[2] in pack.read("sms.txt").decode()
        assert {"poster-a4.pdf", "code.png"} <= set(pack.namelist())
    assert visitor.page.context.cookies() == []


def gives_to_relays(one: Any, say: dict[str, str], campaign: str, language: str) -> None:
    """Nobody ticked, told in words; then two at once, by keyboard, and their posters in one document."""
    one.opens(say["campaigns"])
    opens_main(one, say["campaign"])
    opens_main(one, say["relays"])
    goes(one, say["give"])
    one.complaints.clear()  # the browser says that the page answered 422
    looked_at(one, f"relays-refused-{language}")
    for name in ("Perrine", "Odilon"):
        one.page.get_by_label(name).focus()
        one.page.keyboard.press("Space")
    goes(one, say["give"])
    looked_at(one, f"relays-{language}")
    assert one.page.locator("main input[type=checkbox]:checked").count() == 2
    with one.page.expect_download() as taken:
        one.page.get_by_role("button", name=say["print"]).first.click()
    with pikepdf.open(taken.value.path()) as pdf:
        assert len(pdf.pages) == 2
    opens_main(one, say["back"])
    listed = one.page.locator("main .links ul li")
    assert listed.count() == 3 and one.page.locator("main .links strong", has_text=say["campaign"]).count() == 1
    looked_at(one, f"links-{language}")
    one.opens(say["links"] + "?ours=1")
    looked_at(one, f"links-ours-{language}")
    one.page.locator("main .links a").first.click()
    looked_at(one, f"link-ours-{language}")


def declares(one: Any, say: dict[str, str], language: str) -> None:
    opens_main(one, say["declare"])
    goes(one, say["declare"])
    one.complaints.clear()  # the browser says that the page answered 422
    one.page.get_by_role("radio", name=say["gift"]).check()
    one.page.get_by_label(say["amount"]).fill("20,50")
    one.page.get_by_label(say["given"]).fill(say["gives"])
    one.page.get_by_label(say["payer"]).fill("Une mairie")
    one.page.get_by_label(say["since"]).fill("2026-01-05")
    looked_at(one, f"given-{language}")
    goes(one, say["declare"])


def stops(one: Any, say: dict[str, str], language: str, link: str) -> None:
    one.page.goto(link)
    opens_main(one, say["keep"])
    one.page.get_by_label(say["address"]).fill("https://exemple.fr/p")
    one.page.get_by_label(say["day"]).fill("2026-01-06")
    one.page.get_by_label(say["text"]).fill("Tout est gratuit !")
    one.page.get_by_role("radio", name=say["no"], exact=True).check()
    looked_at(one, f"post-{language}")
    goes(one, say["kept"], exact=True)
    one.page.get_by_label(say["said"]).fill("Tout est gratuit")
    one.page.get_by_role("radio", name=say["contrary"]).check()
    goes(one, say["add"], exact=True)
    looked_at(one, f"claims-{language}")
    opens_main(one, say["stop"])
    one.page.get_by_label(say["wrong"]).first.fill("Le texte était faux.")
    one.page.get_by_label(say["sure"]).check()
    looked_at(one, f"stop-{language}")
    goes(one, say["press"], exact=True)
