"""Texts, addresses, numbers and positions of strangers, made safe or refused."""

import datetime as dt

import pytest

from prevenance.formats import cleaning, holidays, phones, positions


@pytest.mark.parametrize(
    ("text", "clean", "change"),
    [
        ("  Pharmacie\n de  la Gare ", "Pharmacie de la Gare", ""),
        ("Café de l’Écluse", "Café de l’Écluse", ""),
        ("<b>Centre</b> de santé", "Centre de santé", "markup_removed"),
        ("<script>alert(1)</script>Centre", "Centre", "markup_removed"),
        ("<script>alert(1)", "", "markup_removed"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;A &amp; B", "A & B", ""),
        ("gare\u202egpj.exe", "garegpj.exe", "hidden_characters_removed"),
        ("Pharma\u200bcie\x07", "Pharmacie", "hidden_characters_removed"),
        ("=HYPERLINK(0)", "HYPERLINK(0)", "formula_defused"),
        ("@SUM(A1)", "SUM(A1)", "formula_defused"),
        ("-CENTRE", "CENTRE", "formula_defused"),
        ("MÃ©diathÃ¨que", "Médiathèque", "double_encoding_repaired"),
        ("CTRE DE L\x92AVENIR", "CTRE DE L’AVENIR", "double_encoding_repaired"),
        ("-----", "", ""),
        ("x" * 50, "x" * 19 + "…", "text_shortened"),
        ("A < B et C > D", "A D", "markup_removed"),
    ],
)
def test_a_text_is_one_visible_line(text: str, clean: str, change: str) -> None:
    assert cleaning.line(text, 20) == (clean, change)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://www.mairie.fr/a?b=1", "https://www.mairie.fr/a?b=1"),
        ("www.mairie.fr", "https://www.mairie.fr"),
        ("https://a.fr|https://b.fr", "https://a.fr"),
        ("https://évry.fr", "https://évry.fr"),
        ("javascript:alert(1)", ""),
        ("https://bank.fr@evil.fr/", ""),
        ("https://a.fr:99999/", ""),
        ('https://a.fr/"onclick', ""),
        ("https://[broken", ""),
        ("ftp://a.fr", ""),
        ("n/a", ""),
        ("https://a.fr/" + "x" * 600, ""),
    ],
)
def test_only_plain_web_addresses_are_kept(text: str, url: str) -> None:
    assert cleaning.url(text) == url


@pytest.mark.parametrize(
    ("text", "department", "number"),
    [
        ("03 23 38 04 86", "02", "+33323380486"),
        ("323515555", "02", "+33323515555"),
        ("03.20.12.38.83 / 03 20 12 38 84", "59", "+33320123883"),
        ("0262 20 12 34", "974", "+262262201234"),
        ("0262 20 12 34", "", "+33262201234"),
        ("3646", "59", ""),
        ("voir site", "59", ""),
        ("9" * 400, "59", ""),
    ],
)
def test_numbers_are_written_internationally_or_left_out(text: str, department: str, number: str) -> None:
    if department == "":
        assert phones.e164(text) == ""
    else:
        assert phones.e164(text, department) == number


@pytest.mark.parametrize(
    ("latitude", "longitude", "position", "change"),
    [
        ("50.6", "3.06", (50.6, 3.06), ""),
        ("50,6", " 3,06 ", (50.6, 3.06), ""),
        ("3.06", "50.6", (50.6, 3.06), "coordinates_swapped"),
        ("-21.1", "55.5", (-21.1, 55.5), ""),
        ("", "3.06", None, "no_position"),
        ("nan", "3.06", None, "position_unreadable"),
        ("1e9", "3", None, "position_unreadable"),
        ("0", "0", None, "position_outside_france"),
        ("95", "3", None, "position_outside_france"),
        ("652381.98", "6862047.26", (48.8567015, 2.3510124), "projected_coordinates_converted"),
    ],
)
def test_positions_are_in_france_or_refused(
    latitude: str, longitude: str, position: tuple[float, float] | None, change: str
) -> None:
    found, key = positions.parsed(latitude, longitude)
    assert key == change
    assert (found and (found.latitude, found.longitude)) == position


def test_local_holidays_are_known_by_department() -> None:
    assert holidays.easter(2026) == dt.date(2026, 4, 5)
    assert holidays.easter(2038) == dt.date(2038, 4, 25)
    assert holidays.is_local_holiday(dt.date(2026, 4, 3), "67")
    assert holidays.is_local_holiday(dt.date(2026, 12, 26), "57")
    assert not holidays.is_local_holiday(dt.date(2026, 12, 26), "59")
    assert holidays.is_local_holiday(dt.date(2026, 12, 20), "974")
