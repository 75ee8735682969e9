"""A comparison on a phone: declared in three screens, its numbers, its answer when all is over."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.journeys.campaigns.test_campaign_journey import SHOTS
from tests.journeys.people.test_person_followed import EN, FR, coordinator, goes

pytestmark = pytest.mark.journey
# fmt: off
WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "base": "/equipe/campagnes/", "public": "/rassurer/campagnes/", "comparison": "comparaison/",
        "go": "Déclarer une comparaison", "where": "Quels territoires", "next": "Continuer",
        "typed": "Quelqu’un d’autre", "by": "Si c’est quelqu’un d’autre",
        "hoped": "Combien de personnes de plus",
        "usual": "Sans la campagne, combien", "people": "Combien de personnes sont comptées",
        "see": "Voir ce qu’elle pourrait",
        "times": "fois sur 100", "declare": "La déclarer, pour de bon", "numbers": "Ses chiffres",
        "table": "Beaucoup de chiffres", "rows": "Lignes d’un tableur", "keep": "Garder les lignes",
        "refused": "Lignes qui n’ont pas été gardées", "kept": "Chiffres gardés", "back": "Revenir à la comparaison",
        "answer": "Le geste est plus fréquent", "wait": "La réponse vient après", "about": "Sur 100 personnes",
    },
    "en": {
        "base": "/en/team/campaigns/", "public": "/en/reassure/campaigns/", "comparison": "comparison/",
        "go": "Declare a comparison", "where": "Which territories?", "next": "Continue",
        "typed": "Somebody else", "by": "If it is somebody else: who?", "hoped": "How many more people in 100",
        "usual": "Without the campaign, how many", "people": "How many people are counted",
        "see": "See what it could show",
        "times": "times in 100", "declare": "Declare it, for good", "numbers": "Its numbers",
        "table": "Many numbers", "rows": "Rows of a spreadsheet", "keep": "Keep the rows",
        "refused": "Rows that were not kept", "kept": "Numbers kept", "back": "Back to the comparison",
        "answer": "The act is more frequent", "wait": "The answer comes after", "about": "Of 100 people",
    },
}
# fmt: on
# A campaign of the last team made, that starts in a month.
PREPARE = """
import datetime as dt, uuid
import django; django.setup()
from prevenance.campaigns.models import Campaign
from prevenance.kit import clock
from prevenance.people.models import Membership
role, on = Membership.objects.filter(organisation__isnull=False).latest("pk"), clock.today()
words = {"name": "Une campagne", "goal": "Trente personnes.", "situation": "Tout le monde"}
row = Campaign.objects.create(code=uuid.uuid4().hex[:8], operation=uuid.uuid4(), organisation_id=role.organisation_id,
    state="planned", words={"fr": words, "en": words}, goal="tests_done", starts_on=on + dt.timedelta(days=30),
    ends_on=on + dt.timedelta(days=90), speaker="Une mairie", made_at=clock.now(), made_by=role.account)
print(row.pk, row.code)
"""
# A year passes: the days of the comparison go back by as much.
PASSES = """
import datetime as dt
import django; django.setup()
from django.db.models import F
from prevenance.campaigns.models import DeclaredDesign
year = dt.timedelta(days=364)
DeclaredDesign.objects.filter(campaign_id={number}).update(declared_on=F("declared_on") - year,
    first_on=F("first_on") - year, starts_on=F("starts_on") - year, ends_on=F("ends_on") - year)
one = DeclaredDesign.objects.get(campaign_id={number})
for place, each in enumerate(one.territories):
    for period in range(one.periods):
        reached = each["start"] is not None and period >= each["start"]
        acted = 80 + (place * 7 + period * 3) % 5 + (30 if reached else 0)
        print(";".join(map(str, (each["name"], period + 1, acted, 400, 4))))
"""


def run(site: Any, program: str) -> str:
    environment = {
        **os.environ,
        "PREVENANCE_DATA": str(site.data),
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
    }
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def looked_at(one: Any, name: str) -> None:
    one.is_accessible()
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 360
    if SHOTS:
        one.page.screenshot(path=f"{SHOTS}/comparison-{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_comparison_from_its_declaration_to_its_answer(window: Any, site: Any, language: str) -> None:
    say = WORDS[language]
    one = coordinator(window, site, FR if language == "fr" else EN, language)
    number, code = run(site, PREPARE).split()
    here = f"{say['base']}{number}/{say['comparison']}"
    one.opens(here)
    looked_at(one, f"none-{language}")
    goes(one, say["go"], role="link")
    looked_at(one, f"where-{language}")
    goes(one, say["next"])
    looked_at(one, f"mistake-{language}")
    assert one.page.evaluate("document.activeElement.id") == "errors"
    one.page.get_by_label(say["where"]).fill("\n".join(f"Territoire {letter}" for letter in "ABCDEFGHIJ"))
    goes(one, say["next"])
    one.page.get_by_role("radio", name=re.compile("^" + say["typed"])).check()
    for key, value in (("by", "Un registre fictif"), ("hoped", "5"), ("usual", "20"), ("people", "400")):
        one.page.get_by_label(re.compile("^" + re.escape(say[key]))).fill(value)
    looked_at(one, f"believed-{language}")
    goes(one, say["see"])
    assert say["times"] in one.page.content()
    looked_at(one, f"power-{language}")
    goes(one, say["declare"])
    looked_at(one, f"declared-{language}")
    other = window(width=360)
    other.opens(f"{say['public']}{code}/{say['comparison']}")
    looked_at(other, f"public-{language}")
    assert say["wait"] in other.page.content()
    rows = run(site, PASSES.format(number=number))
    one.opens(here)
    goes(one, say["numbers"], role="link")
    looked_at(one, f"numbers-{language}")
    one.page.locator("summary", has_text=say["table"]).click()
    one.page.get_by_label(say["rows"]).fill(rows + "\nAilleurs;1;30;40;0")
    with one.page.expect_navigation():
        one.page.get_by_role("button", name=say["keep"]).click()
    looked_at(one, f"refused-{language}")
    assert say["refused"] in one.page.content() and f"{say['kept']}" in one.page.content()
    goes(one, say["back"], role="link")
    looked_at(one, f"answer-{language}")
    other.opens(f"{say['public']}{code}/{say['comparison']}")
    looked_at(other, f"public-answer-{language}")
    assert say["answer"] in other.page.content() and say["about"] in other.page.content()
