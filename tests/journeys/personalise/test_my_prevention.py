"""Someone gets through Ma prévention, on a phone, in both languages, with and without script, and leaves no trace."""

from __future__ import annotations

import urllib.parse
from typing import Any

import pytest

pytestmark = pytest.mark.journey

PAGES_FR = (
    "/",
    "/etre-accompagne/",
    "/etre-rassure/",
    "/ce-que-nous-savons-de-vous/",
    "/nos-sources/",
    "/nos-sources/conseils/",
    "/nos-sources/lieux/",
    "/accessibilite/",
    "/urgence/",
    "/aide/",
    "/vos-droits/",
    "/ma-prevention/",
    "/reprendre/",
    "/aide-pres-de-chez-moi/",
    "/nulle-part/",
)
WORDS = {
    "fr": {
        "start": "/ma-prevention/",
        "me": "Pour moi",
        "go": "Continuer",
        "skip": "Je ne sais pas",
        "plan": "Voir mon plan maintenant",
        "title": "Mon plan de prévention",
        "where": "Où aller",
        "back": "Revenir à mon plan",
        "take": "Emporter mon plan (QR code)",
        "summary": "Un résumé pour la personne qui m’aide",
        "before": "Revenir à la question d’avant",
    },
    "en": {
        "start": "/en/my-prevention/",
        "me": "For me",
        "go": "Continue",
        "skip": "I do not know",
        "plan": "See my plan now",
        "title": "My prevention plan",
        "where": "Where to go",
        "back": "Back to my plan",
        "take": "Take my plan along (QR code)",
        "summary": "A summary for the person who helps me",
        "before": "Back to the question before",
    },
}
BIRTH = ("17", "3", "1958")


def begins(visitor: Any, words: dict[str, str]) -> None:
    visitor.opens(words["start"])
    visitor.presses(words["me"])
    for part, value in zip(("day", "month", "year"), BIRTH, strict=True):
        visitor.page.fill(f"#birth_date-{part}", value)
    visitor.presses(words["go"])


def answers_everything(visitor: Any, words: dict[str, str], *, check: bool) -> int:
    """Presses the first choice of each list until the plan comes. Returns how many questions there were."""
    for number in range(1, 60):
        if check:
            visitor.is_accessible()
        if not visitor.page.locator("input[name=question]").count():
            return number
        lists = visitor.page.locator("main fieldset:has(> .choices)")
        none = visitor.page.locator("input[name=none_of_these]")
        if none.count():
            none.check()
        else:
            for index in range(lists.count()):
                lists.nth(index).locator("input").first.check()
        visitor.presses(words["go"] if lists.count() else words["skip"])
    raise AssertionError("the questions never end")


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("path", PAGES_FR)
def test_the_pages_that_ask_nothing_are_accessible_in_both_languages(window: Any, path: str, width: int) -> None:
    visitor = window(width=width)
    visitor.opens(path)
    visitor.is_accessible()
    other = visitor.page.get_by_role("link", name="English")
    other.click()
    visitor.page.wait_for_load_state()
    assert visitor.page.evaluate("document.documentElement.lang") == "en" or path == "/nulle-part/"
    visitor.is_accessible()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_phone_goes_from_the_first_question_to_the_places(window: Any, language: str) -> None:
    words = WORDS[language]
    visitor = window(width=360)
    begins(visitor, words)
    assert answers_everything(visitor, words, check=True) > 5
    assert visitor.title() == words["title"]
    visitor.page.locator("button[name=advice]").first.click()
    visitor.page.wait_for_selector("main h2")
    visitor.is_accessible()
    visitor.presses(words["back"])
    visitor.presses(words["where"], exact=False)
    visitor.page.fill("#commune", "02100 saint quentin")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("#spot-1, button[name=code]")
    if visitor.page.locator("button[name=code]").count():
        visitor.is_accessible()
        visitor.page.locator("button[name=code]").first.click()
        visitor.page.wait_for_selector("#spot-1")
    assert visitor.page.locator("svg.map .pin").count() == visitor.page.locator("ol.spots > li").count()
    visitor.is_accessible()
    visitor.presses(words["back"])
    for page in ("take", "summary"):
        visitor.presses(words[page])
        visitor.is_accessible()
        visitor.presses(words["back"])
    assert visitor.complaints == []


def test_everything_can_be_done_without_script(window: Any) -> None:
    words = WORDS["fr"]
    visitor = window(width=360, script=False)
    visitor.opens(words["start"])
    visitor.page.get_by_role("button", name=words["me"]).click()
    for part, value in zip(("day", "month", "year"), BIRTH, strict=True):
        visitor.page.fill(f"#birth_date-{part}", value)
    visitor.page.get_by_role("button", name=words["go"]).click()
    visitor.page.get_by_role("button", name=words["plan"]).click()
    assert visitor.title() == words["title"]
    visitor.page.get_by_role("button", name=words["take"]).click()
    link = visitor.page.locator("#link").inner_text()
    other = window(width=360, script=False)
    other.page.goto(link)
    other.page.fill("#code", link)
    other.page.get_by_role("button", name="Ouvrir mon plan").click()
    assert other.title() == words["title"]


def test_a_mistake_takes_the_focus_and_its_link_leads_to_the_input(window: Any) -> None:
    visitor = window(width=360)
    visitor.opens("/ma-prevention/")
    visitor.presses("Pour moi")
    visitor.page.fill("#birth_date-day", "31")
    visitor.page.fill("#birth_date-month", "2")
    visitor.page.fill("#birth_date-year", "1958")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("#errors")
    assert visitor.page.evaluate("document.activeElement.id") == "errors"
    visitor.is_accessible()
    visitor.page.locator("#errors a").first.click()
    assert visitor.page.evaluate("document.activeElement.id") == "birth_date-day"
    assert visitor.page.input_value("#birth_date-year") == "1958"


def test_the_browser_s_own_back_button_works_and_loses_nothing(window: Any) -> None:
    visitor = window(width=360)
    begins(visitor, WORDS["fr"])
    second = visitor.title()
    visitor.presses("Je ne sais pas")
    visitor.page.go_back()
    visitor.page.wait_for_function("(title) => document.querySelector('main h1').innerText === title", arg=second)
    visitor.page.go_back()
    visitor.page.wait_for_selector("#birth_date-year")
    assert visitor.page.input_value("#birth_date-year") == "1958"
    visitor.page.go_forward()
    visitor.page.wait_for_function("(title) => document.querySelector('main h1').innerText === title", arg=second)


def test_a_dead_network_loses_nothing_and_says_so(window: Any) -> None:
    visitor = window(width=360)
    begins(visitor, WORDS["fr"])
    asked = visitor.title()
    visitor.page.context.set_offline(True)
    visitor.page.get_by_role("button", name="Je ne sais pas").first.click()
    visitor.page.wait_for_selector("#no-network:not([hidden])")
    assert visitor.title() == asked
    assert visitor.page.evaluate("document.activeElement.id") == "no-network"
    visitor.page.context.set_offline(False)
    visitor.page.get_by_role("button", name="Je ne sais pas").first.click()
    visitor.page.wait_for_function("(title) => document.querySelector('main h1').innerText !== title", arg=asked)


def test_the_keyboard_alone_is_enough(window: Any) -> None:
    visitor = window(width=1200)
    visitor.opens("/ma-prevention/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    visitor.page.get_by_role("button", name="Pour moi").focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("#birth_date-day")
    for _ in range(20):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("document.activeElement.id") == "birth_date-day":
            break
    for value in BIRTH:
        visitor.page.keyboard.type(value)
        visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("input[name=question]:not([value=birth_date])", state="attached")


@pytest.mark.parametrize(
    "options",
    [
        {"width": 320, "height": 256},
        {"width": 360, "color_scheme": "dark"},
        {"width": 360, "forced_colors": "active"},
        {"width": 360, "contrast": "more"},
        {"width": 360, "reduced_motion": "reduce"},
    ],
    ids=["zoomed to 400 %", "dark", "forced colours", "more contrast", "less motion"],
)
def test_each_way_of_seeing_is_accessible(window: Any, options: dict[str, Any]) -> None:
    visitor = window(**options)
    visitor.opens("/")
    visitor.is_accessible()
    begins(visitor, WORDS["fr"])
    visitor.is_accessible()
    visitor.presses("Voir mon plan maintenant")
    visitor.is_accessible()


def test_larger_text_stays_through_the_questions_and_needs_no_script(window: Any) -> None:
    visitor = window(width=360, script=False)
    visitor.opens("/ma-prevention/")
    visitor.page.get_by_role("button", name="Pour moi").click()
    visitor.page.check("#larger")
    visitor.page.get_by_role("button", name="Je ne sais pas").click()
    assert visitor.page.is_checked("#larger")


def test_reading_aloud_is_offered_only_with_a_voice(window: Any) -> None:
    visitor = window(width=360)
    begins(visitor, WORDS["fr"])
    assert not visitor.page.locator("[data-do=speak]").first.is_visible()
    spoken = window(width=360)
    spoken.page.add_init_script(
        "window.said = []; speechSynthesis.getVoices = () => [{lang: 'fr-FR', name: 'essai'}];"
        "window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"
        "speechSynthesis.speak = (one) => window.said.push(one.text);"
    )
    begins(spoken, WORDS["fr"])
    spoken.page.locator("[data-do=speak]").first.click()
    assert spoken.title() in spoken.page.evaluate("window.said")


def test_a_whole_visit_leaves_nothing_of_what_was_answered(window: Any) -> None:
    """What we know about you: nothing. Searched in the database, every file of the site, and the server's words."""
    visitor = window(width=360)
    addresses: list[str] = []
    visitor.page.on("request", lambda request: addresses.append(request.url + str(request.headers.get("referer", ""))))
    begins(visitor, WORDS["fr"])
    answers_everything(visitor, WORDS["fr"], check=False)
    visitor.presses("Emporter mon plan (QR code)")
    link = visitor.page.locator("#link").inner_text()
    visitor.page.goto(link)
    visitor.page.wait_for_selector("section.group")
    token = urllib.parse.urlsplit(link).fragment
    secrets = [b"1958-03-17", b"17/03/1958", token.encode(), token[:40].encode(), b"birth_date"]
    files = [visitor.site.log, *(path for path in visitor.site.data.rglob("*") if path.is_file())]
    for path in files:
        content = path.read_bytes()
        assert not [one for one in secrets if one in content], path
    assert not [one for one in addresses if "1958" in one or token in one]
    assert visitor.page.context.cookies() == []
    assert visitor.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_dead_network_keeps_what_was_typed_on_any_page_that_sends(window: Any) -> None:
    visitor = window(width=360)
    visitor.opens("/rendez-vous/")
    field = visitor.page.locator("main input[type=text]").first
    field.fill("Laon")
    visitor.page.context.set_offline(True)
    visitor.page.get_by_role("button", name="Chercher").first.click()
    visitor.page.wait_for_selector("#no-network:not([hidden])")
    assert field.input_value() == "Laon"
    assert visitor.page.evaluate("document.activeElement.id") == "no-network"
    visitor.is_accessible()
    visitor.page.context.set_offline(False)
    visitor.page.wait_for_selector("#no-network", state="hidden")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Chercher").first.click()
