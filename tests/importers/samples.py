"""Small valid files of the health sources, invented: no establishment, no professional here exists."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

ESTABLISHMENT = (
    "structureet;{finess};590000001;{short};{long};;;1;R;FICTIVE;;;{commune};{department};NORD;59000 LILLE CEDEX;"
    "0320000000;;{category};Libellé;;;{siret};;;;;;2020-01-01;2020-01-01;2026-03-01;"
)
FINESS = {
    "short": "CDS",
    "long": "CENTRE DE SANTE FICTIF",
    "commune": "350",
    "department": "59",
    "category": "124",
    "siret": "",
}
FINESS_EXTRACT = "\n".join(
    (
        "finess;etalab;96;2026-05-13",
        ESTABLISHMENT.format(finess="590000010", **FINESS),
        ESTABLISHMENT.format(finess="970000020", **FINESS | {"commune": "105", "department": "9A", "category": "620"}),
        "geolocalisation;590000010;704060.5;7059136.5;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,LAMBERT_93;2026-03-01",
        "geolocalisation;970000020;643000;1770000;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,UTM_N20;2026-03-01",
        "",
    )
).encode()


PROFESSIONAL = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|"
    "Libellé civilité d'exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|"
    "Libellé profession|Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|"
    "Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|"
    "Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|Numéro FINESS établissement juridique|"
    "Identifiant technique de la structure|Raison sociale site|Enseigne commerciale site|"
    "Complément destinataire (coord. structure)|Complément point géographique (coord. structure)|"
    "Numéro Voie (coord. structure)|Indice répétition voie (coord. structure)|Code type de voie (coord. structure)|"
    "Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|Mention distribution (coord. structure)|"
    "Bureau cedex (coord. structure)|Code postal (coord. structure)|Code commune (coord. structure)|"
    "Libellé commune (coord. structure)|Code pays (coord. structure)|Libellé pays (coord. structure)|"
    "Téléphone (coord. structure)|Téléphone 2 (coord. structure)|Télécopie (coord. structure)|"
    "Adresse e-mail (coord. structure)|Code Département (structure)|Libellé Département (structure)|"
    "Ancien identifiant de la structure|Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité|"
    "Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code rôle|Libellé rôle|"
    "Code genre activité|Libellé genre activité|"
)
_NAMES = PROFESSIONAL.split("|")
_PLACES = " (coord. structure)"
_SHORT = {
    "last": "Nom d'exercice",
    "first": "Prénom d'exercice",
    "person": "Identification nationale PP",
    "profession": "Code profession",
    "profession_label": "Libellé profession",
    "specialty": "Code savoir-faire",
    "specialty_label": "Libellé savoir-faire",
    "siret": "Numéro SIRET site",
    "finess": "Numéro FINESS site",
    "structure": "Identifiant technique de la structure",
    "company": "Raison sociale site",
    "sign": "Enseigne commerciale site",
    "care_of": f"Complément destinataire{_PLACES}",
    "number": f"Numéro Voie{_PLACES}",
    "street_type": f"Libellé type de voie{_PLACES}",
    "street": f"Libellé Voie{_PLACES}",
    "postal_code": f"Code postal{_PLACES}",
    "commune": f"Code commune{_PLACES}",
    "city": f"Libellé commune{_PLACES}",
    "phone": f"Téléphone{_PLACES}",
    "email": f"Adresse e-mail{_PLACES}",
    "sector": "Code secteur d'activité",
    "sector_label": "Libellé secteur d'activité",
    "section": "Code section tableau pharmaciens",
}


def professional(**values: str) -> str:
    """One row of the health directory, a general practitioner alone in Lille unless told otherwise."""
    given = {
        "last": "EXEMPLE",
        "first": "Camille",
        "person": "810000000000",
        "profession": "10",
        "profession_label": "Médecin",
        "specialty": "SM54",
        "specialty_label": "Médecine Générale",
        "structure": "R1",
        "company": "CABINET DU DR EXEMPLE CAMILLE",
        "care_of": "DR CAMILLE EXEMPLE",
        "number": "1",
        "street_type": "Rue",
        "street": "FICTIVE",
        "postal_code": "59000",
        "commune": "59350",
        "city": "Lille",
        "phone": "0320000000",
        "email": "camille.exemple@example.org",
        "sector": "SA07",
        "sector_label": "Cabinet individuel",
    } | values
    cells = dict.fromkeys(_NAMES, "") | {_SHORT[name]: value for name, value in given.items()}
    return "|".join(cells[name] for name in _NAMES)


ANNUAIRE = "\n".join((PROFESSIONAL, professional(), professional(person="810000000001", structure="R2"), "")).encode()


def location(**changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Location",
        "id": "lieu-exemple",
        "meta": {"lastUpdated": "2026-11-01T10:00:00+01:00"},
        "extension": [
            {
                "url": "https://interop.esante.gouv.fr/ig/fhir/ror/StructureDefinition/ror-commune-cog",
                "valueCodeableConcept": {"coding": [{"code": "59350"}]},
            }
        ],
        "status": "active",
        "name": "Centre de santé fictif",
        "address": {"line": ["1 place Exemple"], "city": "Lille", "postalCode": "59000"},
        "position": {"latitude": 50.63, "longitude": 3.06},
        "telecom": [{"system": "phone", "value": "0320000000"}],
        "managingOrganization": {"reference": "Organization/org-exemple"},
    } | changes


def organization(**changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Organization",
        "id": "org-exemple",
        "active": True,
        "name": "Centre de santé fictif",
        "identifier": [
            {
                "type": {"coding": [{"code": "FINEG"}]},
                "system": "https://finess.esante.gouv.fr",
                "value": "590000010",
            }
        ],
    } | changes


def care(**changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "HealthcareService",
        "id": "soin-exemple",
        "active": True,
        "name": "Dépistage",
        "type": [{"coding": [{"system": "https://example.org/champ", "code": "12", "display": "Prévention"}]}],
        "providedBy": {"reference": "Organization/org-exemple"},
        "location": [{"reference": "Location/lieu-exemple"}],
        "availableTime": [
            {"daysOfWeek": ["wed", "mon"], "availableStartTime": "14:00:00", "availableEndTime": "17:00:00"}
        ],
        "notAvailable": [{"description": "Congés", "during": {"start": "2026-12-24", "end": "2027-01-02"}}],
    } | changes


def bundle(*resources: dict[str, Any]) -> bytes:
    entries = [{"fullUrl": f"urn:uuid:{rank}", "resource": one} for rank, one in enumerate(resources)]
    return json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": entries}).encode()


FHIR = bundle(organization(), location(), care())

WEDNESDAYS = {
    "id": "sched-1",
    "freq": "WEEKLY",
    "byday": "WE,FR",
    "opens_at": "14:00:00+01:00",
    "closes_at": "17:00:00+01:00",
}
HSDS_SERVICE: dict[str, Any] = {
    "id": "serv-1",
    "name": "Aide à Mon espace santé",
    "status": "active",
    "assured_date": "2026-11-01",
    "organization": {"id": "org-1", "name": "Association numérique fictive", "description": "Association exemple"},
    "schedules": [WEDNESDAYS],
    "service_at_locations": [
        {
            "id": "at-1",
            "location": {
                "id": "loc-1",
                "location_type": "physical",
                "name": "Espace numérique fictif",
                "latitude": 50.63,
                "longitude": 3.06,
                "addresses": [
                    {"id": "addr-1", "address_1": "1 place Exemple", "city": "Lille", "postal_code": "59000"}
                ],
                "phones": [{"id": "phone-1", "number": "0320000000"}],
            },
        }
    ],
}
HSDS = json.dumps({"total_items": 1, "contents": [HSDS_SERVICE]}).encode()
HSDS_TABLES = {
    "organization": "id,name,description\norg-1,Association numérique fictive,Association exemple\n",
    "service": "id,organization_id,name,status,assured_date\nserv-1,org-1,Aide à Mon espace santé,active,2026-11-01\n",
    "location": "id,location_type,name,latitude,longitude\nloc-1,physical,Espace numérique fictif,50.63,3.06\n",
    "service_at_location": "id,service_id,location_id\nat-1,serv-1,loc-1\n",
    "address": "id,location_id,address_1,city,postal_code\naddr-1,loc-1,1 place Exemple,Lille,59000\n",
    "phone": "id,location_id,number\nphone-1,loc-1,0320000000\n",
    "schedule": (
        'id,service_id,freq,byday,opens_at,closes_at\nsched-1,serv-1,WEEKLY,"WE,FR",14:00:00+01:00,17:00:00+01:00\n'
    ),
}


def package(tables: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return held.getvalue()


FINESS_STRUCTURES = json.dumps(
    {
        "generatedAt": "2026-11-01",
        "pmej": [
            {
                "informationsGeneralesPmej": {"numFinessPm": "590000001", "siren": "000000000"},
                "ege": [
                    {
                        "informationsGeneralesEGE": {"numFinessEge": "590000010", "nomEgeLong": "CENTRE FICTIF"},
                        "etatObjet": "A",
                        "categorieentiteGeographiqueExercice": "124",
                        "roleEge": [],
                        "adresse": [
                            {
                                "usageAdresse": "03",
                                "cogCommune": "59350",
                                "codePostal": "59000",
                                "coordonneesGeographique": {"coordonneeX": "3.06", "coordonneeY": "50.63"},
                            }
                        ],
                    }
                ],
            }
        ],
    }
).encode()


def activities(**changes: Any) -> dict[str, Any]:
    """One nature as the flow writes it, its particulars invented: the schema leaves them open."""
    general = {"activiteAeId": "7", "etatObjet": "A", "egeId": "1", "dateDebutActiviteAutorisee": "2024-01-01"}
    return {
        "natureEML": {
            "caracteristiquesGeneriques": general | changes,
            "caracteristiquesSpecifiquesEML": {
                "equipement": {"code": "05701", "libelle": "Scanographe", "system": "https://example.org/R1"},
                "forme": "01",
                "equipementId": "9",
            },
        },
        "natureAASA": None,
    }


FINESS_ACTIVITIES = json.dumps(
    {
        "pmej": [
            {
                "numeroFiness": "590000001",
                "activitesAutorisees": [],
                "ege": [{"egeId": "1", "numFinessEge": "590000010", "activitesExercees": [activities()]}],
            }
        ]
    }
).encode()
