"""`prevenance serve`, `prevenance demo` and `prevenance prepare`."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from types import FrameType

import django

from prevenance.kit import clock
from prevenance.site import host_faults

TICK_SECONDS = 30
PATIENCE = 25.0  # longer than the longest send
WORKER_PATIENCE = 5  # seconds; a page takes less


def migrate_database() -> None:
    """Brings the tables up to date. What is enough for a command that serves nothing: a site may be running on the
    same data, and its style sheets must not change under it.
    """
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def migrate() -> None:
    """The database and the served files (hashed, compressed); quick when they already are up to date."""
    from django.core.management import call_command

    migrate_database()
    call_command("collectstatic", verbosity=0, interactive=False)


def prepare(arguments: argparse.Namespace) -> int:
    """Creates or updates the database."""
    django.setup()
    migrate()
    return 0


def demo(arguments: argparse.Namespace) -> int:
    """Loads the fictional places, then serves."""
    signal.signal(signal.SIGTERM, _end)
    django.setup()
    from prevenance.offer import operations, queries

    if not arguments.no_serve and _refused(arguments):
        return 2
    migrate()
    if queries.places_count() == 0:
        print("Loading the fictional places of the Hauts-de-France…", file=sys.stderr)
        report = operations.load_demo(at=clock.now(), progress=lambda words: print(words, file=sys.stderr, flush=True))
        print(f"{report.kept} fictional places.", file=sys.stderr)
    return 0 if arguments.no_serve else _serve(arguments)


def serve(arguments: argparse.Namespace) -> int:
    """Serves the site until it is stopped."""
    signal.signal(signal.SIGTERM, _end)
    django.setup()
    if _refused(arguments):
        return 2
    migrate()
    return _serve(arguments)


def _refused(arguments: argparse.Namespace) -> bool:
    """Whether nothing should start; each cause is told. A page is the wrong place to learn of a mistake of ours."""
    from prevenance.kit import territory

    problems = []
    try:
        territory.identity()
    except territory.Refused as refused:
        problems.append(str(refused))
    if told := host_faults.port_refused(arguments.host, arguments.port):
        problems.append(told)
    for problem in problems:
        print(problem, file=sys.stderr)
    return bool(problems)


def _serve(arguments: argparse.Namespace) -> int:
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    from prevenance.people.operations import senders

    try:
        senders.configured()  # a wrong setting is told now, rather than by a process that nobody watches
    except senders.Misconfigured as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Prévenance: http://{arguments.host}:{arguments.port}/ (data in {settings.DATA}; Ctrl-C stops)", flush=True)
    os.environ["PREVENANCE_DATA"] = str(settings.DATA)
    server = Granian(
        "prevenance.site.wsgi:application",
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=arguments.workers,
        blocking_threads=1,  # more threads only fight for the interpreter
        log_access=False,  # no line about a visit
        websockets=False,
        workers_kill_timeout=WORKER_PATIENCE,
    )
    os.register_at_fork(after_in_child=_die_when_told)
    with _ticking():
        server.serve()
    return 0


def _end(number: int, frame: FrameType | None) -> None:
    """Told to stop while it starts: what is under way is undone, and what was started ends. Then the server listens."""
    raise SystemExit(0)


def _die_when_told() -> None:
    """A worker inherits the server's hearing, which notes the signal for a loop that no worker runs: told to stop
    before it serves, it would not. Once it serves, it listens by itself.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


@contextlib.contextmanager
def _ticking() -> Iterator[None]:
    """Runs `prevenance people tick` every half minute while the server runs; nothing is started when no way is open."""
    from prevenance.people.operations import senders

    if not senders.automatic():
        yield
        return
    command = [sys.executable, "-m", "prevenance.site.commands", "people", "tick"]
    # A session of its own: Ctrl-C reaches the server, which then asks this one to end between two messages.
    child = subprocess.Popen(
        [*command, "--every", str(TICK_SECONDS), "--beside", str(os.getpid())], start_new_session=True
    )
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
