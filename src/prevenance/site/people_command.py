"""`prevenance people`: the first host of a site, a second step to reset, what is to be erased. Operator only."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from prevenance.kit import clock

if TYPE_CHECKING:
    from prevenance.campaigns.operations.reminders import Links


def host(arguments: argparse.Namespace) -> int:
    """Prints the link which makes this e-mail a host of the site. Exit code 2: not an e-mail."""
    _ready()
    from prevenance.people import operations
    from prevenance.people.choices import EVERYWHERE, Role
    from prevenance.people.forms import signing

    email = signing.email(arguments.email)
    if not email:
        print(f"{arguments.email}: not an e-mail address; write it as name@example.org.", file=sys.stderr)
        return 2
    where = operations.invite(
        by=None,
        at=clock.now(),
        email=email,
        role=Role.HOST,
        organisation_id=None,
        areas={EVERYWHERE},
        language=arguments.lang,
        link=_link,
        send=False,
    )
    print("Open this link within 7 days; it works once. Give it to nobody else:", file=sys.stderr)
    print(where)
    return 0


def reset(arguments: argparse.Namespace) -> int:
    """Removes the second step of an account whose owner has lost everything. Exit code 1: there is no such account."""
    _ready()
    from prevenance.people import operations

    if not operations.reset_factors(email=arguments.email, at=clock.now()):
        print("No account has this e-mail.", file=sys.stderr)
        return 1
    print("Done: the e-mail link or the password opens the account again, and its sessions are closed.")
    return 0


def tidy(arguments: argparse.Namespace) -> int:
    """Erases what has lived its time; to be run each day."""
    _ready()
    from prevenance.campaigns.operations import links, messages, reminders, trials
    from prevenance.consent.operations import consents, own_pages
    from prevenance.kit import erasing
    from prevenance.mediation.operations import (
        attendance,
        booking,
        coordination,
        encounters,
        feeds,
        handovers,
        paths,
        relays,
        waits,
    )
    from prevenance.people import operations
    from prevenance.people.operations import persons_rights
    from prevenance.site import mailing_steps

    counts = dict(operations.tidy(at=clock.now()))
    counts |= {f"consents {what}": count for what, count in consents.tidy(at=clock.now()).items()}
    counts["links to own pages over"] = own_pages.tidy(at=clock.now())
    counts |= {f"records {what}": count for what, count in persons_rights.end_retention(at=clock.now()).items()}
    ended = encounters.tidy(at=clock.now())
    counts["notes of encounters"], counts["encounters removed"] = ended["notes"], ended["removed"]
    counts["words that named people on a path"] = paths.forget_labels(on=clock.today())
    counts["charters of relays over"], counts["applications without an answer"] = relays.keep_up(at=clock.now())
    counts["names of workshops over"] = attendance.tidy(at=clock.now())
    counts["coordination activities removed"] = coordination.tidy(at=clock.now())
    over = handovers.end_over(at=clock.now())
    counts["hand-overs nobody answered"], counts["answers to hand-overs"] = over["ended"], over["forgotten"]
    counts["addresses of calendars withdrawn"] = feeds.tidy(at=clock.now())
    counts["messages whose source is outdated"] = messages.expire(at=clock.now())
    ended_links = links.tidy(at=clock.now())
    counts["e-mails of partners over"], counts["secrets of kits over"] = ended_links["contacts"], ended_links["secrets"]
    counts["free words of trials of messages"] = trials.tidy(at=clock.now())
    kept_up = reminders.keep_up(at=clock.now(), links=reminder_links())
    counts["reminders nobody confirmed"], counts["reminders over"] = kept_up["unconfirmed"], kept_up["over"]
    asked = mailing_steps.keep_up()
    counts["askings for messages nobody confirmed"], counts["askings over"] = asked["unconfirmed"], asked["over"]
    counts["messages of mailings put"] = mailing_steps.put_all()
    counts["names of appointments over"] = booking.tidy(at=clock.now())
    counts["waits for an appointment over"] = waits.tidy(at=clock.now())
    erasing.wipe()
    for what, count in counts.items():
        print(f"{what}: {count}")
    return 0


def reminder_links() -> Links:
    """For commands: on the address of the site."""
    from prevenance.campaigns.presenters.reminder_links import links
    from prevenance.kit import territory

    site = os.environ.get("PREVENANCE_SITE_URL", "http://localhost:8000").rstrip("/")
    return links(lambda path: site + path, phone=territory.identity().phone)


def _link(secret: str, language: str) -> str:
    from django.urls import reverse
    from django.utils import translation

    with translation.override(language):
        path = reverse("people:invitation", args=[secret])
    return os.environ.get("PREVENANCE_SITE_URL", "http://localhost:8000").rstrip("/") + path


def _ready() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    # Not the static files: a server may be running, and serves those that it found when it started.
    call_command("migrate", verbosity=0, interactive=False)
