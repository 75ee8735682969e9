"""The works put aside by `annuaire_practices` gathered into places, with a number of people by profession."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Any

from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import PLACE_KINDS, health_kinds
from prevenance.offer.importers import annuaire_names
from prevenance.offer.operations import PlaceDraft, ServiceDraft

_MOST_SERVICES = 60
# The order of the alternatives says which identity is the strongest. Each step reads its table once.
_GATHER = (
    "CREATE TABLE known AS SELECT siret, spot, min(finess) AS finess FROM structure WHERE siret != '' AND finess != ''"
    " AND NOT individual GROUP BY siret, spot",
    "CREATE INDEX known_by_siret ON known (siret, spot)",
    "UPDATE structure SET place = CASE"
    " WHEN individual AND has_number THEN 'practice ' || trade || ' ' || spot"
    " WHEN individual OR (finess = '' AND siret = '') THEN 'structure ' || id"
    " WHEN finess != '' THEN 'finess ' || finess"
    " ELSE coalesce((SELECT 'finess ' || known.finess FROM known WHERE known.siret = structure.siret"
    " AND known.spot = structure.spot), 'siret ' || siret || ' ' || spot) END",
    "CREATE INDEX structure_by_place ON structure (place, line)",
    "CREATE TABLE found AS SELECT structure.place AS place, profession, specialty, work.trade AS trade, person, named"
    " FROM work JOIN structure ON structure.id = work.structure",
    "DROP TABLE work",
    "CREATE TABLE tally AS SELECT place, profession, specialty, min(trade) AS trade, count(DISTINCT person) AS people"
    " FROM found GROUP BY place, profession, specialty",
    "INSERT INTO tally SELECT place, profession, NULL, '', count(DISTINCT person) FROM found"
    " GROUP BY place, profession HAVING max(specialty) != ''",
    "CREATE INDEX tally_by_place ON tally (place, people)",
    "CREATE TABLE crowd (place TEXT PRIMARY KEY, people INTEGER, named INTEGER) WITHOUT ROWID",
    "INSERT INTO crowd SELECT place, count(DISTINCT person), max(named) FROM found GROUP BY place",
    "DROP TABLE found",
)
_PLACES = (
    "SELECT structure.place, crowd.people, named, min(line), individual, finess, legal_finess, siret, sign,"
    " company, kind, address, postal_code, commune, city, phone"
    " FROM structure JOIN crowd ON crowd.place = structure.place GROUP BY structure.place"
)


def places(database: sqlite3.Connection) -> Iterator[PlaceDraft | RowRefused]:
    for statement in _GATHER:
        database.execute(statement)
    cursor = database.cursor()
    cursor.row_factory = sqlite3.Row
    for row in cursor.execute(_PLACES):
        yield _draft(database, row)


def _draft(database: sqlite3.Connection, row: Any) -> PlaceDraft | RowRefused:
    tallies = database.execute(
        "SELECT profession, specialty, trade, people FROM tally WHERE place = ?"
        " ORDER BY people DESC, profession, specialty LIMIT ?",
        (row["place"], _MOST_SERVICES),
    ).fetchall()
    kind, specialty = _kind(database, row["kind"], tallies)
    if kind not in PLACE_KINDS:
        return RowRefused(row["min(line)"], "kind_not_used")
    people = row["people"]
    # Where one person works, the number of the company is the person's, whatever the sector says.
    is_of_one = bool(row["individual"]) or (people <= 1 and row["kind"] == health_kinds.PRACTICE)
    name = annuaire_names.place_name(
        [row["sign"], row["company"]],
        kind=kind,
        specialty=specialty,
        people=people,
        named=row["named"],
        is_individual=bool(row["individual"]),
    )
    return PlaceDraft(
        number=row["min(line)"],
        source_id=_source_id(row["place"]),
        kind=kind,
        name=name,
        address=row["address"],
        postal_code=row["postal_code"],
        commune_code=row["commune"],
        commune_name=row["city"],
        phone=annuaire_names.telephone(row["phone"], people=people),
        finess="" if is_of_one else row["finess"],
        legal_finess="" if is_of_one else row["legal_finess"],
        siret="" if is_of_one else row["siret"],
        services=tuple(_service(database, *tally) for tally in tallies if tally[0]),
    )


def _source_id(place: str) -> str:
    """The FINESS number as it is; anything else hashed, for the number of an individual practice leads to somebody."""
    if place.startswith("finess "):
        return place.removeprefix("finess ")
    return hashlib.sha256(place.encode()).hexdigest()[:24]


def _kind(database: sqlite3.Connection, sector: str, tallies: list[Any]) -> tuple[str, str]:
    """The kind and, for a practice, the words of the specialty that is the most present."""
    if sector != health_kinds.PRACTICE:
        return sector, ""
    best = next((tally for tally in tallies if tally[2]), None)
    if best is None:
        return "", ""
    return best[2], _words(database, f"{best[0]}/{best[1]}")


def _service(database: sqlite3.Connection, profession: str, specialty: str | None, _: str, people: int) -> ServiceDraft:
    words, more = _words(database, profession), _words(database, f"{profession}/{specialty}") if specialty else ""
    code = f"profession:{profession}/{specialty}" if specialty else f"profession:{profession}"
    return ServiceDraft(f"{words} : {more}" if more else words or profession, code, people)


def _words(database: sqlite3.Connection, code: str) -> str:
    found = database.execute("SELECT words FROM label WHERE code = ?", (code,)).fetchone()
    return found[0] if found else ""
