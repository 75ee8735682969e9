"""Spelling: two ways of writing a name become one."""

import pytest

from prevenance.territories.queries import spelling


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("Mons-en-Barœul", "mons en baroeul"),
        ("  ST.   Amand—les–Eaux ", "saint amand les eaux"),
        ("Ste-Mère-Église", "sainte mere eglise"),
        ("Châlons s/ Saône", "chalons sur saone"),
        ("Vic s/s Thil", "vic sous thil"),
        ("Pargny & Filain", "pargny et filain"),
        ("Marquette-lez-Lille", "marquette les lille"),
        ("Estaires", "estaires"),  # no `st` inside a word
        ("ＬＩＬＬＥ", "lille"),
        ("¡!", ""),
    ],
)
def test_plain(written, plain):
    assert spelling.plain(written) == plain


def test_many_names_pass_at_once_and_keep_their_lines():
    names = ["Lille", "", "St-Denis ", " L’Île"]
    assert spelling.plain("\n".join(names)).split("\n") == [spelling.plain(name) for name in names]
    words = ["valenciennes", "le havre", "haubourdin"]
    assert spelling.sound("\n".join(words)).split("\n") == [spelling.sound(word) for word in words]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("valenciennes", "valansienne"),
        ("compiegne", "kompienne"),
        ("haubourdin", "obourdin"),
        ("maubeuge", "mobeuje"),
        ("saint quentin", "sin kantin"),
        ("beauvais", "bove"),
        ("auxerre", "ocerre"),
        ("henin beaumont", "enin bomon"),
    ],
)
def test_what_is_heard_alike_sounds_alike(one, other):
    assert spelling.sound(one) == spelling.sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("lens", "lille"), ("nantes", "nancy"), ("lisses", "lesces"), ("laon", "lyon")]
)
def test_what_is_heard_differently_does_not(one, other):
    assert spelling.sound(one) != spelling.sound(other)


def test_the_words_that_carry_a_name():
    assert spelling.main_words("villeneuve d ascq") == ["villeneuve", "ascq"]
    assert spelling.main_words("la") == ["la"]
