"""`prevenance serve`, `prevenance demo` and `prevenance prepare`."""

from __future__ import annotations

import argparse
import os
import sys

import django

from prevenance.kit import clock
from prevenance.site import tick_command


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
    django.setup()
    from prevenance.offer import operations, queries

    migrate()
    if queries.places_count() == 0:
        print("Loading the fictional places of the Hauts-de-France…", file=sys.stderr)
        report = operations.load_demo(at=clock.now(), progress=lambda words: print(words, file=sys.stderr, flush=True))
        print(f"{report.kept} fictional places.", file=sys.stderr)
    return 0 if arguments.no_serve else _serve(arguments)


def serve(arguments: argparse.Namespace) -> int:
    """Serves the site until it is stopped."""
    django.setup()
    migrate()
    return _serve(arguments)


def _serve(arguments: argparse.Namespace) -> int:
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

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
    )
    with tick_command.beside():
        server.serve()
    return 0
