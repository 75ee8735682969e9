"""The pages as they would be in a language read from the right, with larger letters, more space, or turned around.

No right-to-left language is spoken yet: the direction is forced on the French pages, to know that the layout is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.journey

PUBLIC = (
    "/",
    "/aide/",
    "/urgence/",
    "/vos-droits/",
    "/nos-sources/",
    "/nos-sources/lieux/",
    "/accessibilite/",
    "/toutes-les-pages/",
    "/reprendre/",
)
MIRRORED = "() => { document.documentElement.dir = 'rtl'; document.documentElement.lang = 'ar'; }"
LARGER = "() => { document.documentElement.style.fontSize = '225%'; }"  # twice the 112.5 % of the style sheet
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# What is in a box that hides what goes beyond it, and goes beyond it (drawings made by the style sheet do not count).
CUT = """() => [...document.querySelectorAll("body *")].filter((one) => {
    if (!one.checkVisibility() || getComputedStyle(one).overflow === "visible") return false;
    if (one.closest(".unseen, svg, .skip, textarea, input, img")) return false;
    const range = document.createRange();
    range.selectNodeContents(one);
    const inside = range.getBoundingClientRect(), box = one.getBoundingClientRect();
    return inside.left < box.left - 1 || inside.right > box.right + 1 || inside.bottom > box.bottom + 1;
  }).map((one) => `${one.tagName}.${one.className} is cut`)"""
# Titles, links, buttons and fields of which one covers another.
OVERLAPS = """() => {
  const shown = [...document.querySelectorAll("a, button, input, summary, h1, h2, h3, label")]
    .filter((one) => one.checkVisibility() && one.getClientRects().length === 1 && !one.closest(".unseen, .skip"));
  const found = [];
  for (const [at, one] of shown.entries()) for (const other of shown.slice(at + 1)) {
    if (one.contains(other) || other.contains(one)) continue;
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 2 && high > 2) found.push(`${one.innerText || one.id} over ${other.innerText || other.id}`);
  }
  return found;
}"""


def holds_together(page: Any, name: str) -> None:
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{name} is {width} pixels too wide"
    assert page.evaluate(CUT) == [], name
    assert page.evaluate(OVERLAPS) == [], name


def visits(visitor: Any, change: str) -> Iterator[str]:
    """Each kind of page in turn, changed by a script; yields its name."""
    page = visitor.page

    def changed(name: str) -> str:
        page.evaluate(change)
        return name

    for path in PUBLIC:
        visitor.opens(path)
        yield changed(path)
    visitor.opens("/aide-pres-de-chez-moi/")
    page.fill("#commune", "02100")
    page.keyboard.press("Enter")
    page.wait_for_selector("#spot-1, button[name=code]")
    if page.locator("button[name=code]").count():
        page.locator("button[name=code]").first.click()
        page.wait_for_selector("#spot-1")
    yield changed("help near here")
    visitor.opens("/ma-prevention/")
    yield changed("start")
    visitor.presses("Pour moi")
    page.fill("#birth_date-day", "31")
    page.fill("#birth_date-month", "2")
    page.fill("#birth_date-year", "1958")
    page.keyboard.press("Enter")
    page.wait_for_selector("#errors")
    yield changed("a mistake")
    page.fill("#birth_date-day", "3")
    visitor.presses("Continuer")
    yield changed("a question")
    visitor.presses("Voir mon plan maintenant")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    yield changed("plan")
    page.locator("button[name=advice]").first.click()
    page.wait_for_selector("main .status")
    yield changed("advice")
    visitor.presses("Revenir à mon plan")
    visitor.presses("Emporter mon plan (QR code)")
    yield changed("take along")


@pytest.mark.parametrize("change", [MIRRORED, LARGER, SPACED], ids=["from the right", "twice as large", "spaced out"])
def test_no_page_breaks_on_a_phone(window: Any, change: str) -> None:
    visitor = window(width=360)
    for name in visits(visitor, change):
        holds_together(visitor.page, name)


@pytest.mark.parametrize(
    "options", [{"width": 640, "height": 512}, {"width": 760, "height": 360}], ids=["zoomed to 200 %", "turned around"]
)
def test_no_page_breaks_when_the_window_changes(window: Any, options: dict[str, Any]) -> None:
    visitor = window(**options)
    for name in visits(visitor, "() => {}"):
        holds_together(visitor.page, name)


def test_what_was_on_the_left_is_on_the_right(window: Any) -> None:
    visitor = window(width=360)
    visitor.opens("/")
    sides: Callable[[], dict[str, float]] = lambda: visitor.page.evaluate(  # noqa: E731
        """() => Object.fromEntries([".publisher", "h1", ".facts .pictogram"].map((one) => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector(one));
          const box = range.getBoundingClientRect();
          return [one, box.left < innerWidth - box.right];
        }))"""
    )
    assert all(sides().values())
    visitor.page.evaluate(MIRRORED)
    assert not any(sides().values())


def test_a_phone_number_keeps_its_order_from_right_to_left(window: Any) -> None:
    """« 36 46 » between Arabic words would be read « 46 36 » without a direction of its own."""
    visitor = window(width=360)
    visitor.opens("/aide/")
    visitor.page.evaluate(MIRRORED)
    ordered = visitor.page.evaluate(
        """() => [...document.querySelectorAll("a.phone")].filter((one) => /\\d\\s\\d/.test(one.textContent))
        .map((one) => {
          const before = document.createTextNode("اتصل "), after = document.createTextNode(" الآن");
          one.before(before); one.after(after);
          const text = one.firstChild, last = text.length - 1;
          text.data = text.data.replace(/\\s/g, " "); // even where a source wrote ordinary spaces
          const left = (from) => { const range = document.createRange(); range.setStart(text, from);
            range.setEnd(text, from + 1); return range.getBoundingClientRect().left; };
          return left(0) < left(last);
        })"""
    )
    assert ordered
    assert all(ordered)
