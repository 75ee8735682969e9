"""`prevenance offer changes`, `undo`, `flags`, `settle`: what places and residents said, seen by the team."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys

import django

from prevenance.kit import clock


def changes(arguments: argparse.Namespace) -> int:
    """The last two hundred, undone ones too."""
    _ready()
    from prevenance.offer import queries

    found = queries.changes(arguments.place)
    if arguments.json:
        print(json.dumps([dataclasses.asdict(one) for one in found], default=str, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        what = {
            "change": f"{one.field}: {json.dumps(one.before, ensure_ascii=False)} → "
            f"{json.dumps(one.after, ensure_ascii=False)}",
            "check": "the card is right",
            "notice": f"{one.notice} from {one.starts_on} to {one.ends_on} {one.words}".rstrip(),
        }[one.what]
        undone = f" (undone on {one.undone_at:%Y-%m-%d})" if one.undone_at else ""
        print(f"{one.what}:{one.id} {one.at:%Y-%m-%d %H:%M} by the {one.author}, place {one.place_id}: {what}{undone}")
    if not found:
        print("Nothing was corrected, confirmed or announced.")
    return 0


def undone(arguments: argparse.Namespace) -> int:
    """Undoes one of them, in the name of the team."""
    _ready()
    from prevenance.offer import operations
    from prevenance.offer.choices import Author

    what, _, number = arguments.answer.rpartition(":")
    at = clock.now()
    try:
        if what in ("", "change"):
            operations.undo_change(change_id=int(number), by=Author.TEAM, at=at)
        elif what == "check":
            operations.undo_check(check_id=int(number), at=at)
        elif what == "notice":
            operations.take_back(closure_id=int(number), by=Author.TEAM, at=at)
        else:
            raise ValueError(what)
    except (ValueError, operations.NotThere):
        print(
            f"{arguments.answer}: nothing of this number is in force. `prevenance offer changes` names them.",
            file=sys.stderr,
        )
        return 2
    print(f"{arguments.answer}: undone.")
    return 0


def flags(arguments: argparse.Namespace) -> int:
    """By place and reason, how many times and when last."""
    _ready()
    from prevenance.offer import queries

    found = queries.flags(arguments.place)
    for place, reason, many, last in found:
        print(f"{place} {reason}: {many} times, last on {last}")
    if not found:
        print("Nothing is waiting.")
    return 0


def settled(arguments: argparse.Namespace) -> int:
    """Closes the reports about a place."""
    _ready()
    from prevenance.offer import operations
    from prevenance.offer.choices import Author, FlagReason

    reasons = [str(reason) for reason in FlagReason]
    if arguments.reason and arguments.reason not in reasons:
        print(f"{arguments.reason} is not a reason. The reasons are: {', '.join(reasons)}.", file=sys.stderr)
        return 2
    reason = FlagReason(arguments.reason) if arguments.reason else None
    try:
        many = operations.settle(place_id=arguments.place, by=Author.TEAM, at=clock.now(), reason=reason)
    except operations.NotThere:
        print(f"{arguments.place}: nothing is waiting about it.", file=sys.stderr)
        return 2
    print(f"{many} reports settled.")
    return 0


def _ready() -> None:
    """The database only: the served files are those of the server that runs meanwhile."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
