"""Somebody who looks after the places answers pairs, settles a report, undoes a correction, on a phone."""

# ruff: noqa: E501  tables of words
from __future__ import annotations

import itertools
import os
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.journey
CALLS = itertools.count(1)
PREPARE = """
import datetime as dt, django; django.setup()
from tests.unit.offer import places_made as made
from prevenance.kit import clock
from prevenance.offer import operations
from prevenance.offer.choices import Author, FlagReason
made.pair("{key} un", value=9.0)
made.pair("{key} deux", value=8.0)
place = made.record("{key} trois", name="Pharmacie des Tilleuls {key}")
operations.flag(place_id=place, reason=FlagReason.PHONE, on=clock.today())
operations.correct(place_id=place, values={{"phone": "+33353010009"}}, author=Author.PLACE, at=clock.now())
"""
FR = {
    "name": "Votre nom, tel que le liront vos collègues", "accept": "Accepter", "door": "Lieux : ce qui demande attention",
    "pairs": "Un lieu, ou deux ?", "two": "Ce sont deux lieux", "unsure": "Je ne sais pas", "noted": "C’est noté :",
    "undo": "Annuler", "answers": "Réponses données", "reports": "Erreurs signalées par les habitants",
    "dealt": "C’est traité", "settled": "Traité :", "changes": "Ce qui a été corrigé", "imports": "Imports et lignes refusées",
    "undone": "Annulé le",
}  # fmt: skip
EN = {
    "name": "Your name, as your colleagues will read it", "accept": "Accept", "door": "Places: what to look after",
    "pairs": "One place, or two?", "two": "They are two places", "unsure": "I do not know", "noted": "Noted:",
    "undo": "Undo", "answers": "Answers given", "reports": "Mistakes that residents report",
    "dealt": "It is dealt with", "settled": "Dealt with:", "changes": "What was corrected", "imports": "Imports and refused rows",
    "undone": "Undone on",
}  # fmt: skip


def host(window: Any, site: Any, say: dict[str, str], language: str) -> Any:
    """Signed in, by the link that the operator's command prints; two pairs, a report and a correction wait."""
    environment = {**os.environ, "PREVENANCE_DATA": str(site.data), "PREVENANCE_SITE_URL": site.url}
    environment["DJANGO_SETTINGS_MODULE"] = "prevenance.site.settings"
    subprocess.run([sys.executable, "-c", PREPARE.format(key=language)], env=environment, check=True)
    email = f"u{next(CALLS)}-{language}@exemple.fr"
    command = [sys.executable, "-m", "prevenance.site.commands", "people", "host", email, "--lang", language]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    visitor = window(width=360)
    visitor.opens(told.stdout.strip().removeprefix(site.url))
    visitor.page.get_by_label(say["name"]).fill("Hélène")
    presses(visitor, say["accept"])
    return visitor


def presses(visitor: Any, name: str, *, role: str = "button") -> None:
    with visitor.page.expect_navigation():
        visitor.page.get_by_role(role, name=name).first.click()
    visitor.is_accessible()


@pytest.mark.parametrize(("language", "say"), [("fr", FR), ("en", EN)])
def test_places_are_looked_after_on_a_phone(site: Any, window: Any, language: str, say: dict[str, str]) -> None:
    visitor = host(window, site, say, language)
    page = visitor.page
    presses(visitor, say["door"], role="link")
    home = page.url.removeprefix(site.url)
    presses(visitor, say["pairs"], role="link")
    page.get_by_role("link", name="PHIE").first.click()
    visitor.is_accessible()
    assert page.evaluate("document.documentElement.scrollHeight / innerHeight") < 3.2
    presses(visitor, say["two"])
    assert page.get_by_role("status").get_by_text(say["noted"]).is_visible()
    presses(visitor, say["undo"])
    presses(visitor, say["unsure"])
    visitor.opens(home + {"fr": "paires/", "en": "pairs/"}[language])
    presses(visitor, say["answers"], role="link")
    visitor.opens(home)
    presses(visitor, say["reports"], role="link")
    presses(visitor, say["dealt"])
    assert page.get_by_text(say["settled"]).is_visible()
    presses(visitor, say["undo"])
    page.get_by_role("link", name=f"Pharmacie des Tilleuls {language}").first.click()
    visitor.is_accessible()
    presses(visitor, say["undo"])
    assert page.get_by_text(say["undone"]).is_visible()
    visitor.opens(home)
    presses(visitor, say["imports"], role="link")
