"""The page where a file is checked: what it says of honest, broken and hostile files, and that it keeps nothing."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from prevenance.kit import uploads
from prevenance.offer import models
from prevenance.offer.views import validator
from prevenance.site import commands
from tests.unit.offer.published_examples import DIGITAL

pytestmark = pytest.mark.django_db
ADDRESS = "/verifier-un-fichier/"


def table(*rows: dict[str, str]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(dict.fromkeys(key for row in rows for key in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def sent(visitor: Client, content: bytes, name: str = "lieux_mediation_numerique.csv", **fields: str) -> Any:
    return visitor.post(ADDRESS, {"file": SimpleUploadedFile(name, content), **fields})


def test_the_form_is_there_in_both_languages(visitor: Client) -> None:
    assert "Vérifier un fichier de lieux" in visitor.get(ADDRESS).content.decode()
    assert "Check a file of places" in visitor.get("/en/check-a-file/").content.decode()


def test_a_file_is_recognised_read_and_told_row_by_row(visitor: Client) -> None:
    content = table(DIGITAL, DIGITAL | {"id": ""}, DIGITAL | {"id": "exemple-2", "nom": ""}, DIGITAL)
    html = sent(visitor, content).content.decode()
    for words in (
        "Reconnu par le nom du fichier.",
        "4 lignes lues",
        "1 lieu gardé",
        "Pas d’identifiant",
        "Qualité des fiches",
    ):
        assert words.casefold() in html.casefold(), words
    assert html.count("<td>3</td>") == 1 and html.count("<td>5</td>") == 1


def test_nothing_is_stored_and_nothing_stays_on_the_disk(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content = table(*(DIGITAL | {"id": f"exemple-{n}", "presentation_detail": "x" * 3000} for n in range(1000)))
    assert 2_600_000 < len(content) < uploads.MOST, "above what Django alone would put on the disk"
    made: list[Any] = []
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *args, **kwargs: made.append(args))
    assert "1000 lignes lues" in sent(visitor, content).content.decode().replace("\u202f", "").replace("\u00a0", "")
    assert made == [] and list(tmp_path.iterdir()) == []
    assert not models.Record.objects.exists() and not models.ImportRun.objects.exists()


def test_a_list_of_one_s_own_is_guessed(visitor: Client) -> None:
    content = "Nom;Adresse;CP;Ville\nMaison fictive;1 rue Inventée;59000;Lille\n".encode()
    html = sent(visitor, content, "ma liste.csv", kind="health_house").content.decode()
    assert "nous avons deviné chaque colonne" in html and "1 lieu gardé" in html and "Maison de santé" in html


def test_a_chosen_format_is_the_one_used(visitor: Client) -> None:
    html = sent(visitor, table(DIGITAL), "export.csv", format="digital_mediation").content.decode()
    assert "Vous avez choisi ce format." in html and "1 lieu gardé" in html
    html = sent(visitor, table(DIGITAL), "export.csv", format="castle").content.decode()
    assert "Ce fichier serait refusé." in html


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7", "a.csv"),
        (b"\x00\x01\x02", "a.csv"),
        (b"PK\x03\x04 not a zip", "lieux_mediation_numerique.csv"),
        (b"{" * 5000, "structures_inclusion.json"),
        (b"a,b\n1,2\n", "a.csv"),
        (b"[]", "inconnu.json"),
        (b"\xff\xfe\x00a", "lieux_mediation_numerique.csv"),
        (gzip.compress(b"x" * (80 << 20)), "lieux_mediation_numerique.csv.gz"),
    ],
)
def test_what_is_no_file_of_places_is_refused_in_words(visitor: Client, content: bytes, name: str) -> None:
    response = sent(visitor, content, name)
    assert response.status_code == 200 and "Ce fichier serait refusé." in response.content.decode()


def test_words_of_a_file_never_become_markup(visitor: Client) -> None:
    evil = "<script>alert(1)</script>"
    content = f"Nom;Ville;{evil}\n{evil};{evil};{evil}\n".encode()
    html = sent(visitor, content, f"{evil}.csv", format="own", kind="pharmacy").content.decode()
    assert "<script>alert" not in html


def test_nothing_sent_is_said_beside_the_field(visitor: Client) -> None:
    for response in (visitor.post(ADDRESS), visitor.post(ADDRESS, {"file": "no file"}), sent(visitor, b"")):
        assert response.status_code == 422
        assert 'href="#file"' in response.content.decode()


def test_a_broken_request_is_no_crash(visitor: Client) -> None:
    response = visitor.post(ADDRESS, b"--x\r\nnonsense", content_type="multipart/form-data; boundary=x")
    assert response.status_code in (400, 422)
    assert visitor.post(ADDRESS, b"x", content_type="multipart/form-data").status_code in (400, 422)


def test_only_this_page_receives_a_long_body(visitor: Client) -> None:
    long = b"x" * (100 * 1024)
    upload = {"file": SimpleUploadedFile("a.csv", long)}
    assert visitor.post("/aide/pres-de-chez-moi/", upload).status_code in (404, 413)
    assert visitor.post("/embarquer/", {"file": SimpleUploadedFile("a.csv", long)}).status_code == 413
    assert sent(visitor, b"x" * (uploads.MOST + 200_000)).status_code == 413


def test_a_long_file_is_looked_at_in_part_and_the_page_says_so(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validator, "MOST_ROWS", 3)
    html = sent(visitor, table(*(DIGITAL | {"id": f"exemple-{n}"} for n in range(9)))).content.decode()
    assert "Seules les 3 premières lignes" in html and "3 lieux gardés" in html


def test_too_many_files_in_a_row_have_to_wait(visitor: Client) -> None:
    codes = [visitor.get(ADDRESS).status_code for _ in range(8)]
    assert codes[:6] == [200] * 6 and codes[-1] == 429


def test_the_command_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lieux_mediation_numerique.csv"
    path.write_bytes(table(DIGITAL, DIGITAL | {"id": ""}))
    assert commands.main(["offer", "check", str(path)]) == 1
    assert "Places for help with digital tools" not in capsys.readouterr().out
    assert commands.main(["offer", "check", str(path), "--lang", "en", "--json"]) == 1
    assert '"read": 2' in capsys.readouterr().out
    path.write_bytes(b"%PDF-1.7")
    assert commands.main(["offer", "check", str(path)]) == 2
    assert not models.Record.objects.exists()


EVENT = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:exemple
DTSTART;TZID=Europe/Paris:20261201T140000
SUMMARY:Bus fictif
LOCATION:Place Exemple, 59000 Lille
END:VEVENT
END:VCALENDAR
"""
BUS = {"titre": "Bus fictif", "date": "2999-12-01", "heure_debut": "14h", "commune": "Lille", "code_postal": "59000"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("agenda.ics", EVENT.replace("\n", "\r\n").encode(), ""),
        ("agenda.csv", table(BUS), ""),
        ("liste.csv", table({name: BUS[name] for name in BUS if name != "heure_debut"}), "outreaches"),
    ],
)
def test_a_file_of_dated_actions_is_checked_too(visitor: Client, name: str, content: bytes, said: str) -> None:
    html = sent(visitor, content, name, format=said).content.decode()
    assert "1 action datée gardée" in html
    assert "1 lieu gardé" not in html


def test_a_dated_action_that_is_over_is_refused_with_its_line(
    visitor: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = table(BUS, BUS | {"date": "2001-01-01"}, BUS | {"date": "bientôt"})
    html = sent(visitor, content, "agenda.csv").content.decode()
    assert "<td>3</td>" in html and "<td>4</td>" in html
    path = tmp_path / "agenda.csv"
    path.write_bytes(content)
    assert commands.main(["offer", "check", str(path), "--json"]) == 1
    assert '"source": "outreaches"' in capsys.readouterr().out
    assert not models.Outreach.objects.exists()
