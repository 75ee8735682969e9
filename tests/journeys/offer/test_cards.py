"""A place checks its card by the link of its letter, on a phone, without script, in both languages."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Site

pytestmark = pytest.mark.journey

LANGUAGES = ("fr", "en")
SHOTS = os.environ.get("PREVENANCE_SCREENSHOTS", "")  # a folder, to look at the pages
WORDS = {
    "fr": {
        "confirm": "Rien n’a changé",
        "correct": "Corriger la fiche",
        "save": "Enregistrer",
        "thanks": "Merci",
        "undo": "Annuler",
        "undone": "Rien n’est enregistré",
        "notice": "Annoncer une fermeture ou d’autres horaires",
        "announce": "Annoncer",
        "gone": "Le lieu a fermé définitivement",
        "sure": "Oui, il a fermé définitivement",
        "report": "Signaler une erreur sur cette page",
        "send": "Envoyer",
        "noted": "Merci, c’est noté",
        "wrong": "Il y a quelque chose à corriger",
    },
    "en": {
        "confirm": "Nothing has changed",
        "correct": "Correct the card",
        "save": "Save",
        "thanks": "Thank you",
        "undo": "Undo",
        "undone": "Nothing is recorded",
        "notice": "Announce some days of closing, or other hours",
        "announce": "Announce",
        "gone": "The place has closed for good",
        "sure": "Yes, it has closed for good",
        "report": "Report a mistake on this page",
        "send": "Send",
        "noted": "Thank you, it is noted",
        "wrong": "Something needs to be corrected",
    },
}


@dataclass
class Letters:
    """The file that an operator gets: each test takes a letter of its own."""

    rows: list[dict[str, str]]

    def next(self, language: str) -> tuple[str, str]:
        """The path of a card and the id of its place."""
        row = self.rows.pop()
        path = "/" + row["link"].split("/", 3)[3]
        return (path if language == "fr" else f"/en/card/{path.split('/')[2]}/"), row["place"]


def prevenance(site: Site, *arguments: str) -> str:
    environment = {**os.environ, "PREVENANCE_DATA": str(site.data)}
    command = [sys.executable, "-m", "prevenance.site.commands", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def letters(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letters]:
    path = tmp_path_factory.mktemp("letters") / "letters.csv"
    opened = ["--opens", "2020-01-01", "--closes", "2099-12-31", "--kind", "health_centre", "--heat-wave"]
    prevenance(site, "offer", "round", "open", "--name", "Hiver", *opened)
    prevenance(site, "offer", "round", "letters", "1", "--to", str(path), "--site", site.url)
    with path.open(encoding="utf-8") as lines:
        yield Letters(list(csv.DictReader(lines)))


def looked_at(visitor: Any, name: str) -> None:
    """Nothing to say against the page, as it is and at 200 %."""
    if SHOTS:
        visitor.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    visitor.is_accessible()


def press(visitor: Any, name: str) -> None:
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_has_changed_takes_one_tap_and_can_be_undone(window: Any, letters: Letters, language: str) -> None:
    words, (path, _) = WORDS[language], letters.next(language)
    visitor = window(width=360)
    visitor.opens(path)
    looked_at(visitor, f"card-{language}")
    press(visitor, words["confirm"])
    assert visitor.title() == words["thanks"]
    looked_at(visitor, f"thanks-{language}")
    with visitor.page.expect_navigation():
        visitor.page.locator("button[name=what]").click()
    assert visitor.title() == words["undone"]
    looked_at(visitor, f"undone-{language}")
    assert visitor.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_corrected_without_script(window: Any, letters: Letters, language: str) -> None:
    words, (path, place) = WORDS[language], letters.next(language)
    visitor = window(width=360, script=False)
    visitor.opens(path)
    press(visitor, words["correct"])
    visitor.page.fill("#phone", "12 34")
    visitor.page.fill("#description", "Pour tous, sans rendez-vous.")
    visitor.page.fill("#hours-mo-1-from", "9h")
    visitor.page.fill("#hours-mo-1-to", "8h")
    press(visitor, words["save"])
    assert visitor.page.get_by_role("heading", name=words["wrong"]).is_visible()
    assert visitor.page.input_value("#phone") == "12 34"
    assert visitor.page.input_value("#description") == "Pour tous, sans rendez-vous."
    visitor.page.fill("#phone", "03 20 00 00 00")
    visitor.page.fill("#hours-mo-1-to", "12h")
    press(visitor, words["save"])
    assert visitor.title() == words["thanks"]
    visitor.opens(f"/lieux/{place}/")
    assert "03\u00a020\u00a000\u00a000\u00a000" in visitor.page.inner_text("main")
    assert "Pour tous, sans rendez-vous." in visitor.page.inner_text("main")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1100])
def test_the_form_and_its_mistakes_are_accessible(window: Any, letters: Letters, language: str, width: int) -> None:
    words, (path, _) = WORDS[language], letters.next(language)
    visitor = window(width=width)
    visitor.opens(path)
    press(visitor, words["correct"])
    looked_at(visitor, f"correct-{language}-{width}")
    for field, typed in (("name", ""), ("phone", "12"), ("email", "à venir"), ("hours-tu-2-from", "midi")):
        visitor.page.fill(f"#{field}", typed)
    press(visitor, words["save"])
    looked_at(visitor, f"mistakes-{language}-{width}")
    assert visitor.page.evaluate("document.activeElement.id") == "errors"
    links = visitor.page.locator("#errors a")
    assert links.count() == 4
    links.first.click()
    assert visitor.page.evaluate("document.activeElement.id") == "name"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closing_is_announced_and_everybody_sees_it(window: Any, letters: Letters, language: str) -> None:
    words, (path, place) = WORDS[language], letters.next(language)
    visitor = window(width=360)
    visitor.opens(path)
    press(visitor, words["notice"])
    looked_at(visitor, f"notice-{language}")
    press(visitor, words["announce"])
    looked_at(visitor, f"notice-mistakes-{language}")
    today = visitor.page.evaluate("[new Date().getDate(), new Date().getMonth() + 1, new Date().getFullYear()]")
    visitor.page.locator("input[name=notice][value=closed]").check()
    for day in ("first", "last"):
        for part, value in zip(("day", "month", "year"), today, strict=True):
            visitor.page.fill(f"#{day}-{part}", str(value))
    press(visitor, words["announce"])
    assert visitor.title() == words["thanks"]
    looked_at(visitor, f"announced-{language}")
    visitor.opens(f"/lieux/{place}/" if language == "fr" else f"/en/places/{place}/")
    looked_at(visitor, f"place-closed-{language}")
    assert visitor.page.locator("p.card").inner_text().startswith("Fermé" if language == "fr" else "Closed")


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_for_good_is_asked_twice(window: Any, letters: Letters, language: str) -> None:
    words, (path, place) = WORDS[language], letters.next(language)
    visitor = window(width=360)
    visitor.opens(path)
    press(visitor, words["gone"])
    looked_at(visitor, f"closed-{language}")
    press(visitor, words["sure"])
    assert visitor.title() == words["thanks"]
    visitor.opens(f"/lieux/{place}/")
    assert "Ce lieu a fermé définitivement." in visitor.page.inner_text("main")
    visitor.opens(path)
    with visitor.page.expect_navigation():
        visitor.page.locator("button[name=what]").click()
    visitor.opens(f"/lieux/{place}/")
    assert "Ce lieu a fermé définitivement." not in visitor.page.inner_text("main")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_resident_reports_a_mistake(window: Any, letters: Letters, language: str) -> None:
    words, (path, place) = WORDS[language], letters.next(language)
    visitor = window(width=360)
    visitor.opens(f"/lieux/{place}/" if language == "fr" else f"/en/places/{place}/")
    looked_at(visitor, f"place-{language}")
    visitor.page.get_by_role("link", name=words["report"]).click()
    press(visitor, words["send"])
    looked_at(visitor, f"report-mistake-{language}")
    visitor.page.locator("input[name=reason][value=hours]").check()
    press(visitor, words["send"])
    assert visitor.title() == words["noted"]
    looked_at(visitor, f"reported-{language}")
    visitor.opens(path)
    looked_at(visitor, f"card-reported-{language}")


@pytest.mark.parametrize("path", ["/fiche/abcdeabcdeabcdeabcde/", "/en/card/abcde/", "/lieux/inconnu/"])
@pytest.mark.parametrize("width", [180, 360])
def test_what_opens_nothing_says_what_to_do(window: Any, path: str, width: int) -> None:
    visitor = window(width=width)
    visitor.opens(path)
    looked_at(visitor, f"nothing-{path.split('/')[1]}-{width}")
    assert visitor.page.locator("main a, main li").count() >= 1


@pytest.mark.parametrize("width", [180, 320])
def test_the_card_and_the_form_hold_on_a_zoomed_phone(window: Any, letters: Letters, width: int) -> None:
    path, place = letters.next("fr")
    visitor = window(width=width)
    for number, page in enumerate((path, f"{path}corriger/", f"{path}annoncer/", f"/lieux/{place}/")):
        visitor.opens(page)
        looked_at(visitor, f"zoom-{number}-{width}")
