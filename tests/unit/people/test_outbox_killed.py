"""The process that sends is killed for good at every step: nothing is lost, nothing leaves twice, doubts are told."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.gateway import Gateway
from tests.gateway import gateway as opened

MANY = 12
PUT = """
import datetime as dt, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from prevenance.kit import clock
from prevenance.people.choices.messages import Channel
from prevenance.people.models import Organisation
from prevenance.people.operations import outbox
at = clock.now()
ours = Organisation.objects.create(name="Association fictive", kind="association", created_at=at, is_fictional=True)
for number in range(int(sys.argv[1])):
    outbox.put(
        outbox.Draft(key=f"test:{number}", organisation=ours.pk, purpose="reminders", agreed_at=at, channel=Channel.SMS,
            address=f"+3363998{number:04d}", text=f"Message {number}", due_at=at - dt.timedelta(days=1),
            not_after=at + dt.timedelta(days=2), zone=sys.argv[2]),
        at=at - dt.timedelta(days=1, seconds=1), link=lambda secret, language: "https://exemple.test/" + secret)
"""
# Ages every lease, as if a quarter of an hour had passed.
AGE = "UPDATE people_message SET lease_until = '2020-01-01 00:00:00' WHERE lease_until IS NOT NULL"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with opened() as one:
        yield one


def awake_zone() -> str:
    """A zone where it is about noon now, whatever the hour of the test."""
    from prevenance.kit import clock

    ahead = (12 - clock.now().astimezone(clock.ZoneInfo("UTC")).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def environment(data: Path, gateway: Gateway) -> dict[str, str]:
    return {
        **os.environ,
        "PREVENANCE_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
        "PREVENANCE_SMS_URL": gateway.url,
        "PREVENANCE_SMS_BODY": '{"messages": [{"to": "{to}", "content": "{text}"}]}',
        "PREVENANCE_SMS_HEADERS": "Authorization: Bearer secret-of-the-test",
    }


def put(data: Path, gateway: Gateway, many: int = MANY) -> None:
    subprocess.run(
        [sys.executable, "-c", PUT, str(many), awake_zone()], env=environment(data, gateway), check=True, timeout=120
    )


def ticking(data: Path, gateway: Gateway) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "prevenance.site.commands", "people", "tick"]
    return subprocess.Popen(
        command, env=environment(data, gateway), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def states(data: Path, change: str = "") -> Counter[str]:
    with sqlite3.connect(data / "prevenance.sqlite3", timeout=20) as database:
        if change:
            database.execute(change)
        found = Counter(state for (state,) in database.execute("SELECT state FROM people_message"))
    database.close()
    return found


def test_killed_while_the_gateway_holds_a_message_none_is_lost_and_none_leaves_twice(
    tmp_path: Path, gateway: Gateway
) -> None:
    put(tmp_path, gateway)
    for left in (3, 2):
        gateway.stuck_after = left
        gateway.is_stuck.clear()
        process = ticking(tmp_path, gateway)
        assert gateway.is_stuck.wait(60)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=20)
        assert process.returncode == -signal.SIGKILL
        assert states(tmp_path)["sending"] == 1
        states(tmp_path, AGE)
    gateway.stuck_after = 10**6
    process = ticking(tmp_path, gateway)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert states(tmp_path) == {"sent": MANY - 2, "unknown": 2}
    # The gateway had every message once: what nobody knows about was not sent again.
    assert Counter(one["messages"][0]["to"] for one in gateway.taken) == {
        f"+3363998{number:04d}": 1 for number in range(MANY)
    }
    assert {one["token"] for one in gateway.taken} == {"Bearer secret-of-the-test"}
    assert "3998" not in out


def test_asked_to_end_it_ends_between_two_messages(tmp_path: Path, gateway: Gateway) -> None:
    put(tmp_path, gateway, 4)
    gateway.stuck_after = 1
    process = ticking(tmp_path, gateway)
    assert gateway.is_stuck.wait(60)
    process.send_signal(signal.SIGTERM)
    gateway.release.set()  # its connection closes without an answer
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert states(tmp_path) == {"sent": 1, "unknown": 1, "waiting": 2}


def children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent:
                found.append(int(status.parent.name))
    return found


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_sends_by_itself_and_leaves_no_process_behind(
    tmp_path: Path, gateway: Gateway, ending: signal.Signals
) -> None:
    put(tmp_path, gateway, 1)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "prevenance.site.commands", "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(
        command, env=environment(tmp_path, gateway), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    mine: list[int] = []
    try:
        assert until(lambda: states(tmp_path) == {"sent": 1}, 60)
        assert until(lambda: answers(port), 60)  # it is told to stop once it has started
        mine = children(server.pid)
        (ticker,) = [pid for pid in mine if "tick" in Path(f"/proc/{pid}/cmdline").read_text().split("\0")]
        server.send_signal(ending)
        server.wait(60)
        assert until(lambda: not is_alive(ticker), 30)
    finally:
        for pid in [
            *mine,
            *children(server.pid),
            server.pid,
        ]:  # a server killed for good leaves its workers to themselves
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.wait(20)


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as one:
            one.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in one.recv(100)
    except OSError:
        return False


def until(is_so: Callable[[], bool], seconds: float) -> bool:
    for _ in range(int(seconds * 5)):
        if is_so():
            return True
        time.sleep(0.2)
    return False


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_setting_that_cannot_be_followed_is_told_at_once(tmp_path: Path, gateway: Gateway) -> None:
    wrong = environment(tmp_path, gateway) | {"PREVENANCE_SMS_BODY": "{}"}
    command = [sys.executable, "-m", "prevenance.site.commands", "people", "tick"]
    done = subprocess.run(command, env=wrong, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2 and "PREVENANCE_SMS_BODY" in done.stderr
