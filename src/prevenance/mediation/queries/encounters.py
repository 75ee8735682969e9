"""Encounters that an agent may see, and what the next note begins with."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from prevenance.mediation.choices import UNDONE_WITHIN, Field, PlaceKind, values
from prevenance.mediation.models import Encounter, Signpost
from prevenance.mediation.queries.drafts import Draft, Participant
from prevenance.people.queries import Access, is_within

SEE, NOTE, CORRECT = "see_encounters", "note_encounters", "correct_encounters"


@dataclass(frozen=True, slots=True)
class Noted:
    """One encounter as it was written. `version`: changes with each correction."""

    id: int
    draft: Draft
    noted_by: int
    author: str
    noted_at: dt.datetime
    changed_at: dt.datetime
    removed_at: dt.datetime | None
    participants: int
    erase_note_on: dt.date | None

    @property
    def version(self) -> str:
        return self.changed_at.isoformat()


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the last note of this account says of the next one."""

    organisation: int = 0
    minutes: int = 30
    place_kind: str = str(PlaceKind.ACTIVITY_PLACE)
    place_id: str = ""
    place_name: str = ""
    commune: str = ""


def within(agent: Access, action: str = SEE) -> Q:
    """Encounters that this action reaches: those of the organisations and of the areas of the memberships."""
    reached = Q(pk__in=[])
    for organisation in sorted(agent.organisations(action)):
        areas = agent.areas(action, organisation=organisation)
        mine = Q(organisation_id=organisation)
        if not is_within("", areas):  # bounded
            held = Encounter.objects.filter(mine).values_list("commune_code", flat=True).distinct()
            mine &= Q(commune_code__in=[code for code in held if is_within(code, areas)])
        reached |= mine
    return reached


def visible(agent: Access) -> QuerySet[Encounter]:
    """Those of the scope, and one's own in an organisation where one still notes."""
    own = Q(noted_by_id=agent.account_id, organisation_id__in=agent.organisations(NOTE))
    return Encounter.objects.filter(within(agent) | own)


def encounters(agent: Access, *, first: int = 0, many: int = 50) -> tuple[Noted, ...]:
    """The last held first, without those removed."""
    rows = full(visible(agent).filter(removed_at__isnull=True)).order_by("-held_on", "-id")
    return tuple(noted(row) for row in rows[first : first + many])


def encounter(agent: Access, number: int) -> Noted | None:
    """One, removed or not; None outside the scope."""
    row = full(visible(agent).filter(pk=number)).first()
    return noted(row) if row else None


def signposts(one: Noted) -> tuple[tuple[str, bool | None], ...]:
    """What came of each family of prevention spoken of; None while nobody asked."""
    rows = dict(Signpost.objects.filter(encounter=one.id).values_list("key", "is_done"))
    return tuple((key, rows[key]) for key in values(Field.SIGNPOSTS) if key in rows)


def may_change(agent: Access, one: Noted) -> bool:
    """One's own, where one still notes; or those of the team, for who answers for it."""
    place = {"organisation": one.draft.organisation, "commune": one.draft.commune}
    is_own = one.noted_by == agent.account_id and agent.may(NOTE, **place)  # type: ignore[arg-type]
    return is_own or agent.may(CORRECT, **place)  # type: ignore[arg-type]


def may_undo(one: Noted, *, at: dt.datetime) -> bool:
    """Noted a few minutes ago, or removed a few minutes ago."""
    return at - (one.removed_at or one.noted_at) <= UNDONE_WITHIN


def defaults(agent: Access) -> Defaults:
    """Of the last note of this account in an organisation where it still notes."""
    rows = Encounter.objects.filter(
        noted_by_id=agent.account_id, organisation_id__in=agent.organisations(NOTE), removed_at__isnull=True
    )
    last = rows.order_by("-noted_at", "-id").first()
    if last is None:
        return Defaults()
    return Defaults(
        last.organisation_id, last.minutes, last.place_kind, last.place_id, last.place_name, last.commune_code
    )


def places_used(agent: Access, *, many: int = 5) -> tuple[tuple[str, str, str], ...]:
    """(id in the offer or "", name, commune) of the places of this account's last notes, the last first."""
    rows = Encounter.objects.filter(
        noted_by_id=agent.account_id, removed_at__isnull=True, place_kind=PlaceKind.ACTIVITY_PLACE
    )
    used = rows.order_by("-noted_at", "-id").values_list("place_id", "place_name", "commune_code")[:100]
    return tuple(dict.fromkeys(used))[:many]


def themes_used(agent: Access, *, many: int = 5) -> tuple[str, ...]:
    """The themes of this account's last fifty notes, the most frequent first."""
    rows = Encounter.objects.filter(noted_by_id=agent.account_id, removed_at__isnull=True)
    used = Counter(
        key for keys in rows.order_by("-noted_at", "-id").values_list("themes", flat=True)[:50] for key in keys
    )
    return tuple(key for key, _ in used.most_common(many))


def full(rows: QuerySet[Encounter]) -> QuerySet[Encounter]:
    return rows.select_related("noted_by", "group", "note").prefetch_related("participations", "signposts")


def noted(row: Encounter) -> Noted:
    group, note = getattr(row, "group", None), getattr(row, "note", None)
    people = tuple(
        Participant(one.person, one.gender, one.age, one.status, one.first, one.commune_code)
        for one in sorted(row.participations.all(), key=lambda one: one.pk)
    )
    draft = Draft(
        row.organisation_id,
        row.kind,
        row.held_on,
        row.minutes,
        row.place_kind,
        row.commune_code,
        _ordered(Field.THEMES, row.themes),
        place_id=row.place_id,
        place_name=row.place_name,
        admin_themes=_ordered(Field.ADMIN_THEMES, row.admin_themes),
        procedure=row.procedure,
        equipment=_ordered(Field.EQUIPMENT, row.equipment),
        autonomy=row.autonomy,
        oriented_to=_ordered(Field.STRUCTURES, row.oriented_to),
        next_step=row.next_step,
        tags=tuple(row.tags),
        signposted=_ordered(Field.SIGNPOSTS, [one.key for one in row.signposts.all()]),
        people=people,
        total=group.total if group else 0,
        counts=group.counts if group else {},
        note=note.text if note else "",
    )
    many = len(people) + draft.total
    return Noted(
        row.pk,
        draft,
        row.noted_by_id,
        row.noted_by.display_name or row.noted_by.email or "",
        row.noted_at,
        row.changed_at,
        row.removed_at,
        many,
        note.erase_on if note else None,
    )


def _ordered(field: Field, keys: list[str]) -> tuple[str, ...]:
    return tuple(key for key in values(field) if key in keys)
