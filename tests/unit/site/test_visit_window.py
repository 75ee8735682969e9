"""A server of several processes judges visits in one place, and a normal stop loses nothing."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from prevenance.site.visit_window import EVENT_MOST

PAIRS = 24
AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36"
)
SENT = {"User-Agent": AGENT, "Accept": "text/html", "Accept-Language": "fr-FR"}
PREPARE = """
import uuid
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from prevenance.campaigns.models import Campaign, Link, Message
from prevenance.kit import clock
from prevenance.people.models import Organisation
at, on = clock.now(), clock.today()
ours = Organisation.objects.create(name="Association fictive", kind="association", created_at=at, is_fictional=True)
told = {"organisation": ours, "made_at": at, "is_fictional": True}
message = Message.objects.create(code="essai", operation=uuid.uuid4(), **told)
campaign = Campaign.objects.create(code="essai", operation=uuid.uuid4(), words={"fr": {"name": "Essai"}},
    goal="tests_done", starts_on=on, ends_on=on, speaker="Essai", **told)
campaign.links.create(short="bcdf22", operation=uuid.uuid4(), message=message, made_at=at, channel="poster")
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def ask(port: int, method: str, path: str, headers: dict[str, str]) -> int:
    """On a connection of its own: any of the processes may answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def answers(port: int) -> bool:
    try:
        return ask(port, "GET", "/r/zzzzzz", SENT) == 404
    except OSError:
        return False


def test_two_processes_see_one_scanner_and_a_normal_stop_loses_nothing(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PREVENANCE_DATA": str(tmp_path),
        "PREVENANCE_DATABASE": "",  # the file that the test reads
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
    }
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    port = free_port()
    command = [sys.executable, "-m", "prevenance.site.commands", "serve", "--port", str(port)]
    with subprocess.Popen([*command, "--workers", "2"], env=environment) as server:
        try:
            until = time.monotonic() + 40
            while not answers(port) and time.monotonic() < until:
                time.sleep(0.1)
            for number in range(PAIRS):  # each a device of its own, that checks the link then opens it
                sent = SENT | {"User-Agent": AGENT.replace("109", str(300 + number)), "Sec-Fetch-Mode": "navigate"}
                assert ask(port, "HEAD", "/r/bcdf22", sent) == 302
                assert ask(port, "GET", "/r/bcdf22", sent) == 302
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    with sqlite3.connect(tmp_path / "prevenance.sqlite3") as base:
        rows = base.execute("SELECT label, rule, many FROM campaigns_visitcount WHERE many > 0").fetchall()
    assert rows == [("mail_scanner", "head_then_get", 2 * PAIRS)]


PROCESS = """
import sys
from pathlib import Path
import django
django.setup()
from prevenance.campaigns.operations import visits
from prevenance.site.visit_window import Window
receive = visits.receive
def hear(told):
    print("got", len(told), told.decode()[:40], flush=True)
    if len(sys.argv) > 2:
        receive(told)
visits.receive = hear
one = Window(Path(sys.argv[1]))
for line in sys.stdin:
    print("sent" if one.hand(line.strip().encode()) else "judges", flush=True)
"""


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PREVENANCE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    command = [sys.executable, "-c", PROCESS, str(folder), *more]
    return subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def heard(one: subprocess.Popen[str]) -> str:
    assert one.stdout
    return one.stdout.readline().strip()


def say(one: subprocess.Popen[str], what: str) -> str:
    assert one.stdin
    print(what, file=one.stdin, flush=True)
    return heard(one)


def test_when_the_one_who_judges_is_killed_the_next_takes_its_place(tmp_path: Path) -> None:
    with start(tmp_path) as first, start(tmp_path) as second:
        try:
            assert say(first, "a") == "judges"
            assert say(second, "b") == "sent"
            assert heard(first) == "got 1 b"
            assert (tmp_path / "visits.socket").stat().st_mode & 0o077 == 0
            first.kill()
            first.wait()
            assert say(second, "c") == "judges"  # what it saw is not lost: it judges it itself
        finally:
            first.kill()
            second.kill()


def test_what_is_no_event_does_not_end_the_listening_and_a_long_one_is_not_cut(tmp_path: Path) -> None:
    with start(tmp_path, "really") as judge, start(tmp_path) as other:
        try:
            assert say(judge, "{}") == "judges"
            assert (tmp_path / "visits.lock").stat().st_mode & 0o077 == 0
            for wrong in ("no json", "[]", "{}", '{"at": 3}', '{"at": "2026-11-24"}', "3", "last"):
                assert say(other, wrong) == "sent"
                assert heard(judge) == f"got {len(wrong)} {wrong}"
            assert say(other, "x" * (EVENT_MOST + 1)) == "judges"  # it judges it itself, whole
        finally:
            judge.kill()
            other.kill()
