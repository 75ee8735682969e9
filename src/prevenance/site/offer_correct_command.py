"""`prevenance offer correct`: the team corrects the card of a place, field by field. Undone like the rest."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import django

from prevenance.kit import clock

ELSE = ("position", "hours", "closed_for_good")


class _Wrong(ValueError):
    """What cannot be used, and the mend."""


def corrected(arguments: argparse.Namespace) -> int:
    """Exit code 2, and nothing written, when one of the values cannot be used."""
    django.setup()
    from django.core.management import call_command
    from django.utils import translation

    call_command("migrate", verbosity=0, interactive=False)
    from prevenance.offer import operations, queries
    from prevenance.offer.choices import Author

    place = queries.place(arguments.place)
    if place is None:
        print(f"{arguments.place}: no such place.", file=sys.stderr)
        return 2
    try:
        with translation.override("en"):
            values = _values(dict(_pair(text) for text in arguments.values), place)
    except _Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 2
    numbers = operations.correct(place_id=place.id, values=values, author=Author.TEAM, at=clock.now())
    print(", ".join(f"change:{number}" for number in numbers) or "Nothing differs from the card.")
    return 0


def _pair(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals:
        raise _Wrong(f"{text}: write field=value, for example phone=0320000000.")
    return field.strip(), value.strip()


def _values(given: dict[str, str], place: Any) -> dict[str, Any]:
    from prevenance.formats import opening
    from prevenance.offer.choices import Access, Fees
    from prevenance.offer.forms import correction, position

    texts = set(correction.shown(place))
    allowed = {
        "wheelchair": [str(one) for one in Access],
        "fees": [str(one) or correction.UNKNOWN for one in Fees],
        "closed_for_good": ["yes", "no"],
    }
    if strangers := sorted(set(given) - texts - set(allowed) - set(ELSE)):
        fields = ", ".join(sorted(texts | set(allowed) | set(ELSE)))
        raise _Wrong(f"{strangers[0]} is not a field of a card. The fields are: {fields}.")
    for field, choices in allowed.items():
        if field in given and given[field] not in choices:
            raise _Wrong(f"{field}={given[field]}: one of {', '.join(choices)}.")
    reading = correction.read(given, place, acts={}, known_acts=())
    if reading.mistakes:
        raise _Wrong(" ".join(f"{one.fact}: {one.words}" for one in reading.mistakes))
    values = dict(reading.values)
    if "hours" in given:
        values["opening_hours"] = opening.from_osm(given["hours"]).osm
        if given["hours"] and not values["opening_hours"]:
            raise _Wrong("hours: not OSM opening hours. Write them as Mo-Fr 09:00-12:00,14:00-18:00; PH off.")
    if "closed_for_good" in given:
        values["has_closed"] = given["closed_for_good"] == "yes"
    if "position" in given:
        try:
            values |= position.read(given["position"], values.get("commune_code", place.commune_code))
        except position.Wrong as wrong:
            raise _Wrong(f"position: {wrong}") from wrong
    return values
