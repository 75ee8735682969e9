"""A plan as JSON: the contract that programs read. Keys never change; words are in the language asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from prevenance.catalogue import Catalogue, Recommendation
from prevenance.offer.queries import NearPlace
from prevenance.plans.queries import Item, Plan


def plan(made: Plan, book: Catalogue, *, language: str, with_places: bool) -> dict[str, Any]:
    """`{"on", "catalogue_version", "items"}`: one item for each act of the catalogue, in its order."""
    return {
        "on": made.on.isoformat(),
        "catalogue_version": made.catalogue_version,
        "items": [_item(item, book, made.catalogue_version, language, with_places) for item in made.items],
    }


def _item(item: Item, book: Catalogue, version: str, language: str, with_places: bool) -> dict[str, Any]:
    recommendation = book.recommendations[item.id]
    said, act = recommendation.words, book.acts[item.act]
    found: dict[str, Any] = {
        "id": item.id,
        "name": said.name.in_language(language),
        "status": str(item.status),
        "due_on": _day(item.due_on),
        "until": _day(item.until),
        "reasons": [{"key": key, "words": words[language]} for key, words in item.reasons],
        "missing": list(item.missing),
        "notes": [{"key": k, "words": said.notes[k].in_language(language)} for k in item.notes if k in said.notes],
        "act": {"key": item.act, "name": act.name.in_language(language)},
        "cost": {"free": said.free, "words": said.cost.in_language(language)},
        "to_be_confirmed": list(said.to_be_confirmed),
        "sources": _sources(recommendation),
        "catalogue_version": version,
    }
    if with_places:
        found["places"] = [place(near) for near in item.places]
        if not item.places:
            found["when_no_place_is_known"] = act.fallback.text.in_language(language)
    return found


def _sources(recommendation: Recommendation) -> list[dict[str, Any]]:
    return [
        {
            "organisation": source.organisation,
            "document": source.document,
            "date": source.date,
            "url": source.url,
            "status": str(source.status),
            "checked_on": source.checked_on.isoformat(),
        }
        for source in recommendation.words.sources
    ]


def place(near: NearPlace) -> dict[str, Any]:
    """One place, with its distance as the crow flies and its opening at the instant of the plan."""
    known, opening = near.place, near.opening
    return {
        "id": known.id,
        "kind": known.kind,
        "name": known.name,
        "address": known.address,
        "postal_code": known.postal_code,
        "commune": {"code": known.commune_code, "name": known.commune_name},
        "latitude": known.latitude,
        "longitude": known.longitude,
        "position_is_approximate": known.is_position_approximate,
        "distance_km": round(near.distance_km, 1),
        "phone": known.phone or None,
        "website": known.website or None,
        "wheelchair": str(known.wheelchair),
        "opening_hours": known.opening_hours or known.opening_words or None,
        "is_open": opening.is_open,
        "open_until": _instant(opening.until),
        "next_opening": _instant(opening.next_opening),
        "checked_on": _day(near.checked_on),
        "is_fictional": near.is_fictional,
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _instant(instant: dt.datetime | None) -> str | None:
    return instant.isoformat(timespec="minutes") if instant else None
