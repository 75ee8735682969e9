"""Invented places of several sources, imported as real ones are: what the tests of everything that leaves look at."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from prevenance.kit.clock import PARIS
from prevenance.offer import operations

AT = dt.datetime(2026, 11, 23, 12, tzinfo=PARIS)
DIGITAL = {
    "id": "exemple-1",
    "pivot": "73282932000074",
    "nom": "Espace numérique fictif",
    "commune": "Lille",
    "code_postal": "59000",
    "code_insee": "59350",
    "adresse": "1 place Exemple",
    "latitude": "50.63",
    "longitude": "3.06",
    "telephone": "+33320000000",
    "courriels": "accueil@example.fr",
    "site_web": "https://example.fr/lieu",
    "horaires": "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off",
    "presentation_resume": "Une aide, sans rendez-vous.",
    "structure_parente": "Association fictive",
    "date_maj": "2026-11-01",
    "services": "Aide aux démarches administratives|Accès internet et matériel informatique",
    "frais_a_charge": "Gratuit",
    "formations_labels": "Formé à « Mon Espace Santé »|Étapes numériques (La Poste)",
    "dispositif_programmes_nationaux": "Conseillers numériques",
    "modalites_acces": "Se présenter|Téléphoner",
    "prise_en_charge_specifique": "Surdité",
    "itinerance": "Fixe",
    "fiche_acces_libre": "https://acceslibre.beta.gouv.fr/app/exemple/",
    "prise_rdv": "https://example.fr/rdv",
}
PHARMACY = {
    "type": "pharmacie",
    "nom": "Pharmacie fictive",
    "adresse": "2 rue Inventée",
    "code_postal": "59000",
    "code_insee": "59350",
    "commune": "Lille",
    "lat": "50.64",
    "lon": "3.07",
    "telephone": "0320000001",
    "horaires": "",
}
STRUCTURE = {
    "id": "exemple--42",
    "source": "exemple",
    "nom": "Centre social fictif",
    "date_maj": "2026-10-01",
    "commune": "Laon",
    "code_postal": "02000",
    "code_insee": "02408",
    "adresse": "3 avenue Inventée",
    "latitude": 49.5641,
    "longitude": 3.6199,
    "telephone": "+33323000000",
    "courriel": "camille.exemple@example.fr",
}
SERVICE = {
    "id": "exemple--42--1",
    "structure_id": "exemple--42",
    "source": "exemple",
    "nom": "Écoute sur les addictions",
    "description": "Un accueil pour en parler.",
    "date_maj": "2026-10-02",
    "thematiques": ["sante--addictions"],
    "frais": "gratuit",
}


def imported(folder: Path, name: str, rows: Iterable[Mapping[str, Any]]) -> operations.ImportReport:
    """A file of this name, with these rows, imported at noon of the day of the tests."""
    listed = list(rows)
    path = folder / name
    if name.endswith(".json"):
        path.write_text(json.dumps(listed), encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(dict.fromkeys(key for row in listed for key in row)), restval="")
            writer.writeheader()
            writer.writerows(listed)
    report = operations.import_file(path, at=AT, accept_less=True)
    assert report.outcome == "done", report
    return report


def several_sources(folder: Path) -> None:
    """A place of digital help, a social centre with its service, a pharmacy whose source has an unclear licence."""
    imported(folder, "lieux_mediation_numerique.csv", [DIGITAL])
    imported(folder, "structures_inclusion.json", [STRUCTURE])
    imported(folder, "services_inclusion.json", [SERVICE])
    imported(folder, "pharmacies_centres_vaccination.csv", [PHARMACY])
    operations.join(at=AT)
