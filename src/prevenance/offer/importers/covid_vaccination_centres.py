"""Official list of Covid-19 vaccination centres. Prisons, mobile teams and centres kept for professionals are left
out.
"""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files, opening, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import Access
from prevenance.offer.operations import PlaceDraft

_REQUIRED = frozenset(
    ("gid", "nom", "com_cp", "com_insee", "lat_coor1", "long_coor1", "rdv_lundi", "rdv_dimanche", "centre_fermeture")
)
# Units inside prisons and secured hospital units (UHSI, UHSA, USMP), and teams that come to a place for a day.
_NOT_FOR_EVERYONE = ("UHSI", "UHSA", "USMP", "Equipe mobile", "Campagne scolaire")


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        if isinstance(row, RowRefused):
            yield row
            continue
        draft = _draft(row)
        if _is_closed(row, draft):
            yield RowRefused(row.number, "closed")
        elif row.text("reserve_professionels_sante") == "t" or _is_special(row):
            yield RowRefused(row.number, "not_for_everyone")
        else:
            yield draft


def _is_closed(row: tables.Row, draft: PlaceDraft) -> bool:
    return row.text("centre_fermeture") == "t" or draft.hours.osm == "off"


def _is_special(row: tables.Row) -> bool:
    said = f"{row.text('centre_type')} {row.text('nom')}"
    return any(mark in said for mark in _NOT_FOR_EVERYONE)


def _draft(row: tables.Row) -> PlaceDraft:
    said = row.text("lieu_accessibilite").lower()
    return PlaceDraft(
        number=row.number,
        source_id=row.text("gid"),
        kind="vaccination_centre",
        name=row.text("nom"),
        address=" ".join(filter(None, (row.text("adr_num"), row.text("adr_voie")))),
        postal_code=row.text("com_cp"),
        commune_code=row.text("com_insee"),
        commune_name=row.text("com_nom"),
        latitude=row.text("lat_coor1"),
        longitude=row.text("long_coor1"),
        phone=row.text("rdv_tel", "rdv_tel2"),
        booking=row.text("rdv_site_web"),
        hours=opening.from_day_columns([row.text(f"rdv_{day}") for day in opening.FRENCH_DAYS]),
        wheelchair=Access.YES if said in ("oui", "yes") else Access.UNKNOWN,
        content_on=row.text("edit_datemaj"),
        closes_on=row.text("date_fermeture"),
    )
