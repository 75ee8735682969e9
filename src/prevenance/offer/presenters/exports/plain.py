"""Our own open data: CSV with its description (Frictionless Data Package), JSON lines, GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prevenance.offer.choices import exchanges, sources
from prevenance.offer.presenters.exports import files, rows
from prevenance.offer.queries.published import Published

TABLE, PACKAGE, LINES, MAP = "places.csv", "datapackage.json", "places.jsonl", "places.geojson"


def table(places: Iterable[Published], folder: Path, about: files.About) -> files.Written:
    """`places.csv`, and `datapackage.json` which describes every column."""
    written = files.Written(files=[folder / TABLE, folder / PACKAGE])
    credited: set[str] = set()
    with files.opened(folder / TABLE) as stream:
        rows_of = files.Table(stream, [column.name for column in exchanges.columns()])
        for place in places:
            rows_of.add(rows.row(place))
            credited.update(one.source for one in place.credits)
            written.kept += 1
    text = json.dumps(data_package(about, credited), ensure_ascii=False, indent=2)
    (folder / PACKAGE).write_text(text + "\n", encoding="utf-8")
    return written


def data_package(about: files.About, credited: Iterable[str]) -> dict[str, Any]:
    """Frictionless Data Package: the table, its schema, the sources that are in it with their licences."""
    known = sources.sources()
    return {
        "name": "prevenance-places",
        "title": "Offre locale de prévention en santé",
        "description": "Lieux de prévention, de soin et d'aide, joints depuis des sources publiques. "
        "La licence de chaque ligne est celle de ses sources : colonne licences.",
        "profile": "tabular-data-package",
        "created": about.at.isoformat(timespec="seconds"),
        "contributors": [{"title": about.publisher, "role": "publisher"}],
        "sources": [
            {"title": f"{known[key].name['fr']} ({known[key].publisher}, {known[key].licence})"}
            | ({"path": known[key].page} if known[key].page else {})
            for key in known
            if key in set(credited)
        ],
        "resources": [
            {
                "name": "places",
                "path": TABLE,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
                "schema": table_schema(),
            }
        ],
    }


def table_schema() -> dict[str, Any]:
    """Table Schema of our own columns; the description is in French, then in English."""
    return {
        "fields": [
            {
                "name": column.name,
                "type": column.type,
                "format": column.format,
                "description": f"{column.words['fr']} / {column.words['en']}",
            }
            | ({"trueValues": ["true"], "falseValues": ["false"]} if column.type == "boolean" else {})
            | ({"constraints": dict(column.constraints)} if column.constraints else {})
            for column in exchanges.columns()
        ],
        "primaryKey": "id",
        "missingValues": [""],
    }


def lines(places: Iterable[Published], folder: Path, about: files.About) -> files.Written:
    """One JSON object a line, as the API gives them."""
    written = files.Written(files=[folder / LINES])
    with files.opened(folder / LINES) as stream:
        for place in places:
            stream.write(files.json_text(rows.as_object(place)) + "\n")
            written.kept += 1
    return written


def geojson(places: Iterable[Published], folder: Path, about: files.About) -> files.Written:
    """One FeatureCollection of points, longitude first, in WGS84."""
    written = files.Written(files=[folder / MAP])
    with files.opened(folder / MAP) as stream:
        features = files.JsonList(stream, before='{"type":"FeatureCollection","features":[', after="]}\n")
        for place in places:
            features.add(feature(place))
            written.kept += 1
        features.close()
    return written


def feature(place: Published) -> dict[str, Any]:
    """One GeoJSON Feature: the position is its geometry, everything else its properties."""
    properties = rows.as_object(place)
    longitude, latitude = properties.pop("longitude"), properties.pop("latitude")
    return {
        "type": "Feature",
        "id": properties.pop("id"),
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": properties,
    }
