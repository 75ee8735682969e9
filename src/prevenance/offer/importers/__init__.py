"""One file per source: `formats` reads, the rows become drafts, an operation writes. Each reader signs up under its
name.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from prevenance.offer import operations
from prevenance.offer.importers import (
    aidants_connect,
    annuaire_practices,
    covid_vaccination_centres,
    demo_places,
    digital_mediation,
    fhir_places,
    finess_activities,
    finess_extract,
    finess_structures,
    france_services,
    hsds_places,
    inclusion_services,
    inclusion_structures,
    laboratories,
    located_establishments,
    outreach_files,
    own_list,
    pharmacies_vaccination,
    published_places,
    sae_establishments,
    town_halls,
)

READERS: dict[str, operations.Reader] = {
    "aidants_connect": aidants_connect.drafts,
    "annuaire_practices": annuaire_practices.drafts,
    "conseillers_numeriques": digital_mediation.adviser_drafts,
    "covid_vaccination_centres": covid_vaccination_centres.drafts,
    "demo_places": demo_places.drafts,
    "digital_mediation": digital_mediation.drafts,
    "fhir_places": fhir_places.drafts,
    "finess_activities": finess_activities.drafts,
    "finess_extract": finess_extract.drafts,
    "finess_structures": finess_structures.drafts,
    "france_services": france_services.drafts,
    "hsds_places": hsds_places.drafts,
    "inclusion_services": inclusion_services.drafts,
    "inclusion_structures": inclusion_structures.drafts,
    "laboratories": laboratories.drafts,
    "located_establishments": located_establishments.drafts,
    "pharmacies_vaccination": pharmacies_vaccination.drafts,
    "published_places": published_places.drafts,
    "sae_establishments": sae_establishments.drafts,
    "town_halls": town_halls.drafts,
}


def sign_up() -> None:
    for name, reader in READERS.items():
        operations.sign_up(name, reader)
    operations.sign_up_outreaches(outreach_files.drafts)
    # A list that cannot be read stops nobody: `prevenance sources own` says what to mend.
    own_list.register_all(Path(settings.DATA) / own_list.FOLDER)
