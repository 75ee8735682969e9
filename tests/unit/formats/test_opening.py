"""Hours are understood wholly, or kept as words: nobody is sent to a closed door by a guess."""

import pytest

from prevenance.formats import opening
from prevenance.formats.opening import Hours


@pytest.mark.parametrize(
    ("days", "osm"),
    [
        (["09:00 - 12:00 / 14:00 - 17:00"] * 5 + ["", ""], "Mo-Fr 09:00-12:00,14:00-17:00"),
        (["8h-18h"] * 2 + ["fermé", "8h30 à 12h", "fermé", None, None], "Mo-Tu 08:00-18:00; Th 08:30-12:00"),
        (["08:00-12:00 14:00-18:00", *[None] * 6], "Mo 08:00-12:00,14:00-18:00"),
        (["Fermé au public"] * 7, "off"),
        (["10:00-24:00", *[""] * 6], "Mo 10:00-24:00"),
    ],
)
def test_days_in_columns_become_osm_hours(days: list[str | None], osm: str) -> None:
    assert opening.from_day_columns(days) == Hours(osm=osm)


@pytest.mark.parametrize(
    "monday",
    [
        "09:00/17:00",
        "00:00 - 00:00 / 09:00 - 19:00",
        "09:00 - 17:00 / 09:00 - 12:00",
        "18:00-9:00",
        "9h-25h",
        "9h75-10h",
        "horaire type 9h-17h30",
        "09:00-18:30/Sans rendez-vous 11:00-16:00",
        "Ouvert 9h à 12h30",
        "9h-12h sauf le 3",
    ],
)
def test_days_with_one_doubtful_word_stay_words(monday: str) -> None:
    hours = opening.from_day_columns([monday, "9h-12h", *[""] * 5])
    assert hours == Hours(words=f"lundi : {monday} ; mardi : 9h-12h")


def test_days_all_empty_are_unknown_not_closed() -> None:
    assert opening.from_day_columns([""] * 7) == opening.UNKNOWN


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("lundi : 9h00-17h00 | mardi : 9h00-17h00 | samedi : fermé | dimanche : fermé", "Mo-Tu 09:00-17:00"),
        ("Du lundi au vendredi de 13h à 16h", "Mo-Fr 13:00-16:00"),
        ("De lundi à vendredi : de 11h00 à 17h00 | le samedi de 7h30 à 12h30", "Mo-Fr 11:00-17:00; Sa 07:30-12:30"),
        ("lundi: 08:30 – 12:30, 13:30 – 19:30; mardi: 13:30 – 19:30", "Mo 08:30-12:30,13:30-19:30; Tu 13:30-19:30"),
        ("Lundi au vendredi | 10h00 - 12h00 / 14h00 - 15h30", "Mo-Fr 10:00-12:00,14:00-15:30"),
    ],
)
def test_french_words_become_osm_hours(text: str, osm: str) -> None:
    assert opening.from_french_text(text) == Hours(osm=osm)


@pytest.mark.parametrize(
    "text",
    [
        "voir Doctolib",
        "Du lundi au vendredi 13h30",
        "lundi au vendredi 12h45-14h ; samedi : sur demande",
        "lundi 9h-12h ; lundi 14h-17h",
        "vendredi au lundi 9h-12h",
        "lundi au vendredi",
        "9h-12h",
    ],
)
def test_french_words_with_a_doubt_stay_words(text: str) -> None:
    assert opening.from_french_text(text) == Hours(words=text)


def test_spans_of_the_town_halls_become_osm_hours() -> None:
    two_days = '["lundi","mardi",[["08:00:00","12:00:00"],["13:30:00","17:30:00"]]]'
    text = f'[{two_days},["jeudi","jeudi",[["16:30:00","18:30:00"]]]]'
    assert opening.from_day_spans(text) == Hours(osm="Mo-Tu 08:00-12:00,13:30-17:30; Th 16:30-18:30")
    assert opening.from_day_spans("[]") == opening.UNKNOWN


@pytest.mark.parametrize(
    "text",
    ['[["lundi"', '[["lundi","demain",[]]]', "[[1,2,3]]", '{"a":1}', "[" * 50_000, '[["lundi","lundi",[[1,2]]]]'],
)
def test_spans_that_cannot_be_read_stay_words(text: str) -> None:
    assert opening.from_day_spans(text).osm == ""
    assert opening.from_day_spans(text).words


def test_a_json_by_day_is_read_and_a_strange_one_stays_words() -> None:
    assert opening.from_any('{"lundi": "09:00-12:00", "dimanche": null}') == Hours(osm="Mo 09:00-12:00")
    for text in ('{"lundi": 5}', '{"lundi"', '{"monday": "9:00-12:00"}'):
        assert opening.from_any(text).osm == ""
        assert opening.from_any(text).words


def test_osm_hours_are_kept_when_the_library_reads_them() -> None:
    assert opening.from_osm("Mo-Fr 08:30-12:30; PH off") == Hours(osm="Mo-Fr 08:30-12:30; PH off")
    assert opening.from_osm("Mo,Tu 08:30") == Hours(words="Mo,Tu 08:30")
    assert opening.from_osm("Mo 10:00-12:00; " * 2000).osm == ""
    assert opening.from_osm("") == opening.UNKNOWN
