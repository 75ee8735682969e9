"""Open data of another Prévenance site (`places.csv`): the columns of `choices.exchanges`, read back.

Fictional places of another site are refused: they must not become real here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from prevenance.formats import files, opening, spreadsheets, tables
from prevenance.formats.opening import Hours
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import Access, Fees
from prevenance.offer.operations import PlaceDraft, ServiceDraft

_REQUIRED = frozenset(("id", "name", "kinds", "commune_code", "latitude", "longitude", "content_on", "is_fictional"))


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        if isinstance(row, RowRefused):
            yield row
        elif row.text("is_fictional").lower() != "false":
            yield RowRefused(row.number, "fictional")
        else:
            yield _draft(row)


def _draft(row: tables.Row) -> PlaceDraft:
    is_exact = row.text("is_position_approximate").lower() == "false"
    access, fees = row.text("wheelchair"), row.text("fees")
    return PlaceDraft(
        number=row.number,
        source_id=row.text("id"),
        kind=row.text("kinds").split("|")[0],
        name=_said(row, "name"),
        address=_said(row, "address"),
        postal_code=row.text("postal_code"),
        commune_code=row.text("commune_code"),
        commune_name=_said(row, "commune_name"),
        latitude=row.text("latitude") if is_exact else "",
        longitude=row.text("longitude") if is_exact else "",
        phone=row.text("phone"),
        email=row.text("email"),
        website=row.text("website"),
        booking=row.text("booking"),
        hours=opening.from_osm(row.text("opening_hours")) if row.text("opening_hours") else _words(row),
        wheelchair=Access(access) if access in list(Access) else Access.UNKNOWN,
        accessibility_page=row.text("accessibility_page"),
        fees=Fees(fees) if fees in list(Fees) else Fees.UNKNOWN,
        description=_said(row, "description"),
        organisation=_said(row, "organisation"),
        siret=row.text("siret"),
        finess=row.text("finess"),
        legal_finess=row.text("legal_finess"),
        content_on=row.text("content_on"),
        services=tuple(_services(row)),
    )


def _services(row: tables.Row) -> Iterator[ServiceDraft]:
    cells = [_said(row, name) for name in ("services", "service_codes", "service_counts")]
    if not cells[0]:
        return
    for label, code, count in zip_longest(*(cell.split("|") for cell in cells), fillvalue=""):
        is_number = count.isascii() and count.isdigit() and len(count) < 7
        yield ServiceDraft(label, code, int(count) if is_number else None)


def _words(row: tables.Row) -> Hours:
    return Hours(words=_said(row, "opening_words")[: opening.LONGEST_WORDS])


def _said(row: tables.Row, name: str) -> str:
    return spreadsheets.restored_cell(row.text(name))
