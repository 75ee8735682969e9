"""Services of data·inclusion, v1 and v0: what is done, without saying where. They are gathered by structure, and placed
where the source « structures » (imported before) says that the structure is, or at their own address when they have
another one. A service of an unknown structure without an address is refused and counted.

A structure that moves takes its services along at their next import. Names of contact persons are not read. Memory
stays flat: rows wait on disk, in a database without a name that goes away with the process.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import groupby
from typing import Any

from prevenance.formats import files, opening, records
from prevenance.formats.records import text, texts
from prevenance.formats.refusals import RowRefused
from prevenance.offer import queries
from prevenance.offer.choices import inclusion
from prevenance.offer.importers import codes
from prevenance.offer.operations import PlaceDraft, ServiceDraft
from prevenance.territories import queries as territories

STRUCTURES = "inclusion_structures"
_REQUIRED = frozenset(("id", "structure_id", "nom"))
_KEPT = [
    "id",
    "nom",
    "adresse",
    "complement_adresse",
    "code_postal",
    "code_insee",
    "commune",
    "latitude",
    "longitude",
    "telephone",
    "courriel",
    "horaires_accueil",
    "date_maj",
    "prise_rdv",
    "lien_mobilisation",
    "description",
    "presentation_resume",
    "conditions_acces",
]
_LISTS = ["thematiques", "frais", "publics", "profils", "modes_accueil", "zone_eligibilite"]
_LISTS += ["modes_mobilisation", "mobilisable_par"]
# How one comes, as a card says it: a card which says to phone and gives no number contradicts itself.
_WAYS = {
    "telephoner": "téléphoner",
    "envoyer-un-courriel": "envoyer un courriel",
    "se-presenter": "se présenter",
    "utiliser-lien-mobilisation": "réservation en ligne",
}
_AT_ONCE = 400
_MOST_SERVICES = 300  # of one structure at one place: more is no list that anybody reads
_MOST_ZONES = 5


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    with closing(sqlite3.connect("")) as waiting:
        waiting.execute("CREATE TABLE service (structure TEXT, address TEXT, number INTEGER, content TEXT)")
        for found in records.records(file, required=_REQUIRED):
            if isinstance(found, RowRefused):
                yield found
            elif refused := _waits(waiting, *found):
                yield refused
        yield from _gathered(waiting)


def _waits(waiting: sqlite3.Connection, number: int, record: Mapping[str, Any]) -> RowRefused | None:
    structure = text(record, "structure_id")
    if not structure or not text(record, "id"):
        return RowRefused(number, "no_identifier")
    if not text(record, "nom"):
        return RowRefused(number, "no_name")
    kept: dict[str, Any] = {name: text(record, name)[:2000] for name in _KEPT}
    kept |= {name: texts(record, name)[:30] for name in _LISTS}
    row = (structure[:200], _address_key(kept), number, json.dumps(kept))
    waiting.execute("INSERT INTO service VALUES (?, ?, ?, ?)", tuple(_storable(value) for value in row))
    return None


def _storable(value: str | int) -> str | int:
    """SQLite takes no half of a surrogate pair, which JSON allows."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _address_key(kept: Mapping[str, Any]) -> str:
    """Where the service says that it is held; "" when it does not say a street and a commune."""
    commune = kept["code_insee"] or kept["code_postal"] or kept["commune"]
    return codes.slug(f"{kept['adresse']} {commune}") if kept["adresse"] and commune else ""


Row = tuple[str, str, int, dict[str, Any]]


def _gathered(waiting: sqlite3.Connection) -> Iterator[PlaceDraft | RowRefused]:
    stored = waiting.execute("SELECT structure, address, number, content FROM service ORDER BY structure, number")
    by_structure = groupby(((*row[:3], json.loads(row[3])) for row in stored), key=lambda row: row[0])
    batch: dict[str, list[Row]] = {}
    for structure, rows in by_structure:
        batch[structure] = list(rows)
        if len(batch) == _AT_ONCE:
            yield from _placed(batch)
            batch = {}
    yield from _placed(batch)


def _placed(batch: dict[str, list[Row]]) -> Iterator[PlaceDraft | RowRefused]:
    known = queries.records_of(STRUCTURES, batch)
    for structure, rows in batch.items():
        record = known.get(structure)
        home = codes.slug(f"{record.address} {record.commune_code}") if record else ""
        by_place: dict[str, list[Row]] = {}
        for row in rows:
            key = row[1] if row[1] != home or record is None else ""
            if not key and record is None:
                yield RowRefused(row[2], "structure_unknown")
            else:
                by_place.setdefault(key, []).append(row)
        for key, held in by_place.items():
            yield _at_its_own_address(structure, key, held, record) if key else _at_its_structure(held, record)


def _at_its_structure(rows: list[Row], record: queries.RecordCard | None) -> PlaceDraft:
    assert record is not None  # rows without an address and without a structure were refused
    return PlaceDraft(
        number=rows[0][2],
        source_id=record.source_id,
        kind=inclusion.kind_of_themes(_themes(rows)) or record.kind,
        name=record.name,
        address=record.address,
        postal_code=record.postal_code,
        commune_code=record.commune_code,
        commune_name=record.commune_name,
        latitude="" if record.is_position_approximate else str(record.latitude),
        longitude="" if record.is_position_approximate else str(record.longitude),
        phone=record.phone,
        siret=record.siret,
        booking=_first(rows, "lien_mobilisation", "prise_rdv"),
        description=rows[0][3]["description"] if len(rows) == 1 else "",
        fees=codes.fees(_all(rows, "frais")),
        content_on=max(row[3]["date_maj"] for row in rows),
        services=tuple(_services(rows)),
        rows=len(rows),
    )


def _at_its_own_address(structure: str, key: str, rows: list[Row], record: queries.RecordCard | None) -> PlaceDraft:
    first = rows[0][3]
    return PlaceDraft(
        number=rows[0][2],
        source_id=f"{structure}@{key}",
        kind=inclusion.kind_of_themes(_themes(rows)) or (record.kind if record else inclusion.other()),
        name=record.name if record else first["nom"],
        organisation=record.name if record else "",
        address=" ".join(filter(None, (first["adresse"], first["complement_adresse"]))),
        postal_code=first["code_postal"],
        commune_code=first["code_insee"],
        commune_name=first["commune"],
        latitude=first["latitude"],
        longitude=first["longitude"],
        phone=_first(rows, "telephone"),
        email=_first(rows, "courriel"),
        booking=_first(rows, "lien_mobilisation", "prise_rdv"),
        hours=opening.from_osm(first["horaires_accueil"]),
        description=first["description"] if len(rows) == 1 else "",
        fees=codes.fees(_all(rows, "frais")),
        content_on=max(row[3]["date_maj"] for row in rows),
        services=tuple(_services(rows)),
        rows=len(rows),
    )


def _services(rows: list[Row]) -> Iterator[ServiceDraft]:
    """Each service under each of its themes; then how one comes; then, of a service alone, for whom it is."""
    for row in rows[:_MOST_SERVICES]:
        one = row[3]
        label = one["nom"]
        label += " (à distance)" if one["modes_accueil"] == ["a-distance"] else ""
        label += " (sur orientation d'un professionnel)" if one["mobilisable_par"] == ["professionnels"] else ""
        themes = one["thematiques"]
        precise = [theme for theme in themes if not any(other.startswith(f"{theme}--") for other in themes)]
        for code in [f"data-inclusion:{codes.slug_of_theme(theme)}" for theme in precise] or [""]:
            yield ServiceDraft(label, code)
    for way in _all(rows, "modes_mobilisation"):
        if way in _WAYS:
            yield ServiceDraft(f"Pour venir : {_WAYS[way]}", f"data-inclusion-way:{way}")
    if len(rows) == 1:
        yield from _for_whom(rows)


def _for_whom(rows: list[Row]) -> Iterator[ServiceDraft]:
    publics = [name for name in _all(rows, "publics", "profils") if name != "tous-publics"]
    for name in publics[:10]:
        yield ServiceDraft(f"Public : {name.replace('-', ' ')}", f"data-inclusion-public:{codes.slug(name)}")
    zones = [zone for zone in _all(rows, "zone_eligibilite") if zone != "france"]
    for zone in zones[:_MOST_ZONES]:
        commune = territories.commune(zone)
        yield ServiceDraft(
            f"Pour les habitants de : {commune.name if commune else zone}", f"data-inclusion-zone:{codes.slug(zone)}"
        )
    if conditions := rows[0][3]["conditions_acces"]:
        yield ServiceDraft(f"Condition : {conditions}", "data-inclusion-condition:conditions-acces")


def _themes(rows: list[Row]) -> list[str]:
    return _all(rows, "thematiques")


def _all(rows: list[Row], *names: str) -> list[str]:
    return list(dict.fromkeys(value for row in rows for name in names for value in row[3][name]))


def _first(rows: list[Row], *names: str) -> str:
    return next((said for row in rows for name in names if (said := row[3][name])), "")
