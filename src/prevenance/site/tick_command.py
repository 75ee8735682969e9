"""`prevenance people tick`: sends the messages whose time has come, by the ways that the operator opened."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Mapping
from types import FrameType
from typing import TYPE_CHECKING

from prevenance.kit import clock

if TYPE_CHECKING:
    from prevenance.people.choices.messages import Channel
    from prevenance.people.operations.senders import Sender


def tick(arguments: argparse.Namespace) -> int:
    """Once, or again and again with `--every`. Exit code 2: a setting says nothing that can be followed."""
    import django

    django.setup()
    from django.db import OperationalError, connection

    from prevenance.people.operations import senders
    from prevenance.site import serve_command

    serve_command.migrate_database()
    try:
        ways = senders.configured()
    except senders.Misconfigured as error:
        print(error, file=sys.stderr)
        return 2
    asked = _Asked()
    count = 0
    while True:
        try:
            count += _pass(ways, asked)
        except OperationalError as error:  # a server that restarts, two programs that waited for each other
            if not arguments.every:
                raise
            print(f"the database refused ({type(error).__name__}); tried again", file=sys.stderr)
            connection.close()
        if not arguments.every:
            print(f"messages taken: {count}")
            return 0
        for _ in range(arguments.every):
            if asked.to_stop or (arguments.beside and os.getppid() != arguments.beside):
                return 0
            time.sleep(1)


def _pass(ways: Mapping[Channel, Sender], asked: _Asked) -> int:
    """Everything whose time has come; gives how many messages were taken."""
    from prevenance.campaigns.operations import reminders, visits
    from prevenance.people.operations import senders
    from prevenance.site import mailing_steps, people_command

    count, more = 0, True
    visits.sweep(at=clock.now())
    reminders.keep_up(at=clock.now(), links=people_command.reminder_links())
    mailing_steps.keep_up()
    while more and not asked.to_stop:
        more = mailing_steps.put_some()
        # Asked to stop, the process ends between two messages and leaves none in doubt.
        while not asked.to_stop and (
            taken := senders.drain(ways, at=clock.now(), still=clock.now, may_go_on=asked.may_go_on)
        ):
            count += taken
    return count


class _Asked:
    """Hears the signal to end."""

    def __init__(self) -> None:
        self.to_stop = False
        signal.signal(signal.SIGTERM, self._hear)

    def may_go_on(self) -> bool:
        return not self.to_stop

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.to_stop = True
