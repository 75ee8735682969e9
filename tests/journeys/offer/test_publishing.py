"""Somebody who has a site puts places on it; somebody who publishes places checks their file first. On a phone."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey
SCREENS = os.environ.get("PREVENANCE_SCREENSHOTS", "")
WORDS = {
    "fr": {
        "embed": "/embarquer/",
        "frame": "/embarquer/lieux?commune=02691&kind=pharmacy",
        "check": "/verifier-un-fichier/",
        "write": "Écrire la ligne de HTML",
        "press": "Vérifier",
        "found": "Ce que nous avons trouvé",
    },
    "en": {
        "embed": "/en/embed/",
        "frame": "/en/embed/places?commune=02691&kind=pharmacy",
        "check": "/en/check-a-file/",
        "write": "Write the line of HTML",
        "press": "Check",
        "found": "What we found",
    },
}
ROWS = "Nom;Adresse;CP;Ville\nMaison fictive;1 rue Inventée;59000;Lille\n;2 rue Inventée;59000;Lille\n"


@pytest.fixture(params=["fr", "en"])
def words(request: pytest.FixtureRequest) -> dict[str, str]:
    return WORDS[request.param]


@pytest.fixture
def phone(window: Any) -> Any:
    return window(width=360)


def seen(visitor: Any, name: str) -> None:
    """Keeps a picture, when somebody wants to look."""
    if SCREENS:
        visitor.page.screenshot(path=str(Path(SCREENS) / f"{name}.png"), full_page=True)


def test_a_frame_is_written_then_shown(phone: Any, words: dict[str, str]) -> None:
    phone.opens(words["embed"])
    phone.is_accessible()
    phone.page.locator("#commune").fill("02100 Saint-Quentin")
    phone.page.locator("#what").select_option("kind:pharmacy")
    phone.page.get_by_role("button", name=words["write"]).click()
    phone.page.wait_for_selector("#html")
    assert "<iframe src=" in phone.page.locator("#html").input_value()
    phone.is_accessible()
    seen(phone, f"embed-{words['press']}")
    phone.opens(words["frame"])
    assert phone.page.locator("ol.spots li").count() > 0
    phone.is_accessible()
    seen(phone, f"frame-{words['press']}")
    assert phone.complaints == []


@contextmanager
def another_site(html: str) -> Iterator[str]:
    """The address of a page of another origin, on this machine."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def framed(phone: Any, address: str) -> Any:
    """What the frame of another site holds of this one."""
    html = f'<!doctype html><iframe src="{phone.site.url}{address}" title="x" width="340" height="700"></iframe>'
    with another_site(html) as there:
        phone.page.goto(there, wait_until="load")
        return phone.page.frames[1].evaluate("() => document.querySelectorAll('ol.spots li, form').length")


def test_a_frame_is_shown_inside_another_site(phone: Any, words: dict[str, str]) -> None:
    assert framed(phone, words["frame"]) > 0


def test_no_other_page_is_shown_inside_another_site(phone: Any, words: dict[str, str]) -> None:
    assert framed(phone, words["embed"]) == 0
    assert any("frame-ancestors" in said for said in phone.complaints)


def test_a_file_is_checked_and_its_refused_row_shown(phone: Any, words: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "ma liste.csv"
    path.write_text(ROWS, encoding="utf-8")
    phone.opens(words["check"])
    phone.is_accessible()
    phone.page.locator("#file").set_input_files(str(path))
    phone.page.locator("#kind").select_option("health_house")
    phone.page.get_by_role("button", name=words["press"], exact=True).click()
    phone.page.get_by_role("heading", name=words["found"]).wait_for()
    assert phone.page.locator("table tbody tr").count() == 1
    phone.is_accessible()
    seen(phone, f"check-{words['press']}")
    phone.page.get_by_role("button", name=words["press"], exact=True).click()
    phone.page.wait_for_selector("#errors")
    phone.is_accessible()
    assert [words for words in phone.complaints if "422" not in words] == [], "a mistake is answered with 422"
