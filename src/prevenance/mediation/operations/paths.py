"""Paths towards Mon espace santé: begun, dated step by step, ended, forgotten."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from prevenance.mediation.choices import path_steps
from prevenance.mediation.models import Path, PathStep
from prevenance.mediation.queries.paths import ACTION
from prevenance.people.operations import journal
from prevenance.people.queries import Access

LABEL_KEPT = dt.timedelta(days=125)  # the last question is asked 3 months after the activation, and a month for it


class NotAllowed(Exception):
    """Outside the scope of the one who acts."""


class Impossible(ValueError):
    """A day to come, before the beginning, or a "no" to a step that is not asked later."""


@transaction.atomic
def begin(
    *,
    by: Access,
    at: dt.datetime,
    organisation_id: int,
    commune: str,
    on: dt.date,
    person: str = "",
    label: str = "",
    encounter_id: int | None = None,
    found: str = "",
) -> int:
    """A new path; gives its id. `label`: a first name or a card's number, never more; erased after four months.
    `found`: how the space was, "" when it is not known.

    Raises:
        NotAllowed, Impossible
    """
    if by.account_id is None or not by.may(ACTION, organisation=organisation_id, commune=commune):
        raise NotAllowed
    if found and found not in path_steps.found():
        raise Impossible(found)
    label = "" if person else label[:60]
    row = Path.objects.create(
        organisation_id=organisation_id,
        begun_by_id=by.account_id,
        begun_on=on,
        commune_code=commune,
        person=person,
        encounter_id=encounter_id,
        label=label,
        forget_on=on + LABEL_KEPT if label else None,
        found=found,
    )
    _journal(row, by, at, "began")
    return row.pk


@transaction.atomic
def reach(*, by: Access, at: dt.datetime, path_id: int, step: str, on: dt.date, is_reached: bool = True) -> None:
    """Dates one step, or corrects its day. Steps may come in any order: nobody must be made to redo one.

    Raises:
        NotAllowed, Impossible
    """
    row = _mine(by, path_id)
    assert by.account_id is not None  # `_mine` lets nobody else through
    known = path_steps.steps().get(step)
    if known is None or not (row.begun_on - dt.timedelta(days=3653) <= on <= at.date()):
        raise Impossible(step)
    if not is_reached and not known.follow_months:
        raise Impossible(step)
    PathStep.objects.update_or_create(
        path=row,
        key=step,
        defaults={"on": on, "is_reached": is_reached, "noted_by_id": by.account_id, "noted_at": at},
    )
    _journal(row, by, at, "dated")


@transaction.atomic
def unreach(*, by: Access, at: dt.datetime, path_id: int, step: str) -> None:
    """Takes back a step noted by mistake.

    Raises:
        NotAllowed
    """
    row = _mine(by, path_id)
    PathStep.objects.filter(path=row, key=step).delete()
    _journal(row, by, at, "undated")


@transaction.atomic
def end(*, by: Access, at: dt.datetime, path_id: int, ending: str, on: dt.date, why: str = "") -> None:
    """Ends it: no question is asked any more, and the word that named the person is erased. "" opens it again. `why`:
    a reason that the person gave by themselves.

    Raises:
        NotAllowed, Impossible
    """
    row = _mine(by, path_id)
    if ending and (ending not in path_steps.endings() or not row.begun_on <= on <= at.date()):
        raise Impossible(ending)
    if why and (why not in path_steps.reasons() or not ending):
        raise Impossible(why)
    row.ending, row.ended_on, row.why = ending, on if ending else None, why
    if ending:
        row.label, row.forget_on = "", None
    row.save(update_fields=["ending", "ended_on", "why", "label", "forget_on"])
    _journal(row, by, at, "ended" if ending else "reopened")


def forget_labels(*, on: dt.date) -> int:
    """Erases the words that named people, once their day has come; gives how many."""
    return Path.objects.filter(forget_on__lte=on).update(label="", forget_on=None)


def _mine(by: Access, number: int) -> Path:
    row = Path.objects.select_for_update().filter(pk=number).first()
    if row is None or not by.may(ACTION, organisation=row.organisation_id, commune=row.commune_code):
        raise NotAllowed
    return row


def _journal(row: Path, by: Access, at: dt.datetime, verb: str) -> None:
    journal.record(
        by=by.account_id, at=at, verb=verb, kind="path", object_id=row.pk, organisation_id=row.organisation_id
    )
