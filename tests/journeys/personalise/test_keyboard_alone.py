"""From the first page to the plan and beyond with the keyboard alone: one sees at each step where one is."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.journey

STEPS_MOST = 80  # presses of Tab before one gives up looking for something
WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return {words: "", id: "", seen: true};
  const around = one.closest(".choice") || one;
  const drawn = [one, around].some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const box = around.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const words = (one.labels?.[0] || one).innerText.replace(/\\s+/g, " ").trim();
  return {words, id: one.id, kind: one.type || one.tagName, seen: drawn && inView && box.width > 1};
}"""


class Keyboard:
    """Somebody who has only the keys. Refuses to go on where the focus cannot be seen."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def where(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(WHERE)
        assert found["seen"], f"the focus is not seen on {found}"
        return found

    def goes_to(self, words: str = "", *, id: str = "", key: str = "Tab") -> None:
        passed = []
        for _ in range(STEPS_MOST):
            self.page.keyboard.press(key)
            here = self.where()
            if (words and here["words"] == words) or (id and here["id"] == id):
                return
            passed.append(here["words"] or here["id"])
        raise AssertionError(f"{words or id} cannot be reached; passed by {passed}")

    def presses(self, key: str, *, until: str) -> None:
        self.page.keyboard.press(key)
        self.page.wait_for_selector(until, state="attached")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_from_the_first_page_to_the_plan_and_back(window: Any, script: bool) -> None:
    visitor = window(width=1200, script=script)
    visitor.opens("/")
    keys = Keyboard(visitor.page)
    keys.goes_to("Commencer ma prévention")
    keys.presses("Enter", until="button[name=who]")
    keys.goes_to("Pour moi")
    keys.presses("Enter", until="#birth_date-day")
    keys.goes_to(id="birth_date-day")
    for value in ("31", "2", "1958"):
        visitor.page.keyboard.type(value)
        visitor.page.keyboard.press("Tab")
        keys.where()
    visitor.page.keyboard.press("Shift+Tab")
    keys.presses("Enter", until="#errors")  # there is no 31 February
    assert visitor.page.evaluate("document.activeElement.id") == "errors"
    keys.where()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")  # the mistake is a link to the input
    if not script:
        visitor.page.keyboard.press("Tab")  # the browser starts from the input, and does not always focus it
        visitor.page.keyboard.press("Shift+Tab")
    assert keys.where()["id"] == "birth_date-day"
    visitor.page.keyboard.press("Control+A")
    visitor.page.keyboard.type("28")
    keys.presses("Enter", until="input[name=question]:not([value=birth_date])")
    keys.goes_to("Je ne sais pas")
    asked = visitor.title()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_function("(asked) => document.querySelector('main h1')?.innerText !== asked", arg=asked)
    keys.goes_to("Voir mon plan maintenant")
    keys.presses("Enter", until="section.group")
    assert visitor.title() == "Mon plan de prévention"
    keys.goes_to("Emporter mon plan (QR code)")
    keys.presses("Enter", until="#link")
    keys.goes_to("Revenir à mon plan")
    keys.presses("Enter", until="section.group")
    assert visitor.complaints == []


def test_choices_are_chosen_with_the_arrows(window: Any) -> None:
    visitor = window(width=360)
    visitor.opens("/ma-prevention/")
    keys = Keyboard(visitor.page)
    keys.goes_to("J’aide quelqu’un")
    keys.presses("Enter", until="#birth_date-day")
    keys.goes_to(id="birth_date-day")
    for value in ("17", "3", "1958"):
        visitor.page.keyboard.type(value)
        visitor.page.keyboard.press("Tab")
    keys.presses("Enter", until="input[name=question]:not([value=birth_date])")
    for _ in range(STEPS_MOST):
        visitor.page.keyboard.press("Tab")
        if keys.where()["kind"] == "radio":
            break
    else:
        raise AssertionError("no list of choices was met")
    visitor.page.keyboard.press("ArrowDown")
    assert visitor.page.evaluate("document.activeElement.checked")
    keys.where()


def test_nothing_keeps_the_keyboard(window: Any) -> None:
    """Forwards then backwards through a whole page, one leaves it on both sides."""
    visitor = window(width=1200)
    visitor.opens("/vos-droits/")
    keys = Keyboard(visitor.page)
    for key in ("Tab", "Shift+Tab"):
        first = ""
        for number in range(STEPS_MOST):
            visitor.page.keyboard.press(key)
            here = keys.where()["words"]
            first = first or here
            if number and (not here or here == first):
                break
        else:
            raise AssertionError("the keyboard never comes round")
