"""Hand-overs that an agent may see, and what a link opens: before it is pressed, nothing of the person."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from prevenance.kit import ciphering
from prevenance.mediation.choices.handover_states import ANSWERS, REMINDED_AFTER, State
from prevenance.mediation.models import Handover
from prevenance.people import queries as people
from prevenance.people.queries import Access, is_within
from prevenance.people.queries.secrets import digest

ACTION = "hand_over"
LISTS = ("waiting", "answered", "ended")


@dataclass(frozen=True, slots=True)
class Handed:
    """One hand-over, for the team. `state`: as of the instant asked; `wrote`: what the receiver typed, while kept."""

    id: str
    organisation_id: int
    author: str
    made_by: int
    made_at: dt.datetime
    expires_at: dt.datetime
    person: str
    encounter_id: int | None
    purpose: str
    receiver: str
    email: str
    shared_keys: tuple[str, ...]
    agreed_at: dt.datetime
    agreed_by: str
    words_version: str
    openings: int
    opened_at: dt.datetime | None
    reminded_at: dt.datetime | None
    is_to_remind: bool
    state: State
    ended_at: dt.datetime | None
    refusal: str
    contact_how: str
    contact_when: str
    wrote: dict[str, str]
    outcome: str
    outcome_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a link says before it is pressed: who asks, until when, and whether it was answered already."""

    id: str
    organisation: str
    expires_at: dt.datetime
    state: State


@dataclass(frozen=True, slots=True)
class Content:
    """What was ticked, and who asks. `phone`: of the one who asks, "" when not given."""

    organisation: str
    author: str
    phone: str
    purpose: str
    shared: dict[str, str]
    expires_at: dt.datetime


def cell(row_id: object, name: str) -> str:
    """Where one enciphered value is kept."""
    return f"mediation_handover.{name}:{row_id}"


def visible(agent: Access) -> QuerySet[Handover]:
    """One's own where one still hands over, and those of the team within the areas."""
    reached = Q(made_by_id=agent.account_id, organisation_id__in=agent.organisations(ACTION))
    for organisation in sorted(agent.organisations(ACTION)):
        reached |= in_areas(agent, ACTION, organisation)
    return Handover.objects.filter(reached)


def in_areas(agent: Access, action: str, organisation: int) -> Q:
    """Those of this organisation which this action reaches."""
    areas, mine = agent.areas(action, organisation=organisation), Q(organisation_id=organisation)
    if not is_within("", areas):  # bounded
        codes = Handover.objects.filter(mine).values_list("commune_code", flat=True).distinct()
        mine &= Q(commune_code__in=[code for code in codes if is_within(code, areas)])
    return mine


def handovers(
    agent: Access, which: str, *, at: dt.datetime, first: int = 0, many: int = 20, only_own: bool = False
) -> tuple[Handed, ...]:
    """One list: `waiting` (the oldest first), `answered`, `ended` (the last first)."""
    rows = visible(agent).filter(_of(which, at))
    if only_own:
        rows = rows.filter(made_by_id=agent.account_id)
    order = ("made_at", "id") if which == "waiting" else ("-ended_at", "-made_at", "id")
    found = rows.select_related("made_by").order_by(*order)[first : first + many]
    return tuple(handed(row, at=at) for row in found)


def counts(agent: Access, *, at: dt.datetime) -> dict[str, int]:
    """How many in each list."""
    return {which: visible(agent).filter(_of(which, at)).count() for which in LISTS}


def handover(agent: Access, number: uuid.UUID, *, at: dt.datetime) -> Handed | None:
    """One; None outside the scope."""
    row = visible(agent).select_related("made_by").filter(pk=number).first()
    return handed(row, at=at) if row else None


def of_person(agent: Access, reference: str, *, at: dt.datetime) -> tuple[Handed, ...]:
    """Those of one person followed, the last first."""
    rows = visible(agent).select_related("made_by").filter(person=reference).order_by("-made_at", "id")
    return tuple(handed(row, at=at) for row in rows)


def of_encounter(agent: Access, number: int, *, at: dt.datetime) -> tuple[Handed, ...]:
    """Those made from one encounter."""
    rows = visible(agent).select_related("made_by").filter(encounter_id=number).order_by("-made_at", "id")
    return tuple(handed(row, at=at) for row in rows)


def for_the_day(agent: Access, *, at: dt.datetime, many: int = 20) -> tuple[Handed, ...]:
    """What the author has to look at: to remind, answered or silent, and of which nothing came yet in 30 days."""
    since = at - dt.timedelta(days=30)
    ended = Q(ended_at__gte=since, outcome="") & ~Q(state__in=[State.WAITING.value, State.WITHDRAWN.value])
    late = Q(state=State.WAITING.value) & (
        Q(made_at__lte=at - REMINDED_AFTER, reminded_at__isnull=True) | Q(expires_at__lte=at)
    )
    rows = visible(agent).filter(ended | late, made_by_id=agent.account_id)
    found = rows.select_related("made_by").order_by("-ended_at", "made_at", "id")[:many]
    return tuple(handed(row, at=at) for row in found)


def envelope(secret: str, *, at: dt.datetime) -> Envelope | None:
    """None when it is unknown, over or withdrawn: the page does not say which."""
    row = Handover.objects.filter(secret_digest=digest(secret), expires_at__gt=at).first()
    if row is None or row.state not in (State.WAITING, *ANSWERS):
        return None
    organisation = people.employers([row.organisation_id])[row.organisation_id][0]
    return Envelope(str(row.pk), organisation, row.expires_at, State(row.state))


def content(row: Handover) -> Content:
    """Deciphered: for the one who pressed the link."""
    held = disclosed(row, "shared")
    return Content(
        people.employers([row.organisation_id])[row.organisation_id][0],
        row.made_by.display_name or row.made_by.email or "",
        held.pop("author_phone", ""),
        row.purpose,
        held,
        row.expires_at,
    )


def handed(row: Handover, *, at: dt.datetime) -> Handed:
    """As a value, with what is enciphered in it."""
    receiver, is_over = disclosed(row, "receiver"), row.state == State.WAITING and row.expires_at <= at
    is_waiting = row.state == State.WAITING and not is_over
    return Handed(
        str(row.pk),
        row.organisation_id,
        row.made_by.display_name or row.made_by.email or "",
        row.made_by_id,
        row.made_at,
        row.expires_at,
        row.person,
        row.encounter_id,
        row.purpose,
        row.place_name or receiver.get("name", ""),
        receiver.get("email", ""),
        tuple(row.shared_keys),
        row.agreed_at,
        row.agreed_by,
        row.words_version,
        row.openings,
        row.opened_at,
        row.reminded_at,
        is_waiting and row.reminded_at is None and row.made_at + REMINDED_AFTER <= at,
        State.SILENT if is_over else State(row.state),
        row.expires_at if is_over else row.ended_at,
        row.refusal,
        row.contact_how,
        row.contact_when,
        disclosed(row, "answer"),
        row.outcome,
        row.outcome_on,
    )


def disclosed(row: Handover, name: str) -> dict[str, str]:
    """One enciphered value; empty when it was erased."""
    closed = getattr(row, name)
    held: dict[str, str] = json.loads(ciphering.disclose(closed, cell=cell(row.pk, name))) if closed else {}
    return held


def closed(row_id: object, name: str, held: dict[str, str]) -> bytes | None:
    """The contrary; None for nothing."""
    kept = {key: value for key, value in held.items() if value}
    if not kept:
        return None
    return ciphering.close(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), cell=cell(row_id, name))


def _of(which: str, at: dt.datetime) -> Q:
    waiting, answered = Q(state=State.WAITING.value), [one.value for one in ANSWERS]
    return {
        "waiting": waiting & Q(expires_at__gt=at),
        "answered": Q(state__in=answered),
        "ended": Q(state__in=[State.SILENT.value, State.WITHDRAWN.value]) | (waiting & Q(expires_at__lte=at)),
    }[which]
