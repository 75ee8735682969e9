"""FINESS, the flow of authorised activities (`finess-activites`): what an establishment may do, by its number alone.

The flow has no name and no address. Each establishment is looked up in the register of FINESS already imported, and
becomes a record of this source, with the same number: joining the two is then a matter of the number. One that the
register does not know, or that is no kind of place of ours, is refused and counted: import the structures first.

An activity is written `finess-activity:<nature>:<codes>`: EML (heavy equipment: scanners, MRI), AASA, ASRC and others.
The published schema leaves the particulars of each nature open: every code found there is kept, in the order of the
file, joined by a hyphen. Memory: one legal entity at a time (see `formats.objects`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from prevenance.formats import files, objects
from prevenance.formats.fhir import mapping, mappings, text
from prevenance.formats.refusals import RowRefused
from prevenance.offer import queries
from prevenance.offer.operations import PlaceDraft, ServiceDraft

_BATCH = 400
_REGISTERS = ("finess_structures", "finess_extract")  # the older extract where the live flow has not been imported
_NATURE = re.compile(r"nature([A-Z]{2,6})")
_CODE = re.compile(r"[A-Za-z0-9.]{1,10}")
_LONGEST_CODES = 40
_WORDS = {"EML": "Équipement matériel lourd", "AASA": "Activité de soins autorisée"}

_Declared = tuple[int, str, tuple[ServiceDraft, ...]]  # rank of the legal entity, FINESS number, activities


def drafts(file: files.Checked) -> Iterator[PlaceDraft | RowRefused]:
    declared = _declared(file)
    while batch := list(islice(declared, _BATCH)):
        numbers = [one[1] for one in batch if not isinstance(one, RowRefused)]
        known: dict[str, queries.RecordCard] = {}
        for register in _REGISTERS:
            known = queries.records_of(register, numbers) | known
        for one in batch:
            yield one if isinstance(one, RowRefused) else _draft(known.get(one[1]), *one)


def _draft(
    known: queries.RecordCard | None, rank: int, finess: str, services: tuple[ServiceDraft, ...]
) -> PlaceDraft | RowRefused:
    if known is None:
        return RowRefused(rank, "establishment_unknown")
    return PlaceDraft(
        number=rank,
        source_id=finess,
        kind=known.kind,
        name=known.name,
        address=known.address,
        postal_code=known.postal_code,
        commune_code=known.commune_code,
        commune_name=known.commune_name,
        latitude="" if known.is_position_approximate else str(known.latitude),
        longitude="" if known.is_position_approximate else str(known.longitude),
        siret=known.siret,
        finess=finess,
        services=services,
    )


def _declared(file: files.Checked) -> Iterator[_Declared | RowRefused]:
    for found in objects.objects(file, "pmej.item"):
        if isinstance(found, RowRefused):
            yield found
            continue
        rank, entity = found
        own = mappings(entity.get("activitesAutorisees"))
        for establishment in mappings(entity.get("ege")):
            key = text(establishment, "egeId")
            given = [*mappings(establishment.get("activitesExercees")), *own]
            services = dict.fromkeys(service for one in given for service in _services(one, key))
            if services:
                yield rank, text(establishment, "numFinessEge"), tuple(services)
            else:
                yield RowRefused(rank, "no_activity")


def _services(activity: Any, establishment: str) -> Iterator[ServiceDraft]:
    """One object holds one nature or several; a nature, one authorisation or several. Those of others are left out."""
    for name, value in activity.items():
        nature = _NATURE.fullmatch(name)
        for one in (mappings(value) or [mapping(value)]) if nature else ():
            general = mapping(one.get("caracteristiquesGeneriques"))
            state = general.get("etatObjet")
            is_open = (text(mapping(state), "code") or text(general, "etatObjet") or "A") == "A"
            is_here = text(general, "egeId") in ("", establishment)
            if nature and general and is_open and is_here and not text(general, "dateFinEffectiveActivite"):
                yield _service(nature[1], one)


def _service(nature: str, activity: Any) -> ServiceDraft:
    particulars = [value for name, value in activity.items() if name.startswith("caracteristiquesSpecifiques")]
    codes: list[str] = []
    words: list[str] = []
    _gather(particulars, codes, words)
    written = "-".join(dict.fromkeys(codes))[:_LONGEST_CODES].rstrip("-")
    label = _WORDS.get(nature, f"Activité autorisée ({nature})")
    said = " ; ".join(dict.fromkeys(words))[:150] or written
    return ServiceDraft(
        f"{label} : {said}" if said else label, f"finess-activity:{nature}" + (f":{written}" if written else "")
    )


def _gather(value: Any, codes: list[str], words: list[str]) -> None:
    """Codes and labels, however deep (the file is at most `objects.MOST_DEPTH` deep); dates, identifiers and the names
    of the nomenclatures (`system`) are neither."""
    if isinstance(value, list):
        for one in value:
            _gather(one, codes, words)
    elif isinstance(value, dict):
        for name, one in value.items():
            is_other = name == "system" or name.startswith("date") or name.lower().endswith("id")
            if isinstance(one, str) and one.strip() and not is_other:
                is_words = name.lower().startswith(("libelle", "display", "nom"))
                if is_words:
                    words.append(one.strip())
                elif _CODE.fullmatch(one.strip()):
                    codes.append(one.strip())
            elif not is_other:
                _gather(one, codes, words)
