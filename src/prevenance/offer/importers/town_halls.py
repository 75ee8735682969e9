"""Town halls, from the directory of public services.

`accessibilite` is not read: the file says NAC (not accessible) for every town hall of the region without exception,
which is a default value, not an observation.
"""

from __future__ import annotations

from collections.abc import Iterator

from prevenance.formats import files, opening, tables
from prevenance.formats.refusals import RowRefused
from prevenance.offer.operations import PlaceDraft

_REQUIRED = frozenset(("code_insee", "commune", "adresse", "telephone", "horaires", "lat", "lon"))
_ARTICLES = {"Le ": "du ", "Les ": "des ", "La ": "de La ", "L'": "de L'"}
_VOWELS = frozenset("AEIOUYÀÂÉÈÊËÎÏÔŒÙÛÜH")


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    for row in tables.rows(file, required=_REQUIRED):
        if isinstance(row, RowRefused):
            yield row
        elif not any(row.text(column) for column in ("adresse", "telephone", "lat")):
            yield RowRefused(row.number, "nothing_known")
        else:
            yield _draft(row)


def _draft(row: tables.Row) -> PlaceDraft:
    return PlaceDraft(
        number=row.number,
        source_id=row.text("code_insee"),
        kind="town_hall",
        name=town_hall_of(row.text("commune")),
        address=row.text("adresse"),
        postal_code=row.text("code_postal"),
        commune_code=row.text("code_insee"),
        commune_name=row.text("commune"),
        latitude=row.text("lat"),
        longitude=row.text("lon"),
        phone=row.text("telephone"),
        website=row.text("site"),
        hours=opening.from_day_spans(row.text("horaires")),
    )


def town_hall_of(commune: str) -> str:
    """`Mairie du Nouvion-en-Thiérache`, `Mairie d'Amiens`, `Mairie de Lille`."""
    for article, contracted in _ARTICLES.items():
        if commune.startswith(article):
            return f"Mairie {contracted}{commune.removeprefix(article)}"
    return f"Mairie d'{commune}" if commune[:1].upper() in _VOWELS - {"H", "Y"} else f"Mairie de {commune}"
