"""Annuaire Santé, the open extract `PS_LibreAcces_Personne_activite`: one row for each work of each professional,
turned into places with a number of professionals by profession.

Nobody is kept: identifiers of people are hashed with a key that this process alone knows, only to count each
person once; names are compared with the name of the place, and forgotten; e-mail addresses and the lines of an address
that say "care of" are not read; an individual practice loses its own name, its SIRET and its directory number.

One place, several structures: registration authorities each give their own number to the same SIRET at the same
address, which is one place here; individual practices of one kind at one street number are one practice.
Memory: 16 MiB of SQLite pages and one row, whatever the file; about 250 bytes of disk for each row (240 MB
for a million). Nothing has a name on disk.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from prevenance.formats import files, shelves, tables, unquoted
from prevenance.formats.refusals import FileRefused, RowRefused
from prevenance.offer.choices import health_kinds
from prevenance.offer.importers import annuaire_names, annuaire_places
from prevenance.offer.operations import PlaceDraft

_BATCH = 5_000
_LONGEST_CODE = 12
_COLUMNS = {
    "person": "identification_nationale_pp",
    "local_person": "identifiant_pp",
    "last_name": "nom_exercice",
    "first_name": "prenom_exercice",
    "profession": "code_profession",
    "profession_label": "libelle_profession",
    "specialty": "code_savoir_faire",
    "specialty_label": "libelle_savoir_faire",
    "siret": "numero_siret_site",
    "finess": "numero_finess_site",
    "legal_finess": "numero_finess_etablissement_juridique",
    "structure": "identifiant_technique_de_la_structure",
    "company": "raison_sociale_site",
    "sign": "enseigne_commerciale_site",
    "number": "numero_voie_coord_structure",
    "number_more": "indice_repetition_voie_coord_structure",
    "street_type": "libelle_type_de_voie_coord_structure",
    "street": "libelle_voie_coord_structure",
    "postal_code": "code_postal_coord_structure",
    "commune": "code_commune_coord_structure",
    "city": "libelle_commune_coord_structure",
    "phone": "telephone_coord_structure",
    "sector": "code_secteur_d_activite",
    "sector_label": "libelle_secteur_d_activite",
    "section": "code_section_tableau_pharmaciens",
}
_TABLES = (
    "CREATE TABLE structure (id TEXT PRIMARY KEY, line INTEGER, place TEXT, individual INTEGER, trade TEXT, spot TEXT,"
    " has_number INTEGER, finess TEXT, legal_finess TEXT, siret TEXT, sign TEXT, company TEXT, kind TEXT, address TEXT,"
    " postal_code TEXT, commune TEXT, city TEXT, phone TEXT) WITHOUT ROWID",
    "CREATE TABLE work (structure TEXT, person INTEGER, profession TEXT, specialty TEXT, trade TEXT, named INTEGER)",
    "CREATE TABLE label (code TEXT PRIMARY KEY, words TEXT) WITHOUT ROWID",
)


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    with shelves.scratch() as database:
        for statement in _TABLES:
            database.execute(statement)
        rows = _rows(file)
        while batch := list(islice(rows, _BATCH)):
            yield from _put_aside(database, [row for row in batch if isinstance(row, tuple)])
            yield from (row for row in batch if isinstance(row, RowRefused))
        yield from annuaire_places.places(database)


def _rows(file: files.Checked) -> Iterator[tuple[int, dict[str, str]] | RowRefused]:
    lines = unquoted.rows(file, "|")
    ranks, width = _ranks(next(lines, (0, []))[1])
    number, is_short = 1, False
    for number, cells in lines:
        is_short = len(cells) < width - 1
        if is_short or len(cells) > width:
            yield RowRefused(number, "wrong_number_of_cells")
        else:
            yield number, {name: cells[rank].strip() for name, rank in ranks.items()}
    if is_short and not file.ends_with_newline:
        raise FileRefused("truncated", line=number)


def _ranks(header: Sequence[str]) -> tuple[dict[str, int], int]:
    """Editions write `d'exercice` or `exercice`, `structure` or `Structure`: the small words are not compared."""
    names = [_bare(tables.plain_name(cell)) for cell in header]
    found = {name: names.index(_bare(column)) for name, column in _COLUMNS.items() if _bare(column) in names}
    if len(names) < 2:
        raise FileRefused("no_header")
    if missing := sorted(column for name, column in _COLUMNS.items() if name not in found):
        raise FileRefused("missing_columns", columns=", ".join(missing))
    return found, len(names)


def _bare(name: str) -> str:
    return "_".join(word for word in name.split("_") if word not in ("d", "de", "la", "l"))


def _put_aside(database: sqlite3.Connection, batch: list[tuple[int, dict[str, str]]]) -> Iterator[RowRefused]:
    structures, works, labels = [], [], {}
    for line, row in batch:
        trade = health_kinds.by_profession(row["profession"], row["specialty_label"], row["section"])
        spot = _spot(row)
        key = row["structure"] or row["finess"] or (row["siret"] and f"{row['siret']} {spot}")
        if not key:
            yield RowRefused(line, "no_workplace")
            continue
        if max(map(len, (row["profession"], row["specialty"]))) > _LONGEST_CODE:
            yield RowRefused(line, "malformed_row")
            continue
        structures.append(_structure(key, line, row, trade, spot))
        named = annuaire_names.naming(f"{row['sign']} {row['company']}", row["last_name"], row["first_name"])
        works.append((key, _hashed(row), row["profession"], row["specialty"], trade, named))
        labels[row["profession"]] = row["profession_label"]
        labels[f"{row['profession']}/{row['specialty']}"] = row["specialty_label"]
    marks = ", ".join("?" * 18)
    database.executemany(f"INSERT OR IGNORE INTO structure VALUES ({marks})", structures)  # noqa: S608
    database.executemany("INSERT INTO work VALUES (?, ?, ?, ?, ?, ?)", works)
    database.executemany("INSERT OR IGNORE INTO label VALUES (?, ?)", labels.items())


def _structure(key: str, line: int, row: dict[str, str], trade: str, spot: str) -> tuple[Any, ...]:
    sector = health_kinds.by_sector(row["sector_label"], row["sector"])
    is_individual = row["sector"] == "SA07" or "individuel" in row["sector_label"].lower()
    address = " ".join(filter(None, (row[name] for name in ("number", "number_more", "street_type", "street"))))
    return (
        *(key, line, "", is_individual, trade, spot, bool(row["number"] and row["street"])),
        *(row[name] for name in ("finess", "legal_finess", "siret", "sign", "company")),
        *(sector, address, row["postal_code"], row["commune"], row["city"], row["phone"]),
    )


def _spot(row: dict[str, str]) -> str:
    """The address to compare: Lille, `1 B R FICTIVE` and `1 b rue fictive` differ, and stay two places, never one."""
    street = " ".join((row["number"], row["number_more"], row["street_type"], row["street"]))
    return f"{row['commune'] or row['postal_code']} {health_kinds.plain(street)}"


_KEY = secrets.token_bytes(16)  # of this process, never written: nothing on disk says who works where


def _hashed(row: dict[str, str]) -> int:
    identifier = row["person"] or row["local_person"] or f"{row['last_name']} {row['first_name']}"
    digest = hashlib.blake2b(identifier.encode(), key=_KEY, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
