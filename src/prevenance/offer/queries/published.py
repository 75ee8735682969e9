"""Places as they may be published: read in batches, each value from a source whose licence allows it.

A place may be made of several records. What it took from a source of unclear licence is taken instead from its other
records, or left out; a place that only such sources know is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from prevenance.offer import models
from prevenance.offer.choices import DEMO_SOURCE, licences

BATCH = 1000
_ADDRESS = ("address", "postal_code", "commune_code", "commune_name")
_POSITION = ("latitude", "longitude", "is_position_approximate")
_HOURS = ("opening_hours", "opening_words")
_ALONE = (
    "phone",
    "email",
    "website",
    "booking",
    "wheelchair",
    "accessibility_page",
    "fees",
    "description",
    "organisation",
    "siret",
    "finess",
    "legal_finess",
)
# An address and a position from two sources could contradict each other: they go together.
_GROUPS: tuple[tuple[str, ...], ...] = (("name",), _ADDRESS + _POSITION, _HOURS, *((name,) for name in _ALONE))
_VALUES = ("id", *(name for group in _GROUPS for name in group), "is_fictional")


@dataclass(frozen=True, slots=True)
class PublishedService:
    """As `Service`: the words of the source, its code, a number of professionals."""

    label: str
    code: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Credit:
    """A source that speaks of the place, under which identifier, and the date of that content."""

    source: str
    source_id: str
    content_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Published:
    """One place. `kinds` and `credits` begin with what leads; `content_on` is the newest of what is published."""

    id: str
    name: str
    address: str
    postal_code: str
    commune_code: str
    commune_name: str
    latitude: float
    longitude: float
    is_position_approximate: bool
    opening_hours: str
    opening_words: str
    phone: str
    email: str
    website: str
    booking: str
    wheelchair: str
    accessibility_page: str
    fees: str
    description: str
    organisation: str
    siret: str
    finess: str
    legal_finess: str
    is_fictional: bool
    kinds: tuple[str, ...]
    services: tuple[PublishedService, ...]
    credits: tuple[Credit, ...]
    content_on: dt.date | None

    @property
    def department(self) -> str:
        return self.commune_code[:3] if self.commune_code.startswith("97") else self.commune_code[:2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which places. Everything left empty means all of them, except the fictional ones and those of unclear licence.

    `box` is west, south, east, north, in degrees. `act` is a key of the catalogue, which the kinds of `act_kinds` do.
    """

    kinds: Sequence[str] = ()
    communes: Sequence[str] = ()
    departments: Sequence[str] = ()
    box: tuple[float, float, float, float] | None = None
    act: str = ""
    act_kinds: Sequence[str] = ()
    wheelchair: Sequence[str] = ()
    updated_since: dt.date | None = None
    with_demo: bool = False
    with_unclear_licences: bool = False


def published(wanted: Wanted, *, after: str = "", most: int | None = None) -> Iterator[Published]:
    """In the order of their ids, beginning after one of them: the same order at each call. Memory stays near one
    batch. `most` bounds the places looked at: fewer may come out.
    """
    left = most
    while left is None or left > 0:
        size = BATCH if left is None else min(left, BATCH)
        rows = list(_chosen(wanted).filter(id__gt=after).order_by("id")[:size])
        yield from _described(rows, wanted)
        if len(rows) < size:
            return
        after, left = rows[-1].id, None if left is None else left - size


def published_by_id(identifiers: Iterable[str], wanted: Wanted) -> dict[str, Published]:
    """Those of these places that may be published, by id."""
    rows = list(_chosen(wanted).filter(id__in=list(identifiers)))
    return {one.id: one for one in _described(rows, wanted)}


def changed_at() -> dt.datetime | None:
    """The last instant at which anything that is published may have changed."""
    found = [models.Revision.objects.order_by("-id").values_list("at", flat=True).first()]
    for table, fields in (
        (models.Change, ("made_at", "undone_at")),
        (models.Check, ("checked_at", "undone_at")),
        (models.Closure, ("made_at", "undone_at")),
    ):
        for field in fields:
            found.append(
                table.objects.exclude(**{field: None}).order_by(f"-{field}").values_list(field, flat=True).first()
            )
    return max((instant for instant in found if instant), default=None)


def revision() -> int:
    """Grows each time that an import or a join changes places."""
    return models.Revision.objects.order_by("-id").values_list("id", flat=True).first() or 0


def positions_of(wanted: Wanted) -> list[tuple[str, float, float]]:
    """Id, latitude and longitude of all that is wanted."""
    return list(_chosen(wanted).order_by("id").values_list("id", "latitude", "longitude"))


def _chosen(wanted: Wanted) -> QuerySet[models.Place]:
    places = models.Place.objects.filter(has_closed=False)
    if not wanted.with_demo:
        places = places.filter(is_fictional=False)
    if not wanted.with_unclear_licences:
        clear = models.Record.objects.filter(place=OuterRef("pk"), source__in=_clear())
        places = places.filter(Exists(clear))
    if wanted.kinds:
        places = places.filter(Exists(_of_kinds(wanted.kinds)))
    if wanted.act:
        said = models.PlaceAct.objects.filter(place=OuterRef("pk"), act=wanted.act)
        may = Exists(_of_kinds(wanted.act_kinds)) & ~Exists(said.filter(confidence="not_done"))
        places = places.filter(may | Exists(said.exclude(confidence="not_done")))
    if wanted.communes:
        places = places.filter(commune_code__in=list(wanted.communes))
    if wanted.departments:
        begins = Q()
        for department in wanted.departments:
            begins |= Q(commune_code__startswith=department)
        places = places.filter(begins)
    if wanted.box:
        west, south, east, north = wanted.box
        places = places.filter(longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north)
    if wanted.wheelchair:
        places = places.filter(wheelchair__in=list(wanted.wheelchair))
    if wanted.updated_since:
        places = places.filter(content_on__gte=wanted.updated_since)
    return places


def _of_kinds(kinds: Sequence[str]) -> QuerySet[models.PlaceKind]:
    return models.PlaceKind.objects.filter(place=OuterRef("pk"), kind__in=list(kinds))


def _clear() -> tuple[str, ...]:
    return (*licences.open_sources(), DEMO_SOURCE)


def _described(rows: list[models.Place], wanted: Wanted) -> Iterator[Published]:
    identifiers = [row.id for row in rows]
    records: dict[str, list[models.Record]] = {}
    for record in models.Record.objects.filter(place_id__in=identifiers).order_by("id"):
        records.setdefault(record.place_id, []).append(record)
    services: dict[str, list[models.Service]] = {}
    for service in models.Service.objects.filter(record__place_id__in=identifiers).order_by("id"):
        services.setdefault(service.record_id, []).append(service)
    kinds: dict[str, list[str]] = {}
    kind_rows = models.PlaceKind.objects.filter(place_id__in=identifiers).order_by("id")
    for place_id, kind in kind_rows.values_list("place_id", "kind"):
        kinds.setdefault(place_id, []).append(kind)
    for row in rows:
        held = records.get(row.id, [])
        kept = [one for one in held if wanted.with_unclear_licences or licences.is_open(one.source)]
        if not kept:
            continue
        made = _published(row, _lead_first(row, kept), kinds.get(row.id, [row.kind]), services, len(kept) < len(held))
        if not wanted.kinds or not set(wanted.kinds).isdisjoint(made.kinds):
            yield made


def _lead_first(row: models.Place, records: list[models.Record]) -> list[models.Record]:
    """The source that leads the place first, then the freshest."""

    def order(record: models.Record) -> tuple[bool, int, str]:
        return record.source != row.source, -(record.content_on.toordinal() if record.content_on else 0), record.id

    return sorted(records, key=order)


def _published(
    row: models.Place,
    records: list[models.Record],
    kinds: list[str],
    services: dict[str, list[models.Service]],
    is_partly_unclear: bool,
) -> Published:
    values: dict[str, Any] = {name: getattr(row, name) for name in _VALUES}
    content_on = row.content_on
    if is_partly_unclear:
        values |= _from_clear_records(row, records)
        content_on = _newest(row, records)
        said = {record.kind for record in records}
        kinds = [kind for kind in kinds if kind in said]
    found = {
        (one.code, one.label): PublishedService(one.label, one.code, one.count)
        for record in records
        for one in services.get(record.id, ())
    }
    return Published(
        **values,
        kinds=tuple(kinds),
        services=tuple(found.values()),
        credits=tuple(Credit(one.source, one.source_id, one.content_on) for one in records),
        content_on=content_on,
    )


def _from_clear_records(row: models.Place, records: list[models.Record]) -> dict[str, Any]:
    """The fields whose value comes from a source of unclear licence, taken from the records that remain."""
    changed: dict[str, Any] = {}
    told = row.told()
    for group in _GROUPS:
        origins = [told[name] for name in group if name in told]
        if all("change" in origin or licences.is_open(origin.get("source", "")) for origin in origins):
            continue
        said = (one for one in records if any(getattr(one, name) not in ("", "unknown") for name in group))
        best = next(said, records[0])
        changed |= {name: getattr(best, name) for name in group}
    return changed


def _newest(row: models.Place, records: list[models.Record]) -> dt.date | None:
    """Of the records that remain and of what people corrected."""
    days = [record.content_on for record in records if record.content_on]
    days += [dt.date.fromisoformat(origin["on"]) for origin in row.origins.values() if "change" in origin]
    return max(days, default=None)
