"""`prevenance offer round`: places are invited to check their card. Nothing is sent: the operator does."""

from __future__ import annotations

import argparse
import csv
import dataclasses
import datetime as dt
import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django

from prevenance.kit import clock

COLUMNS = ("place", "name", "kind", "address", "postal_code", "commune", "email", "link", "link_to_type", "invented")


def opened(arguments: argparse.Namespace) -> int:
    """Opens a round; tells its number and how many places are invited."""
    _ready()
    from prevenance.offer import operations
    from prevenance.offer.choices import PLACE_KINDS

    try:
        opens_on, closes_on = dt.date.fromisoformat(arguments.opens), dt.date.fromisoformat(arguments.closes)
    except ValueError:
        return _refused("--opens and --closes are days: write them as 2026-12-31.")
    if closes_on < opens_on:
        return _refused("--closes comes before --opens: check the two days.")
    if unknown := [kind for kind in arguments.kind if kind not in PLACE_KINDS]:
        return _refused(f"{unknown[0]} is not a kind of place. The kinds are: {', '.join(PLACE_KINDS)}.")
    name = " ".join(arguments.name.split())[:100]
    if not name:
        return _refused("--name is empty: give the round a name, for example “Hiver 2026”.")
    number, invited = operations.open_round(
        name=name,
        opens_on=opens_on,
        closes_on=closes_on,
        at=clock.now(),
        is_heat_wave=arguments.heat_wave,
        kinds=arguments.kind,
        communes=arguments.commune,
        departments=arguments.department,
    )
    print(f"Round {number}, {name}: {invited} places invited. Their letters: prevenance offer round letters {number}")
    return 0


def letters(arguments: argparse.Namespace) -> int:
    """Writes the file of links, which only its owner may read. The links exist nowhere else."""
    _ready()
    from prevenance.offer import operations

    site = (arguments.site or _site()).rstrip("/")
    if urlsplit(site).scheme not in ("http", "https") or not urlsplit(site).netloc:
        return _refused("--site is missing or is no address: write the public address of the site, https://…")
    target: Path = arguments.to
    waiting = target.with_name(target.name + ".part")
    try:
        descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        return _refused(f"{target} cannot be written: {error.strerror}.")
    try:
        # The file is open before any link changes: a full disk or a folder in read-only mode breaks no link.
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            made = operations.make_letters(round_id=arguments.round, at=clock.now(), missing=arguments.missing)
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            writer.writerows(_row(letter, site) for letter in made)
        waiting.replace(target)
    except operations.NoSuchRound:
        waiting.unlink()
        return _refused(f"Round {arguments.round} is not there. `prevenance offer round status` lists them.")
    except operations.RoundIsOver as over:
        waiting.unlink()
        return _refused(f"Round {arguments.round} ended on {over}: open another one.")
    print(f"{len(made)} letters in {target}. Send them, then destroy the file: who has a link can correct the card.")
    return 0


def _row(letter: object, site: str) -> tuple[str, ...]:
    from django.urls import reverse
    from django.utils import translation

    from prevenance.offer.operations import Letter

    assert isinstance(letter, Letter)
    with translation.override("fr"):
        link = site + reverse("offer:card", args=[letter.secret])
        typed = site + reverse("offer:card", args=["-".join(letter.secret[n : n + 5] for n in range(0, 20, 5))])
    return (
        letter.place_id,
        letter.name,
        letter.kind,
        letter.address,
        letter.postal_code,
        letter.commune_name,
        letter.email,
        link,
        typed,
        "yes" if letter.is_fictional else "",
    )


def _site() -> str:
    """The public address that the settings tell, if they tell one."""
    from django.conf import settings

    names = [name for name in settings.ALLOWED_HOSTS if name not in ("localhost", "127.0.0.1", "[::1]", "*")]
    return f"{'https' if settings.HTTPS else 'http'}://{names[0]}" if names else ""


def status(arguments: argparse.Namespace) -> int:
    """Counts of one round or of all, by kind of place."""
    _ready()
    from prevenance.offer import queries

    numbers = [arguments.round] if arguments.round is not None else queries.round_numbers()
    found = [queries.round_status(number) for number in numbers]
    if None in found:
        return _refused(f"Round {arguments.round} is not there.")
    known = [one for one in found if one is not None]
    if arguments.json:
        print(json.dumps([dataclasses.asdict(one) for one in known], default=str, ensure_ascii=False, indent=2))
        return 0
    for one in known:
        heat = ", heat wave" if one.is_heat_wave else ""
        print(f"Round {one.id}, {one.name}{heat}: from {one.opens_on} to {one.closes_on}")
        for kind, count in (("all", one.total), *one.by_kind.items()):
            print(
                f"    {kind or 'gone'}: {count.invited} invited, {count.with_letter} with a letter, "
                f"{count.opened} opened, {count.confirmed} confirmed, {count.corrected} corrected, "
                f"{count.silent} silent"
            )
    if not known:
        print("No round yet.")
    return 0


def revoked(arguments: argparse.Namespace) -> int:
    """Closes links: they open nothing any more."""
    _ready()
    from prevenance.offer import operations

    many = operations.revoke(round_id=arguments.round, place_id=arguments.place, at=clock.now())
    print(f"{many} links closed.")
    return 0 if many else 2


def _refused(words: str) -> int:
    print(words, file=sys.stderr)
    return 2


def _ready() -> None:
    """The database only: the served files are those of the server that runs meanwhile."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
