"""Encounters as their pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from prevenance.mediation.choices import Field, Kind, PlaceKind, durations, value
from prevenance.mediation.choices.note_inputs import CUSTOM, NEW_PLACE, SEPARATOR
from prevenance.mediation.queries.drafts import OF_PERSON
from prevenance.mediation.queries.encounters import Defaults, Noted
from prevenance.people.queries.persons import Followed
from prevenance.territories import queries as territories


@dataclass(frozen=True, slots=True)
class Line:
    """One encounter in a list."""

    id: int
    held_on: dt.date
    title: str
    where: str
    who: str
    author: str


def line(one: Noted) -> Line:
    """Its themes are its title."""
    draft = one.draft
    title = ", ".join(str(value(Field.THEMES, key)) for key in draft.themes)
    who = ngettext("%(many)s participant", "%(many)s participants", one.participants) % {"many": one.participants}
    if draft.kind == Kind.INDIVIDUAL:
        who = gettext("one person")
    return Line(one.id, draft.held_on, title, where(one), who, one.author)


def where(one: Noted) -> str:
    """Place, commune."""
    draft = one.draft
    found = territories.commune(draft.commune)
    commune = found.name if found else draft.commune
    if draft.place_kind == PlaceKind.REMOTE:
        return str(value(Field.PLACE_KINDS, draft.place_kind))
    return f"{draft.place_name or value(Field.PLACE_KINDS, draft.place_kind)}, {commune}"


def rows(one: Noted) -> list[tuple[str, str]]:
    """(what, words) of what was said; what was not said has no row."""
    draft = one.draft

    def several(field: Field, keys: tuple[str, ...]) -> str:
        return ", ".join(str(value(field, key)) for key in keys)

    told = [
        (gettext("With whom?"), str(value(Field.KINDS, draft.kind))),
        (gettext("How long?"), gettext("%(many)s min") % {"many": draft.minutes}),
        (gettext("Where?"), where(one)),
        (gettext("What about?"), several(Field.THEMES, draft.themes)),
        (gettext("Which administrative steps?"), several(Field.ADMIN_THEMES, draft.admin_themes)),
        (gettext("Name of the administrative step"), draft.procedure),
        (gettext("With which device?"), several(Field.EQUIPMENT, draft.equipment)),
        (gettext("Who did it?"), several(Field.AUTONOMY, (draft.autonomy,)) if draft.autonomy else ""),
        (gettext("Directed to whom?"), several(Field.STRUCTURES, draft.oriented_to)),
        (gettext("Which prevention did you speak of?"), several(Field.SIGNPOSTS, draft.signposted)),
        (gettext("And next?"), several(Field.NEXT_STEPS, (draft.next_step,)) if draft.next_step else ""),
        (gettext("Participants"), str(one.participants)),
        (gettext("What is known of them"), known(one)),
        (gettext("Tags"), ", ".join(draft.tags)),
        (gettext("A word for the next time"), draft.note),
    ]
    return [(what, words) for what, words in told if words]


@dataclass(frozen=True, slots=True)
class Signposted:
    """A family of prevention spoken of. `said`: what the person answered since, "" when nobody asked."""

    key: str
    label: str
    said: str


def signposts(rows: Iterable[tuple[str, bool | None]]) -> list[Signposted]:
    """In words."""
    words = {None: "", True: gettext("Done since."), False: gettext("Not yet.")}
    return [Signposted(key, str(value(Field.SIGNPOSTS, key)), words[is_done]) for key, is_done in rows]


def known(one: Noted) -> str:
    """Of each person, or of the group by totals."""
    parts = []
    for person in one.draft.people:
        said = [str(value(field, key)) for field, name in OF_PERSON.items() if (key := getattr(person, name))]
        parts += said
    for name, counted in one.draft.counts.items():
        parts += [f"{value(Field(name), key)} ({many})" for key, many in counted.items()]
    return ", ".join(parts)


def name(person: Followed) -> str:
    """Of a person followed, for the one who follows them."""
    identity = person.identity
    return " ".join(filter(None, (identity.given_name, identity.used_name or identity.family_name))) or "…"


def begun(last: Defaults, *, person: str = "") -> dict[str, list[str]]:
    """What the page of a new note shows at first: the last one's place and duration."""
    place = last.place_kind
    if last.place_kind == PlaceKind.ACTIVITY_PLACE:
        place = SEPARATOR.join((last.place_id, last.commune, last.place_name)) if last.place_name else NEW_PLACE
    is_usual = last.minutes in durations()
    return {
        "organisation": [str(last.organisation or "")],
        "kind": [str(Kind.INDIVIDUAL)],
        "day": ["today"],
        "minutes": [str(last.minutes) if is_usual else CUSTOM],
        "minutes_custom": ["" if is_usual else str(last.minutes)],
        "place": [place],
        "place_commune": [last.commune],
        "person": [person],
    }
