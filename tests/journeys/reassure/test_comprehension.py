"""Whether a message is understood, asked and answered with the keyboard alone, with what a screen reader is told."""

# ruff: noqa: E501  tables of words

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.journeys.personalise.test_keyboard_alone import Keyboard
from tests.journeys.personalise.test_right_to_left import LARGER, holds_together
from tests.journeys.reassure.test_messages import SHOTS, agent

pytestmark = pytest.mark.journey
TRIAL = """
import sys, uuid, django; django.setup()
from prevenance.campaigns.choices.messages import Understood, Verdict
from prevenance.campaigns.operations import messages, trials
from prevenance.campaigns.queries import ready
from prevenance.kit import clock
from prevenance.people import queries as people
from prevenance.people.models import Account, Membership, Organisation
at, key, many = clock.now(), sys.argv[1], int(sys.argv[2])
team, _ = Organisation.objects.get_or_create(
    name="Association fictive des messages", kind="association", commune_code="02408", is_fictional=True,
    defaults={"created_at": at})
accesses = []
for name, role in (("essai-un", "mediator"), ("essai-deux", "coordinator")):
    one, _ = Account.objects.get_or_create(
        email=f"{name}@exemple.fr", defaults={"display_name": name, "created_at": at, "language": "fr"})
    Membership.objects.get_or_create(account=one, organisation=team, role=role, areas=["*"], starts_on=at.date())
    accesses.append(people.access(one, on=at.date()))
writer, reader = accesses
one = ready.ready_messages()[key]
number = messages.write(by=writer, at=at, operation=uuid.uuid4(), organisation=team.pk, draft=one.draft)
messages.ask_for_review(by=writer, at=at, number=number)
messages.review(by=reader, at=at, operation=uuid.uuid4(), number=number, seen=1, verdict=Verdict.ACCEPTED, role="infirmière")
asked = {language: words for language, words in one.asked.items() if language in sys.argv[3].split(",")}
code = trials.open_trial(by=writer, at=at, operation=uuid.uuid4(), number=number, asked=asked, right=one.right)
for at_most in range(many):
    trials.answer(at=at, trial=code, operation=uuid.uuid4(), understood=Understood.YES, choice=one.right, missing="")
print(code, number)
"""
FR = {
    "path": "/etre-rassure/est-ce-clair/{}/", "understood": "Avez-vous compris ?", "question": "Vous voyez du sang aux toilettes. Que faites-vous ?",
    "yes": "Oui", "partly": "En partie", "no": "Non", "right": "Je vois un médecin", "unknown": "Je ne sais pas", "send": "Envoyer ma réponse",
    "missing": "Que manque-t-il ? (si vous voulez)", "wrong": "Il y a quelque chose à corriger", "say": "Dites si vous avez compris.", "thanks": "Merci",
}  # fmt: skip
EN = {
    "path": "/en/reassure/is-it-clear/{}/", "understood": "Did you understand?", "question": "You see blood in the toilet. What do you do?",
    "yes": "Yes", "partly": "Partly", "no": "No", "right": "I see a doctor", "unknown": "I do not know", "send": "Send my answer",
    "missing": "What is missing? (if you like)", "wrong": "Something needs to be corrected", "say": "Say whether you understood.", "thanks": "Thank you",
}  # fmt: skip


def opened(site: Any, key: str = "bowel-kit", many: int = 0, languages: str = "fr,en") -> tuple[str, str]:
    """The code of a trial, and the number of its message."""
    environment = {
        **os.environ,
        "PREVENANCE_DATA": str(site.data),
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
    }
    command = [sys.executable, "-c", TRIAL, key, str(many), languages]
    told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    code, number = told.stdout.split()
    return code, number


class Told:
    """The tree that the browser gives to a screen reader: roles, names, states."""

    def __init__(self, page: Any) -> None:
        session = page.context.new_cdp_session(page)
        every = session.send("Accessibility.getFullAXTree")["nodes"]
        self.by_id = {one["nodeId"]: one for one in every}
        self.nodes = [one for one in every if not one.get("ignored")]
        session.detach()

    def all(self, role: str, name: str | None = None) -> list[dict[str, Any]]:
        found = [one for one in self.nodes if one.get("role", {}).get("value") == role]
        return [one for one in found if name is None or self.name(one) == name]

    def one(self, role: str, name: str) -> dict[str, Any]:
        found = self.all(role, name)
        assert len(found) == 1, f"{len(found)} {role} “{name}” among {[self.name(one) for one in self.all(role)]}"
        return found[0]

    def name(self, one: dict[str, Any]) -> str:
        return str(one.get("name", {}).get("value", "")).replace("\u00a0", " ").strip()

    def state(self, one: dict[str, Any], key: str) -> Any:
        return next((each["value"].get("value") for each in one.get("properties", []) if each["name"] == key), None)

    def within(self, one: dict[str, Any], role: str) -> list[str]:
        """The names of those of this role under a node, in their order."""
        found: list[str] = []
        for key in one.get("childIds", []):
            child = self.by_id[key]
            is_one = not child.get("ignored") and child.get("role", {}).get("value") == role
            found += [self.name(child)] if is_one else self.within(child, role)
        return found

    def said(self, one: dict[str, Any]) -> str:
        """Its description, as it is read after the name."""
        return str(one.get("description", {}).get("value", "")).replace("\u00a0", " ")


def shot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/comprehension-{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "script"), [("fr", True), ("en", True), ("fr", False)])
def test_a_trial_is_answered_with_the_keyboard_alone(window: Any, site: Any, language: str, script: bool) -> None:
    say = FR if language == "fr" else EN
    code, _ = opened(site)
    visitor = window(width=360, script=script)
    visitor.opens(say["path"].format(code))
    page, keys = visitor.page, Keyboard(visitor.page)
    told = Told(page)
    assert len(told.all("main")) == 1 and told.all("heading")[0]
    group = told.one("group", say["understood"])
    assert told.within(group, "radio") == [say["yes"], say["partly"], say["no"]]
    asked = told.one("group", say["question"])
    assert len(told.within(asked, "radio")) == 4 and told.within(asked, "radio")[-1] == say["unknown"]
    assert [told.state(one, "checked") for one in told.all("radio")] == ["false"] * 7
    assert told.said(told.one("textbox", say["missing"]))  # « do not write your name »
    assert told.all("alert") == []
    keys.goes_to(id="understood-1")
    page.keyboard.press("Tab")
    assert keys.where()["id"] == "choice-1"
    page.keyboard.press("ArrowDown")
    assert keys.where()["id"] == "choice-2"
    page.keyboard.press("Tab")
    assert keys.where()["id"] == "missing"
    page.keyboard.type("Le mot « analyse »")
    page.keyboard.press("Tab")
    assert keys.where()["words"] == say["send"]
    keys.presses("Enter", until="#errors")
    assert page.evaluate("document.activeElement.id") == "errors"
    keys.where()
    told = Told(page)
    alert = told.one("alert", say["wrong"])
    assert told.state(alert, "live") == "assertive" and told.within(alert, "link") == [say["say"]]
    assert say["say"] in told.said(told.one("group", say["understood"]))
    assert told.state(told.one("radio", say["right"]), "checked") == "true"
    assert page.locator("#missing").input_value() == "Le mot « analyse »"
    shot(page, f"mistake-{language}-{script}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    if not script:
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
    assert keys.where()["id"].startswith("understood-")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert Told(page).state(Told(page).one("radio", say["partly"]), "checked") == "true"
    keys.goes_to(say["send"])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert visitor.title() == say["thanks"] and page.context.cookies() == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_trial_holds_at_four_hundred_percent(window: Any, site: Any, language: str) -> None:
    say = FR if language == "fr" else EN
    code, _ = opened(site)
    for width, height, change in ((320, 256, ""), (360, 760, LARGER)):
        visitor = window(width=width, height=height)
        visitor.opens(say["path"].format(code))
        if change:
            visitor.page.evaluate(change)
        holds_together(visitor.page, f"trial {width}")
        visitor.is_accessible()
        visitor.page.get_by_role("button", name=say["send"]).click()
        visitor.page.wait_for_selector("#errors")
        if change:
            visitor.page.evaluate(change)
        holds_together(visitor.page, f"mistake {width}")
        visitor.is_accessible()
        shot(visitor.page, f"zoom-{width}-{language}")


def test_a_question_in_french_on_an_english_page_says_so(window: Any, site: Any) -> None:
    code, _ = opened(site, languages="fr")
    visitor = window(width=360)
    visitor.opens(EN["path"].format(code))
    tongue = visitor.page.locator("#choice-1").evaluate("(one) => one.closest('[lang]').lang")
    assert tongue == "fr" and visitor.page.get_by_text(FR["unknown"]).count() == 1
    assert visitor.page.locator("#understood-1").evaluate("(one) => one.closest('[lang]').lang") == "en"


def test_answers_given_on_paper_are_copied_and_the_trial_closed_with_the_keyboard(window: Any, site: Any) -> None:
    code, number = opened(site, many=18)
    writer = agent(window, site, "mediator", "petra", "fr", width=1000)
    page, keys = writer.page, Keyboard(writer.page)
    writer.opens(f"/equipe/messages-de-prevention/{number}/")
    assert "trop peu de réponses" in page.locator("table").inner_text()
    keys.goes_to("Recopier une réponse sur papier")
    keys.presses("Enter", until="#understood-1")
    for _ in range(2):
        keys.goes_to(id="understood-1")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowUp")  # round to the last one: « I do not know »
        assert keys.where()["words"] == FR["unknown"]
        keys.goes_to("Enregistrer")
        keys.presses("Enter", until="main [role=status]")
        told = Told(page)
        assert any(
            "Vous pouvez recopier la suivante" in said
            for one in told.all("status")
            for said in told.within(one, "StaticText")
        )
    writer.is_accessible()
    keys.goes_to("Revenir au message")
    keys.presses("Enter", until="table")
    caption, rows = page.locator("caption").inner_text(), page.locator("tbody tr").all_inner_texts()
    assert "20 réponses (2 sur papier)" in caption.replace("\u00a0", " ")
    assert "20 / 20" in rows[0] and "84 – 100" in rows[0].replace("\u00a0", " ")  # Wilson's, of 20 in 20
    assert "18 / 20" in rows[1] and "70 – 97" in rows[1].replace("\u00a0", " ")  # of 18 in 20
    told = Told(page)
    assert len(told.all("columnheader")) == 3 and len(told.all("rowheader")) == 3
    shot(page, "result")
    keys.goes_to("Fermer cet essai")
    keys.presses("Enter", until="text=Fermé.")
    visitor = window(width=360)
    visitor.opens(FR["path"].format(code))
    assert visitor.page.locator("form[method=post] input[name=choice]").count() == 0


def test_a_message_is_written_reviewed_and_published_with_the_keyboard(window: Any, site: Any) -> None:
    writer = agent(window, site, "mediator", "wilma", "fr", width=1000)
    reader = agent(window, site, "coordinator", "rita", "fr", width=1000)
    page, keys = writer.page, Keyboard(writer.page)
    writer.opens("/equipe/messages-de-prevention/")
    keys.goes_to("Écrire un message")
    keys.presses("Enter", until="#fr-title")
    for name, words in (
        ("fr-title", "Un carnet de santé à vous"),
        ("fr-text", "C’est un carnet.\nVous décidez."),
        ("audience", "Tout le monde"),
    ):
        keys.goes_to(id=name)
        page.keyboard.type(words)
    keys.goes_to(id="pictogram")
    page.keyboard.type("un carnet")  # no such drawing: the list stays where it is
    page.keyboard.press("ArrowDown")
    for name, words in (
        ("organisation", "HAS"),
        ("document", "Un texte"),
        ("date", "2025"),
        ("url", "https://exemple.fr/texte"),
    ):
        keys.goes_to(id=f"source-1-{name}")
        page.keyboard.type(words)
    keys.goes_to("Enregistrer")
    keys.presses("Enter", until="#errors")  # the day it was looked at is missing
    assert page.evaluate("document.activeElement.id") == "errors"
    assert Told(page).all("alert") and page.locator("#fr-text").input_value().endswith("Vous décidez.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert keys.where()["id"] == "source-1-checked"
    page.keyboard.type("24/11/2026")
    keys.goes_to("Enregistrer")
    keys.presses("Enter", until="#state")
    keys.goes_to("Demander une relecture")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reader.page.goto(page.url)
    reading = Keyboard(reader.page)
    reading.goes_to(id="verdict-1")
    reader.page.keyboard.press("Space")
    told = Told(reader.page)
    assert len(told.within(told.one("group", "Qu’en dites-vous ?"), "radio")) == 2
    reading.goes_to(id="role")
    reader.page.keyboard.type("infirmière")
    reading.goes_to("Enregistrer ma relecture")
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    page.reload()
    keys.goes_to("Publier")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.goes_to("Voir sa page publique")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    told = Told(page)
    assert told.one("heading", "Un carnet de santé à vous")  # the drawing beside it is not read
    assert page.locator("main h1 svg[aria-hidden=true]").count() == 1


ARABIC = {
    "title": "فحص مجاني تقومون به في البيت",
    "text": "هذا الفحص مجاني. تقومون به في البيت كل 2 سنتين.\nاتصلوا على 36 46.",
    "easy": "هناك فحص مجاني.\nتقومون به في البيت.",
    "not_said": "هذه الرسالة لا تقول كل شيء.",
}


def test_words_read_from_the_right(window: Any, site: Any) -> None:
    """Typed by one, read by another, then shown: their direction, beside a source that stays in French."""
    _, number = opened(site)
    writer = agent(window, site, "mediator", "amina", "fr", width=360)
    reader = agent(window, site, "coordinator", "karim", "fr", width=360)
    where = f"/equipe/messages-de-prevention/{number}/traduire/ar/"
    writer.opens(where)
    for name, words in ARABIC.items():
        field = writer.page.locator(f"#{name}")
        assert field.evaluate("(one) => getComputedStyle(one).direction") == "rtl"
        field.fill(words)
    writer.is_accessible()
    shot(writer.page, "ar-typed")
    with writer.page.expect_navigation():
        writer.page.get_by_role("button", name="Enregistrer").click()
    writer.opens(f"/equipe/messages-de-prevention/{number}/")
    with writer.page.expect_navigation():
        writer.page.get_by_role("button", name="Publier", exact=True).click()
    public = writer.page.get_by_role("link", name="Voir sa page publique").get_attribute("href")
    resident = window(width=360)
    resident.opens(f"{public}?language=ar")
    assert resident.page.locator("[lang=ar]").count() == 0  # nobody has read it yet
    reader.opens(where)
    with reader.page.expect_navigation():
        reader.page.get_by_role("button", name="Je l’ai relue").click()
    for path in (f"{public}?language=ar", f"{public}?easy=1&language=ar"):
        resident.opens(path)
        page = resident.page
        words = page.locator("main [lang=ar][dir=rtl]").first
        assert ARABIC["title"] in words.inner_text()
        assert words.locator("p").first.evaluate("(one) => getComputedStyle(one).textAlign") in ("start", "right")
        assert words.locator("p").first.evaluate("(one) => getComputedStyle(one).direction") == "rtl"
        box = words.locator("h1").evaluate(
            "(one) => { const range = document.createRange(); range.selectNodeContents(one.lastChild);"
            " return range.getBoundingClientRect().right - one.getBoundingClientRect().left }"
        )
        assert box > 200, "the title does not begin on the right"
        drawing, title = words.locator("h1 svg").bounding_box(), words.locator("h1").bounding_box()
        assert drawing["x"] > title["x"] + title["width"] / 2, "the drawing stays on the left"
        source = page.get_by_role("link", name="Commander et recevoir chez soi")
        assert source.get_attribute("href").startswith("https://enim.eu/")
        assert source.evaluate("(one) => getComputedStyle(one).direction") == "ltr"
        phone = words.get_by_text("36 46")
        if phone.count():
            order = phone.first.evaluate(
                "(one) => { const text = one.firstChild, at = text.data.search(/36.46/), range = document.createRange();"
                " const x = (i) => { range.setStart(text, i); range.setEnd(text, i + 1); return range.getBoundingClientRect().x };"
                " return [x(at), x(at + 3)] }"
            )
            assert order[0] < order[1], "a phone number is read from the left, in Arabic too"
        holds_together(page, path)
        resident.is_accessible()
        shot(page, "ar-easy" if "easy" in path else "ar")
