"""One file per source: `formats` reads, the rows become drafts, an operation writes. Each reader signs up under its
name.
"""

from __future__ import annotations

from prevenance.offer import operations
from prevenance.offer.importers import (
    aidants_connect,
    covid_vaccination_centres,
    demo_places,
    digital_mediation,
    finess_structures,
    france_services,
    inclusion_services,
    inclusion_structures,
    laboratories,
    located_establishments,
    pharmacies_vaccination,
    sae_establishments,
    town_halls,
)

READERS: dict[str, operations.Reader] = {
    "aidants_connect": aidants_connect.drafts,
    "conseillers_numeriques": digital_mediation.adviser_drafts,
    "covid_vaccination_centres": covid_vaccination_centres.drafts,
    "demo_places": demo_places.drafts,
    "digital_mediation": digital_mediation.drafts,
    "finess_structures": finess_structures.drafts,
    "france_services": france_services.drafts,
    "inclusion_services": inclusion_services.drafts,
    "inclusion_structures": inclusion_structures.drafts,
    "laboratories": laboratories.drafts,
    "located_establishments": located_establishments.drafts,
    "pharmacies_vaccination": pharmacies_vaccination.drafts,
    "sae_establishments": sae_establishments.drafts,
    "town_halls": town_halls.drafts,
}


def sign_up() -> None:
    for name, reader in READERS.items():
        operations.sign_up(name, reader)
