"""A territory's identity: what the file may say, and how each mistake is refused in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from prevenance.kit import colours, pages, territory

GOOD = """
[territory]
name = "CPTS fictive des Deux Vallées"
publisher = "Association fictive"
phone = "03 00 00 00 00"
phone_hours = { fr = "de 9 h à 17 h", en = "9 am to 5 pm" }
logo = "logo.svg"
logo_alt = "Deux collines"
reviewed_on = 2026-11-02

[colours]
brand = "#12305a"

[[contacts]]
name = "Accueil"
role = { fr = "médiation en santé", en = "health mediation" }
phone = "03 00 00 00 01"
hours = "le mardi"
"""


@pytest.fixture
def file(tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    path = tmp_path / "territory.toml"
    settings.TERRITORY_FILE = str(path)
    return path


def test_without_a_file_the_site_is_neutral(file: Path) -> None:
    assert territory.identity() == territory.Identity()


def test_a_complete_file_is_read_in_both_languages(file: Path) -> None:
    file.write_text(GOOD, encoding="utf-8")
    (file.parent / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    identity = territory.identity()
    assert identity.name == "CPTS fictive des Deux Vallées"
    assert (identity.phone_hours.fr, identity.phone_hours.en) == ("de 9 h à 17 h", "9 am to 5 pm")
    assert identity.reviewed_on == dt.date(2026, 11, 2)
    assert identity.colours.brand == "#12305a"
    assert identity.contacts[0].hours.fr == "le mardi"
    assert identity.logo_kind == "image/svg+xml"


def test_a_changed_file_is_read_again(file: Path) -> None:
    file.write_text('[territory]\nname = "Avant"', encoding="utf-8")
    assert territory.identity().name == "Avant"
    file.write_text('[territory]\nname = "Après, plus long"', encoding="utf-8")
    import os

    os.utime(file, ns=(1, 1))
    assert territory.identity().name == "Après, plus long"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[territory", "TOML"),
        ('[territory]\nnom = "x"', "nom: not a field of [territory]"),
        ("[territory]\nname = 3", "name: not a text"),
        ('[territory]\nlogo = "../x.svg"', "outside the file's folder"),
        ('[territory]\nlogo = "x.bmp"', "save it in one of these formats"),
        ('[territory]\nlogo = "x.svg"', "copy it beside the file"),
        ('[territory]\nreviewed_on = "hier"', "reviewed_on: not a date"),
        ('[territory]\nphone_hours = { en = "x" }', "the French is missing"),
        ('[colours]\nbrand = "green"', "'green' is not a colour"),
        ('[colours]\nbrand = "#ffdd00"', "contrast of 1.3, below 4.5"),
        ('[colours]\npurple = "#000000"', "purple: not a field of [colours]"),
        ("[[contacts]]\nphone = '1'", "contact 1, name: missing"),
        ('contacts = "x"', "begin each contact"),
        ('territory = "x"', "begin it with a line [territory]"),
    ],
)
def test_a_mistake_is_refused_with_the_field_the_cause_and_the_mend(file: Path, text: str, words: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(territory.Refused) as refused:
        territory.identity()
    assert any(words in problem for problem in refused.value.problems), refused.value.problems


def test_a_logo_without_its_words_or_too_heavy_is_refused(file: Path) -> None:
    logo = file.parent / "logo.png"
    logo.write_bytes(b"x" * (territory.LOGO_MOST + 1))
    file.write_text('[territory]\nlogo = "logo.png"', encoding="utf-8")
    with pytest.raises(territory.Refused, match="make it lighter"):
        territory.identity()
    logo.write_bytes(b"x")
    file.write_text('[territory]\nlogo = "logo.png"\n', encoding="utf-8")
    with pytest.raises(territory.Refused, match="logo_alt: missing"):
        territory.identity()


def test_the_colour_proposed_instead_has_the_contrast_asked() -> None:
    for poor in ("#ffdd00", "#7fd1b9", "#f0a57c", "#ffffff"):
        better = colours.towards(poor, against="#fffdf8", at_least=4.5)
        assert colours.contrast(better, "#fffdf8") >= 4.5


@pytest.mark.parametrize("brand", ["#0a5c4a", "#12305a", "#4b2a7b", "#7a1f1f", "#000000"])
def test_the_dark_variant_of_any_accepted_colour_is_readable(brand: str) -> None:
    sheet = pages.stylesheet(territory.Colours(brand=brand))
    dark = sheet.split("prefers-color-scheme:dark")[1]
    found = dict(pair.split(":") for pair in dark.split("{")[2].split("}")[0].rstrip(";").split(";"))
    assert colours.contrast(found["--brand"], found["--soft"]) >= 7
    assert colours.contrast(found["--brand-ink"], found["--brand"]) >= 4.5
    assert colours.contrast(found["--accent"], found["--soft"]) >= 4.5
    assert colours.contrast(found["--ink"], found["--paper"]) >= 7
