"""A list of places and its map for the frame of another site, and the line of HTML that puts it there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext

from prevenance.catalogue import Catalogue
from prevenance.catalogue.content_values import DoneAt
from prevenance.kit.templatetags.kit import short_date
from prevenance.offer.choices import PLACE_KINDS, sources, words
from prevenance.offer.presenters import maps, wording
from prevenance.offer.presenters.readable_names import readable
from prevenance.offer.queries import NearPlace
from prevenance.territories import queries as territories


@dataclass(frozen=True, slots=True)
class FramedPlace:
    """One place of the list, with its number on the map."""

    number: int
    id: str
    name: str
    kind: str
    address: str
    distance: str
    opening: str
    phone: str
    dial: str
    access: str
    advice: str
    checked: str
    is_fictional: bool
    x: int
    y: int


def framed_places(
    found: Sequence[NearPlace], chart: territories.CommuneMap, done_at: Sequence[DoneAt] = (), *, at: dt.datetime
) -> tuple[FramedPlace, ...]:
    """In the order of the list. `done_at`: how sure we are that each kind of place does the act."""
    by_kind = {str(one.kind): one for one in done_at}
    return tuple(
        _framed(number, near, chart, by_kind.get(near.place.kind), at) for number, near in enumerate(found, start=1)
    )


def _framed(
    number: int, near: NearPlace, chart: territories.CommuneMap, done: DoneAt | None, at: dt.datetime
) -> FramedPlace:
    place = near.place
    x, y = chart.place(place.latitude, place.longitude)
    return FramedPlace(
        number=number,
        id=place.id,
        name=readable(place.name),
        kind=wording.kind(place.kind),
        address=", ".join(filter(None, (place.address, f"{place.postal_code} {place.commune_name}".strip()))),
        distance=maps.distance(near.distance_km, is_approximate=place.is_position_approximate),
        opening=wording.opening(near.opening, at),
        phone=wording.phone(place.phone) if place.phone else "",
        dial=place.phone,
        access=wording.ACCESS[place.wheelchair](),
        advice=wording.advice(done, near.said),
        checked=gettext("Checked on %(day)s.") % {"day": short_date(near.checked_on)} if near.checked_on else "",
        is_fictional=near.is_fictional,
        x=x,
        y=y,
    )


def title(act: str, kinds: Sequence[str], commune: str, book: Catalogue) -> str:
    """What is shown, and near where."""
    if act:
        name = book.acts[act].name.in_language(wording.language())
        what = wording.typeset(name[:1].upper() + name[1:], wording.language())
    else:
        what = ", ".join(_several(kind) for kind in kinds)
    return gettext("%(what)s near %(commune)s") % {"what": what, "commune": commune}


def _several(kind: str) -> str:
    """« Pharmacies »."""
    name = words.kinds()[kind][wording.language()][1]
    return wording.typeset(name[:1].upper() + name[1:], wording.language())


def credited(found: Sequence[NearPlace]) -> str:
    """Where the places come from, under which licences."""
    known = sources.sources()
    keys = dict.fromkeys(near.place.source for near in found)
    return " ; ".join(f"{wording.said(known[key].name)} ({known[key].licence})" for key in keys if key in known)


def options(book: Catalogue) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a frame may show: (group, [(value, words)])."""
    tongue = wording.language()
    acts = [(f"act:{key}", wording.typeset(one.name.in_language(tongue), tongue)) for key, one in book.acts.items()]
    kinds = [(f"kind:{kind}", wording.kind(kind)) for kind in PLACE_KINDS]
    said = [(value, named[:1].upper() + named[1:]) for value, named in acts]
    return [
        (gettext("Places where something is done"), sorted(said, key=lambda one: one[1])),
        (gettext("Kinds of places"), sorted(kinds, key=lambda one: one[1])),
    ]


def address(what: str, commune_code: str, root: str) -> str:
    """Of the frame. `what` is "act:…" or "kind:…"; `root`: scheme and host of this site."""
    sort, _, key = what.partition(":")
    return f"{root}{reverse('offer:embed-places')}?{urlencode({'commune': commune_code, sort: key})}"


def line_of_html(url: str, title: str) -> str:
    """To paste in a page: every value escaped."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="700" loading="lazy" referrerpolicy="no-referrer"></iframe>',
        url,
        title,
    )
