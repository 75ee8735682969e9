"""`prevenance plan` and `prevenance facts`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import django

from prevenance import catalogue
from prevenance.catalogue import fact_exchange
from prevenance.catalogue.reason_words import date_words
from prevenance.kit import clock
from prevenance.rules.refusals import Problem, Refused
from prevenance.rules.statuses import ORDER, Status

MOST_BYTES = 1_000_000
STATUS_WORDS = {
    Status.DUE: ("À faire", "To do"),
    Status.COMING: ("À venir", "Coming"),
    Status.UNKNOWN: ("À préciser", "To be made clear"),
    Status.OPTIONAL: ("Possible", "Possible"),
    Status.UP_TO_DATE: ("À jour", "Up to date"),
    Status.NOT_CONCERNED: ("Pas concerné·e", "Not concerned"),
}


def plan(arguments: argparse.Namespace) -> int:
    """Prints the plan of one profile, or why it is refused."""
    django.setup()
    from prevenance.plans import queries
    from prevenance.plans.presenters import exchange

    at = clock.now()
    try:
        on = _day(arguments.on) if arguments.on else at.date()
        near = _near(arguments.near) if arguments.near else None
        raw = _profile(arguments.profile)
        if near is not None:
            _ready_for_places()
        instant = at if on == at.date() else dt.datetime.combine(on, dt.time(10), tzinfo=clock.PARIS)
        made = queries.plan(raw, on=on, at=instant, near=near, asking=False)
    except Refused as refused:
        return _refuse(refused, arguments.lang, as_json=arguments.json)
    if arguments.json:
        _print(exchange.plan(made, catalogue.load(), language=arguments.lang, with_places=near is not None))
    else:
        _say(made, arguments.lang)
    return 0


def facts(arguments: argparse.Namespace) -> int:
    """Prints every fact that a profile may give."""
    if arguments.json:
        _print(fact_exchange.facts(catalogue.load()))
        return 0
    for fact in catalogue.load().facts.values():
        values = f" ({', '.join(fact.choices)})" if fact.choices else f" ({fact.unit})" if fact.unit else ""
        print(f"{fact.name}: {fact.kind}{values}\n    {fact.question[arguments.lang]}")
    return 0


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Refused([Problem("on", "not_a_date")]) from None
    if not 1900 <= day.year <= 2200:
        raise Refused([Problem("on", "not_a_date")])
    return day


def _near(text: str) -> Any:
    from prevenance.plans.queries import Near
    from prevenance.territories import queries as territories

    commune = territories.commune(text.strip())
    if commune is not None:
        return Near(commune.latitude, commune.longitude, commune.code)
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise Refused([Problem("near", "not_a_place")]) from None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Refused([Problem("near", "not_a_place")])
    return Near(latitude, longitude)


def _profile(name: str) -> Any:
    try:
        data = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else _start_of(Path(name))
        if len(data) > MOST_BYTES:
            raise ValueError("more than 1 MB")
        text = data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        detail = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Refused([Problem("profile", "unreadable", {"detail": detail})]) from None
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        detail = f"line {error.lineno}, column {error.colno}"
        raise Refused([Problem("profile", "not_json", {"detail": detail})]) from None
    except RecursionError:
        raise Refused([Problem("profile", "not_json", {"detail": "nested too deeply"})]) from None
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        raise Refused([Problem("profile", "not_json", {"detail": str(error)[:80]})]) from None


def _start_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Refused([Problem(name[:80], "written_twice")])
        found[name] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _ready_for_places() -> None:
    from prevenance.offer import queries as offer
    from prevenance.site import serve_command

    serve_command.migrate_database()
    if not offer.places_count():
        print(
            "No place is known yet: run `prevenance demo --no-serve` or `prevenance sources import FOLDER`.",
            file=sys.stderr,
        )


def _refuse(refused: Refused, language: str, *, as_json: bool) -> int:
    problems = [{"field": p.field, "cause": p.cause(language), "mend": p.mend(language)} for p in refused.problems]
    if as_json:
        _print({"refused": problems})
    for one in problems:
        print(f"{one['field']}: {one['cause']} {one['mend']}", file=sys.stderr)
    return 2


def _print(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _say(made: Any, language: str) -> None:
    book, index = catalogue.load(), 0 if language == "fr" else 1
    for status in reversed(ORDER):
        items = [item for item in made.items if item.status is status]
        if not items or status is Status.NOT_CONCERNED:
            continue
        print(f"\n{STATUS_WORDS[status][index]}")
        for item in items:
            # A date gone by would be read as one missed: a vaccine of today was not due in 1989.
            is_told = item.due_on is not None and item.due_on > made.on
            when = f" ({date_words(item.due_on, language)})" if is_told else ""
            print(f"  - {book.recommendations[item.id].words.name.in_language(language)}{when}")
            for near in item.places:
                place = near.place
                print(f"      {place.name}, {place.commune_name}, {near.distance_km:.1f} km {place.phone}")
