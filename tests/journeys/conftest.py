"""A real server on a free port with a data folder of its own, and Debian's Chromium without network."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
CHROMIUM = os.environ.get("PREVENANCE_CHROMIUM") or shutil.which("chromium")


@dataclass
class Site:
    """A running server: where it is, where its data and its words to the terminal are."""

    url: str
    data: Path
    log: Path


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("journey")
    data, log, port = folder / "data", folder / "server.log", _free_port()
    environment = {**os.environ, "PREVENANCE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    prepare = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from prevenance.kit import clock\nfrom prevenance.offer import operations\n"
        "call_command('migrate', verbosity=0)\noperations.load_demo(at=clock.now())\n"
    )
    subprocess.run([sys.executable, "-c", prepare], env=environment, check=True)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1"]
    command += ["--host", "127.0.0.1", "--port", str(port), "prevenance.site.wsgi:application"]
    with log.open("wb") as stream, subprocess.Popen(command, env=environment, stdout=stream, stderr=stream) as server:
        try:
            _wait(f"http://localhost:{port}/healthz", server)
            yield Site(f"http://localhost:{port}", data, log)
        finally:
            server.terminate()
            server.wait(20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                assert json.load(answer)["status"] == "ok"
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium here: install Debian's package, or name one in PREVENANCE_CHROMIUM")
    if missing := _driver_lacks():
        pytest.skip(f"the driver of the browser does not start ({missing}): on Debian, install libatomic1")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def _driver_lacks() -> str:
    """What the system says when the driver cannot even tell its version; "" when it can."""
    from playwright._impl._driver import compute_driver_executable

    told = subprocess.run([compute_driver_executable()[0], "--version"], capture_output=True, text=True)
    return told.stderr.strip()[-120:] if told.returncode else ""


@dataclass
class Visitor:
    """A browser window, and the complaints heard in its console."""

    page: Any
    complaints: list[str]
    site: Site

    def opens(self, path: str) -> None:
        self.page.goto(self.site.url + path)

    def presses(self, name: str, *, exact: bool = True) -> None:
        """Presses a button and waits for the page that answers."""
        before = self.page.evaluate("document.querySelector('input[name=state]')?.value ?? location.href")
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.page.wait_for_function(
            "(before) => (document.querySelector('input[name=state]')?.value ?? location.href) !== before", arg=before
        )

    def title(self) -> str:
        return str(self.page.locator("main h1").first.inner_text())

    def is_accessible(self) -> None:
        """Finds nothing to say against the page, by every rule that a machine can check."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            """async (rules) => (await axe.run(document, {runOnly: rules})).violations
            .map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].failureSummary}`)""",
            RULES,
        )
        assert found == []
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"the page is {width} pixels too wide"


@pytest.fixture
def window(chromium: Any, site: Site) -> Iterator[Any]:
    """Opens windows: `window(width=360, script=True)`."""
    contexts = []

    def opened(*, width: int = 360, height: int = 760, script: bool = True, **options: Any) -> Visitor:
        context = chromium.new_context(
            locale="fr-FR", viewport={"width": width, "height": height}, java_script_enabled=script, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return Visitor(page, complaints, site)

    yield opened
    for context in contexts:
        context.close()
