"""Coordination activities that an agent may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from prevenance.mediation.choices import UNDONE_WITHIN
from prevenance.mediation.models import Coordination
from prevenance.mediation.queries.tags import MANAGE
from prevenance.people.queries import Access, is_within

COORDINATE = MANAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One, as it was typed: a meeting of professionals, an event, or a partnership (`kind`). `subjects`: its types or
    natures; `partners`: (name, kind of structure). A number is None when it was not said.
    """

    organisation: int
    kind: str
    held_on: dt.date
    commune: str
    minutes: int | None = None
    title: str = ""
    subjects: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    initiative: str = ""
    echelon: str = ""
    organisers: tuple[str, ...] = ()
    partners: tuple[tuple[str, str], ...] = ()
    participants: int | None = None
    mediators: int | None = None
    structures: int | None = None
    others: int | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """One, as it is kept."""

    id: int
    activity: Activity
    made_at: dt.datetime
    changed_at: dt.datetime
    removed_at: dt.datetime | None
    author: str


def activities(agent: Access, *, action: str = COORDINATE, organisation: int = 0) -> tuple[Kept, ...]:
    """Those of the scope that are not removed, the last held first. `organisation` 0: of all the agent's."""
    mine = [one for one in sorted(agent.organisations(action)) if organisation in (0, one)]
    rows = Coordination.objects.filter(organisation_id__in=mine, removed_at__isnull=True).select_related("made_by")
    found = [kept(row) for row in rows.order_by("-held_on", "-pk")]
    return tuple(one for one in found if _is_within(agent, action, one.activity))


def activity(agent: Access, number: int) -> Kept | None:
    """One, removed or not; None outside the scope."""
    row = Coordination.objects.filter(pk=number).select_related("made_by").first()
    if row is None or not agent.may(COORDINATE, organisation=row.organisation_id, commune=row.commune_code):
        return None
    return kept(row)


def may_undo(one: Kept, *, at: dt.datetime) -> bool:
    """Noted or removed a few minutes ago."""
    return at - (one.removed_at or one.made_at) <= UNDONE_WITHIN


def kept(row: Coordination) -> Kept:
    """A row as a value."""
    value = Activity(
        organisation=row.organisation_id,
        kind=row.kind,
        held_on=row.held_on,
        commune=row.commune_code,
        minutes=row.minutes,
        title=row.title,
        subjects=tuple(row.subjects),
        themes=tuple(row.themes),
        initiative=row.initiative,
        echelon=row.echelon,
        organisers=tuple(row.organisers),
        partners=tuple((one["name"], one["kind"]) for one in row.partners),
        participants=row.participants,
        mediators=row.mediators,
        structures=row.structures,
        others=row.others,
        tags=tuple(row.tags),
    )
    author = row.made_by.display_name or row.made_by.email or ""
    return Kept(row.pk, value, row.made_at, row.changed_at, row.removed_at, author)


def _is_within(agent: Access, action: str, one: Activity) -> bool:
    return is_within(one.commune, agent.areas(action, organisation=one.organisation))
