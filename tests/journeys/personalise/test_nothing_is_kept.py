"""What we know about you: nothing. Someone goes all the way with answers easy to recognise; then they are looked for.

Looked for in every file that the server may write (its data folder with the database's journals, its temporary folder,
its home), in all it says on the terminal at its chattiest, in every address asked for and in every header sent.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

BORN = dt.date(1956, 2, 29)
DONE = dt.date(2019, 10, 23)  # the one act that is dated to the day
COMMUNE, COMMUNE_CODE = "Esquéhéries", "02286"  # a real commune where the demonstration invents no place
WEIGHT, HEIGHT = "137,3", "183,7"
MONTHS = {"fr": {2: "février", 10: "octobre"}, "en": {2: "February", 10: "October"}}


def dated(day: dt.date) -> set[str]:
    """A date as it may be written."""
    y, m, d = day.year, day.month, day.day
    numbers = {f"{a:02}{sep}{b:02}{sep}{c}" for a, b, c in ((d, m, y), (m, d, y), (y, m, d)) for sep in "-/. "}
    plain = {f"{d}/{m}/{y}", f"{y}-{m}-{d}", f"{y}{m:02}{d:02}", f"{d} {MONTHS['fr'][m]} {y}", f"{m:02}/{y}"}
    english = {f"{d} {MONTHS['en'][m]} {y}", f"{MONTHS['en'][m]} {d}, {y}"}
    forms = {f"-year={y}", f"-day={d}&", f"datetime.date({y}, {m}, {d})"}
    return numbers | plain | english | forms


ANSWERS = {
    *dated(BORN),
    *dated(DONE),
    *(COMMUNE, "Esqueheries", COMMUNE_CODE),
    *(WEIGHT, WEIGHT.replace(",", "."), HEIGHT, HEIGHT.replace(",", ".")),
    *("birth_date", "body_mass_index", "none_of_these"),  # the names of what was asked tell that it was answered
}


def spellings(word: str) -> set[bytes]:
    """The bytes of a word in the ways that a file, a database, an address or a log may hold it."""
    found = {word.encode(), word.encode("utf-16-le"), word.lower().encode(), word.upper().encode()}
    found |= {urllib.parse.quote(word, safe="").encode(), urllib.parse.quote_plus(word).encode()}
    found |= {json.dumps(word)[1:-1].encode(), word.encode("latin-1", "ignore")}
    plain = word.encode()
    if len(plain) >= 8:  # inside something longer, at any of the three places where a group of base64 may begin
        for before in range(3):
            start, end = -(-before * 4 // 3), (before + len(plain)) * 4 // 3
            found.add(base64.b64encode(b"\0" * before + plain)[start:end])
            found.add(base64.urlsafe_b64encode(b"\0" * before + plain)[start:end])
    return {one for one in found if len(one) >= 5}


def search(words: Iterable[str], texts: Mapping[str, bytes]) -> list[str]:
    """`where: word` for each word found in a text, in any spelling."""
    known = [(word, spellings(word)) for word in words]
    return [
        f"{where}: {word}" for where, text in texts.items() for word, ways in known if any(one in text for one in ways)
    ]


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@dataclass
class Demo:
    """The server of the quick start; everything that it may write is below `folder`."""

    url: str
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "data" / "prevenance.sqlite3"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("nothing")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    places = {"PREVENANCE_DATA": "data", "TMPDIR": "tmp", "HOME": "home", "XDG_CACHE_HOME": "home/cache"}
    for name in places.values():
        (folder / name).mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, **{name: str(folder / where) for name, where in places.items()}}
    environment |= {"PREVENANCE_LOG_LEVEL": "DEBUG", "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    command = [sys.executable, "-m", "prevenance.site.commands", "demo", "--port", str(port), "--workers", "1"]
    log = folder / "terminal.log"
    with log.open("wb") as stream, subprocess.Popen(command, env=environment, stdout=stream, stderr=stream) as server:
        try:
            _wait(f"http://localhost:{port}/readyz", server, log)
            yield Demo(f"http://localhost:{port}", folder)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, "the server stopped"
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    raise AssertionError("the server does not answer: " + log.read_text(encoding="utf-8", errors="replace")[-2_000:])


@dataclass
class Visit:
    """A visitor who answers, and all that goes through the wire. `tokens`: every sealed state that was shown."""

    demo: Demo
    page: Any
    requests: list[Any] = field(default_factory=list)
    responses: list[Any] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)  # which of the recognisable answers a page asked for

    def __post_init__(self) -> None:
        self.page.context.on("request", lambda one: self.requests.append(one))
        self.page.context.on("response", lambda one: self.responses.append(one))
        self.page.set_default_timeout(20_000)

    def opens(self, path: str) -> None:
        self.page.goto(self.demo.url + path)

    def presses(self, selector: str) -> None:
        """Presses a button and waits until the next page has its own sealed state."""
        from playwright.sync_api import expect

        state = self.page.locator("input[name=state]")
        before = state.input_value() if state.count() else ""
        self.page.locator(selector).first.click()
        expect(state).to_have_value(re.compile(f"^(?!{re.escape(before)}$).{{20,}}$"), timeout=20_000)
        self.tokens.add(state.input_value())

    def answers(self) -> None:
        """One page of the questions: what is ours to type is typed, of the rest the last choice is ticked."""
        inputs = self.page.locator("main input:not([type=hidden])")
        names = {inputs.nth(index).get_attribute("name") or "" for index in range(inputs.count())}
        if "none_of_these" in names:
            self.page.check("input[name=none_of_these]")
            return self.presses("main button[value=next]")
        ours = self._typing(names)
        radios = {name for name in names if self.page.locator(f"input[type=radio][name='{name}']").count()} - ours
        for name in sorted(radios):
            last = self.page.locator(f"input[type=radio][name='{name}']:not([value=date])").last
            if last.is_visible():  # not when it waits for another answer of the page
                last.check()
        return self.presses("main button[value=next]" if ours or radios else "main button[value=unknown]")

    def _typing(self, names: set[str]) -> set[str]:
        """Types the dates and the numbers of ours that the page asks for; gives the facts so answered."""
        if "birth_date-year" in names:
            self._date("birth_date", BORN)
            return {"birth_date"}
        if "body_mass_index-weight" in names:
            self.page.fill("#body_mass_index-weight", WEIGHT)
            self.page.fill("#body_mass_index-height", HEIGHT)
            self.typed.add("numbers")
            return {"body_mass_index"}
        acts = sorted(name.removesuffix("-1-year") for name in names if name.endswith("-1-year"))
        if not acts or "act" in self.typed:
            return set()
        self.page.check(f"input[type=radio][name='{acts[0]}'][value=date]")
        for folded in self.page.locator("details.doses:not([open]) > summary").all():
            if folded.is_visible():
                folded.click()
        self._date(f"{acts[0]}-1", DONE)
        self.typed.add("act")
        return {acts[0]}

    def _date(self, name: str, day: dt.date) -> None:
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.page.fill(f"#{name}-{part}", str(value))
        self.typed.add(name.removesuffix("-1"))

    def saves(self, selector: str) -> bytes:
        with self.page.expect_download() as download:
            self.page.locator(selector).first.click()
        return bytes(Path(download.value.path()).read_bytes())


def goes_all_the_way(visit: Visit) -> None:
    """Questions, plan, one piece of advice, near me, on paper, in a calendar, taken along, opened again."""
    page, to_plan = visit.page, "main button[value=plan]"
    visit.opens("/ma-prevention/")
    visit.presses("button[name=who][value=me]")
    for _ in range(70):
        if not page.locator("input[name=question]").count():
            break
        visit.answers()
    visit.presses("main button[name=advice][formaction$='/conseil/']")
    visit.presses(to_plan)
    visit.presses("main button[name=advice][formaction$='/pres-de-chez-moi/']")
    page.fill("#commune", COMMUNE)
    visit.presses("main button[value=near]")
    if page.locator("button[name=code]").count():
        visit.presses(f"button[name=code][value='{COMMUNE_CODE}']")
    assert COMMUNE in page.locator("main").inner_text()
    assert page.locator("#spot-1").count(), "no place near this commune: the test would see less"
    visit.presses("button[lang=en]")
    visit.presses("button[lang=fr]")
    visit.presses(to_plan)
    assert visit.saves("main button[value=paper]").startswith(b"%PDF")
    if page.locator("button[value=calendar]").count():
        assert visit.saves("button[value=calendar]").startswith(b"BEGIN:VCALENDAR")
    visit.presses("main button[value=summary]")
    visit.presses(to_plan)
    visit.presses("main button[value=take]")
    link = page.locator("#link").inner_text().strip()
    visit.tokens.add(urllib.parse.urlsplit(link).fragment)
    visit.opens("/reprendre/")
    page.fill("#code", link)
    page.locator("main form button").last.click()
    page.wait_for_selector("section.group")


def trips_up(demo: Demo, token: str) -> None:
    """The mistakes that make a server talk: an answer in an address, a broken code, a forged name, too much at once."""
    broken = urllib.parse.urlencode({"state": token[:-9] + BORN.isoformat(), "birth_date-year": "1956"}).encode()
    attempts: list[tuple[str, bytes | None, dict[str, str]]] = [
        (f"/nulle-part/{BORN.isoformat()}/?commune={urllib.parse.quote(COMMUNE)}", None, {}),
        (f"/ma-prevention/plan/?birth_date={BORN.isoformat()}", None, {}),
        ("/ma-prevention/questions/", broken, {}),
        ("/reprendre/", urllib.parse.urlencode({"code": f"{token}{COMMUNE}"}).encode(), {}),
        ("/ma-prevention/plan/", broken, {"Origin": "https://ailleurs.example"}),
        ("/ma-prevention/plan/", broken, {"Host": f"{BORN.isoformat()}.example"}),
        ("/ma-prevention/plan/", broken + b"&x=" + COMMUNE.encode() * 9000, {}),
        ("/ma-prevention/plan/", broken, {"Content-Type": f"multipart/form-data; boundary={BORN.isoformat()}"}),
    ]
    for path, body, headers in attempts:
        request = urllib.request.Request(demo.url + path, data=body, headers=headers)
        with contextlib.suppress(urllib.error.HTTPError, ConnectionError), urllib.request.urlopen(request, timeout=20):
            pass


@pytest.mark.journey
@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_a_whole_visit_is_found_nowhere_afterwards(demo: Demo, chromium: Any, script: bool) -> None:
    assert search(ANSWERS, files_below(demo.folder)) == [], "these words prove nothing: they were there before"
    context = chromium.new_context(locale="fr-FR", java_script_enabled=script, accept_downloads=True)
    try:
        visit = Visit(demo, context.new_page())
        goes_all_the_way(visit)
        assert {"birth_date", "act", "numbers"} <= visit.typed, "a recognisable answer was never asked for"
        assert len(visit.tokens) > 10
        sent = [(request.url, request.all_headers()) for request in visit.requests]
        received = [(r.request.method, r.url, r.all_headers()) for r in visit.responses]
        cookies = context.cookies()
    finally:
        context.close()
    token = max(visit.tokens, key=len)
    trips_up(demo, token)
    pieces = {piece for one in visit.tokens for piece in (one[8:40], one[-32:])}
    assert search({*ANSWERS, *pieces}, files_below(demo.folder)) == []
    assert search({*ANSWERS, *pieces}, {str(n): json.dumps(one).encode() for n, one in enumerate(sent)}) == []
    assert {(url, headers["referer"]) for url, headers in sent if headers.get("referer")} == set()
    assert cookies == []
    assert [url for _, url, headers in received if "set-cookie" in headers] == []
    posted = [(url, headers.get("cache-control", "")) for method, url, headers in received if method == "POST"]
    assert len(posted) > 15
    assert [one for one in posted if "no-store" not in one[1]] == []


def plant(folder: Path, word: str, where: str) -> contextlib.ExitStack:
    """Leaves a word where a careless program would. The database stays open: its row is still in the -wal."""
    open_things = contextlib.ExitStack()
    if where == "database":
        base = open_things.enter_context(contextlib.closing(sqlite3.connect(folder / "prevenance.sqlite3")))
        base.execute("pragma journal_mode=wal")
        base.execute("create table kept (answer text)")
        base.commit()
        base.execute("pragma wal_checkpoint(truncate)")
        base.execute("insert into kept values (?)", [word])
        base.commit()
        return open_things
    contents = {
        "log": f"INFO POST /ma-prevention/questions/?a={urllib.parse.quote(word)}\n".encode(),
        "session": base64.b64encode(json.dumps({"asked": 3, "answer": word}, ensure_ascii=False).encode()),
        "utf-16": f"<{word}>".encode("utf-16"),
        "json": json.dumps({"answer": word}).encode(),
    }
    (folder / where).write_bytes(contents[where])
    return open_things


@pytest.mark.parametrize("word", ["1956-02-29", "29 février 1956", COMMUNE, "AQnYtlJRGSrIUSQvCiKHR9kRbjct-gKR"])
@pytest.mark.parametrize("where", ["database", "log", "session", "utf-16", "json"])
def test_the_search_finds_a_word_planted_on_purpose(tmp_path: Path, where: str, word: str) -> None:
    assert search([word], files_below(tmp_path)) == []
    with plant(tmp_path, word, where):
        found = search([word], files_below(tmp_path))
    assert found and all(word in one for one in found)
    assert where != "database" or any("-wal:" in one for one in found)


@pytest.mark.journey
def test_the_search_would_see_a_word_kept_by_this_very_server(demo: Demo) -> None:
    """In its own database, beside the places, and taken away again."""
    with contextlib.closing(sqlite3.connect(demo.database, timeout=20)) as base:
        base.execute("create table planted (answer text)")
        base.execute("insert into planted values (?)", ["né le 1931-12-08"])
        base.commit()
        found = search(["1931-12-08"], files_below(demo.folder))
        base.execute("drop table planted")
        base.commit()
    assert found and all("prevenance.sqlite3" in one for one in found)
