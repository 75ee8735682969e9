"""`prevenance demo-week`: a fictional week of a territory, a way in, and its removal. Operator only."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prevenance.mediation.operations.demo_notes import Sizes, Week

MESSAGES = 180  # days before the demonstration's day


def demo_week(arguments: argparse.Namespace) -> int:
    """Fills the week before the day asked, or removes it; prints a link that opens a fictional account for 15 minutes.
    Exit code 2: somebody's account is in this database, and nothing was written.
    """
    import django

    django.setup()
    from prevenance.campaigns.operations import demo_messages
    from prevenance.kit import clock
    from prevenance.mediation.operations import demo_week as operations
    from prevenance.people.operations import demonstration
    from prevenance.site import serve_command

    serve_command.migrate_database()
    if arguments.remove:
        try:
            print(f"{demonstration.remove()} fictional rows removed.")
        except demonstration.NotFictional:
            print("A fictional account is a member of a real team: nothing was removed.", file=sys.stderr)
            return 2
        return 0
    if not demonstration.is_there():
        if (many := demonstration.real_accounts()) and not arguments.force:
            print(
                f"This database has {many} real account(s): a demonstration has no place in it. "
                "Use another PREVENANCE_DATA, or --force if these accounts are yours.",
                file=sys.stderr,
            )
            return 2
        began = time.monotonic()
        print("Writing a fictional week…", file=sys.stderr)
        week = operations.fill(on=arguments.on or clock.today(), sizes=_sizes(arguments))
        demo_messages.fill(at=week.at(MESSAGES), organisation=week.teams[0].id)
        _campaigns(week)
        told = ", ".join(f"{many} {what}" for what, many in week.counts.items())
        print(f"{told}: {time.monotonic() - began:.0f} s.", file=sys.stderr)
    print("Open this link within 15 minutes; it works once, and opens a fictional account:", file=sys.stderr)
    print(_link(demonstration.sign_in_secret(at=clock.now(), name=operations.FIRST_NAME)))
    return 0


def _campaigns(week: Week) -> None:
    """Fictional campaigns of the first team: under way, over with what was found, corrected, asked for."""
    from prevenance.campaigns.operations import demo_campaigns, demo_mailings, demo_relaying
    from prevenance.campaigns.presenters import kits, subscriptions
    from prevenance.kit import territory

    links = subscriptions.links(_absolute, phone=territory.identity().phone)
    team = week.teams[0]
    demo = demo_campaigns.Demo(
        week.by(team.coordinator),
        team.id,
        week.on,
        address=lambda short, language: _absolute(kits.short_path(short, language)),
        stop=links.stop,
    )
    demo_campaigns.begin(demo)
    demo_relaying.follow(demo)
    demo_mailings.ask_and_send(demo, links=links)
    week.did("campaigns", len(demo.campaigns))


def add(one: argparse.ArgumentParser) -> None:
    """The options of the command."""
    one.add_argument("--remove", action="store_true", help="remove all of it")
    one.add_argument("--on", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="the day after the week (today)")
    one.add_argument("--mediators", type=int, default=20, help="how many mediators; the rest follows")
    one.add_argument("--encounters", type=int, default=600)
    one.add_argument("--workshops", type=int, default=40)
    one.add_argument("--force", action="store_true", help="even where real accounts are")


def _sizes(arguments: argparse.Namespace) -> Sizes:
    from prevenance.mediation.operations import demo_notes

    part = max(0.02, min(1.0, arguments.mediators / 20))
    whole = demo_notes.Sizes()
    return demo_notes.Sizes(
        max(1, arguments.mediators),
        max(1, arguments.encounters),
        max(1, arguments.workshops),
        *(max(1, round(many * part)) for many in (whole.appointments, whole.people, whole.paths)),
        *(max(1, round(many * part)) for many in (whole.relays, whole.handovers)),
    )


def _link(secret: str) -> str:
    from django.urls import reverse
    from django.utils import translation

    with translation.override("fr"):
        path = reverse("people:link", args=[secret])
    return _absolute(path)


def _absolute(path: str) -> str:
    return os.environ.get("PREVENANCE_SITE_URL", "http://localhost:8000").rstrip("/") + path
