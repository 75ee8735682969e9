"""Rounds: once a season, places are asked whether their card is right, each by a link of its own.

An invitation is born without a link (revoked at the instant it is made). Writing its letter makes a secret, of which
only the SHA-256 is kept; writing it again makes another, and the former link opens nothing any more.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q

from prevenance.offer.models import Invitation, Place, PlaceKind, UpdateRound
from prevenance.offer.queries.rounds import digest

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another on paper
LENGTH = 20  # 99 bits
_AT_ONCE = 1000
_PARIS = ZoneInfo("Europe/Paris")


class NoSuchRound(LookupError):
    """The number of a round that is not there."""


class RoundIsOver(ValueError):
    """Letters of a round whose last day has passed."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One line for the operator to send. `secret` exists nowhere else."""

    place_id: str
    name: str
    kind: str
    address: str
    postal_code: str
    commune_name: str
    email: str
    is_fictional: bool
    secret: str


def open_round(
    *,
    name: str,
    opens_on: dt.date,
    closes_on: dt.date,
    at: dt.datetime,
    is_heat_wave: bool = False,
    kinds: Collection[str] = (),
    communes: Collection[str] = (),
    departments: Collection[str] = (),
) -> tuple[int, int]:
    """Invites the places of these kinds, in these communes or departments (everything when none is named); gives the
    number of the round and how many places are invited. The links live until the end of the day `closes_on`.
    """
    expires_at = dt.datetime.combine(closes_on + dt.timedelta(days=1), dt.time(), tzinfo=_PARIS)
    wanted = Place.objects.filter(has_closed=False)
    if kinds:
        wanted = wanted.filter(id__in=PlaceKind.objects.filter(kind__in=list(kinds)).values("place_id"))
    if communes or departments:
        where = Q(commune_code__in=list(communes))
        for department in departments:
            where |= Q(commune_code__startswith=department)
        wanted = wanted.filter(where)
    with transaction.atomic():
        opened = UpdateRound.objects.create(
            name=name, opens_on=opens_on, closes_on=closes_on, is_heat_wave=is_heat_wave
        )
        identifiers = list(wanted.order_by("id").values_list("id", flat=True))
        Invitation.objects.bulk_create(
            (
                Invitation(
                    update_round=opened,
                    place_id=identifier,
                    secret_digest=secrets.token_hex(32),  # of no secret at all
                    made_at=at,
                    revoked_at=at,
                    expires_at=expires_at,
                )
                for identifier in identifiers
            ),
            batch_size=_AT_ONCE,
        )
    return opened.pk, len(identifiers)


def make_letters(*, round_id: int, at: dt.datetime, missing: bool = False) -> list[Letter]:
    """A new secret for each place invited that is still there; `missing`: only for those that never had one.

    Raises:
        NoSuchRound, RoundIsOver.
    """
    with transaction.atomic():
        asked = UpdateRound.objects.filter(id=round_id).first()
        if asked is None:
            raise NoSuchRound(round_id)
        if at.astimezone(_PARIS).date() > asked.closes_on:
            raise RoundIsOver(asked.closes_on.isoformat())
        invitations = Invitation.objects.filter(update_round=asked).order_by("place_id")
        if missing:
            invitations = invitations.filter(revoked_at=F("made_at"))
        letters: list[Letter] = []
        rows = list(invitations)
        for start in range(0, len(rows), _AT_ONCE):
            letters += _written(rows[start : start + _AT_ONCE], at)
        return letters


def _written(invitations: Sequence[Invitation], at: dt.datetime) -> list[Letter]:
    held = Place.objects.filter(id__in=[one.place_id for one in invitations], has_closed=False)
    known = {place.id: place for place in held}
    made = [one for one in invitations if one.place_id in known]
    letters = []
    for invitation in made:
        secret = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        invitation.secret_digest, invitation.made_at, invitation.revoked_at = digest(secret), at, None
        place = known[invitation.place_id]
        letters.append(
            Letter(
                place_id=place.id,
                name=place.name,
                kind=place.kind,
                address=place.address,
                postal_code=place.postal_code,
                commune_name=place.commune_name,
                email=place.email,
                is_fictional=place.is_fictional,
                secret=secret,
            )
        )
    Invitation.objects.bulk_create(  # three times quicker than an update in bulk
        made,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["secret_digest", "made_at", "revoked_at"],
    )
    return letters


def revoke(*, round_id: int, at: dt.datetime, place_id: str = "") -> int:
    """Closes the links of a round, or of one place in it; gives how many were open."""
    held = Invitation.objects.filter(update_round_id=round_id, revoked_at__isnull=True)
    return (held.filter(place_id=place_id) if place_id else held).update(revoked_at=at)
