"""The fictional week on a phone: the operator's command opens it, every page says so, nothing overflows, axe finds
nothing; then one command removes it, and its link opens nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.journey
SAID = {"fr": "Démonstration (fictif).", "en": "Demonstration (fictional)."}
PAGES = {
    "fr": ("", "ma-journee/", "seances/", "chiffres/", "ateliers/", "coordination/", "coordination/noter/event/",
           "etiquettes/", "mon-espace-sante/", "relais/"),
    "en": ("", "my-day/", "encounters/", "figures/", "workshops/", "coordination/", "coordination/note/partnership/",
           "tags/", "mon-espace-sante/", "relays/"),
}  # fmt: skip


def command(site: Any, *words: str) -> str:
    environment = {**os.environ, "PREVENANCE_DATA": str(site.data), "PREVENANCE_SITE_URL": site.url}
    told = subprocess.run(
        [sys.executable, "-m", "prevenance.site.commands", "demo-week", *words],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr[-1500:]
    return told.stdout.strip()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_agents_side_with_a_fictional_week(window: Any, site: Any, language: str) -> None:
    link = command(site, "--force", "--mediators", "3", "--encounters", "30", "--workshops", "3")
    assert link.startswith(f"{site.url}/equipe/connexion/")
    visitor = window(width=360)
    visitor.opens(link.removeprefix(site.url))
    with visitor.page.expect_navigation():
        visitor.page.locator("main form button").first.click()
    start = "/equipe/" if language == "fr" else "/en/team/"
    for page in PAGES[language]:
        visitor.opens(start + page)
        assert visitor.page.get_by_text(SAID[language]).is_visible(), page
        for folded in visitor.page.locator("main summary").all():
            if not folded.evaluate("one => one.parentElement.open"):
                folded.click()
        visitor.is_accessible()
        root = visitor.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert root[0] <= root[1], page
    assert "fictional rows removed" in command(site, "--remove")
    visitor.opens(start + PAGES[language][3])
    assert not visitor.page.get_by_text(SAID[language]).count()
