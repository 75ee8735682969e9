"""Told by test_at_once.py, in a program of its own: eight processes do the same at the same instant."""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import sys
from multiprocessing.synchronize import Barrier
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from prevenance.campaigns.operations import frequency, reminders  # noqa: E402
from prevenance.campaigns.queries import reminders as queries  # noqa: E402
from prevenance.people.choices.messages import Channel  # noqa: E402
from prevenance.people.models import Message, Organisation  # noqa: E402
from prevenance.people.operations import outbox  # noqa: E402

PROGRAMS, EACH = 8, 3
AT = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
ADDRESS = "sam@exemple.test"


def link(secret: str, language: str) -> str:
    return f"https://exemple.test/{secret}"


def put(ours: int, number: int) -> None:
    for count in range(EACH):
        draft = outbox.Draft(
            key=f"test:{number}:{count}",
            organisation=ours,
            purpose="test",
            agreed_at=AT - dt.timedelta(days=1),
            channel=Channel.EMAIL,
            address=ADDRESS,
            text="Bonjour",
            due_at=AT,
            not_after=AT + dt.timedelta(days=20),
        )
        frequency.put(draft, at=AT, link=link)


def ask(ours: int, number: int) -> None:
    days = [dt.date(2027, 1, 5)]
    wish = reminders.Wish(
        ours, Channel.EMAIL, queries.Contact(ADDRESS), days, "2026-11", "fr", "02408", is_automatic=True
    )
    with contextlib.suppress(reminders.TooOften):
        reminders.ask(wish, at=AT, links=reminders.Links(link, link, str, str))


def at_once(what: Any, ours: int) -> None:
    """In processes that each have their own connection, let go together."""
    connection.close()
    gate: Barrier = multiprocessing.Barrier(PROGRAMS)

    def run(number: int) -> None:
        gate.wait()
        what(ours, number)

    processes = [multiprocessing.get_context("fork").Process(target=run, args=(one,)) for one in range(PROGRAMS)]
    for one in processes:
        one.start()
    for one in processes:
        one.join()
    if any(one.exitcode for one in processes):
        sys.exit("one of the programs failed")


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    ours = Organisation.objects.create(name="Association fictive", kind="association", created_at=AT, is_fictional=True)
    at_once(put, ours.pk)
    print("put:", Message.objects.count())
    Message.objects.all().delete()
    at_once(ask, ours.pk)
    print("asked:", Message.objects.count())
