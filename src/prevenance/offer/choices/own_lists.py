"""The description of a territory's own list: who keeps it, and which of its columns is which.

name: Lieux de la CPTS fictive        # or {fr: …, en: …}
publisher: CPTS fictive
columns: {name: Nom du lieu, address: Adresse, postal_code: CP, commune: Ville, hours: Horaires}
kind: health_centre                   # of every row, unless a column says it
kinds: {"maison médicale": health_house}   # words of that column
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from prevenance.formats import tables
from prevenance.formats.refusals import FileRefused
from prevenance.offer.choices import PLACE_KINDS, words
from prevenance.offer.choices.sources import OWN_PREFIX, NamePattern, Source

LARGEST = 64_000  # bytes of a description
_NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")
# Field of a place → usual names of its column, plain (see `tables.plain_name`), French then English.
USUAL_COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "identifiant", "reference", "code", "numero"),
    "name": (
        "nom",
        "name",
        "nom_du_lieu",
        "nom_de_la_structure",
        "denomination",
        "raison_sociale",
        "libelle",
        "intitule",
    ),
    "kind": ("kind", "type", "type_de_lieu", "type_de_structure", "categorie", "nature", "category"),
    "address": ("adresse", "address", "adresse_postale", "rue", "voie", "street"),
    "postal_code": ("code_postal", "cp", "postal_code", "postcode", "zip"),
    "commune": ("commune", "ville", "city", "town", "localite"),
    "commune_code": ("code_insee", "insee", "code_commune", "commune_code"),
    "latitude": ("latitude", "lat", "y"),
    "longitude": ("longitude", "lon", "long", "lng", "x"),
    "phone": ("telephone", "tel", "phone", "numero_de_telephone"),
    "email": ("courriel", "email", "mail", "e_mail", "adresse_mail", "adresse_electronique"),
    "website": ("site", "site_web", "site_internet", "website", "url", "web"),
    "booking": ("rendez_vous", "prise_rdv", "prise_de_rendez_vous", "rdv", "booking"),
    "hours": (
        "horaires",
        "horaire",
        "horaires_d_ouverture",
        "jours_et_horaires",
        "hours",
        "opening_hours",
        "ouverture",
    ),
    "services": ("services", "activites", "actions", "prestations", "offre"),
    "organisation": ("organisme", "structure", "structure_porteuse", "gestionnaire", "organisation"),
    "description": ("description", "presentation", "commentaire", "remarques"),
    "fees": ("tarif", "cout", "prix", "frais", "fees", "cost"),
    "siret": ("siret",),
    "finess": ("finess", "numero_finess"),
    "checked_on": ("date_maj", "mise_a_jour", "date_de_mise_a_jour", "verifie_le", "checked_on", "updated"),
}
_KEYS = frozenset(("name", "publisher", "page", "licence", "stale_after_days", "columns", "kind", "kinds"))


@dataclass(frozen=True)
class OwnList:
    """`columns`: field → plain name of the column; `kinds`: plain words → kind; `kind`: of rows that say none."""

    source: Source
    columns: Mapping[str, str]
    kind: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)

    def kind_of(self, said: str) -> str:
        """The kind that these words mean, "" when they mean none that we know."""
        if not said.strip():
            return self.kind
        plain = tables.plain_name(said)
        return self.kinds.get(plain) or _usual_kinds().get(plain, "")


def described(name: str, description: Any) -> OwnList:
    """From what the file says. Raises `FileRefused` with the field to mend."""
    if not _NAME.match(name):
        raise FileRefused("own_name", found=name[:60])
    if not isinstance(description, dict):
        raise FileRefused("mapping_unreadable", cause="columns: {…}")
    if unknown := sorted(str(key) for key in description if key not in _KEYS):
        raise FileRefused("mapping_unknown", found=unknown[0], allowed=", ".join(sorted(_KEYS)))
    columns = _texts(description, "columns")
    if unknown := sorted(set(columns) - set(USUAL_COLUMNS)):
        raise FileRefused("mapping_unknown", found=unknown[0], allowed=", ".join(USUAL_COLUMNS))
    if "name" not in columns:
        raise FileRefused("mapping_without", field="name")
    kinds = _texts(description, "kinds")
    kind = str(description.get("kind") or "")
    for one in (*kinds.values(), *filter(None, (kind,))):
        if one not in PLACE_KINDS:
            raise FileRefused("mapping_unknown", found=one, allowed=", ".join(PLACE_KINDS))
    if not kind and "kind" not in columns:
        raise FileRefused("mapping_without", field="kind")
    return OwnList(
        source=_source(name, description),
        columns={known: tables.plain_name(column) for known, column in columns.items()},
        kind=kind,
        kinds={tables.plain_name(said): meant for said, meant in kinds.items()},
    )


def read(path: Path) -> OwnList:
    """The list described in this file; the name of the file is its name."""
    return described(path.stem.removeprefix(OWN_PREFIX), loaded(path))


def loaded(path: Path) -> Any:
    """What the file says, not yet understood."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileRefused("file_too_large", limit_mb=1)
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as error:
        raise FileRefused("not_a_file") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise FileRefused("mapping_unreadable", cause=f"line {mark.line + 1}" if mark else "YAML") from error


def _source(name: str, description: dict[str, Any]) -> Source:
    said = description.get("name") or name
    both = said if isinstance(said, dict) else {"fr": said, "en": said}
    days = description.get("stale_after_days", 180)
    if not isinstance(days, int) or isinstance(days, bool) or not 0 < days < 10_000:
        raise FileRefused("mapping_unknown", found=f"stale_after_days: {days}"[:60], allowed="1 … 9999")
    key = f"{OWN_PREFIX}{name}"
    return Source(
        key=key,
        name={language: str(both.get(language) or name) for language in ("fr", "en")},
        publisher=str(description.get("publisher") or name),
        page=str(description.get("page") or ""),
        licence=str(description.get("licence") or ""),
        reader=key,
        names=(NamePattern(f"{key}*"),),
        columns=frozenset(),
        stale_after_days=days,
    )


def _texts(description: dict[str, Any], name: str) -> dict[str, str]:
    given = description.get(name) or {}
    if not isinstance(given, dict):
        raise FileRefused("mapping_unreadable", cause=f"{name}: {{…}}")
    return {str(key): str(value) for key, value in given.items() if value is not None}


def _usual_kinds() -> dict[str, str]:
    """The names of kinds, one and several, in both languages, and their keys."""
    known = {kind: kind for kind in PLACE_KINDS}
    for kind, names in words.kinds().items():
        for forms in names.values():
            known |= {tables.plain_name(form): kind for form in forms}
    return known
