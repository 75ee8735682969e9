"""Told to stop at any moment of its start, the server ends soon, and leaves no process behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

MOMENTS = (0.1, 1.0, 2.0, 3.0)  # seconds after the start


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of a site whose database is ready, and which would send text messages: it starts every process that it can."""
    given = {
        **os.environ,
        "PREVENANCE_DATA": str(tmp_path_factory.mktemp("data")),
        "PREVENANCE_SMS_URL": "http://127.0.0.1:9/{key}",
        "PREVENANCE_SMS_BODY": '{"to": "{to}", "text": "{text}"}',
    }
    command = [sys.executable, "-m", "prevenance.site.commands", "prepare"]
    subprocess.run(command, env=given, check=True, timeout=120, capture_output=True)
    return given


@contextlib.contextmanager
def serving(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "prevenance.site.commands", "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield server
    finally:
        for pid in [*mine(environment), server.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.wait(20)


def mine(environment: dict[str, str]) -> list[int]:
    """Every living process of this site's folder: they are told by their environment."""
    mark = f"PREVENANCE_DATA={environment['PREVENANCE_DATA']}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_dead = (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
            if not is_dead and mark in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return found


@pytest.mark.parametrize("moment", MOMENTS)
def test_told_to_stop_while_it_starts_it_ends_with_all_that_it_started(
    environment: dict[str, str], moment: float
) -> None:
    with serving(environment) as server:
        time.sleep(moment)
        server.send_signal(signal.SIGTERM)
        server.wait(10)
        # Before its first line of Python has run, the signal kills it: nothing was begun.
        assert server.returncode in (0, -signal.SIGTERM)
        ended = time.monotonic() + 5
        while mine(environment) and time.monotonic() < ended:
            time.sleep(0.1)
        assert mine(environment) == []


def test_told_to_stop_while_its_workers_load_it_does_not_wait_for_them(environment: dict[str, str]) -> None:
    """The moment that a fixed delay may miss: a worker is there and does not listen yet."""
    with serving(environment) as server:
        until = time.monotonic() + 60
        while len(mine(environment)) < 4 and time.monotonic() < until:  # the server, the ticker, two workers
            time.sleep(0.01)
        server.send_signal(signal.SIGTERM)
        server.wait(10)
        assert server.returncode == 0
