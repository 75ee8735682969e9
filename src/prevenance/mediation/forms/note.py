"""A note of an encounter: read from what was posted, and written back as it would have been typed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from prevenance.kit.controls import Wrong, read_date, read_number, typed_date
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import (
    GROUP_MOST,
    MINUTES_MOST,
    NOTE_MOST,
    TAGS_MOST,
    Field,
    Kind,
    PlaceKind,
    durations,
    values,
)
from prevenance.mediation.choices.note_inputs import CUSTOM, OTHER_DAY, SEPARATOR
from prevenance.mediation.forms.paths import commune as commune_meant
from prevenance.mediation.queries.drafts import OF_PERSON, Draft, Participant

Posted = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Reading:
    """`draft`: None while there are mistakes."""

    draft: Draft | None = None
    operation: uuid.UUID | None = None
    version: str = ""
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, name: str, words: str, goal: str = "") -> None:
        """One mistake, in words; `goal`: the id of the input, when it is not the control's first."""
        self.mistakes.append(Mistake(name, goal or name, words))


@dataclass(frozen=True, slots=True)
class Around:
    """What the page knows: the organisations where one may note (id → its commune), and the day."""

    organisations: Mapping[int, str]
    on: dt.date


def read(posted: Posted, around: Around) -> Reading:
    """The whole page."""
    found = Reading(operation=_uuid(one(posted, "operation")), version=one(posted, "version"))
    given: dict[str, Any] = {"organisation": _organisation(posted, around, found)}
    given["kind"] = _known(Field.KINDS, one(posted, "kind")) or str(Kind.INDIVIDUAL)
    given["held_on"] = _day(posted, around, found)
    given["minutes"] = _minutes(posted, found)
    given |= _place(posted, around, found, given["organisation"])
    given["themes"] = _several(posted, Field.THEMES, "themes")
    if not given["themes"]:
        found.wrong("themes", gettext("Tick at least one theme."), "themes-1")
    given["admin_themes"] = _several(posted, Field.ADMIN_THEMES, "admin_themes")
    given["equipment"] = _several(posted, Field.EQUIPMENT, "equipment")
    given["oriented_to"] = _several(posted, Field.STRUCTURES, "oriented_to")
    given["signposted"] = _several(posted, Field.SIGNPOSTS, "signposted")
    given["autonomy"] = _known(Field.AUTONOMY, one(posted, "autonomy"))
    given["next_step"] = _known(Field.NEXT_STEPS, one(posted, "next_step"))
    given["procedure"] = one(posted, "procedure")[:80]
    typed_tags = [*posted.get("team_tags", ()), *one(posted, "tags").split(",")]
    tags = dict.fromkeys(tag.strip()[:40] for tag in typed_tags if tag.strip())
    given["tags"] = tuple(tags)[:TAGS_MOST]
    given["note"] = (list(posted.get("note", ())) or [""])[-1].strip()
    if len(given["note"]) > NOTE_MOST:
        found.wrong("note", gettext("The note is too long: at most %(most)s characters.") % {"most": NOTE_MOST})
    given |= _who(posted, found, given["kind"])
    if not found.mistakes:
        found.draft = Draft(**given)
    return found


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _organisation(posted: Posted, around: Around, found: Reading) -> int:
    typed = one(posted, "organisation")
    number = int(typed) if typed.isascii() and typed.isdigit() else next(iter(around.organisations), 0)
    if number not in around.organisations:
        found.wrong("organisation", gettext("Choose an organisation."))
    return number


def _day(posted: Posted, around: Around, found: Reading) -> dt.date:
    chosen = one(posted, "day")
    if chosen != OTHER_DAY:
        return around.on - dt.timedelta(days=1) if chosen == "yesterday" else around.on
    typed = typed_date({key: one(posted, key) for key in posted}, "held")
    try:
        return read_date(typed, on=around.on)
    except Wrong as mistake:
        found.wrong("day", str(mistake), mistake.part)
        return around.on


def _minutes(posted: Posted, found: Reading) -> int:
    chosen = one(posted, "minutes")
    if chosen.isascii() and chosen.isdigit() and int(chosen) in durations():
        return int(chosen)
    try:
        many = read_number(one(posted, "minutes_custom"), minimum=1, maximum=MINUTES_MOST)
    except Wrong as mistake:
        found.wrong("minutes", str(mistake), "minutes_custom" if chosen == CUSTOM else "minutes-1")
        return 1
    return int(many)


def _place(posted: Posted, around: Around, found: Reading, organisation: int) -> dict[str, str]:
    chosen = one(posted, "place")
    if SEPARATOR in chosen:
        place_id, code, name = chosen.split(SEPARATOR, 2)
        if commune_meant(code) == code:
            kind = str(PlaceKind.ACTIVITY_PLACE)
            return {"place_kind": kind, "commune": code, "place_id": place_id[:20], "place_name": name[:200]}
    if chosen == PlaceKind.REMOTE:
        return {"place_kind": chosen, "commune": around.organisations.get(organisation, "")}
    kind = chosen if chosen in (PlaceKind.HOME, PlaceKind.OTHER) else str(PlaceKind.ACTIVITY_PLACE)
    code = commune_meant(one(posted, "place_commune"))
    if not code:
        words = gettext("We do not know this commune, or there are several: write its INSEE code or its full name.")
        found.wrong("place_commune", words)
    name = one(posted, "place_name")[:200]
    if kind == PlaceKind.ACTIVITY_PLACE and not name:
        found.wrong("place_name", gettext("Write the name of the place."))
    return {"place_kind": kind, "commune": code, "place_name": name if kind == PlaceKind.ACTIVITY_PLACE else ""}


def _who(posted: Posted, found: Reading, kind: str) -> dict[str, Any]:
    person = one(posted, "person")[:40]
    if kind == Kind.INDIVIDUAL:
        told = {attribute: _known(field, one(posted, attribute)) for field, attribute in OF_PERSON.items()}
        return {"people": (Participant(person=person, commune=_residence(posted, found), **told),)}
    total = _number(posted, "total", found)
    counts: dict[str, dict[str, int]] = {}
    for name in OF_PERSON:
        told_by = {key: _number(posted, f"{name}-{key}", found) for key in values(name)}
        if (many := sum(told_by.values())) > total:
            words = gettext("You wrote %(many)s people here, for %(total)s in all: correct one or the other.")
            first = next(iter(values(name)))
            found.wrong(str(name), words % {"many": many, "total": total}, f"{name}-{first}")
        if any(told_by.values()):
            counts[str(name)] = {key: many for key, many in told_by.items() if many}
    people = (Participant(person=person),) if person else ()
    return {"people": people, "total": total, "counts": counts}


def _residence(posted: Posted, found: Reading) -> str:
    typed = one(posted, "residence")
    code = commune_meant(typed) if typed else ""
    if typed and not code:
        words = gettext("We do not know this commune, or there are several: write its INSEE code or its full name.")
        found.wrong("residence", words)
    return code


def _number(posted: Posted, name: str, found: Reading) -> int:
    typed = one(posted, name)
    if not typed:
        return 0
    try:
        return int(read_number(typed, minimum=0, maximum=GROUP_MOST))
    except Wrong as mistake:
        found.wrong(name.split("-")[0], str(mistake), name)
        return 0


def _known(name: Field, key: str) -> str:
    return key if key in values(name) else ""


def _several(posted: Posted, name: Field, given: str) -> tuple[str, ...]:
    ticked = set(posted.get(given, ()))
    return tuple(key for key in values(name) if key in ticked)


def typed(draft: Draft, *, on: dt.date) -> dict[str, list[str]]:
    """What would be typed to write this one."""
    person = draft.people[0] if draft.people else Participant()
    place = draft.place_kind
    if place == PlaceKind.ACTIVITY_PLACE:
        place = SEPARATOR.join((draft.place_id, draft.commune, draft.place_name))
    found: dict[str, list[str]] = {
        "organisation": [str(draft.organisation)],
        "kind": [draft.kind],
        "day": ["today" if draft.held_on == on else OTHER_DAY],
        "held-day": [str(draft.held_on.day)],
        "held-month": [str(draft.held_on.month)],
        "held-year": [str(draft.held_on.year)],
        "minutes": [str(draft.minutes) if draft.minutes in durations() else CUSTOM],
        "minutes_custom": ["" if draft.minutes in durations() else str(draft.minutes)],
        "place": [place],
        "place_commune": [draft.commune],
        "themes": list(draft.themes),
        "admin_themes": list(draft.admin_themes),
        "equipment": list(draft.equipment),
        "oriented_to": list(draft.oriented_to),
        "autonomy": [draft.autonomy],
        "next_step": [draft.next_step],
        "procedure": [draft.procedure],
        "tags": [", ".join(draft.tags)],
        "team_tags": list(draft.tags),
        "signposted": list(draft.signposted),
        "note": [draft.note],
        "person": [person.person],
        "residence": [person.commune],
        "total": [str(draft.total or "")],
    }
    found |= {attribute: [getattr(person, attribute)] for attribute in OF_PERSON.values()}
    found |= {f"{name}-{key}": [str(many)] for name, told in draft.counts.items() for key, many in told.items()}
    return found
