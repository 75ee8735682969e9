"""Sources of social and digital help, on a few fictional rows of our own: what is kept, what is refused and why."""

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest

from prevenance.formats import files, mailboxes, records
from prevenance.formats.refusals import FileRefused
from prevenance.offer import operations, queries
from prevenance.offer.choices import Fees, inclusion, sources, words
from prevenance.offer.importers import READERS, codes, recognising
from prevenance.offer.operations.placing import Placing

TODAY = dt.date(2026, 11, 23)
SCHEMA = [
    "id",
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "typologie",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "presentation_resume",
    "presentation_detail",
    "source",
    "itinerance",
    "structure_parente",
    "date_maj",
    "services",
    "publics_specifiquement_adresses",
    "prise_en_charge_specifique",
    "frais_a_charge",
    "dispositif_programmes_nationaux",
    "formations_labels",
    "autres_formations_labels",
    "modalites_acces",
    "modalites_accompagnement",
    "fiche_acces_libre",
    "prise_rdv",
]
PLACE = {
    "id": "exemple-1",
    "pivot": "00000000000000",
    "nom": "Espace numérique fictif",
    "commune": "Lille",
    "code_postal": "59000",
    "code_insee": "59350",
    "adresse": "1 place Exemple",
    "latitude": "50.63",
    "longitude": "3.06",
    "date_maj": "2026-11-01",
}


def settled(tmp_path: Path, source: str, content: str, suffix: str = ".csv") -> tuple[list[dict[str, Any]], Placing]:
    path = tmp_path / f"{source}{suffix}"
    path.write_text(content, encoding="utf-8", newline="")
    placing = Placing(source, today=TODAY)
    drafts = READERS[sources.sources()[source].reader](files.checked(path))
    return [row for row in map(placing.settled, drafts) if row], placing


def table(*places: dict[str, str]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, SCHEMA)
    writer.writeheader()
    writer.writerows(PLACE | place for place in places)
    return written.getvalue()


def codes_of(row: dict[str, Any]) -> list[str]:
    return [code for _, code, _ in row["services"]]


def test_every_column_of_the_schema_that_helps_someone_is_read(tmp_path: Path) -> None:
    content = table(
        {
            "pivot": "73282932000074",
            "courriels": "accueil@example.fr|autre@example.fr",
            "services": "Aide aux démarches administratives|Accès internet et matériel informatique",
            "formations_labels": "Formé à « Mon Espace Santé »|Étapes numériques (La Poste)",
            "dispositif_programmes_nationaux": "Conseillers numériques|Aidants Connect",
            "frais_a_charge": "Gratuit sous condition",
            "fiche_acces_libre": "https://acceslibre.beta.gouv.fr/app/exemple/",
            "structure_parente": "Association fictive",
            "itinerance": "Itinérant",
            "modalites_acces": "Se présenter|Téléphoner",
            "prise_en_charge_specifique": "Surdité",
            "presentation_resume": "Une aide sans rendez-vous.",
        }
    )
    [row], placing = settled(tmp_path, "digital_mediation", content)
    assert codes_of(row) == [
        "mednum:aide-aux-demarches-administratives",
        "mednum:acces-internet-et-materiel-informatique",
        "mednum-label:mon-espace-sante",
        "mednum-label:etapes-numeriques-la-poste",
        "programme:conseiller-numerique",
        "programme:aidants-connect",
        "mednum-mobility:itinerant",
        "mednum-access:se-presenter",
        "mednum-access:telephoner",
        "mednum-care:surdite",
    ]
    assert (row["siret"], row["email"], row["fees"]) == ("73282932000074", "accueil@example.fr", "conditional")
    assert row["accessibility_page"] == "https://acceslibre.beta.gouv.fr/app/exemple/"
    assert (row["organisation"], row["description"]) == ("Association fictive", "Une aide sans rendez-vous.")
    assert placing.refused == {}


@pytest.mark.parametrize(
    "label", ["Étapes numériques (La Poste)", "Étapes numériques\\(La Poste\\)", "Étapes numériques(La Poste)"]
)
def test_the_label_that_the_schema_refuses_has_one_code_however_it_is_written(tmp_path: Path, label: str) -> None:
    [row], _ = settled(tmp_path, "digital_mediation", table({"formations_labels": label}))
    assert codes_of(row) == ["mednum-label:etapes-numeriques-la-poste"]


def test_a_pivot_that_is_no_siret_says_nothing(tmp_path: Path) -> None:
    pivots = ["0012345.678", "1234567", "00000000000000", "W9N1004065", "73282932000075", "35600000049837"]
    places = [{"id": f"p-{rank}", "pivot": pivot} for rank, pivot in enumerate(pivots)]
    rows, _ = settled(tmp_path, "digital_mediation", table(*places))
    assert [row["siret"] for row in rows] == ["", "", "", "", "", "35600000049837"]


def test_corsica_is_found_by_its_old_code_by_its_name(tmp_path: Path) -> None:
    corsica = {"commune": "Ajaccio", "code_postal": "20000", "code_insee": "20004", "latitude": "", "longitude": ""}
    rows, _ = settled(tmp_path, "digital_mediation", table(corsica))
    assert [(row["commune_code"], row["commune_name"]) for row in rows] == [("2A004", "Ajaccio")]


def test_a_short_number_is_kept_in_words(tmp_path: Path) -> None:
    [row], placing = settled(
        tmp_path, "digital_mediation", table({"telephone": "3646", "presentation_resume": "Aide."})
    )
    assert (row["phone"], row["description"]) == ("", "Aide. Téléphone : 3646.")
    assert placing.mended == {"phone_left_out": 1}


def test_a_place_without_public_is_refused_and_one_that_only_also_says_so_is_kept(tmp_path: Path) -> None:
    nobody = "Ce lieu n'accueille pas de public"
    content = table({"id": "a", "modalites_acces": nobody}, {"id": "b", "modalites_acces": f"{nobody}|Téléphoner"})
    rows, placing = settled(tmp_path, "digital_mediation", content)
    assert [row["source_id"] for row in rows] == ["b"]
    assert placing.refused == {"no_public": 1}


def test_what_it_costs_is_never_too_rosy() -> None:
    assert codes.fees(["Gratuit : Je peux accéder gratuitement au lieu"]) is Fees.FREE
    assert codes.fees(["Gratuit", "Payant"]) is Fees.CONDITIONAL
    assert codes.fees(["payant"]) is Fees.PAID
    assert codes.fees(["Adhésion : L'accès au lieu nécessite d'y adhérer"]) is Fees.CONDITIONAL
    assert codes.fees(["", "Autre"]) is Fees.UNKNOWN


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("prenom.nom@example.fr", ""),
        ("prenom-compose.nom@example.fr|accueil@example.fr", "accueil@example.fr"),
        ("accueil.mairie@example.fr", "accueil.mairie@example.fr"),
        ("atelier.guise@example.fr", "atelier.guise@example.fr"),
        ("mailto:Contact@Example.fr", "contact@example.fr"),
        ("accueil@conseiller-numerique.fr", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_person_is_not_kept(cell: str, kept: str) -> None:
    assert mailboxes.first_shared(cell, about="Espace fictif Guise") == kept


@pytest.mark.parametrize(
    ("given", "kept", "mended"),
    [("camille.exemple@example.fr", "", "email_of_somebody"), ("accueil", "", "email_left_out")],
)
def test_why_an_address_is_left_out_is_counted(tmp_path: Path, given: str, kept: str, mended: str) -> None:
    [row], placing = settled(tmp_path, "digital_mediation", table({"courriels": given}))
    assert (row["email"], placing.mended[mended]) == (kept, 1)


def test_a_bus_says_that_it_moves(tmp_path: Path) -> None:
    names = "id_fs,lib_fs,adresse,insee_com,code_postal,lib_com,latitude,longitude,mail,prise_rdv,type_fs,format_fs"
    days = "h_lundi,h_mardi,h_mercredi,h_jeudi,h_vendredi,h_samedi"
    bus = "4,Bus fictif,2 rue Exemple,02361,02120,Guise,49.90,3.63,bus@example.fr,Oui,Antenne,Bus_équivalent"
    content = f"{names},telephone,{days}\n{bus},,,,,,,\n"
    [row], _ = settled(tmp_path, "france_services", content)
    assert codes_of(row) == [
        "programme:france-services",
        "france-services:bus-equivalent",
        "france-services:antenne",
        "france-services:rendez-vous",
    ]
    assert (row["email"], row["fees"]) == ("bus@example.fr", "free")


def test_the_number_of_aidants_is_told(tmp_path: Path) -> None:
    content = (
        "nom,uuid,actif,code_insee,adresse,code_postal,siret,label_france_services,commune,nb_aidants\n"
        "Association fictive,u-1,true,59178,1 rue Exemple,59500,73282932000074,true,Douai,3\n"
    )
    [row], _ = settled(tmp_path, "aidants_connect", content)
    assert row["services"] == [
        ["Aidants Connect", "programme:aidants-connect", 3],
        ["France services", "programme:france-services", None],
    ]
    assert row["siret"] == "73282932000074"


def structure(**changes: Any) -> dict[str, Any]:
    return {
        "source": "exemple",
        "id": "exemple--1",
        "nom": "Centre social fictif",
        "date_maj": "2026-11-01",
        "code_insee": "59350",
        "commune": "Lille",
        "adresse": "1 place Exemple",
        "reseaux_porteurs": ["fcsf"],
        "accessibilite_lieu": "https://acceslibre.beta.gouv.fr/app/exemple/",
        "horaires_accueil": "Mo-Fr 09:00-12:00",
        **changes,
    }


def service(**changes: Any) -> dict[str, Any]:
    return {
        "source": "exemple",
        "structure_id": "exemple--1",
        "id": "exemple--1--mes",
        "nom": "Accompagnement à Mon espace santé",
        "description": "Un ambassadeur vous aide.",
        "date_maj": "2026-11-02",
        "type": "atelier",
        "thematiques": ["numerique--acceder-a-des-services-en-ligne", "sante--acces-aux-soins"],
        "frais": "gratuit",
        "contact_nom_prenom": "Personne fictive",
        "zone_eligibilite": ["59350"],
        "publics": ["seniors"],
        **changes,
    }


def in_columns(*rows: dict[str, Any]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0])
    writer.writeheader()
    for row in rows:
        writer.writerow({name: json.dumps(cell) if isinstance(cell, list) else cell for name, cell in row.items()})
    return written.getvalue()


ENVELOPES = {
    "a list": (lambda *rows: json.dumps(rows), ".json"),
    "an indented list": (lambda *rows: json.dumps(rows, indent=1), ".json"),
    "a page of an API": (lambda *rows: json.dumps({"total": len(rows), "items": rows}, indent=1), ".json"),
    "a page on one line": (lambda *rows: json.dumps({"items": rows, "total": len(rows)}), ".json"),
    "JSON lines": (lambda *rows: "\n".join(map(json.dumps, rows)) + "\n", ".json"),
    "a table": (in_columns, ".csv"),
}


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_structures_are_read_whatever_their_envelope(tmp_path: Path, envelope: str) -> None:
    write, suffix = ENVELOPES[envelope]
    content = write(structure(), structure(id="exemple--2", reseaux_porteurs=["conseillers-numeriques"]))
    rows, placing = settled(tmp_path, "inclusion_structures", content, suffix)
    assert [row["source_id"] for row in rows] == ["exemple--1", "exemple--2"], placing.refused
    assert rows[1]["kind"] == "conseiller_numerique"
    assert codes_of(rows[1]) == ["programme:conseiller-numerique"]
    assert rows[1]["opening_hours"] == "Mo-Fr 09:00-12:00"


def test_a_broken_json_line_is_refused_alone(tmp_path: Path) -> None:
    content = json.dumps(structure()) + '\n{"id": \n' + "[1]\n"
    rows, placing = settled(tmp_path, "inclusion_structures", content, ".json")
    assert len(rows) == 1
    assert placing.refused == {"broken_line": 1, "not_an_object": 1}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    card = queries.RecordCard(
        "exemple--1", "digital_mediation", "Centre social fictif", "1 place Exemple", "59000", "59350", "Lille",
        50.63, 3.06, False, "", "73282932000074",
    )  # fmt: skip
    monkeypatch.setattr(
        queries, "records_of", lambda source, ids: {card.source_id: card} if card.source_id in ids else {}
    )


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("envelope", ENVELOPES)
def test_services_are_gathered_where_their_structure_is(tmp_path: Path, envelope: str) -> None:
    write, suffix = ENVELOPES[envelope]
    second = service(
        id="exemple--1--x", nom="Atelier", thematiques=["numerique--acquerir-un-equipement"], frais="payant"
    )
    rows, placing = settled(tmp_path, "inclusion_services", write(service(), second), suffix)
    assert [(row["source_id"], row["name"], row["siret"]) for row in rows] == [
        ("exemple--1", "Centre social fictif", "73282932000074")
    ]
    assert rows[0]["services"] == [
        ["Accompagnement à Mon espace santé", "data-inclusion:numerique--acceder-a-des-services-en-ligne", None],
        ["Accompagnement à Mon espace santé", "data-inclusion:sante--acces-aux-soins", None],
        ["Atelier", "data-inclusion:numerique--acquerir-un-equipement", None],
    ]
    assert (rows[0]["fees"], rows[0]["content_on"]) == ("conditional", "2026-11-02")
    assert placing.refused == {}
    assert "fictive" not in json.dumps(rows[0]["services"]), "no name of a contact person is kept"


@pytest.mark.usefixtures("known")
def test_a_service_that_says_to_phone_and_gives_no_number_contradicts_itself(tmp_path: Path) -> None:
    """As the card of a real file: the verdict of the check, from the file alone."""
    path = tmp_path / "services_inclusion.json"
    said = {"modes_mobilisation": ["telephoner", "se-presenter"], "conditions_acces": "Habiter la commune"}
    path.write_text(json.dumps([service(**said)]), encoding="utf-8")
    file = files.checked(path)
    known = recognising.recognised(file, name=path.name, said="inclusion_services")
    at = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    done = operations.check_file(file, known, at=at)
    assert (done.kept, done.quality["consistency"]) == (1, 0.0)
    [row], _ = settled(tmp_path, "inclusion_services", path.read_text(encoding="utf-8"), ".json")
    labels = [label for label, _, _ in row["services"]]
    assert {"Pour venir : téléphoner", "Pour venir : se présenter", "Condition : Habiter la commune"} <= set(labels)


@pytest.mark.usefixtures("known")
def test_every_row_gathered_in_a_place_is_counted_as_read(tmp_path: Path) -> None:
    content = json.dumps([service(id=str(rank)) for rank in range(3)])
    [_], placing = settled(tmp_path, "inclusion_services", content, ".json")
    assert (placing.rows_read, placing.read, placing.mended["rows_gathered"]) == (3, 1, 2)


@pytest.mark.usefixtures("known")
def test_a_service_held_elsewhere_is_another_place_and_one_held_nowhere_is_refused(tmp_path: Path) -> None:
    elsewhere = {"adresse": "9 rue Exemple", "code_insee": "59178", "commune": "Douai"}
    content = json.dumps(
        [
            service(id="a", **elsewhere),
            service(id="b", structure_id="exemple--unknown"),
            service(id="c", structure_id="exemple--unknown", **elsewhere),
            service(id="d", adresse="1, place Exemple", code_insee="59350"),
            service(id="", structure_id="exemple--1"),
            service(id="e", nom=""),
        ]
    )
    rows, placing = settled(tmp_path, "inclusion_services", content, ".json")
    assert sorted((row["source_id"], row["name"], row["commune_name"], row["organisation"]) for row in rows) == [
        ("exemple--1", "Centre social fictif", "Lille", ""),
        ("exemple--1@9-rue-exemple-59178", "Centre social fictif", "Douai", "Centre social fictif"),
        ("exemple--unknown@9-rue-exemple-59178", "Accompagnement à Mon espace santé", "Douai", ""),
    ], placing.refused
    assert placing.refused == {"no_identifier": 1, "no_name": 1, "structure_unknown": 1}


@pytest.mark.usefixtures("known")
def test_one_service_alone_says_whom_it_is_for(tmp_path: Path) -> None:
    far = service(modes_accueil=["a-distance"], mobilisable_par=["professionnels"])
    [row], _ = settled(tmp_path, "inclusion_services", json.dumps([far]), ".json")
    labels = [label for label, _, _ in row["services"]]
    assert labels[0] == "Accompagnement à Mon espace santé (à distance) (sur orientation d'un professionnel)"
    assert labels[-2:] == ["Public : seniors", "Pour les habitants de : Lille"]


def test_the_kind_is_what_the_place_exists_for() -> None:
    assert inclusion.kind_of_networks(["fcsf", "CSAPA"]) == "addiction_centre"
    assert inclusion.kind_of_networks(["fcsf"]) == ""
    assert inclusion.kind_of_themes(["sante--addictions"]) != "addiction_centre"
    assert (
        inclusion.kind_of_themes(["sante--acces-aux-soins", "numerique--acquerir-un-equipement"]) == "digital_mediation"
    )
    assert inclusion.kind_of_themes([]) == ""


def test_cells_of_lists_are_read_in_every_notation() -> None:
    expected = ["a", "b"]
    for cell in (["a", "b", "a"], '["a", "b"]', "['a', 'b']", "{a,b}", "a|b", "a;b", "a, b"):
        assert records.texts({"x": cell}, "x") == expected, cell
    assert records.texts({"x": "[broken"}, "x") == records.texts({"x": None}, "x") == []
    assert records.text({"x": True, "y": 3}, "x", "y") == "3"


def test_a_file_of_something_else_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        settled(tmp_path, "inclusion_services", "a,b\n1,2\n")
    assert refused.value.reason == "missing_columns"
    assert words.reason(refused.value.reason, "fr", **refused.value.facts)
