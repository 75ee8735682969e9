"""A coordination activity: read from what was posted, and written back as it would have been typed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.kit.controls import Wrong, read_date, read_number, typed_date
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import MINUTES_MOST, Field, values
from prevenance.mediation.choices.coordination import NUMBERS, PARTNERS, PEOPLE_MOST, SUBJECTS
from prevenance.mediation.forms.paths import commune as commune_meant
from prevenance.mediation.queries.coordination import Activity

Posted = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Reading:
    """`activity`: None while there are mistakes."""

    activity: Activity | None = None
    operation: uuid.UUID | None = None
    mistakes: list[Mistake] = field(default_factory=list)


def read(posted: Posted, kind: str, *, organisations: Mapping[int, object], on: dt.date) -> Reading:
    """`kind`: that of the page; what another kind asks is not read. `on`: today."""
    found = Reading()
    try:
        found.operation = uuid.UUID(one(posted, "operation"))
    except ValueError:
        found.operation = None
    number = one(posted, "organisation")
    organisation = int(number) if number.isascii() and number.isdigit() else next(iter(organisations), 0)
    if organisation not in organisations:
        found.mistakes.append(Mistake("organisation", "organisation", gettext("Choose an organisation.")))
    commune = commune_meant(one(posted, "commune"))
    if not commune:
        words = gettext("We do not know this commune, or there are several: write its INSEE code or its full name.")
        found.mistakes.append(Mistake("commune", "commune", words))
    held_on = _day(posted, found, on)
    numbers = {name: _number(posted, name, found) for name in NUMBERS[kind]}
    activity = Activity(
        organisation=organisation,
        kind=kind,
        held_on=held_on,
        commune=commune,
        title=one(posted, "title")[:120] if kind == "event" else "",
        subjects=_several(posted, SUBJECTS[kind], "subjects")[: None if kind == "partnership" else 1],
        themes=_several(posted, Field.ANIMATION_THEMES, "themes") if kind == "animation" else (),
        initiative=_one_of(posted, Field.INITIATIVES, "initiative") if kind == "animation" else "",
        echelon=_one_of(posted, Field.ECHELONS, "echelon") if kind != "animation" else "",
        organisers=_several(posted, Field.ORGANISERS, "organisers") if kind == "event" else (),
        partners=_partners(posted) if kind == "partnership" else (),
        tags=tuple(dict.fromkeys(tag[:40] for tag in posted.get("team_tags", ())))[:10],
        **numbers,
    )
    if not activity.subjects:
        found.mistakes.append(Mistake("subjects", "subjects-1", gettext("Choose what it was.")))
    if not found.mistakes:
        found.activity = activity
    return found


def _day(posted: Posted, found: Reading, on: dt.date) -> dt.date:
    typed = typed_date({key: one(posted, key) for key in posted}, "held")
    if typed.is_empty:
        return on
    try:
        return read_date(typed, on=on)
    except Wrong as mistake:
        found.mistakes.append(Mistake("held", mistake.part or "held-day", str(mistake)))
        return on


def _number(posted: Posted, name: str, found: Reading) -> int | None:
    typed = one(posted, name)
    if not typed:
        return None
    try:
        least, most = (1, MINUTES_MOST) if name == "minutes" else (0, PEOPLE_MOST)
        return int(read_number(typed, minimum=least, maximum=most))
    except Wrong as mistake:
        found.mistakes.append(Mistake(name, name, str(mistake)))
        return None


def _several(posted: Posted, name: Field, given: str) -> tuple[str, ...]:
    ticked = set(posted.get(given, ()))
    return tuple(key for key in values(name) if key in ticked)


def _one_of(posted: Posted, name: Field, given: str) -> str:
    typed = one(posted, given)
    return typed if typed in values(name) else ""


def _partners(posted: Posted) -> tuple[tuple[str, str], ...]:
    rows = [(one(posted, f"partner-{at}"), one(posted, f"partner-{at}-kind")) for at in range(1, PARTNERS + 1)]
    known = values(Field.ORGANISERS)
    return tuple((name[:80], kind if kind in known else "") for name, kind in rows if name)


def typed(given: Activity) -> dict[str, list[str]]:
    """What would be typed to write this one."""
    found: dict[str, list[str]] = {
        "organisation": [str(given.organisation)],
        "commune": [given.commune],
        "held-day": [str(given.held_on.day)],
        "held-month": [str(given.held_on.month)],
        "held-year": [str(given.held_on.year)],
        "title": [given.title],
        "subjects": list(given.subjects),
        "themes": list(given.themes),
        "initiative": [given.initiative],
        "echelon": [given.echelon],
        "organisers": list(given.organisers),
        "team_tags": list(given.tags),
    }
    for name in ("minutes", "mediators", "structures", "others", "participants"):
        many = getattr(given, name)
        found[name] = ["" if many is None else str(many)]
    for at, (name, kind) in enumerate(given.partners, start=1):
        found |= {f"partner-{at}": [name], f"partner-{at}-kind": [kind]}
    return found
