"""What a place or the team says of a card: all is right, this has changed, this was a mistake. All can be undone.

Each operation makes the place again from its records and what is in force. Readers that keep places in memory are told
(a `Revision`) when what they keep has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from prevenance.offer.choices import CHANGED_FIELDS, Author
from prevenance.offer.models import Change, Check, Closure, Invitation, Place, PlaceMoved, Revision
from prevenance.offer.operations import places

_TOGETHER = (("latitude", "longitude"), ("commune_code", "postal_code"))  # half of one would be another place
_IN_MEMORY = ("name", "latitude", "longitude", "is_position_approximate", "wheelchair", "has_closed", "commune_code")


class NotThere(LookupError):
    """There is no such place, or nothing of this number that may be undone."""


def confirm(*, place_id: str, author: Author, at: dt.datetime, invitation_id: int | None = None) -> int:
    """The whole card is right. Gives the number of the check; said twice on one day, it counts once."""
    with transaction.atomic():
        place_id = id_of_today(place_id)
        known = Check.objects.filter(place_id=place_id, author=author, undone_at__isnull=True)
        check = known.filter(checked_at__gte=at - dt.timedelta(hours=12), checked_at__lte=at).first()
        if check is None:
            check = Check.objects.create(place_id=place_id, author=author, checked_at=at)
            _make(place_id, at=at, cause="a check")
        answered(invitation_id, at=at)
        return check.pk


def correct(
    *, place_id: str, values: Mapping[str, Any], author: Author, at: dt.datetime, invitation_id: int | None = None
) -> list[int]:
    """Writes one change for each field whose value is not the one of today; gives their numbers. The values are clean
    (see `forms`); `acts` holds the acts that are spoken of: {act: true, false or null}.

    Raises:
        NotThere: no such place.
        ValueError: a field that nobody may correct.
    """
    if strangers := set(values) - set(CHANGED_FIELDS):
        raise ValueError(f"Not fields of a card: {', '.join(sorted(strangers))}.")
    with transaction.atomic():
        place_id = id_of_today(place_id)
        place = Place.objects.get(id=place_id)
        before = {field: getattr(place, field) for field in values if field != "acts"}
        if "acts" in values:
            before["acts"] = _acts_said(place, values["acts"])
        changes = [
            Change.objects.create(
                place_id=place_id,
                field=field,
                before=before[field],
                after=after,
                author=author,
                invitation_id=invitation_id,
                made_at=at,
            )
            for field, after in values.items()
            if before[field] != after
        ]
        if changes:
            _make(place_id, at=at, cause="a correction")
            answered(invitation_id, at=at)
        return [change.pk for change in changes]


def undo_change(*, change_id: int, by: Author, at: dt.datetime, invitation_id: int | None = None) -> None:
    """`invitation_id`: only a change made through this link. A latitude goes with its longitude, a commune with its
    postal code.
    """
    with transaction.atomic():
        mine = Change.objects.select_for_update().filter(id=change_id, undone_at__isnull=True)
        change = mine.filter(invitation_id=invitation_id).first() if invitation_id else mine.first()
        if change is None:
            raise NotThere(f"change {change_id}")
        undone = {"undone_at": at, "undone_by": str(by)}
        Change.objects.filter(id=change.pk).update(**undone)
        if fields := next((fields for fields in _TOGETHER if change.field in fields), None):
            other = {"place_id": change.place_id, "field__in": fields, "made_at": change.made_at}
            Change.objects.filter(**other, undone_at__isnull=True).update(**undone)
        if change.field == "commune_code":  # a spot given since then was of the other commune
            since = {"place_id": change.place_id, "field__in": _TOGETHER[0], "made_at__gte": change.made_at}
            Change.objects.filter(**since, undone_at__isnull=True).update(**undone)
        _remake(change.place_id, at=at)
        not_answered_any_more(invitation_id)


def undo_check(*, check_id: int, at: dt.datetime, invitation_id: int | None = None) -> None:
    with transaction.atomic():
        mine = Check.objects.select_for_update().filter(id=check_id, undone_at__isnull=True)
        if invitation_id:
            mine = mine.filter(**of_invitation(Invitation.objects.get(id=invitation_id), "checked_at"))
        check = mine.first()
        if check is None:
            raise NotThere(f"check {check_id}")
        check.undone_at = at
        check.save(update_fields=["undone_at"])
        _remake(check.place_id, at=at)
        not_answered_any_more(invitation_id)


def of_invitation(invitation: Invitation, made: str) -> dict[str, Any]:
    """What filters the rows that a place wrote through its link: since it was made, under any id of the place."""
    moved = PlaceMoved.objects.filter(id=invitation.place_id).values_list("place_id", flat=True).first()
    ids = {invitation.place_id, moved or invitation.place_id}
    return {"place_id__in": ids, "author": str(Author.PLACE), f"{made}__gte": invitation.made_at}


def opened(*, invitation_id: int, at: dt.datetime) -> None:
    """Somebody pressed a button of the card. Looking at it writes nothing: mail scanners look too."""
    Invitation.objects.filter(id=invitation_id, opened_at__isnull=True).update(opened_at=at)


def answered(invitation_id: int | None, *, at: dt.datetime) -> None:
    """Something was said through this link, if there is one."""
    if invitation_id is not None:
        opened(invitation_id=invitation_id, at=at)
        Invitation.objects.filter(id=invitation_id).update(answered_at=at)


def not_answered_any_more(invitation_id: int | None) -> None:
    """When all that came through a link is undone, the place has not answered."""
    if invitation_id is None:
        return
    invitation = Invitation.objects.get(id=invitation_id)
    still = (
        invitation.changes.filter(undone_at__isnull=True).exists()
        or Check.objects.filter(**of_invitation(invitation, "checked_at"), undone_at__isnull=True).exists()
        or Closure.objects.filter(**of_invitation(invitation, "made_at"), undone_at__isnull=True).exists()
    )
    if not still:
        Invitation.objects.filter(id=invitation_id).update(answered_at=None)


def _acts_said(place: Place, given: Mapping[str, Any]) -> dict[str, bool | None]:
    known = {row.act: row.confidence != "not_done" for row in place.acts.exclude(confidence="to_be_confirmed")}
    return {act: known.get(act) for act in given}


def id_of_today(place_id: str) -> str:
    """Raises NotThere."""
    if Place.objects.filter(id=place_id).exists():
        return place_id
    moved = PlaceMoved.objects.filter(id=place_id).values_list("place_id", flat=True).first()
    if moved is None:
        raise NotThere(f"place {place_id}")
    return moved


def _remake(place_id: str, *, at: dt.datetime) -> None:
    """A place that has gone meanwhile has nothing to make again."""
    try:
        today = id_of_today(place_id)
    except NotThere:
        return
    _make(today, at=at, cause="an undone answer")


def _make(place_id: str, *, at: dt.datetime, cause: str) -> None:
    before = Place.objects.filter(id=place_id).values_list(*_IN_MEMORY).first()
    places.make([place_id])
    if before != Place.objects.filter(id=place_id).values_list(*_IN_MEMORY).first():
        Revision.objects.create(at=at, cause=cause)
