"""`prevenance people retention` and `rotate`: what is kept of people helped ends; a new key. Operator only."""

from __future__ import annotations

import argparse

from prevenance.kit import clock


def retention(arguments: argparse.Namespace) -> int:
    """Lists whose retention ends, by reference and never by name; tells the teams, erases those told 30 days ago."""
    _ready()
    from prevenance.people.operations import persons_rights
    from prevenance.people.queries import persons

    at = clock.now()
    for organisation, reference, end, noticed in persons.ending(on=at.date()):
        told = f"told on {noticed}" if noticed else "not told yet"
        print(f"organisation {organisation}\t{reference}\tends on {end}\t{told}")
    if arguments.list:
        return 0
    for what, count in persons_rights.end_retention(at=at).items():
        print(f"{what}: {count}")
    return 0


def rotate(arguments: argparse.Namespace) -> int:
    """After PREVENANCE_OLD_SECRET_KEYS holds the key of yesterday: writes again what that key still holds."""
    _ready()
    from prevenance.campaigns.operations import links, reminders, subscriptions
    from prevenance.consent.operations import consents
    from prevenance.mediation.operations import rotation
    from prevenance.people.operations import outbox, persons, persons_merging

    total = persons_merging.rotate_snapshots() + outbox.rotate_keys() + consents.rotate_keys()
    total += rotation.rotate_keys() + reminders.rotate_keys() + links.rotate_keys()
    total += subscriptions.rotate_keys()
    while done := persons.rotate_keys():
        total += done
    print(f"enciphered again: {total}")
    return 0


def _ready() -> None:
    import django

    django.setup()
    from prevenance.site import serve_command

    serve_command.migrate_database()
