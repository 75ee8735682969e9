"""An encounter as a value: what a form gives, what an operation writes, what a page shows again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from prevenance.mediation.choices import (
    GROUP_MOST,
    MINUTES_MOST,
    NOTE_MOST,
    TAGS_MOST,
    Field,
    Kind,
    PlaceKind,
    are_known,
    values,
)

OF_PERSON = {Field.GENDERS: "gender", Field.AGES: "age", Field.STATUSES: "status", Field.FIRSTS: "first"}


class Impossible(ValueError):
    """The form should not have let this through. The message names the field."""


@dataclass(frozen=True, slots=True)
class Participant:
    """One person, followed (`person`: their reference) or not; "" is what was not said."""

    person: str = ""
    gender: str = ""
    age: str = ""
    status: str = ""
    first: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed of one encounter. `total` and `counts`: participants known by totals only (see `models.Group`)."""

    organisation: int
    kind: str
    held_on: dt.date
    minutes: int
    place_kind: str
    commune: str
    themes: tuple[str, ...]
    place_id: str = ""
    place_name: str = ""
    admin_themes: tuple[str, ...] = ()
    procedure: str = ""
    equipment: tuple[str, ...] = ()
    autonomy: str = ""
    oriented_to: tuple[str, ...] = ()
    next_step: str = ""
    tags: tuple[str, ...] = ()
    signposted: tuple[str, ...] = ()
    people: tuple[Participant, ...] = ()
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    note: str = ""


def check(draft: Draft, *, on: dt.date) -> None:
    """Whether it may be written on this day.

    Raises:
        Impossible
    """
    lists = (
        (Field.THEMES, draft.themes),
        (Field.ADMIN_THEMES, draft.admin_themes),
        (Field.EQUIPMENT, draft.equipment),
        (Field.STRUCTURES, draft.oriented_to),
        (Field.SIGNPOSTS, draft.signposted),
        (Field.AUTONOMY, tuple(filter(None, [draft.autonomy]))),
        (Field.NEXT_STEPS, tuple(filter(None, [draft.next_step]))),
    )
    for name, keys in lists:
        _must(are_known(name, keys), name)
    _must(draft.kind in set(Kind), "kind")
    _must(draft.place_kind in set(PlaceKind), "place_kind")
    _must(bool(draft.themes), "themes")
    _must(draft.held_on <= on, "held_on")
    _must(1 <= draft.minutes <= MINUTES_MOST, "minutes")
    _must(bool(draft.commune), "commune")
    _must(len(draft.note) <= NOTE_MOST and len(draft.tags) <= TAGS_MOST, "note or tags")
    references = [one.person for one in draft.people if one.person]
    _must(len(references) == len(set(references)), "people")
    for one in draft.people:
        for name, attribute in OF_PERSON.items():
            _must(getattr(one, attribute) in ("", *values(name)), attribute)
    _must(draft.kind == Kind.COLLECTIVE or (len(draft.people) == 1 and not draft.total), "people")
    _must(0 <= draft.total <= GROUP_MOST, "total")
    for key, counted in draft.counts.items():
        _must(key in OF_PERSON and set(counted) <= set(values(Field(key))), key)
        _must(all(many >= 0 for many in counted.values()) and sum(counted.values()) <= draft.total, key)


def _must(is_right: bool, name: str) -> None:
    if not is_right:
        raise Impossible(str(name))
