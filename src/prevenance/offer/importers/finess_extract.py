"""FINESS, the older extract: `structureet` rows, and in its located edition `geolocalisation` rows after them.

No header line: the first line says `finess;etalab;96;<date>`. Thirty-two cells by establishment, read by their rank.
The projection of a position is written inside its source (`…,LAMBERT_93`, `…,UTM_N20`). Frozen since May 2026, and
without closed establishments in principle: `dateouv` alone is there. UTF-8 or Windows-1252, depending on the edition.
Memory: the rows wait for their position on disk (see `formats.shelves`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prevenance.formats import files, positions, shelves, unquoted
from prevenance.formats.refusals import FileRefused, RowRefused
from prevenance.offer.choices import words
from prevenance.offer.operations import PlaceDraft

_WIDTH = 32
# Rank of the cells that are kept.
_KEPT = {
    "finess": 1,
    "legal_finess": 2,
    "short_name": 3,
    "long_name": 4,
    "number": 7,
    "street_type": 8,
    "street": 9,
    "street_more": 10,
    "commune": 12,
    "department": 13,
    "post_line": 15,
    "phone": 16,
    "category": 18,
    "siret": 22,
    "updated_on": 30,
}
_ESTABLISHMENT, _POSITION = "structureet", "geolocalisation"
# FINESS writes the overseas departments with a letter.
_OVERSEAS = {"9A": "971", "9B": "972", "9C": "973", "9D": "974", "9E": "975", "9F": "976", "9J": "977", "9K": "978"}


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    with shelves.shelf() as shelf:
        yield from _put_aside(file, shelf)
        for number, finess, row in shelf.every(_ESTABLISHMENT):
            yield _draft(number, row, shelf.get(_POSITION, finess))


def _put_aside(file: files.Checked, shelf: shelves.Shelf) -> Iterator[RowRefused]:
    """Gives the rows refused at once; those of establishments and positions go to the shelf."""
    is_first, is_short, number = True, False, 0
    for number, cells in unquoted.rows(file, ";"):
        is_short = False
        if is_first:
            is_first = False
            if cells[0].strip().lower() != "finess":
                raise FileRefused("no_header")
        elif cells[0] == _ESTABLISHMENT and len(cells) == _WIDTH:
            row = {name: cells[rank].strip() for name, rank in _KEPT.items()}
            shelf.put(_ESTABLISHMENT, row["finess"], row, number=number)
        elif cells[0] == _POSITION and len(cells) >= 5:
            shelf.put(_POSITION, cells[1].strip(), cells[2:5])
        else:
            is_short = len(cells) < _WIDTH
            yield RowRefused(number, "wrong_number_of_cells")
    if is_short and not file.ends_with_newline:
        raise FileRefused("truncated", line=number)


def _draft(number: int, row: dict[str, str], where: Sequence[str] | None) -> PlaceDraft | RowRefused:
    kind = words.finess_kinds().get(row["category"])
    if kind is None:
        return RowRefused(number, "kind_not_used")
    latitude, longitude, mended = _coordinates(*where) if where else ("", "", "")
    postal_code, _, city = row["post_line"].partition(" ")
    return PlaceDraft(
        number=number,
        source_id=row["finess"],
        kind=kind,
        name=row["long_name"] or row["short_name"],
        address=" ".join(filter(None, (row[name] for name in ("number", "street_type", "street", "street_more")))),
        postal_code=postal_code,
        commune_code=commune_code(row["department"], row["commune"]),
        commune_name=city,
        latitude=latitude,
        longitude=longitude,
        phone=row["phone"],
        finess=row["finess"],
        legal_finess=row["legal_finess"],
        siret=row["siret"],
        content_on=row["updated_on"],
        mended=(mended,) if mended else (),
    )


def commune_code(department: str, commune: str) -> str:
    """INSEE code from FINESS's department (`59`, `2A`, `9A`…) and its number of the commune in the department."""
    if not department or not commune:
        return ""
    department = _OVERSEAS.get(department.upper(), department)
    # Overseas, the department takes three characters of the five, and the commune is written with two or three.
    return department + commune.zfill(3)[-(5 - len(department)) :]


def _coordinates(x: str, y: str, source: str) -> tuple[str, str, str]:
    """Degrees for an overseas projection; Lambert-93 is left to be converted, and counted, with every other source."""
    if "LAMBERT" in source.upper():
        return y, x, ""
    position, change = positions.in_system(x, y, source)
    # An unknown projection is no position at all: the place is then at its commune's centre, and the report says so.
    mended = "" if change == "no_position" else change
    return (str(position.latitude), str(position.longitude), mended) if position else ("", "", mended)
