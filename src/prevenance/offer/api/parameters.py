"""What may be asked of the list of places, read from the address."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

from django.http import QueryDict

from prevenance import catalogue
from prevenance.offer.api.answers import LANGUAGES, Problem
from prevenance.offer.choices import PLACE_KINDS, Access
from prevenance.offer.queries.pages_of_places import Point
from prevenance.offer.queries.published import Wanted
from prevenance.territories import queries as territories

MOST, USUAL = 200, 50  # places a page
FARTHEST_KM, USUAL_KM = 50.0, 10.0
LISTS = ("commune", "department", "kind", "wheelchair")
SINGLES = ("act", "bbox", "near", "km", "open_now", "updated_since", "fictional", "limit", "after", "lang")
_DEPARTMENT = re.compile(r"\d{2}|2[AB]|9[78]\d", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,12})?", re.ASCII)
_ID = re.compile(r"[a-z2-7]{16}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the list of places."""

    wanted: Wanted
    open_now: bool
    near: Point | None
    limit: int
    after: str


def asked(query: QueryDict) -> Asked:
    """Raises `Problem` at the first thing that is wrong."""
    only_known(query, (*LISTS, *SINGLES))
    near, box = _near(query), _box(query.get("bbox", ""))
    if near and box:
        raise Problem(400, "near_or_box", parameter="bbox")
    act = query.get("act", "")
    return Asked(
        wanted=Wanted(
            kinds=_each(query, "kind", set(PLACE_KINDS)),
            communes=[_commune(code) for code in _values(query, "commune")],
            departments=_departments(query),
            box=box,
            act=act,
            act_kinds=_act_kinds(act),
            wheelchair=_each(query, "wheelchair", {str(access) for access in Access}),
            updated_since=_day(query.get("updated_since", "")),
            with_demo=_is_true(query, "fictional"),
        ),
        open_now=_is_true(query, "open_now"),
        near=near,
        limit=_limit(query.get("limit", "")),
        after=_after(query.get("after", "")),
    )


def only_known(query: QueryDict, known: tuple[str, ...]) -> None:
    """A parameter misspelt, or empty, would silently give everything: it is refused."""
    for name in query:
        if name not in known:
            raise Problem(400, "unknown_parameter", parameter=name[:40], known=", ".join(known))
        if any("" in value.split(",") for value in query.getlist(name)):
            raise Problem(400, "empty", parameter=name)
        if name not in LISTS and len(query.getlist(name)) > 1:
            raise Problem(400, "said_twice", parameter=name)
    if query.get("lang", "fr") not in LANGUAGES:
        raise Problem(400, "lang", parameter="lang")


def _values(query: QueryDict, name: str) -> list[str]:
    """Given several times or with commas; at most a hundred."""
    found = [value for given in query.getlist(name) for value in given.split(",")]
    return list(dict.fromkeys(found))[:100]


def _each(query: QueryDict, name: str, known: set[str]) -> list[str]:
    values = _values(query, name)
    for value in values:
        if value not in known:
            raise Problem(400, name, parameter=name, value=value[:40])
    return values


def _commune(code: str) -> str:
    found = territories.commune(code[:5]) if len(code) == 5 else None
    if found is None:
        raise Problem(400, "commune", parameter="commune", value=code[:40])
    return found.code


def _departments(query: QueryDict) -> list[str]:
    values = _values(query, "department")
    for value in values:
        if not _DEPARTMENT.fullmatch(value):
            raise Problem(400, "department", parameter="department", value=value[:40])
    return values


def _act_kinds(act: str) -> list[str]:
    if not act:
        return []
    found = catalogue.load().acts.get(act)
    if found is None:
        raise Problem(400, "act", parameter="act", value=act[:40])
    return list(dict.fromkeys(str(one.kind) for one in found.done_at))


def _numbers(text: str, many: int, key: str) -> list[float]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != many or not all(_NUMBER.fullmatch(part) for part in parts):
        raise Problem(400, key, parameter=key)
    return [float(part) for part in parts]


def _box(text: str) -> tuple[float, float, float, float] | None:
    if not text:
        return None
    west, south, east, north = _numbers(text, 4, "bbox")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Problem(400, "bbox", parameter="bbox")
    return west, south, east, north


def _near(query: QueryDict) -> Point | None:
    text, km = query.get("near", ""), query.get("km", "")
    if not text:
        if km:
            raise Problem(400, "km", parameter="km", most=int(FARTHEST_KM))
        return None
    latitude, longitude = _numbers(text, 2, "near")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Problem(400, "near", parameter="near")
    radius = float(km) if _NUMBER.fullmatch(km) else (USUAL_KM if not km else math.nan)
    if not 0.1 <= radius <= FARTHEST_KM:
        raise Problem(400, "km", parameter="km", most=int(FARTHEST_KM))
    return Point(latitude, longitude, radius)


def _is_true(query: QueryDict, name: str) -> bool:
    value = query.get(name, "false")
    if value not in ("true", "false"):
        raise Problem(400, "true_or_false", parameter=name)
    return value == "true"


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Problem(400, "updated_since", parameter="updated_since") from None


def _limit(text: str) -> int:
    if not text:
        return USUAL
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST):
        raise Problem(400, "limit", parameter="limit", most=MOST)
    return int(text)


def _after(text: str) -> str:
    if text and not _ID.fullmatch(text):
        raise Problem(400, "after", parameter="after")
    return text
