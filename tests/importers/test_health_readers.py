"""Directories of health on a few invented rows: what is kept, what is refused and why, and that nobody is kept."""

import datetime as dt
import json
import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from prevenance.formats import files
from prevenance.formats.refusals import FileRefused, RowRefused
from prevenance.offer import operations
from prevenance.offer.choices import sources
from prevenance.offer.importers import READERS
from prevenance.offer.operations import PlaceDraft
from prevenance.offer.operations.placing import Placing
from tests.importers import samples
from tests.importers.samples import professional

TODAY = dt.date(2026, 11, 24)


def drafts(tmp_path: Path, source: str, content: bytes | str) -> list[PlaceDraft | RowRefused]:
    path = tmp_path / source
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(READERS[sources.sources()[source].reader](files.checked(path)))


def settled(tmp_path: Path, source: str, content: bytes | str) -> tuple[list[dict[str, Any]], Placing]:
    placing = Placing(source, today=TODAY)
    return [row for row in map(placing.settled, drafts(tmp_path, source, content)) if row], placing


# --- FINESS, the older extract ---


def test_the_located_extract_of_finess_joins_its_two_parts(tmp_path: Path) -> None:
    rows, placing = settled(tmp_path, "finess_extract", samples.FINESS_EXTRACT)
    first, overseas = rows
    assert (first["kind"], first["commune_name"], first["legal_finess"]) == ("health_centre", "Lille", "590000001")
    assert (round(first["latitude"], 3), round(first["longitude"], 3)) == (50.629, 3.057)
    assert (overseas["kind"], overseas["commune_code"]) == ("pharmacy", "97105")
    assert not first["is_position_approximate"] and not overseas["is_position_approximate"]
    assert (round(overseas["latitude"], 2), round(overseas["longitude"], 2)) == (16.01, -61.66)
    assert placing.refused == {}


def test_without_positions_the_extract_is_placed_by_communes_and_reads_windows_1252(tmp_path: Path) -> None:
    name = "CENTRE DE SANTÉ FICTIF"
    line = samples.ESTABLISHMENT.format(finess="590000010", **samples.FINESS | {"long": name})
    other = samples.ESTABLISHMENT.format(finess="590000011", **samples.FINESS | {"category": "500"})
    content = f"finess;etalab;96;2026-05-13\n{line}\n{other}\nstructureet;short\n".encode("cp1252")
    rows, placing = settled(tmp_path, "finess_extract", content)
    assert [(row["name"], row["is_position_approximate"]) for row in rows] == [(name, True)]
    assert placing.refused == {"wrong_number_of_cells": 1, "kind_not_used": 1}


@pytest.mark.parametrize(
    ("content", "reason"),
    [("code;nom\n1;2\n", "no_header"), ("finess;etalab;96;2026-05-13\nstructureet;590000", "truncated")],
)
def test_an_extract_of_another_shape_or_cut_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(FileRefused) as caught:
        drafts(tmp_path, "finess_extract", content)
    assert caught.value.reason == reason


def test_a_projection_that_nobody_knows_is_not_guessed(tmp_path: Path) -> None:
    content = samples.FINESS_EXTRACT.replace(b"UTM_N20", b"UNKNOWN_7").replace(b"LAMBERT_93", b"")
    rows, placing = settled(tmp_path, "finess_extract", content)
    assert [row["is_position_approximate"] for row in rows] == [True, True]
    assert placing.mended["projection_unknown"] == 2


# --- FINESS, the daily flow ---


def flow(**address: Any) -> str:
    content = json.loads(samples.FINESS_STRUCTURES)
    content["pmej"][0]["ege"][0]["adresse"][0] |= address
    return json.dumps(content)


def test_a_position_that_is_the_commune_s_is_said_to_be_rough(tmp_path: Path) -> None:
    where = {"coordonneeX": "3.06", "coordonneeY": "50.63", "scoreBAN": "0.94"}
    for key, is_rough in (("59350", True), ("59350_2105_00012", False), (None, False)):
        content = flow(coordonneesGeographique=where | {"cleInInteropBAN": key})
        rows, _ = settled(tmp_path, "finess_structures", content)
        assert [row["is_position_approximate"] for row in rows] == [is_rough], key


@pytest.mark.parametrize(
    ("commune", "where", "expected"),
    [
        ("59350", {"coordonneeX": "704060.5", "coordonneeY": "7059136.5"}, (50.63, 3.06)),
        ("59350", {"coordonneeX": "50.63", "coordonneeY": "3.06"}, (50.63, 3.06)),
        ("59350", {"directionLongitude": "3.06", "directionLatitude": "50.63"}, (50.63, 3.06)),
        ("97411", {"coordonneeX": "338000", "coordonneeY": "7690000"}, (-20.88, 55.44)),
    ],
)
def test_either_pair_of_coordinates_may_hold_degrees_or_metres(
    tmp_path: Path, commune: str, where: dict[str, str], expected: tuple[float, float]
) -> None:
    rows, _ = settled(tmp_path, "finess_structures", flow(cogCommune=commune, coordonneesGeographique=where))
    assert [(round(row["latitude"], 2), round(row["longitude"], 2)) for row in rows] == [expected]


def test_the_legal_body_and_the_siret_are_read_wherever_they_are(tmp_path: Path) -> None:
    content = json.loads(samples.FINESS_STRUCTURES)
    content["pmej"][0]["ege"][0]["siret"] = "12345678200010"
    content["pmej"][0]["ege"][0]["dateDerniereMaj"] = {"dateEvenement": "2026-10-02"}
    rows, _ = settled(tmp_path, "finess_structures", json.dumps(content))
    row = rows[0]
    assert (row["legal_finess"], row["siret"], row["content_on"]) == ("590000001", "12345678200010", "2026-10-02")


# --- FINESS, the activities ---

AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))


def flow_of_activities(*exercised: dict[str, Any], authorised: tuple[dict[str, Any], ...] = ()) -> str:
    content = json.loads(samples.FINESS_ACTIVITIES)
    content["pmej"][0] |= {"activitesAutorisees": list(authorised)}
    content["pmej"][0]["ege"][0]["activitesExercees"] = list(exercised)
    return json.dumps(content)


@pytest.mark.django_db
def test_activities_go_to_the_establishment_of_the_register(tmp_path: Path) -> None:
    register = tmp_path / "register.json"
    register.write_bytes(samples.FINESS_STRUCTURES)
    assert operations.import_file(register, at=AT, source="finess_structures").outcome == "done"
    content = flow_of_activities(
        samples.activities(),
        samples.activities(etatObjet={"code": "F"}),
        samples.activities(dateFinEffectiveActivite="2025-01-01"),
        authorised=(samples.activities(egeId="2"),),
    )
    rows, placing = settled(tmp_path, "finess_activities", content)
    assert [(row["finess"], row["name"], row["commune_name"], row["is_position_approximate"]) for row in rows] == [
        ("590000010", "CENTRE FICTIF", "Lille", False)
    ]
    assert rows[0]["services"] == [["Équipement matériel lourd : Scanographe", "finess-activity:EML:05701-01", None]]
    assert placing.refused == {}
    path = tmp_path / "finess-activites-1.json"
    path.write_text(content)
    assert [report.source for report in operations.import_folder(tmp_path, at=AT)] == ["finess_activities"]


@pytest.mark.django_db
def test_activities_of_an_unknown_establishment_are_refused_and_counted(tmp_path: Path) -> None:
    _, placing = settled(tmp_path, "finess_activities", samples.FINESS_ACTIVITIES)
    assert placing.refused == {"establishment_unknown": 1}
    _, placing = settled(tmp_path, "finess_activities", flow_of_activities(samples.activities(etatObjet="F")))
    assert placing.refused == {"no_activity": 1}


# --- Annuaire Santé ---


def directory(*rows: str, header: str = samples.PROFESSIONAL) -> str:
    return "\n".join((header, *rows, ""))


def group(**values: str) -> str:
    given = {
        "sector": "SA08",
        "sector_label": "Cabinet de groupe",
        "company": "CABINET MEDICAL DU PARC",
        "structure": "G1",
    }
    return professional(**given | {"siret": "12345678200010", "last": "AUTRE", "first": "Dominique"} | values)


def test_professionals_become_a_place_and_counts(tmp_path: Path) -> None:
    rows, placing = settled(
        tmp_path,
        "annuaire_practices",
        directory(
            group(person="81"),
            group(person="82"),
            group(person="82", specialty="SM99", specialty_label="Gériatrie"),
            group(person="83", profession="60", profession_label="Infirmier", specialty="", specialty_label=""),
        ),
    )
    assert [(row["name"], row["kind"], row["siret"]) for row in rows] == [
        ("CABINET MEDICAL DU PARC", "doctor", "12345678200010")
    ]
    assert sorted(rows[0]["services"], key=str) == [
        ["Infirmier", "profession:60", 1],
        ["Médecin : Gériatrie", "profession:10/SM99", 1],
        ["Médecin : Médecine Générale", "profession:10/SM54", 2],
        ["Médecin", "profession:10", 2],
    ]
    assert placing.refused == {}


NAMED = [
    professional(),
    professional(structure="R3", sector="SA08", sector_label="Cabinet de groupe", company="SELARL EXEMPLE"),
    professional(structure="R4", sector="SA09", sector_label="Exercice en société", sign="Dr Camille Exemple"),
    professional(
        structure="R5",
        sector="SA33",
        sector_label="Pharmacie d'officine",
        profession="21",
        profession_label="Pharmacien",
        section="A",
        company="PHARMACIE EXEMPLE",
        specialty="",
    ),
    professional(
        structure="R6", sector="SA08", sector_label="Cabinet de groupe", company="DOCTEUR ANCIEN PREDECESSEUR"
    ),
    professional(structure="R7", siret="12345678200010", company="EXEMPLE CAMILLE", profession="50", specialty=""),
]


def test_nobody_is_kept_in_any_field_of_any_place(tmp_path: Path) -> None:
    found = drafts(tmp_path, "annuaire_practices", directory(*NAMED))
    kept = [one for one in found if isinstance(one, PlaceDraft)]
    assert len(kept) >= 4
    written = json.dumps([asdict(one) for one in kept], default=str).lower()
    for secret in ("exemple", "camille", "predecesseur", "810000000000", "example.org"):
        assert secret not in written, secret
    assert {one.name for one in kept} == {"Cabinet de médecine générale", "Pharmacie", "Cabinet de sage-femme"}
    assert "12345678200010" not in written, "the SIRET of an individual practice leads to somebody"


@pytest.mark.parametrize(
    ("last", "company"),
    [
        ("EXEMPLE", "PHARMAEXEMPLE"),
        ("D'ÉXEMPLE-FICTIF", "Pharmacie Exemple"),
        ("D'ÉXEMPLE-FICTIF", "PHARMACIE DEXEMPLE"),
        ("LÉO", "Pharmacie Leo"),
        ("EXEMPLE FICTIF", "SNC exemple & cie"),
        ("AUTRE", "PHARMACIE MME ANCIENNE"),
    ],
)
def test_a_name_is_seen_glued_accented_or_double(tmp_path: Path, last: str, company: str) -> None:
    shop = {"profession": "21", "section": "A", "sector": "", "sector_label": "Pharmacie d'officine", "specialty": ""}
    found = drafts(tmp_path, "annuaire_practices", directory(professional(last=last, company=company, **shop)))
    assert [one.name for one in found if isinstance(one, PlaceDraft)] == ["Pharmacie"]


def test_the_siret_of_a_company_of_one_person_is_not_kept(tmp_path: Path) -> None:
    assert [row["siret"] for row in settled(tmp_path, "annuaire_practices", directory(group(person="1")))[0]] == [""]


def test_an_institution_keeps_its_name_even_if_somebody_there_bears_it(tmp_path: Path) -> None:
    staff = [
        professional(
            structure="H1",
            finess="590000010",
            sector="SA01",
            sector_label="Etablissement public de santé",
            company="HOPITAL FICTIF SAINT MARTIN",
            last="MARTIN" if rank == 0 else f"NOM{rank}",
            person=str(rank),
        )
        for rank in range(12)
    ]
    rows, _ = settled(tmp_path, "annuaire_practices", directory(*staff))
    assert [(row["name"], row["finess"], row["source_id"]) for row in rows] == [
        ("HOPITAL FICTIF SAINT MARTIN", "590000010", "590000010")
    ]


def phones(tmp_path: Path, *rows: str) -> list[str]:
    return [
        one.phone for one in drafts(tmp_path, "annuaire_practices", directory(*rows)) if isinstance(one, PlaceDraft)
    ]


@pytest.mark.parametrize(
    "mobile", ["06 39 98 00 00", "+33 6 39 98 00 00", "0033639980000", "+262692000000", "0690000000"]
)
def test_a_mobile_number_is_kept_only_where_several_people_work(tmp_path: Path, mobile: str) -> None:
    assert phones(tmp_path, professional(phone=mobile)) == [""]
    assert phones(tmp_path, group(person="1", phone=mobile), group(person="2", phone=mobile)) == [mobile]
    assert phones(tmp_path, professional(phone="0320000000")) == ["0320000000"]


def test_one_siret_registered_by_two_authorities_is_one_place(tmp_path: Path) -> None:
    rows, _ = settled(
        tmp_path,
        "annuaire_practices",
        directory(
            group(person="1", structure="F1", finess="590000010"),
            group(person="2", structure="R9"),
            group(person="3", structure="C9", street="AUTRE"),
        ),
    )
    counts = sorted((row["finess"], row["services"][0][2]) for row in rows)
    assert counts == [("", 1), ("590000010", 2)]


def test_practices_of_one_kind_at_one_number_are_one_place(tmp_path: Path) -> None:
    nurse = {"profession": "60", "profession_label": "Infirmier", "specialty": "", "specialty_label": ""}
    rows, _ = settled(
        tmp_path,
        "annuaire_practices",
        directory(
            professional(),
            professional(structure="R2", person="2", last="AUTRE"),
            professional(structure="R3", person="3", **nurse),
            professional(structure="R4", person="4", number=""),
        ),
    )
    assert sorted((row["kind"], row["services"][0][2]) for row in rows) == [("doctor", 1), ("doctor", 2), ("nurse", 1)]


def test_the_order_of_the_rows_changes_nothing(tmp_path: Path) -> None:
    rows = [*NAMED, group(person="81"), group(person="82")]
    there = {
        row["id"]: row | {"services": sorted(row["services"])}
        for row in settled(tmp_path, "annuaire_practices", directory(*rows))[0]
    }
    back = {
        row["id"]: row | {"services": sorted(row["services"])}
        for row in settled(tmp_path, "annuaire_practices", directory(*rows[::-1]))[0]
    }
    assert {key: (row["name"], row["kind"], row["services"]) for key, row in there.items()} == {
        key: (row["name"], row["kind"], row["services"]) for key, row in back.items()
    }


def test_headers_of_other_editions_are_understood_and_others_refused(tmp_path: Path) -> None:
    older = samples.PROFESSIONAL.replace("d'exercice", "exercice").replace("coord. structure", "coord. Structure")
    assert len(drafts(tmp_path, "annuaire_practices", directory(professional(), header=older))) == 1
    with pytest.raises(FileRefused) as caught:
        drafts(tmp_path, "annuaire_practices", directory(professional(), header="Nom|Prénom|"))
    assert caught.value.reason == "missing_columns"


def test_who_works_nowhere_or_in_no_place_of_ours_is_counted(tmp_path: Path) -> None:
    away = professional(structure="", company="", sector="", sector_label="")
    physio = professional(structure="R8", profession="70", profession_label="Masseur-Kinésithérapeute", specialty="")
    industry = professional(structure="R9", profession="21", section="B", sector="SA38", sector_label="Industrie")
    _, placing = settled(tmp_path, "annuaire_practices", directory(away, physio, industry, "one|two"))
    assert placing.refused == {"no_workplace": 1, "kind_not_used": 2, "wrong_number_of_cells": 1}


@pytest.mark.parametrize(
    ("label", "kind"),
    [("Ophtalmologie", "ophthalmologist"), ("Radiodiagnostic", "radiology"), ("Médecine Générale", "doctor")],
)
def test_the_specialty_says_the_kind_of_a_practice(tmp_path: Path, label: str, kind: str) -> None:
    rows, _ = settled(tmp_path, "annuaire_practices", directory(professional(specialty_label=label)))
    assert [row["kind"] for row in rows] == [kind]


# --- FHIR ---


def test_a_place_in_fhir_takes_its_services_and_the_number_of_its_owner(tmp_path: Path) -> None:
    rows, placing = settled(tmp_path, "fhir_places", samples.FHIR)
    assert [
        (row["source_id"], row["kind"], row["finess"], row["commune_code"], row["opening_hours"], row["content_on"])
        for row in rows
    ] == [
        (
            "Location/lieu-exemple",
            "health_centre",
            "590000010",
            "59350",
            "Mo,We 14:00-17:00; 2026 Dec 24-2027 Jan 02 off",
            "2026-11-01",
        )
    ]
    assert rows[0]["services"] == [["Dépistage", "fhir:champ/12", None]]
    assert placing.refused == {}


@pytest.mark.parametrize("form", ["bundle", "list", "lines", "resource"])
def test_every_envelope_of_fhir_is_read(tmp_path: Path, form: str) -> None:
    resources = [samples.location(), samples.organization(), samples.care()]
    content = {
        "bundle": samples.bundle(*resources),
        "list": json.dumps(resources).encode(),
        "lines": b"\n".join(json.dumps(one).encode() for one in resources),
        "resource": json.dumps(resources[0]).encode(),
    }[form]
    rows, _ = settled(tmp_path, "fhir_places", content)
    assert [row["name"] for row in rows] == ["Centre de santé fictif"]


def test_what_is_closed_or_no_place_in_fhir_is_counted(tmp_path: Path) -> None:
    content = samples.bundle(
        samples.location(id="a", status="inactive"),
        samples.organization(id="b", active=False, address=[{"city": "Lille", "postalCode": "59000"}]),
        samples.location(id="c", mode="kind"),
        {"resourceType": "Practitioner", "id": "d", "name": [{"family": "Exemple"}]},
        samples.organization(id="e", name="Réseau"),
        samples.location(
            id="f", managingOrganization=None, extension=[{"url": "usePeriod", "valuePeriod": {"end": "2020-01-01"}}]
        ),
    )
    rows, placing = settled(tmp_path, "fhir_places", content)
    assert rows == []
    assert placing.refused == {"closed": 3, "not_a_place": 2, "kind_unknown": 1}


def test_an_organization_without_a_location_is_a_place_and_its_secure_mailbox_is_not_shown(tmp_path: Path) -> None:
    address = {
        "city": "LILLE CEDEX",
        "postalCode": "59000",
        "_line": [{"extension": [{"valueString": "96"}, {"valueString": "R"}, {"valueString": "FICTIVE"}]}],
        "extension": [{"url": "inseeCode", "valueCoding": {"code": "59350"}}],
    }
    telecom = [
        {"system": "email", "value": "secret@exemple.mssante.fr"},
        {"system": "email", "value": "accueil@example.org"},
    ]
    rows, _ = settled(tmp_path, "fhir_places", json.dumps(samples.organization(address=[address], telecom=telecom)))
    assert [(row["address"], row["email"], row["commune_code"]) for row in rows] == [
        ("96 R FICTIVE", "accueil@example.org", "59350")
    ]


def test_the_practice_of_one_person_loses_its_name_in_fhir_too(tmp_path: Path) -> None:
    sector = {"coding": [{"system": "https://mos.esante.gouv.fr/NOS/TRE_R02-SecteurActivite", "code": "SA07"}]}
    practice = samples.organization(
        name="Cabinet du Dr Exemple",
        type=[sector],
        identifier=[],
        telecom=[{"system": "phone", "value": "0639980000"}, {"system": "email", "value": "exemple@example.org"}],
        address=[{"city": "Lille", "postalCode": "59000"}],
    )
    rows, _ = settled(tmp_path, "fhir_places", json.dumps(practice))
    assert [(row["name"], row["phone"], row["email"]) for row in rows] == [("Cabinet médical", "", "")]


def test_hours_of_fhir_that_are_not_a_week_stay_words(tmp_path: Path) -> None:
    odd = [{"daysOfWeek": ["mon"], "availableStartTime": "22:00:00", "availableEndTime": "02:00:00"}]
    rows, _ = settled(tmp_path, "fhir_places", samples.bundle(samples.location(), samples.care(availableTime=odd)))
    assert (rows[0]["opening_hours"], rows[0]["opening_words"]) == ("", "lundi 22:00 - 02:00")


# --- HSDS ---


@pytest.mark.parametrize("form", ["page", "list", "service", "package"])
def test_every_form_of_hsds_gives_the_same_place(tmp_path: Path, form: str) -> None:
    content = {
        "page": samples.HSDS,
        "list": json.dumps([samples.HSDS_SERVICE, samples.HSDS_SERVICE]).encode(),
        "service": json.dumps(samples.HSDS_SERVICE).encode(),
        "package": samples.package(samples.HSDS_TABLES),
    }[form]
    rows, placing = settled(tmp_path, "hsds_places", content)
    assert [
        (row["source_id"], row["kind"], row["address"], row["phone"], row["opening_hours"], row["organisation"])
        for row in rows
    ] == [
        (
            "loc-1",
            "digital_mediation",
            "1 place Exemple",
            "+33320000000",
            "We,Fr 14:00-17:00",
            "Association numérique fictive",
        )
    ]
    assert rows[0]["services"][0][0] == "Aide à Mon espace santé"
    assert rows[0]["content_on"] == "2026-11-01"
    assert placing.refused == {}


@pytest.mark.parametrize(
    ("change", "hours"),
    [
        ({"byday": "", "dtstart": "2026-11-04"}, "We 14:00-17:00"),
        ({"interval": "2"}, ""),
        ({"freq": "MONTHLY", "byday": "1WE"}, ""),
        ({"until": "2026-12-31"}, ""),
        ({"opens_at": "14:00Z"}, ""),
    ],
)
def test_only_weeks_without_end_become_opening_hours(tmp_path: Path, change: dict[str, str], hours: str) -> None:
    service = samples.HSDS_SERVICE | {"schedules": [samples.WEDNESDAYS | change]}
    rows, _ = settled(tmp_path, "hsds_places", json.dumps([service]))
    assert [(row["opening_hours"], bool(row["opening_words"])) for row in rows] == [(hours, not hours)]


def test_what_is_closed_or_elsewhere_in_hsds_is_counted(tmp_path: Path) -> None:
    _, closed = settled(tmp_path, "hsds_places", json.dumps([samples.HSDS_SERVICE | {"status": "defunct"}]))
    assert closed.refused == {"closed": 1}
    tables = samples.HSDS_TABLES | {"location": "id,location_type,name\nloc-1,virtual,Espace numérique\nshort\n"}
    _, elsewhere = settled(tmp_path, "hsds_places", samples.package(tables))
    assert elsewhere.refused == {"not_a_place": 1, "wrong_number_of_cells": 1}


def test_a_package_without_its_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        drafts(tmp_path, "hsds_places", samples.package({"service": samples.HSDS_TABLES["service"]}))
    assert caught.value.reason == "missing_tables"


# --- real files ---

FOLDER = os.environ.get("PREVENANCE_REAL_DATA", "")


@pytest.mark.real_data
@pytest.mark.skipif(not FOLDER, reason="PREVENANCE_REAL_DATA names no folder")
def test_the_examples_of_the_health_agency_are_read(tmp_path: Path) -> None:
    names: list[str] = []
    refused: Counter[str] = Counter()
    for path in sorted(Path(FOLDER).glob("fhir_exemples/*/*.json")):
        rows, placing = settled(tmp_path, "fhir_places", path.read_bytes())
        names += [row["name"] for row in rows]
        refused += placing.refused
    assert "CHRU NANCY - HOPITAUX DE BRABOIS" in names and "Centre de consultation Lorient" in names
    assert len(names) == 10
    assert set(refused) == {"not_a_place", "kind_unknown", "no_position"}
