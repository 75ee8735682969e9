"""`prevenance offer gaps`: what is missing, commune by commune and act by act, as a file."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from typing import TYPE_CHECKING, Any

import django

from prevenance.kit import clock

if TYPE_CHECKING:
    from prevenance.offer.queries.gaps import Gap

COLUMNS = (
    "act", "commune", "name", "department", "population", "is_covered", "not_covered", "in_commune", "nearest_km",
    "nearest", "perhaps_km", "within_10_km", "within_20_km", "within_30_km",
)  # fmt: skip


def gaps(arguments: argparse.Namespace) -> int:
    """Writes the file; tells the totals and the sources' ages to the terminal."""
    django.setup()
    from prevenance import catalogue
    from prevenance.offer.queries import gaps as queries
    from prevenance.site import serve_command

    serve_command.migrate_database()
    book = catalogue.load()
    if unknown := [key for key in arguments.act if key not in book.acts]:
        print(f"{unknown[0]}: no such act. The acts are {', '.join(book.acts)}.", file=sys.stderr)
        return 2
    communes = queries.communes_of(department=arguments.department, region=arguments.region)
    if not communes:
        print(
            "No commune: give --department CODE or --region CODE, as INSEE writes them (02, 2A, 974).", file=sys.stderr
        )
        return 2
    acts = [book.acts[key] for key in arguments.act or book.acts if book.acts[key].done_at]
    found = queries.gaps(communes, acts)
    departments = {commune.department for commune in communes}
    telling = queries.sources_telling(acts, departments, clock.today())
    rows = [_row(gap) for gap in found]
    ages = [{"source": one.source.key, "content_on": one.content_on, "is_stale": one.is_stale} for one in telling]
    with arguments.to.open("w", encoding="utf-8", newline="") as stream:
        if arguments.json:
            json.dump({"sources": ages, "gaps": rows}, stream, ensure_ascii=False, indent=1, default=str)
        else:
            _table(stream, rows)
    print(f"{len(rows)} lines ({len(communes)} communes, {len(acts)} acts) in {arguments.to}")
    for act in acts:
        mine = [gap for gap in found if gap.act == act.key]
        blind = sum(not gap.is_covered for gap in mine)
        print(f"{act.key}: {queries.people_beyond(mine, 20)} residents farther than 20 km; {blind} communes unknown")
    if any(one.source.key == "demo" for one in telling):
        print("The demonstration's fictional places are among these: the figures mean nothing.", file=sys.stderr)
    for one in telling:
        print(f"{one.source.key}: content of {one.content_on or 'unknown date'}{', old' if one.is_stale else ''}")
    return 0


def _row(gap: Gap) -> dict[str, Any]:
    """Numbers are left out where no source tells: a zero would be read as "none"."""
    told = gap.is_covered
    values = (gap.in_commune, _km(gap.nearest_km), gap.nearest, _km(gap.perhaps_km), *gap.within)
    commune = gap.commune
    first = (
        gap.act,
        commune.code,
        commune.name,
        commune.department,
        commune.population,
        told,
        "|".join(gap.not_covered),
    )
    return dict(zip(COLUMNS, (*first, *(values if told else [None] * len(values))), strict=True))


def _km(distance: float | None) -> float | None:
    return None if distance is None else round(distance, 1)


def _table(stream: Any, rows: list[dict[str, Any]]) -> None:
    from prevenance.formats import spreadsheets

    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([spreadsheets.safe_cell(v) if isinstance(v, str) else v for v in row.values()])
