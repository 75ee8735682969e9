"""Search: the commune a person means comes first, however they type it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prevenance.territories import queries
from prevenance.territories.choices import Reason


def codes(text, **options):
    return [match.commune.code for match in queries.communes_matching(text, **options)]


def names(text, **options):
    return [match.commune.name for match in queries.communes_matching(text, **options)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lille", "59350"),
        ("LILLE", "59350"),
        ("  lille  ", "59350"),
        ("st quentin", "02691"),
        ("saint-quentin", "02691"),
        ("St. Quentin", "02691"),
        ("stquentin", "02691"),
        ("villeneuve d ascq", "59009"),
        ("Villeneuve d’Ascq", "59009"),
        ("villeneuve dascq", "59009"),
        ("villeneuve ascq", "59009"),
        ("L'Haÿ", "94038"),
        ("l hay les roses", "94038"),
        ("lhay les roses", "94038"),
        ("havre", "76351"),
        ("Marquette-les-Lille", "59386"),
        ("Mons-en-Baroeul", "59410"),
        ("Mons en Barœul", "59410"),
        ("boulogne mer", "62160"),
        ("chalon s/ saone", "71076"),
        ("Sainte Menehould", "51507"),
        ("ste menehould", "51507"),
    ],
)
def test_a_name_is_found_however_it_is_written(text, code):
    assert codes(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lile", "59350"),
        ("Valansienne", "59606"),
        ("dunquerke", "59183"),
        ("kompiegne", "60159"),
        ("ocerre", "89024"),
        ("tourquoin", "59599"),
        ("wasceal", "59646"),
        ("sint quentin", "02691"),
        ("Abeville", "80001"),
        ("es ysur eure", "27230"),
        ("vileneuve sur lot", "47323"),
    ],
)
def test_a_name_is_found_with_typing_errors(text, code):
    first = queries.communes_matching(text)[0]
    assert (first.commune.code, first.reason) == (code, Reason.SPELLING)


def test_exact_comes_before_beginning_before_words_before_spelling():
    reasons = [match.reason for match in queries.communes_matching("lomme", limit=20)]
    order = [Reason.EXACT, Reason.BEGINNING, Reason.WORDS, Reason.SPELLING]
    assert reasons == sorted(reasons, key=order.index)
    assert {Reason.EXACT, Reason.BEGINNING, Reason.SPELLING} <= set(reasons)
    assert [match.reason for match in queries.communes_matching("amiens")][:2] == [Reason.EXACT, Reason.WORDS]


def test_homonyms_are_all_there_the_most_peopled_first():
    found = [match.commune for match in queries.communes_matching("saint denis") if match.commune.name == "Saint-Denis"]
    assert [commune.department for commune in found] == ["974", "93", "11", "30"]
    assert [c.population for c in found] == sorted((c.population for c in found), reverse=True)


@pytest.mark.parametrize("text", ["havre", "Le Havre", "bors", "abergement de varey"])
def test_a_name_without_its_article_or_its_brackets_is_exact(text):
    assert queries.communes_matching(text)[0].reason == Reason.EXACT


def test_homonyms_of_one_department_keep_what_tells_them_apart():
    assert {"Bors (Canton de Tude-et-Lavalette)", "Bors (Canton de Charente-Sud)"} == set(names("bors", limit=2))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("59000 lille", "59350"),
        ("lille 59000", "59350"),
        ("Lille (59)", "59350"),
        ("Lille (Nord)", "59350"),
        ("59 000 Lille", "59350"),
        ("59043 LILLE CEDEX", "59350"),
        ("80000 Amien", "80021"),
        ("saint amand 59230", "59526"),
        ("st amand nord", "59526"),
        ("saint denis 93", "93066"),
        ("Saint-Denis, La Réunion", "97411"),
        ("saint denis reunion", "97411"),
        ("Saint-Denis Seine-Saint-Denis", "93066"),
        ("lans 62300", "62498"),  # Lens: the postal code outweighs the homonym of a slip
        ("59000 roubaix", "59512"),  # the right name outweighs a neighbour's postal code
        ("1000 bourg en bresse", "01053"),  # a zero lost
        ("villeneuve sur lot", "47323"),  # not Villeneuve in the Lot
        ("20000 ajaxio", "2A004"),
    ],
)
def test_a_postal_code_or_a_department_settles_the_name(text, code):
    assert codes(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("59000", "59350", Reason.POSTAL_CODE),
        ("5900", "59350", Reason.POSTAL_CODE),
        ("80999", "80021", Reason.DEPARTMENT),  # a CEDEX code
        ("97400", "97411", Reason.POSTAL_CODE),
        ("75012", "75056", Reason.POSTAL_CODE),
        ("75116", "75056", Reason.POSTAL_CODE),
        ("69003", "69123", Reason.POSTAL_CODE),
        ("13008", "13055", Reason.POSTAL_CODE),
        ("20000", "2A004", Reason.POSTAL_CODE),
        ("59", "59350", Reason.DEPARTMENT),
        ("974", "97411", Reason.DEPARTMENT),
        ("2A", "2A004", Reason.DEPARTMENT),
        ("2b", "2B033", Reason.DEPARTMENT),
        ("2A004", "2A004", Reason.CODE),
    ],
)
def test_a_number_alone_is_a_postal_code_a_department_or_a_code(text, code, reason):
    first = queries.communes_matching(text)[0]
    assert (first.commune.code, first.reason) == (code, reason)


def test_a_postal_code_gives_every_commune_that_has_it_and_only_those():
    matches = [match for match in queries.communes_matching("02590", limit=50) if match.reason == Reason.POSTAL_CODE]
    assert len(matches) > 10
    assert all("02590" in match.commune.postal_codes for match in matches)


def test_an_insee_code_comes_after_the_postal_code_written_alike():
    first, second = queries.communes_matching("59350")
    assert ("59350" in first.commune.postal_codes, first.reason) == (True, Reason.POSTAL_CODE)
    assert (second.commune.code, second.reason) == ("59350", Reason.CODE)


@pytest.mark.parametrize(
    ("text", "code", "also_called"),
    [
        ("lomme", "59350", "Lomme"),
        ("Huby Saint Leu", "62447", "Huby-Saint-Leu"),
        ("paris 12e", "75056", "Paris 12e Arrondissement"),
        ("Lyon 3ème arrondissement", "69123", "Lyon 3e Arrondissement"),
        ("marseille 1er", "13055", "Marseille 1er Arrondissement"),
    ],
)
def test_the_name_of_a_part_gives_the_commune_and_says_so(text, code, also_called):
    first = queries.communes_matching(text)[0]
    assert (first.commune.code, first.also_called) == (code, also_called)


@pytest.mark.parametrize("text", ["Paris 12", "PARIS CEDEX 12", "paris"])
def test_an_arrondissement_typed_otherwise_gives_the_city(text):
    assert codes(text)[0] == "75056"


def test_a_commune_is_answered_once():
    for text in ("lille", "paris 1", "59", "havre", "hesdin"):
        found = codes(text, limit=50)
        assert len(found) == len(set(found))


def test_who_lives_near_sees_what_is_near_first():
    assert codes("st amand")[0] != "59526"
    assert codes("st amand", near="59606")[0] == "59526"  # from Valenciennes
    assert codes("st amand", near="59")[0] == "59526"
    assert codes("st amand", near="62461")[0] == "62741"  # from a former code, in the Pas-de-Calais
    assert codes("lille", near="13055")[0] == "59350"
    assert [codes("villeneuve", near=near)[0] for near in ("33063", "31555")] == ["33551", "31588"]
    assert queries.communes_matching("st amand", near="59606")[0].reason == Reason.BEGINNING


@pytest.mark.parametrize("near", ["", "xx", "99999", None])
def test_nowhere_is_near_nothing(near):
    assert codes("st amand", near=near) == codes("st amand")


@pytest.mark.parametrize("limit", [-1, 0])
def test_no_answer_is_given_when_none_is_wanted(limit):
    assert queries.communes_matching("lille", limit=limit) == []


def test_never_more_answers_than_asked_nor_more_than_fifty():
    assert len(queries.communes_matching("saint", limit=3)) == 3
    assert len(queries.communes_matching("saint", limit=10_000)) == 50


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\t", "%%%", "'", "\x00", "--", "()", "😀", "…", "的", "/", "zzzzzzzzzzzzzzz", "qqqq xxxx wwww kkkk"],
)
def test_what_cannot_be_a_commune_gives_nothing(text):
    assert queries.communes_matching(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE communes; --",
        "a" * 100_000,
        "\n".join(["lille"] * 50),
        "(?:((",
        "\\",
        "1" * 5000,
        "st " * 999,
        "\u202elille",
        "ＬＩＬＬＥ",
    ],
)
def test_hostile_text_does_no_harm(text):
    assert len(queries.communes_matching(text)) <= 10


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.integers(-2, 60))
def test_any_text_is_answered_within_the_limit(text, limit):
    found = codes(text, limit=limit)
    assert len(found) == len(set(found)) <= max(0, limit)
