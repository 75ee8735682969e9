"""Coordination activities, the tags of a team, and what came of the prevention spoken of."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from prevenance.kit.clock import PARIS
from prevenance.mediation.choices import MINUTES_MOST, REMOVED_KEPT, Field, are_known, values
from prevenance.mediation.choices.coordination import PEOPLE_MOST, SUBJECTS, TAGS_MOST
from prevenance.mediation.models import Coordination, Signpost, Tag
from prevenance.mediation.queries import coordination as queries
from prevenance.mediation.queries import encounters
from prevenance.mediation.queries.coordination import COORDINATE, Activity
from prevenance.people.operations import record
from prevenance.people.queries import Access


class NotAllowed(Exception):
    """Outside the scope of the one who acts."""


class NotThere(Exception):
    """None in the scope, or too late to undo."""


class Impossible(ValueError):
    """The form should not have let this through. The message names the field."""


class TooMany(Exception):
    """A team with so many tags that nobody would read them."""


@transaction.atomic
def note(*, by: Access, at: dt.datetime, operation: uuid.UUID, activity: Activity) -> int:
    """Writes one; gives its id. The same `operation` sent again gives the same id and writes nothing.

    Raises:
        NotAllowed, Impossible
    """
    if by.account_id is None or not by.may(COORDINATE, organisation=activity.organisation, commune=activity.commune):
        raise NotAllowed
    known = Coordination.objects.select_for_update().filter(operation=operation).first()
    if known is not None:
        if known.made_by_id != by.account_id:
            raise NotAllowed
        return known.pk
    _check(activity, on=at.astimezone(PARIS).date())
    row = Coordination.objects.create(
        operation=operation, made_by_id=by.account_id, made_at=at, changed_at=at, **_columns(activity)
    )
    _record(by, at, "noted", row)
    return row.pk


@transaction.atomic
def change(*, by: Access, at: dt.datetime, number: int, activity: Activity) -> None:
    """Corrects one, in the same organisation.

    Raises:
        NotThere, NotAllowed, Impossible
    """
    row = _mine(by, number)
    if row.removed_at or activity.organisation != row.organisation_id:
        raise NotThere
    if not by.may(COORDINATE, organisation=activity.organisation, commune=activity.commune):
        raise NotAllowed
    _check(activity, on=at.astimezone(PARIS).date())
    for name, given in _columns(activity).items():
        setattr(row, name, given)
    row.changed_at = at
    row.save()
    _record(by, at, "corrected", row)


@transaction.atomic
def remove(*, by: Access, at: dt.datetime, number: int) -> None:
    """Takes one out of the list and the figures; erased a month later.

    Raises:
        NotThere
    """
    row = _mine(by, number)
    if row.removed_at is None:
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        _record(by, at, "removed", row)


@transaction.atomic
def put_back(*, by: Access, at: dt.datetime, number: int) -> None:
    """Within ten minutes.

    Raises:
        NotThere
    """
    row = _mine(by, number)
    if row.removed_at is None or not queries.may_undo(queries.kept(row), at=at):
        raise NotThere
    row.removed_at = None
    row.save(update_fields=["removed_at"])
    _record(by, at, "put_back", row)


@transaction.atomic
def add_tag(*, by: Access, at: dt.datetime, organisation: int, name: str, department: str = "") -> None:
    """Gives a tag to the team, or opens it again.

    Raises:
        NotAllowed, Impossible, TooMany
    """
    if by.account_id is None or organisation not in by.organisations(COORDINATE):
        raise NotAllowed
    name = " ".join(name.replace(",", " ").split())[:40]
    if not name:
        raise Impossible("name")
    known = Tag.objects.filter(organisation_id=organisation, name__iexact=name).first()
    if known is None and Tag.objects.filter(organisation_id=organisation).count() >= TAGS_MOST:
        raise TooMany
    row = known or Tag(organisation_id=organisation, name=name, made_by_id=by.account_id, made_at=at)
    row.closed_at, row.department_code = None, department
    row.save()
    _record(by, at, "opened", row, kind="tag")


@transaction.atomic
def close_tag(*, by: Access, at: dt.datetime, number: int) -> None:
    """No note offers it any more; what bears it keeps it, and is still counted.

    Raises:
        NotThere
    """
    row = Tag.objects.select_for_update().filter(pk=number).first()
    if row is None or row.organisation_id not in by.organisations(COORDINATE):
        raise NotThere
    if row.closed_at is None:
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        _record(by, at, "closed", row, kind="tag")


@transaction.atomic
def answer_signpost(*, by: Access, at: dt.datetime, encounter: int, key: str, is_done: bool | None) -> None:
    """What the person said since of the prevention spoken of; None takes the answer back.

    Raises:
        NotThere
    """
    seen = encounters.encounter(by, encounter)
    row = Signpost.objects.select_for_update().filter(encounter_id=encounter, key=key).first()
    if seen is None or seen.removed_at or row is None or not encounters.may_change(by, seen):
        raise NotThere
    row.is_done, row.answered_on = is_done, None if is_done is None else at.astimezone(PARIS).date()
    row.save(update_fields=["is_done", "answered_on"])


def tidy(*, at: dt.datetime) -> int:
    """Erases the activities removed a month ago; gives how many."""
    old = Coordination.objects.filter(removed_at__lt=at - REMOVED_KEPT)
    many = old.count()
    old.delete()
    return many


def _mine(by: Access, number: int) -> Coordination:
    row = Coordination.objects.select_for_update().select_related("made_by").filter(pk=number).first()
    if row is None or not by.may(COORDINATE, organisation=row.organisation_id, commune=row.commune_code):
        raise NotThere
    return row


def _check(one: Activity, *, on: dt.date) -> None:
    _must(one.kind in SUBJECTS, "kind")
    _must(one.held_on <= on, "held_on")
    _must(bool(one.commune), "commune")
    _must(one.minutes is None or 1 <= one.minutes <= MINUTES_MOST, "minutes")
    for field, keys in (
        (SUBJECTS[one.kind], one.subjects),
        (Field.ANIMATION_THEMES, one.themes),
        (Field.ORGANISERS, one.organisers),
        (Field.INITIATIVES, tuple(filter(None, [one.initiative]))),
        (Field.ECHELONS, tuple(filter(None, [one.echelon]))),
    ):
        _must(are_known(field, keys), field)
    _must(one.kind == "partnership" or len(one.subjects) <= 1, "subjects")
    _must(
        len(one.partners) <= 10 and all(kind in ("", *values(Field.ORGANISERS)) for _, kind in one.partners), "partners"
    )
    for name in ("participants", "mediators", "structures", "others"):
        many = getattr(one, name)
        _must(many is None or 0 <= many <= PEOPLE_MOST, name)


def _must(is_right: bool, name: str) -> None:
    if not is_right:
        raise Impossible(str(name))


def _columns(one: Activity) -> dict[str, Any]:
    return {
        "organisation_id": one.organisation,
        "kind": one.kind,
        "held_on": one.held_on,
        "minutes": one.minutes,
        "title": one.title[:120],
        "commune_code": one.commune,
        "subjects": list(one.subjects),
        "themes": list(one.themes),
        "initiative": one.initiative,
        "echelon": one.echelon,
        "organisers": list(one.organisers),
        "partners": [{"name": name[:80], "kind": kind} for name, kind in one.partners],
        "participants": one.participants,
        "mediators": one.mediators,
        "structures": one.structures,
        "others": one.others,
        "tags": list(one.tags),
    }


def _record(by: Access, at: dt.datetime, verb: str, row: Coordination | Tag, *, kind: str = "coordination") -> None:
    record(by=by.account_id, at=at, verb=verb, kind=kind, object_id=row.pk, organisation_id=row.organisation_id)
