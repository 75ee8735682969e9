"""Our own sample of fictional places (made by scripts/make_demo_places.py): the columns are those of a place."""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files, opening, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import Access
from prevenance.offer.operations import PlaceDraft

_REQUIRED = frozenset(
    (
        "id",
        "kind",
        "name",
        "address",
        "postal_code",
        "commune_code",
        "latitude",
        "longitude",
        "phone",
        "opening_hours",
        "wheelchair",
        "content_on",
    )
)


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        yield row if isinstance(row, RowRefused) else _draft(row)


def _draft(row: tables.Row) -> PlaceDraft:
    access = row.text("wheelchair")
    return PlaceDraft(
        number=row.number,
        source_id=row.text("id"),
        kind=row.text("kind"),
        name=row.text("name"),
        address=row.text("address"),
        postal_code=row.text("postal_code"),
        commune_code=row.text("commune_code"),
        latitude=row.text("latitude"),
        longitude=row.text("longitude"),
        phone=row.text("phone"),
        hours=opening.from_osm(row.text("opening_hours")),
        wheelchair=Access(access) if access in list(Access) else Access.UNKNOWN,
        content_on=row.text("content_on"),
    )
