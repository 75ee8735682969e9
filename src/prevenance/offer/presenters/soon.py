"""Dated prevention actions near someone, in words: a bus on market day, a vaccination afternoon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.kit.templatetags.kit import in_words
from prevenance.offer.choices import OutreachStatus
from prevenance.offer.presenters import maps, wording
from prevenance.offer.presenters.readable_names import readable
from prevenance.offer.queries import NearOutreach


@dataclass(frozen=True, slots=True)
class Dated:
    """One action: what, when, where, for whom, at what cost."""

    title: str
    when: str
    where: str
    distance: str
    audience: str
    cost: str
    organiser: str
    phone: str
    dial: str
    booking: str
    booking_name: str
    is_cancelled: bool


def dated(found: Sequence[NearOutreach]) -> tuple[Dated, ...]:
    """In the order given."""
    return tuple(_dated(near) for near in found)


def _dated(near: NearOutreach) -> Dated:
    one = near.outreach
    commune = f"{one.postal_code} {one.commune_name}".strip()
    return Dated(
        title=readable(one.title),
        when=_when(one.starts_on, one.starts_time, one.ends_on, one.ends_time),
        where=", ".join(filter(None, (readable(one.place), one.address, commune))),
        distance=maps.distance(near.distance_km, is_approximate=one.is_position_approximate),
        audience=one.audience,
        cost=one.cost,
        organiser=one.organiser,
        phone=wording.phone(one.phone) if one.phone else "",
        dial="".join(c for c in one.phone if c.isdigit() or c == "+"),
        booking=one.booking,
        booking_name=wording.site_name(one.booking),
        is_cancelled=one.status == OutreachStatus.CANCELLED,
    )


def _when(starts_on: dt.date, starts: dt.time | None, ends_on: dt.date, ends: dt.time | None) -> str:
    first = _capital(in_words(starts_on))
    if ends_on != starts_on:
        return gettext("%(first)s to %(last)s") % {"first": first, "last": in_words(ends_on)}
    if starts and ends:
        hours = {"day": first, "from": wording.hour(starts), "to": wording.hour(ends)}
        return gettext("%(day)s, from %(from)s to %(to)s") % hours
    return gettext("%(day)s, from %(from)s") % {"day": first, "from": wording.hour(starts)} if starts else first


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
