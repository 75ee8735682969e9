"""Each source on a few rows of our own with its columns: what is kept, what is refused and why."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from prevenance.formats import files
from prevenance.formats.refusals import FileRefused
from prevenance.offer.choices import sources
from prevenance.offer.importers import READERS
from prevenance.offer.operations.placing import Placing

TODAY = dt.date(2026, 11, 23)


def labels(row: dict[str, Any]) -> list[str]:
    return [label for label, _, _ in row["services"]]


def settled(tmp_path: Path, source: str, content: str, suffix: str = ".csv") -> tuple[list[dict[str, Any]], Placing]:
    path = tmp_path / f"{source}{suffix}"
    path.write_text(content, encoding="utf-8", newline="")
    placing = Placing(source, today=TODAY)
    drafts = READERS[sources.sources()[source].reader](files.checked(path))
    return [row for row in map(placing.settled, drafts) if row], placing


def test_every_source_has_its_reader() -> None:
    assert {source.reader for source in sources.sources().values()} == set(READERS)


def test_france_services(tmp_path: Path) -> None:
    header = (
        "id_fs,insee_dep,lib_fs,adresse,complement_adresse,insee_com,code_postal,lib_com,latitude,longitude,mail,telephone,"
        "h_lundi,h_mardi,h_mercredi,h_jeudi,h_vendredi,h_samedi,prise_rdv,commentaire,type_fs\n"
    )
    content = header + (
        "3,02,France services Exemple,1 rue Exemple,,02361,02120,Guise,49.90,3.63,a@b.fr,03 53 01 00 00,"
        "09:30 - 16:30,09:30 - 16:30,09:30 - 16:30,,,,Non,,Principal\n"
        "4,02,Bus Exemple,2 rue Exemple,Étage 1,02361,02120,Guise,49.90,3.63,,,"
        "00:00 - 00:00 / 09:00 - 12:00,,,,,,Oui,,Antenne\n"
        "4,02,Doublon,2 rue Exemple,,02361,02120,Guise,49.90,3.63,,,,,,,,,Oui,,Antenne\n"
    )
    rows, placing = settled(tmp_path, "france_services", content)
    assert [row["opening_hours"] for row in rows] == ["Mo-We 09:30-16:30", ""]
    assert rows[0] | {"phone": "+33353010000", "commune_name": "Guise", "kind": "france_services"} == rows[0]
    assert rows[1]["opening_words"] == "lundi : 00:00 - 00:00 / 09:00 - 12:00"
    assert placing.refused == {"duplicate": 1}
    assert placing.first_lines == {"duplicate": [4]}


def test_town_halls(tmp_path: Path) -> None:
    spans = '"[[""lundi"",""mardi"",[[""09:00:00"",""12:00:00""]]]]"'
    content = (
        "code_insee,commune,adresse,telephone,site,horaires,accessibilite,lat,lon\n"
        f'02558,Le Nouvion-en-Thiérache,"1 place Exemple",03 53 01 00 01,nouvion.example.fr,{spans},NAC,50.017,3.787\n'
        f"02215,Corbeny,1 rue Exemple,,,{spans},NAC,48.04,5.89\n"
        "60205,Élencourt,,,,[],,,\n"
        "60166,Coudun,1 rue Exemple,,,[],NAC,49.46,49.46\n"
    )
    rows, placing = settled(tmp_path, "town_halls", content)
    assert [row["name"] for row in rows] == ["Mairie du Nouvion-en-Thiérache", "Mairie de Corbeny", "Mairie de Coudun"]
    assert rows[0]["opening_hours"] == "Mo-Tu 09:00-12:00"
    assert rows[0]["website"] == "https://nouvion.example.fr"
    assert {row["wheelchair"] for row in rows} == {"unknown"}
    assert [row["is_position_approximate"] for row in rows] == [False, True, True]
    assert placing.refused == {"nothing_known": 1}
    assert placing.mended == {"position_far_from_commune": 1, "position_outside_france": 1}


def test_a_town_hall_placed_in_a_homonym_stays_in_its_own_commune(tmp_path: Path) -> None:
    content = (
        "code_insee,commune,adresse,telephone,site,horaires,accessibilite,lat,lon\n"
        "02650,Rocquigny,1 rue Exemple,,,[],NAC,49.7256,4.1714\n"
    )
    rows, placing = settled(tmp_path, "town_halls", content)
    assert [(row["commune_code"], row["is_position_approximate"]) for row in rows] == [("02650", True)]
    assert placing.mended == {"position_far_from_commune": 1}


@pytest.mark.parametrize(
    ("commune", "name"),
    [
        ("Lille", "Mairie de Lille"),
        ("Amiens", "Mairie d'Amiens"),
        ("Les Hauts-Talican", "Mairie des Hauts-Talican"),
        ("La Gorgue", "Mairie de La Gorgue"),
        ("L'Étoile", "Mairie de L'Étoile"),
        ("Ham", "Mairie de Ham"),
    ],
)
def test_the_name_of_a_town_hall_is_said_in_french(commune: str, name: str) -> None:
    from prevenance.offer.importers.town_halls import town_hall_of

    assert town_hall_of(commune) == name


def test_pharmacies_and_centres_open_to_booking(tmp_path: Path) -> None:
    content = (
        "type,nom,adresse,code_postal,commune,code_insee,lat,lon,telephone,horaires\n"
        'pharmacie,Pharmacie Exemple,1 rue Exemple,59000,Lille,59350,50.63,3.06,+33353010002,"{""lundi"": ""09:00-12:00""}"\n'  # noqa: E501
        "centre_vaccination,Centre Exemple,2 rue Exemple,59000,Lille,59350,50.63,3.06,+0000000,\n"
        "boulangerie,Boulangerie,3 rue Exemple,59000,Lille,59350,50.63,3.06,,\n"
    )
    rows, placing = settled(tmp_path, "pharmacies_vaccination", content)
    assert [(row["kind"], row["opening_hours"]) for row in rows] == [
        ("pharmacy", "Mo 09:00-12:00"),
        ("vaccination_centre", ""),
    ]
    assert placing.refused == {"kind_unknown": 1}
    assert placing.mended == {"phone_left_out": 1}


def test_covid_vaccination_centres(tmp_path: Path) -> None:
    days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    header = (
        "gid,nom,adr_num,adr_voie,com_cp,com_insee,com_nom,lat_coor1,long_coor1,_edit_datemaj,lieu_accessibilite,"
        + ",".join(f"rdv_{day}" for day in days)
        + ",date_fermeture,rdv_site_web,rdv_tel,rdv_tel2,centre_fermeture,reserve_professionels_sante,centre_type\n"
    )

    def line(
        gid: int, name: str, hours: str, closing: str = "", closed: str = "f", kept: str = "", sort: str = ""
    ) -> str:
        return (
            f"{gid},{name},1,rue Exemple,59000,59350,Lille,50.63,3.06,2021-11-02 10:00:00.1,oui,"
            + ",".join([hours] * 5 + ["fermé", "fermé"])
            + f",{closing},https://example.fr/rdv,0353010003,,{closed},{kept},{sort}\n"
        )

    content = header + "".join(
        (
            line(1, "Centre Exemple", "09:00-17:00"),
            line(2, "Fermé un jour", "09:00-17:00", closing="2021-07-06"),
            line(3, "Ferme bientôt", "09:00-17:00", closing="2027-01-01"),
            line(4, "Fermé", "09:00-17:00", closed="t"),
            line(5, "Fermé toute la semaine", "fermé"),
            line(6, "Soignants", "09:00-17:00", kept="t"),
            line(7, "Prison", "09:00-17:00", sort="{USMP}"),
        )
    )
    rows, placing = settled(tmp_path, "covid_vaccination_centres", content)
    assert [row["name"] for row in rows] == ["Centre Exemple", "Ferme bientôt"]
    assert (rows[0]["content_on"], rows[0]["wheelchair"]) == ("2021-11-02", "yes")
    assert placing.newest == dt.date(2021, 11, 2)
    assert placing.refused == {"closed": 3, "not_for_everyone": 2}


def test_laboratories(tmp_path: Path) -> None:
    content = (
        "finess_ej,finess_et,raison_sociale,adresse,do_prel,longitude,latitude,mod_prel,public,horaire,tel_rdv,web_rdv,date_modif,code_postal\n"
        "1,590000001,Labo Exemple,1 rue Exemple 59000 LILLE,TRUE,3.06,50.63,,,lundi : 9h-12h | mardi : 9h-12h,0353010004,,2020-10-29,59000\n"  # noqa: E501
        "1,590000001,Labo Exemple drive,1 rue Exemple,TRUE,3.06,50.63,,,,,,2020-10-29,59000\n"
        "1,590000002,Sans prélèvement,1 rue Exemple,FALSE,3.06,50.63,,,,,,2020-10-29,59000\n"
    )
    rows, placing = settled(tmp_path, "laboratories", content)
    assert [(row["finess"], row["commune_code"], row["opening_hours"]) for row in rows] == [("590000001", "59350", "")]
    assert rows[0]["opening_words"] == "Prélèvements Covid-19 : lundi : 9h-12h ; mardi : 9h-12h"
    assert placing.refused == {"duplicate": 1, "kind_not_used": 1}


def test_located_health_establishments(tmp_path: Path) -> None:
    content = (
        "finess,hospital_name,site_name,lat,lon,geo_qual,street,house_number,postcode,city,cc,country,facility_type,tel,ref_date\n"
        "590000003,CH EXEMPLE,SITE SUD,50.63,3.06,1,RUE EXEMPLE,1,59037,LILLE CEDEX,FR,France,Centre Hospitalier (C.H.),353010005,06/03/2020\n"  # noqa: E501
        "590000004,LONG SÉJOUR,,50.63,3.06,1,RUE EXEMPLE,1,59000,LILLE,FR,France,Etablissement de Soins Longue Durée,,06/03/2020\n"  # noqa: E501
    )
    rows, placing = settled(tmp_path, "health_establishments_2020", content)
    assert [(row["name"], row["kind"], row["commune_code"]) for row in rows] == [
        ("CH EXEMPLE, SITE SUD", "hospital", "59350")
    ]
    assert (rows[0]["content_on"], rows[0]["phone"]) == ("2020-03-06", "+33353010005")
    assert placing.refused == {"kind_not_used": 1}


@pytest.mark.parametrize("source", ["sae_establishments", "sae_attached"])
def test_establishments_of_the_survey(tmp_path: Path, source: str) -> None:
    content = (
        "finess_et,raison_sociale,raison_sociale_compl,categorie_finess,code_insee,numero,type_voie,voie,code_postal,acheminement\n"
        "590000005,CMP EXEMPLE,,156,59070,1,R,EXEMPLE,59122,HONDSCHOOTE\n"
        "590000006,DIALYSE,,146,59350,1,R,EXEMPLE,59000,LILLE\n"
    )
    rows, placing = settled(tmp_path, source, content)
    assert [(row["kind"], row["is_position_approximate"]) for row in rows] == [("mental_health_centre", True)]
    assert rows[0]["commune_code"] != "59070"
    assert placing.mended == {"commune_replaced": 1, "position_of_commune": 1}
    assert placing.refused == {"kind_not_used": 1}


@pytest.mark.parametrize("mark", [";", "|"])
def test_places_for_help_with_digital_tools(tmp_path: Path, mark: str) -> None:
    content = (
        "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,site_web,horaires,date_maj,services,prise_rdv\n"
        f'a-1,0,Atelier Exemple,LA GORGUE,59253,,1 rue Exemple,50.64,2.71,,,"Mo-Fr 09:00-12:00; PH off",2023-04-01,Un service{mark}Un autre,\n'  # noqa: E501
        "a-2,0,Atelier flou,Nullepart,99999,,,,,,,,2023-04-01,,\n"
        'a-3,0,Atelier,Lille,59000,,,50.63,3.06,,,"Mo,Tu 08:30",2099-01-01,,\n'
        "a-4,0,Centre Social,ARRAS,62000,63139,PL EXEMPLE,50.293,2.778,,,,2023-04-01,,\n"
    )
    rows, placing = settled(tmp_path, "digital_mediation", content)
    assert labels(rows[0]) == ["Un service", "Un autre"]
    assert (rows[0]["commune_name"], rows[0]["opening_hours"]) == ("La Gorgue", "Mo-Fr 09:00-12:00; PH off")
    assert (rows[1]["opening_words"], rows[1]["content_on"]) == ("Mo,Tu 08:30", None)
    assert (rows[2]["commune_name"], rows[2]["is_position_approximate"]) == ("Arras", False), (
        "a wrong code, a right name"
    )
    assert placing.refused == {"no_position": 1}
    assert placing.mended["date_left_out"] == 1


def test_desks_of_digital_advisers(tmp_path: Path) -> None:
    content = (
        "id,nom,services,pivot,commune,code_postal,adresse,latitude,longitude,telephone,site_web,horaires,source,date_maj\n"
        "c-1,Permanence Exemple,Un service,0,LENS,62300,1 rue Exemple,,,,,,x,2022-05-03\n"
    )
    rows, placing = settled(tmp_path, "conseillers_numeriques", content)
    assert [(row["kind"], row["commune_name"]) for row in rows] == [("conseiller_numerique", "Lens")]
    assert placing.mended == {"commune_found": 1, "position_of_commune": 1}


def test_structures_of_data_inclusion(tmp_path: Path) -> None:
    records = [
        {"id": "s-1", "nom": "Structure Exemple", "commune": "PERONNE", "code_postal": "80200", "code_insee": "80620"}
        | {"latitude": 49.93, "longitude": 2.93, "date_maj": "2023-01-22", "services": "A;B", "horaires": None},
        {"id": None, "nom": "Sans identifiant", "code_insee": "80620"},
        {"id": "s-3", "nom": {"not": "a name"}, "code_insee": "80620"},
        ["not", "a", "record"],
    ]
    rows, placing = settled(tmp_path, "inclusion_structures", json.dumps(records), ".json")
    assert [(row["source_id"], labels(row)) for row in rows] == [("s-1", ["A", "B"])]
    assert placing.refused == {"no_identifier": 1, "no_name": 1, "not_an_object": 1}


def test_aidants_connect(tmp_path: Path) -> None:
    content = (
        "nom,id,uuid,actif,code_insee,adresse,code_postal,siret,label_france_services,commune,nb_aidants,Question 110 → Nombre\n"  # noqa: E501
        "Association Exemple,1,u-1,true,59178,1 rue Exemple,59500,0,false,Douai,3,12\n"
        "Ancienne,2,u-2,false,59178,1 rue Exemple,59500,0,false,Douai,3,\n"
    )
    rows, placing = settled(tmp_path, "aidants_connect", content)
    assert [(row["source_id"], row["commune_name"]) for row in rows] == [("u-1", "Douai")]
    assert placing.refused == {"inactive": 1}


def establishment(number: str, category: object, **changes: object) -> dict[str, Any]:
    return {
        "informationsGeneralesEGE": {"numFinessEge": number, "nomEgeLong": f"CENTRE {number}", "dateFermeture": None},
        "etatObjet": "A",
        "categorieentiteGeographiqueExercice": category,
        "roleEge": [],
        "adresse": [
            {"usageAdresse": "06", "cogCommune": "75056"},
            {
                "usageAdresse": "03",
                "cogCommune": "59350",
                "codePostal": "59000",
                "numeroVoie": "1",
                "libelleVoie": "EXEMPLE",
            }
            | {"coordonneesGeographique": {"coordonneeX": "3.06", "coordonneeY": "50.63"}},
        ],
        "contact": [{"telecom": [{"telephone": None}, {"telephone": "0353010006"}]}, None],
        **changes,
    }


def test_the_daily_flow_of_finess(tmp_path: Path) -> None:
    flow = {
        "generatedAt": "2026-11-01",
        "pmej": [
            {
                "ege": [
                    establishment("590000010", "124"),
                    establishment("590000011", None, categorieEntiteGeographiqueExercice={"code": "620"}),
                    establishment("590000012", "146"),
                    establishment("590000013", "124", etatObjet={"code": "F"}),
                    establishment("590000014", "611", adresse=None, contact=None),
                    establishment("590000015", "223", informationsGeneralesEGE=None),
                ]
            },
            {"ege": None},
            {
                "ege": [
                    establishment(
                        "590000016",
                        "228",
                        adresse=[
                            {"usageAdresse": "03", "cogCommune": "59350"}
                            | {"coordonneesGeographique": {"coordonneeX": "704060.5", "coordonneeY": "7059136.5"}}
                        ],
                    )
                ]
            },
        ],
    }
    rows, placing = settled(tmp_path, "finess_structures", json.dumps(flow), ".json")
    assert [(row["finess"], row["kind"], row["commune_name"]) for row in rows] == [
        ("590000010", "health_centre", "Lille"),
        ("590000011", "pharmacy", "Lille"),
        ("590000016", "sexual_health_centre", "Lille"),
    ]
    assert rows[0]["phone"] == "+33353010006"
    assert placing.refused == {"kind_not_used": 1, "closed": 1, "no_position": 1, "no_identifier": 1}
    assert placing.mended == {"projected_coordinates_converted": 1}


def test_texts_made_to_hurt_are_cleaned_and_counted(tmp_path: Path) -> None:
    content = (
        "code_insee,commune,adresse,telephone,site,horaires,accessibilite,lat,lon\n"
        '02001,<script>alert(1)</script>Abbécourt,"=cmd|calc",,javascript:alert(1),[],NAC,49.6,3.18\n'
        "02002,Achery,gare\u202egpj.exe,,,[],NAC,3.397,49.694\n"
    )
    rows, placing = settled(tmp_path, "town_halls", content)
    assert rows[0]["name"] == "Mairie de Abbécourt"
    assert (rows[0]["address"], rows[0]["website"]) == ("cmd|calc", "")
    assert rows[1]["address"] == "garegpj.exe"
    assert (rows[1]["latitude"], rows[1]["longitude"]) == (49.694, 3.397)
    assert {
        "markup_removed",
        "formula_defused",
        "website_left_out",
        "hidden_characters_removed",
        "coordinates_swapped",
    } <= set(placing.mended)


# No header line, no table at all, or no fixed list of columns: these have their own tests.
OTHER_SHAPES = ("annuaire_practices", "fhir_places", "finess_activities", "finess_extract", "hsds_places")
TABLES = [
    key
    for key, one in sources.sources().items()
    if not one.reader.endswith("structures") and one.reader not in OTHER_SHAPES
]


@pytest.mark.parametrize("source", TABLES)
def test_a_row_of_another_width_is_refused_alone_whatever_the_source(tmp_path: Path, source: str) -> None:
    with pytest.raises(FileRefused) as caught:
        settled(tmp_path, source, "one,two\n1,2\n")
    assert caught.value.reason == "missing_columns"
    columns = str(caught.value.facts["columns"]).split(", ")
    rows, placing = settled(tmp_path, source, ",".join(columns) + "\n1,2\n")
    assert (rows, placing.refused) == ([], {"wrong_number_of_cells": 1})


def test_an_entity_that_is_no_record_is_refused_alone(tmp_path: Path) -> None:
    rows, placing = settled(tmp_path, "finess_structures", '{"pmej": [3]}', ".json")
    assert (rows, placing.refused) == ([], {"not_an_object": 1})
