"""Rounds of invitations: whose link a secret is, what came through it, and how a round goes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from prevenance.offer import models
from prevenance.offer.choices import Author, Notice
from prevenance.offer.queries import places

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Invited:
    """A link that opens. `place_id` is the id of today; `until` the instant from which it opens nothing."""

    id: int
    place_id: str
    made_at: dt.datetime
    until: dt.datetime
    is_heat_wave: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Something said of a card. `what`: change, check or notice; `field`, `before`, `after` belong to a change."""

    what: str
    id: int
    place_id: str
    at: dt.datetime
    author: str
    field: str = ""
    before: Any = None
    after: Any = None
    notice: Notice | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    words: str = ""
    undone_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Of places invited. `corrected` and `confirmed` have answered; the others have not, whether they opened or not."""

    invited: int = 0
    with_letter: int = 0
    opened: int = 0
    confirmed: int = 0
    corrected: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """`by_kind` counts each place once, under the kind of the record that leads ("" when the place has gone)."""

    id: int
    name: str
    opens_on: dt.date
    closes_on: dt.date
    is_heat_wave: bool
    total: Count
    by_kind: dict[str, Count] = field(default_factory=dict)


def digest(secret: str) -> str:
    """Of a secret as it was typed: dashes, spaces and capitals do not count. In hexadecimal."""
    plain = "".join(char for char in secret.lower() if char.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def invited(secret: str, *, at: dt.datetime) -> Invited | None:
    """None for a link that is unknown, revoked, too early or expired, or whose place has gone: nobody is told which."""
    found = (
        models.Invitation.objects.select_related("update_round")
        .filter(secret_digest=digest(secret[:100]), revoked_at__isnull=True, expires_at__gt=at)
        .first()
    )
    if found is None:
        return None
    place = places.place(found.place_id)
    if place is None:
        return None
    return Invited(found.pk, place.id, found.made_at, found.expires_at, found.update_round.is_heat_wave)


def answers_through(link: Invited) -> list[Answer]:
    """What is in force of what the place said through this link, the last first."""
    mine = {"place_id__in": ids_of(link.place_id), "author": str(Author.PLACE), "undone_at__isnull": True}
    found = [_change(row) for row in models.Change.objects.filter(invitation_id=link.id, undone_at__isnull=True)]
    found += [
        Answer("check", row.pk, row.place_id, row.checked_at, row.author)
        for row in models.Check.objects.filter(**mine, checked_at__gte=link.made_at)
    ]
    found += [_notice(row) for row in models.Closure.objects.filter(**mine, made_at__gte=link.made_at)]
    return sorted(found, key=lambda one: (one.at, one.what, one.id), reverse=True)


def changes(place_id: str = "", *, most: int = 200, only: Q | None = None) -> list[Answer]:
    """Corrections, checks and notices, undone ones too, the last first: of one place, or those that `only` keeps."""
    kept = (Q(place_id__in=ids_of(place_id)) if place_id else Q()) & (only or Q())
    found = [_change(row) for row in models.Change.objects.filter(kept).order_by("-made_at")[:most]]
    found += [
        Answer("check", row.pk, row.place_id, row.checked_at, row.author, undone_at=row.undone_at)
        for row in models.Check.objects.filter(kept).order_by("-checked_at")[:most]
    ]
    found += [_notice(row) for row in models.Closure.objects.filter(kept).order_by("-made_at")[:most]]
    return sorted(found, key=lambda one: (one.at, one.what, one.id), reverse=True)[:most]


def ids_of(place_id: str) -> list[str]:
    """The place under its id of today, and under those that it was given."""
    return [place_id, *models.PlaceMoved.objects.filter(place_id=place_id).values_list("id", flat=True)]


def _change(row: models.Change) -> Answer:
    return Answer(
        "change",
        row.pk,
        row.place_id,
        row.made_at,
        row.author,
        field=row.field,
        before=row.before,
        after=row.after,
        undone_at=row.undone_at,
    )


def _notice(row: models.Closure) -> Answer:
    return Answer(
        "notice",
        row.pk,
        row.place_id,
        row.made_at,
        row.author,
        notice=Notice(row.notice),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        words=row.words,
        undone_at=row.undone_at,
    )


def round_status(round_id: int) -> RoundStatus | None:
    asked = models.UpdateRound.objects.filter(id=round_id).first()
    if asked is None:
        return None
    rows = list(models.Invitation.objects.filter(update_round=asked).values())
    kinds = _kinds(row["place_id"] for row in rows)
    changed = models.Change.objects.filter(invitation__update_round=asked, undone_at__isnull=True)
    corrected = set(changed.values_list("invitation_id", flat=True))
    by_kind: dict[str, Counter[str]] = {}
    for row in rows:
        mine = by_kind.setdefault(kinds.get(row["place_id"], ""), Counter())
        mine.update(_states(row, corrected))
    total = sum(by_kind.values(), Counter())
    return RoundStatus(
        asked.pk,
        asked.name,
        asked.opens_on,
        asked.closes_on,
        asked.is_heat_wave,
        Count(**total),
        {kind: Count(**counted) for kind, counted in sorted(by_kind.items())},
    )


def _states(row: Mapping[str, Any], corrected: set[int]) -> list[str]:
    states = ["invited"]
    if row["revoked_at"] != row["made_at"]:
        states.append("with_letter")
    if row["opened_at"]:
        states.append("opened")
    if not row["answered_at"]:
        return [*states, "silent"]
    return [*states, "corrected" if row["id"] in corrected else "confirmed"]


def _kinds(identifiers: Iterable[str]) -> dict[str, str]:
    wanted, found = list(identifiers), dict[str, str]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = models.Place.objects.filter(id__in=wanted[start : start + _AT_ONCE])
        found |= dict(some.values_list("id", "kind"))
    return found


def round_numbers() -> list[int]:
    """The numbers of all rounds, the last to open first."""
    return list(models.UpdateRound.objects.order_by("-opens_on", "-id").values_list("id", flat=True))


def flags(place_id: str = "") -> list[tuple[str, str, int, dt.date]]:
    """What residents reported and nobody has settled: (place, reason, how many times, the last day)."""
    waiting = models.Flag.objects.filter(settled_at__isnull=True, **({"place_id": place_id} if place_id else {}))
    counted: dict[tuple[str, str], tuple[int, dt.date]] = {}
    for place, reason, day in waiting.values_list("place_id", "reason", "made_on"):
        many, last = counted.get((place, reason), (0, day))
        counted[place, reason] = (many + 1, max(last, day))
    return [(place, reason, many, last) for (place, reason), (many, last) in sorted(counted.items())]
